"""Care plans: two days of reminders after a check. A person has one open plan at most."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, func, select, update

from bot.core.outgoing import Kind, Lane
from bot.store import outbox
from bot.store.engine import Tx
from bot.store.tables import care_plan


@dataclass(frozen=True, slots=True)
class CarePlan:
    """`kinds` of reminders it was begun with; `ended_at` is None while it runs; `answer` to how it went."""

    id: int
    person_id: int
    checkup_id: int
    kinds: tuple[str, ...]
    begun_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    answer: str | None


async def begin(tx: Tx, person_id: int, checkup_id: int, kinds: list[str], lasts: timedelta) -> CarePlan:
    """Begin a plan. One that already runs for the same check only takes the new kinds, and is not made longer."""
    current = await find_open(tx, person_id)
    values = {"checkup_id": checkup_id, "kinds": ".".join(kinds)}
    if current is not None and current.checkup_id == checkup_id:
        query = update(care_plan).where(care_plan.c.id == current.id).values(values)
        return _plan((await tx.conn.execute(query.returning(care_plan))).one())
    await end(tx, person_id)
    values |= {"person_id": person_id, "begun_at": tx.now, "ends_at": tx.now + lasts}
    return _plan((await tx.conn.execute(care_plan.insert().values(values).returning(care_plan))).one())


async def find_open(tx: Tx, person_id: int) -> CarePlan | None:
    query = select(care_plan).where(care_plan.c.person_id == person_id, care_plan.c.ended_at.is_(None))
    row = (await tx.conn.execute(query)).first()
    return None if row is None else _plan(row)


async def find(tx: Tx, plan_id: int, person_id: int) -> CarePlan | None:
    """This person's plan with that id: somebody else's is as good as none."""
    query = select(care_plan).where(care_plan.c.id == plan_id, care_plan.c.person_id == person_id)
    row = (await tx.conn.execute(query)).first()
    return None if row is None else _plan(row)


async def end(tx: Tx, person_id: int) -> None:
    """The open plan, if there is one, is over; nothing is asked about it."""
    query = update(care_plan).where(care_plan.c.person_id == person_id, care_plan.c.ended_at.is_(None))
    await tx.conn.execute(query.values(ended_at=tx.now))


async def over(tx: Tx, most: int) -> list[CarePlan]:
    """Open plans whose days are over."""
    query = select(care_plan).where(care_plan.c.ended_at.is_(None), care_plan.c.ends_at <= tx.now)
    query = query.order_by(care_plan.c.ends_at).limit(most)
    return [_plan(row) for row in await tx.conn.execute(query)]


async def next_end_at(tx: Tx) -> datetime | None:
    query = select(func.min(care_plan.c.ends_at)).where(care_plan.c.ended_at.is_(None))
    return cast("datetime | None", (await tx.conn.execute(query)).scalar_one())


async def close(tx: Tx, plan: CarePlan, keeps: timedelta) -> int:
    """End a plan, and ask how it went, in one breath: due when the plan was over, kept for `keeps` from now.

    Returns that message's id.
    """
    await end(tx, plan.person_id)
    linked: dict[str, Any] = {"care_plan_id": plan.id, "expires_at": tx.now + keeps}
    return await outbox.add(tx, plan.person_id, Lane.TIMED, Kind.PLAN_END, plan.ends_at, **linked)


async def answer(tx: Tx, plan_id: int, word: str) -> None:
    """`word`: better, same or worse. The last one counts."""
    await tx.conn.execute(update(care_plan).where(care_plan.c.id == plan_id).values(answer=word))


def _plan(row: Row[Any]) -> CarePlan:
    kinds = tuple(kind for kind in row.kinds.split(".") if kind)
    return CarePlan(
        row.id, row.person_id, row.checkup_id, kinds, row.begun_at, row.ends_at, row.ended_at, row.answer
    )
