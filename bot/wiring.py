"""Builds the Services bundle once for every process: the same wiring for the bot, the worker and the tests."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.api import Bot
from bot.budget import Budget
from bot.clock import Clock
from bot.delivery import Delivery, Flow
from bot.errors import SettingError
from bot.flight import ON_THE_WIRE
from bot.pace import ChatPace
from bot.sender import Sender
from bot.services import Services
from bot.settings import DEFAULT_KEY_FILE, Settings
from bot.store import KeyRing, Store, StoreUnavailable, schema
from bot.store.sealed import new_key
from bot.transport import Timeouts, Transport, proxy_for
from content import Content

log = logging.getLogger(__name__)

CHAT_INTERVAL = 1.0  # seconds: what one chat takes
CONNECTIONS = ON_THE_WIRE + 32  # whoever waits finds one free
SMALLEST_GROUP, LARGEST_GROUP = 16, 128
GROUP_SPAN = 0.125  # seconds
POLL_CONNECTIONS = 2  # a poll that is given up may not have let go when the next one begins
SEND_WITHIN = Timeouts(connect=5.0, read=10.0, write=10.0, pool=5.0)


def build_bot(token: str, api_url: str, request: Callable[[], BaseRequest] | None = None) -> Bot:
    """One transport for sends and one for long polls, so that neither waits for the other; `request` makes both.

    Raises SettingError when the environment asks for a proxy that cannot be used.
    """
    sends, polls = (request(), request()) if request is not None else _transports(proxy_for(api_url))
    addresses: dict[str, Any] = {"base_url": f"{api_url}/bot", "base_file_url": f"{api_url}/file/bot"}
    return Bot(token, request=sends, get_updates_request=polls, **addresses)


def _transports(proxy: str | None) -> tuple[BaseRequest, BaseRequest]:
    return (
        Transport(CONNECTIONS, SEND_WITHIN, proxy=proxy),
        Transport(POLL_CONNECTIONS, SEND_WITHIN, proxy=proxy),
    )


async def open_connections(bot: Bot) -> None:
    """For who only sends. Telegram may be away: what is sent then waits for it. Raises SettingError."""
    try:
        await bot.initialize()
    except InvalidToken:
        raise SettingError(
            "TELEGRAM_BOT_TOKEN: Telegram does not know this token; copy it again from @BotFather"
        ) from None
    except TelegramError as error:
        log.warning("Telegram cannot be reached (%s); trying again with each message.", type(error).__name__)


@dataclass(frozen=True)
class Pace:
    """How fast a process sends. The default is as fast as it can: for tests and measurements.

    `rate`: messages a second for all processes together; `chat_interval`: seconds between two to one chat; `spread_over`:
    seconds that the reminders of one minute are spread over; `group` and `groups`: see delivery.Flow. Without a `group`
    it is what goes out in an eighth of a second, and no fewer than 16.
    """

    rate: float = 0
    chat_interval: float = 0
    spread_over: float = 0
    group: int = 0
    groups: int = 4

    @property
    def group_size(self) -> int:
        if self.group or not self.rate:
            return self.group or LARGEST_GROUP
        return max(SMALLEST_GROUP, min(int(self.rate * GROUP_SPAN), LARGEST_GROUP))

    @classmethod
    def of(cls, settings: Settings) -> "Pace":
        """In the sandbox there is no crowd to spread, and "skip ahead" is to bring what it says."""
        return cls(settings.send_rate, CHAT_INTERVAL, 0 if settings.in_sandbox else settings.spread_seconds)


def build_services(
    content: Content,
    clock: Clock,
    store: Store,
    bot: Bot,
    *,
    wake: Callable[[], None] = lambda: None,
    pace: Pace | None = None,
) -> Services:
    pace = pace or Pace()
    sender, budget = Sender(bot), Budget(store, pace.rate)
    flow = Flow(budget, ChatPace(pace.chat_interval), pace.group_size, pace.groups)
    delivery = Delivery(store, sender, content, flow)
    return Services(content, clock, store, sender, delivery, timedelta(seconds=pace.spread_over), wake)


@asynccontextmanager
async def opened_store(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """The database, migrated and with a key that fits. Raises SettingError with one line that names the mend."""
    keys, file = (
        key_ring(settings),
        settings.sqlite_file,
    )  # the key first: a database that exists must have one
    if file is not None:
        _prepare_file(file)
    store = Store(settings.database_url.get_secret_value(), keys, clock)
    try:
        await schema.migrate(store)
        await schema.prove_key(store)
        yield store
    except StoreUnavailable as error:
        mend = (
            "is another program holding it?"
            if file
            else "does it run, and are user, password and name right?"
        )
        raise SettingError(f"DATABASE_URL: the database cannot be used ({error}); {mend}") from None
    finally:
        await store.close()


def key_ring(settings: Settings) -> KeyRing:
    """The data key from DATA_KEY, DATA_KEY_FILE, or the file of the local default, which is made on first start.

    Raises SettingError.
    """
    if settings.data_key is not None:
        return KeyRing.from_text(settings.data_key.get_secret_value())
    file = settings.data_key_file or DEFAULT_KEY_FILE
    if settings.data_key_file is None and not file.exists():
        _make_local_key(settings, file)
    try:
        return KeyRing.from_text(file.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise SettingError(f"DATA_KEY_FILE: {file} cannot be read") from None


def _make_local_key(settings: Settings, file: Path) -> None:
    """A key is made unasked only for a local database that does not exist yet; anywhere else it would lock data out."""
    database = settings.sqlite_file
    if not settings.is_local_default:
        raise SettingError(
            "DATA_KEY: is needed with your own DATABASE_URL; make one with `openssl rand -base64 32`"
        )
    if database is not None and database.exists():
        raise SettingError(f"DATA_KEY: {file} is gone but {database} is sealed with it; give the key back")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(new_key() + "\n", encoding="ascii")


def _prepare_file(database: Path) -> None:
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        database.touch(mode=0o600)  # for its owner only; one that is there keeps the mode it was given
    except OSError as error:
        raise SettingError(f"DATABASE_URL: {database} cannot be made ({error.strerror})") from None
