"""After the clock went back or the rules of a zone changed: what is not sent yet is planned anew, batch by batch.

Each function does one batch in the caller's unit of work, may be repeated, and says whether there may be more.
"""

import logging
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update

from bot.core.outgoing import Kind, Lane
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.core.schedule import Slot
from bot.store import outbox, people, reminders
from bot.store.engine import Tx
from bot.store.tables import care_plan, checkup, hold, message, occurrence, pack, person, reminder

log = logging.getLogger(__name__)

TOLERANCE = timedelta(minutes=1)  # less than that is the clocks of several machines, or one being set right
DAY = timedelta(days=1)


async def replan_some(tx: Tx, after: int, most: int) -> int | None:
    """Plan anew the reminders that are on of up to `most` people with an id above `after`; the last one's id, or None.

    A slot that has an occurrence already was settled, and is not planned a second time.
    """
    mine = select(reminder.c.person_id).where(reminder.c.is_on)
    query = select(person.c.id).where(person.c.id > after, person.c.zone.is_not(None), person.c.id.in_(mine))
    query = query.where(person.c.unreachable_at.is_(None))  # their schedule rests
    query = query.order_by(person.c.id).limit(most).with_for_update(key_share=True)
    ids = list((await tx.conn.execute(query)).scalars())
    whose = {person_id: await people.find(tx, person_id) for person_id in ids}
    rows = (
        await tx.conn.execute(select(reminder).where(reminder.c.is_on, reminder.c.person_id.in_(ids)))
    ).all()
    settled = await _settled(tx, [row.id for row in rows])
    for row in rows:
        of, each = whose[row.person_id], reminders.from_row(row)
        if (
            of is not None
            and _is_known(of)
            and (slot := _next_open(each, of, tx.now, settled)) != each.next_slot
        ):
            await reminders.replan(tx, each.id, slot)
    return ids[-1] if ids else None


def _is_known(of: Person) -> bool:
    try:
        return of.zoneinfo is not None
    except KeyError:
        log.error("person %d is in a zone that is no longer known: their reminders stay as they are", of.id)
        return False


async def _settled(tx: Tx, reminder_ids: list[int]) -> set[tuple[int, date, int]]:
    """The slots of these that were settled lately, or ahead of the clock as it is now."""
    named = (occurrence.c.reminder_id, occurrence.c.local_on, occurrence.c.slot)
    query = select(*named).where(occurrence.c.reminder_id.in_(reminder_ids))
    query = query.where(occurrence.c.local_on >= tx.now.date() - 2 * DAY)
    return {tuple(row) for row in await tx.conn.execute(query)}


def _next_open(each: Reminder, of: Person, now: datetime, settled: set[tuple[int, date, int]]) -> Slot | None:
    slot = each.slot_after(now, of)
    while slot is not None and (each.id, slot.local_on, slot.index) in settled:
        slot = each.slot_after(slot.due_at, of)
    return slot


# What has a beginning, and which of its times follow from that.
_BEGUN = (
    (pack, pack.c.begun_at, (pack.c.off_at,)),
    (hold, hold.c.begun_at, ()),
    (checkup, checkup.c.touched_at, (checkup.c.judge_at,)),
    (care_plan, care_plan.c.begun_at, (care_plan.c.ends_at,)),
)


async def take_back_some(tx: Tx, by: timedelta, most: int) -> bool:
    """What was begun by the clock that ran ahead comes as long after its beginning as it was to, on today's clock.

    `by`: how far the clock went back. Whether there may be more.
    """
    await _pull_urgent(tx)
    more = False
    for table, begun, follow in _BEGUN:
        query = select(table.c.id, begun, *follow).where(begun > tx.now + TOLERANCE).limit(most)
        rows = (await tx.conn.execute(query)).all()
        for row_id, *times in rows:
            wait = max(by, times[0] - tx.now)  # what is taken back lies in the past, and is not found again
            names = [column.name for column in (begun, *follow)]
            values = {name: at - wait for name, at in zip(names, times, strict=True) if at is not None}
            await tx.conn.execute(update(table).where(table.c.id == row_id).values(values))
            await _take_back_messages(tx, _because(table.name, row_id), wait)
        more = more or len(rows) == most
    return more


async def _take_back_messages(tx: Tx, because: ColumnElement[bool], by: timedelta) -> None:
    """The timed messages that wait because of it."""
    query = select(message.c.id, message.c.due_at, message.c.expires_at).where(
        because, message.c.due_at > tx.now
    )
    query = query.where(message.c.lane == Lane.TIMED, message.c.state.in_(outbox.LIVE))
    for row in (await tx.conn.execute(query)).all():
        times = {"due_at": row.due_at - by, "expires_at": row.expires_at and row.expires_at - by}
        await tx.conn.execute(update(message).where(message.c.id == row.id).values(times))


def _because(table: str, row_id: int) -> ColumnElement[bool]:
    """A check-back belongs to its hold, and to its checkup only without one: nothing is taken back twice."""
    owned = message.c[f"{table}_id"] == row_id
    return and_(owned, message.c.hold_id.is_(None)) if table == "checkup" else owned


async def _pull_urgent(tx: Tx) -> None:
    """What was to be said at once is not kept waiting until the old time comes again."""
    at_once = (Kind.URGENT, Kind.DOCTOR)
    query = update(message).where(message.c.kind.in_(at_once), message.c.state.in_(outbox.LIVE))
    await tx.conn.execute(query.where(message.c.due_at > tx.now).values(due_at=tx.now))
