"""Planning a few seconds ahead: what is planned waits for its time, and what is changed meanwhile is taken back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.store.tables import message, occurrence
from bot.wiring import Pace, build_services
from jobs.due import AHEAD, plan_due
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")
ALICE = 101
TWO_HOURS = timedelta(hours=2)
A_MOMENT = timedelta(seconds=1)


async def water_on(world: World, who: int = ALICE) -> None:
    await world.say(who, "/reminders")
    await world.tap(who, "Switch on: 💧", f"{(world.clock.now() + timedelta(hours=1)):%H:%M}", "Berlin")


async def planned(world: World) -> list[Any]:
    async with world.store.reading() as tx:
        found = select(message.c.person_id, message.c.due_at, message.c.state)
        return list(await tx.conn.execute(found.order_by(message.c.id)))


async def moment_before(world: World) -> None:
    """As late as it can be, and still before the time; whoever plans ahead has planned by now."""
    world.clock.advance_to(world.clock.now() + TWO_HOURS - A_MOMENT)
    await world.settle()


async def test_what_is_due_in_a_moment_is_planned_now_and_sent_then(world: World) -> None:
    await water_on(world)
    due = world.clock.now() + TWO_HOURS
    await moment_before(world)
    assert [(row.due_at, row.state) for row in await planned(world)] == [(due, "planned")]
    assert len(world.messages(ALICE)) == 1
    await world.pass_time(seconds=1)
    assert len(world.messages(ALICE)) == 2
    assert [row.state for row in await planned(world)] == ["sent"]


async def test_nothing_is_planned_further_ahead_than_that(world: World) -> None:
    await water_on(world)
    world.clock.advance_to(world.clock.now() + TWO_HOURS - AHEAD - A_MOMENT)
    await world.settle()
    assert await planned(world) == []


async def test_new_times_take_back_what_was_planned_ahead(world: World) -> None:
    await water_on(world)
    await moment_before(world)
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧", "Daily at 18:00")
    await world.pass_time(minutes=5)
    assert [row.state for row in await planned(world)] == ["cancelled"]


async def test_quiet_hours_changed_at_the_last_moment_leave_the_reminder_in_its_place(world: World) -> None:
    """Taken back and planned again for the same slot: it comes once, and only its first plan is gone."""
    await water_on(world)
    await moment_before(world)
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change quiet hours", "21:00", "07:00")
    await world.pass_time(seconds=1)
    assert [row.state for row in await planned(world)] == ["cancelled", "sent"]
    async with world.store.reading() as tx:
        assert len((await tx.conn.execute(select(occurrence.c.id))).all()) == 1


@pytest.mark.parametrize("taps", [("Pause for today",), ("Stop this one",)])
async def test_a_pause_or_a_stop_at_the_last_moment_counts(world: World, taps: tuple[str, ...]) -> None:
    await water_on(world)
    await moment_before(world)
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧", *taps)
    before = len(world.messages(ALICE))
    await world.pass_time(minutes=5)
    assert len(world.messages(ALICE)) == before


async def test_the_reminders_of_one_minute_are_spread_each_person_always_in_the_same_place(
    world: World, known: Any
) -> None:
    crowd = range(201, 209)
    for who in crowd:
        await water_on(world, who)
    due = world.clock.now() + TWO_HOURS
    bot = world.program.desk.application.bot
    services = build_services(known, world.clock, world.store, bot, pace=replace(Pace(), spread_over=20))
    places = []
    for _ in range(2):
        world.clock.advance_to(due - A_MOMENT)
        assert await plan_due(services) == len(crowd)
        rows = (await planned(world))[-len(crowd) :]
        assert all(timedelta(0) <= row.due_at - due < timedelta(seconds=20) for row in rows)
        places.append({row.person_id: row.due_at - due for row in rows})
        due += TWO_HOURS
    assert places[0] == places[1]
    assert len(set(places[0].values())) > len(crowd) / 2


async def test_who_is_changed_at_the_last_moment_takes_nothing_from_those_beside_it(world: World) -> None:
    """Water and a stretch were to come together; the water is paused, and the stretch comes at its time."""
    await water_on(world)
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Switch on: 🌿")
    both = world.clock.now() + timedelta(hours=4)
    await world.live_until(both - A_MOMENT)
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧", "Pause for today")
    before = len(world.messages(ALICE))
    await world.pass_time(seconds=1)
    come = world.texts(ALICE)[before:]
    assert len(come) == 1
    assert "🌿" in come[0]
    assert "💧" not in come[0]
