"""The outbox: every message that is sent later, from planned to settled, with leases in real time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, update

from bot.core.outgoing import Kind, Lane, Outgoing, Settlement, State
from bot.store.engine import Tx
from bot.store.tables import hold, message, occurrence, person, reminder

LEASE_FOR = 45.0  # seconds; longer than the longest send
LONGEST_PAUSE = 3600.0  # seconds; the longest wait Telegram may ask for
LIVE = (State.PLANNED, State.CLAIMED)


async def add(tx: Tx, person_id: int, lane: Lane, kind: Kind, due_at: datetime, **columns: Any) -> int:
    """Plan a message; `columns` may give part, expires_at, checkup_id, hold_id, care_plan_id,
    pack_id, local_on. Returns its id."""
    values = {"person_id": person_id, "lane": lane, "kind": kind, "part": "", "due_at": due_at, **columns}
    insert = message.insert().values(state=State.PLANNED, tries=0, faults=0, **values)
    return int((await tx.conn.execute(insert.returning(message.c.id))).scalar_one())


async def claim(tx: Tx, most: int, *, only: int | None = None) -> list[Outgoing]:
    """Take up to `most` messages that are due, urgent ones first, for LEASE_FOR seconds."""
    ready = _ready(tx) if only is None else and_(_ready(tx), message.c.id == only)
    picked = select(message.c.id).where(ready).order_by(message.c.lane, message.c.due_at, message.c.id)
    picked = picked.limit(most).with_for_update(skip_locked=True)
    # MATERIALIZED: or a nested-loop plan runs the LIMIT once for each row and takes them all
    chosen = picked.cte("chosen").prefix_with("MATERIALIZED")
    take = update(message).where(message.c.id.in_(select(chosen.c.id)))
    take = take.values(state=State.CLAIMED, lease_owner=tx.owner, lease_until=tx.real + LEASE_FOR)
    rows = (await tx.conn.execute(take.returning(message))).all()
    return sorted(map(from_row, rows), key=lambda one: (one.lane, one.due_at, one.id))


async def start(tx: Tx, outgoing: Outgoing) -> bool:
    """Mark the start of a send, if it may still go out: the last look at hold, expiry and the person."""
    stopped = await _reason_not_to(tx, outgoing)
    if stopped is not None:
        await end(tx, outgoing.id, stopped)
        return False
    query = (
        update(message)
        .where(*_mine(tx, outgoing.id))
        .values(started_at=tx.now, lease_until=tx.real + LEASE_FOR)
    )
    return (await tx.conn.execute(query)).rowcount == 1


async def settle(tx: Tx, outgoing: Outgoing, settlement: Settlement, telegram_message_id: int | None) -> bool:
    """Write down what became of a send, if the lease is still ours."""
    values: dict[str, Any] = {
        "state": settlement.state,
        "tries": settlement.tries,
        "faults": settlement.faults,
    }
    values |= {"lease_owner": None, "lease_until": None, "telegram_message_id": telegram_message_id}
    if settlement.state is State.SENT:
        values["sent_at"] = tx.now
    if settlement.state is State.PLANNED:
        values |= {"started_at": None, "not_before": tx.real + settlement.wait}
    done = await tx.conn.execute(update(message).where(*_mine(tx, outgoing.id)).values(values))
    return done.rowcount == 1


async def postpone(tx: Tx, outgoing: Outgoing, due_at: datetime) -> None:
    """Not now but then, and then however late."""
    values: dict[str, Any] = {"state": State.PLANNED, "lease_owner": None, "lease_until": None}
    values |= {"started_at": None, "due_at": due_at, "expires_at": None}
    await tx.conn.execute(update(message).where(*_mine(tx, outgoing.id)).values(values))


async def give_back(tx: Tx, outgoing: Outgoing) -> None:
    """Not started after all: whoever comes next may take it."""
    values = {"state": State.PLANNED, "lease_owner": None, "lease_until": None}
    await tx.conn.execute(update(message).where(*_mine(tx, outgoing.id)).values(values))


async def abandoned(tx: Tx, owners_gone: Iterable[str] = ()) -> list[tuple[Outgoing, bool]]:
    """Claimed messages whose process let the lease run out or is gone, each with whether its send was started.

    They are ours from now on, to be settled.
    """
    gone = or_(_is_over(tx, message.c.lease_until, LEASE_FOR), message.c.lease_owner.in_(list(owners_gone)))
    query = update(message).where(message.c.state == State.CLAIMED, gone)
    query = query.values(lease_owner=tx.owner, lease_until=tx.real + LEASE_FOR)
    rows = (await tx.conn.execute(query.returning(message))).all()
    return [(from_row(row), row.started_at is not None) for row in rows]


async def owners(tx: Tx) -> set[str]:
    query = select(message.c.lease_owner).where(message.c.state == State.CLAIMED)
    return {owner for owner in (await tx.conn.execute(query.distinct())).scalars() if owner}


async def any_lapsed(tx: Tx) -> bool:
    """Whether a claimed message's lease has run out."""
    query = select(
        exists().where(message.c.state == State.CLAIMED, _is_over(tx, message.c.lease_until, LEASE_FOR))
    )
    return bool((await tx.conn.execute(query)).scalar_one())


async def is_told(tx: Tx, hold_id: int) -> bool:
    """Whether an urgent message of this hold has certainly arrived."""
    arrived = (message.c.kind == Kind.URGENT, message.c.state == State.SENT)
    return bool(
        (await tx.conn.execute(select(exists().where(message.c.hold_id == hold_id, *arrived)))).scalar_one()
    )


