"""Reminders: what a person wants to be reminded of, and when next."""

import json
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, delete, func, select, update

from bot.core.outgoing import ONCE_PART, Kind, State
from bot.core.reminders import Reminder
from bot.core.schedule import Slot
from bot.core.triggers import Trigger, to_json, trigger_from_json
from bot.store.among import among
from bot.store.engine import Tx
from bot.store.tables import message, occurrence, reminder


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
    await _put(tx, person_id, kind, trigger, is_on=True, **fresh, **next_values(slot))


async def keep_times(tx: Tx, person_id: int, kind: str, trigger: Trigger) -> None:
    """Remember when a kind is to come, for the day it is switched on."""
    await _put(tx, person_id, kind, trigger, is_on=False, **next_values(None))


async def pause(tx: Tx, reminder_id: int, until: datetime | None, slot: Slot | None) -> None:
    """Silent until then; None: it goes on, today too."""
    await _take_back(tx, reminder.c.id == reminder_id)
    theirs = update(reminder).where(reminder.c.id == reminder_id)
    if until is None:
        theirs = theirs.values(skipped_on=None)
    await tx.conn.execute(theirs.values(paused_until=until, **next_values(slot)))


async def skip_day(tx: Tx, reminder_id: int, on: date, slot: Slot | None) -> None:
    """Nothing on that date of the person's, also after a change of their zone or quiet hours."""
    await _take_back(tx, reminder.c.id == reminder_id)
    theirs = update(reminder).where(reminder.c.id == reminder_id)
    await tx.conn.execute(theirs.values(skipped_on=on, **next_values(slot)))


async def _put(tx: Tx, person_id: int, kind: str, trigger: Trigger, **values: Any) -> None:
    await _take_back(tx, reminder.c.person_id == person_id, reminder.c.kind == kind)
    fresh = {"person_id": person_id, "kind": kind, "trigger": json.dumps(to_json(trigger)), **values}
    if not await tx.insert_new(reminder, [fresh]):
        theirs = update(reminder).where(reminder.c.person_id == person_id, reminder.c.kind == kind)
        await tx.conn.execute(theirs.values(fresh))


async def switch_off(tx: Tx, person_id: int, kinds: list[str], *, once: bool = True) -> None:
    """Their times stay remembered. What was asked for `once` of these kinds does not come either."""
    if once:
        await _cancel_once(tx, person_id, kinds)
    theirs = update(reminder).where(reminder.c.person_id == person_id, reminder.c.kind.in_(kinds))
    await tx.conn.execute(theirs.values(is_on=False, until_at=None, paused_until=None, **next_values(None)))


async def _cancel_once(tx: Tx, person_id: int, kinds: list[str]) -> None:
    once = select(message.c.id).join(occurrence, occurrence.c.message_id == message.c.id).join(reminder)
    once = once.where(reminder.c.person_id == person_id, reminder.c.kind.in_(kinds))
    once = once.where(message.c.part == ONCE_PART, message.c.state == State.PLANNED)
    await tx.conn.execute(update(message).where(message.c.id.in_(once)).values(state=State.CANCELLED))


async def switch_off_others(tx: Tx, person_ids: list[int], kinds: set[str]) -> None:
    """Kinds that content no longer knows are off: nobody could word them."""
    theirs = update(reminder).where(among(reminder.c.person_id, person_ids), reminder.c.kind.not_in(kinds))
    await tx.conn.execute(theirs.where(reminder.c.is_on).values(is_on=False, **next_values(None)))


async def put_off(tx: Tx, person_id: int, ahead: timedelta, wait: timedelta) -> None:
    """What is due within `ahead` cannot be planned for this person now: look at it again after a while."""
    due = reminder.c.next_fire_at <= tx.now + ahead
    theirs = update(reminder).where(reminder.c.person_id == person_id, due)
    await tx.conn.execute(theirs.values(next_fire_at=tx.now + wait))


async def replan(tx: Tx, reminder_id: int, slot: Slot | None) -> None:
    """Move a reminder to another next time, as after a change of zone."""
    await _take_back(tx, reminder.c.id == reminder_id)
    await tx.conn.execute(update(reminder).where(reminder.c.id == reminder_id).values(next_values(slot)))


async def switch_off_ended(tx: Tx, person_id: int | None = None) -> None:
    """What has come to its end is off from now on, and not merely silent."""
    over = update(reminder).where(reminder.c.is_on, reminder.c.until_at <= tx.now)
    if person_id is not None:
        over = over.where(reminder.c.person_id == person_id)
    await tx.conn.execute(over.values(is_on=False, until_at=None, paused_until=None, **next_values(None)))


async def due_soon(tx: Tx, person_ids: list[int], until: datetime) -> dict[int, list[Reminder]]:
    """The reminders of these people that are due by then, by person. Lock the people first: see people.lock_due."""
    query = select(reminder).where(among(reminder.c.person_id, person_ids), reminder.c.is_on)
    found: dict[int, list[Reminder]] = {}
    for row in await tx.conn.execute(query.where(reminder.c.next_fire_at <= until).order_by(reminder.c.id)):
        found.setdefault(row.person_id, []).append(from_row(row))
    return found


async def next_due_at(tx: Tx) -> datetime | None:
    """When the next reminder of anybody falls due, past instants included."""
    query = select(func.min(reminder.c.next_fire_at)).where(reminder.c.is_on)
    return cast("datetime | None", (await tx.conn.execute(query)).scalar_one())


async def _take_back(tx: Tx, *whose: ColumnElement[bool]) -> None:
    """These reminders change: the messages that were planned ahead for them and are not due yet are undone.

    Everything such a message carries, other reminders too, is as it was before, and is planned anew.
    """
    ahead = select(message.c.id).join(occurrence, occurrence.c.message_id == message.c.id).join(reminder)
    ahead = ahead.where(*whose, message.c.state == State.PLANNED, message.c.kind == Kind.REMINDER)
    ahead = ahead.where(message.c.due_at > tx.now, message.c.follows_id.is_(None))
    ahead = ahead.where(message.c.part != ONCE_PART)
    ids = list((await tx.conn.execute(ahead.distinct())).scalars())
    if not ids:
        return
    undone = delete(occurrence).where(occurrence.c.message_id.in_(ids)).returning(occurrence)
    for row in await tx.conn.execute(undone):
        back = next_values(Slot(row.local_on, row.slot, row.due_at)) | {"turns": row.turn}
        await tx.conn.execute(update(reminder).where(reminder.c.id == row.reminder_id).values(back))
    await tx.conn.execute(update(message).where(message.c.id.in_(ids)).values(state=State.CANCELLED))


def next_values(slot: Slot | None) -> dict[str, Any]:
    if slot is None:
        return {"next_fire_at": None, "next_local_on": None, "next_slot": None}
    return {"next_fire_at": slot.due_at, "next_local_on": slot.local_on, "next_slot": slot.index}


def from_row(row: Row[Any]) -> Reminder:
    slot = None
    if row.next_fire_at is not None:
        slot = Slot(row.next_local_on, row.next_slot, row.next_fire_at)
    trigger = trigger_from_json(json.loads(row.trigger))
    return Reminder(
        row.id,
        row.kind,
        trigger,
        row.is_on,
        slot,
        row.until_at,
        row.paused_until,
        turns=row.turns,
        skipped_on=row.skipped_on,
    )
