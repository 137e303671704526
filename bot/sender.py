"""The last step to Telegram: a reply goes out, and whatever happens comes back as one of six outcomes."""

import logging
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.error import RetryAfter as TelegramRetryAfter

from bot.callback_data import encode, of_row
from bot.clock import real_seconds
from bot.core.outgoing import Delivered, NotSent, Outcome, Refused, RetryAfter, Uncertain, Unreachable
from bot.render import Reply
from bot.transport import NeverLeftError

log = logging.getLogger(__name__)

UNKNOWN_FOR = 600.0  # seconds; what waits is tried twice in that time
_GONE = ("chat not found", "user is deactivated", "bot was blocked", "peer_id_invalid", "bot can't initiate")
_AS_WANTED = ("message is not modified",)
_NO_LONGER_EDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """Replies in, outcomes out. Nothing here raises for what Telegram or the network does."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._unknown_at = float("-inf")  # real seconds

    @property
    def is_known(self) -> bool:
        """False once Telegram did not know our token, until it takes a message or has not said so for a while."""
        return real_seconds() - self._unknown_at > UNKNOWN_FOR

    async def send(self, chat_id: int, reply: Reply) -> Outcome:
        """A message of its own."""
        try:
            sent = await self._bot.send_message(chat_id, reply.text, **_dressed(reply))
        except TelegramError as error:
            return self._outcome(error)
        self._unknown_at = float("-inf")
        return Delivered(sent.message_id)

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> Outcome | None:
        """Put a reply in place of a message; None when that message can no longer be edited."""
        try:
            await self._bot.edit_message_text(reply.text, chat_id, message_id, **_dressed(reply))
        except BadRequest as error:
            words = error.message.lower()
            if any(phrase in words for phrase in _NO_LONGER_EDITABLE):
                return None
            if not any(phrase in words for phrase in _AS_WANTED):
                return self._outcome(error)
        except TelegramError as error:
            return self._outcome(error)
        return Delivered(message_id)

    async def acknowledge(self, query_id: str) -> None:
        """Stop the button's spinner. Too late or not at all is no harm: the screen is what counts."""
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.debug("callback query not acknowledged: %s", type(error).__name__)

    def _outcome(self, error: TelegramError) -> Outcome:
        if isinstance(error, InvalidToken):
            if self.is_known:
                log.error(
                    "TELEGRAM_BOT_TOKEN: Telegram does not know this token any more; what is to be sent waits"
                )
            self._unknown_at = real_seconds()
        return outcome_of(error)


def outcome_of(error: TelegramError) -> Outcome:
    """Sort an error once. BadRequest and TimedOut are NetworkErrors to the library: mind the order."""
    if isinstance(error, TelegramRetryAfter):
        return RetryAfter(_seconds(error.retry_after))
    if isinstance(error, InvalidToken):  # no fault of the message, nor of the person
        return NotSent()
    if isinstance(error, Forbidden):
        return Unreachable()
    if isinstance(error, BadRequest):
        gone = any(phrase in error.message.lower() for phrase in _GONE)
        return Unreachable() if gone else Refused(error.message)
    if isinstance(error, NetworkError):
        return NotSent() if isinstance(error.__cause__, NeverLeftError) else Uncertain()
    return Refused(error.message)


def _seconds(wait: int | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _dressed(reply: Reply) -> dict[str, Any]:
    rows = [
        [
            InlineKeyboardButton(button.label, callback_data=encode(of_row(button.action, reply.of)))
            for button in row
        ]
        for row in reply.buttons
    ]
    keyboard = InlineKeyboardMarkup(rows) if rows else None
    return {"parse_mode": ParseMode.HTML, "reply_markup": keyboard, "link_preview_options": _NO_PREVIEW}
