"""The database, looked at and changed from outside, as by somebody who is not the product."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy.engine import make_url

from tests import postgres

Database = str | Path  # its URL, or the file of an SQLite one


def rows(database: Database, query: str) -> list[Any]:
    """What is committed."""
    with closing(_connect(database)) as connection:
        return list(connection.execute(query).fetchall())


def column(database: Database, query: str) -> list[Any]:
    """The first column of it."""
    return [row[0] for row in rows(database, query)]


def let_leases_lapse(database: Database) -> None:
    """As if a minute of real time had passed: every lease has run out, and every wait is over."""
    with closing(_connect(database)) as connection:
        for table in ("inbox", "message"):
            connection.execute(f"UPDATE {table} SET lease_until = 0 WHERE lease_until IS NOT NULL")
            connection.execute(f"UPDATE {table} SET not_before = NULL")
        connection.commit()


def _connect(database: Database) -> Any:
    if isinstance(database, Path):
        return sqlite3.connect(database)
    url = make_url(database)
    return (
        sqlite3.connect(str(url.database)) if url.drivername.startswith("sqlite") else postgres.connect(url)
    )


@contextmanager
def locked(file: Path, patience: float = 5) -> Iterator[None]:
    """Another program is writing, and does not stop. `patience`: seconds it waits for whoever writes now."""
    with closing(sqlite3.connect(file, timeout=patience, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@asynccontextmanager
async def away(database: str) -> AsyncIterator[None]:
    """Nobody can use it: SQLite is locked by another program, PostgreSQL ends every connection and takes none."""
    url = make_url(database)
    if url.drivername.startswith("sqlite"):
        with closing(sqlite3.connect(str(url.database), isolation_level=None, timeout=0.01)) as other:
            async with asyncio.timeout(5):
                while not _locks(other):  # noqa: ASYNC110 - a lock rings no bell
                    # or those who write now, in this loop, would never get to the end of it
                    await asyncio.sleep(0.005)
            yield
            other.execute("ROLLBACK")
        return
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    name = sql.Identifier(str(url.database))
    with closing(postgres.connect(url.set(database="postgres"))) as admin:
        admin.autocommit = True
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
