"""Errors of Telegram and the network, sorted once."""

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.core import outgoing
from bot.core.outgoing import NotSent, Outcome, Refused, Uncertain, Unreachable
from bot.sender import outcome_of
from bot.transport import NeverLeftError, UnansweredError


def caused_by(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable),
        (Forbidden("Forbidden: user is deactivated"), Unreachable),
        (BadRequest("Chat not found"), Unreachable),
        (BadRequest("PEER_ID_INVALID"), Unreachable),
        (BadRequest("Can't parse entities: unexpected end"), Refused),
        (BadRequest("Message text is empty"), Refused),
        (TimedOut(), Uncertain),
        (NetworkError("Bad Gateway"), Uncertain),
        (caused_by(TimedOut(), UnansweredError("read")), Uncertain),
        (caused_by(NetworkError("x"), UnansweredError("reset")), Uncertain),
        (caused_by(NetworkError("x"), ConnectionRefusedError()), Uncertain),
        (caused_by(NetworkError("x"), NeverLeftError("refused")), NotSent),
        (caused_by(TimedOut(), NeverLeftError("pool", was_time=True)), NotSent),
        (InvalidToken("Unauthorized"), NotSent),
        (Conflict("terminated by other"), Refused),
        (ChatMigrated(5), Refused),
    ],
    ids=lambda value: getattr(value, "__name__", repr(value)),
)
def test_each_error_has_one_outcome(error: TelegramError, kind: type[Outcome]) -> None:
    assert isinstance(outcome_of(error), kind)


@pytest.mark.parametrize("wait", [37, timedelta(seconds=37)])
def test_telegrams_wait_is_kept_in_seconds(wait: int | timedelta) -> None:
    assert outcome_of(RetryAfter(wait)) == outgoing.RetryAfter(37.0)
