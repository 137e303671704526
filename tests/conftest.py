"""What every test stands on: one content, and a world with our own Telegram and a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import content
from bot.clock import ManualClock
from tests.world import World, open_world

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


@pytest.fixture
async def world(tmp_path: Path, clock: ManualClock, known: content.Content) -> AsyncIterator[World]:
    async with open_world(tmp_path / "easeback.db", clock, known) as opened:
        yield opened
