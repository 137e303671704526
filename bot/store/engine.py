"""The database: one engine, one unit of work, one way to say "it is busy"."""

import asyncio
import logging
import secrets
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from os import getpid
from typing import Any
from weakref import WeakSet

import aiosqlite
from sqlalchemy import Table, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.clock import Clock, real_seconds
from bot.errors import EasebackError
from bot.store import leases
from bot.store.sealed import KeyRing, Sealed

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5000
# Nobody can write while SQLite's log waits to be cut off for somebody who reads, a backup for instance.
SWEEP_TIMEOUT_MS = 200
_CLOSES_WITHIN, _ENDS_WITHIN = 0.3, 0.3  # seconds: whoever was told to stop has little left
_POOL: dict[str, Any] = {"pool_size": 20, "max_overflow": 0, "pool_timeout": 10}
# PostgreSQL: a lock somebody keeps makes us say "busy" rather than stand still; and should we stand still
# ourselves in the middle of a unit of work, it takes the locks from us.
LOCK_TIMEOUT_MS = 5000
_PATIENCE = {"lock_timeout": LOCK_TIMEOUT_MS, "statement_timeout": 15000}
_PATIENCE |= {"idle_in_transaction_session_timeout": 60000}
_READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_IS_READ_ONLY = "25006"  # what a database says that was the first and is a copy now


class StoreUnavailable(EasebackError):
    """The database is locked, away or full: nothing was written, and trying again later is right."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One unit of work. The clocks are read once, when it begins."""

    conn: AsyncConnection
    keys: KeyRing
    now: datetime
    real: float  # seconds on the machine's clock: what leases are measured in
    owner: str

    def seal(self, plain: str, about: str) -> Sealed:
        return Sealed(self.keys.seal(plain.encode(), about))

    def open(self, sealed: Sealed, about: str) -> str:
        return self.keys.open(sealed.value, about).decode()

    async def insert_new(self, table: Table, rows: list[dict[str, Any]]) -> int:
        """Insert what is not there yet; how many rows that was. A unique key decides, so it is safe to repeat."""
        insert = postgresql.insert if self.conn.dialect.name == "postgresql" else sqlite.insert
        query = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
        inserted = await self.conn.execute(query, rows)
        return len(inserted.all())  # not every driver counts rows it has inserted


