"""A disk that gets full. Where this account may mount one it is a real one, small and in memory; else the database is
made to say what it says on a full one: SQLite by a limit of pages, PostgreSQL by triggers that raise disk_full.
"""

import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import make_url

from bot.clock import ManualClock
from content import Content
from tests import postgres
from tests.world import World, open_world

SIZE = "16m"
TABLES = ("inbox", "message", "checkup", "hold", "occurrence", "person")


@dataclass
class Disk:
    """`fill` and `free` it; `is_real` tells a mounted one from a database that only says so."""

    fill: Callable[[World], Awaitable[None]]
    free: Callable[[World], Awaitable[None]]
    is_real: bool


@asynccontextmanager
async def world_on_a_disk(
    database: str, clock: ManualClock, known: Content
) -> AsyncIterator[tuple[World, Disk]]:
    """A world whose database is on such a disk."""
    is_sqlite = make_url(database).drivername.startswith("sqlite")
    with _mounted() as folder:
        if folder is None:
            async with open_world(database, clock, known) as world:
                yield world, _sqlite_says_so() if is_sqlite else _postgresql_says_so(database)
        elif is_sqlite:
            url = f"sqlite+aiosqlite:///{folder}/easeback.db"
            async with open_world(url, clock, known) as world:
                yield world, _real(folder)
        else:
            with _moved(database, folder):
                async with open_world(database, clock, known) as world:
                    yield world, _real(folder)


@contextmanager
def _mounted() -> Iterator[Path | None]:
    """A small disk in memory, or None where we may not have one."""
    folder = Path(tempfile.mkdtemp(prefix="easeback-disk-", dir="/tmp"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", str(folder)]
    can = os.geteuid() == 0 and shutil.which("mount") and "TEST_DATABASE_URL" not in os.environ
    is_there = can and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield folder if is_there else None
    finally:
        if is_there:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def _real(folder: Path) -> Disk:
    filler = folder / "filler"

    async def fill(world: World) -> None:
        await world.store.sweep()  # or SQLite's log would have room for a while
        with filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 4096):
                with suppress(OSError):  # as full as it gets
                    while file.write(b"\0" * size):
                        pass

    async def free(_world: World) -> None:
        filler.unlink()

    return Disk(fill, free, is_real=True)


@contextmanager
def _moved(database: str, folder: Path) -> Iterator[None]:
    """The tables of a PostgreSQL database, their indices and what is too long for a row, on that disk."""
    name, place = sql.Identifier(f"disk_{secrets.token_hex(4)}"), folder / "data"
    place.mkdir()
    with closing(postgres.connect(make_url(database))) as admin:
        admin.autocommit = True
        server = Path(admin.execute("SHOW data_directory").fetchone()[0]).stat()  # type: ignore[index]
        os.chown(place, server.st_uid, server.st_gid)
        admin.execute(sql.SQL("CREATE TABLESPACE {} LOCATION {}").format(name, sql.Literal(str(place))))
        _move(admin, name)
    try:
        yield
    finally:
        with closing(postgres.connect(make_url(database))) as admin:
            admin.autocommit = True
            _move(admin, sql.Identifier("pg_default"))
            admin.execute(sql.SQL("DROP TABLESPACE {}").format(name))


def _move(admin: Any, tablespace: sql.Identifier) -> None:
    query = "SELECT relkind::text, relname FROM pg_class WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"
    for kind, each in admin.execute(query).fetchall():
        what = sql.SQL("TABLE" if kind == "r" else "INDEX")
        admin.execute(sql.SQL("ALTER {} {} SET TABLESPACE {}").format(what, sql.Identifier(each), tablespace))


def _sqlite_says_so() -> Disk:
    def limit(connection: Any, *_more: object) -> None:
        connection.execute("PRAGMA max_page_count=1").close()

    async def fill(world: World) -> None:
        event.listen(world.store.engine.sync_engine, "connect", limit)
        await world.store.engine.dispose()

    async def free(world: World) -> None:
        event.remove(world.store.engine.sync_engine, "connect", limit)
        await world.store.engine.dispose()

    return Disk(fill, free, is_real=False)


def _postgresql_says_so(database: str) -> Disk:
    say = """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$"""
    each = "CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {} EXECUTE FUNCTION no_room()"

    def do(*statements: str) -> None:
        with closing(postgres.connect(make_url(database))) as admin:
            for statement in statements:
                admin.execute(statement)  # type: ignore[call-overload]
            admin.commit()

    async def fill(_world: World) -> None:
        do(say, *map(each.format, TABLES))

    async def free(_world: World) -> None:
        do("DROP FUNCTION no_room CASCADE")

    return Disk(fill, free, is_real=False)
