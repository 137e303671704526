"""Packs: a cold or warm pack that was put on, and the messages that go with it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select, update

from bot.core.outgoing import Kind, Lane
from bot.core.packs import CHECK_SKIN, TAKE_OFF, Pack
from bot.store import outbox
from bot.store.engine import Tx
from bot.store.tables import pack
from content.reminder_schema import PackTimer

A_DAY = timedelta(days=1)


async def begin(tx: Tx, person_id: int, kind: str, timer: PackTimer) -> Pack:
    """A pack is put on: it and both its parts, in the caller's transaction, so that they outlive this process.

    "Check your skin" is no use once it is time to take the pack off; "take it off" never expires.
    """
    check_at = tx.now + timedelta(minutes=timer.check_skin)
    off_at = tx.now + timedelta(minutes=timer.take_off)
    values = {"person_id": person_id, "kind": kind, "begun_at": tx.now, "off_at": off_at}
    put_on = _pack((await tx.conn.execute(pack.insert().values(values).returning(pack))).one())
    await _part(tx, person_id, put_on, CHECK_SKIN, due_at=check_at, expires_at=off_at - timedelta.resolution)
    await _part(tx, person_id, put_on, TAKE_OFF, due_at=off_at, expires_at=None)
    return put_on


async def of_last_day(tx: Tx, person_id: int) -> tuple[Pack, ...]:
    """The packs put on within the last 24 hours, oldest first."""
    query = select(pack).where(pack.c.person_id == person_id, pack.c.begun_at > tx.now - A_DAY)
    return tuple(_pack(row) for row in await tx.conn.execute(query.order_by(pack.c.begun_at)))


async def find(tx: Tx, pack_id: int, person_id: int) -> Pack | None:
    """This person's pack with that id: somebody else's is as good as none."""
    row = (
        await tx.conn.execute(select(pack).where(pack.c.id == pack_id, pack.c.person_id == person_id))
    ).first()
    return None if row is None else _pack(row)


async def stop(tx: Tx, pack_id: int) -> None:
    """Taken off early: its remaining parts are not sent. Stopping twice changes nothing."""
    await outbox.cancel_pack(tx, pack_id)
    query = update(pack).where(pack.c.id == pack_id, pack.c.stopped_at.is_(None), pack.c.off_at > tx.now)
    await tx.conn.execute(query.values(stopped_at=tx.now))


async def _part(
    tx: Tx, person_id: int, of: Pack, part: str, *, due_at: datetime, expires_at: datetime | None
) -> None:
    linked: dict[str, Any] = {"part": part, "pack_id": of.id, "expires_at": expires_at}
    await outbox.add(tx, person_id, Lane.TIMED, Kind.COMPRESS, due_at, **linked)


def _pack(row: Row[Any]) -> Pack:
    return Pack(row.id, row.kind, row.begun_at, row.off_at, row.stopped_at)
