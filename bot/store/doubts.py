"""Doubts: what may be a red flag is asked about, and asked about once more when nobody answers."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, Select, delete, select, update

from bot.core.outgoing import Kind, Lane, State
from bot.store import outbox
from bot.store.engine import Tx
from bot.store.tables import doubt, message

SILENT_AFTER = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)
YES, OTHER, NO, TOLD = "yes", "other", "no", "told"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`signs` may be there, in the person themself or in somebody (`of`); none: nothing was understood. `answer`: yes,
    other, no, told, or None so far."""

    id: int
    person_id: int
    update_id: int
    signs: tuple[str, ...]
    of: Literal["me", "other"]
    answer: str | None
    asked_at: datetime


async def raise_one(
    tx: Tx, person_id: int, update_id: int, signs: tuple[str, ...], of: Literal["me", "other"]
) -> Doubt:
    """Ask about these signs, once for each update. A doubt that is still open gives way to it."""
    await close(tx, person_id, TOLD, but_update=update_id)
    sealed = tx.seal(json.dumps([of, *signs]), _about(person_id, update_id))
    values = {"person_id": person_id, "update_id": update_id, "signs": sealed, "asked_at": tx.now}
    is_new = await tx.insert_new(doubt, [values])
    query = select(doubt).where(doubt.c.person_id == person_id, doubt.c.update_id == update_id)
    raised = _doubt(tx, (await tx.conn.execute(query)).one())
    if is_new:
        due_at = tx.now + SILENT_AFTER
        await outbox.add(tx, person_id, Lane.URGENT, Kind.UNANSWERED, due_at, part=str(raised.id))
    return raised


async def find(tx: Tx, doubt_id: int, person_id: int) -> Doubt | None:
    """This person's doubt with that id: somebody else's is as good as none."""
    return await _first(tx, select(doubt).where(doubt.c.id == doubt_id, doubt.c.person_id == person_id))


async def find_open(tx: Tx, person_id: int, within: timedelta) -> Doubt | None:
    """The one that this person was asked about lately and has not answered."""
    query = select(doubt).where(doubt.c.person_id == person_id, doubt.c.answer.is_(None))
    return await _first(tx, query.where(doubt.c.asked_at > tx.now - within).order_by(doubt.c.id.desc()))


async def since(tx: Tx, person_id: int, within: timedelta) -> list[Doubt]:
    """What this person was asked about lately, oldest first."""
    query = select(doubt).where(doubt.c.person_id == person_id, doubt.c.asked_at > tx.now - within)
    return [_doubt(tx, row) for row in await tx.conn.execute(query.order_by(doubt.c.id))]


async def answer(tx: Tx, asked: Doubt, word: str) -> None:
    """Write the answer, also in place of an earlier one; nothing more is said about the silence."""
    await tx.conn.execute(update(doubt).where(doubt.c.id == asked.id).values(answer=word))
    await _cancel(tx, asked.person_id, [asked.id])


async def close(tx: Tx, person_id: int, word: str, *, but_update: int | None = None) -> None:
    """All that is open is answered by something else."""
    query = update(doubt).where(doubt.c.person_id == person_id, doubt.c.answer.is_(None))
    if but_update is not None:
        query = query.where(doubt.c.update_id != but_update)
    closed = (await tx.conn.execute(query.values(answer=word).returning(doubt.c.id))).scalars()
    await _cancel(tx, person_id, list(closed))


async def purge(tx: Tx) -> None:
    """Forget what was asked about long ago."""
    await tx.conn.execute(delete(doubt).where(doubt.c.asked_at < tx.now - KEPT_FOR))


async def _cancel(tx: Tx, person_id: int, doubt_ids: list[int]) -> None:
    parts = [str(one) for one in doubt_ids]
    query = update(message).where(message.c.person_id == person_id, message.c.kind == Kind.UNANSWERED)
    query = query.where(message.c.part.in_(parts), message.c.state.in_(outbox.LIVE))
    await tx.conn.execute(query.values(state=State.CANCELLED))


async def _first(tx: Tx, query: Select[Any]) -> Doubt | None:
    row = (await tx.conn.execute(query.limit(1))).first()
    return None if row is None else _doubt(tx, row)


def _doubt(tx: Tx, row: Row[Any]) -> Doubt:
    of, *signs = json.loads(tx.open(row.signs, _about(row.person_id, row.update_id)))
    return Doubt(row.id, row.person_id, row.update_id, tuple(signs), of, row.answer, row.asked_at)


def _about(person_id: int, update_id: int) -> str:
    return f"doubt:{person_id}:{update_id}"
