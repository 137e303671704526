"""Checkups: one person's run through the questionnaire. The answers are sealed."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, exists, func, select, update

from bot.core.checkup import Checkup
from bot.core.escalation import Escalation
from bot.store import holds, outbox
from bot.store.engine import Tx
from bot.store.tables import checkup

OPEN, DONE, DROPPED = "open", "done", "dropped"
_ID_BITS = 48


@dataclass(frozen=True, slots=True)
class StoredCheckup:
    """A checkup and where it stands: "open", "done", or "dropped" because a newer one began."""

    id: int
    person_id: int
    state: str
    checkup: Checkup


async def begin(tx: Tx, person_id: int, fresh: Checkup, content_version: str) -> StoredCheckup:
    """Begin a checkup; an older open one of this person is dropped, unless it waits to be judged."""
    await drop_open(tx, person_id)
    return await add(tx, person_id, fresh, content_version)


async def add(tx: Tx, person_id: int, fresh: Checkup, content_version: str) -> StoredCheckup:
    """As `begin`, beside what is open."""
    new_id = secrets.randbits(_ID_BITS)
    values = {"id": new_id, "person_id": person_id, "state": OPEN, "content_version": content_version}
    values |= {"answers": _seal(tx, new_id, fresh), "created_at": tx.now, "touched_at": tx.now}
    await tx.conn.execute(checkup.insert().values(values))
    return StoredCheckup(new_id, person_id, OPEN, fresh)


async def find(tx: Tx, checkup_id: int, person_id: int) -> StoredCheckup | None:
    """This person's checkup with that id: somebody else's is as good as none."""
    query = select(checkup).where(checkup.c.id == checkup_id, checkup.c.person_id == person_id)
    row = (await tx.conn.execute(query.with_for_update())).first()
    return None if row is None else _stored(tx, row)


async def find_open(tx: Tx, person_id: int, within: timedelta) -> StoredCheckup | None:
    """The checkup this person is in the middle of, if they touched it lately enough."""
    query = select(checkup).where(checkup.c.person_id == person_id, checkup.c.state == OPEN)
    query = query.where(checkup.c.touched_at > tx.now - within).order_by(checkup.c.created_at.desc()).limit(1)
    row = (await tx.conn.execute(query)).first()
    return None if row is None else _stored(tx, row)


async def save(tx: Tx, stored: StoredCheckup, judge_at: datetime | None) -> None:
    """Write an open checkup; at `judge_at` it is judged as it stands. One that is set already is not put off."""
    kept = None if judge_at is None else func.coalesce(checkup.c.judge_at, judge_at)
    await _write(tx, stored, state=OPEN, judge_at=kept)


async def finish(
    tx: Tx,
    stored: StoredCheckup,
    escalation: Escalation | None,
    *,
    kept: str = DONE,
    takes_over: bool = False,
) -> int | None:
    """Write a finished checkup, and in the same breath the message it calls for; returns that one's id.

    `kept`: dropped for one that says nothing of this person. `takes_over`: the hold becomes this one's, whatever it was of.

    It takes the place of what an earlier checkup had to say about seeing a doctor. One that another process has
    finished meanwhile is left as it is.
    """
    if not await _write(tx, stored, state=kept, judge_at=None):
        return None
    if kept == DONE:
        await outbox.cancel_doctor(tx, stored.person_id)
    if escalation is None:
        return None
    return await holds.escalate(tx, stored.person_id, stored.id, escalation, takes_over=takes_over)


async def void(tx: Tx, checkup_id: int, person_id: int) -> None:
    """What was typed is not so: it no longer counts as this person's last check."""
    query = update(checkup).where(checkup.c.id == checkup_id, checkup.c.person_id == person_id)
    await tx.conn.execute(query.where(checkup.c.state == DONE).values(state=DROPPED))


async def reopen(tx: Tx, stored: StoredCheckup) -> StoredCheckup:
    """A finished checkup is open again; any other open one of this person is left, unless it waits to be judged."""
    await drop_open(tx, stored.person_id)
    await _write(tx, stored, was=DONE, state=OPEN, judge_at=None)
    return replace(stored, state=OPEN)


async def latest_done(tx: Tx, person_id: int) -> StoredCheckup | None:
    """The last checkup this person finished."""
    query = select(checkup).where(checkup.c.person_id == person_id, checkup.c.state == DONE)
    row = (
        await tx.conn.execute(
            query.order_by(checkup.c.touched_at.desc(), checkup.c.created_at.desc()).limit(1)
        )
    ).first()
    return None if row is None else _stored(tx, row)


async def waits_to_be_judged(tx: Tx, person_id: int) -> bool:
    """Whether this person gave an emergency answer that nobody has answered yet."""
    query = select(
        exists().where(
            checkup.c.person_id == person_id, checkup.c.state == OPEN, checkup.c.judge_at.is_not(None)
        )
    )
    return bool((await tx.conn.execute(query)).scalar_one())


async def drop_open(tx: Tx, person_id: int) -> None:
    """The person leaves a check. One that waits to be judged is not dropped: its answer was an emergency."""
    theirs = update(checkup).where(checkup.c.person_id == person_id, checkup.c.state == OPEN)
    await tx.conn.execute(theirs.where(checkup.c.judge_at.is_(None)).values(state=DROPPED))


async def to_judge(tx: Tx, most: int) -> list[tuple[int, int]]:
    """Checkups left alone with an emergency answer in them: their ids, and those of their people."""
    query = select(checkup.c.id, checkup.c.person_id).where(
        checkup.c.state == OPEN, checkup.c.judge_at <= tx.now
    )
    rows = await tx.conn.execute(query.order_by(checkup.c.judge_at).limit(most))
    return [(row.id, row.person_id) for row in rows]


async def put_off(tx: Tx, checkup_id: int, wait: timedelta) -> None:
    """This one cannot be judged now: look at it again after a while."""
    query = update(checkup).where(checkup.c.id == checkup_id, checkup.c.state == OPEN)
    await tx.conn.execute(query.values(judge_at=tx.now + wait))


async def next_judge_at(tx: Tx) -> datetime | None:
    query = select(func.min(checkup.c.judge_at)).where(checkup.c.state == OPEN)
    return cast("datetime | None", (await tx.conn.execute(query)).scalar_one())


async def _write(tx: Tx, stored: StoredCheckup, was: str = OPEN, **values: Any) -> bool:
    """Whether it was written: only a checkup that still is what it `was`."""
    values |= {"answers": _seal(tx, stored.id, stored.checkup), "touched_at": tx.now}
    query = update(checkup).where(checkup.c.id == stored.id, checkup.c.state == was).values(values)
    return (await tx.conn.execute(query)).rowcount == 1


def _about(checkup_id: int) -> str:
    return f"checkup:{checkup_id}"


def _seal(tx: Tx, checkup_id: int, plain: Checkup) -> Any:
    return tx.seal(plain.to_json(), _about(checkup_id))


def _stored(tx: Tx, row: Row[Any]) -> StoredCheckup:
    opened = Checkup.from_json(tx.open(row.answers, _about(row.id)))
    return StoredCheckup(row.id, row.person_id, row.state, opened)
