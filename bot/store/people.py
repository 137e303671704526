"""People: who they are to Telegram, where their clock stands, and how to forget them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, select, update

from bot.core.people import DEFAULT_LOCALE, Person, wall_of
from bot.core.triggers import QuietHours, minute_of
from bot.store import outbox
from bot.store.among import among_those
from bot.store.engine import Tx
from bot.store.tables import inbox, message, person, reminder, told_group

_THESE = select(person).where(among_those(person.c.id))
_LOOKED_AT = 8
_REACHABLE = (person.c.unreachable_at.is_(None), person.c.zone.is_not(None))


async def greet(tx: Tx, telegram_id: int, quiet: QuietHours) -> Person:
    """The person with this Telegram id, made on first sight, and locked as by `lock`."""
    new = {
        "telegram_id": telegram_id,
        "locale": DEFAULT_LOCALE,
        "quiet_begin": minute_of(quiet.begin),
        "quiet_end": minute_of(quiet.end),
        "created_at": tx.now,
    }
    mine = _locked(person.c.telegram_id == telegram_id)
    while (found := (await tx.conn.execute(mine)).first()) is None:
        await tx.insert_new(person, [new])  # again, should another process have forgotten them just now
    return _person(found)


async def lock(tx: Tx, person_id: int) -> Person | None:
    """As `find`, and no other process works on this person until this unit of work ends.

    Whoever writes more than one row of a person takes this lock first, and so nobody waits in a circle. Sends
    take it only to write down that somebody is out of reach: they hold one message, and what it carries, at a time.
    """
    row = (await tx.conn.execute(_locked(person.c.id == person_id))).first()
    return None if row is None else _person(row)


async def find(tx: Tx, person_id: int) -> Person | None:
    row = (await tx.conn.execute(select(person).where(person.c.id == person_id))).first()
    return None if row is None else _person(row)


async def find_all(tx: Tx, person_ids: list[int]) -> dict[int, Person]:
    """Those of them that there are, by id."""
    rows = await tx.conn.execute(_THESE, {"ids": person_ids})
    return {row.id: _person(row) for row in rows}


async def lock_due(tx: Tx, most: int, until: datetime) -> list[Person]:
    """Up to `most` people with a reminder that is due by then, whom no other process is busy with; ours until the
    end of this transaction.

    More reminders are looked at than people are taken, so that several processes at once find different people.
    """
    first = select(reminder.c.person_id).where(reminder.c.is_on, reminder.c.next_fire_at <= until)
    first = first.order_by(reminder.c.next_fire_at).limit(most * _LOOKED_AT)
    theirs = select(first.subquery().c.person_id)
    query = select(person).where(person.c.id.in_(theirs), *_REACHABLE).limit(most)
    rows = await tx.conn.execute(query.with_for_update(skip_locked=True, key_share=True, of=person))
    return [_person(row) for row in rows]


async def set_zone(tx: Tx, person_id: int, zone: str) -> None:
    await tx.conn.execute(update(person).where(person.c.id == person_id).values(zone=zone))


async def set_quiet_hours(tx: Tx, person_id: int, quiet: QuietHours) -> None:
    values = {"quiet_begin": minute_of(quiet.begin), "quiet_end": minute_of(quiet.end)}
    await tx.conn.execute(update(person).where(person.c.id == person_id).values(values))


async def set_unreachable(tx: Tx, telegram_id: int) -> None:
    """They blocked the bot: nothing is planned for them until they write again."""
    query = update(person).where(person.c.telegram_id == telegram_id, person.c.unreachable_at.is_(None))
    gone = (await tx.conn.execute(query.values(unreachable_at=tx.now).returning(person.c.id))).scalars().all()
    rest = update(reminder).where(reminder.c.person_id.in_(gone), reminder.c.is_on)
    await tx.conn.execute(rest.values(next_fire_at=None, next_local_on=None, next_slot=None))


async def is_reachable(tx: Tx, telegram_id: int) -> bool:
    """False only for somebody we know and could not reach."""
    query = select(person.c.id).where(person.c.telegram_id == telegram_id)
    return (await tx.conn.execute(query.where(person.c.unreachable_at.is_not(None)))).first() is None


async def set_reachable(tx: Tx, telegram_id: int) -> Person | None:
    """They unblocked the bot, or wrote again: what is urgent and could not reach them goes out.

    Returns the person if they were out of reach: their reminders want to be planned anew.
    """
    query = update(person).where(person.c.telegram_id == telegram_id, person.c.unreachable_at.is_not(None))
    back = (await tx.conn.execute(query.values(unreachable_at=None).returning(person))).first()
    if back is None:
        return None
    await outbox.revive(tx, back.id)
    return _person(back)


async def forget(tx: Tx, telegram_id: int, *, but_update: int) -> None:
    """Delete the person and all that hangs on them; the update that asks for it is settled by its own handler."""
    mine = select(person.c.id).where(person.c.telegram_id == telegram_id)
    # The messages before anything that they carry, as a send does: or the two would wait for each other. Until they
    # are ours the person is locked no harder than by `lock`: a send that writes its row twice looks at them again.
    await tx.conn.execute(mine.with_for_update(key_share=True))
    theirs = select(message.c.id).where(message.c.person_id.in_(mine)).order_by(message.c.id)
    await tx.conn.execute(theirs.with_for_update())
    await tx.conn.execute(delete(person).where(person.c.telegram_id == telegram_id))
    await tx.conn.execute(
        delete(inbox).where(inbox.c.from_id == telegram_id, inbox.c.update_id != but_update)
    )


async def tell_group_once(tx: Tx, chat_id: int) -> bool:
    """Whether this group is yet to be told that Easeback is for private chats; it counts as told from now on."""
    return await tx.insert_new(told_group, [{"chat_id": chat_id, "told_at": tx.now}]) > 0


def _locked(which: ColumnElement[bool]) -> Select[Any]:
    """Where the database can. What only refers to the person is not held up by it (FOR NO KEY UPDATE)."""
    return select(person).where(which).with_for_update(key_share=True)


def _person(row: Row[Any]) -> Person:
    quiet = QuietHours(wall_of(row.quiet_begin), wall_of(row.quiet_end))
    return Person(row.id, row.telegram_id, row.locale, row.zone, quiet)
