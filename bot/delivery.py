"""The one door for everything that is sent later: claim, look again, mark the start, send.

What is urgent has a lane of its own, waits for no budget and stands behind nobody. All else goes in groups: each group is
claimed, looked at, started and worded in one short transaction, and handed to the flight.
"""

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass

from bot.budget import Budget
from bot.core.outgoing import (
    ONCE_PART,
    Kind,
    Lane,
    Outgoing,
    Refused,
    State,
    Uncertain,
)
from bot.core.people import Person
from bot.core.waking import awake_for, is_quiet_for
from bot.errors import EasebackError
from bot.flight import Flight, Worded
from bot.lifetime import unless
from bot.logs import where
from bot.pace import ChatPace
from bot.render import Words, remind
from bot.sender import Sender
from bot.store import Store, StoreUnavailable, Tx, occurrences, outbox, people
from bot.wording import word_part
from content import Content

log = logging.getLogger(__name__)

BULK = (Lane.TIMED, Lane.ROUTINE)
URGENT_AT_ONCE = 16
LOOK_EVERY = 0.5  # seconds, while one full group follows the other


@dataclass(frozen=True, slots=True)
class Flow:
    """How fast this process sends. `group`: how many sends are started in one transaction; `groups`: how many of those are on
    their way at once. Their product is the most that can end uncertain when a process dies.
    """

    budget: Budget
    chats: ChatPace
    group: int
    groups: int


