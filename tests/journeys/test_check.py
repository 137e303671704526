"""The main job: /check, answered by people."""

import pytest

from tests.world import World

ALICE = 101


async def test_an_emergency_sign_brings_the_urgent_message_in_three_taps(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs", "Continue")
    assert world.last(ALICE).startswith("Go to a hospital emergency department now.")
    assert "numb or tingly between your legs" in world.last(ALICE)


async def test_a_check_without_red_flags_ends_in_running_reminders(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "3", "Today", "Switch on reminders", "12:00", "Berlin")
    assert "Reminders are on" in world.last(ALICE)


@pytest.mark.parametrize("text", ["hello", "/nonsense", "💧", "/start@nobody"])
async def test_nothing_a_person_types_is_met_with_silence(world: World, text: str) -> None:
    await world.say(ALICE, text)
    assert world.texts(ALICE)
