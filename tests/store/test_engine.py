"""The engine, where a database cannot be used at all."""

import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import ManualClock
from bot.store import Store, StoreUnavailable
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
    before = set(threading.enumerate())
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/easeback.db", RING, clock)
    begun = asyncio.Event()

    async def count_for_long() -> None:
        async with store.transaction() as tx:
            begun.set()
            await tx.conn.execute(text(LONG))

    counting = asyncio.create_task(count_for_long())
    await begun.wait()
    while not counting.done():  # again and again: whoever is in a hurry waits for no goodbye
        await asyncio.sleep(0.001)
        counting.cancel()
    assert [each for each in set(threading.enumerate()) - before if "_connection_worker" in each.name]
    await store.close()
    assert not [each for each in set(threading.enumerate()) - before if "_connection_worker" in each.name]
