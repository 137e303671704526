"""Late messages of one person come as one: the others are joined to it, and what was routine is let go."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from bot.core.late import LATE_AFTER, is_late_part
from bot.core.outgoing import Lane, Outgoing, State
from bot.core.people import Person
from bot.store import outbox, reminders
from bot.store.engine import Tx
from bot.store.tables import hold, message, occurrence

LATE = "late"
_SAID = (State.CLAIMED, State.SENT, State.UNCERTAIN)  # by now, or perhaps


async def companions(tx: Tx, outgoing: Outgoing) -> list[Outgoing]:
    """The other late parts of this person that could go out now and whose send nobody has begun."""
    query = select(message).where(message.c.person_id == outgoing.person_id, message.c.id != outgoing.id)
    query = query.where(message.c.lane == Lane.TIMED, message.c.due_at < tx.now - LATE_AFTER, _unsaid())
    query = query.where(or_(message.c.expires_at.is_(None), message.c.expires_at > tx.now))
    found = [outbox.from_row(row) for row in await tx.conn.execute(query.order_by(message.c.id))]
    open_holds = select(hold.c.id).where(hold.c.person_id == outgoing.person_id, hold.c.lifted_at.is_(None))
    is_held = (await tx.conn.execute(open_holds)).first() is not None
    return [one for one in found if is_late_part(one, tx.now) and not (is_held and one.is_stopped_by_a_hold)]


async def join(tx: Tx, outgoing: Outgoing, others: list[Outgoing]) -> None:
    """The others are not sent: this message says what is left of them."""
    mine = update(message).where(message.c.id.in_([one.id for one in others]), _unsaid())
    gone = {"state": State.JOINED, "joined_id": outgoing.id, "lease_owner": None, "lease_until": None}
    await tx.conn.execute(mine.values(gone))


async def release(tx: Tx, outgoing: Outgoing) -> None:
    """The message did not get through after all: what was joined to it waits again, to be gathered anew."""
    said = select(message.c.id).where(message.c.id == outgoing.id, message.c.state.in_(_SAID))
    query = update(message).where(message.c.person_id == outgoing.person_id, message.c.state == State.JOINED)
    query = query.where(message.c.joined_id == outgoing.id, message.c.joined_id.not_in(said))
    await tx.conn.execute(query.values(state=State.PLANNED, joined_id=None, not_before=None))


async def let_routine_go(tx: Tx, of: Person) -> None:
    """Late routine reminders and snoozes do not come beside a late part: the next ones come at their times."""
    before = tx.now - LATE_AFTER
    for each in (await reminders.of_person(tx, of.id)).values():
        if each.is_on and each.next_slot is not None and each.next_slot.due_at < before:
            slot, next_slot = each.next_slot, each.slot_after(tx.now - LATE_AFTER, of)
            named = {"reminder_id": each.id, "local_on": slot.local_on, "slot": slot.index}
            await tx.insert_new(occurrence, [named | {"due_at": slot.due_at, "outcome": LATE}])
            await reminders.replan(tx, each.id, next_slot)
    await _drop_planned(tx, of.id, before)


async def _drop_planned(tx: Tx, person_id: int, before: datetime) -> None:
    on_time = select(occurrence.c.message_id).where(
        occurrence.c.message_id == message.c.id, occurrence.c.due_at >= before
    )
    late = or_(message.c.due_at < before, and_(message.c.follows_id.is_(None), ~on_time.exists()))
    query = update(message).where(message.c.person_id == person_id, message.c.lane == Lane.ROUTINE)
    query = query.where(late, _unsaid()).values(state=State.EXPIRED, lease_owner=None, lease_until=None)
    dropped = list((await tx.conn.execute(query.returning(message.c.id))).scalars())
    carried = update(occurrence).where(occurrence.c.message_id.in_(dropped))
    await tx.conn.execute(carried.values(outcome=str(State.EXPIRED)))


def _unsaid() -> ColumnElement[bool]:
    claimed: Any = and_(message.c.state == State.CLAIMED, message.c.started_at.is_(None))
    return or_(message.c.state == State.PLANNED, claimed)
