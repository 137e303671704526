"""What this database remembers of itself, such as which command menu Telegram was last given."""

from sqlalchemy import select, update

from bot.store.engine import Tx
from bot.store.tables import note


async def read(tx: Tx, name: str) -> str | None:
    return (await tx.conn.execute(select(note.c.value).where(note.c.name == name))).scalar_one_or_none()


async def write(tx: Tx, name: str, value: str) -> None:
    if not await tx.insert_new(note, [{"name": name, "value": value}]):
        await tx.conn.execute(update(note).where(note.c.name == name).values(value=value))
