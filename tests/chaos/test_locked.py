"""Another program holds the database: nothing is lost, nothing is corrupted, and it goes on afterwards."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from bot.store import StoreUnavailable
from content import Content
from tests.chaos.database import column, locked
from tests.chaos.steps import ALICE, BOB, NUMB, step_to_next_due, switch_reminders_on, until, urgent
from tests.world import World, open_world


class Interruption:
    """What happens while Telegram takes its time over an answer: the sandbox calls it to wait."""

    def __init__(self) -> None:
        self.act: Callable[[], Any] = lambda: None

    async def __call__(self, _seconds: float) -> None:
        self.act()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "easeback.db"


@pytest.fixture
def interruption() -> Interruption:
    return Interruption()


@pytest.fixture
async def impatient(
    file: Path,
    clock: ManualClock,
    known: Content,
    interruption: Interruption,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[World]:
    """A world that waits a moment, not five seconds, for a busy database."""
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 20)
    telegram = Sandbox(clock, token=SANDBOX_TOKEN, sleep=interruption)
    async with open_world(file, clock, known, telegram) as world:
        yield world


async def test_updates_stay_at_telegram_while_the_database_is_locked(impatient: World, file: Path) -> None:
    impatient.sandbox.say(ALICE, "/check")
    with locked(file), pytest.raises(StoreUnavailable):
        await impatient.program.poller.poll_once(0)
    assert len(impatient.sandbox.updates.pending) == 1
    await impatient.settle()
    assert len(impatient.texts(ALICE)) == 1


async def test_updates_stay_in_the_inbox_while_the_database_is_locked(
    impatient: World, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world, stop = impatient, asyncio.Event()
    world.sandbox.say(ALICE, "/check")
    await world.program.poller.poll_once(0)
    with locked(file):
        running = asyncio.create_task(world.program.dispatch.run(stop))
        await until(lambda: "updates wait in the inbox" in caplog.text)
        assert column(file, "SELECT state FROM inbox") == ["waiting"]
        assert world.texts(ALICE) == []
    await world.sandbox.until(lambda: len(world.texts(ALICE)) == 1)
    stop.set()
    await running
    assert column(file, "SELECT state FROM inbox") == ["done"]
    assert column(file, "PRAGMA integrity_check") == ["ok"]


async def test_an_answer_that_could_not_be_written_off_is_repeated_at_once_when_the_database_is_free(
    impatient: World, interruption: Interruption, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world, lock = impatient, ExitStack()
    await world.say(ALICE, "/check")
    world.sandbox.fail("editMessageText", kind="slow")
    interruption.act = lambda: lock.enter_context(locked(file))
    world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
    await world.program.poller.poll_once(0)
    stop = asyncio.Event()
    running = asyncio.create_task(world.program.dispatch.run(stop))
    await world.sandbox.until(lambda: "✅" in str(world.labels(world.messages(ALICE)[0])))
    await until(lambda: "updates wait in the inbox" in caplog.text)
    lock.close()
    await until(lambda: column(file, "SELECT state FROM inbox") == ["done", "done"])
    stop.set()
    await running


async def test_reminders_and_urgent_messages_wait_for_a_locked_database(impatient: World, file: Path) -> None:
    world, stop, bell = impatient, asyncio.Event(), impatient.program.clockwork.wake
    await switch_reminders_on(world, BOB)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, NUMB)
    await step_to_next_due(world)
    with locked(file):
        with pytest.raises(StoreUnavailable):
            await world.program.clockwork.pass_once()
        assert urgent(world) == []
    running = asyncio.create_task(world.program.clockwork.run(stop))
    await world.sandbox.until(lambda: len(urgent(world)) == 1)
    stop.set()
    bell()
    await running
