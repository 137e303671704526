"""People who go on with what they do while the product dies and comes back. They remember what they said."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from random import Random  # noqa: TID251 - seeded: who taps what, and when the product dies
from typing import Any

from bot.callback_data import (
    Action,
    AnswerHold,
    AnswerReminder,
    ChangeAnswer,
    ChooseValue,
    Forget,
    MarkSign,
    NextScreen,
    decode,
)
from bot.sandbox import Sandbox

ALARMING = ("saddle_numbness", "urinary_retention", "leg_weakness", "bowel_incontinence")
CALM = ("flank_pain", "leg_numbness")
MILD = {"pain": ("1", "2", "3", "4"), "since": ("today", "days_1_2")}
LOOK_EVERY = 0.01
PATIENCE, LONG_PATIENCE = 3.0, 10.0  # seconds of real time: then they say it again, as people do
SAID = (
    "/start",
    "/help",
    "/reminders",
    "/learn",
    "/settings",
    "/privacy",
    "/cancel",
    "/check",
    "9, 12:30",
    "hello",
    "water every 3 hours from 9 to 6",
    "no, every 4 hours",
    "ok",
    "snooze 10 min",
    "drank 2 glasses",
    "my bum feels weird",
    "blorf snarg wuzzle",
)
IN_WORDS = "i cant pee at all"


@dataclass
class Someone:
    """One person. `marks` and `values`: what they tapped in checks, to be found in the store."""

    sandbox: Sandbox
    id: int
    dice: Random
    updates: dict[int, datetime] = field(default_factory=dict)
    marks: dict[tuple[int, str], str] = field(default_factory=dict)
    values: dict[tuple[int, str], str] = field(default_factory=dict)
    answered: dict[int, str] = field(default_factory=dict)
    lifted: set[int] = field(default_factory=set)
    checks: int = 0
    alarms: int = 0

    async def live_calmly(self, is_over: Callable[[], bool]) -> None:
        """Check after check without a red flag, and an answer to each reminder."""
        while not is_over():
            await self._check()
            await self._answer_reminders()

    async def live_with_alarms(self, is_over: Callable[[], bool]) -> None:
        """Check after check with an emergency in it: half of them finished, half of them left in silence."""
        while not is_over():
            if await self._raise_alarm():
                await self._lift_hold()
            await self._answer_reminders()

    async def live_in_silence(self, is_over: Callable[[], bool]) -> None:
        """One emergency, and no answer to anything after it."""
        while not (is_over() or await self._raise_alarm()):
            pass
        await self._see(is_over)

    async def wander(self, is_over: Callable[[], bool]) -> None:
        """This and that: whatever there is to be said or tapped, but for what takes back what was said before."""
        while not is_over():
            taps = [
                (action, message_id)
                for message_id, actions in list(self._buttons())[:4]
                for action in actions
                if not isinstance(action, Forget | ChangeAnswer)
            ]
            if taps and self.dice.random() < 0.8:
                action, message_id = self.dice.choice(taps)
                await self._press((action, message_id))
                self._forget_what_was_tapped()
            else:
                await self._remark(self.dice.choice(SAID))

    async def _remark(self, text: str) -> None:
        before = self._newest_id()
        self.sandbox.say(self.id, text)
        self._note_update()
        await self._see(lambda: self._newest_id() > before, PATIENCE)

    def _forget_what_was_tapped(self) -> None:
        """Back and forth as they go, only the product knows what counts."""
        self.marks.clear()
        self.values.clear()

    async def _check(self) -> None:
        await self._say("/check")
        sign, times = self.dice.choice(CALM), self.dice.choice((0, 1, 1, 2))
        while taps := self._on_screen(MarkSign, NextScreen, ChooseValue):
            tap = self._choose(taps, sign if times else None)
            times -= isinstance(tap[0], MarkSign)
            await self._press(tap)
        self.checks += 1

    def _choose(self, taps: dict[Action, int], sign: str | None) -> tuple[Action, int]:
        """The sign if it is here, else the way on: as somebody who reads the screen would."""
        for action, message_id in taps.items():
            if isinstance(action, NextScreen) or (sign is not None and _is_about(action, sign)):
                return action, message_id
        return self.dice.choice(
            [
                (action, message_id)
                for action, message_id in taps.items()
                if isinstance(action, ChooseValue) and action.value in MILD[action.screen]
            ]
        )

    async def _raise_alarm(self) -> bool:
        """An emergency sign, once or twice; then on to the end, or nothing more. Whether it could be tapped: where an answer
        was lost, the check goes on from a later screen."""
        if self.dice.random() < 0.25:
            return self._type_alarm()
        await self._say("/check")
        sign, silent, was_tapped = self.dice.choice(ALARMING), self.dice.random() < 0.4, False
        for _ in range(self.dice.choice((1, 1, 2))):
            taps = {each: at for each, at in self._on_screen(MarkSign).items() if _is_about(each, sign)}
            if taps:
                was_tapped = True
                await self._press(next(iter(taps.items())))
        while not silent and (taps := self._on_screen(NextScreen)):
            await self._press(next(iter(taps.items())))
        self.alarms += was_tapped
        return was_tapped

    def _type_alarm(self) -> bool:
        self.sandbox.say(self.id, IN_WORDS)
        self._note_update()
        self.alarms += 1
        return True

    async def _lift_hold(self) -> None:
        """Wait for the urgent message, and answer it and every copy of it. Who was told of one that does not come asks."""
        while not await self._see(
            lambda: any(each.hold not in self.lifted for each in self._to_answer()), LONG_PATIENCE
        ):
            self.sandbox.say(self.id, "/start")
            self._note_update()
        called_first = self.dice.random() < 0.3
        while taps := self._to_answer():
            wished = "called" if called_first else "seen"
            called_first = False
            action = next(each for each in taps if each.answer == wished)
            self.lifted.add(action.hold)
            await self._press((action, taps[action]))

    async def _answer_reminders(self) -> None:
        for message_id, actions in self._buttons():
            reminders = [action for action in actions if isinstance(action, AnswerReminder)]
            if reminders and reminders[0].message not in self.answered:
                action = self.dice.choice([each for each in reminders if each.answer in {"done", "snooze"}])
                self.answered[action.message] = action.answer
                await self._press((action, message_id))

    async def _say(self, text: str) -> None:
        """Say it, until a new message answers it."""
        before = self._newest_id()
        while True:
            self.sandbox.say(self.id, text)
            self._note_update()
            if await self._see(
                lambda: self._newest_id() > before and bool(self._on_screen(MarkSign, ChooseValue)), PATIENCE
            ):
                return

    async def _press(self, tap: tuple[Action, int]) -> None:
        """Press a button, sometimes twice, and again until something comes of it."""
        action, message_id = tap
        self._remember(action)
        data, mark, before, queries = self._data(action, message_id), self.sandbox.mark, self._look(), set()
        while True:
            for _ in range(2 if self.dice.random() < 0.1 else 1):
                queries.add(self.sandbox.tap(self.id, data, message_id=message_id))
                self._note_update()
            if await self._see(
                lambda: self._look() != before or self._is_acknowledged(queries, mark), PATIENCE
            ):
                return

    def _remember(self, action: Action) -> None:
        if isinstance(action, MarkSign):
            self.marks.pop((action.checkup, action.sign), None)
            self.marks[action.checkup, action.sign] = action.mark
        if isinstance(action, ChooseValue):
            self.values.setdefault((action.checkup, action.screen), action.value)

    @staticmethod
    async def _see(holds: Callable[[], bool], seconds: float | None = None) -> bool:
        """Whether it came to that in time; without `seconds` it is waited for, however long it takes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not holds():  # noqa: ASYNC110 - the sandbox announces messages, not acknowledgements
                    await asyncio.sleep(LOOK_EVERY)
        return holds()

    def _is_acknowledged(self, queries: set[str], since: int) -> bool:
        calls = self.sandbox.calls(since, "answerCallbackQuery")
        return any(call.was_done and call.params.get("callback_query_id") in queries for call in calls)

    def _note_update(self) -> None:
        self.updates[next(reversed(self.sandbox.updates.pending))] = self.sandbox.clock.now()

    def _newest_id(self) -> int:
        return max((message.id for message in self.sandbox.messages(self.id) if message.outgoing), default=0)

    def _look(self) -> list[object]:
        return [(each.id, each.text, each.rows) for each in self.sandbox.messages(self.id) if each.outgoing]

    def _on_screen(self, *kinds: type[Action]) -> dict[Action, int]:
        """The buttons of these kinds on the newest message that is a screen: no reminder, nothing urgent."""
        for message_id, actions in self._buttons():
            if not any(isinstance(action, AnswerHold | AnswerReminder) for action in actions):
                return {action: message_id for action in actions if isinstance(action, kinds)}
        return {}

    def _to_answer(self) -> dict[AnswerHold, int]:
        """The buttons of the newest message that asks how it stands."""
        for message_id, actions in self._buttons():
            if found := {each: message_id for each in actions if isinstance(each, AnswerHold)}:
                return found
        return {}

    def _buttons(self) -> Iterator[tuple[int, list[Action]]]:
        for message in reversed(self.sandbox.messages(self.id)):
            if message.outgoing and message.rows:
                yield message.id, list(actions_in(message.rows))

    def _data(self, action: Action, message_id: int) -> str:
        message = next(each for each in self.sandbox.messages(self.id) if each.id == message_id)
        data = (str(button["callback_data"]) for row in message.rows for button in row)
        return next(each for each in data if decode(each) == action)


_decode = cache(decode)  # everybody reads their whole chat, again and again


def _is_about(action: Action, sign: str) -> bool:
    return isinstance(action, MarkSign) and action.sign == sign and action.mark != "n"


def actions_in(rows: list[list[dict[str, str]]]) -> Iterator[Action]:
    """What the buttons of a message ask for."""
    for button in (button for row in rows for button in row):
        action = _decode(button.get("callback_data", ""))
        if action is not None:
            yield action


def actions_sent(params: dict[str, Any]) -> list[Action]:
    """What the buttons of a sent message ask for, from the call that sent it."""
    markup = params.get("reply_markup") or "{}"
    read = json.loads(markup) if isinstance(markup, str) else markup
    return list(actions_in(read.get("inline_keyboard", [])))
