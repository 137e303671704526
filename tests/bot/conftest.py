"""What the tests of the bot's own parts share."""

import logging
from collections.abc import Iterator

import pytest

from tests.bot.lines import TOKEN


@pytest.fixture
def no_token_in_the_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """But for the library's own, which bot.logs keeps quiet."""
    caplog.set_level(logging.DEBUG)
    yield
    ours = [each for each in caplog.get_records("call") if not each.name.startswith("telegram")]
    assert not [each for each in ours if TOKEN in each.getMessage() + str(each.exc_info)]
