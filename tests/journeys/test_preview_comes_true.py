"""What a preview shows is what comes, whatever the times, the zone, the quiet hours and the clocks' changes."""

from datetime import UTC, datetime, time, timedelta
from random import Random  # noqa: TID251 - seeded by the day, so that it is the same each time
from typing import Any

import pytest
from sqlalchemy import select

from bot.core.people import Person
from bot.core.preview import messages_between
from bot.core.schedule import DailyAt, EveryWithin, QuietHours, Trigger
from bot.handlers import standing
from bot.store import Tx, people
from bot.store.tables import message, occurrence, reminder
from content import Content
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
PEOPLE = range(201, 209)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Cairo",
)
# The days before clocks change in Europe and in America.
STARTS = [datetime(2027, 10, 30, 12, tzinfo=UTC), datetime(2027, 3, 13, 20, tzinfo=UTC)]
Came = list[tuple[datetime, frozenset[str]]]


def some_time(dice: Random) -> time:
    return time(dice.randrange(24), dice.choice([0, 5, 10, 30, 55]))


def some_trigger(dice: Random) -> Trigger:
    if dice.random() < 0.25:
        return DailyAt(some_time(dice))
    begin, end = sorted((dice.randrange(0, 20), dice.randrange(20, 24)))
    return EveryWithin(timedelta(minutes=dice.choice([20, 45, 60, 90, 120, 180])), time(begin), time(end))


def some_quiet_hours(dice: Random) -> QuietHours:
    return dice.choice(
        [QuietHours(time(22), time(8)), QuietHours(time(0), time(0)), QuietHours(time(13), time(15, 30))]
    )


async def wish_for(tx: Tx, known: Content, dice: Random, who: int) -> Person:
    greeted = await people.greet(tx, who, QuietHours(time(22), time(8)))
    await people.set_zone(tx, greeted.id, dice.choice(ZONES))
    await people.set_quiet_hours(tx, greeted.id, some_quiet_hours(dice))
    person = await people.find(tx, greeted.id)
    assert person is not None
    for kind in dice.sample(["hydration", "cold", "stretching"], dice.randint(1, 3)):
        await standing.set_times(tx, person, kind, some_trigger(dice))
        ends = dice.choice([None, tx.now + timedelta(hours=dice.randrange(5, 50))])
        await standing.switch_on(tx, known, person, [kind], ends)
    return person


async def preview(tx: Tx, known: Content, person: Person, until: datetime) -> Came:
    wished = await standing.wishes(tx, known, person, [], None)
    limits: dict[str, Any] = {
        "merge_within": timedelta(minutes=known.reminders.merge_within),
        "daily_cap": known.reminders.daily_cap,
    }
    coming = messages_between(wished, person, tx.now, until, **limits)
    return [(each.at, frozenset(each.kinds)) for each in coming]


async def arrived(tx: Tx, person: Person) -> Came:
    joined = message.join(occurrence, occurrence.c.message_id == message.c.id).join(reminder)
    query = select(message.c.sent_at, reminder.c.kind).select_from(joined)
    rows = await tx.conn.execute(query.where(message.c.person_id == person.id).order_by(message.c.sent_at))
    came: dict[datetime, set[str]] = {}
    for row in rows:
        came.setdefault(row.sent_at, set()).add(row.kind)
    return [(at, frozenset(kinds)) for at, kinds in came.items()]


@pytest.mark.parametrize("begun", STARTS, ids=str)
async def test_what_a_preview_shows_is_what_comes(world: World, known: Content, begun: datetime) -> None:
    dice = Random(begun.toordinal())
    world.clock.advance_to(begun)
    until = begun + timedelta(days=1, hours=6)
    shown = []
    for who in PEOPLE:
        world.sandbox.say(who, "/help")
        await world.settle()
        async with world.store.transaction() as tx:
            person = await wish_for(tx, known, dice, who)
            shown.append((person, await preview(tx, known, person, until)))
    await world.live_until(until)
    async with world.store.reading() as tx:
        for person, promised in shown:
            assert await arrived(tx, person) == promised, person
    assert sum(len(promised) for _, promised in shown) > 20
