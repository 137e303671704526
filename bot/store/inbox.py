"""The inbox: updates that were committed before Telegram was told so, taken from here in each person's order."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Update,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.store.engine import Tx
from bot.store.leases import CLOCKS_DIFFER_BY
from bot.store.sealed import SealBroken
from bot.store.tables import inbox

log = logging.getLogger(__name__)

WAITING, DONE, DEAD = "waiting", "done", "dead"
LEASE_FOR = 60.0  # seconds; longer than any handler may take
LONGEST_PAUSE = 3600.0  # seconds; the longest wait Telegram may ask for
_LOOKED_AT = 100  # people, the longest waiting first


@dataclass(frozen=True, slots=True)
class Received:
    """One update that was taken for handling; its repr shows no content.

    `attempts` counts the earlier ones, `uncertain` those whose answer may have arrived.
    """

    bot_id: int
    update_id: int
    from_id: int
    attempts: int
    uncertain: int
    raw: dict[str, Any]

    def __repr__(self) -> str:
        return f"<update {self.update_id}>"


async def take_in(tx: Tx, bot_id: int, updates: list[tuple[int, dict[str, Any]]]) -> int:
    """Write down updates, each with the id of the person it is from; how many were new."""
    rows = [_row(tx, bot_id, from_id, raw) for from_id, raw in updates]
    return await tx.insert_new(inbox, rows) if rows else 0


async def take_in_dead(tx: Tx, bot_id: int, update_id: int) -> None:
    """Write down that an update came which cannot be read: its number and nothing else, so that a repeat is known."""
    row = {"bot_id": bot_id, "update_id": update_id, "from_id": 0, "state": DEAD, "received_at": tx.now}
    await tx.insert_new(inbox, [{**row, "attempts": 0, "uncertain": 0}])


async def longest_wait(tx: Tx) -> float:
    """Seconds for which some update has waited that could have been taken all that time."""
    since, pause = func.min(inbox.c.received_at), func.max(inbox.c.not_before)
    query = select(since, pause).where(inbox.c.state == WAITING).group_by(inbox.c.from_id)
    rows = await tx.conn.execute(query.having(_none_blocked(tx)).order_by(since).limit(_LOOKED_AT))
    return max((_waited(tx, received_at, until) for received_at, until in rows), default=0.0)


async def whose_turn(tx: Tx, most: int) -> list[int]:
    """People with an update that can be handled now, the longest waiting first."""
    query = select(inbox.c.from_id).where(inbox.c.state == WAITING).group_by(inbox.c.from_id)
    query = query.having(_none_blocked(tx)).order_by(func.min(inbox.c.update_id)).limit(most)
    return list((await tx.conn.execute(query)).scalars())


async def claim_next(tx: Tx, from_id: int) -> Received | None:
    """Take this person's oldest waiting update, unless one of theirs is being handled or is to wait."""
    await _take_turns(tx, from_id)
    row = (await tx.conn.execute(_take_oldest(tx, from_id).returning(inbox))).first()
    if row is None:
        return None
    try:
        raw = json.loads(tx.open(row.raw, _about(row.bot_id, row.update_id)))
    except (SealBroken, ValueError, RecursionError):
        log.error("update %d cannot be opened and is set aside", row.update_id)
        await tx.conn.execute(
            update(inbox).where(_is(row.bot_id, row.update_id)).values(state=DEAD, raw=None, from_id=0)
        )
        return await claim_next(tx, from_id)
    return Received(row.bot_id, row.update_id, row.from_id, row.attempts - 1, row.uncertain, raw)


async def _take_turns(tx: Tx, from_id: int) -> None:
    """Two processes that claim for one person at once each see the other's lease. On SQLite there is one writer."""
    if tx.conn.dialect.name == "postgresql":
        await tx.conn.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"inbox:{from_id}", 0)))
        )


async def settle_done(tx: Tx, received: Received) -> None:
    """Handled: what it said and who said it are gone at once, the id stays so that a repeat is known."""
    await _settle(tx, received, state=DONE, raw=None, from_id=0)


async def settle_dead(tx: Tx, received: Received) -> None:
    """It cannot be handled: set aside, so that it blocks nobody. What it said is not kept, as /privacy promises."""
    await _settle(tx, received, state=DEAD, raw=None, from_id=0)


async def settle_later(tx: Tx, received: Received, wait: float, uncertain: int) -> None:
    """Handle it again after `wait` seconds; this person's later updates wait behind it."""
    await _settle(tx, received, not_before=tx.real + wait, uncertain=uncertain)


async def is_superseded(tx: Tx, received: Received) -> bool:
    """Whether this person has gone on: a later update of theirs waits behind this one."""
    query = select(
        exists().where(inbox.c.from_id == received.from_id, inbox.c.state == WAITING, _later_than(received))
    )
    return bool((await tx.conn.execute(query)).scalar_one())