class Store:
    """Hands out units of work. `owner` names this process in leases: machine, process id, a nonce."""

    def __init__(self, url: str, keys: KeyRing, clock: Clock) -> None:
        self._opened: WeakSet[aiosqlite.Connection] = WeakSet()
        self.engine = _engine(url, self._opened)
        self.owner = f"{leases.this_machine()}/{getpid()}/{secrets.token_hex(4)}"
        self._keys, self._clock = keys, clock
        # SQLite has one writer: queueing here is fair and instant, its own busy handler sleeps.
        self._writer = asyncio.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()

    def __repr__(self) -> str:
        return f"<Store on {self.engine.dialect.name}>"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """Everything inside happens, or nothing does. Never await the network inside.

        Raises StoreUnavailable.
        """
        async with self._writer, _translated(), self.engine.begin() as conn:
            yield self._tx(conn)

    @asynccontextmanager
    async def singly(self) -> AsyncIterator[Tx]:
        """Each statement is committed by itself, so that a process that stands still in here keeps no row locked.

        SQLite has one writer anyway: there it is a transaction. Raises StoreUnavailable.
        """
        if self.engine.dialect.name == "sqlite":
            async with self.transaction() as tx:
                yield tx
            return
        async with _translated(), self.engine.connect() as conn:
            await conn.execution_options(isolation_level="AUTOCOMMIT")
            yield self._tx(conn)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A look at one consistent state; it neither waits for a writer nor holds one up."""
        is_sqlite = self.engine.dialect.name == "sqlite"
        async with _translated(), self.engine.connect() as conn:
            await conn.execution_options(**({"easeback_reads": True} if is_sqlite else _READS))
            yield self._tx(conn)

    async def sweep(self) -> None:
        """Let SQLite write its log back and cut it off, so that what was deleted is in no file any more."""
        if self.engine.dialect.name != "sqlite":
            return
        async with self.engine.connect() as conn:
            driver = (await conn.get_raw_connection()).driver_connection
            assert driver is not None
            try:  # busy is no harm: the hourly upkeep comes again
                await (await driver.execute(f"PRAGMA busy_timeout={SWEEP_TIMEOUT_MS}")).close()
                await (await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()
            except sqlite3.Error:
                log.info("the database's log could not be cut off now")
            finally:
                await (await driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")).close()

    async def close(self) -> None:
        """Nothing of the driver's is left afterwards: a statement that was cut off may still be running in its thread, and
        would report to an event loop that has ended."""
        await self.engine.dispose()
        await asyncio.gather(*map(_let_end, list(self._opened)))

    def _tx(self, conn: AsyncConnection) -> Tx:
        return Tx(conn, self._keys, self._clock.now(), real_seconds(), self.owner)


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise StoreUnavailable("all connections are busy") from error
    except (OperationalError, InterfaceError) as error:
        raise StoreUnavailable(_first_line(error)) from error
    except DBAPIError as error:
        if _is_away(error):
            raise StoreUnavailable(_first_line(error)) from error
        raise


def _is_away(error: DBAPIError) -> bool:
    """Gone in the middle, or a file that is no database, or never there: then there is no statement."""
    is_copy = getattr(error.orig, "sqlstate", None) == _IS_READ_ONLY
    return error.connection_invalidated or type(error) is DatabaseError or error.statement is None or is_copy


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).partition("\n")[0]  # the driver's words only: SQLAlchemy adds the parameters


def _engine(url: str, opened: WeakSet[aiosqlite.Connection]) -> AsyncEngine:
    if url.startswith("sqlite"):
        connect = {"async_creator_fn": partial(_connect_sqlite, opened)}
        engine = create_async_engine(url, hide_parameters=True, connect_args=connect, **_POOL)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    options = " ".join(f"-c {name}={value}" for name, value in _PATIENCE.items())
    waits: dict[str, Any] = {"options": options, "connect_timeout": 5}
    return create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=waits, **_POOL)


class _Driver(sqlite3.Connection):
    """Closed, it keeps nothing of the database, even if somebody still has a cursor of it, as the traceback of whatever was
    cut off does. SQLite keeps such a connection open behind the scenes: with the write lock, if it was in the middle of a
    transaction, and with its look at the database, past which no log is written back, if it was in the middle of a SELECT."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, *args: Any, **options: Any) -> Any:
        cursor = super().cursor(*args, **options)
        self._cursors.add(cursor)
        return cursor

    def close(self) -> None:
        for cursor in list(self._cursors):
            with suppress(sqlite3.Error):
                cursor.close()
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


class _Connection(aiosqlite.Connection):
    """Who closes it does not stand still for its thread, which may be waiting for a lock, or may have ended: nobody answers
    then, and a process that was told to stop while the database is locked would never end."""

    async def close(self) -> None:
        closing = self.stop()  # its thread closes it and ends, at once or once it is through
        if closing is not None:
            await asyncio.wait({closing}, timeout=_CLOSES_WITHIN)


async def _connect_sqlite(
    opened: WeakSet[aiosqlite.Connection], *args: Any, **options: Any
) -> aiosqlite.Connection:
    """A file that cannot be opened leaves the driver's thread behind, to answer a loop that may have ended by then: it is
    waited for here. It never keeps the process from ending."""
    connect = partial(sqlite3.connect, *args, factory=_Driver, **options)
    connection = _Connection(connect, iter_chunk_size=64)
    connection._thread.daemon = True
    try:
        await connection
    except BaseException:
        await asyncio.to_thread(connection._thread.join)
        raise
    opened.add(connection)
    return connection


async def _let_end(connection: aiosqlite.Connection) -> None:
    if connection._thread.is_alive():
        driver = connection._connection
        if driver is not None:
            with suppress(sqlite3.ProgrammingError):  # its thread has closed it meanwhile
                driver.interrupt()  # what it is at, if that is not waiting for a lock
        connection.stop()
        await asyncio.to_thread(connection._thread.join, _ENDS_WITHIN)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, and FULL: a "done" that was shown must survive the loss of power."""
    connection.isolation_level = None  # or the driver begins transactions by itself, too late
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    """IMMEDIATE: a transaction that reads and then writes must hold the write lock from its first read."""
    reads = connection.get_execution_options().get("easeback_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
