"""Telegram says no: to a person who has gone, to a text it does not take, to our token."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import SettingError
from bot.ingest.registration import Registration
from bot.menu import set_menu
from content import Content
from tests.chaos.database import column
from tests.chaos.steps import (
    ALICE,
    NUMB,
    let_time_pass,
    live_to_next_due,
    raise_alarm,
    reminders,
    switch_reminders_on,
    urgent,
)
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

GONE = [
    (403, "Forbidden: bot was blocked by the user"),
    (403, "Forbidden: user is deactivated"),
    (400, "Bad Request: chat not found"),
]
LONG = timedelta(days=1)


def troubles(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR]


@pytest.mark.parametrize(("code", "why"), GONE, ids=[why for _, why in GONE])
async def test_who_cannot_be_reached_is_tried_once_and_told_what_goes_on_when_they_are_back(
    world: World, database: str, code: int, why: str
) -> None:
    await switch_reminders_on(world)
    mark = world.sandbox.mark
    world.sandbox.fail("sendMessage", code=code, description=why, chat_id=ALICE)
    await live_to_next_due(world)
    await world.live_until(world.clock.now() + LONG)
    assert len(world.sandbox.calls(mark, "sendMessage")) == 1
    assert column(database, "SELECT count(*) FROM reminder WHERE next_fire_at IS NOT NULL") == [0]
    await world.say(ALICE, "/help")
    assert world.texts(ALICE)[-2].startswith("Good to have you back. Your reminders go on: 💧 Water")
    before = len(reminders(world))
    await live_to_next_due(world)
    assert len(reminders(world)) == before + 1


async def test_a_reminder_that_telegram_does_not_take_is_tried_five_times_and_the_next_one_comes(
    world: World, database: str
) -> None:
    await switch_reminders_on(world)
    mark = world.sandbox.mark
    world.sandbox.fail("sendMessage", code=400, chat_id=ALICE, times=5)
    await live_to_next_due(world)
    await let_time_pass(world, database, times=8)
    assert len(world.sandbox.calls(mark, "sendMessage")) == 5
    assert column(database, "SELECT state FROM message") == ["failed"]
    await live_to_next_due(world)
    assert len(reminders(world)) == 1


@pytest.mark.parametrize("code", [401, 404])
async def test_a_token_that_telegram_no_longer_knows_costs_nobody_a_message(
    world: World, database: str, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """It is the operator's to mend; what waited goes out then, as if there had been no connection."""
    await raise_alarm(world)
    world.sandbox.fail("sendMessage", code=code, times=9)
    world.clock.advance_to(world.clock.now() + timedelta(minutes=10))
    await let_time_pass(world, database, times=9)
    assert column(database, "SELECT state FROM message WHERE part = '10m'") == ["planned"]
    assert world.program.clockwork.pulse.state == "refused"
    await let_time_pass(world, database, times=2)
    assert world.program.clockwork.pulse.state == "ok"
    assert world.last(ALICE).startswith("Are you getting help?")
    (said,) = troubles(caplog)
    assert said.startswith("TELEGRAM_BOT_TOKEN: ")


async def test_a_token_that_telegram_no_longer_knows_costs_nobody_an_answer(
    world: World, database: str, caplog: pytest.LogCaptureFixture
) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("editMessageText", code=401, times=3)
    await world.tap(ALICE, NUMB)
    await let_time_pass(world, database, times=4)
    assert world.button(ALICE, NUMB) == f"✅ Yes: {NUMB}"
    await world.tap(ALICE, "Continue")
    assert len(urgent(world)) == 1
    assert len(troubles(caplog)) == 1


@pytest.mark.parametrize("code", [401, 404])
async def test_a_process_whose_token_telegram_no_longer_knows_ends_and_names_it(
    world: World, code: int
) -> None:
    bot: Any = world.program.desk.application.bot
    ways = world.program.poller, Registration(bot, world.store, "https://bot.example.org/x", "s3cret")
    for way_in, method in zip(ways, ("getUpdates", "getWebhookInfo"), strict=True):
        world.sandbox.fail(method, code=code)
        with pytest.raises(SettingError, match=r"^TELEGRAM_BOT_TOKEN: "):
            await way_in.run()


async def test_a_menu_that_cannot_be_set_keeps_nobody_from_being_answered(
    world: World, known: Content, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.fail("setMyCommands", code=429, retry_after=480)
    bot: Any = world.program.desk.application.bot
    await set_menu(bot, world.store, known)
    assert "the command menu could not be set (RetryAfter)" in caplog.text
    await world.say(ALICE, "/help")
    assert len(world.texts(ALICE)) == 1
    await set_menu(bot, world.store, known)
    assert [call.code for call in world.sandbox.calls(0, "setMyCommands")] == [429, 200]
