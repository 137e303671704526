"""The row that says how much all processes together have sent. It is read, and changed only if nobody else did since:
a process that stands still in between holds nobody up, which a lock would."""

import asyncio
from dataclasses import asdict, astuple, dataclass

from sqlalchemy import Float, cast, func, select, update

from bot.clock import real_seconds
from bot.core.pacing import Bearing, Tally
from bot.store.engine import Tx
from bot.store.tables import budget

_COLUMNS = (budget.c.tat, budget.c.yield_until, budget.c.paused_until)


@dataclass(frozen=True, slots=True)
class Seen:
    """The row, the time on its clock (the database's own, as machines differ), and where ours stands to that."""

    tally: Tally
    now: float
    bearing: Bearing


async def look(tx: Tx, name: str) -> Seen:
    """The row as it is, made if there is none yet."""
    loop = asyncio.get_running_loop()
    is_postgresql = tx.conn.dialect.name == "postgresql"
    clock = (cast(func.extract("epoch", func.clock_timestamp()), Float),) if is_postgresql else ()
    query = select(*_COLUMNS, *clock).where(budget.c.name == name)
    before = loop.time()
    row = (await tx.conn.execute(query)).one_or_none()
    after = loop.time()
    if row is None:
        await tx.insert_new(budget, [{"name": name, **asdict(Tally())}])
        return await look(tx, name)
    if is_postgresql:
        now = row[3]
    else:
        now, before = real_seconds(), after
    return Seen(Tally(*row[:3]), now, Bearing(before - now, after - now))


async def swap(tx: Tx, name: str, old: Tally, new: Tally) -> bool:
    """Write `new` if the row is still `old`; whether it was."""
    same = (column == value for column, value in zip(_COLUMNS, astuple(old), strict=True))
    done = await tx.conn.execute(update(budget).where(budget.c.name == name, *same).values(asdict(new)))
    return done.rowcount == 1
