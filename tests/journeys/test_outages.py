"""Telegram is away, slow or refuses: afterwards nothing is missing, and nothing routine has come twice."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.clock import ManualClock, real_seconds
from bot.flight import PLAIN_AFTER
from bot.program import Parts, Program
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app, serve
from bot.settings import load_settings
from bot.wiring import build_bot
from content import Content
from tests.chaos.database import column, let_leases_lapse
from tests.chaos.steps import (
    ALICE,
    BOB,
    NUMB,
    let_time_pass,
    live_to_next_due,
    reminders,
    step_to_next_due,
    switch_reminders_on,
    until,
    urgent,
)
from tests.world import World, open_world

pytestmark = pytest.mark.databases("sqlite", "postgresql")

LOST: list[dict[str, Any]] = [
    {"kind": "drop"},
    {"kind": "answer", "code": 500},
    {"kind": "answer", "code": 502},
    {"kind": "timeout_before"},
]
ARRIVED: dict[str, Any] = {"kind": "timeout_after_delivery"}
FAULTS = [*LOST, ARRIVED]


def named(fault: dict[str, Any]) -> str:
    return str(fault.get("code", fault["kind"]))


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_a_tap_takes_effect_once_and_its_answer_is_repeated_until_it_gets_through(
    world: World, database: str, fault: dict[str, Any]
) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("editMessageText", times=2, **fault)
    await world.tap(ALICE, NUMB)
    await let_time_pass(world, database, times=2)
    assert f"✅ Yes: {NUMB}" in world.labels(world.messages(ALICE)[-1])
    # what had arrived is not modified by the first repeat, and Telegram says so
    assert len(world.sandbox.calls(0, "editMessageText")) == (2 if fault == ARRIVED else 3)
    await world.tap(ALICE, "Continue")
    assert len(urgent(world)) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_a_command_is_answered_once_telegram_is_back(
    world: World, database: str, fault: dict[str, Any]
) -> None:
    world.sandbox.fail("sendMessage", times=2, **fault)
    await world.say(ALICE, "/check")
    await let_time_pass(world, database, times=2)
    assert len(world.texts(ALICE)) == (3 if fault == ARRIVED else 1)
    assert column(database, "SELECT count(*) FROM checkup") == [1]


async def test_what_is_said_next_waits_ten_seconds_at_most_behind_an_answer_that_fails(
    database: str, clock: ManualClock, known: Content
) -> None:
    async with _telegram_that_goes_away(database, clock, known) as (world, go_away, come_back):
        world.sandbox.say(ALICE, "/help")
        await world.program.poller.poll_once(0)
        await go_away()
        for _ in range(12):
            await _try_in_vain(world, database, times=1)
            (again_at,) = column(database, "SELECT not_before FROM inbox")
            assert again_at <= real_seconds() + 10
        await come_back()
        await let_time_pass(world, database)
        assert len(world.texts(ALICE)) == 1


@pytest.mark.parametrize("fault", LOST, ids=named)
async def test_the_urgent_message_arrives_although_two_sends_went_wrong(
    world: World, database: str, fault: dict[str, Any]
) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("sendMessage", times=2, **fault)
    await world.tap(ALICE, NUMB, "Continue")
    await let_time_pass(world, database, times=4)
    assert len(urgent(world)) == 1
    assert column(database, "SELECT state FROM message WHERE kind = 'urgent'") == ["sent"]


async def test_an_urgent_message_that_is_never_confirmed_comes_three_times_and_no_more(
    world: World, database: str
) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("sendMessage", times=None, **ARRIVED)
    await world.tap(ALICE, NUMB, "Continue")
    await let_time_pass(world, database, times=6)
    assert len(urgent(world)) == 3
    assert column(database, "SELECT state FROM message WHERE kind = 'urgent'") == ["uncertain"]


async def test_an_urgent_message_whose_form_is_refused_arrives_in_plain_words(
    world: World, database: str
) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, NUMB)
    world.sandbox.fail(
        "sendMessage", code=400, description="Bad Request: can't parse entities", times=PLAIN_AFTER
    )
    await world.tap(ALICE, "Continue")
    await let_time_pass(world, database, times=PLAIN_AFTER + 1)
    assert len(urgent(world)) == 1
    assert column(database, "SELECT state FROM message WHERE kind = 'urgent'") == ["sent"]
    *refused, arrived = (
        call.params
        for call in world.sandbox.calls(0, "sendMessage")
        if call.code == 400 or "Go to" in call.params["text"]
    )
    assert len(refused) == PLAIN_AFTER
    assert "<b>" in refused[0]["text"]
    assert "<" not in arrived["text"]
    assert "reply_markup" not in arrived


@pytest.mark.parametrize(("answer", "copies"), [("I have been seen", 1), ("I have called", 2)])
async def test_once_it_is_seen_to_the_urgent_message_is_not_repeated(
    world: World, database: str, answer: str, copies: int
) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("sendMessage", **ARRIVED)
    await world.tap(ALICE, NUMB, "Continue", answer)
    await let_time_pass(world, database, times=4)
    told = [
        each for each in world.sandbox.calls(0, "sendMessage") if "hospital emergency" in each.params["text"]
    ]
    assert len(told) == copies


async def test_a_busy_telegram_delays_the_urgent_message_of_that_chat_alone(
    world: World, database: str
) -> None:
    await world.say(ALICE, "/check")
    await world.say(BOB, "/check")
    world.sandbox.fail("sendMessage", code=429, retry_after=7, chat_id=ALICE, times=4)
    for who in (ALICE, BOB):
        await world.tap(who, NUMB, "Continue")
    assert (len(urgent(world, ALICE)), len(urgent(world, BOB))) == (0, 1)
    (until,) = column(database, "SELECT not_before FROM message WHERE kind = 'urgent' AND state = 'planned'")
    assert 5 < until - real_seconds() <= 7
    await let_time_pass(world, database, times=5)
    assert len(urgent(world, ALICE)) == 1


@pytest.mark.parametrize("fault", FAULTS, ids=named)
async def test_a_reminder_that_may_have_arrived_is_not_sent_again_and_the_next_one_comes(
    world: World, database: str, fault: dict[str, Any]
) -> None:
    await switch_reminders_on(world)
    world.sandbox.fail("sendMessage", **fault)
    await live_to_next_due(world)
    await let_time_pass(world, database, times=3)
    assert len(reminders(world)) == (1 if fault == ARRIVED else 0)
    await live_to_next_due(world)
    assert len(reminders(world)) == (2 if fault == ARRIVED else 1)
    assert column(database, "SELECT state FROM message ORDER BY id") == ["uncertain", "sent"]


async def test_a_part_of_a_pack_that_may_have_arrived_comes_once_more_and_says_why(
    world: World, database: str
) -> None:
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Switch on: 🧊", "12:00", "Berlin", "Change: 🧊", "Start: 🧊")
    world.sandbox.fail("sendMessage", times=None, **ARRIVED)
    await world.pass_time(minutes=5)
    await let_time_pass(world, database, times=4)
    first, second = [text for text in world.texts(ALICE) if "Check your skin." in text]
    assert second == f"In case the first one did not reach you:\n{first}"


async def test_a_reminder_that_telegram_put_off_comes_once(world: World, database: str) -> None:
    await switch_reminders_on(world, ALICE)
    await switch_reminders_on(world, BOB)
    world.sandbox.fail("sendMessage", code=429, retry_after=30, chat_id=ALICE, times=2)
    await live_to_next_due(world)
    assert (len(reminders(world, ALICE)), len(reminders(world, BOB))) == (0, 1)
    await let_time_pass(world, database, times=4)
    assert (len(reminders(world, ALICE)), len(reminders(world, BOB))) == (1, 1)


async def test_without_any_connection_an_emergency_is_judged_and_said_as_soon_as_there_is_one(
    database: str, clock: ManualClock, known: Content
) -> None:
    async with _telegram_that_goes_away(database, clock, known) as (world, go_away, come_back):
        await world.say(ALICE, "/check")
        world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
        await world.program.poller.poll_once(0)
        await go_away()
        await world.program.dispatch.drain()
        await step_to_next_due(world)
        await _try_in_vain(world, database, times=6)
        await come_back()
        await let_time_pass(world, database, times=2)
        assert world.labels(world.messages(ALICE)[0]) == ["Why?", "Change an answer", "Start a new check"]
        assert len(urgent(world)) == 1


async def test_without_any_connection_a_reminder_waits_and_comes_once(
    database: str, clock: ManualClock, known: Content
) -> None:
    async with _telegram_that_goes_away(database, clock, known) as (world, go_away, come_back):
        await switch_reminders_on(world)
        await go_away()
        await step_to_next_due(world)
        await _try_in_vain(world, database, times=6)
        await come_back()
        await let_time_pass(world, database, times=3)
        assert len(reminders(world)) == 1


async def _try_in_vain(world: World, database: str, times: int) -> None:
    for _ in range(times):
        let_leases_lapse(database)
        await world.program.dispatch.drain()
        await world.program.clockwork.pass_once()


async def test_a_failing_poll_is_said_once_and_polling_goes_on(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.fail("getUpdates", code=502, times=3)
    await _poll_until_answered(world)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        "Telegram cannot be reached; trying again until it can."
    ]
    assert "Updates are coming in again." in caplog.text


@pytest.mark.parametrize(
    "why",
    [
        None,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ],
)
async def test_another_receiver_of_updates_is_said_in_one_line_and_polling_resumes(
    world: World, caplog: pytest.LogCaptureFixture, why: str | None
) -> None:
    world.sandbox.fail("getUpdates", code=409, times=3, description=why)
    await _poll_until_answered(world)
    (line,) = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert line.startswith("Another program is taking this bot's updates")
    assert "\n" not in line


@asynccontextmanager
async def _telegram_that_goes_away(
    database: str, clock: ManualClock, known: Content
) -> AsyncIterator[tuple[World, Callable[[], Any], Callable[[], Any]]]:
    """A world whose Telegram is reached over a socket; with what closes the socket, and what opens it again."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    line = Line(port, clock)
    async with open_world(database, clock, known, line.telegram) as world:
        await line.open()
        bot = build_bot(SANDBOX_TOKEN, f"http://127.0.0.1:{port}")
        settings = load_settings(database_url=database, _env_file=None)
        program = Program(Parts(settings, known, world.store, clock), bot)
        await program.desk.application.initialize()
        try:
            yield replace(world, program=program), line.close, line.open
        finally:
            await program.desk.application.shutdown()
            await line.close()


