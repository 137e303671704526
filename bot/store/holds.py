"""Holds: routine reminders stopped because of a red flag, until the person says otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from bot.core.escalation import Escalation
from bot.core.outgoing import Kind, Lane
from bot.core.triage import Level
from bot.store import outbox
from bot.store.among import among
from bot.store.engine import Tx
from bot.store.tables import hold

WAITING, CALLED = "waiting", "called"


@dataclass(frozen=True, slots=True)
class Hold:
    """`state`: waiting, called (on the way), or how it was lifted: seen, not_happening."""

    id: int
    person_id: int
    checkup_id: int
    level: str
    state: str
    begun_at: datetime
    is_open: bool


async def escalate(
    tx: Tx, person_id: int, checkup_id: int, escalation: Escalation, *, takes_over: bool = False
) -> int:
    """Write the message of this level, its hold and its check-backs, all in the caller's transaction.

    Returns the id of the message. A person has one open hold: a second red flag renews it, unless it is a lesser
    one, which is said but leaves the hold and its check-backs as they are, unless it `takes_over`.
    """
    hold_id, is_fresh = (
        await _begin(tx, person_id, checkup_id, escalation, takes_over=takes_over)
        if escalation.holds
        else (None, False)
    )
    linked = {"checkup_id": checkup_id, "hold_id": hold_id}
    asks_back = is_fresh or escalation.level is Level.DOCTOR
    for part in escalation.check_backs if asks_back else ():
        dates = {"part": part.part, "expires_at": part.expires_at}
        await outbox.add(tx, person_id, Lane.TIMED, Kind.CHECK_BACK, part.due_at, **dates, **linked)
    is_urgent = escalation.level >= Level.URGENT
    lane, kind = (Lane.URGENT, Kind.URGENT) if is_urgent else (Lane.TIMED, Kind.DOCTOR)
    return await outbox.add(tx, person_id, lane, kind, tx.now, part=escalation.level.word, **linked)


async def find_open(tx: Tx, person_id: int) -> Hold | None:
    row = (
        await tx.conn.execute(select(hold).where(hold.c.person_id == person_id, hold.c.lifted_at.is_(None)))
    ).first()
    return None if row is None else _hold(row)


async def people_held(tx: Tx, person_ids: list[int]) -> set[int]:
    """Those of them with an open hold."""
    query = select(hold.c.person_id).where(among(hold.c.person_id, person_ids), hold.c.lifted_at.is_(None))
    return set((await tx.conn.execute(query)).scalars())


async def find(tx: Tx, hold_id: int, person_id: int) -> Hold | None:
    """This person's hold with that id: somebody else's is as good as none."""
    row = (
        await tx.conn.execute(select(hold).where(hold.c.id == hold_id, hold.c.person_id == person_id))
    ).first()
    return None if row is None else _hold(row)


async def note_called(tx: Tx, hold_id: int) -> None:
    """The person has called or is on the way: no more check-backs, the hold stays."""
    await outbox.cancel_check_backs(tx, hold_id)
    query = update(hold).where(hold.c.id == hold_id, hold.c.lifted_at.is_(None))
    await tx.conn.execute(query.values(state=CALLED, answered_at=tx.now))


async def lift(tx: Tx, hold_id: int, because: str) -> None:
    """`because`: "seen" or "not_happening". Lifting twice changes nothing."""
    await outbox.cancel_check_backs(tx, hold_id)
    await outbox.cancel_repeats(tx, hold_id)
    query = update(hold).where(hold.c.id == hold_id, hold.c.lifted_at.is_(None))
    await tx.conn.execute(query.values(state=because, answered_at=tx.now, lifted_at=tx.now))


async def _begin(
    tx: Tx, person_id: int, checkup_id: int, escalation: Escalation, *, takes_over: bool
) -> tuple[int, bool]:
    """The id of the open hold, and whether this red flag made or renewed it."""
    fresh = {"checkup_id": checkup_id, "level": escalation.level.word, "state": WAITING, "begun_at": tx.now}
    current = await find_open(tx, person_id)
    if current is None:
        insert = hold.insert().values(person_id=person_id, **fresh).returning(hold.c.id)
        return int((await tx.conn.execute(insert)).scalar_one()), True
    if Level.of(current.level) > escalation.level and not takes_over:
        return current.id, False
    await outbox.cancel_check_backs(tx, current.id)
    await tx.conn.execute(update(hold).where(hold.c.id == current.id).values(answered_at=None, **fresh))
    return current.id, True


def _hold(row: Row[Any]) -> Hold:
    return Hold(
        row.id, row.person_id, row.checkup_id, row.level, row.state, row.begun_at, row.lifted_at is None
    )
