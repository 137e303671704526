"""Long polling: updates are written to the inbox, and only then does Telegram hear that we have them."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.api import Bot
from bot.errors import SettingError
from bot.ingest.updates import ALLOWED_UPDATES, sender_of
from bot.logs import where
from bot.pulse import Pulse
from bot.store import Store, StoreUnavailable, inbox

log = logging.getLogger(__name__)

POLL_FOR = 25  # seconds Telegram may keep a poll open
_LONGEST_PAUSE = 30.0
_SILENT_AFTER = 90.0  # seconds without an answer: a poll, its time-out and the pause behind it


class Poller:
    """Asks for updates until it is cancelled. `arrived` is called after each commit that brought something."""

    def __init__(self, bot: Bot, store: Store, arrived: Callable[[], None]) -> None:
        self._bot, self._store, self._arrived = bot, store, arrived
        self.pulse = Pulse(_SILENT_AFTER)
        self._offset: int | None = None
        self._trouble: str | None = None
        self._pause = 1.0

    async def refuse_a_webhook(self) -> None:
        """Polling would get nothing, and a webhook that is set may be the work of somebody who relies on it.

        Raises SettingError, TelegramError.
        """
        url = (await self._bot.get_webhook_info()).url
        if url:
            raise SettingError(
                f"WEBHOOK_URL: Telegram sends this bot's updates to a webhook at {urlsplit(url).hostname}, so polling "
                "would get none. Set WEBHOOK_URL to it, use another bot's TELEGRAM_BOT_TOKEN, or end it with: "
                "python -m bot unhook"
            )

    async def run(self) -> None:
        """Raises SettingError when Telegram does not know the token."""
        while True:
            try:
                await self.poll_once(POLL_FOR)
                self._all_is_well()
            except InvalidToken:
                raise wrong_token() from None
            except Exception as error:  # whatever it is, a bot that has gone deaf looks alive
                await self._wait_out(error)

    async def poll_once(self, wait: int) -> None:
        """Ask once, for at most `wait` seconds: commit what came, and only then move the offset past it."""
        wanted: dict[str, Any] = {"allowed_updates": ALLOWED_UPDATES, "limit": 100}
        if self._offset is not None:
            wanted["offset"] = self._offset
        updates = await self._bot.take_updates(wait, **wanted)
        if not updates:
            return
        async with self._store.transaction() as tx:
            await inbox.take_in(tx, self._bot.id, [(sender_of(update), update) for update in updates])
        self._offset = updates[-1]["update_id"] + 1
        self._arrived()

    async def _wait_out(self, error: Exception) -> None:
        trouble = _in_plain_words(error)
        if isinstance(error, Conflict):
            self.pulse.hinder("conflict")
        if trouble != self._trouble:
            log.warning("%s", trouble)
            self._trouble = trouble
        wait = float(_seconds(error)) if isinstance(error, RetryAfter) else self._pause
        await asyncio.sleep(wait)
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def _all_is_well(self) -> None:
        self.pulse.beat()
        if self._trouble is not None:
            log.info("Updates are coming in again.")
        self._trouble, self._pause = None, 1.0


def wrong_token() -> SettingError:
    return SettingError(
        "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather"
    )


def _in_plain_words(error: Exception) -> str:
    if isinstance(error, Conflict):
        return (
            "Another program is taking this bot's updates (a second Easeback, or a webhook). "
            "Stop it, or look with: python -m bot doctor"
        )
    if isinstance(error, StoreUnavailable):
        return "The database cannot be written; updates wait at Telegram until it can."
    if isinstance(error, NetworkError):
        return "Telegram cannot be reached; trying again until it can."
    return f"Telegram does not give updates ({where(error)}); trying again."


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
