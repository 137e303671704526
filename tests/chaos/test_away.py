"""The database goes away in the middle of sending and comes back, a disk is full, Telegram says 429 to all:
nothing is lost, nothing is doubled, and what is urgent goes out first.

EASEBACK_AWAY sets for how many seconds the database is away.
"""

import asyncio
import os
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import time, timedelta

import pytest
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bot.core.schedule import QuietHours
from bot.store import StoreUnavailable, packs, people
from tests.chaos.database import column, rows
from tests.chaos.steps import ALICE, let_time_pass, raise_alarm, until, urgent
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

AWAY = float(os.environ.get("EASEBACK_AWAY", "1.5"))
PEOPLE = range(1001, 1201)


async def _give_everybody_a_pack(world: World) -> None:
    """In five minutes, and that is now, it is time for each of them to look at their skin."""
    kind = world.program._parts.content.reminders.kind("cold")
    assert kind is not None
    assert kind.timer is not None
    for who in PEOPLE:
        world.sandbox.say(who, "/help")
    world.sandbox.updates.clear()
    async with world.store.transaction() as tx:
        for who in PEOPLE:
            person = await people.greet(tx, who, QuietHours(time(22), time(8)))
            await packs.begin(tx, person.id, kind.id, kind.timer)
    world.clock.advance_to(world.clock.now() + timedelta(minutes=kind.timer.check_skin))


@asynccontextmanager
async def _running(world: World) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(world.program.clockwork.run(stop))
    try:
        yield
    finally:
        stop.set()
        world.program.clockwork.wake()
        await asyncio.wait_for(running, 20)


@asynccontextmanager
async def _away(request: pytest.FixtureRequest, database: str) -> AsyncIterator[None]:
    """Nobody can use it: SQLite is locked by another program, PostgreSQL ends every connection and takes none."""
    url = make_url(database)
    if url.drivername.startswith("sqlite"):
        with closing(sqlite3.connect(str(url.database), isolation_level=None, timeout=0.01)) as other:
            async with asyncio.timeout(5):
                while not _locks(other):  # noqa: ASYNC110 - a lock rings no bell
                    await asyncio.sleep(
                        0.005
                    )  # or those who write now, in this loop, would never get to the end of it
            yield
            other.execute("ROLLBACK")
        return
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    name = sql.Identifier(str(url.database))
    with request.getfixturevalue("server").admin() as admin:
        admin.execute(allow.format(name, sql.SQL("false")))
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (url.database,)
        )
        try:
            yield
        finally:
            admin.execute(allow.format(name, sql.SQL("true")))


def _locks(other: sqlite3.Connection) -> bool:
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


def _came(world: World) -> Counter[int | None]:
    return Counter(
        call.chat_id
        for call in world.sandbox.calls(0, "sendMessage")
        if call.code == 200 and call.chat_id in PEOPLE
    )


async def test_what_was_on_its_way_while_the_database_was_away_comes_once(
    world: World, database: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 200)
    await _give_everybody_a_pack(world)
    world.sandbox.fail("sendMessage", kind="slow", times=None, seconds=0.3)
    async with _running(world):
        await until(lambda: len(_came(world)) > 20)
        async with _away(request, database):
            await asyncio.sleep(AWAY)
        await until(lambda: len(_came(world)) == len(PEOPLE), 40 + AWAY)
    assert set(_came(world).values()) == {1}
    await let_time_pass(world, database, times=2)
    assert set(_came(world).values()) == {1}
    assert set(rows(database, "SELECT state, tries FROM message WHERE part = 'check_skin'")) == {("sent", 1)}


async def test_an_urgent_message_overtakes_all_that_waits_while_telegram_says_429_to_bulk(
    world: World, database: str
) -> None:
    await _give_everybody_a_pack(world)
    for who in PEOPLE:
        world.sandbox.fail("sendMessage", code=429, retry_after=7, chat_id=who)
    await world.say(ALICE, "/check")
    async with _running(world):
        await until(lambda: len(world.sandbox.calls(0, "sendMessage")) > 20)
        await raise_alarm(world)
        assert len(urgent(world)) == 1
        assert _came(world) == {}
    await let_time_pass(world, database, times=3)
    assert len(urgent(world)) == 1
    assert _came(world) == dict.fromkeys(PEOPLE, 1)


@pytest.mark.databases("sqlite")
async def test_a_full_disk_loses_nothing(world: World, database: str) -> None:
    """SQLite only: how PostgreSQL takes it has not been tried."""
    await world.say(ALICE, "/help")

    def fill(connection: object, *_more: object) -> None:
        connection.execute("PRAGMA max_page_count=1").close()  # type: ignore[attr-defined]

    event.listen(world.store.engine.sync_engine, "connect", fill)
    await world.store.engine.dispose()
    for number in range(40):
        world.sandbox.say(ALICE, f"{'x' * 3000} {number}")
    with pytest.raises(StoreUnavailable):
        await world.program.poller.poll_once(0)
    assert len(world.sandbox.updates.pending) == 40
    event.remove(world.store.engine.sync_engine, "connect", fill)
    await world.store.engine.dispose()
    await world.settle()
    assert set(column(database, "SELECT state FROM inbox")) == {"done"}
    assert column(database, "SELECT count(*) FROM inbox") == [41]
