"""Updates as Telegram may give them: with numbers that begin anew, too late, and beside somebody's webhook."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.clock import ManualClock, real_seconds
from bot.ingest import polling
from bot.ingest.updates import ALLOWED_UPDATES
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from bot.store import engine, inbox
from content import Content
from tests.chaos.database import column
from tests.chaos.steps import ALICE, BOB, NUMB, let_time_pass, raise_alarm, until, urgent
from tests.world import World, open_world

pytestmark = pytest.mark.databases("sqlite", "postgresql")

HANDLED = "SELECT update_id FROM inbox WHERE state = 'done' ORDER BY update_id"
OF_WEBHOOKS = {"setwebhook", "deletewebhook"}


def begin_anew(sandbox: Sandbox, number: int) -> None:
    """After a week without updates Telegram chooses the next number as it likes."""
    sandbox._counters._last["update"] = number - 1


async def test_numbers_that_begin_anew_below_the_old_ones_are_taken_and_handled(
    world: World, database: str
) -> None:
    await world.say(ALICE, "/help")
    await world.say(ALICE, "/privacy")
    await world.pass_time(days=8)
    begin_anew(world.sandbox, 40)
    for text in ("/help", "/check"):
        await world.say(ALICE, text)
    assert len(world.texts(ALICE)) == 4
    assert column(database, HANDLED)[:2] == [40, 41]
    assert list(world.sandbox.updates.pending) == [41]  # the poll that comes next confirms it


async def test_numbers_that_begin_anew_far_above_are_taken_by_a_process_that_asked_before(
    world: World,
) -> None:
    await world.say(ALICE, "/help")
    begin_anew(world.sandbox, 2_000_000_000)
    await world.say(ALICE, "/privacy")
    assert len(world.texts(ALICE)) == 2


async def test_a_number_is_known_by_itself_and_not_by_being_below_another(
    world: World, database: str
) -> None:
    """An update that comes again is handled once, whatever came in between; one never seen before is handled."""
    await world.say(ALICE, "/help")
    (handled,) = column(database, HANDLED)
    raw = {
        "update_id": handled,
        "message": world.sandbox.messages(ALICE)[0].wire() | {"from": {"id": ALICE}},
    }
    async with world.store.transaction() as tx:
        assert await inbox.take_in(tx, world.sandbox.bot_id, [(ALICE, raw)]) == 0
        assert await inbox.take_in(tx, world.sandbox.bot_id, [(ALICE, raw | {"update_id": handled - 7})]) == 1
        assert await inbox.take_in(tx, world.sandbox.bot_id, [(ALICE, raw | {"update_id": handled + 7})]) == 1
        assert await inbox.take_in(tx, world.sandbox.bot_id, [(ALICE, raw | {"update_id": handled - 7})]) == 0


async def test_every_poll_asks_for_the_one_list_of_updates(world: World) -> None:
    await world.say(ALICE, "/help")
    await world.settle()
    polls = world.sandbox.calls(0, "getUpdates")
    assert len(polls) > 1
    assert all(json.loads(call.params["allowed_updates"]) == ALLOWED_UPDATES for call in polls)
    assert world.sandbox.settings.get("allowed_updates") == ALLOWED_UPDATES
    assert polling.POLL_FOR <= 50  # Telegram answers sooner whatever is asked


async def test_starting_and_stopping_sets_no_webhook_ends_none_and_keeps_what_waits(world: World) -> None:
    world.sandbox.say(ALICE, "/help")
    stop = asyncio.Event()
    running = asyncio.create_task(world.program.run(stop, lambda: None))
    await until(lambda: len(world.texts(ALICE)) == 1, 20)
    stop.set()
    await running
    world.sandbox.say(ALICE, "/privacy")  # while nobody runs
    called = {call.method.lower() for call in world.sandbox.calls(0)}
    assert "getupdates" in called
    assert not called & OF_WEBHOOKS
    assert len(world.sandbox.updates.pending) >= 1


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """For how long the poller waits, without waiting."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def note(seconds: float, *more: Any) -> None:
        waited.append(seconds)
        await sleep(0, *more)

    monkeypatch.setattr(polling.asyncio, "sleep", note)
    yield waited
    monkeypatch.undo()


