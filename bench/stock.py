"""The bot as the library makes it, for the peers: its own transport, and in flight what that transport does best with.

All of a crowd at once is what a job for each reminder would really do, and takes minutes: every request then walks through
the list of all that wait.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.request import HTTPXRequest

from bench.noop import TOKEN

TEXT = "Time for a glass of water."
CONNECTIONS = 32  # the best of 16 to 256 on loopback
_PATIENT = 600.0  # seconds: what waits for a connection is not given up

bot: Bot | None = None
in_flight = asyncio.Semaphore(CONNECTIONS)
done = 0  # reminders that ended


@asynccontextmanager
async def opened_bot(address: str) -> AsyncIterator[None]:
    """While this lasts, `bot` sends."""
    global bot  # noqa: PLW0603 - a pickled job finds it by name only
    waits = HTTPXRequest(
        CONNECTIONS,
        read_timeout=_PATIENT,
        write_timeout=_PATIENT,
        connect_timeout=_PATIENT,
        pool_timeout=_PATIENT,
    )
    bot = Bot(TOKEN, base_url=f"{address}/bot", request=waits)
    async with waits:
        yield
    bot = None
