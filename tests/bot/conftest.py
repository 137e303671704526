"""What the tests of the bot's own parts share."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.clock import ManualClock
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from tests.bot.lines import TOKEN
from tests.conftest import NOON
from tests.sandbox.conftest import served

ADA = 7


@pytest.fixture
def no_token_in_the_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """But for the library's own, which bot.logs keeps quiet."""
    caplog.set_level(logging.DEBUG)
    yield
    ours = [each for each in caplog.get_records("call") if not each.name.startswith("telegram")]
    assert not [each for each in ours if TOKEN in each.getMessage() + str(each.exc_info)]


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(ManualClock(NOON), token=SANDBOX_TOKEN)
    sandbox.say(ADA, "/start", first_name="Ada")
    return sandbox


@pytest.fixture
async def address(sandbox: Sandbox) -> AsyncIterator[str]:
    async with served(sandbox) as where:
        yield where
