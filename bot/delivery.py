"""The one door for everything that is sent later: claim, look again, mark the start, send, settle."""

import asyncio
import logging
from datetime import datetime

from bot import latecomers
from bot.core.checkup import assess_so_far
from bot.core.outgoing import (
    Delivered,
    Kind,
    Lane,
    Outcome,
    Outgoing,
    Refused,
    Settlement,
    State,
    Uncertain,
    Unreachable,
    settle,
)
from bot.core.people import Person
from bot.core.triage import Assessment, Level
from bot.errors import EasebackError
from bot.logs import where
from bot.render import Reply, Words, urgent
from bot.sender import Sender
from bot.store import Store, StoreUnavailable, Tx, checkups, holds, late, outbox, people
from bot.wording import awake_for, word_plan_part
from content import Content

log = logging.getLogger(__name__)

BATCH = 16
SEND_WITHIN = 25.0  # seconds; shorter than the lease


class Delivery:
    """Sends what the outbox holds. Several may run, in one process or many: a lease decides who sends what."""

    def __init__(self, store: Store, sender: Sender, content: Content) -> None:
        self._store, self._sender, self._content = store, sender, content

    async def deliver_now(self, message_id: int) -> None:
        """Send one message at once, if nobody else has it. Whatever fails here, the worker finds the row."""
        try:
            await self.deliver_batch(only=message_id)
        except EasebackError as error:
            log.warning("message %d waits for the worker: %s", message_id, error)

    async def deliver_batch(self, *, only: int | None = None) -> int:
        """Send up to BATCH messages that are due, urgent ones first; how many were taken."""
        async with self._store.transaction() as tx:
            batch = await outbox.claim(tx, BATCH, only=only)
        for result in await asyncio.gather(*map(self._deliver, batch), return_exceptions=True):
            if isinstance(result, BaseException):
                raise result
        return len(batch)

    async def rescue(self, owners_gone: list[str]) -> None:
        """Settle what others claimed and left: not started means planned again, started means uncertain."""
        async with self._store.transaction() as tx:
            for outgoing, was_started in await outbox.abandoned(tx, owners_gone):
                if was_started:
                    await self._write_down(tx, outgoing, Uncertain())
                else:
                    await outbox.give_back(tx, outgoing)

    async def _deliver(self, outgoing: Outgoing) -> None:
        try:
            begun = await self._begin(outgoing)
        except StoreUnavailable:
            raise  # not started: the lease lapses and it is planned again
        except Exception as error:
            log.error("message %d cannot be worded: %s", outgoing.id, where(error))
            await self._finish(outgoing, Refused(where(error)))
            return
        if begun is not None:
            outcome: Outcome = Uncertain()  # what it is if this task ends while the send is on its way
            try:
                async with asyncio.timeout(SEND_WITHIN):
                    outcome = await self._sender.send(begun[0].telegram_id, begun[1])
            except TimeoutError:
                log.warning("message %d: no answer in time", outgoing.id)
            finally:
                await asyncio.shield(self._finish(outgoing, outcome))

    async def _begin(self, outgoing: Outgoing) -> tuple[Person, Reply] | None:
        """Mark the start and word the message; None when it is not to be sent after all."""
        async with self._store.transaction() as tx:
            await latecomers.prepare(tx, outgoing)
            if not await outbox.start(tx, outgoing):
                return None
            person = await people.find(tx, outgoing.person_id)
            if person is None:
                return None
            if _is_quiet(outgoing, person, tx.now):
                await outbox.end(tx, outgoing.id, State.EXPIRED)
                return None
            later = awake_for(outgoing, person, tx.now, self._content)
            if later is not None:
                await outbox.postpone(tx, outgoing, later)
                return None
            parts = await latecomers.gather(tx, outgoing, person, self._content)
            reply = await self._word(tx, parts[0], person)
            return person, latecomers.word(Words(self._content, person.locale), reply, parts)

    async def _finish(self, outgoing: Outgoing, outcome: Outcome) -> None:
        async with self._store.transaction() as tx:
            await self._write_down(tx, outgoing, outcome)

    async def _write_down(self, tx: Tx, outgoing: Outgoing, outcome: Outcome) -> None:
        settlement = settle(outgoing, outcome)
        message_id = outcome.message_id if isinstance(outcome, Delivered) else None
        await outbox.settle(tx, outgoing, settlement, message_id)
        if outgoing.lane is Lane.TIMED and settlement.state not in {State.SENT, State.UNCERTAIN}:
            await late.release(tx, outgoing)
        person = await people.find(tx, outgoing.person_id)
        if isinstance(outcome, Unreachable) and person is not None:
            await people.set_unreachable(tx, person.telegram_id)
        _report(outgoing, outcome, settlement)

    async def _word(self, tx: Tx, outgoing: Outgoing, person: Person) -> Reply:
        """What a message says, worded now: from what is true at the moment of sending."""
        words = Words(self._content, person.locale)
        if outgoing.kind in {Kind.REMINDER, Kind.COMPRESS, Kind.PLAN_END}:
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


def _report(outgoing: Outgoing, outcome: Outcome, settlement: Settlement) -> None:
    level = logging.INFO if isinstance(outcome, Delivered) else logging.WARNING
    word = type(outcome).__name__
    log.log(level, "message %d (%s): %s, now %s", outgoing.id, outgoing.kind, word, settlement.state)
