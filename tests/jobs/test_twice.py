"""Every chore may be run twice, and by two processes at once; and however much is due at one instant, all of it comes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, select, update

from bot.clock import ManualClock
from bot.core.outgoing import Lane
from bot.services import Services
from bot.store import notes, outbox
from bot.store.tables import message, person, reminder
from content import Content
from jobs.clock_changes import ZONE_RULES, ClockWatch
from jobs.due import BATCH, plan_due
from jobs.followups import end_care_plans, judge_idle_checkups
from jobs.rescue import rescue
from jobs.upkeep import purge
from tests.chaos.database import column, let_leases_lapse, rows
from tests.chaos.steps import ALICE, BOB, NUMB, reminders, switch_reminders_on, urgent
from tests.world import World, open_world

pytestmark = pytest.mark.databases("sqlite", "postgresql")

CALM = ("None", "None", "None", "None", "3", "None", "Today")
CAROL = 103
CROWD, STRANGERS = 2000, 10_000


@pytest.fixture
async def both(world: World, database: str, clock: ManualClock, known: Content) -> AsyncIterator[list[World]]:
    """Two processes on one database, in the same chats."""
    async with open_world(database, clock, known, world.sandbox) as other:
        world.store.owner, other.store.owner = "one-machine/7/0ddba115", "another-machine/7/0badcafe"
        yield [world, other]


def services_of(world: World) -> Services:
    return world.program._services


async def at_once(both: list[World], chore: Any) -> None:
    """Twice in each of them, side by side."""
    await asyncio.gather(*(chore(services_of(each)) for each in both for _ in range(2)))


async def test_each_chore_run_twice_by_two_processes_at_once_does_its_work_once(
    both: list[World], database: str
) -> None:
    one = both[0]
    await switch_reminders_on(one, BOB)
    await one.say(CAROL, "/check")
    await one.tap(CAROL, *CALM, "Start 2 days, with 🧊", "12:00", "Berlin")
    await one.live_until(one.clock.now() + timedelta(days=2, hours=-1))
    await one.say(ALICE, "/check")
    await one.tap(ALICE, NUMB)
    one.clock.advance_to(one.clock.now() + timedelta(hours=26))
    for chore in (judge_idle_checkups, end_care_plans, plan_due, rescue, purge):
        await at_once(both, chore)
    assert column(database, "SELECT count(*) FROM hold") == [1]
    assert column(database, "SELECT count(*) FROM message WHERE kind = 'urgent'") == [1]
    assert column(database, "SELECT count(*) FROM message WHERE kind = 'plan_end'") == [1]
    before = len(reminders(one, BOB))
    for _ in range(2):
        await asyncio.gather(*(each.settle() for each in both))
    assert len(urgent(one, ALICE)) == 1
    assert len(reminders(one, BOB)) <= before + 1
    slots = "SELECT count(*) FROM occurrence GROUP BY reminder_id, local_on, slot"
    assert set(column(database, slots)) == {1}


async def test_what_was_left_behind_is_found_by_two_processes_and_counted_once(
    both: list[World], database: str
) -> None:
    one = both[0]
    await one.say(ALICE, "/check")
    await one.tap(ALICE, NUMB, "Continue")
    one.clock.advance_to(one.clock.now() + timedelta(minutes=10))
    async with one.store.transaction() as tx:
        begun = await outbox.claim(tx, 4, lanes=[Lane.TIMED])
        assert await outbox.start(tx, begun) == {each.id for each in begun}
    let_leases_lapse(database)
    await at_once(both, rescue)
    assert column(database, "SELECT tries FROM message WHERE part = '10m'") == [1]


async def test_planning_anew_by_two_processes_at_once_plans_the_same(
    both: list[World], database: str
) -> None:
    for who in (ALICE, BOB):
        await switch_reminders_on(both[0], who)
    times = column(database, "SELECT next_fire_at FROM reminder ORDER BY id")
    async with both[0].store.transaction() as tx:
        await notes.write(tx, ZONE_RULES, "older ones")
        await tx.conn.execute(update(reminder).values(next_fire_at=tx.now + timedelta(days=9)))
    await asyncio.gather(*(ClockWatch(services_of(each)).look() for each in both))
    assert column(database, "SELECT next_fire_at FROM reminder ORDER BY id") == times


async def _crowd_with_a_reminder_due(world: World, count: int) -> None:
    """Each of them has had water switched on, as Alice has, for the same instant."""
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Switch on: 💧", "12:00", "Berlin")
    async with world.store.transaction() as tx:
        mine = (await tx.conn.execute(select(person))).one()._asdict()
        hers = (await tx.conn.execute(select(reminder))).one()._asdict()
        people = [mine | {"id": None, "telegram_id": STRANGERS + number} for number in range(count - 1)]
        for row in (mine, hers, *people):
            row.pop("id")
        ids = (await tx.conn.execute(insert(person).returning(person.c.id), people)).scalars()
        await tx.conn.execute(insert(reminder), [hers | {"person_id": each} for each in ids])
    due = await world.program.clockwork.next_due()
    assert due is not None
    world.clock.advance_to(due)


async def test_of_a_crowd_due_at_one_instant_nobody_is_passed_over(both: list[World], database: str) -> None:
    await _crowd_with_a_reminder_due(both[0], CROWD)

    async def plan_all(services: Services) -> None:
        while await plan_due(services):
            pass

    await asyncio.gather(*(plan_all(services_of(each)) for each in both))
    planned = "SELECT count(*), count(DISTINCT person_id), min(state), max(state) FROM message"
    (found,) = map(tuple, rows(database, planned))
    assert found == (CROWD, CROWD, "planned", "planned")
    assert column(database, "SELECT count(*) FROM occurrence WHERE outcome = 'planned'") == [CROWD]
    for who in range(STRANGERS, STRANGERS + CROWD - 1):
        both[0].sandbox.say(who, "a first word, which lets the bot write")
    both[0].sandbox.updates.clear()
    await asyncio.gather(*(each.program.clockwork.pass_once() for each in both))
    assert column(database, "SELECT count(*) FROM message WHERE state = 'sent' AND tries = 1") == [CROWD]
    assert all(len(reminders(both[0], who)) == 1 for who in range(STRANGERS, STRANGERS + CROWD - 1))


async def test_a_crowd_is_planned_in_groups_and_not_one_by_one(world: World) -> None:
    await _crowd_with_a_reminder_due(world, BATCH)
    commits = []
    engine = world.store.engine.sync_engine
    event.listen(engine, "commit", lambda _connection: commits.append(None))
    assert await plan_due(services_of(world)) == BATCH
    assert len(commits) == 1
    async with world.store.reading() as tx:
        assert len((await tx.conn.execute(select(message.c.id))).all()) == BATCH
