"""What people typed in the last minutes, sealed: messages in a row are read together, and then forgotten."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from bot.store.engine import Tx
from bot.store.tables import said

TOGETHER_FOR = timedelta(minutes=10)
MOST = 6  # messages


@dataclass(frozen=True, slots=True)
class Said:
    """`texts`: this message after those before it, oldest first. `is_new`: it was not noted before; else `reply` is what it was
    answered with then, if that was written down."""

    texts: tuple[str, ...]
    is_new: bool
    reply: str | None = None


async def note(tx: Tx, person_id: int, update_id: int, text: str) -> Said:
    """Note a message.

    An edited message comes as an update of its own, and so as the newest one.
    """
    values = {"person_id": person_id, "update_id": update_id, "said_at": tx.now}
    sealed = tx.seal(text, _about(person_id, update_id))
    is_new = await tx.insert_new(said, [values | {"text": sealed}]) > 0
    texts = (*await _before(tx, person_id, update_id), text)
    return Said(texts, is_new, None if is_new else await _reply(tx, person_id, update_id))


async def answer(tx: Tx, person_id: int, update_id: int, reply: str) -> None:
    """Write down what a message was answered with, in the breath in which it takes effect; nothing for a tap."""
    query = update(said).where(said.c.person_id == person_id, said.c.update_id == update_id)
    await tx.conn.execute(query.values(reply=tx.seal(reply, f"{_about(person_id, update_id)}:reply")))


async def _reply(tx: Tx, person_id: int, update_id: int) -> str | None:
    query = select(said.c.reply).where(said.c.person_id == person_id, said.c.update_id == update_id)
    sealed = (await tx.conn.execute(query)).scalar_one_or_none()
    return None if sealed is None else tx.open(sealed, f"{_about(person_id, update_id)}:reply")


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
