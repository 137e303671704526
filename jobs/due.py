"""Due reminders become messages: one person, one short transaction, one message at most."""

import logging
from datetime import timedelta

from bot.core.dueness import PersonDue, StandingReminder, plan
from bot.core.reminders import Reminder
from bot.logs import where
from bot.services import Services
from bot.store import StoreUnavailable, Tx, holds, people, reminders
from content import Content

log = logging.getLogger(__name__)

BATCH = 100
PUT_OFF_FOR = timedelta(minutes=15)


async def plan_due(services: Services) -> int:
    """Plan for up to BATCH people with something due; how many that were.

    Somebody whose reminders cannot be planned is put off and reported, and holds up nobody.
    """
    async with services.store.reading() as tx:
        waiting = await reminders.due_people(tx, BATCH)
    for person_id in waiting:
        try:
            async with services.store.transaction() as tx:
                await _plan_one(tx, person_id, services.content)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("the reminders of person %d cannot be planned: %s", person_id, where(error))
            async with services.store.transaction() as tx:
                await people.lock(tx, person_id)
                await reminders.put_off(tx, person_id, PUT_OFF_FOR)
    return len(waiting)


async def _plan_one(tx: Tx, person_id: int, content: Content) -> None:
    person = await people.lock(tx, person_id)
    if person is None or person.zoneinfo is None:
        return  # forgotten since we looked; a reminder is never on without a zone
    settings = content.reminders
    within = timedelta(minutes=settings.merge_within)
    known = {kind.id for kind in settings.kinds}
    due = [each for each in await reminders.due_soon(tx, person_id, within) if each.kind in known]
    await reminders.switch_off_others(tx, person_id, known)
    today = person.local_date(tx.now)
    view = PersonDue(
        zone=person.zoneinfo,
        quiet=person.quiet,
        held=await holds.find_open(tx, person_id) is not None,
        sent_today=await reminders.count_sent(tx, person_id, today),
        daily_cap=settings.daily_cap,
        reminders=tuple(_standing(each, content) for each in due if each.next_slot is not None),
    )
    decided = plan(view, tx.now, within)
    await reminders.carry_out(tx, person_id, decided, today, tx.now + _longest_grace(content))


def _standing(reminder: Reminder, content: Content) -> StandingReminder:
    assert reminder.next_slot is not None
    grace = next(kind.grace for kind in content.reminders.kinds if kind.id == reminder.kind)
    wait = timedelta(minutes=grace)
    return StandingReminder(reminder.id, reminder.trigger, reminder.next_slot, wait, reminder.until_at)


def _longest_grace(content: Content) -> timedelta:
    return timedelta(minutes=max(kind.grace for kind in content.reminders.kinds))
