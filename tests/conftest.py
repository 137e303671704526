"""What every test stands on: one content, and a world with our own Telegram and a clock that stands still.

A test that asks for a `database` (or for `world`, which does) runs on SQLite. With the mark
`databases("sqlite", "postgresql")`, on itself or on its module, it runs on both.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import URL

import content
from bot.clock import ManualClock
from bot.store import Store, schema
from tests import postgres
from tests.world import RING, World, open_world

settings.register_profile("easeback", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("easeback")

# A Sunday noon in Berlin, far from any clock change.
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads the settings, or the .env, of whoever runs it."""
    for name in (
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
        "DATABASE_URL",
        "DATA_KEY",
        "DATA_KEY_FILE",
        "WORKER",
        "SEND_RATE",
        "SPREAD_SECONDS",
        "WEBHOOK_URL",
        "WEBHOOK_SECRET",
        "HEALTH_PORT",
        "HOST",
        "PORT",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def known() -> content.Content:
    return content.load()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the process that leads the run; xdist's workers are its children
        alive = postgres.open_folder()
        config.add_cleanup(lambda: postgres.close_folder(alive))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker("databases")
    for fixture in ("database", "empty_database"):
        if mark is not None and fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, mark.args, indirect=True)


@pytest.fixture(scope="session")
def server() -> postgres.Server:
    """The PostgreSQL of this run, with a template of the newest shape."""
    running = postgres.running_server()
    postgres.ensure_template(running, lambda url: asyncio.run(_migrate(url)))
    return running


async def _migrate(url: URL) -> None:
    store = Store(url.render_as_string(hide_password=False), RING, ManualClock(NOON))
    await schema.migrate(store)
    await store.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with all tables (SQLite: yet to be made), of this test's own."""
    yield from _lend(request, tmp_path, empty=False)


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    yield from _lend(request, tmp_path, empty=True)


def _lend(request: pytest.FixtureRequest, tmp_path: Path, *, empty: bool) -> Iterator[str]:
    if getattr(request, "param", "sqlite") == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/easeback.db"
        return
    server: postgres.Server = request.getfixturevalue("server")
    with server.database(empty=empty) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture
async def world(database: str, clock: ManualClock, known: content.Content) -> AsyncIterator[World]:
    async with open_world(database, clock, known) as opened:
        yield opened
