"""The outbox: every message that is sent later, from planned to settled, with leases in real time."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.core.late import LATE_AFTER, PARTS
from bot.core.outgoing import ONCE_PART, Kind, Lane, Outgoing, Settlement, State
from bot.store.among import among, among_those, pairs
from bot.store.engine import Tx
from bot.store.leases import CLOCKS_DIFFER_BY
from bot.store.tables import hold, message, occurrence, person, reminder

LEASE_FOR = 45.0  # seconds; longer than the longest send
LONGEST_PAUSE = 3600.0  # seconds; the longest wait Telegram may ask for
LIVE = (State.PLANNED, State.CLAIMED)
_OF_OUTGOING = (
    *(message.c.id, message.c.person_id, message.c.lane, message.c.kind, message.c.part, message.c.due_at),
    *(message.c.tries, message.c.faults, message.c.checkup_id, message.c.hold_id, message.c.follows_id),
    *(message.c.care_plan_id, message.c.pack_id),
)

_OURS = (
    among_those(message.c.id),
    message.c.state == State.CLAIMED,
    message.c.lease_owner == bindparam("by"),
)
_START = (
    update(message)
    .where(*_OURS)
    .values(started_at=bindparam("begins"), lease_until=bindparam("lapses"))
    .returning(message.c.id)
)
_LAST_LOOK = (
    select(
        message.c.id,
        message.c.expires_at,
        person.c.unreachable_at,
        exists().where(hold.c.person_id == message.c.person_id, hold.c.lifted_at.is_(None)).label("held"),
        exists()
        .where(
            occurrence.c.message_id == message.c.id,
            occurrence.c.reminder_id == reminder.c.id,
            reminder.c.is_on,
        )
        .label("wanted"),
    )
    .join(person)
    .where(*_OURS)
)
_IS_LATE_PART = and_(message.c.kind.in_(PARTS), message.c.due_at < bindparam("late"))  # as in core.late
_READY = and_(
    message.c.state == State.PLANNED,
    message.c.due_at <= bindparam("now"),
    or_(
        message.c.not_before.is_(None),
        message.c.not_before <= bindparam("real"),
        message.c.not_before > bindparam("real") + (LONGEST_PAUSE + CLOCKS_DIFFER_BY),  # the clock went back
    ),
)


async def add(tx: Tx, person_id: int, lane: Lane, kind: Kind, due_at: datetime, **columns: Any) -> int:
    """Plan a message; `columns` may give part, expires_at, checkup_id, hold_id, care_plan_id,
    pack_id, local_on. Returns its id."""
    values = {"person_id": person_id, "lane": lane, "kind": kind, "part": "", "due_at": due_at, **columns}
    insert = message.insert().values(state=State.PLANNED, tries=0, faults=0, **values)
    return int((await tx.conn.execute(insert.returning(message.c.id))).scalar_one())


async def claim(
    tx: Tx,
    most: int,
    *,
    lanes: Iterable[Lane] = tuple(Lane),
    only: int | None = None,
    on_time: bool = False,
) -> list[Outgoing]:
    """Take up to `most` messages that are due, lane by lane in their order, for LEASE_FOR seconds.

    `on_time`: leave out late parts, see late_parts.
    """
    taken: list[Outgoing] = []
    for lane in sorted(lanes):
        # Each by itself: one order over all lanes would walk through all that is not due yet.
        if len(taken) < most:
            taken += await _claim(tx, lane, most - len(taken), only=only, on_time=on_time)
    return taken


async def late_parts(tx: Tx, most: int) -> list[tuple[int, int]]:
    """Late parts that can go out now, each with its person: those of one person want to be gathered."""
    rows = await tx.conn.execute(_late_parts(), _clocks(tx) | {"most": most})
    return [(row.id, row.person_id) for row in rows]


async def _claim(tx: Tx, lane: Lane, most: int, *, only: int | None, on_time: bool) -> list[Outgoing]:
    given = _clocks(tx) | {"most": most, "by": tx.owner, "lapses": tx.real + LEASE_FOR}
    if only is not None:
        given["only"] = only
    rows = (await tx.conn.execute(_claiming(lane, only is not None, on_time), given)).all()
    return sorted(map(from_row, rows), key=lambda one: (one.due_at, one.id))


# Statements are made once: to put one together takes longer than to run it.


def _clocks(tx: Tx) -> dict[str, Any]:
    return {"now": tx.now, "real": tx.real, "late": tx.now - LATE_AFTER}


@cache
def _late_parts() -> Select[Any]:
    query = select(message.c.id, message.c.person_id).where(_READY, message.c.lane == Lane.TIMED)
    return query.where(_IS_LATE_PART).order_by(message.c.due_at, message.c.id).limit(bindparam("most"))


@cache
def _is_due(lane: Lane) -> Select[Any]:
    return select(message.c.id).where(_READY, message.c.lane == lane).limit(1)


@cache
def _claiming(lane: Lane, only: bool, on_time: bool) -> ReturningUpdate[Any]:
    """What is urgent waits for nobody. All else leaves out people whom somebody is busy with, and keeps them until it has
    started: a hold that is being written down is seen, or begins only after the send."""
    wanted = [message.c.id == bindparam("only")] if only else []
    if on_time and lane is Lane.TIMED:
        wanted.append(not_(_IS_LATE_PART))
    picked = select(message.c.id).where(_READY, message.c.lane == lane, *wanted)
    picked = picked.order_by(message.c.due_at, message.c.id)
    ours = [message]
    if lane is not Lane.URGENT:
        ours, picked = [message, person], picked.join(person)
    picked = picked.limit(bindparam("most")).with_for_update(skip_locked=True, key_share=True, of=ours)
    # MATERIALIZED: or a nested-loop plan runs the LIMIT once for each row and takes them all
    chosen = picked.cte("chosen").prefix_with("MATERIALIZED")
    take = update(message).where(message.c.id == chosen.c.id)
    lease: dict[str, Any] = {"lease_owner": bindparam("by"), "lease_until": bindparam("lapses")}
    return take.values(state=State.CLAIMED, **lease).returning(*_OF_OUTGOING)


async def start(tx: Tx, batch: list[Outgoing]) -> set[int]:
    """Mark the start of these sends: the last look at holds, expiry and the people. The ids of those that may go out;
    the others end here, with what they carry."""
    stopped = await _reasons_not_to(tx, batch)
    for state in set(stopped.values()):
        await end(tx, [one for one, reason in stopped.items() if reason is state], state)
    given = _mine(tx, [one.id for one in batch if one.id not in stopped])
    given |= {"begins": tx.now, "lapses": tx.real + LEASE_FOR}
    return set((await tx.conn.execute(_START, given)).scalars())


async def settle(tx: Tx, settled: list[tuple[Outgoing, Settlement, int | None]]) -> None:
    """Write down what became of sends, each with Telegram's id of the message; only where the lease is still ours."""
    alike: dict[Settlement, list[tuple[int, int | None]]] = {}
    for outgoing, settlement, telegram_id in settled:
        alike.setdefault(settlement, []).append((outgoing.id, telegram_id))
    for settlement, ones in alike.items():
        is_over = settlement.state is not State.PLANNED
        given = _mine(tx, [one for one, _ in ones]) | {"told": [told for _, told in ones]}
        given |= {"now_tries": settlement.tries, "now_faults": settlement.faults}
        if is_over:
            sent_at = tx.now if settlement.state is State.SENT else None
            given |= {"now_state": str(settlement.state), "now_sent_at": sent_at}
        else:
            given["to_wait_until"] = tx.real + settlement.wait
        await tx.conn.execute(_settling(tx.conn.dialect.name, is_over), given)


