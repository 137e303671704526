"""Reminders: what a person wants to be reminded of, when next, and what became of each time."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, Select, func, select, update

from bot.core.dueness import Plan, Planned, Send
from bot.core.outgoing import Kind, Lane, State
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.core.schedule import Slot
from bot.core.triggers import Trigger, to_json, trigger_from_json
from bot.store import outbox
from bot.store.engine import Tx
from bot.store.tables import message, occurrence, person, reminder

PLANNED = "planned"
_COUNTED = (State.PLANNED, State.CLAIMED, State.SENT, State.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Carried:
    """One occurrence in a message: its reminder, what the person answered so far, and whether it is still wanted."""

    reminder_id: int
    kind: str
    answer: str | None
    is_on: bool


async def of_person(tx: Tx, person_id: int) -> dict[str, Reminder]:
    """All reminders this person ever switched on, by kind."""
    rows = await tx.conn.execute(
        select(reminder).where(reminder.c.person_id == person_id).order_by(reminder.c.id)
    )
    return {row.kind: from_row(row) for row in rows}


async def switch_on(
    tx: Tx,
    person_id: int,
    kind: str,
    trigger: Trigger,
    slot: Slot | None,
    *,
    until_at: datetime | None = None,
) -> None:
    """Switch a kind on, or change when it comes; whatever pause it had is over."""
    fresh = {"until_at": until_at, "paused_until": None, "skipped_on": None}
    await _put(tx, person_id, kind, trigger, is_on=True, **fresh, **_next(slot))


async def keep_times(tx: Tx, person_id: int, kind: str, trigger: Trigger) -> None:
    """Remember when a kind is to come, for the day it is switched on."""
    await _put(tx, person_id, kind, trigger, is_on=False, **_next(None))


async def pause(tx: Tx, reminder_id: int, until: datetime | None, slot: Slot | None) -> None:
    """Silent until then; None: it goes on, today too."""
    theirs = update(reminder).where(reminder.c.id == reminder_id)
    if until is None:
        theirs = theirs.values(skipped_on=None)
    await tx.conn.execute(theirs.values(paused_until=until, **_next(slot)))


async def skip_day(tx: Tx, reminder_id: int, on: date, slot: Slot | None) -> None:
    """Nothing on that date of the person's, also after a change of their zone or quiet hours."""
    theirs = update(reminder).where(reminder.c.id == reminder_id)
    await tx.conn.execute(theirs.values(skipped_on=on, **_next(slot)))


async def _put(tx: Tx, person_id: int, kind: str, trigger: Trigger, **values: Any) -> None:
    fresh = {"person_id": person_id, "kind": kind, "trigger": json.dumps(to_json(trigger)), **values}
    if not await tx.insert_new(reminder, [fresh]):
        theirs = update(reminder).where(reminder.c.person_id == person_id, reminder.c.kind == kind)
        await tx.conn.execute(theirs.values(fresh))


async def switch_off(tx: Tx, person_id: int, kinds: list[str]) -> None:
    """Their times stay remembered."""
    theirs = update(reminder).where(reminder.c.person_id == person_id, reminder.c.kind.in_(kinds))
    await tx.conn.execute(theirs.values(is_on=False, until_at=None, paused_until=None, **_next(None)))


async def switch_off_others(tx: Tx, person_id: int, kinds: set[str]) -> None:
    """Kinds that content no longer knows are off: nobody could word them."""
    theirs = update(reminder).where(reminder.c.person_id == person_id, reminder.c.kind.not_in(kinds))
    await tx.conn.execute(theirs.values(is_on=False, **_next(None)))


async def put_off(tx: Tx, person_id: int, wait: timedelta) -> None:
    """What is due for this person cannot be planned now: look at it again after a while."""
    theirs = update(reminder).where(reminder.c.person_id == person_id, reminder.c.next_fire_at <= tx.now)
    await tx.conn.execute(theirs.values(next_fire_at=tx.now + wait))


async def replan(tx: Tx, reminder_id: int, slot: Slot | None) -> None:
    """Move a reminder to another next time, as after a change of zone."""
    await tx.conn.execute(update(reminder).where(reminder.c.id == reminder_id).values(_next(slot)))


async def switch_off_ended(tx: Tx, person_id: int | None = None) -> None:
    """What has come to its end is off from now on, and not merely silent."""
    over = update(reminder).where(reminder.c.is_on, reminder.c.until_at <= tx.now)
    if person_id is not None:
        over = over.where(reminder.c.person_id == person_id)
    await tx.conn.execute(over.values(is_on=False, until_at=None, paused_until=None, **_next(None)))


async def due_people(tx: Tx, most: int) -> list[int]:
    """People with a reminder that is due, longest due first."""
    query = _standing(select(reminder.c.person_id)).where(reminder.c.next_fire_at <= tx.now)
    query = query.group_by(reminder.c.person_id).order_by(func.min(reminder.c.next_fire_at))
    return list((await tx.conn.execute(query.limit(most))).scalars())


async def due_soon(tx: Tx, person_id: int, within: timedelta) -> list[Reminder]:
    """This person's reminders that are due now or soon, locked against other processes."""
    query = select(reminder).where(reminder.c.person_id == person_id, reminder.c.is_on)
    query = query.where(reminder.c.next_fire_at <= tx.now + within).order_by(reminder.c.id)
    return [from_row(row) for row in await tx.conn.execute(query.with_for_update(skip_locked=True))]


async def next_due_at(tx: Tx) -> datetime | None:
    """When the next reminder of anybody falls due, past instants included."""
    query = _standing(select(func.min(reminder.c.next_fire_at)))
    return cast("datetime | None", (await tx.conn.execute(query)).scalar_one())


