"""After hours in which nothing ran, nobody gets more than one message about what was missed."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import ManualClock
from tests.chaos.database import column, let_leases_lapse
from tests.conftest import NOON
from tests.journeys.conftest import Life
from tests.world import World

ALICE, BOB, CAROL, DAVE = 101, 102, 103, 104
OFF_FOR = timedelta(hours=8)


async def plan(world: World, who: int, *, pack: bool = True) -> None:
    """A two-day plan in Berlin; a pack is put on at its end, with half an hour to go."""
    await world.say(who, "/check")
    await world.tap(who, "None", "None", "None", "None", "2", "None", "Today")
    hour = f"{world.clock.now() + timedelta(hours=1):%H:%M}"
    await world.tap(who, "Start 2 days, with 🧊", hour, "Berlin")


async def put_on(world: World, who: int) -> None:
    await world.tap(who, "Start: 🧊")


async def switch_on(world: World, who: int) -> None:
    await world.say(who, "/reminders")
    hour = f"{world.clock.now() + timedelta(hours=1):%H:%M}"
    await world.tap(who, "Switch on: 🧊", hour, "Berlin", "Change: 🧊", "Start: 🧊")
    await world.say(who, "/reminders")
    await world.tap(who, "Switch on: 💧")


async def alarm(world: World, who: int) -> None:
    await world.say(who, "/check")
    await world.tap(who, "Numb between my legs", "Continue")


def since(world: World, who: int, before: int) -> list[str]:
    return world.texts(who)[before:]


async def test_after_eight_hours_everybody_gets_one_message_at_most(
    life: Life, clock: ManualClock, file: Path
) -> None:
    async with life() as world:
        for who in (ALICE, BOB):
            await plan(world, who)
        await world.live_until(NOON + timedelta(days=2, minutes=-5))
        await put_on(world, BOB)  # take it off: ten minutes past; the plan is over in five
        for who in (CAROL, DAVE):
            await switch_on(world, who)
        await alarm(world, DAVE)
        before = {who: len(world.texts(who)) for who in (ALICE, BOB, CAROL, DAVE)}
    clock.advance_to(clock.now() + OFF_FOR)
    async with life() as world:
        await world.settle()
        await world.pass_time(minutes=4)
        came = {who: since(world, who, count) for who, count in before.items()}
    assert [len(texts) for texts in came.values()] == [1, 1, 1, 1], came
    assert came[ALICE][0].startswith("This comes late. It was planned for 12:00.\nYour two days are over.")
    assert came[BOB][0].startswith("This comes late. It was planned for 12:00.\nYour two days are over.")
    assert came[BOB][0].endswith("Is your pack still on? Take it off now, and look at your skin.")
    assert came[CAROL][0].startswith("This comes late. It was planned for 12:07.\nIs your pack still on?")
    assert came[DAVE][0].startswith("This comes late. It was planned for 12:55.\nHas someone seen you?")
    assert came[DAVE][0].endswith("Is your pack still on? Take it off now, and look at your skin.")
    assert column(file, "SELECT count(*) FROM message WHERE state = 'joined'") == [
        2
    ]  # one of Bob's, one of Dave's
    assert "late" in column(file, "SELECT outcome FROM occurrence")


@pytest.mark.parametrize("hours", [1, 3, 5, 8, 11, 16, 22, 30])
async def test_however_long_it_was_off_one_message_tells_of_it(
    life: Life, clock: ManualClock, hours: int
) -> None:
    """At night what can wait comes in the morning, when it is on time again."""
    async with life() as world:
        await plan(world, ALICE)
        await world.live_until(NOON + timedelta(days=2, minutes=-5))
        await put_on(world, ALICE)
        before = len(world.texts(ALICE))
    clock.advance_to(clock.now() + timedelta(hours=hours, minutes=20))
    async with life() as world:
        await world.settle()
        come = since(world, ALICE, before)
    assert len(come) == 1
    assert "Is your pack still on? Take it off now" in come[0]
    assert come[0].startswith("This comes late. It was planned for ")


async def test_a_part_planned_on_another_day_says_the_day(life: Life, clock: ManualClock) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
    clock.advance_to(NOON + timedelta(days=1, hours=1))
    async with life() as world:
        await world.settle()
        assert world.last(ALICE).startswith("This comes late. It was planned for 2026-11-22, 12:12.\n")


async def test_without_a_zone_it_is_late_without_a_time(life: Life, clock: ManualClock) -> None:
    async with life() as world:
        await alarm(world, ALICE)
    clock.advance_to(NOON + timedelta(minutes=40))
    async with life() as world:
        await world.settle()
        assert world.last(ALICE).startswith("This comes late.\nAre you getting help?")


async def test_good_morning_is_not_said_in_the_afternoon(life: Life, clock: ManualClock) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        await world.tap(ALICE, "Stop early")
        await alarm(world, ALICE)
        before = len(world.texts(ALICE))
    clock.advance_to(NOON + timedelta(days=1, hours=4))
    async with life() as world:
        await world.settle()
        (come,) = since(world, ALICE, before)
    assert "Good morning" not in come
    assert come.startswith("This comes late. It was planned for 08:00.\nHas someone seen you?")


async def test_an_urgent_message_comes_whatever_else_is_late_and_says_the_action_first(
    life: Life, clock: ManualClock
) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        await world.say(ALICE, "/check")
        await world.tap(ALICE, "Numb between my legs")
        before = len(world.texts(ALICE))
    clock.advance_to(clock.now() + OFF_FOR)
    async with life() as world:
        await world.settle()
        come = since(world, ALICE, before)
    assert come[0].startswith("Go to a hospital emergency department now.")
    assert [text.startswith("This comes late.") for text in come[1:]] == [True]


async def test_a_send_that_fails_lets_go_of_what_was_joined_and_the_next_one_says_it_all(
    life: Life, clock: ManualClock, file: Path
) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        await alarm(world, ALICE)
        before = len(world.texts(ALICE))
    clock.advance_to(clock.now() + OFF_FOR)
    async with life() as world:
        world.sandbox.fail("sendMessage", code=500, times=1)
        await world.settle()
        let_leases_lapse(file)
        await world.settle()
        let_leases_lapse(file)
        await world.settle()
        come = since(world, ALICE, before)
    assert len([text for text in come if "Has someone seen you?" in text]) == 1
    assert len([text for text in come if "Is your pack still on?" in text]) == 1
    assert len(come) == 1
    assert re.search(r"planned for \d\d:\d\d", come[0])


async def test_on_time_nothing_is_late_and_nothing_is_joined(life: Life, file: Path) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        await alarm(world, ALICE)
        await world.live_until(NOON + timedelta(hours=24))
        assert not [text for text in world.texts(ALICE) if "late" in text]
    assert column(file, "SELECT count(*) FROM message WHERE joined_id IS NOT NULL") == [0]


async def test_a_kill_in_the_middle_of_the_late_message_loses_nothing_of_it(
    life: Life, clock: ManualClock, file: Path
) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        await alarm(world, ALICE)
        before = len(world.texts(ALICE))
    clock.advance_to(clock.now() + OFF_FOR)
    async with life() as world:
        delivery = world.program.clockwork._services.delivery
        _, late_ones = await delivery._look()
        begun = await delivery._start_bulk(late_ones, 16)
        assert len(begun) == 1
    assert column(file, "SELECT count(*) FROM message WHERE state = 'joined'") == [1]
    for _ in range(3):
        async with life() as world:
            await world.settle()
            let_leases_lapse(file)
            await world.settle()
            come = since(world, ALICE, before)
    assert len(come) == 1
    assert "Has someone seen you?" in come[0]
    assert "Is your pack still on?" in come[0]
