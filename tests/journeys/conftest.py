"""What a journey stands on."""

import logging
from collections.abc import AsyncIterator

import pytest

from tests.world import World

HARMLESS = ("message is not modified", "query is too old")


@pytest.fixture
async def smooth(world: World, caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Whatever people do: every tap is answered, nothing is logged as wrong, Telegram refuses nothing we send."""
    yield
    assert not list(world.sandbox.queries.records()), "a tap was never answered: its button spins for ever"
    assert not [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]
    refused = [call for call in world.sandbox.calls() if call.code != 200]
    assert all(any(word in str(call.description) for word in HARMLESS) for call in refused), refused
