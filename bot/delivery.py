"""The one door for everything that is sent later: claim, look again, mark the start, send, settle."""

import asyncio
import logging

from bot.core.checkup import assess_so_far
from bot.core.outgoing import (
    Delivered,
    Kind,
    Outcome,
    Outgoing,
    Refused,
    Settlement,
    Uncertain,
    Unreachable,
    settle,
)
from bot.core.people import Person
from bot.errors import EasebackError
from bot.logs import where
from bot.render import Reply, Words, urgent
from bot.sender import Sender
from bot.store import Store, StoreUnavailable, Tx, checkups, outbox, people
from bot.wording import awake_for, word_plan_part
from content import Content

log = logging.getLogger(__name__)

BATCH = 16


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
        outcome: Outcome = Uncertain()  # what it is if this task ends while the send is on its way
        try:
            begun = await self._begin(outgoing)
            if begun is None:
                return
            outcome = await self._sender.send(begun[0].telegram_id, begun[1])
        except StoreUnavailable:
            raise  # not started: the lease lapses and it is planned again
        except Exception as error:
            log.error("message %d cannot be worded: %s", outgoing.id, where(error))
            outcome = Refused(where(error))
        except asyncio.CancelledError:
            await asyncio.shield(self._finish(outgoing, outcome))
            raise
        await self._finish(outgoing, outcome)

    async def _begin(self, outgoing: Outgoing) -> tuple[Person, Reply] | None:
        """Mark the start and word the message; None when it is not to be sent after all."""
        async with self._store.transaction() as tx:
            if not await outbox.start(tx, outgoing):
                return None
            person = await people.get(tx, outgoing.person_id)
            later = awake_for(outgoing, person, tx.now, self._content)
            if later is not None:
                await outbox.postpone(tx, outgoing, later)
                return None
            return person, await self._word(tx, outgoing, person)

    async def _finish(self, outgoing: Outgoing, outcome: Outcome) -> None:
        async with self._store.transaction() as tx:
            await self._write_down(tx, outgoing, outcome)

    async def _write_down(self, tx: Tx, outgoing: Outgoing, outcome: Outcome) -> None:
        settlement = settle(outgoing, outcome)
        message_id = outcome.message_id if isinstance(outcome, Delivered) else None
        await outbox.settle(tx, outgoing, settlement, message_id)
        if isinstance(outcome, Unreachable):
            await people.set_unreachable(tx, (await people.get(tx, outgoing.person_id)).telegram_id)
        _report(outgoing, outcome, settlement)

    async def _word(self, tx: Tx, outgoing: Outgoing, person: Person) -> Reply:
        """What a message says, worded now: from what is true at the moment of sending."""
        words = Words(self._content, person.locale)
        if outgoing.kind in {Kind.REMINDER, Kind.COMPRESS, Kind.PLAN_END}:
            return await word_plan_part(tx, words, outgoing, person)
        if outgoing.checkup_id is None:
            raise EasebackError(f"message {outgoing.id} has no checkup to speak of")
        stored = await checkups.find(tx, outgoing.checkup_id, person.id)
        if stored is None:
            raise EasebackError(f"the checkup of message {outgoing.id} is gone")
        assessment = assess_so_far(stored.checkup, self._content)
        word = urgent.urgent if outgoing.kind is Kind.URGENT else urgent.check_back
        return word(words, outgoing, assessment)


def _report(outgoing: Outgoing, outcome: Outcome, settlement: Settlement) -> None:
    level = logging.INFO if isinstance(outcome, Delivered) else logging.WARNING
    word = type(outcome).__name__
    log.log(level, "message %d (%s): %s, now %s", outgoing.id, outgoing.kind, word, settlement.state)