async def was_sent_to_a_doctor(tx: Tx, checkup_id: int) -> bool:
    """Whether the message on seeing a doctor went out for this checkup, before an answer was changed."""
    gone = (message.c.kind == Kind.DOCTOR, message.c.state.in_((State.SENT, State.UNCERTAIN)))
    found = select(exists().where(message.c.checkup_id == checkup_id, *gone))
    return bool((await tx.conn.execute(found)).scalar_one())


async def revive(tx: Tx, person_id: int) -> None:
    """The person can be reached again: an urgent message that could not be, for a hold still open, goes out now."""
    still = select(hold.c.id).where(hold.c.person_id == person_id, hold.c.lifted_at.is_(None))
    query = update(message).where(message.c.kind == Kind.URGENT, message.c.state == State.FAILED)
    query = query.where(message.c.hold_id.in_(still))
    await tx.conn.execute(query.values(state=State.PLANNED, not_before=None, started_at=None))


async def cancel_check_backs(tx: Tx, hold_id: int) -> None:
    """The person has answered, or was asked anew: planned check-backs of this hold are not sent."""
    query = update(message).where(message.c.hold_id == hold_id, message.c.kind == Kind.CHECK_BACK)
    await tx.conn.execute(query.where(message.c.state.in_(LIVE)).values(state=State.CANCELLED))


async def cancel_repeats(tx: Tx, hold_id: int) -> None:
    """It is seen to, or not happening: an urgent message that may have arrived is not repeated any more."""
    query = update(message).where(message.c.hold_id == hold_id, message.c.kind == Kind.URGENT)
    query = query.where(message.c.state == State.PLANNED, message.c.tries > 0)
    await tx.conn.execute(query.values(state=State.CANCELLED))


async def cancel_doctor(tx: Tx, person_id: int) -> None:
    """The person has answered, or checked anew: what waits to ask whether they saw a doctor is not sent."""
    query = update(message).where(message.c.person_id == person_id, message.c.hold_id.is_(None))
    query = query.where(message.c.kind.in_((Kind.DOCTOR, Kind.CHECK_BACK)), message.c.state.in_(LIVE))
    await tx.conn.execute(query.values(state=State.CANCELLED))


async def cancel_pack(tx: Tx, pack_id: int) -> None:
    """The pack was taken off early: its remaining parts are not sent."""
    query = update(message).where(message.c.pack_id == pack_id, message.c.state.in_(LIVE))
    await tx.conn.execute(query.values(state=State.CANCELLED))


async def next_due_at(tx: Tx) -> datetime | None:
    """When the next planned message falls due, past instants included."""
    query: Select[Any] = select(func.min(message.c.due_at)).where(message.c.state == State.PLANNED)
    return cast("datetime | None", (await tx.conn.execute(query)).scalar_one())


def _ready(tx: Tx) -> ColumnElement[bool]:
    waited = or_(message.c.not_before.is_(None), _is_over(tx, message.c.not_before, LONGEST_PAUSE))
    return and_(message.c.state == State.PLANNED, message.c.due_at <= tx.now, waited)


def _is_over(tx: Tx, until: ColumnElement[float], longest: float) -> ColumnElement[bool]:
    """Whether a wait has ended; one that ends further ahead than any wait can was set before the clock went back."""
    return or_(until <= tx.real, until > tx.real + longest)


def _mine(tx: Tx, message_id: int) -> tuple[ColumnElement[bool], ...]:
    return (message.c.id == message_id, message.c.state == State.CLAIMED, message.c.lease_owner == tx.owner)


async def _reason_not_to(tx: Tx, outgoing: Outgoing) -> State | None:
    gone = select(person.c.unreachable_at).where(person.c.id == outgoing.person_id)
    held = exists().where(hold.c.person_id == outgoing.person_id, hold.c.lifted_at.is_(None))
    expires = select(message.c.expires_at).where(message.c.id == outgoing.id)
    wanted = exists().where(
        occurrence.c.message_id == outgoing.id, occurrence.c.reminder_id == reminder.c.id, reminder.c.is_on
    )
    row = (
        await tx.conn.execute(select(gone.scalar_subquery(), held, expires.scalar_subquery(), wanted))
    ).one()
    if row[0] is not None and outgoing.lane is not Lane.URGENT:
        return State.EXPIRED
    if row[1] and outgoing.is_stopped_by_a_hold:
        return State.HELD
    if row[2] is not None and row[2] <= tx.now:
        return State.EXPIRED
    return State.CANCELLED if outgoing.kind is Kind.REMINDER and not row[3] else None


async def end(tx: Tx, message_id: int, state: State) -> None:
    """A message we hold is not to be sent: it, and what it carries, end in `state`."""
    await tx.conn.execute(update(message).where(*_mine(tx, message_id)).values(state=state, lease_until=None))
    skipped = update(occurrence).where(occurrence.c.message_id == message_id)
    await tx.conn.execute(skipped.values(outcome=str(state)))


def from_row(row: Row[Any]) -> Outgoing:
    return Outgoing(
        row.id,
        row.person_id,
        Lane(row.lane),
        Kind(row.kind),
        row.part,
        row.due_at,
        row.tries,
        row.faults,
        row.checkup_id,
        row.hold_id,
        row.follows_id is not None,
        row.care_plan_id,
        row.pack_id,
    )
