"""The question a person is being asked on the screen they look at: what they type next is its answer."""

from datetime import timedelta

from sqlalchemy import delete, select

from bot.store.engine import Tx
from bot.store.tables import question

OPEN_FOR = timedelta(minutes=15)


async def ask(tx: Tx, person_id: int, about: str) -> None:
    """`about` (64 characters at most) says to the asker what to do with the answer."""
    await drop(tx, person_id)
    values = {"person_id": person_id, "about": about, "expires_at": tx.now + OPEN_FOR}
    await tx.conn.execute(question.insert().values(values))


async def pending(tx: Tx, person_id: int) -> str | None:
    """What is being asked, unless it was too long ago."""
    query = select(question.c.about).where(question.c.person_id == person_id, question.c.expires_at > tx.now)
    return (await tx.conn.execute(query)).scalar_one_or_none()


async def drop(tx: Tx, person_id: int) -> None:
    """The person has gone on to something else."""
    await tx.conn.execute(delete(question).where(question.c.person_id == person_id))
