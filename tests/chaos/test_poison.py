"""What cannot be handled is set aside, and who cannot be reached is left alone; nobody else notices."""

from datetime import timedelta

import pytest

from tests.chaos.database import column
from tests.chaos.steps import ALICE, live_to_next_due, reminders, switch_reminders_on
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

SECRET = "my private words"


async def test_an_update_the_library_cannot_read_is_set_aside_and_blocks_nobody(
    world: World, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    await world.say(ALICE, "/help")
    sender = world.sandbox.meet(ALICE).wire()
    for poison in ({"message_id": 1, "date": 0, "from": sender, "text": SECRET}, {}):
        number = world.sandbox.updates.add("message", poison, f"chat:{ALICE}")
        await world.say(ALICE, "/help")
        assert f"update {number} is set aside" in caplog.text
    assert ["Something went wrong" in text for text in world.texts(ALICE)] == [False, True, False, False]
    assert SECRET not in caplog.text
    assert column(database, "SELECT count(*) FROM inbox WHERE state = 'dead'") == [2]


async def test_an_update_whose_handling_fails_is_set_aside_with_an_apology_and_the_next_one_is_taken(
    world: World, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.fail("sendMessage", code=400, description=f"Bad Request: can't parse entities in {SECRET}")
    await world.say(ALICE, f"{SECRET} one")
    assert "Something went wrong on my side" in world.last(ALICE)
    await world.say(ALICE, f"{SECRET} two")
    assert "happening now" in world.last(ALICE)
    assert "is set aside" in caplog.text
    assert SECRET not in caplog.text
    assert column(database, "SELECT state FROM inbox ORDER BY update_id") == ["dead", "done"]


async def test_somebody_who_blocks_the_bot_gets_no_reminder_until_they_come_back(world: World) -> None:
    await switch_reminders_on(world)
    await live_to_next_due(world)
    assert len(reminders(world)) == 1
    world.sandbox.block(ALICE)
    await world.settle()
    mark = world.sandbox.mark
    await world.live_until(world.clock.now() + timedelta(hours=5))
    assert world.sandbox.calls(mark, "sendMessage") == []
    world.sandbox.unblock(ALICE)
    await world.settle()
    before = len(reminders(world))
    await world.live_until(world.clock.now() + timedelta(hours=2))
    assert len(reminders(world)) > before


async def test_a_deleted_account_is_found_out_by_one_send_and_left_alone(world: World) -> None:
    await switch_reminders_on(world)
    world.sandbox.deactivate(ALICE)
    mark = world.sandbox.mark
    await world.live_until(world.clock.now() + timedelta(hours=8))
    assert [call.code for call in world.sandbox.calls(mark, "sendMessage")] == [403]
