"""The one door for everything that is sent later: claim, look again, mark the start, send, settle.

What is urgent has a lane of its own, waits for no budget and stands behind nobody. All else goes in groups: each group is
claimed and started in one short transaction, sent side by side outside of any, and written down as its sends come home.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot import latecomers
from bot.budget import Budget
from bot.core.checkup import assess_so_far
from bot.core.outgoing import (
    Delivered,
    Kind,
    Lane,
    NotSent,
    Outcome,
    Outgoing,
    Refused,
    RetryAfter,
    State,
    Uncertain,
    Unreachable,
    settle,
)
from bot.core.people import Person
from bot.core.triage import Assessment, Level
from bot.errors import EasebackError
from bot.lifetime import unless
from bot.logs import where
from bot.pace import ChatPace
from bot.render import Reply, Words, remind, urgent
from bot.sender import Sender
from bot.store import Store, StoreUnavailable, Tx, checkups, holds, late, outbox, people, reminders
from bot.wording import awake_for, word_plan_part
from content import Content

log = logging.getLogger(__name__)

BULK = (Lane.TIMED, Lane.ROUTINE)
URGENT_AT_ONCE = 16
SEND_WITHIN = 25.0  # seconds; shorter than the lease
WRITE_DOWN_EVERY = 0.25  # seconds; a slow send does not keep those beside it from being settled
SETTLE_WITHIN = (
    40.0  # seconds that settling is tried again for, while the database is away; shorter than the lease
)
TURN_WITHIN = (
    15.0  # seconds that a started message may wait for its turn: with SEND_WITHIN shorter than the lease
)
LAST_WORDS_WITHIN = 1.0  # seconds; then others find out
_TRY_AGAIN_AFTER = 0.5
_NOT_NOW = RetryAfter(0.0)  # nothing has left, and whoever comes next may take it


@dataclass(frozen=True, slots=True)
class Flow:
    """How fast this process sends. `group`: how many sends are started in one transaction; `groups`: how many of those are on
    their way at once. Their product is the most that can end uncertain when a process dies.
    """

    budget: Budget
    chats: ChatPace
    group: int = 16
    groups: int = 4


@dataclass(frozen=True, slots=True)
class _Worded:
    outgoing: Outgoing
    person: Person
    reply: Reply


class Delivery:
    """Sends what the outbox holds. Several may run, in one process or many: a lease decides who sends what."""

    def __init__(self, store: Store, sender: Sender, content: Content, flow: Flow) -> None:
        self._store, self._sender, self._content = store, sender, content
        self._budget, self._chats = flow.budget, flow.chats
        self._group, self._groups = flow.group, flow.groups
        self._bulk: set[asyncio.Task[None]] = set()
        self._urgent: set[asyncio.Task[None]] = set()
        self._left: set[int] = set()  # messages whose request may have left this machine

    async def deliver_now(self, message_id: int) -> None:
        """Send one message at once, if nobody else has it. Whatever fails here, the worker finds the row."""
        try:
            await self._send_all(await self._start(1, tuple(Lane), only=message_id), self._send_at_once)
        except EasebackError as error:
            log.warning("message %d waits for the worker: %s", message_id, error)

    async def send_urgent(self) -> int:
        """Begin to send what is urgent and due; how many that is. Nobody is waited for."""
        async with self._store.reading() as tx:  # a look holds up nobody who writes
            if not await outbox.is_any_due(tx, (Lane.URGENT,)):
                return 0
        started = await self._start(URGENT_AT_ONCE, (Lane.URGENT,))
        for each in started:
            self._keep(self._urgent, self._send_all([each], self._send_at_once))
        return len(started)

    async def send_bulk(self, stop: asyncio.Event | None = None) -> int:
        """Begin to send all else that is due, group after group as the budget allows; how many that was."""
        begun, was_full = 0, False
        while not (stop is not None and stop.is_set()):
            await self._room()
            if not was_full and not await self._is_any_due():  # after a full group there is likely more
                break
            slots = await self._slots(stop)
            if stop is not None and stop.is_set():
                self._budget.give_back(len(slots))
                break
            started = await self._start_bulk(len(slots))
            self._budget.give_back(len(slots) - len(started))
            if started:
                self._keep(self._bulk, self._send_all(started, self._send_in_turn(slots), stop))
            begun, was_full = begun + len(started), 0 < len(slots) == len(started)
        return begun

    async def finish(self) -> None:
        """Wait for everything that is on its way. Whoever is cancelled here writes down that it may have arrived."""
        while on_their_way := self._urgent | self._bulk:
            try:
                await asyncio.wait(on_their_way)
            except asyncio.CancelledError:
                for task in on_their_way:
                    task.cancel()
                await asyncio.wait(on_their_way)
                raise

    async def rescue(self, owners_gone: list[str]) -> None:
        """Settle what others claimed and left: not started means planned again, started means uncertain."""
        async with self._store.transaction() as tx:
            for outgoing, was_started in await outbox.abandoned(tx, owners_gone):
                if was_started:
                    await self._write_down(tx, [(outgoing, Uncertain())])
                else:
                    await outbox.give_back(tx, outgoing)

    async def _is_any_due(self) -> bool:
        async with self._store.reading() as tx:
            return await outbox.is_any_due(tx, BULK)

    async def _slots(self, stop: asyncio.Event | None) -> list[float]:
        """When each of the next group may go; none when it is time to stop."""
        taking = self._budget.take(self._group)
        return await taking if stop is None else await unless(stop, taking) or []

    async def _room(self) -> None:
        while len(self._bulk) >= self._groups:
            await asyncio.wait(self._bulk, return_when=asyncio.FIRST_COMPLETED)

    @staticmethod
    def _keep(tasks: set[asyncio.Task[None]], sending: Awaitable[None]) -> None:
        task = asyncio.ensure_future(sending)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def _start_bulk(self, most: int) -> list[_Worded]:
        """The next group. Late parts come first and one by one, because those of one person are gathered."""
        async with self._store.reading() as tx:
            late_ones = await outbox.late_parts(tx, most)
        started: list[_Worded] = []
        try:
            for one in late_ones:
                started += await self._start_late(*one)
            started += await self._start(most - len(started), BULK)
        except Exception as error:
            if not started:
                raise
            log.warning("%d messages were begun before it failed, and go out: %s", len(started), where(error))
        return started

    async def _start_late(self, message_id: int, person_id: int) -> list[_Worded]:
        async with self._store.transaction() as tx:
            await people.lock(tx, person_id)  # nobody else gathers for this person; taken before any message
            batch = await outbox.claim(tx, 1, lanes=BULK, only=message_id)
            return await self._worded(tx, await self._ready(tx, batch))

    async def _start(self, most: int, lanes: tuple[Lane, ...], only: int | None = None) -> list[_Worded]:
        """Claim, look again, mark the start and word, in one transaction; what cannot be worded is refused."""
        async with self._store.transaction() as tx:
            batch = await outbox.claim(tx, most, lanes=lanes, only=only, on_time=only is None)
            return await self._worded(tx, await self._ready(tx, batch))

    async def _ready(self, tx: Tx, batch: list[Outgoing]) -> list[tuple[Outgoing, Person]]:
        """Those that may go out now, marked as started. A routine message in quiet hours ends, others wait for the morning."""
        started = await outbox.start(tx, batch) if batch else set()
        batch = [each for each in batch if each.id in started]
        known = await people.find_all(tx, [each.person_id for each in batch]) if batch else {}
        ready = []
        for outgoing in batch:
            person = known[outgoing.person_id]
            later = awake_for(outgoing, person, tx.now, self._content)
            if _is_quiet(outgoing, person, tx.now):
                await outbox.end(tx, [outgoing.id], State.EXPIRED)
            elif later is not None:
                await outbox.postpone(tx, outgoing, later)
            else:
                ready.append((outgoing, person))
        return ready

    async def _worded(self, tx: Tx, batch: list[tuple[Outgoing, Person]]) -> list[_Worded]:
        """What messages say, worded now: from what is true at the moment of sending."""
        ids = [outgoing.id for outgoing, _ in batch if outgoing.kind is Kind.REMINDER]
        carried = await reminders.carried_by(tx, ids) if ids else {}
        worded = []
        for outgoing, person in batch:
            words = Words(self._content, person.locale)
            try:
                if outgoing.kind is Kind.REMINDER:
                    turns = {each.kind: each.turn for each in carried[outgoing.id] if each.is_on}
                    reply = remind.reminder(words, outgoing.id, turns)
                else:
                    async with tx.conn.begin_nested():  # one that fails spoils none beside it
                        reply = await self._word_part(tx, words, outgoing, person)
            except StoreUnavailable:
                raise
            except Exception as error:
                log.error("message %d cannot be worded: %s", outgoing.id, where(error))
                await self._write_down(tx, [(outgoing, Refused(where(error)))])
            else:
                worded.append(_Worded(outgoing, person, reply))
        return worded

    async def _word_part(self, tx: Tx, words: Words, outgoing: Outgoing, person: Person) -> Reply:
        parts = await latecomers.gather(tx, outgoing, person, self._content)
        reply = await self._word(tx, words, parts[0], person)
        return latecomers.word(words, reply, parts)

    async def _send_all(
        self,
        batch: list[_Worded],
        send: Callable[[_Worded, int], Awaitable[Outcome]],
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
                await self._settle_even_if_cut_off(left)

    def _outcome(self, worded: _Worded, task: asyncio.Future[Outcome]) -> Outcome:
        """A send that broke in our own code may have left all the same."""
        if task.cancelled() or not task.done():
            return Uncertain() if worded.outgoing.id in self._left else _NOT_NOW
        error = task.exception()
        if error is None:
            return task.result()
        log.error("a send failed in our own code: %s", where(error))
        return Uncertain()

    async def _send_at_once(self, worded: _Worded, _place: int) -> Outcome:
        if worded.outgoing.lane is not Lane.ROUTINE:
            self._budget.charge()
        return await self._send(worded)

    def _send_in_turn(self, slots: list[float]) -> Callable[[_Worded, int], Awaitable[Outcome]]:
        async def send(worded: _Worded, place: int) -> Outcome:
            await self._chats.wait(worded.person.telegram_id)
            try:
                await self._budget.wait_for(slots[place])
            except StoreUnavailable:
                return NotSent()
            outcome = await self._send(worded)
            if isinstance(outcome, RetryAfter):
                with suppress(StoreUnavailable):
                    await self._budget.refused(worded.person.telegram_id, outcome.seconds)
            return outcome

        return send

    async def _send(self, worded: _Worded) -> Outcome:
        self._left.add(worded.outgoing.id)
        try:
            async with asyncio.timeout(SEND_WITHIN):
                return await self._sender.send(worded.person.telegram_id, worded.reply)
        except TimeoutError:
            log.warning("message %d: no answer in time", worded.outgoing.id)
            return Uncertain()

    async def _settle_even_if_cut_off(self, home: list[tuple[Outgoing, Outcome]]) -> None:
        """Who is cancelled while this is done waits for it a moment longer."""
        settling = asyncio.ensure_future(self._settle(home))
        try:
            await asyncio.shield(settling)
        except asyncio.CancelledError:
            await asyncio.wait({settling}, timeout=LAST_WORDS_WITHIN)
            settling.cancel()
            raise
        finally:
            self._left -= {outgoing.id for outgoing, _ in home}

    async def _settle(self, home: list[tuple[Outgoing, Outcome]]) -> None:
        """Written down even if the database is away for a while: what was delivered must not be sent again."""
        until = asyncio.get_running_loop().time() + SETTLE_WITHIN
        while True:
            try:
                async with self._store.transaction() as tx:
                    await self._write_down(tx, home)
                return
            except StoreUnavailable:
                if asyncio.get_running_loop().time() > until:
                    log.warning("%d sends could not be written down: others will find them", len(home))
                    return
                await asyncio.sleep(_TRY_AGAIN_AFTER)

    async def _write_down(self, tx: Tx, home: list[tuple[Outgoing, Outcome]]) -> None:
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

    async def _word(self, tx: Tx, words: Words, outgoing: Outgoing, person: Person) -> Reply:
        if outgoing.kind in {Kind.COMPRESS, Kind.PLAN_END}:
            return await word_plan_part(tx, words, outgoing, person)
        assessment = await self._assessment(tx, outgoing)
        if outgoing.kind is Kind.DOCTOR:
            return urgent.doctor(words, outgoing, assessment)
        if outgoing.kind is Kind.URGENT:
            return urgent.urgent(words, outgoing, assessment)
        hold = None if outgoing.hold_id is None else await holds.find(tx, outgoing.hold_id, person.id)
        if hold is None:
            return urgent.check_back(words, outgoing, Level.DOCTOR.word, person, tx.now)
        if not await outbox.is_told(tx, hold.id):  # a check-back never comes before what it asks about
            return urgent.urgent(words, outgoing, assessment)
        return urgent.check_back(words, outgoing, hold.level, person, tx.now)

    async def _assessment(self, tx: Tx, outgoing: Outgoing) -> Assessment:
        stored = None
        if outgoing.checkup_id is not None:
            stored = await checkups.find(tx, outgoing.checkup_id, outgoing.person_id)
        if stored is None:
            raise EasebackError(f"message {outgoing.id} has no checkup to speak of")
        return assess_so_far(stored.checkup, self._content)


def _is_quiet(outgoing: Outgoing, person: Person, now: datetime) -> bool:
    """A routine message that had to wait must not come in quiet hours after all; a snooze was chosen, and may."""
    if outgoing.lane is not Lane.ROUTINE or outgoing.is_snoozed or person.zoneinfo is None:
        return False
    return person.quiet.contains(now.astimezone(person.zoneinfo).time())


def _report(outgoing: Outgoing, outcome: Outcome, state: State) -> None:
    level = logging.INFO if isinstance(outcome, Delivered) else logging.WARNING
    if log.isEnabledFor(level):
        log.log(
            level, "message %d (%s): %s, now %s", outgoing.id, outgoing.kind, type(outcome).__name__, state
        )
