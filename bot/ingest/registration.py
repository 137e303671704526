"""Telling Telegram where to call, once for however many processes, and watching that it stays so."""

import asyncio
import hashlib
import hmac
import logging
from datetime import timedelta

from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.api import Bot
from bot.errors import EasebackError
from bot.ingest.polling import wrong_token
from bot.ingest.updates import ALLOWED_UPDATES
from bot.logs import where
from bot.pulse import Pulse
from bot.store import Store, StoreUnavailable, notes

log = logging.getLogger(__name__)

WATCH_EVERY = 60.0  # seconds
CONNECTIONS = 100  # the most Telegram opens
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0


class TakenElsewhere(EasebackError):
    """Somebody else has told Telegram to call them instead, or with another secret."""


class Registration:
    """Keeps the webhook set while it runs.

    Telegram tells its address but never its secret, so the database keeps a print of both. Is the print ours and
    the address too, then nothing is called: `setWebhook` is limited to one a second for all processes.
    """

    def __init__(self, bot: Bot, store: Store, url: str, secret: str) -> None:
        self._bot, self._store, self._url, self._secret = bot, store, url, secret
        self.pulse = Pulse(silent_after=WATCH_EVERY * 5)
        self._was_ours = False
        self._trouble: str | None = None
        self._pause = _FIRST_PAUSE

    def __repr__(self) -> str:
        return "<Registration>"

    async def run(self) -> None:
        """Until cancelled. Raises SettingError when Telegram does not know the token."""
        while True:
            try:
                await self.see_to_it()
                self._all_is_well()
                await asyncio.sleep(WATCH_EVERY)
            except InvalidToken:
                raise wrong_token() from None
            except Exception as error:  # whatever it is, a bot that has gone deaf looks alive
                await self._wait_out(error)

    async def see_to_it(self) -> None:
        """Look, and set the webhook unless it is set. Raises TakenElsewhere, TelegramError, StoreUnavailable."""
        info = await self._bot.get_webhook_info()
        async with self._store.reading() as tx:
            is_our_print = await notes.read(tx, self._note) == self._print
        if is_our_print and self._is_set(info):
            self._was_ours = True
            return
        # At a start we take it over; one that is taken from us is not fought for.
        if self._was_ours and not (is_our_print and info.url in {"", self._url}):
            raise TakenElsewhere
        await self._set()

    async def _set(self) -> None:
        await self._bot.set_webhook(
            self._url,
            secret_token=self._secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )
        async with self._store.transaction() as tx:
            await notes.write(tx, self._note, self._print)
        self._was_ours = True
        log.info("Telegram was told to call the webhook.")

    def _is_set(self, info: WebhookInfo) -> bool:
        return info.url == self._url and set(info.allowed_updates or ()) == set(ALLOWED_UPDATES)

    @property
    def _note(self) -> str:
        return f"webhook of bot {self._bot.id}"

    @property
    def _print(self) -> str:
        """Keyed with the token, which the database does not hold: the secret cannot be tried out on it."""
        words = "\n".join((self._url, self._secret, str(CONNECTIONS), *ALLOWED_UPDATES))
        return hmac.new(self._bot.token.encode(), words.encode(), hashlib.sha256).hexdigest()

    def _all_is_well(self) -> None:
        if self._trouble is not None:
            log.info("The webhook is set again.")
        self._trouble, self._pause = None, _FIRST_PAUSE
        self.pulse.beat()

    async def _wait_out(self, error: Exception) -> None:
        if isinstance(error, RetryAfter):  # another process was a moment earlier: look again afterwards
            wait = error.retry_after
            await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
            return
        word, trouble = _in_plain_words(error)
        if word is not None:
            self.pulse.hinder(word)
        if trouble != self._trouble:
            log.warning("%s", trouble)
            self._trouble = trouble
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)


def _in_plain_words(error: Exception) -> tuple[str | None, str]:
    """For readiness, where a moment's silence is no matter; and for the log."""
    if isinstance(error, TakenElsewhere):
        return "taken", (
            "Another program has told Telegram where to send this bot's updates. Stop it, and start this one again; "
            "look with: python -m bot doctor"
        )
    if isinstance(error, BadRequest):
        return "refused", f"WEBHOOK_URL: Telegram does not take it ({error.message}); mend it. Trying again."
    if isinstance(error, StoreUnavailable):
        return None, "The database cannot be used; the webhook is looked at again when it can."
    if isinstance(error, NetworkError):
        return None, "Telegram cannot be reached; trying again until it can."
    return None, f"The webhook cannot be set ({where(error)}); trying again."
