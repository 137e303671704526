"""Builds the Services bundle once for every process: the same wiring for the bot, the worker and the tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram.request import BaseRequest, HTTPXRequest

from bot.api import Bot
from bot.clock import Clock
from bot.delivery import Delivery
from bot.errors import SettingError
from bot.sender import Sender
from bot.services import Services
from bot.settings import DEFAULT_KEY_FILE, Settings
from bot.store import KeyRing, Store, StoreUnavailable, schema
from bot.store.sealed import new_key
from content import Content

CONNECTIONS = 24
SEND_WITHIN: dict[str, Any] = {
    "connect_timeout": 5.0,
    "read_timeout": 10.0,
    "write_timeout": 10.0,
    "pool_timeout": 5.0,
}


def build_bot(token: str, api_url: str, request: Callable[[], BaseRequest] | None = None) -> Bot:
    """`request` makes the transports: one for sends, one for long polls, so that neither waits for the other."""
    make = request or (lambda: HTTPXRequest(connection_pool_size=CONNECTIONS, **SEND_WITHIN))
    addresses: dict[str, Any] = {"base_url": f"{api_url}/bot", "base_file_url": f"{api_url}/file/bot"}
    return Bot(token, request=make(), get_updates_request=make(), **addresses)


def build_services(
    content: Content, clock: Clock, store: Store, bot: Bot, wake: Callable[[], None] = lambda: None
) -> Services:
    sender = Sender(bot)
    return Services(content, clock, store, sender, Delivery(store, sender, content), wake)


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
