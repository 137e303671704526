"""Two processes take one bot's updates by webhook: each update is handled once, and each person in order."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

from bot.clock import ManualClock
from bot.pulse import OK
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from content import Content
from tests.chaos.database import column, locked
from tests.chaos.steps import ALICE, BOB, NUMB, until, urgent
from tests.replicas import Proxy, Replica, opened_replicas


class Gate:
    """How long Telegram takes: until it is opened, for an answer that was made slow; else a moment."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        await (self.opened.wait() if seconds == SLOW else asyncio.sleep(0.01))


pytestmark = pytest.mark.databases("sqlite", "postgresql")
SLOW = 77.0
PATIENCE = 30.0  # seconds: two whole products share this machine with other tests


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    proxy = Proxy()
    yield proxy
    await proxy.aclose()


@pytest.fixture
async def pair(
    database: str,
    clock: ManualClock,
    known: Content,
    gate: Gate,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[list[Replica]]:
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 200)
    telegram = Sandbox(clock, token=SANDBOX_TOKEN, sleep=gate, transport=proxy)
    async with opened_replicas(2, database, clock, known, telegram, proxy) as replicas:
        yield replicas
        gate.opened.set()


async def _all_is_done(database: str, updates: int) -> None:
    await until(lambda: column(database, "SELECT state FROM inbox") == ["done"] * updates, PATIENCE)


async def test_an_update_that_reaches_both_at_once_is_handled_once(
    pair: list[Replica], proxy: Proxy, database: str
) -> None:
    world, proxy.to_all = pair[0].world, True
    for number in range(5):
        world.sandbox.say(ALICE, "/check")
        await _all_is_done(database, number + 1)
    assert len(world.texts(ALICE)) == 5
    assert column(database, "SELECT count(*) FROM checkup WHERE state = 'open'") == [1]


async def test_a_red_flag_that_reaches_both_at_once_raises_one_alarm(
    pair: list[Replica], proxy: Proxy, database: str
) -> None:
    world, proxy.to_all = pair[0].world, True
    world.sandbox.say(ALICE, "/check")
    await _all_is_done(database, 1)
    world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
    await _all_is_done(database, 2)
    world.sandbox.tap(ALICE, world.button(ALICE, "Continue"))
    await _all_is_done(database, 3)
    await until(lambda: len(urgent(world)) > 0, PATIENCE)  # whichever process sends it
    await until(
        lambda: column(database, "SELECT state FROM message WHERE kind = 'urgent'") == ["sent"], PATIENCE
    )
    assert len(urgent(world)) == 1
    assert column(database, "SELECT count(*) FROM message WHERE kind = 'urgent'") == [1]


async def test_a_tap_and_a_message_of_one_person_at_two_processes_are_handled_one_after_the_other(
    pair: list[Replica], proxy: Proxy, database: str, gate: Gate
) -> None:
    world = pair[0].world
    world.sandbox.say(ALICE, "/check")
    await _all_is_done(database, 1)
    mark = world.sandbox.mark
    world.sandbox.fail("editMessageText", kind="slow", seconds=SLOW)
    world.sandbox.tap(ALICE, world.button(ALICE, NUMB))
    await until(lambda: len(world.sandbox.calls(mark, "editMessageText")) == 1)
    proxy.ports.reverse()  # what comes now goes to the other one
    world.sandbox.say(ALICE, "/help")
    await until(lambda: len(column(database, "SELECT update_id FROM inbox")) == 3)
    world.sandbox.say(BOB, "/help")
    await until(lambda: len(world.texts(BOB)) == 1)  # the other one has looked, and nobody else is held up
    assert len(world.texts(ALICE)) == 1
    gate.opened.set()
    await _all_is_done(database, 4)
    assert len(world.texts(ALICE)) == 2


async def test_a_message_that_cannot_be_read_holds_up_neither_its_person_nor_telegram(
    pair: list[Replica], database: str
) -> None:
    world = pair[0].world
    sender = world.sandbox.meet(ALICE).wire()
    for poison in ({"message_id": 1, "date": 0, "from": sender, "text": "x"}, {}):
        world.sandbox.updates.add("message", poison, f"chat:{ALICE}")
    world.sandbox.say(ALICE, "/help")
    await until(
        lambda: column(database, "SELECT state FROM inbox ORDER BY update_id") == ["dead", "dead", "done"]
    )
    assert ["Something went wrong" in text for text in world.texts(ALICE)].count(True) == 1
    assert not world.sandbox.updates.pending


@pytest.mark.databases("sqlite")
async def test_while_the_database_is_locked_updates_wait_at_telegram_and_are_handled_afterwards(
    pair: list[Replica], database: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = pair[0].world
    with ExitStack() as stack:
        await _lock(stack, Path(make_url(database).database or ""))
        world.sandbox.say(ALICE, "/help")
        await until(lambda: "503" in str(world.sandbox.webhook.last_error))
        assert column(database, "SELECT count(*) FROM inbox") == [0]
    await _all_is_done(database, 1)
    assert len(world.texts(ALICE)) == 1
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


async def _lock(stack: ExitStack, file: Path) -> None:
    """Whoever writes now does so in this loop, and gets to the end of it only while we sleep."""
    async with asyncio.timeout(30):
        while True:
            try:
                stack.enter_context(locked(file, patience=0.01))
                return
            except sqlite3.OperationalError:
                await asyncio.sleep(0.02)


async def test_when_one_ends_the_other_goes_on_with_what_it_had_not_begun(
    pair: list[Replica], proxy: Proxy, database: str
) -> None:
    first, second = pair
    world = first.world
    world.sandbox.say(ALICE, "/check")
    await _all_is_done(database, 1)
    await first.end()
    proxy.ports = [second.port]
    world.sandbox.say(ALICE, "/help")
    await _all_is_done(database, 2)
    assert len(world.texts(ALICE)) == 2


async def test_both_are_ready_and_say_nothing_of_anybody(pair: list[Replica], database: str) -> None:
    pair[0].world.sandbox.say(ALICE, "/help")
    await _all_is_done(database, 1)
    await until(lambda: all(each.world.program.clockwork.pulse.state == OK for each in pair))
    async with httpx.AsyncClient() as client:
        for each in pair:
            answer = await client.get(f"http://127.0.0.1:{each.port}/readyz")
            expected = {"ready": True, "database": "ok", "ingest": "ok", "worker": "ok", "inbox_waits": 0.0}
            assert (answer.status_code, answer.json()) == (200, expected)
            assert (await client.get(f"http://127.0.0.1:{each.port}/healthz")).json() == {"alive": True}
