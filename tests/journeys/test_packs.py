"""A pack that is on: its parts come whatever happens, and it never runs twice."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ManualClock
from content import Content
from tests.conftest import NOON
from tests.world import World, open_world

pytestmark = pytest.mark.databases("sqlite", "postgresql")

ALICE = 101


async def put_on(world: World, kind: str = "🧊") -> None:
    """Reminders on in Berlin, and a pack put on now."""
    await world.say(ALICE, "/reminders")
    clock = f"{world.clock.now() + timedelta(hours=1):%H:%M}"
    await world.tap(ALICE, f"Switch on: {kind}", clock, "Berlin", f"Change: {kind}", f"Start: {kind}")


def parts(world: World) -> list[str]:
    return [
        text for text in world.texts(ALICE) if "Check your skin." in text or "Take the pack off now" in text
    ]


@pytest.mark.parametrize("kind", ["🧊", "♨️"])
async def test_the_parts_come_at_five_and_at_twelve_minutes_and_say_when_the_next_may(
    world: World, smooth: None, kind: str
) -> None:
    await put_on(world, kind)
    assert "On. I will tell you when to check your skin." in world.last(ALICE)
    await world.live_until(NOON + timedelta(minutes=5))
    assert "Check your skin." in world.last(ALICE)
    await world.live_until(NOON + timedelta(minutes=12))
    assert "Take the pack off now." in world.last(ALICE)
    assert ("from 14:00" if kind == "🧊" else "from 15:00") in world.last(ALICE)
    assert "late" not in world.last(ALICE)
    assert len(parts(world)) == 2


async def test_stopping_early_cancels_what_is_left(world: World, smooth: None) -> None:
    await put_on(world)
    await world.tap(ALICE, "Stop early")
    await world.live_until(NOON + timedelta(minutes=30))
    assert world.last(ALICE) == "Stopped. Take the pack off now."
    assert parts(world) == ["Stopped. Take the pack off now."]


async def test_starting_twice_does_not_run_two(world: World, smooth: None) -> None:
    await put_on(world)
    await world.pass_time(minutes=2)
    await world.tap(ALICE, "Start: 🧊")
    assert "already" in world.last(ALICE)
    await world.live_until(NOON + timedelta(minutes=40))
    assert len(parts(world)) == 2


async def test_the_next_one_waits_for_the_skin(world: World, smooth: None) -> None:
    await put_on(world)
    await world.live_until(NOON + timedelta(minutes=40))
    await world.tap(ALICE, "Start: 🧊")
    assert "today at 14:00" in world.last(ALICE)
    await world.live_until(NOON + timedelta(hours=2))
    await world.tap(ALICE, "Start: 🧊")
    assert "On. I will tell you" in world.last(ALICE)


async def test_a_restart_loses_no_part_and_a_late_one_says_so(
    database: str, known: Content, clock: ManualClock
) -> None:
    async with open_world(database, clock, known) as world:
        await put_on(world)
        sandbox = world.sandbox
    clock.advance_to(NOON + timedelta(minutes=25))
    async with open_world(database, clock, known, sandbox) as again:
        await again.settle()
        assert len(parts(again)) == 1  # no use in looking at the skin any more
        assert "It was planned for 12:12." in again.last(ALICE)
        assert "Take the pack off now." in again.last(ALICE)


async def test_the_parts_come_also_when_quiet_hours_begin(database: str, known: Content) -> None:
    evening = datetime(2026, 11, 22, 20, 55, tzinfo=UTC)  # 21:55 in Berlin
    async with open_world(database, ManualClock(evening), known) as world:
        await put_on(world)
        await world.live_until(evening + timedelta(minutes=30))
        assert len(parts(world)) == 2
        assert "from 08:00" in world.last(ALICE)


async def test_a_hold_does_not_leave_a_pack_on_and_speaks_of_no_next_one(world: World, smooth: None) -> None:
    await put_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between", "Continue")
    await world.live_until(NOON + timedelta(minutes=12))
    off = [text for text in world.texts(ALICE) if "Take the pack off now" in text]
    assert len(off) == 1
    assert "next one" not in off[0]
    start = world.data(ALICE, "Start: 🧊")
    world.press(ALICE, start, world.with_button(ALICE, "Start: 🧊"))
    await world.settle()
    assert "on hold" in world.last(ALICE)
