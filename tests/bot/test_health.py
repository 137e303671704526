"""Readiness names the part that does not work, and liveness does not depend on any."""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot import health, lifetime
from bot.clock import ManualClock
from bot.health import WAITS_TOO_LONG, Health
from bot.ingest.dispatch import Dispatch
from bot.pulse import Pulse
from bot.store import KeyRing, Store
from bot.store.inbox import Received
from tests.chaos.database import column, rows
from tests.chaos.steps import ALICE, until
from tests.world import KEY, World


class Seconds:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _look_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LOOK_EVERY", 0.0)


async def _ready(asked: Health) -> tuple[int, dict[str, Any]]:
    transport = httpx.ASGITransport(Starlette(routes=asked.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        assert (await client.get("/healthz")).status_code == 200
        answer = await client.get("/readyz")
        return answer.status_code, answer.json()


def test_a_part_is_starting_then_ok_then_silent_or_whatever_hinders_it() -> None:
    seconds = Seconds()
    pulse = Pulse(90, seconds)
    states = [pulse.state]
    pulse.beat()
    for later in (0, 90, 1):
        seconds.now += later
        states.append(pulse.state)
    pulse.hinder("conflict")
    states.append(pulse.state)
    pulse.beat()
    assert [*states, pulse.state] == ["starting", "ok", "ok", "silent", "conflict", "ok"]


async def test_a_world_that_polls_and_passes_is_ready(world: World) -> None:
    assert await _ready(world.program.health) == (
        503,
        {"ready": False, "database": "ok", "ingest": "starting", "worker": "starting", "inbox_waits": 0.0},
    )
    polling = asyncio.create_task(world.program.poller.run())
    await world.program.clockwork.pass_once()
    await until(lambda: bool(world.sandbox.calls(0, "getUpdates")))
    world.sandbox.say(ALICE, "/help")
    await until(lambda: world.program.poller.pulse.state == "ok")
    await world.program.dispatch.drain()
    assert (await _ready(world.program.health))[0] == 200
    polling.cancel()


async def test_another_process_that_polls_makes_this_one_not_ready(world: World) -> None:
    world.sandbox.fail("getUpdates", code=409, times=None)
    polling = asyncio.create_task(world.program.poller.run())
    await until(lambda: world.program.poller.pulse.state == "conflict")
    code, answer = await _ready(world.program.health)
    assert (code, answer["ingest"]) == (503, "conflict")
    polling.cancel()


async def test_a_database_that_is_away_or_of_another_shape_is_said(
    tmp_path: Path, clock: ManualClock, world: World
) -> None:
    for name, said in (("nowhere/x.db", "away"), ("empty.db", "not migrated")):
        store = Store(f"sqlite+aiosqlite:///{tmp_path / name}", KeyRing([KEY]), clock)
        assert await _ready(Health(store, {})) == (
            503,
            {"ready": False, "database": said, "inbox_waits": 0.0},
        )
        await store.close()


async def test_updates_nobody_takes_make_it_not_ready_after_a_while(world: World) -> None:
    asked = Health(world.store, {})
    world.sandbox.say(ALICE, "/help")
    await world.program.poller.poll_once(0)
    world.clock.advance_to(world.clock.now() + timedelta(seconds=WAITS_TOO_LONG))
    assert await _ready(asked) == (200, {"ready": True, "database": "ok", "inbox_waits": WAITS_TOO_LONG})
    world.clock.advance_to(world.clock.now() + timedelta(seconds=1))
    assert (await _ready(asked))[0] == 503
    await world.program.dispatch.drain()
    assert (await _ready(asked))[0] == 200


async def test_an_update_that_is_to_wait_is_no_fault_of_this_process(world: World, tmp_path: Path) -> None:
    world.sandbox.fail("sendMessage", code=429, retry_after=600, times=1)
    await world.say(ALICE, "/help")
    assert column(tmp_path / "easeback.db", "SELECT state FROM inbox") == ["waiting"]
    world.clock.advance_to(world.clock.now() + timedelta(seconds=500))
    assert (await _ready(Health(world.store, {})))[1]["inbox_waits"] == 0.0


@pytest.fixture
async def stuck(world: World) -> Dispatch:
    """A dispatch whose handler never comes back."""

    async def handle(_received: Received) -> None:
        await asyncio.Event().wait()

    return Dispatch(world.store, handle, handle)


async def test_what_takes_too_long_at_the_end_is_cut_off_and_free_for_the_next_process(
    world: World,
    stuck: Dispatch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(lifetime, "FINISH_WITHIN", 0.01)
    file, stop = tmp_path / "easeback.db", asyncio.Event()
    world.sandbox.say(ALICE, "/help")
    await world.program.poller.poll_once(0)
    running = asyncio.create_task(stuck.run(stop))
    await until(lambda: rows(file, "SELECT 1 FROM inbox WHERE lease_owner IS NOT NULL") != [])
    stop.set()
    stuck.wake()
    await lifetime.let_finish([running])
    await asyncio.gather(running, return_exceptions=True)
    assert rows(file, "SELECT state, lease_owner FROM inbox") == [("waiting", None)]
    assert [each.levelno for each in caplog.records] == [logging.WARNING]
