"""The diary: what a person told of themself, sealed. One entry for each message at most."""

import json
from datetime import datetime

from sqlalchemy import select

from bot.core.diary import Entry
from bot.store.engine import Tx
from bot.store.tables import diary


async def note(tx: Tx, person_id: int, update_id: int, entry: Entry) -> None:
    """Write it down; the same message again changes nothing."""
    plain = json.dumps([entry.what, entry.amount, entry.unit])
    values = {"person_id": person_id, "update_id": update_id, "at": tx.now}
    await tx.insert_new(diary, [values | {"entry": tx.seal(plain, _about(person_id, update_id))}])


async def since(tx: Tx, person_id: int, begin: datetime) -> list[Entry]:
    """Everything from then on, oldest first."""
    query = select(diary).where(diary.c.person_id == person_id, diary.c.at >= begin).order_by(diary.c.id)
    rows = await tx.conn.execute(query)
    return [Entry(*json.loads(tx.open(row.entry, _about(person_id, row.update_id)))) for row in rows]


def _about(person_id: int, update_id: int) -> str:
    return f"diary:{person_id}:{update_id}"
