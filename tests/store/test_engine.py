"""The engine, where a database cannot be used at all."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import ManualClock
from bot.store import Store, StoreUnavailable
from bot.store.engine import BUSY_TIMEOUT_MS
from tests.world import RING

LONG = """WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 2000000)
SELECT count(*) FROM counted"""


async def test_a_file_that_cannot_be_opened_leaves_no_thread_behind(
    tmp_path: Path, clock: ManualClock
) -> None:
    before = set(threading.enumerate())
    away = Store(f"sqlite+aiosqlite:///{tmp_path}/nowhere/at.db", RING, clock)
    for _ in range(20):
        with pytest.raises(StoreUnavailable):
            async with away.transaction():
                pass
        left = [each for each in set(threading.enumerate()) - before if "_connection_worker" in each.name]
        assert not left
    await away.close()


async def test_a_statement_that_was_cut_off_leaves_no_thread_behind_once_the_store_is_closed(
    tmp_path: Path, clock: ManualClock
) -> None:
    before, was_left = set(threading.enumerate()), False
    for _ in range(20):  # on a busy machine some are cut off before their statement has begun
        store = Store(f"sqlite+aiosqlite:///{tmp_path}/easeback.db", RING, clock)
        await _cut_off(store)
        was_left = was_left or bool(_drivers(before))
        await store.close()
        assert not _drivers(before)
    assert was_left


async def _cut_off(store: Store) -> None:
    """A long statement, cut off again and again: whoever is in a hurry waits for no goodbye."""
    begun = asyncio.Event()

    async def count_for_long() -> None:
        async with store.transaction() as tx:
            begun.set()
            await tx.conn.execute(text(LONG))

    counting = asyncio.create_task(count_for_long())
    await begun.wait()
    while not counting.done():
        await asyncio.sleep(0.001)
        counting.cancel()


def _drivers(before: set[threading.Thread]) -> list[threading.Thread]:
    return [each for each in set(threading.enumerate()) - before if "_connection_worker" in each.name]


async def test_a_store_closes_while_a_connection_of_its_own_is_just_being_closed(
    tmp_path: Path, clock: ManualClock
) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/easeback.db", RING, clock)
    conn = await store.engine.connect()
    driver = (await conn.get_raw_connection()).driver_connection
    assert driver is not None
    await driver._execute(driver._conn.close)  # so far its thread has come
    await store.close()
    assert not driver._thread.is_alive()
    await conn.invalidate()
    await conn.close()


async def test_a_look_that_was_cut_off_keeps_no_log_from_being_written_back_even_if_its_error_is_kept(
    tmp_path: Path, clock: ManualClock
) -> None:
    store, kept = Store(f"sqlite+aiosqlite:///{tmp_path}/easeback.db", RING, clock), []
    await write(store, "CREATE TABLE number (n INTEGER)")
    await write(store, "INSERT INTO number VALUES (1), (2), (3)")
    for _ in range(20):
        begun = asyncio.Event()
        looking = asyncio.create_task(look(store, begun))
        await begun.wait()
        looking.cancel()
        with pytest.raises(asyncio.CancelledError) as error:
            await looking
        kept.append(error.value)  # its traceback has the cursor, whose rows nobody has fetched
    await write(store, "INSERT INTO number VALUES (4)")
    await store.sweep()
    assert (tmp_path / "easeback.db-wal").stat().st_size == 0
    await store.close()
    assert len(kept) == 20


async def test_a_log_that_cannot_be_cut_off_because_somebody_reads_keeps_nobody_from_writing(
    tmp_path: Path, clock: ManualClock
) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/easeback.db", RING, clock)
    await write(store, "CREATE TABLE number (n INTEGER)")
    async with store.reading() as tx:
        await tx.conn.execute(text("SELECT n FROM number"))
        await write(store, "INSERT INTO number VALUES (1)")
        async with asyncio.timeout(BUSY_TIMEOUT_MS / 1000 / 2):
            await asyncio.gather(store.sweep(), write(store, "INSERT INTO number VALUES (2)"))
    await store.sweep()
    assert (tmp_path / "easeback.db-wal").stat().st_size == 0
    await store.close()


async def write(store: Store, statement: str) -> None:
    async with store.transaction() as tx:
        await tx.conn.execute(text(statement))


async def look(store: Store, begun: asyncio.Event) -> None:
    """Told when it stands between a SELECT and its rows."""
    async with store.reading() as tx:
        driver = (await tx.conn.get_raw_connection()).driver_connection
        assert driver is not None
        execute = driver._execute

        async def announced(function: object, *args: object) -> object:
            result = await execute(function, *args)
            if "SELECT" in str(args):
                begun.set()
                await asyncio.Event().wait()
            return result

        driver._execute = announced
        await tx.conn.execute(text("SELECT n FROM number"))
