"""The care plan: one tap, two days, what was shown is what comes, and then: how are you?"""

import re
from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.world import World

pytestmark = [pytest.mark.usefixtures("smooth"), pytest.mark.databases("sqlite", "postgresql")]
ALICE = 101
END = NOON + timedelta(days=2)


async def well(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "2", "None", "Today")


async def begin(world: World, pack: str = "🧊") -> None:
    await well(world)
    await world.tap(ALICE, f"Start 2 days, with {pack}", "12:00", "Berlin")


def promised(text: str) -> list[tuple[str, frozenset[str]]]:
    """The lines "14:00 💧 Water · 🌿 Gentle stretch" of a plan."""
    found = re.findall(r"^(\d\d:\d\d) (.+)$", text, re.MULTILINE)
    return [(time, frozenset(kind.split()[0] for kind in kinds.split(" · "))) for time, kinds in found]


async def arrived(world: World, hours: int) -> list[tuple[str, frozenset[str]]]:
    seen = len(world.messages(ALICE))
    until, came = world.clock.now() + timedelta(hours=hours), []
    while (due := await world.program.clockwork.next_due()) is not None and due <= until:
        await world.live_until(due)
        for each in world.messages(ALICE)[seen:]:
            kinds = frozenset(kind for kind in ("💧", "🧊", "♨️", "🌿") if kind in each.text)
            came.append((f"{world.clock.now() + timedelta(hours=1):%H:%M}", kinds))
        seen = len(world.messages(ALICE))
    return came


@pytest.mark.parametrize("pack", ["🧊", "♨️"])
async def test_what_the_plan_shows_is_what_comes(world: World, pack: str) -> None:
    await begin(world, pack)
    assert world.last(ALICE).startswith("Your two-day plan is on.")
    lines = promised(world.last(ALICE))
    assert len(lines) >= 5
    assert await arrived(world, 24) == lines


async def test_what_was_left_out_and_changed_in_the_preview_is_what_comes(world: World) -> None:
    await well(world)
    await world.tap(ALICE, "See the 2-day plan first", "12:00", "Berlin")
    await world.tap(ALICE, "✓ 💧", "➕ ♨️", "✓ ♨️", "➕ 🧊", "Times", "Every 4 hours", "Start now")
    lines = promised(world.last(ALICE))
    assert lines[0] == ("16:00", frozenset({"🧊", "🌿"}))
    assert not any("💧" in kinds for _, kinds in lines)
    assert await arrived(world, 24) == lines


async def test_the_plan_ends_by_itself_with_one_question(world: World) -> None:
    await begin(world)
    await world.live_until(END)
    assert "Your two days are over" in world.last(ALICE)
    assert world.labels(world.messages(ALICE)[-1]) == ["Better", "The same", "Worse"]
    assert await arrived(world, 48) == []


async def test_the_question_asks_again_for_what_cannot_wait_and_promises_nothing(world: World) -> None:
    await begin(world)
    await world.live_until(END)
    for sign in ("numb", "weak leg", "pee or poo", "fever", "Tap “Worse”"):
        assert sign in world.last(ALICE)
    assert "Most cramps" not in world.last(ALICE)


async def test_the_end_of_the_plan_is_a_day_of_the_week(world: World) -> None:
    await begin(world)
    assert "It ends on Tuesday at 12:00" in world.last(ALICE)


async def test_better_offers_to_keep_the_gentle_ones(world: World) -> None:
    await begin(world)
    await world.live_until(END)
    await world.tap(ALICE, "Better", "Keep them")
    assert {kind for _, kinds in await arrived(world, 24) for kind in kinds} == {"💧", "🌿"}


async def test_the_same_says_talk_to_a_doctor(world: World) -> None:
    await begin(world)
    await world.live_until(END)
    await world.tap(ALICE, "The same")
    assert "talk to a doctor" in world.last(ALICE)
    assert "numb between your legs" in world.last(ALICE)
    assert "No visit within 2 days?" in world.last(ALICE)


async def test_worse_starts_a_check_under_the_emergency_line(world: World) -> None:
    await begin(world)
    await world.live_until(END)
    await world.tap(ALICE, "Worse")
    assert "often 112, 911 or 999" in world.last(ALICE)
    assert "None" in " ".join(world.labels(world.messages(ALICE)[-1]))


async def test_the_question_waits_for_the_morning(world: World) -> None:
    await world.pass_time(hours=10, minutes=30)  # 22:30 in Berlin
    await well(world)
    await world.tap(ALICE, "Start 2 days, with 🧊", "22:30", "Berlin")
    begun = world.clock.now()
    await world.live_until(begun + timedelta(days=2, hours=9))
    assert not any("two days are over" in text for text in world.texts(ALICE))
    await world.live_until(begun + timedelta(days=2, hours=9, minutes=30))
    assert "Your two days are over" in world.last(ALICE)


async def test_starting_twice_makes_one_plan_and_no_longer_one(world: World) -> None:
    await begin(world)
    message, start = (
        world.with_button(ALICE, "Start 2 days, with 🧊"),
        world.data(ALICE, "Start 2 days, with 🧊"),
    )
    await world.pass_time(hours=1)
    world.press(ALICE, start, message)
    await world.settle()
    await world.live_until(END + timedelta(hours=20))
    assert len([text for text in world.texts(ALICE) if "two days are over" in text]) == 1


async def test_a_new_check_gates_the_running_plan_and_says_so(world: World) -> None:
    await begin(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "One leg is numb", "Continue", "No", "None", "2", "None", "Today")
    assert any("I have stopped these reminders" in text for text in world.texts(ALICE))
    assert {kind for _, kinds in await arrived(world, 24) for kind in kinds} == {"💧"}


async def test_times_are_typed_only_on_their_screen(world: World) -> None:
    await begin(world)
    await world.tap(ALICE, "Change or pause", "Change: 💧")
    await world.say(ALICE, "every 3 hours from 9 to 18")
    assert "every 3 hours, from 09:00 to 18:00" in world.last(ALICE)
    await world.say(ALICE, "banana")
    assert "cannot read that as a time" in world.last(ALICE)
    await world.say(ALICE, "every hour")
    assert "too often" in world.last(ALICE)
    await world.say(ALICE, "/help")
    await world.say(ALICE, "9:30")
    assert "from 09:00" not in world.last(ALICE)


async def test_a_pause_is_silent_and_ends(world: World) -> None:
    await begin(world)
    await world.tap(ALICE, "Change or pause", "Change: 💧", "Pause for today")
    assert "Paused" in world.last(ALICE)
    await world.tap(ALICE, "Back", "Change: 💧", "Go on now")
    assert "Next: today at 16:00" in world.last(ALICE)
    await world.tap(ALICE, "Pause for today")
    assert not any("💧" in kinds for _, kinds in await arrived(world, 11))
    assert any("💧" in kinds for _, kinds in await arrived(world, 12))


async def test_a_new_zone_says_what_moved(world: World) -> None:
    await begin(world)
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", "06:00", "New York")
    assert "💧 Water: today at 16:00 → today at 08:00" in world.last(ALICE)


async def test_cards_are_browsed_one_a_screen(world: World) -> None:
    await well(world)
    await world.tap(ALICE, "What helps", "A warm bath", "Next", "Back", "All")
    assert "What may help" in world.last(ALICE)
