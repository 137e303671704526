"""What is known of a person from check to check: standing conditions and medicines, sealed."""

import json

from sqlalchemy import select, update

from bot.store.engine import Tx
from bot.store.tables import known


async def recall(tx: Tx, person_id: int) -> tuple[str, ...]:
    """The signs they told last, for confirming; empty when there are none."""
    row = (await tx.conn.execute(select(known.c.signs).where(known.c.person_id == person_id))).first()
    return () if row is None else tuple(json.loads(tx.open(row.signs, _about(person_id))))


async def remember(tx: Tx, person_id: int, signs: tuple[str, ...]) -> None:
    """In place of what was known before."""
    values = {"signs": tx.seal(json.dumps(signs), _about(person_id)), "told_at": tx.now}
    if not await tx.insert_new(known, [{"person_id": person_id, **values}]):
        await tx.conn.execute(update(known).where(known.c.person_id == person_id).values(values))


def _about(person_id: int) -> str:
    return f"known:{person_id}"
