"""One commit for what comes together: all that came while the last commit was under way is in the next one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.store import StoreUnavailable

Item = TypeVar("Item")
MOST = 100  # in one commit


class Together(Generic[Item]):
    """`write` commits all it is given, or raises and has committed nothing.

    A group is written item by item when it fails for anything but the database: one that cannot be written down takes
    none along.
    """

    def __init__(self, write: Callable[[list[Item]], Awaitable[None]]) -> None:
        self._write = write
        self._waiting: list[tuple[Item, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> None:
        """Returns once it is committed. Raises what `write` raised."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._write_down(group)
        finally:
            self._writing = None

    async def _write_down(self, group: list[tuple[Item, asyncio.Future[None]]]) -> None:
        failure: Exception | None = None
        try:
            await self._write([item for item, _ in group])
        except Exception as error:
            if len(group) > 1 and not isinstance(error, StoreUnavailable):
                for each in group:
                    await self._write_down([each])
                return
            failure = error
        for _, written in group:
            if written.done():  # whoever waited for it was cut off
                continue
            if failure is None:
                written.set_result(None)
            else:
                written.set_exception(failure)
