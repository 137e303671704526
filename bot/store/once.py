"""Reminders that were asked for once: an occurrence beside the series of its kind, in a slot no series reaches."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, insert, select, update

from bot.core.outgoing import ONCE_PART, Kind, Lane, State
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.store import outbox
from bot.store.engine import Tx
from bot.store.occurrences import PLANNED
from bot.store.tables import message, occurrence, reminder

ONCE = 10_000  # their first slot; minutes after local midnight are added


async def plan(tx: Tx, person: Person, of: Reminder, at: datetime, grace: timedelta) -> None:
    """One more of a reminder at an instant, beside its series and also while that is off. Asked for twice, it comes once."""
    local = at.astimezone(person.zoneinfo or UTC)
    slot = {"reminder_id": of.id, "local_on": local.date(), "slot": ONCE + local.hour * 60 + local.minute}
    same = [occurrence.c[name] == value for name, value in slot.items()]
    found = select(occurrence.c.id, message.c.state).outerjoin(
        message, occurrence.c.message_id == message.c.id
    )
    before = (await tx.conn.execute(found.where(*same))).first()
    if before is not None and before.state in outbox.LIVE:
        return
    dates = {"expires_at": at + grace, "local_on": local.date(), "part": ONCE_PART}
    message_id = await outbox.add(tx, person.id, Lane.ROUTINE, Kind.REMINDER, at, **dates)
    fresh = {"due_at": at, "outcome": PLANNED, "message_id": message_id, "turn": of.turns, "answer": None}
    if before is None:
        await tx.conn.execute(insert(occurrence).values(slot | fresh))
    else:
        await tx.conn.execute(update(occurrence).where(occurrence.c.id == before.id).values(fresh))


async def planned(tx: Tx, person_id: int) -> list[tuple[str, datetime]]:
    """What was asked for once and is still to come: its kind, and when."""
    rows = await tx.conn.execute(_planned(person_id).order_by(message.c.due_at))
    return [(row.kind, row.due_at) for row in rows]


async def move(tx: Tx, person: Person) -> None:
    """After a change of zone: what was asked for once comes at the same time on the new clock."""
    for row in (await tx.conn.execute(_planned(person.id))).all():
        wall = timedelta(minutes=row.slot - ONCE)
        midnight = datetime.combine(row.local_on, time(0))
        at = (midnight + wall).replace(tzinfo=person.zoneinfo or UTC).astimezone(UTC)
        kept = None if row.expires_at is None else at + (row.expires_at - row.due_at)
        moved = update(message).where(message.c.id == row.id, message.c.state == State.PLANNED)
        await tx.conn.execute(moved.values(due_at=at, expires_at=kept))
        mine = update(occurrence).where(occurrence.c.message_id == row.id)
        await tx.conn.execute(mine.values(due_at=at))


def _planned(person_id: int) -> Select[Any]:
    """Not those that were snoozed: such a one comes after so many minutes, whatever the clock shows."""
    of = (message.c.id, message.c.due_at, message.c.expires_at, occurrence.c.local_on, occurrence.c.slot)
    query = (
        select(*of, reminder.c.kind).join(occurrence, occurrence.c.message_id == message.c.id).join(reminder)
    )
    query = query.where(message.c.person_id == person_id, message.c.part == ONCE_PART)
    return query.where(message.c.state == State.PLANNED, message.c.follows_id.is_(None))
