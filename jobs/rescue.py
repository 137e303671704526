"""The rescue of what a process that ended had taken."""

from bot.services import Services
from bot.store import leases, outbox


async def rescue(services: Services) -> None:
    """Settle messages whose lease lapsed, or whose process no longer runs on this machine."""
    async with services.store.reading() as tx:
        owners = await outbox.owners(tx)
        lapsed = await outbox.any_lapsed(tx)
    gone = leases.gone(owners, services.store.owner)
    if gone or lapsed:
        await services.delivery.rescue(gone)
