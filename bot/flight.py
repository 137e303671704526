"""Sends on their way: side by side, outside of any transaction, and written down as they come home."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.budget import Budget
from bot.core.outgoing import (
    Delivered,
    Lane,
    NotSent,
    Outcome,
    Outgoing,
    RetryAfter,
    State,
    Uncertain,
    Unreachable,
    settle,
)
from bot.core.people import Person
from bot.logs import where
from bot.pace import ChatPace
from bot.render import Reply
from bot.sender import Sender
from bot.store import Store, StoreUnavailable, Tx, late, outbox, people

log = logging.getLogger(__name__)

# All in seconds. The lease lasts for 45: longer than a turn and a send, and longer than settling is tried.
SEND_WITHIN = 25.0
TURN_WITHIN = 15.0  # a started message waits no longer for its turn
SETTLE_WITHIN = 40.0  # settling is tried again for so long while the database is away
WRITE_DOWN_EVERY = 0.25  # a slow send does not keep those beside it from being settled
LAST_WORDS_WITHIN = 0.7  # then others find out; there may be two of them in the three seconds that are left
_TRY_AGAIN_AFTER = 0.5
PLAIN_AFTER = 4  # times that an urgent message was refused or did not leave
ON_THE_WIRE = 64  # requests of bulk at once: fewer than there are connections, and as many as the transport does best with
_NOT_NOW = RetryAfter(0.0)  # nothing has left, and whoever comes next may take it


@dataclass(frozen=True, slots=True)
class Worded:
    """A message whose send was started, as it is to be said."""

    outgoing: Outgoing
    person: Person
    reply: Reply


class Flight:
    """Knows of every message whether its request may have left this machine."""

    def __init__(self, store: Store, sender: Sender, budget: Budget, chats: ChatPace) -> None:
        self._store, self._sender = store, sender
        self._budget, self._chats = budget, chats
        self._wire = asyncio.Semaphore(ON_THE_WIRE)
        self._left: set[int] = set()  # messages whose request may have left this machine

    async def send_all(
        self,
        batch: list[Worded],
        send: Callable[[Worded, int], Awaitable[Outcome]],
        stop: asyncio.Event | None = None,
    ) -> None:
        """Send side by side, and write down what comes home as it comes. What still waits for its turn when it is time to
        stop, or when its lease would not last, is let go: nothing of it has left."""
        waiting = {asyncio.ensure_future(send(each, place)): each for place, each in enumerate(batch)}
        until = asyncio.get_running_loop().time() + TURN_WITHIN
        try:
            while waiting:
                done, _ = await asyncio.wait(waiting, timeout=WRITE_DOWN_EVERY)
                if done:
                    home = [
                        (each.outgoing, self._outcome(each, task))
                        for task in done
                        for each in [waiting.pop(task)]
                    ]
                    await self._settle_even_if_cut_off(home)
                if (stop is not None and stop.is_set()) or asyncio.get_running_loop().time() > until:
                    for task, each in waiting.items():
                        if each.outgoing.id not in self._left:
                            task.cancel()
        finally:  # this task is cancelled: what has left may arrive
            if waiting:
                left = [(each.outgoing, self._outcome(each, task)) for task, each in waiting.items()]
                for task in waiting:
                    task.cancel()
                await self._last_words(left)

    def _outcome(self, worded: Worded, task: asyncio.Future[Outcome]) -> Outcome:
        """A send that broke in our own code may have left all the same."""
        if task.cancelled() or not task.done():
            return Uncertain() if worded.outgoing.id in self._left else _NOT_NOW
        error = task.exception()
        if error is None:
            return task.result()
        log.error("a send failed in our own code: %s", where(error))
        return Uncertain()

    def charge(self, chat_id: int) -> None:
        """A message goes out that waits for no turn: bulk, and what is next for this chat, make room for it."""
        self._budget.charge()
        self._chats.note(chat_id)

    async def send_at_once(self, worded: Worded, _place: int) -> Outcome:
        self.charge(worded.person.telegram_id)
        return await self._send(worded)

    def send_in_turn(self, slots: list[float]) -> Callable[[Worded, int], Awaitable[Outcome]]:
        async def send(worded: Worded, place: int) -> Outcome:
            await self._chats.wait(worded.person.telegram_id)
            try:
                await self._budget.wait_for(slots[place])
            except StoreUnavailable:
                return NotSent()
            async with self._wire:
                outcome = await self._send(worded)
            if isinstance(outcome, RetryAfter):
                with suppress(StoreUnavailable):
                    await self._budget.refused(worded.person.telegram_id, outcome.seconds)
            return outcome

        return send

    async def _send(self, worded: Worded) -> Outcome:
        self._left.add(worded.outgoing.id)
        try:
            async with asyncio.timeout(SEND_WITHIN):
                return await self._sender.send(worded.person.telegram_id, _in_the_end_plain(worded))
        except TimeoutError:
            log.warning("message %d: no answer in time", worded.outgoing.id)
            return Uncertain()

    async def _settle_even_if_cut_off(self, home: list[tuple[Outgoing, Outcome]]) -> None:
        """Who is cancelled while this is done waits for it a moment longer."""
        settling = asyncio.ensure_future(self.settle(home))
        try:
            await asyncio.shield(settling)
        except asyncio.CancelledError:
            await asyncio.wait({settling}, timeout=LAST_WORDS_WITHIN)
            settling.cancel()
            raise
        finally:
            self._left -= {outgoing.id for outgoing, _ in home}

    async def _last_words(self, home: list[tuple[Outgoing, Outcome]]) -> None:
        """As much as can be written down in a moment: the database may be away, and whoever cut us off does not wait."""
        settling = asyncio.ensure_future(self.settle(home))
        await asyncio.wait({settling}, timeout=LAST_WORDS_WITHIN)
        settling.cancel()
        self._left -= {outgoing.id for outgoing, _ in home}

    async def settle(self, home: list[tuple[Outgoing, Outcome]]) -> None:
        """Written down even if the database is away for a while: what was delivered must not be sent again."""
        until = asyncio.get_running_loop().time() + SETTLE_WITHIN
        while True:
            try:
                async with self._store.transaction() as tx:
                    await self.write_down(tx, home)
                return
            except StoreUnavailable:
                if asyncio.get_running_loop().time() > until:
                    log.warning("%d sends could not be written down: others will find them", len(home))
                    return
                await asyncio.sleep(_TRY_AGAIN_AFTER)

    async def write_down(self, tx: Tx, home: list[tuple[Outgoing, Outcome]]) -> None:
        # The people before the messages, and both by id: the order everybody keeps.
        home = sorted(home, key=lambda one: one[0].id)
        gone = sorted({outgoing.person_id for outgoing, outcome in home if isinstance(outcome, Unreachable)})
        lost = [await people.lock(tx, person_id) for person_id in gone]
        settled = []
        for outgoing, outcome in home:
            settlement = settle(outgoing, outcome)
            telegram_id = outcome.message_id if isinstance(outcome, Delivered) else None
            settled.append((outgoing, settlement, telegram_id))
            _report(outgoing, outcome, settlement.state)
        await outbox.settle(tx, settled)
        for outgoing, settlement, _ in settled:
            if outgoing.lane is Lane.TIMED and settlement.state not in {State.SENT, State.UNCERTAIN}:
                await late.release(tx, outgoing)
        for person in lost:
            if person is not None:
                await people.set_unreachable(tx, person.telegram_id)


def _in_the_end_plain(worded: Worded) -> Reply:
    """What is urgent is tried for ever, and must not be refused for ever for its form."""
    is_stuck = worded.outgoing.lane is Lane.URGENT and worded.outgoing.faults >= PLAIN_AFTER
    return worded.reply.plain() if is_stuck else worded.reply


def _report(outgoing: Outgoing, outcome: Outcome, state: State) -> None:
    level = logging.INFO if isinstance(outcome, Delivered) else logging.WARNING
    if log.isEnabledFor(level):
        log.log(
            level, "message %d (%s): %s, now %s", outgoing.id, outgoing.kind, type(outcome).__name__, state
        )
