"""The database, looked at and changed from outside, as by somebody who is not the product."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

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
