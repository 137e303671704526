"""How a connection to SQLite is given up: nobody stands still for its thread, and no lock stays behind."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from weakref import WeakSet

from bot.store.engine import _connect_sqlite


async def test_a_transaction_that_is_cut_off_keeps_no_lock_though_somebody_still_has_a_cursor(
    tmp_path: Path,
) -> None:
    connection = await _connect_sqlite(WeakSet(), tmp_path / "easeback.db", isolation_level=None)
    await connection.execute("CREATE TABLE said (word TEXT)")
    await connection.execute("INSERT INTO said VALUES ('one'), ('two')")
    await connection.execute("BEGIN IMMEDIATE")
    cursor = await connection.execute("UPDATE said SET word = 'x' RETURNING word")
    await cursor.fetchone()
    await connection.close()
    with closing(sqlite3.connect(tmp_path / "easeback.db", timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT word FROM said").fetchall() == [("one",), ("two",)]
        other.execute("ROLLBACK")


async def test_who_closes_a_connection_whose_thread_has_ended_is_not_kept(tmp_path: Path) -> None:
    connection = await _connect_sqlite(WeakSet(), tmp_path / "easeback.db")
    closing_it = connection.stop()
    assert closing_it is not None
    await closing_it
    async with asyncio.timeout(5):
        await connection.close()
