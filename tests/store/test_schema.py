"""The database's shape: migrations make exactly the tables, go back, and may be run again."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from bot.clock import ManualClock
from bot.store import KeyRing, Store, schema
from bot.store.schema import _config
from bot.store.sealed import new_key
from bot.store.tables import metadata
from tests.conftest import NOON

IMPORTS_SQL = re.compile(r"^\s*(import|from) (sqlalchemy|alembic)\b", re.MULTILINE)


pytestmark = pytest.mark.databases("sqlite", "postgresql")


def opened(url: str) -> Store:
    return Store(url, KeyRing([b"1" * 32]), ManualClock(NOON))


@pytest.fixture
async def store(empty_database: str) -> AsyncIterator[Store]:
    store = opened(empty_database)
    yield store
    await store.close()
    await store.close()


def differences(connection: Connection) -> list[object]:
    return list(
        compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    )


async def test_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    await schema.migrate(store)
    async with store.transaction() as tx:
        assert await tx.conn.run_sync(differences) == []
        assert await schema.is_at_head(tx)
        names = await tx.conn.run_sync(lambda c: set(inspect(c).get_table_names()))
    assert names == {*metadata.tables, "alembic_version"}


async def test_migrating_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        await schema.migrate(store)
    async with store.transaction() as tx:
        assert await tx.conn.run_sync(differences) == []


async def test_migrations_go_back_to_nothing_and_up_again(store: Store) -> None:
    await schema.migrate(store)
    async with store.transaction() as tx:
        await tx.conn.run_sync(lambda c: command.downgrade(_config(c), "base"))
        left = await tx.conn.run_sync(lambda c: set(inspect(c).get_table_names()))
        assert left == {"alembic_version"}
        assert not await schema.is_at_head(tx)
    await schema.migrate(store)
    async with store.transaction() as tx:
        assert await tx.conn.run_sync(differences) == []


async def test_an_empty_database_is_not_at_head(store: Store) -> None:
    async with store.reading() as tx:
        assert not await schema.is_at_head(tx)


async def test_several_processes_that_migrate_at_once_make_the_tables_once(empty_database: str) -> None:
    stores = [opened(empty_database) for _ in range(4)]
    try:
        await asyncio.gather(*map(schema.migrate, stores))
        async with stores[0].transaction() as tx:
            assert await tx.conn.run_sync(differences) == []
    finally:
        for each in stores:
            await each.close()


async def test_two_programs_released_at_once_both_find_the_database_ready(empty_database: str) -> None:
    given = os.environ | {"DATABASE_URL": empty_database, "DATA_KEY": new_key()}
    root = Path(__file__).parents[2]
    words = (sys.executable, "-m", "bot", "release")
    started = [
        await asyncio.create_subprocess_exec(*words, cwd=root, env=given, stdout=PIPE, stderr=PIPE)
        for _ in range(2)
    ]
    for each in started:
        said, complained = await each.communicate()
        assert (each.returncode, said, complained) == (0, b"The database is ready.\n", b"")


@pytest.mark.databases("sqlite")
async def test_sqlite_is_set_up_to_survive_the_loss_of_power(store: Store) -> None:
    await schema.migrate(store)
    async with store.reading() as tx:
        asked = {
            name: (await tx.conn.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert asked == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 5000}


def test_only_the_store_speaks_sql() -> None:
    root = Path(__file__).parents[2]
    for folder in ("bot", "jobs", "content"):
        for file in (root / folder).rglob("*.py"):
            if "store" not in file.relative_to(root).parts:
                assert not IMPORTS_SQL.search(file.read_text(encoding="utf-8")), file