async def count_sent(tx: Tx, person_id: int, local_on: date) -> int:
    """How many routine messages this person has had, or is about to have, on that date of theirs."""
    query = select(func.count()).where(message.c.person_id == person_id, message.c.lane == Lane.ROUTINE)
    query = query.where(message.c.local_on == local_on, message.c.state.in_(_COUNTED))
    return int((await tx.conn.execute(query)).scalar_one())


async def carry_out(tx: Tx, person_id: int, plan: Plan, local_on: date, expires_at: datetime) -> int | None:
    """Write a plan: occurrences, the one message that carries those to be sent, and the next times.

    An occurrence that is already written is left alone, so the same slot is never sent twice. Returns the
    message's id, if there is one.
    """
    new = [planned for planned in plan.occurrences if await _write(tx, planned)]
    for reminder_id, slot in plan.next_slots.items():
        await replan(tx, reminder_id, slot)
    sent = [planned for planned in new if isinstance(planned.outcome, Send)]
    if not sent:
        return None
    dates = {"expires_at": expires_at, "local_on": local_on}
    message_id = await outbox.add(tx, person_id, Lane.ROUTINE, Kind.REMINDER, tx.now, **dates)
    for planned in sent:
        mine = (
            occurrence.c.reminder_id == planned.reminder_id,
            occurrence.c.local_on == planned.slot.local_on,
        )
        joined = update(occurrence).where(*mine, occurrence.c.slot == planned.slot.index)
        await tx.conn.execute(joined.values(message_id=message_id))
    return message_id


async def carried(tx: Tx, message_id: int, person_id: int | None = None) -> list[Carried]:
    """What a message carries, in the order of the reminders; empty if it is not this person's."""
    query = select(occurrence.c.reminder_id, reminder.c.kind, occurrence.c.answer, reminder.c.is_on)
    query = query.join(reminder)
    query = query.where(occurrence.c.message_id == message_id).order_by(reminder.c.id)
    if person_id is not None:
        query = query.where(reminder.c.person_id == person_id)
    return [Carried(*row) for row in await tx.conn.execute(query)]


async def answer(tx: Tx, message_id: int, word: str) -> bool:
    """Write the person's answer to all that a message carries; False if it was answered before."""
    query = update(occurrence).where(occurrence.c.message_id == message_id, occurrence.c.answer.is_(None))
    return (await tx.conn.execute(query.values(answer=word, answered_at=tx.now))).rowcount > 0


async def snooze(tx: Tx, message_id: int, person: Person, minutes: int, keeps: timedelta) -> None:
    """Send what a message carries once more so many minutes from now; the series stay where they are.

    It counts towards the daily cap, and is not stopped by it.
    """
    until = tx.now + timedelta(minutes=minutes)
    dates = {"expires_at": until + keeps, "local_on": person.local_date(until), "follows_id": message_id}
    later = await outbox.add(tx, person.id, Lane.ROUTINE, Kind.REMINDER, until, **dates)
    moved = update(occurrence).where(occurrence.c.message_id == message_id, occurrence.c.answer.is_(None))
    await tx.conn.execute(moved.values(message_id=later))


async def snoozed_until(tx: Tx, message_id: int, person_id: int) -> datetime | None:
    """When what this message carried comes again; None if it was not snoozed."""
    query = select(message.c.due_at).where(
        message.c.follows_id == message_id, message.c.person_id == person_id
    )
    return (await tx.conn.execute(query)).scalar_one_or_none()


async def _write(tx: Tx, planned: Planned) -> bool:
    outcome = PLANNED if isinstance(planned.outcome, Send) else planned.outcome.reason
    slot = planned.slot
    row = {
        "reminder_id": planned.reminder_id,
        "local_on": slot.local_on,
        "slot": slot.index,
        "due_at": slot.due_at,
    }
    return await tx.insert_new(occurrence, [row | {"outcome": outcome}]) > 0


def _standing(query: Select[Any]) -> Select[Any]:
    """Reminders that are on, of people who can be reached and whose clock is known."""
    reachable = (person.c.unreachable_at.is_(None), person.c.zone.is_not(None))
    return query.join_from(reminder, person).where(reminder.c.is_on, *reachable)


def _next(slot: Slot | None) -> dict[str, Any]:
    if slot is None:
        return {"next_fire_at": None, "next_local_on": None, "next_slot": None}
    return {"next_fire_at": slot.due_at, "next_local_on": slot.local_on, "next_slot": slot.index}


def from_row(row: Row[Any]) -> Reminder:
    slot = None
    if row.next_fire_at is not None:
        slot = Slot(row.next_local_on, row.next_slot, row.next_fire_at)
    trigger = trigger_from_json(json.loads(row.trigger))
    return Reminder(
        row.id, row.kind, trigger, row.is_on, slot, row.until_at, row.paused_until, skipped_on=row.skipped_on
    )


async def turn_of(tx: Tx, message_id: int, kind: str) -> int:
    """How many messages with this kind its person had before this one: 0 for the first."""
    mine = select(occurrence.c.id, occurrence.c.reminder_id).join(reminder)
    mine = mine.where(occurrence.c.message_id == message_id, reminder.c.kind == kind)
    row = (await tx.conn.execute(mine.limit(1))).first()
    if row is None:
        return 0
    earlier = select(func.count()).where(
        occurrence.c.reminder_id == row.reminder_id,
        occurrence.c.id < row.id,
        occurrence.c.message_id.is_not(None),
    )
    return int((await tx.conn.execute(earlier)).scalar_one())
