"""Upkeep: what is no longer needed is deleted."""

from datetime import timedelta

from bot.services import Services
from bot.store import doubts, inbox, said

KEEP_UPDATES_FOR = timedelta(days=7)


async def purge(services: Services) -> None:
    """Forget the ids of updates that Telegram can no longer repeat, what was set aside, and what was typed some time ago."""
    async with services.store.transaction() as tx:
        await inbox.purge(tx, KEEP_UPDATES_FOR)
        await said.purge(tx)
        await doubts.purge(tx)
    await services.store.sweep()