async def release(tx: Tx, owners_gone: list[str]) -> None:
    """Give back what processes that no longer exist had taken."""
    left = _skipping_locked(inbox.c.lease_owner.in_(owners_gone), inbox.c.state == WAITING)
    query = update(inbox).where(inbox.c.bot_id == left.c.bot_id, inbox.c.update_id == left.c.update_id)
    await tx.conn.execute(query.values(lease_owner=None, lease_until=None))


async def owners(tx: Tx) -> set[str]:
    query = select(inbox.c.lease_owner).where(inbox.c.state == WAITING, inbox.c.lease_owner.is_not(None))
    return set((await tx.conn.execute(query.distinct())).scalars())


async def purge(tx: Tx, older_than: timedelta) -> None:
    """Forget handled and set-aside updates; Telegram repeats none that old."""
    old = _skipping_locked(inbox.c.state != WAITING, inbox.c.received_at < tx.now - older_than)
    theirs = tuple_(inbox.c.bot_id, inbox.c.update_id).in_(select(old))
    await tx.conn.execute(delete(inbox).where(theirs))


def _row(tx: Tx, bot_id: int, from_id: int, raw: dict[str, Any]) -> dict[str, Any]:
    return {
        "bot_id": bot_id,
        "update_id": raw["update_id"],
        "from_id": from_id,
        "raw": tx.seal(json.dumps(raw), _about(bot_id, raw["update_id"])),
        "state": WAITING,
        "received_at": tx.now,
        "attempts": 0,
        "uncertain": 0,
    }


def _take_oldest(tx: Tx, from_id: int) -> Update:
    """Not FOR UPDATE SKIP LOCKED: skipping an update that is being taken would give its successor to somebody else.

    Who comes second waits for the first, and the conditions are looked at again.
    """
    busy = inbox.alias()
    blocked = exists().where(busy.c.from_id == from_id, busy.c.state == WAITING, _blocked(tx, busy))
    oldest = select(inbox.c.bot_id, inbox.c.update_id).where(inbox.c.from_id == from_id, ~blocked)
    oldest = oldest.where(inbox.c.state == WAITING).order_by(inbox.c.update_id).limit(1)
    picked = oldest.cte("picked").prefix_with("MATERIALIZED")
    same = (inbox.c.bot_id == picked.c.bot_id, inbox.c.update_id == picked.c.update_id)
    mine = update(inbox).where(*same, inbox.c.state == WAITING, ~_blocked(tx, inbox))
    lease = {"lease_owner": tx.owner, "lease_until": tx.real + LEASE_FOR}
    return mine.values(attempts=inbox.c.attempts + 1, **lease)


async def _settle(tx: Tx, received: Received, **values: Any) -> None:
    query = update(inbox).where(_is(received.bot_id, received.update_id), inbox.c.lease_owner == tx.owner)
    await tx.conn.execute(query.values(lease_owner=None, lease_until=None, **values))


def _waited(tx: Tx, received_at: datetime, pause_until: float | None) -> float:
    """A pause that was meant does not count."""
    waited = (tx.now - received_at).total_seconds()
    return max(waited if pause_until is None else min(waited, tx.real - pause_until), 0.0)


def _skipping_locked(*which: ColumnElement[bool]) -> CTE:
    """Two processes that do the same chore at once never wait for each other."""
    query = select(inbox.c.bot_id, inbox.c.update_id).where(*which).with_for_update(skip_locked=True)
    return query.cte("picked").prefix_with("MATERIALIZED")


def _about(bot_id: int, update_id: int) -> str:
    return f"inbox:{bot_id}:{update_id}"


def _is(bot_id: int, update_id: int) -> ColumnElement[bool]:
    return and_(inbox.c.bot_id == bot_id, inbox.c.update_id == update_id)


def _later_than(received: Received) -> ColumnElement[bool]:
    return and_(inbox.c.bot_id == received.bot_id, inbox.c.update_id > received.update_id)


def _leased(tx: Tx, table: Any) -> ColumnElement[bool]:
    """By another process: our own handles one update of a person at a time, so a lease of ours is a left-over."""
    theirs = and_(table.c.lease_until.is_not(None), table.c.lease_owner.is_distinct_from(tx.owner))
    return and_(theirs, _is_ahead(tx, table.c.lease_until, LEASE_FOR))


def _blocked(tx: Tx, table: Any) -> ColumnElement[bool]:
    return or_(
        _leased(tx, table),
        and_(table.c.not_before.is_not(None), _is_ahead(tx, table.c.not_before, LONGEST_PAUSE)),
    )


def _is_ahead(tx: Tx, until: ColumnElement[float], longest: float) -> ColumnElement[bool]:
    """Whether a wait still lasts; one that ends further ahead than any can was set before the clock went back."""
    return and_(until > tx.real, until <= tx.real + longest + CLOCKS_DIFFER_BY)


def _none_blocked(tx: Tx) -> ColumnElement[bool]:
    return func.max(case((_blocked(tx, inbox), 1), else_=0)) == 0
