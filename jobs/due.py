"""Due reminders become messages, a little ahead of time: many people, one short transaction, one message each at most."""

import logging
from collections.abc import Mapping
from datetime import date, timedelta
from zlib import crc32

from bot.core.dueness import PersonDue, StandingReminder, plan
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.logs import where
from bot.services import Services
from bot.store import StoreUnavailable, Tx, holds, occurrences, people, reminders
from bot.store.occurrences import Decided
from content import Content

log = logging.getLogger(__name__)

BATCH = 100
# What is planned is only to be sent when it is due, so that a crowd at one instant costs no planning then.
AHEAD = timedelta(seconds=5)
PUT_OFF_FOR = timedelta(minutes=15)


async def plan_due(services: Services) -> int:
    """Plan for up to BATCH people with something due now or in a moment; how many that were.

    Somebody whose reminders cannot be planned is put off and reported, and holds up nobody.
    """
    try:
        return await _plan(services, BATCH)
    except StoreUnavailable:
        raise
    except Exception as error:
        log.error("a batch of reminders cannot be planned, trying each by itself: %s", where(error))
        return await _plan_each(services)


async def _plan(services: Services, most: int) -> int:
    async with services.store.reading() as tx:  # a look holds up nobody who writes
        due_at = await reminders.next_due_at(tx)
        if due_at is None or due_at > tx.now + AHEAD:
            return 0
    async with services.store.transaction() as tx:
        found = await people.lock_due(tx, most, tx.now + AHEAD)
        if found:
            await _plan_for(tx, services, found)
    return len(found)


async def _plan_each(services: Services) -> int:
    async with services.store.transaction() as tx:  # for its locks, which a reader cannot take
        found = await people.lock_due(tx, BATCH, tx.now + AHEAD)
    for person in found:
        try:
            async with services.store.transaction() as tx:
                await _plan_for(tx, services, [person])
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("the reminders of person %d cannot be planned: %s", person.id, where(error))
            async with services.store.transaction() as tx:
                await people.lock(tx, person.id)
                await reminders.put_off(tx, person.id, AHEAD, PUT_OFF_FOR)
    return len(found)


async def _plan_for(tx: Tx, services: Services, found: list[Person]) -> None:
    settings, ids = services.content.reminders, [person.id for person in found]
    within = timedelta(minutes=settings.merge_within)
    due = await reminders.due_soon(tx, ids, tx.now + AHEAD + within)
    await reminders.switch_off_others(tx, ids, {kind.id for kind in settings.kinds})
    held = await holds.people_held(tx, ids)
    sent = await occurrences.count_sent(tx, ids, min(person.local_date(tx.now) for person in found))
    decided = []
    for person in found:
        theirs = [each for each in due.get(person.id, ()) if settings.kind(each.kind) is not None]
        if theirs:
            decided.append(_decide(tx, services, person, theirs, held=person.id in held, sent=sent))
    await occurrences.carry_out(tx, decided)


def _decide(
    tx: Tx,
    services: Services,
    person: Person,
    due: list[Reminder],
    *,
    held: bool,
    sent: Mapping[tuple[int, date], int],
) -> Decided:
    """Settle one person's reminders as of the instant at which the first of them is due."""
    content = services.content
    standing = [_standing(each, content) for each in due]
    at = max(tx.now, min(each.next_slot.due_at for each in standing))
    within = timedelta(minutes=content.reminders.merge_within)
    today = person.local_date(at)
    assert person.zoneinfo is not None  # a reminder is never on without a zone
    view = PersonDue(
        zone=person.zoneinfo,
        quiet=person.quiet,
        held=held,
        sent_today=sent[person.id, today],
        daily_cap=content.reminders.daily_cap,
        reminders=tuple(each for each in standing if each.next_slot.due_at <= at + within),
    )
    turns = {each.id: each.turns for each in due}
    due_at = at + _spread(person.id, services.spread_over)
    return Decided(person.id, plan(view, at, within), turns, due_at, today, at + _longest_grace(content))


def _spread(person_id: int, over: timedelta) -> timedelta:
    """Always the same few seconds for one person: what many have at one minute is not sent in one second."""
    return over * (crc32(str(person_id).encode()) % 1000) / 1000


def _standing(reminder: Reminder, content: Content) -> StandingReminder:
    kind = content.reminders.kind(reminder.kind)
    assert kind is not None
    assert reminder.next_slot is not None
    wait = timedelta(minutes=kind.grace)
    return StandingReminder(reminder.id, reminder.trigger, reminder.next_slot, wait, reminder.until_at)


def _longest_grace(content: Content) -> timedelta:
    return timedelta(minutes=max(kind.grace for kind in content.reminders.kinds))
