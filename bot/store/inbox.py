"""The inbox: updates that were committed before Telegram was told so, taken from here in each person's order."""

import json
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.store.among import among
from bot.store.engine import Tx
from bot.store.leases import CLOCKS_DIFFER_BY
from bot.store.sealed import SealBroken
from bot.store.tables import inbox

log = logging.getLogger(__name__)

WAITING, DONE, DEAD = "waiting", "done", "dead"
LEASE_FOR = 60.0  # seconds; longer than any handler may take
LONGEST_PAUSE = 3600.0  # seconds; the longest wait Telegram may ask for
_TAKEN = (
    inbox.c.bot_id,
    inbox.c.update_id,
    inbox.c.from_id,
    inbox.c.attempts,
    inbox.c.uncertain,
    inbox.c.raw,
)
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


async def claim(tx: Tx, most: int, but: Collection[int] = ()) -> list[Received]:
    """Take the oldest waiting update of each of up to `most` people, the longest waiting first.

    None is taken of the people in `but`, and of whoever has one that is being handled or is to wait.
    """
    theirs = await _whose_turn(tx, most, but)
    if not theirs:
        return []
    rows = (await tx.conn.execute(_take_oldest(tx, theirs).returning(*_TAKEN))).all()
    taken = [received for row in rows if (received := await _opened(tx, row)) is not None]
    if len(taken) < len(rows):  # what was set aside made room, and was before something else
        taken += await claim(tx, most - len(taken), [*but, *(each.from_id for each in taken)])
    return sorted(taken, key=lambda each: each.update_id)


async def _whose_turn(tx: Tx, most: int, but: Collection[int]) -> list[int]:
    """People with an update that can be handled now, ours to take from until the end of this unit of work.

    Of two processes that claim for one person at once the second lets it be: it could not see the other's lease. On
    SQLite there is one writer.
    """
    query = select(inbox.c.from_id).where(inbox.c.state == WAITING, ~among(inbox.c.from_id, but))
    query = query.group_by(inbox.c.from_id).having(_none_blocked(tx))
    query = query.order_by(func.min(inbox.c.update_id)).limit(most)
    if tx.conn.dialect.name == "postgresql":
        waiting = query.subquery()
        key = func.hashtextextended(func.concat("inbox:", waiting.c.from_id), 0)
        query = select(waiting.c.from_id).where(func.pg_try_advisory_xact_lock(key))
    return list((await tx.conn.execute(query)).scalars())


async def _opened(tx: Tx, row: Row[Any]) -> Received | None:
    try:
        raw = json.loads(tx.open(row.raw, _about(row.bot_id, row.update_id)))
    except (SealBroken, ValueError, RecursionError):
        log.error("update %d cannot be opened and is set aside", row.update_id)
        await tx.conn.execute(
            update(inbox).where(_is(row.bot_id, row.update_id)).values(state=DEAD, raw=None, from_id=0)
        )
        return None
    return Received(row.bot_id, row.update_id, row.from_id, row.attempts - 1, row.uncertain, raw)


async def settle_done(tx: Tx, *handled: Received) -> None:
    """Handled: what they said and who said it are gone at once, the ids stay so that a repeat is known."""
    await _settle(tx, handled, state=DONE, raw=None, from_id=0)


async def settle_dead(tx: Tx, received: Received) -> None:
    """It cannot be handled: set aside, so that it blocks nobody. What it said is not kept, as /privacy promises."""
    await _settle(tx, [received], state=DEAD, raw=None, from_id=0)


async def settle_later(tx: Tx, received: Received, wait: float, uncertain: int) -> None:
    """Handle it again after `wait` seconds; this person's later updates wait behind it."""
    await _settle(tx, [received], not_before=tx.real + wait, uncertain=uncertain)


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


def _take_oldest(tx: Tx, from_ids: list[int]) -> Update:
    """One row that somebody else has locked is left, and its successor is not taken in its place.

    Whether any of a person's is being handled is looked at again: since their turn was found, another process may have
    taken one, and one with a lower number may have come.
    """
    turn = func.row_number().over(partition_by=inbox.c.from_id, order_by=inbox.c.update_id)
    busy = func.max(case((_blocked(tx), 1), else_=0)).over(partition_by=inbox.c.from_id)
    query = select(inbox.c.bot_id, inbox.c.update_id, turn.label("turn"), busy.label("busy"))
    waiting = query.where(inbox.c.state == WAITING, among(inbox.c.from_id, from_ids)).subquery()
    oldest = and_(inbox.c.bot_id == waiting.c.bot_id, inbox.c.update_id == waiting.c.update_id)
    picked = _skipping_locked(oldest, waiting.c.turn == 1, waiting.c.busy == 0)
    same = (inbox.c.bot_id == picked.c.bot_id, inbox.c.update_id == picked.c.update_id)
    mine = update(inbox).where(*same, inbox.c.state == WAITING, ~_blocked(tx))
    lease = {"lease_owner": tx.owner, "lease_until": tx.real + LEASE_FOR}
    return mine.values(attempts=inbox.c.attempts + 1, **lease)


async def _settle(tx: Tx, mine: Sequence[Received], **values: Any) -> None:
    if mine:
        query = update(inbox).where(
            inbox.c.bot_id == bindparam("bot"), inbox.c.update_id == bindparam("number")
        )
        query = query.where(inbox.c.lease_owner == tx.owner)
        which = [{"bot": each.bot_id, "number": each.update_id} for each in mine]
        await tx.conn.execute(query.values(lease_owner=None, lease_until=None, **values), which)


def _waited(tx: Tx, received_at: datetime, pause_until: float | None) -> float:
    """A pause that was meant does not count."""
    waited = (tx.now - received_at).total_seconds()
    return max(waited if pause_until is None else min(waited, tx.real - pause_until), 0.0)


def _skipping_locked(*which: ColumnElement[bool]) -> CTE:
    """Two processes that do the same chore at once never wait for each other."""
    query = (
        select(inbox.c.bot_id, inbox.c.update_id).where(*which).with_for_update(skip_locked=True, of=inbox)
    )
    return query.cte("picked").prefix_with("MATERIALIZED")


def _about(bot_id: int, update_id: int) -> str:
    return f"inbox:{bot_id}:{update_id}"


def _is(bot_id: int, update_id: int) -> ColumnElement[bool]:
    return and_(inbox.c.bot_id == bot_id, inbox.c.update_id == update_id)


def _later_than(received: Received) -> ColumnElement[bool]:
    return and_(inbox.c.bot_id == received.bot_id, inbox.c.update_id > received.update_id)


def _leased(tx: Tx) -> ColumnElement[bool]:
    """By another process: our own handles one update of a person at a time, so a lease of ours is a left-over."""
    theirs = and_(inbox.c.lease_until.is_not(None), inbox.c.lease_owner.is_distinct_from(tx.owner))
    return and_(theirs, _is_ahead(tx, inbox.c.lease_until, LEASE_FOR))


def _blocked(tx: Tx) -> ColumnElement[bool]:
    waits = and_(inbox.c.not_before.is_not(None), _is_ahead(tx, inbox.c.not_before, LONGEST_PAUSE))
    return or_(_leased(tx), waits)


def _is_ahead(tx: Tx, until: ColumnElement[float], longest: float) -> ColumnElement[bool]:
    """Whether a wait still lasts; one that ends further ahead than any can was set before the clock went back."""
    return and_(until > tx.real, until <= tx.real + longest + CLOCKS_DIFFER_BY)


def _none_blocked(tx: Tx) -> ColumnElement[bool]:
    return func.max(case((_blocked(tx), 1), else_=0)) == 0
