"""What people typed in the last minutes, sealed: messages in a row are read together, and then forgotten."""

from datetime import timedelta

from sqlalchemy import delete, select

from bot.store.engine import Tx
from bot.store.tables import said

TOGETHER_FOR = timedelta(minutes=10)
MOST = 6  # messages


async def note(tx: Tx, person_id: int, update_id: int, text: str) -> tuple[list[str], bool]:
    """This message after those before it, oldest first, and whether it was not noted before.

    An edited message comes as an update of its own, and so as the newest one.
    """
    values = {"person_id": person_id, "update_id": update_id, "said_at": tx.now}
    sealed = tx.seal(text, _about(person_id, update_id))
    is_new = await tx.insert_new(said, [values | {"text": sealed}]) > 0
    return [*await _before(tx, person_id, update_id), text], is_new


async def purge(tx: Tx) -> None:
    """Forget everybody's messages that are too old to be read with new ones."""
    await tx.conn.execute(delete(said).where(said.c.said_at <= tx.now - TOGETHER_FOR))


async def _before(tx: Tx, person_id: int, update_id: int) -> list[str]:
    query = select(said.c.update_id, said.c.text).where(said.c.person_id == person_id)
    query = query.where(said.c.update_id < update_id, said.c.said_at > tx.now - TOGETHER_FOR)
    rows = (await tx.conn.execute(query.order_by(said.c.update_id.desc()).limit(MOST - 1))).all()
    return [tx.open(row.text, _about(person_id, row.update_id)) for row in reversed(rows)]


def _about(person_id: int, update_id: int) -> str:
    return f"said:{person_id}:{update_id}"
