"""How the sandbox says no: to the bot in Telegram's words, to the person's controls in plain sentences."""

from typing import Any

from bot.errors import EasebackError


class BotApiError(Exception):
    """An answer with `ok: false`. `code` is the HTTP status too; `parameters` may carry retry_after."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        self.code = code
        self.description = description
        self.parameters = parameters
        super().__init__(f"{code} {description}")


class NotPossibleError(EasebackError):
    """A person cannot do that here and now; the message is a plain sentence that says why."""


def bad_request(reason: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> BotApiError:
    return BotApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> BotApiError:
    return BotApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> BotApiError:
    """429 with the wait in seconds; the HTTP layer repeats it in a Retry-After header."""
    return BotApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})
