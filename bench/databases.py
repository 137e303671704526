"""Databases to measure on: files of SQLite, and a PostgreSQL of our own that writes to the disk as a real one does."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

# Durable, unlike the server of the tests; otherwise as it comes, but for a little memory and no other listener.
_SETTINGS = {"listen_addresses": "", "max_connections": "200", "shared_buffers": "256MB", "jit": "off"}


class Databases:
    """`new` gives the URL of an empty database, "sqlite" or "postgresql"; `done` drops it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: postgres.Server | None = None

    def new(self, kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite+aiosqlite:///{self._folder}/{name}.db"
        with self._running().admin() as admin:
            admin.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        return self._running().named(name).render_as_string(hide_password=False)

    def tidy(self, url: str) -> None:
        """After much was written: what PostgreSQL would do by itself a little later."""
        if url.startswith("postgresql"):
            with postgres.connect(postgres.make_url(url)) as connection:
                connection.autocommit = True
                connection.execute("VACUUM ANALYZE")
                connection.execute("CHECKPOINT")

    def done(self, kind: str, name: str) -> None:
        if kind == "sqlite":
            for file in self._folder.glob(f"{name}.db*"):
                file.unlink()
            return
        with self._running().admin() as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]

    def _running(self) -> postgres.Server:
        if self._server is None:
            self._server = postgres.running_server(_SETTINGS)
        return self._server


@contextmanager
def opened_databases() -> Iterator[Databases]:
    """Everything in here is gone afterwards."""
    alive = postgres.open_folder()
    try:
        with tempfile.TemporaryDirectory(prefix="easeback-bench-") as folder:
            yield Databases(Path(folder))
    finally:
        postgres.close_folder(alive)
