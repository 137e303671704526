"""Occurrences: what became of each time of a reminder, and the message that carries it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from bot.core.dueness import Plan, Planned, Send
from bot.core.outgoing import Kind, Lane, State
from bot.core.people import Person
from bot.core.schedule import Slot
from bot.store import outbox
from bot.store.among import among, among_those
from bot.store.engine import Tx
from bot.store.reminders import next_values
from bot.store.tables import message, occurrence, reminder

PLANNED = "planned"

_COUNTED = (State.PLANNED, State.CLAIMED, State.SENT, State.UNCERTAIN)

_CARRIED = (
    select(
        occurrence.c.message_id,
        occurrence.c.reminder_id,
        reminder.c.kind,
        occurrence.c.answer,
        reminder.c.is_on,
        occurrence.c.turn,
    )
    .join(reminder)
    .where(among_those(occurrence.c.message_id))
    .order_by(reminder.c.id)
)
_MOVE_ON = (
    update(reminder)
    .where(reminder.c.id == bindparam("of_id"), reminder.c.is_on)
    .values(
        next_fire_at=bindparam("to_next_fire_at"),
        next_local_on=bindparam("to_next_local_on"),
        next_slot=bindparam("to_next_slot"),
        turns=reminder.c.turns + bindparam("more"),
    )
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One occurrence in a message: its reminder, what the person answered so far, whether it is still wanted, and how many
    of its kind were sent before it."""

    reminder_id: int
    kind: str
    answer: str | None
    is_on: bool
    turn: int


@dataclass(frozen=True, slots=True)
class Decided:
    """A plan for one person: the one message it may need is due at `due_at`, on that person's `local_on`.

    `turns`: by reminder, how often it was sent before.
    """

    person_id: int
    plan: Plan
    turns: Mapping[int, int]
    due_at: datetime
    local_on: date
    expires_at: datetime


async def count_sent(tx: Tx, person_ids: list[int], since: date) -> Counter[tuple[int, date]]:
    """How many routine messages each has had, or is about to have, on each of their own dates from `since` on."""
    query = select(message.c.person_id, message.c.local_on, func.count())
    query = query.where(among(message.c.person_id, person_ids), message.c.lane == Lane.ROUTINE)
    query = query.where(message.c.local_on >= since, message.c.state.in_(_COUNTED))
    rows = await tx.conn.execute(query.group_by(message.c.person_id, message.c.local_on))
    return Counter({(person_id, on): count for person_id, on, count in rows})


async def carry_out(tx: Tx, decided: list[Decided]) -> int:
    """Write plans: occurrences, the one message each person needs at most, and the next times.

    An occurrence that is already written is left alone, so the same slot is never sent twice. Returns how many
    messages there are.
    """
    written = await _written(tx, decided)
    new = {
        each.person_id: [one for one in each.plan.occurrences if _key(one) not in written] for each in decided
    }
    needed = [each for each in decided if any(isinstance(one.outcome, Send) for one in new[each.person_id])]
    ids = await _add_messages(tx, needed)
    rows = [
        _row(one, ids.get(each.person_id), each.turns.get(one.reminder_id, 0))
        for each in decided
        for one in new[each.person_id]
    ]
    if rows:
        await tx.conn.execute(insert(occurrence), rows)
    sent = {row["reminder_id"] for row in rows if row["message_id"] is not None}
    moves = [
        {"of_id": id_, "more": int(id_ in sent), **_moved(slot)}
        for each in decided
        for id_, slot in each.plan.next_slots.items()
    ]
    if moves:
        await tx.conn.execute(_MOVE_ON, moves)
    return len(needed)


async def _written(tx: Tx, decided: list[Decided]) -> set[tuple[int, date, int]]:
    """The slots among these that have an occurrence already: after a change of zone a slot can come again."""
    slots = [_key(one) for each in decided for one in each.plan.occurrences]
    query = select(occurrence.c.reminder_id, occurrence.c.local_on, occurrence.c.slot)
    query = query.where(among(occurrence.c.reminder_id, {slot[0] for slot in slots}))
    query = query.where(occurrence.c.local_on >= min((slot[1] for slot in slots), default=date.max))
    return {tuple(row) for row in await tx.conn.execute(query)}


async def _add_messages(tx: Tx, needed: list[Decided]) -> dict[int, int]:
    """The id of each person's message."""
    if not needed:
        return {}
    same = {"lane": Lane.ROUTINE, "kind": Kind.REMINDER, "part": "", "state": State.PLANNED}
    same |= {"tries": 0, "faults": 0}
    rows = [
        {"person_id": each.person_id, "due_at": each.due_at, "local_on": each.local_on}
        | same
        | {"expires_at": each.expires_at}
        for each in needed
    ]
    added = await tx.conn.execute(insert(message).returning(message.c.person_id, message.c.id), rows)
    return {row.person_id: row.id for row in added}