@cache
def _settling(dialect: str, is_over: bool) -> Update:
    """Many that ended alike in one statement, each with what Telegram calls it; taken in the order everybody keeps."""
    mine = select(message.c.id).where(*_OURS).order_by(message.c.id).with_for_update().cte("mine")
    told = pairs(dialect, "ids", "told")
    changed: dict[str, Any] = {
        "tries": bindparam("now_tries"),
        "faults": bindparam("now_faults"),
        "telegram_message_id": told.second,
        "lease_owner": None,
        "lease_until": None,
    }
    if is_over:
        changed |= {"state": bindparam("now_state"), "sent_at": bindparam("now_sent_at")}
    else:
        changed |= {"state": State.PLANNED, "started_at": None, "not_before": bindparam("to_wait_until")}
    return update(message).where(message.c.id == mine.c.id, message.c.id == told.first).values(changed)


async def postpone(tx: Tx, outgoing: Outgoing, due_at: datetime) -> None:
    """Not now but then, and then however late."""
    values: dict[str, Any] = {"state": State.PLANNED, "lease_owner": None, "lease_until": None}
    values |= {"started_at": None, "due_at": due_at, "expires_at": None}
    await tx.conn.execute(update(message).where(*_all_mine(tx, [outgoing.id])).values(values))