@pytest.mark.databases("sqlite")
@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize("setting", ["1", "0"], ids=["as timedelta", "as int"])
async def test_a_poll_that_is_put_off_waits_as_long_as_telegram_says(
    world: World, waits: list[float], monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", setting)
    await world.program.poller._wait_out(RetryAfter(timedelta(seconds=37)))
    assert waits == [37.0]


class Seconds:
    """Real time as Telegram has it."""

    def __init__(self) -> None:
        self.now = real_seconds()

    def __call__(self) -> float:
        return self.now


async def test_a_tap_that_telegram_gave_up_is_made_again_on_the_same_button(
    database: str, clock: ManualClock, known: Content
) -> None:
    """It keeps taps for two and a half minutes: after a longer outage they are gone, and the screen is as it was."""
    seconds = Seconds()
    telegram = Sandbox(clock, token=SANDBOX_TOKEN, seconds=seconds)
    async with open_world(database, clock, known, telegram) as world:
        await world.say(ALICE, "/check")
        world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
        seconds.now += 151
        await world.settle()
        assert world.button(ALICE, NUMB) == f"☐ {NUMB}"
        await world.tap(ALICE, NUMB, "Continue")
        assert len(urgent(world)) == 1
        world.sandbox.tap(ALICE, world.button(ALICE, "I have been seen"))
        seconds.now += 151
        await world.settle()
        await world.tap(ALICE, "I have been seen")
        assert "I am glad" in world.last(ALICE)


async def test_a_tap_too_old_to_be_acknowledged_takes_its_step_all_the_same(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("answerCallbackQuery", code=400, description="Bad Request: query is too old", times=2)
    await world.tap(ALICE, NUMB, "Continue")
    assert len(urgent(world)) == 1
    assert not [each for each in caplog.records if each.levelname in {"WARNING", "ERROR"}]


async def test_a_second_person_is_answered_while_telegram_takes_its_time_over_the_first(
    database: str, clock: ManualClock, known: Content
) -> None:
    """Nobody holds a row, or the one writer of SQLite, while Telegram is waited for."""
    opened = asyncio.Event()

    async def until_opened(_seconds: float) -> None:
        await opened.wait()

    telegram = Sandbox(clock, token=SANDBOX_TOKEN, sleep=until_opened)
    async with open_world(database, clock, known, telegram) as world:
        await world.say(ALICE, "/check")
        await raise_alarm(world, BOB)
        world.sandbox.fail("editMessageText", kind="slow", chat_id=ALICE)
        world.sandbox.fail("sendMessage", kind="slow", chat_id=BOB)
        mark = world.sandbox.mark
        world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
        world.clock.advance_to(world.clock.now() + timedelta(minutes=10))  # Bob is asked whether he gets help
        settling = asyncio.gather(world.settle(), world.program.clockwork.pass_once())
        await until(lambda: {call.chat_id for call in world.sandbox.calls(mark)} >= {ALICE, BOB}, 20)
        async with asyncio.timeout(2), world.store.transaction() as tx:
            await tx.conn.exec_driver_sql("UPDATE person SET locale = locale")
        opened.set()
        await settling


@pytest.mark.databases("postgresql")
async def test_a_button_says_that_it_was_heard_only_when_that_is_written(
    database: str, clock: ManualClock, known: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine._PATIENCE, "lock_timeout", 20)
    async with open_world(database, clock, known) as world:
        await world.say(ALICE, "/check")
        mark = world.sandbox.mark
        world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
        async with world.store.transaction() as busy:
            await busy.conn.exec_driver_sql("SELECT * FROM person FOR UPDATE")
            await world.program.poller.poll_once(0)
            await world.program.dispatch.drain()
        assert [call.method.lower() for call in world.sandbox.calls(mark)] == ["getupdates"]
        await let_time_pass(world, database)
        assert len(world.sandbox.calls(mark, "answerCallbackQuery")) == 1
        assert world.button(ALICE, NUMB) == f"✅ Yes: {NUMB}"
