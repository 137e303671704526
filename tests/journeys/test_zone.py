"""The question for the time: always a place in the end, never an offset."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.core.zones import is_iana
from bot.store.tables import person
from content import Content
from tests.world import World, open_world

pytestmark = pytest.mark.usefixtures("smooth")
ALICE = 101


async def zone_of(world: World) -> Any:
    async with world.store.reading() as tx:
        return (await tx.conn.execute(select(person.c.zone))).scalar_one()


async def asked(world: World) -> None:
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time")


async def test_the_first_reminder_asks_for_the_time_and_the_second_does_not(world: World) -> None:
    await world.say(ALICE, "/reminders")
    assert "I will ask for your time once" in world.last(ALICE)
    await world.tap(ALICE, "Switch on: 💧")
    assert "What time is it for you now?" in world.last(ALICE)
    await world.tap(ALICE, "12:00", "Berlin")
    assert "💧 Water: every 2 hours" in world.last(ALICE)
    await world.tap(ALICE, "Switch on: 🌿")
    assert "🌿 Gentle stretch: every 4 hours" in world.last(ALICE)


async def test_every_whole_hour_is_on_one_screen_and_the_odd_clocks_on_another(world: World) -> None:
    await asked(world)
    labels = world.labels(world.messages(ALICE)[-1])
    assert [label for label in labels if ":" in label] == [f"{hour:02}:00" for hour in range(24)]
    await world.tap(ALICE, "My minutes are different")
    odd = [label for label in world.labels(world.messages(ALICE)[-1]) if ":" in label]
    assert "16:30" in odd
    assert "16:45" in odd
    assert not any(label.endswith(":00") for label in odd)
    await world.tap(ALICE, "16:45", "Kathmandu")
    assert await zone_of(world) == "Asia/Kathmandu"
    assert "16:45 (Kathmandu)" in world.last(ALICE)


async def test_more_places_come_page_by_page_and_round_again(world: World) -> None:
    await asked(world)
    await world.tap(ALICE, "12:00")
    first = world.labels(world.messages(ALICE)[-1])
    await world.tap(ALICE, "More places")
    second = world.labels(world.messages(ALICE)[-1])
    assert not set(first[:-2]) & set(second[:-2])
    await world.tap(ALICE, "More places")
    assert world.labels(world.messages(ALICE)[-1]) == first
    await world.tap(ALICE, "More places", second[0])
    assert is_iana(str(await zone_of(world)))


async def test_another_time_asks_again(world: World) -> None:
    await asked(world)
    question = world.last(ALICE)
    await world.tap(ALICE, "12:00", "Another time")
    assert world.last(ALICE) == question


async def test_leaving_the_question_sets_nothing(world: World) -> None:
    await asked(world)
    await world.tap(ALICE, "12:00", "Another time", "Back to the start")
    assert await zone_of(world) is None
    await world.say(ALICE, "/settings")
    assert "not set yet" in world.last(ALICE)


async def test_a_clock_chosen_late_means_the_same_place(world: World) -> None:
    """The question was shown at 12:00 and is answered twenty minutes later."""
    await asked(world)
    await world.pass_time(minutes=20)
    await world.tap(ALICE, "12:00")
    assert world.last(ALICE).startswith("It is 12:20 for you.")
    await world.tap(ALICE, "Berlin")
    assert "12:20 (Berlin)" in world.last(ALICE)


@pytest.mark.parametrize(
    "when", [datetime(2026, 1, 15, 23, 59, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)]
)
async def test_every_clock_on_the_screens_leads_to_places_of_the_time_zone_database(
    tmp_path: Path, known: Content, when: datetime
) -> None:
    async with open_world(tmp_path / "zones.db", ManualClock(when), known) as world:
        for screen in ("Settings", "My minutes are different"):
            await asked(world)
            if screen != "Settings":
                await world.tap(ALICE, screen)
            for clock in [label for label in world.labels(world.messages(ALICE)[-1]) if ":" in label]:
                await asked(world)
                if screen != "Settings":
                    await world.tap(ALICE, screen)
                await world.tap(ALICE, clock)
                await world.tap(ALICE, world.labels(world.messages(ALICE)[-1])[0])
                assert is_iana(str(await zone_of(world)))
                assert f"{clock} (" in world.last(ALICE)
