"""The database file, looked at and changed from outside, as by somebody who is not the product."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any


def rows(file: Path, query: str) -> list[Any]:
    """What is committed."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def column(file: Path, query: str) -> list[Any]:
    """The first column of it."""
    return [row[0] for row in rows(file, query)]


def let_leases_lapse(file: Path) -> None:
    """As if a minute of real time had passed: every lease has run out, and every wait is over."""
    with closing(sqlite3.connect(file)) as connection:
        for table in ("inbox", "message"):
            connection.execute(f"UPDATE {table} SET lease_until = 0 WHERE lease_until IS NOT NULL")
            connection.execute(f"UPDATE {table} SET not_before = NULL")
        connection.commit()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program is writing, and does not stop."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
