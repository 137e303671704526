"""What a journey stands on."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from content import Content
from tests.world import World, open_world

Life = Callable[[], AbstractAsyncContextManager[World]]

HARMLESS = ("message is not modified", "query is too old")


@pytest.fixture
async def smooth(world: World, caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Whatever people do: every tap is answered, nothing is logged as wrong, Telegram refuses nothing we send."""
    yield
    assert not list(world.sandbox.queries.records()), "a tap was never answered: its button spins for ever"
    assert not [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    refused = [call for call in world.sandbox.calls() if call.code != 200]
    assert all(any(word in str(call.description) for word in HARMLESS) for call in refused), refused


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "easeback.db"


@pytest.fixture
def life(file: Path, clock: ManualClock, known: Content) -> Life:
    """Each call is the product started anew, on the same database and in the same chats."""
    telegram = Sandbox(clock, token=SANDBOX_TOKEN)

    @asynccontextmanager
    async def begin() -> AsyncIterator[World]:
        async with open_world(file, clock, known, telegram) as world:
            yield world

    return begin
