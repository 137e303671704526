"""python -m bot doctor: is everything as it must be, and if not, what to mend. Changes nothing."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

import content
from bot.clock import SystemClock
from bot.errors import ContentError, SettingError
from bot.ingest.polling import wrong_token
from bot.settings import Settings, load_settings
from bot.store import Store, StoreUnavailable, schema
from bot.wiring import build_bot, key_ring

_CLOCK_MAY_BE_OFF_BY = 30  # seconds


async def examine(say: Callable[[str], None]) -> int:
    """One line for each finding; the exit code is 1 when something is to be mended."""
    try:
        settings = load_settings()
    except SettingError as error:
        say(f"MEND settings: {error}")
        return 1
    healthy = True
    for part in (_content, _key, _database, _telegram):
        async for fine, line in part(settings):
            healthy = healthy and fine
            say(("ok   " if fine else "MEND ") + line)
    return 0 if healthy else 1


Findings = AsyncIterator[tuple[bool, str]]


async def _content(_settings: Settings) -> Findings:
    try:
        known = content.load()
        yield True, f"content: version {known.version}, not signed off by a clinician yet"
    except ContentError as error:
        yield False, str(error)


async def _key(settings: Settings) -> Findings:
    if settings.data_key is None and settings.is_local_default and not _database_exists(settings):
        yield True, "key: will be made on the first start"
        return
    try:
        key_ring(settings)
        yield True, "key: can be read"
    except SettingError as error:
        yield False, f"key: {error}"


async def _database(settings: Settings) -> Findings:
    if settings.sqlite_file is not None and not _database_exists(settings):
        yield True, "database: will be made on the first start"
        return
    try:
        store = Store(settings.database_url.get_secret_value(), key_ring(settings), SystemClock())
    except SettingError:
        return  # the key's own finding says so
    try:
        async with store.reading() as tx:
            at_head = await schema.is_at_head(tx)
        yield (
            at_head,
            "database: " + ("up to date" if at_head else "is of another version; run: python -m bot release"),
        )
        if at_head:
            await schema.check_key(store)
            yield True, "key: fits the database"
    except SettingError as error:
        yield False, f"key: {error}"
    except StoreUnavailable as error:
        yield False, f"database: DATABASE_URL cannot be used ({error})"
    finally:
        await store.close()


async def _telegram(settings: Settings) -> Findings:
    if settings.telegram_bot_token is None:
        yield True, "telegram: no TELEGRAM_BOT_TOKEN, so Easeback runs in the browser"
        return
    try:
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
    except SettingError as error:
        yield False, f"telegram: {error}"
        return
    try:
        await bot.initialize()
        yield True, f"telegram: the token is that of @{bot.username}"
        info = await bot.get_webhook_info()
        yield _way_in(settings, info)
        yield await _clock(settings)
    except InvalidToken:
        yield False, f"telegram: {wrong_token()}"
    except (TelegramError, httpx.HTTPError) as error:
        yield False, f"telegram: {settings.telegram_api_url} cannot be reached ({type(error).__name__})"
    finally:
        await bot.shutdown()


def _way_in(settings: Settings, info: WebhookInfo) -> tuple[bool, str]:
    if settings.webhook_url is None and info.url:
        return False, (
            "telegram: a webhook is set for this bot, so polling gets nothing; set WEBHOOK_URL to use it, "
            "or end it with: python -m bot unhook"
        )
    if settings.webhook_url is None:
        return True, "telegram: no webhook is set, so polling gets the updates"
    if info.url != settings.webhook_url:
        return True, "telegram: the next start sets the webhook to WEBHOOK_URL"
    if info.last_error_message and info.pending_update_count:
        return False, f"telegram: calls WEBHOOK_URL in vain ({info.last_error_message})"
    return True, "telegram: calls WEBHOOK_URL"


async def _clock(settings: Settings) -> tuple[bool, str]:
    """Compares with the time Telegram's answers carry."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(settings.telegram_api_url)
    stamp = answer.headers.get("date")
    if stamp is None:
        return True, "clock: nothing to compare it with"
    off = abs((SystemClock().now() - _instant(stamp)).total_seconds())
    if off <= _CLOCK_MAY_BE_OFF_BY:
        return True, "clock: right"
    return False, f"clock: is off by {off:.0f} seconds; let the machine set its time by itself (NTP)"


def _instant(stamp: str) -> datetime:
    return parsedate_to_datetime(stamp).astimezone(UTC)


def _database_exists(settings: Settings) -> bool:
    return settings.sqlite_file is None or settings.sqlite_file.exists()
