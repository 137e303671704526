"""Logs never hold a token, an answer or a typed text: they are planted here, and searched for."""

import io
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from bot import logs
from bot.handlers.turn import Turn
from bot.sandbox import SANDBOX_TOKEN
from bot.settings import load_settings
from bot.store.inbox import Received
from bot.store.sealed import Sealed
from bot.wiring import build_bot, build_services
from tests.world import World

ALICE = 101
TYPED = "xylophone marmalade 4711"
SECRETS = [
    SANDBOX_TOKEN,
    SANDBOX_TOKEN.partition(":")[2],
    "xylophone",
    "4711",
    "saddle_numbness",
    "Numb between",
    "numb or tingly",
]


@pytest.fixture
def everything_logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that the product logs at DEBUG, through the filter it really has."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    levels = {name: logging.getLogger(name).level for name in logs._TALKATIVE}
    logs.configure(logging.DEBUG)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


def clean(text: str) -> bool:
    found = [secret for secret in SECRETS if secret in text]
    assert not found, text
    return True


async def use_everything(world: World) -> None:
    await world.say(ALICE, TYPED)
    await world.say(ALICE, f"/start {TYPED}")
    await world.say(ALICE, "/check")
    await world.tap(
        ALICE,
        "None",
        "None",
        "None",
        "None",
        "3",
        "None",
        "Today",
        "Start 2 days, with 🧊",
        "12:00",
        "Berlin",
    )
    await world.pass_time(hours=2)
    await world.tap(ALICE, "Done")
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs", "Continue")
    await world.pass_time(minutes=10)
    await world.tap(ALICE, "I have been seen")
    world.press(ALICE, TYPED, world.messages(ALICE)[-1])
    await world.settle()
    await world.say(ALICE, "/forget")


async def test_a_day_of_use_at_debug_level_leaves_no_secret_in_the_logs(
    world: World, everything_logged: io.StringIO
) -> None:
    await use_everything(world)
    written = everything_logged.getvalue()
    assert "bot.flight" in written, "nothing was logged, so nothing was tested"
    clean(written)


@pytest.mark.parametrize("kind", ["answer", "drop", "timeout_before"])
async def test_failing_sends_leave_no_secret_in_the_logs(
    world: World, everything_logged: io.StringIO, kind: str
) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    for method in ("sendMessage", "editMessageText", "answerCallbackQuery"):
        world.sandbox.fail(method, kind=kind, description=f"Bad Gateway for {SANDBOX_TOKEN}")
    await world.tap(ALICE, "Continue")
    written = everything_logged.getvalue()
    assert "(urgent): Uncertain" in written
    clean(written)


async def test_a_handler_that_breaks_leaves_no_secret_in_the_logs(
    world: World, everything_logged: io.StringIO
) -> None:
    received = Received(1, 2, ALICE, 0, 0, {"update_id": 2, "message": {"text": TYPED}})
    try:
        raise RuntimeError(f"{TYPED} {SANDBOX_TOKEN} {received}")
    except RuntimeError as error:
        logging.getLogger("anything").exception("it broke: %s", logs.where(error))
        logging.getLogger("anything").error("https://host/bot%s/getMe", SANDBOX_TOKEN)
    written = everything_logged.getvalue()
    assert "it broke: RuntimeError at tests.bot.test_logs" in written
    assert "<token>" in written
    clean(written)


async def test_what_is_passed_around_shows_no_secret_when_it_is_printed(world: World, known: Any) -> None:
    bot = build_bot(SANDBOX_TOKEN, "http://nowhere")
    services = build_services(known, world.clock, world.store, bot)
    application = world.program.desk.application
    update = {"update_id": 2, "message": {"text": TYPED}}
    shown = [bot, application, world.program, world.program.desk, world.store, services.sender]
    shown += [services.delivery, load_settings(telegram_bot_token=SANDBOX_TOKEN)]
    shown += [Received(1, 2, ALICE, 0, 0, update), Turn(services, 1, ALICE, ALICE), Sealed(TYPED.encode())]
    for each in shown:
        for secret in (*SECRETS[:2], "xylophone"):
            assert secret not in repr(each), type(each)
            assert secret not in str(each), type(each)


def test_the_scrubber_knows_a_token_wherever_it_stands() -> None:
    token = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
    for text in (token, f"/bot{token}/getMe", f"({token})", f"a{token}b", f"x={token}&y"):
        assert "AAEhBOweik6ad9r" not in logs.scrub(text)
    assert logs.scrub("12:30 and 08:00") == "12:30 and 08:00"
