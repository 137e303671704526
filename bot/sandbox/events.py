"""The live feed of the chat page: every change, to every open page."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

from bot.sandbox.ledger import Json

KEPT_FOR_A_SLOW_PAGE = 1000
HEARTBEAT_SECONDS = 15.0


class Events:
    """Hands each published change to every listener; costs nothing while nobody listens."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Json | None]] = set()
        self._waiting: list[asyncio.Future[None]] = []

    def publish(self, event: Json) -> None:
        for queue in self._listeners:
            _put(queue, event)
        while self._waiting:
            waiter = self._waiting.pop()
            if not waiter.done():
                waiter.set_result(None)

    async def changed(self) -> None:
        """Wait for the next change."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        await waiter

    def hang_up(self) -> None:
        """End every open stream, so that a server can stop."""
        for queue in self._listeners:
            _put(queue, None)

    async def stream(self) -> AsyncIterator[str]:
        """Server-sent events until the page leaves or the sandbox hangs up. Opens with `hello`."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue(KEPT_FOR_A_SLOW_PAGE)
        self._listeners.add(queue)
        try:
            yield "retry: 1000\n" + _frame({"type": "hello"})
            while (event := await _next(queue)) is not None:
                yield _frame(event) if event else ": still here\n\n"
        finally:
            self._listeners.discard(queue)


def _put(queue: asyncio.Queue[Json | None], event: Json | None) -> None:
    """A page that has fallen too far behind is told to read everything afresh."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        event = event and {"type": "hello"}
    queue.put_nowait(event)


async def _next(queue: asyncio.Queue[Json | None]) -> Json | None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            return await queue.get()
    return {}


def _frame(event: Json) -> str:
    return f"data: {json.dumps(event, ensure_ascii=False, separators=(',', ':'))}\n\n"
