"""Easeback's own tables, filled in bulk: people with one reminder each, and what must be true of them after a run."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text, update

from bench.task import Task
from bot.clock import SystemClock
from bot.core.outgoing import State
from bot.core.people import wall_of
from bot.core.triggers import DailyAt, to_json
from bot.core.zones import rules_version, zone_named
from bot.store import KeyRing, Store, Tx, notes, schema
from bot.store.tables import message, occurrence, person, reminder
from jobs.clock_changes import LAST_SEEN, ZONE_RULES

KEYS = KeyRing.from_text("A" * 43 + "=")
ZONE = "Europe/Berlin"
KIND = "hydration"
CHUNK = 20_000
FIRST_CHAT = 1_000_000
_LATER = timedelta(hours=2)  # what is not due in a run falls due from then on, evenly over _OVER
_OVER = timedelta(hours=20)


def opened(url: str) -> Store:
    return Store(url, KEYS, SystemClock())


async def load(store: Store, task: Task) -> None:
    """So many people, each with one daily reminder that is not due soon. Ids run from 1."""
    await schema.migrate(store)
    now = SystemClock().now()
    for first in range(1, task.size + 1, CHUNK):
        ids = range(first, min(first + CHUNK, task.size + 1))
        async with store.transaction() as tx:
            await tx.conn.execute(insert(person), [_person(each, now) for each in ids])
            dues = [(each, now + _LATER + _OVER * (each / task.size)) for each in ids]
            await tx.conn.execute(insert(reminder), [_reminder(each, due) for each, due in dues])
    async with store.transaction() as tx:
        await notes.write(tx, ZONE_RULES, rules_version())  # or the first start would plan them all anew
        if tx.conn.dialect.name == "postgresql":
            await _keep_ids_ahead(tx, task.size)


async def make_due(store: Store, task: Task) -> None:
    """Nothing was ever sent, and the first `due` people have their reminder at that one instant."""
    due_at = datetime.fromtimestamp(task.due_at, UTC)
    async with store.transaction() as tx:
        await tx.conn.execute(delete(occurrence))
        await tx.conn.execute(delete(message))
        await notes.write(tx, LAST_SEEN, tx.now.isoformat())
        theirs = update(reminder).where(reminder.c.id <= task.due)
        await tx.conn.execute(theirs.values(turns=0, **_when(due_at)))


async def prove(store: Store, task: Task) -> None:
    """Every reminder that was due went the whole way, once. Raises AssertionError with what is there instead."""
    async with store.reading() as tx:
        found = {
            "occurrences": await _count(tx, occurrence, occurrence.c.outcome == "planned"),
            "messages": await _count(tx, message, message.c.id > 0),
            "sent": await _count(tx, message, *_went_out()),
            "carried": await _count(
                tx, occurrence, occurrence.c.message_id.in_(select(message.c.id).where(*_went_out()))
            ),
            "moved on": await _count(
                tx,
                reminder,
                reminder.c.id <= task.due,
                reminder.c.turns == 1,
                reminder.c.next_fire_at > datetime.fromtimestamp(task.due_at, UTC) + _LATER,
            ),
        }
    assert set(found.values()) == {task.due}, f"of {task.due}: {found}"


def _went_out() -> tuple[Any, ...]:
    return (
        message.c.state == State.SENT,
        message.c.tries == 1,
        message.c.started_at.is_not(None),
        message.c.sent_at.is_not(None),
        message.c.telegram_message_id.is_not(None),
        message.c.lease_owner.is_(None),
    )


async def count_sent(tx: Tx) -> int:
    return await _count(tx, message, message.c.state == State.SENT)


async def _count(tx: Tx, table: Table, *where: Any) -> int:
    return int((await tx.conn.execute(select(func.count()).select_from(table).where(*where))).scalar_one())


async def _keep_ids_ahead(tx: Tx, size: int) -> None:
    for table in ("person", "reminder"):
        await tx.conn.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {size})"))


def _person(number: int, now: datetime) -> dict[str, Any]:
    """Without quiet hours, or the hour at which somebody measures would decide what is sent."""
    who = {"id": number, "telegram_id": FIRST_CHAT + number, "locale": "en", "zone": ZONE}
    return who | {"quiet_begin": 0, "quiet_end": 0, "created_at": now}


def _reminder(number: int, due_at: datetime) -> dict[str, Any]:
    return {"id": number, "person_id": number, "kind": KIND, "is_on": True} | _when(due_at)


def _when(due_at: datetime) -> dict[str, Any]:
    """A daily reminder that stands at this instant."""
    local = due_at.astimezone(zone_named(ZONE))
    minute = local.hour * 60 + local.minute
    trigger = json.dumps(to_json(DailyAt(wall_of(minute))))
    return {"trigger": trigger, "next_fire_at": due_at, "next_local_on": local.date(), "next_slot": minute}