async def carried(tx: Tx, message_id: int, person_id: int | None = None) -> list[Carried]:
    """What a message carries, in the order of the reminders; empty if it is not this person's."""
    return (await carried_by(tx, [message_id], person_id)).get(message_id, [])


async def carried_by(
    tx: Tx, message_ids: list[int], person_id: int | None = None
) -> dict[int, list[Carried]]:
    """What each of these messages carries."""
    query = _CARRIED if person_id is None else _CARRIED.where(reminder.c.person_id == person_id)
    found: dict[int, list[Carried]] = {}
    for message_id, *rest in await tx.conn.execute(query, {"ids": message_ids}):
        found.setdefault(message_id, []).append(Carried(*rest))
    return found


async def answer(tx: Tx, message_id: int, word: str) -> bool:
    """Write the person's answer to all that a message carries; False if it was answered before."""
    query = update(occurrence).where(occurrence.c.message_id == message_id, occurrence.c.answer.is_(None))
    return (await tx.conn.execute(query.values(answer=word, answered_at=tx.now))).rowcount > 0


async def snooze(tx: Tx, message_id: int, person: Person, minutes: int, keeps: timedelta) -> None:
    """Send what a message carries once more so many minutes from now; the series stay where they are.

    It counts towards the daily cap, and is not stopped by it.
    """
    until = tx.now + timedelta(minutes=minutes)
    part = (await tx.conn.execute(select(message.c.part).where(message.c.id == message_id))).scalar_one()
    dates = {
        "expires_at": until + keeps,
        "local_on": person.local_date(until),
        "follows_id": message_id,
        "part": part,
    }
    later = await outbox.add(tx, person.id, Lane.ROUTINE, Kind.REMINDER, until, **dates)
    moved = update(occurrence).where(occurrence.c.message_id == message_id, occurrence.c.answer.is_(None))
    await tx.conn.execute(moved.values(message_id=later))


async def last_sent(tx: Tx, person_id: int, within: timedelta) -> int | None:
    """The newest reminder that came to this person lately and was not answered."""
    waits = occurrence.c.message_id == message.c.id
    query = select(message.c.id).join(occurrence, waits).where(message.c.person_id == person_id)
    query = query.where(message.c.kind == Kind.REMINDER, message.c.state.in_((State.SENT, State.UNCERTAIN)))
    query = query.where(message.c.due_at > tx.now - within, occurrence.c.answer.is_(None))
    return (await tx.conn.execute(query.order_by(message.c.due_at.desc()).limit(1))).scalar_one_or_none()


async def snooze_anew(tx: Tx, person: Person, minutes: int, keeps: timedelta) -> tuple[int, datetime] | None:
    """Another length for the snooze that runs: its message, and when it comes now; None if none runs or a reminder came
    since."""
    theirs = (message.c.person_id == person.id, message.c.kind == Kind.REMINDER)
    running = select(message.c.id, message.c.follows_id).where(*theirs, message.c.follows_id.is_not(None))
    row = (
        await tx.conn.execute(
            running.where(message.c.state == State.PLANNED).order_by(message.c.id.desc()).limit(1)
        )
    ).first()
    if row is None:
        return None
    since = select(message.c.id).where(*theirs, message.c.state == State.SENT, message.c.id > row.id)
    if (await tx.conn.execute(since.limit(1))).first() is not None:
        return None
    until = tx.now + timedelta(minutes=minutes)
    dates = {"due_at": until, "expires_at": until + keeps, "local_on": person.local_date(until)}
    await tx.conn.execute(update(message).where(message.c.id == row.id).values(dates))
    return row.id, until


async def snoozed_to(tx: Tx, message_id: int, person_id: int) -> tuple[int, datetime] | None:
    """The message in which what this one carried comes again, and when; None if it was not snoozed."""
    query = select(message.c.id, message.c.due_at).where(
        message.c.follows_id == message_id, message.c.person_id == person_id
    )
    row = (await tx.conn.execute(query)).one_or_none()
    return None if row is None else (row.id, row.due_at)


def _key(planned: Planned) -> tuple[int, date, int]:
    return planned.reminder_id, planned.slot.local_on, planned.slot.index


def _row(planned: Planned, message_id: int | None, turn: int) -> dict[str, Any]:
    is_sent = isinstance(planned.outcome, Send)
    return {
        "reminder_id": planned.reminder_id,
        "local_on": planned.slot.local_on,
        "slot": planned.slot.index,
        "due_at": planned.slot.due_at,
        "outcome": PLANNED if isinstance(planned.outcome, Send) else planned.outcome.reason,
        "message_id": message_id if is_sent else None,
        "turn": turn,
    }


def _moved(slot: Slot | None) -> dict[str, Any]:
    return {f"to_{name}": value for name, value in next_values(slot).items()}