class Line:
    """Telegram on a port that can be closed: then no connection can be made."""

    def __init__(self, port: int, clock: ManualClock) -> None:
        self.telegram = Sandbox(clock, token=SANDBOX_TOKEN)
        self._port = port
        self._stop = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def open(self) -> None:
        ready, self._stop = asyncio.Event(), asyncio.Event()
        app = create_app(self.telegram, page=False)
        serving = serve(app, port=self._port, stop=self._stop, started=lambda _port: ready.set())
        self._serving = asyncio.create_task(serving)
        await ready.wait()

    async def close(self) -> None:
        self._stop.set()
        if self._serving is not None:
            await self._serving


async def _poll_until_answered(world: World) -> None:
    """The poller runs, without its pauses, until an update has come through."""
    caplog_level = logging.getLogger("bot").level
    logging.getLogger("bot").setLevel(logging.INFO)
    world.sandbox.say(ALICE, "/help")
    world.program.poller._pause = 0.001
    polling = asyncio.create_task(world.program.poller.run())
    await until(lambda: not world.sandbox.updates.pending)
    polling.cancel()
    logging.getLogger("bot").setLevel(caplog_level)
    await world.program.dispatch.drain()
    assert len(world.texts(ALICE)) == 1


@pytest.mark.parametrize("fault", [LOST[0], ARRIVED], ids=named)
async def test_an_answer_in_the_chat_that_did_not_get_through_is_said_again_and_nothing_is_done_twice(
    world: World, database: str, fault: dict[str, Any]
) -> None:
    texts = ("my bum feels weird", "drank 2 glasses", "water every 3 hours from 9 to 18")
    for text, said in zip(
        texts, ("Is this happening now", "2 glasses today", "Shall I set it?"), strict=True
    ):
        world.sandbox.fail("sendMessage", times=2, **fault)
        await world.say(ALICE, text)
        await let_time_pass(world, database, 3)
        assert said in world.last(ALICE)
    for table in ("doubt", "diary", "offer"):
        assert column(database, f"SELECT count(*) FROM {table}") == [1]
    assert column(database, "SELECT count(*) FROM message") == [1]
