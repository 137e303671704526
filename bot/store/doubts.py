"""Doubts: what may be a red flag is asked about, and asked about once more when nobody answers."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from bot.core.alarms import Doubt, Of
from bot.core.outgoing import Kind, Lane, State
from bot.store import outbox
from bot.store.engine import Tx
from bot.store.tables import doubt, message

SILENT_AFTER = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)
YES, OTHER, NO, TOLD = "yes", "other", "no", "told"


async def raise_one(
    tx: Tx, person_id: int, update_id: int, signs: tuple[str, ...], of: Of, *, instead: Doubt | None
) -> Doubt:
    """Ask about these signs, once for each update, `instead` of a doubt whose signs are among them."""
    if instead is not None:
        await answer(tx, instead, TOLD)
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
    planned = update(message).where(message.c.person_id == asked.person_id, message.c.kind == Kind.UNANSWERED)
    planned = planned.where(message.c.part == str(asked.id), message.c.state.in_(outbox.LIVE))
    await tx.conn.execute(planned.values(state=State.CANCELLED))


async def close(tx: Tx, person_id: int, of: Of) -> None:
    """All that is open about the writer, or about somebody else, is answered by an alarm."""
    query = select(doubt).where(doubt.c.person_id == person_id, doubt.c.answer.is_(None))
    for row in (await tx.conn.execute(query)).all():
        waiting = _doubt(tx, row)
        if waiting.of == of:
            await answer(tx, waiting, TOLD)


async def purge(tx: Tx) -> None:
    """Forget what was asked about long ago."""
    await tx.conn.execute(delete(doubt).where(doubt.c.asked_at < tx.now - KEPT_FOR))


async def _first(tx: Tx, query: Select[Any]) -> Doubt | None:
    row = (await tx.conn.execute(query.limit(1))).first()
    return None if row is None else _doubt(tx, row)


def _doubt(tx: Tx, row: Row[Any]) -> Doubt:
    of, *signs = json.loads(tx.open(row.signs, _about(row.person_id, row.update_id)))
    return Doubt(row.id, row.person_id, row.update_id, tuple(signs), of, row.answer, row.asked_at)


def _about(person_id: int, update_id: int) -> str:
    return f"doubt:{person_id}:{update_id}"