class Delivery:
    """Sends what the outbox holds. Several may run, in one process or many: a lease decides who sends what."""

    def __init__(self, store: Store, sender: Sender, content: Content, flow: Flow) -> None:
        self._store, self._content, self._budget = store, content, flow.budget
        self._flight = Flight(store, sender, flow.budget, flow.chats)
        self._group, self._groups = flow.group, flow.groups
        self._bulk: set[asyncio.Task[None]] = set()
        self._urgent: set[asyncio.Task[None]] = set()

    async def deliver_now(self, message_id: int) -> None:
        """Send one message at once, if nobody else has it. Whatever fails here, the worker finds the row."""
        try:
            await self._flight.send_all(
                await self._start(1, tuple(Lane), only=message_id), self._flight.send_at_once
            )
        except EasebackError as error:
            log.warning("message %d waits for the worker: %s", message_id, error)

    async def send_urgent(self) -> int:
        """Begin to send what is urgent and due; how many that is. Nobody is waited for."""
        async with self._store.reading() as tx:  # a look holds up nobody who writes
            if not await outbox.is_any_due(tx, (Lane.URGENT,)):
                return 0
        started = await self._start(URGENT_AT_ONCE, (Lane.URGENT,))
        for each in started:
            self._keep(self._urgent, self._flight.send_all([each], self._flight.send_at_once))
        return len(started)

    async def send_bulk(self, stop: asyncio.Event | None = None) -> int:
        """Begin to send all else that is due, group after group as the budget allows; how many that was."""
        loop, begun, look_at = asyncio.get_running_loop(), 0, 0.0
        while not (stop is not None and stop.is_set()):
            await self._room()
            late_ones: list[tuple[int, int]] = []
            if loop.time() >= look_at:  # after a full group there is likely more
                is_any_due, late_ones = await self._look()
                if not is_any_due:
                    break
                look_at = loop.time() + LOOK_EVERY
            slots = await self._slots(stop)
            if stop is not None and stop.is_set():
                self._budget.give_back(len(slots))
                break
            started = await self._start_bulk(late_ones[: len(slots)], len(slots))
            self._budget.give_back(len(slots) - len(started))
            if started:
                self._keep(self._bulk, self._flight.send_all(started, self._flight.send_in_turn(slots), stop))
            begun += len(started)
            if late_ones or len(started) < len(slots):
                look_at = 0.0
        return begun

    def answered(self, chat_id: int) -> None:
        """Somebody who waits was answered: it waited for nothing, and bulk makes room for it."""
        self._flight.charge(chat_id)

    async def finish(self) -> None:
        """Wait for everything that is on its way. Whoever is cancelled here writes down that it may have arrived."""
        while on_their_way := self._urgent | self._bulk:
            try:
                await asyncio.wait(on_their_way)
            except asyncio.CancelledError:
                await self.cut_off()
                raise

    async def cut_off(self) -> None:
        """What is on its way is written down as such, in a moment."""
        if on_their_way := self._urgent | self._bulk:
            for task in on_their_way:
                task.cancel()
            await asyncio.wait(on_their_way)

    async def close(self) -> None:
        """What was sent to people who wait is counted for all processes, if that is quickly done."""
        await self._budget.close()

    async def rescue(self, owners_gone: list[str]) -> None:
        """Settle what others claimed and left: not started means planned again, started means uncertain."""
        async with self._store.transaction() as tx:
            for outgoing, was_started in await outbox.abandoned(tx, owners_gone):
                if was_started:
                    await self._flight.write_down(tx, [(outgoing, Uncertain())])
                else:
                    await outbox.give_back(tx, outgoing)

    async def _look(self) -> tuple[bool, list[tuple[int, int]]]:
        """Whether anything is due, and the late parts, which come first and one by one: those of one person are gathered."""
        async with self._store.reading() as tx:  # a look holds up nobody who writes
            late_ones = await outbox.late_parts(tx, self._group)
            return bool(late_ones) or await outbox.is_any_due(tx, BULK), late_ones

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

    async def _start_bulk(self, late_ones: list[tuple[int, int]], most: int) -> list[Worded]:
        """The next group, late parts first."""
        started: list[Worded] = []
        try:
            for one in late_ones:
                started += await self._start_late(*one)
            started += await self._start(most - len(started), BULK)
        except Exception as error:
            if not started:
                raise
            log.warning("%d messages were begun before it failed, and go out: %s", len(started), where(error))
        return started

    async def _start_late(self, message_id: int, person_id: int) -> list[Worded]:
        async with self._store.transaction() as tx:
            await people.lock(tx, person_id)  # nobody else gathers for this person; taken before any message
            batch = await outbox.claim(tx, 1, lanes=BULK, only=message_id)
            return await self._worded(tx, await self._ready(tx, batch))

    async def _start(self, most: int, lanes: tuple[Lane, ...], only: int | None = None) -> list[Worded]:
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
            if is_quiet_for(outgoing, person, tx.now):
                await outbox.end(tx, [outgoing.id], State.EXPIRED)
            elif later is not None:
                await outbox.postpone(tx, outgoing, later)
            else:
                ready.append((outgoing, person))
        return ready

    async def _worded(self, tx: Tx, batch: list[tuple[Outgoing, Person]]) -> list[Worded]:
        """What messages say, worded now: from what is true at the moment of sending."""
        ids = [outgoing.id for outgoing, _ in batch if outgoing.kind is Kind.REMINDER]
        carried = await occurrences.carried_by(tx, ids) if ids else {}
        worded = []
        for outgoing, person in batch:
            words = Words(self._content, person.locale)
            try:
                if outgoing.kind is Kind.REMINDER:
                    told = [each for each in carried[outgoing.id] if each.is_on or outgoing.part == ONCE_PART]
                    turns = {each.kind: each.turn for each in told}
                    reply = remind.reminder(words, outgoing.id, turns)
                else:
                    async with tx.conn.begin_nested():  # one that fails spoils none beside it
                        reply = await word_part(tx, words, outgoing, person, self._content)
            except StoreUnavailable:
                raise
            except Exception as error:
                log.error("message %d cannot be worded: %s", outgoing.id, where(error))
                await self._flight.write_down(tx, [(outgoing, Refused(where(error)))])
            else:
                worded.append(Worded(outgoing, person, reply))
        return worded
