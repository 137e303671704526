"""SIGTERM and SIGINT while many messages go out and Telegram is slow: nothing is in doubt afterwards, but what was on its way
if the database is away at that moment."""
# ruff: noqa: T201 - the figures, and what to repeat a failure with, are printed

import asyncio
import base64
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import ManualClock, SystemClock, real_seconds
from bot.core.schedule import QuietHours
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app, serve
from bot.store import Store, packs, people, schema
from bot.wiring import Pace
from content import Content
from tests.chaos.database import away, column, rows
from tests.chaos.lives import ROOT
from tests.chaos.steps import until
from tests.world import KEY, RING

pytestmark = pytest.mark.databases("sqlite", "postgresql")

PEOPLE = 300
ANSWERS_AFTER = 2.0  # seconds
RATE = 30
MOST_ON_THEIR_WAY = Pace(RATE).group_size * Pace.groups


@asynccontextmanager
async def _telegram() -> AsyncIterator[tuple[Sandbox, int]]:
    sandbox, stop = Sandbox(SystemClock(), token=SANDBOX_TOKEN), asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    app = create_app(sandbox, page=False)
    serving = asyncio.create_task(serve(app, port=0, stop=stop, started=port.set_result))
    try:
        yield sandbox, await port
    finally:
        stop.set()
        await serving


async def _give_everybody_a_pack(database: str, sandbox: Sandbox, known: Content) -> None:
    """Put on a little over five minutes ago: it is time to look at the skin, on every one of them."""
    store = Store(
        database, RING, ManualClock(datetime.fromtimestamp(real_seconds(), UTC) - timedelta(minutes=5.1))
    )
    await schema.migrate(store)
    kind = known.reminders.kind("cold")
    assert kind is not None
    assert kind.timer is not None
    async with store.transaction() as tx:
        for who in range(1001, 1001 + PEOPLE):
            sandbox.say(who, "/help")
            person = await people.greet(tx, who, QuietHours(time(22), time(8)))
            await packs.begin(tx, person.id, kind.id, kind.timer)
    await store.close()
    sandbox.updates.clear()


@asynccontextmanager
async def _process(
    module: str, database: str, port: int, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    settings = {
        "TELEGRAM_API_URL": f"http://127.0.0.1:{port}",
        "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
        "DATABASE_URL": database,
        "DATA_KEY": base64.b64encode(KEY).decode(),
        "SEND_RATE": str(RATE),
        "PYTHONPATH": str(ROOT),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        cwd=folder,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


@pytest.mark.parametrize(("module", "how"), [("bot", signal.SIGTERM), ("jobs", signal.SIGINT)])
async def test_who_is_told_to_stop_claims_nothing_more_and_finishes_what_is_on_its_way(
    database: str, known: Content, tmp_path: Path, module: str, how: signal.Signals
) -> None:
    async with _telegram() as (sandbox, port):
        await _give_everybody_a_pack(database, sandbox, known)
        sandbox.fail("sendMessage", kind="slow", times=None, seconds=ANSWERS_AFTER)
        async with _process(module, database, port, tmp_path) as process:
            await until(lambda: len(sandbox.calls(0, "sendMessage")) > 10, 30)
            begun = set(column(database, "SELECT id FROM message WHERE state <> 'planned'"))
            process.send_signal(how)
            async with asyncio.timeout(10):
                _, written = await process.communicate()
        assert process.returncode == 0, written.decode()
        _nothing_is_in_doubt(database, sandbox, begun)
        print(f"{module}, {how.name}: {len(begun)} begun, {len(sandbox.calls(0, 'sendMessage'))} sent")


def _nothing_is_in_doubt(database: str, sandbox: Sandbox, begun: set[Any]) -> None:
    arrived = _arrived(sandbox)
    assert set(arrived.values()) == {1}
    states = rows(database, "SELECT id, state, tries FROM message")
    assert {(state, tries) for _, state, tries in states} == {("planned", 0), ("sent", 1)}
    sent = {one for one, state, _ in states if state == "sent"}
    assert len(sent) == len(arrived)
    assert len(sent - begun) <= 16, "more than the group that was just being claimed"


@pytest.mark.parametrize(("module", "how"), [("bot", signal.SIGTERM), ("jobs", signal.SIGINT)])
async def test_who_is_told_to_stop_while_the_database_is_away_ends_in_time_and_leaves_in_doubt_what_was_on_its_way(
    database: str, known: Content, tmp_path: Path, module: str, how: signal.Signals
) -> None:
    async with _telegram() as (sandbox, port):
        await _give_everybody_a_pack(database, sandbox, known)
        sandbox.fail("sendMessage", kind="slow", times=None, seconds=ANSWERS_AFTER)
        async with _process(module, database, port, tmp_path) as process:
            await until(lambda: len(sandbox.calls(0, "sendMessage")) > 10, 30)
            async with away(database):
                process.send_signal(how)
                async with asyncio.timeout(10):
                    _, written = await process.communicate()
        assert process.returncode == 0, written.decode()
        arrived, whose = _arrived(sandbox), "FROM message m JOIN person p ON p.id = m.person_id"
        found = rows(database, f"SELECT m.state, m.tries, p.telegram_id {whose} WHERE m.part = 'check_skin'")
        for state, tries, who in found:
            assert (state, tries, arrived[who]) in {
                *{("sent", 1, 1), ("planned", 0, 0)},
                *{
                    ("claimed", 0, 0),
                    ("claimed", 0, 1),
                },  # begun, and nobody could write down what became of it
            }
        in_doubt = Counter(state for state, _, _ in found)["claimed"]
        assert 0 < in_doubt <= MOST_ON_THEIR_WAY
        print(f"{module}, {how.name}, database away: {in_doubt} in doubt, {len(arrived)} sent")


def _arrived(sandbox: Sandbox) -> Counter[int | None]:
    return Counter(call.chat_id for call in sandbox.calls(0, "sendMessage") if call.was_done)
