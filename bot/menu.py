"""The command menu: given to Telegram when it has changed, and only then, because Telegram limits how often."""

import hashlib
import logging

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.api import Bot
from bot.app import MENU
from bot.core.people import DEFAULT_LOCALE
from bot.store import Store, StoreUnavailable, notes
from content import Content

log = logging.getLogger(__name__)


async def set_menu(bot: Bot, store: Store, content: Content) -> None:
    """A menu that cannot be set must not stop the bot: it is tried again at the next start."""
    try:
        await _set_menu(bot, store, content)
    except (TelegramError, StoreUnavailable) as error:
        log.warning(
            "the command menu could not be set (%s); trying again at the next start", type(error).__name__
        )


async def _set_menu(bot: Bot, store: Store, content: Content) -> None:
    commands = [BotCommand(name, content.label(DEFAULT_LOCALE, f"command-{name}")) for name in MENU]
    name = f"menu of bot {bot.id}"
    print_of_it = hashlib.sha256(repr(commands).encode()).hexdigest()
    async with store.reading() as tx:
        if await notes.read(tx, name) == print_of_it:
            return
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
    async with store.transaction() as tx:
        await notes.write(tx, name, print_of_it)