async def give_back(tx: Tx, outgoing: Outgoing) -> None:
    """Not started after all: whoever comes next may take it."""
    values = {"state": State.PLANNED, "lease_owner": None, "lease_until": None}
    await tx.conn.execute(update(message).where(*_all_mine(tx, [outgoing.id])).values(values))


async def abandoned(tx: Tx, owners_gone: Iterable[str] = ()) -> list[tuple[Outgoing, bool]]:
    """Claimed messages whose process let the lease run out or is gone, each with whether its send was started.

    They are ours from now on, to be settled.
    """
    gone = or_(_is_over(tx, message.c.lease_until, LEASE_FOR), message.c.lease_owner.in_(list(owners_gone)))
    picked = select(message.c.id).where(message.c.state == State.CLAIMED, gone).order_by(message.c.id)
    # Skipping what is locked: two that rescue at once must not wait for each other, each with half of it.
    left = picked.with_for_update(skip_locked=True).cte("left_behind").prefix_with("MATERIALIZED")
    query = update(message).where(message.c.id == left.c.id)
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


async def is_any_due(tx: Tx, lanes: Iterable[Lane]) -> bool:
    """Whether a message of these lanes can be sent now."""
    for lane in lanes:
        if (await tx.conn.execute(_is_due(lane), _clocks(tx))).first() is not None:
            return True
    return False


async def next_due_at(tx: Tx) -> datetime | None:
    """When the next planned message falls due, past instants included."""
    query: Select[Any] = select(func.min(message.c.due_at)).where(message.c.state == State.PLANNED)
    return cast("datetime | None", (await tx.conn.execute(query)).scalar_one())


def _is_over(tx: Tx, until: ColumnElement[float], longest: float) -> ColumnElement[bool]:
    """Whether a wait has ended; one that ends further ahead than any wait can was set before the clock went back."""
    return or_(until <= tx.real, until > tx.real + longest + CLOCKS_DIFFER_BY)


def _all_mine(tx: Tx, message_ids: list[int]) -> tuple[ColumnElement[bool], ...]:
    mine = (message.c.state == State.CLAIMED, message.c.lease_owner == tx.owner)
    return (among(message.c.id, message_ids), *mine)


def _mine(tx: Tx, message_ids: list[int]) -> dict[str, Any]:
    return {"ids": message_ids, "by": tx.owner}


async def _reasons_not_to(tx: Tx, batch: list[Outgoing]) -> dict[int, State]:
    """For those that must not go out after all, the state they end in."""
    rows = await tx.conn.execute(_LAST_LOOK, _mine(tx, [one.id for one in batch]))
    by_id = {one.id: one for one in batch}
    reasons = {row.id: _reason_not_to(tx, by_id[row.id], row) for row in rows}
    return {message_id: reason for message_id, reason in reasons.items() if reason is not None}


def _reason_not_to(tx: Tx, outgoing: Outgoing, row: Row[Any]) -> State | None:
    if row.unreachable_at is not None and outgoing.lane is not Lane.URGENT:
        return State.EXPIRED
    if row.held and outgoing.is_stopped_by_a_hold:
        return State.HELD
    if row.expires_at is not None and row.expires_at <= tx.now:
        return State.EXPIRED
    is_in_series = outgoing.kind is Kind.REMINDER and outgoing.part != ONCE_PART
    return State.CANCELLED if is_in_series and not row.wanted else None


async def end(tx: Tx, message_ids: list[int], state: State) -> None:
    """Messages we hold are not to be sent: they, and what they carry, end in `state`."""
    query = update(message).where(*_all_mine(tx, message_ids))
    ended = (
        await tx.conn.execute(query.values(state=state, lease_until=None).returning(message.c.id))
    ).scalars()
    skipped = update(occurrence).where(among(occurrence.c.message_id, ended))
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
