"""Deaths between two effects. Effects are commits and requests to Telegram, so both are wrapped, and nothing else is.

A place is named by the function that opened the transaction or made the request, and by where in it: a life that dies
there has no further effect, whatever its tasks still try. What had left the machine arrives all the same.
"""

import asyncio
import contextvars
import sqlite3
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from types import FrameType
from typing import Any

import httpx
from sqlalchemy import event

from bot.clock import Clock
from bot.core.outgoing import Outgoing
from bot.store import KeyRing, Store, Tx
from tests.chaos.arrivals import CARRIED, Arrivals
from tests.chaos.reaper import Life

BEFORE_COMMIT, AFTER_COMMIT = "before the commit", "after the commit"
BEFORE_SEND, ON_ITS_WAY, AFTER_ANSWER = "before it leaves", "on its way, no answer heard", "after the answer"
OURS = ("bot.", "jobs.")


class MortalStore(Store):
    """A store in which a life may end just before or just after a commit. `opened` are the driver's connections."""

    def __init__(self, url: str, keys: KeyRing, clock: Clock, life: Life) -> None:
        # so that whoever buries it may close what it left open
        super().__init__(f"{url}?check_same_thread=false" if url.startswith("sqlite") else url, keys, clock)
        self._life = life
        self.opened: list[Any] = []
        event.listen(self.engine.sync_engine, "connect", self._note)

    def _note(self, connection: Any, _record: object) -> None:
        self.opened.append(connection.driver_connection)

    def let_go(self) -> None:
        """What the system does for a process that dies: its transactions end, its connections close."""
        for each in self.opened:
            if self.engine.dialect.name == "postgresql":
                each.pgconn.finish()
            elif each._connection is not None:
                with suppress(sqlite3.Error):
                    each._connection.rollback()  # a cursor that somebody still has keeps it from being closed for good
                    each._connection.close()
        self.opened.clear()

    def transaction(self) -> Any:
        return self._mortal(super().transaction(), _name(sys._getframe(1)))

    def singly(self) -> Any:
        """On PostgreSQL each statement in here has been committed before anybody can die of it."""
        name, is_one = _name(sys._getframe(1)), self.engine.dialect.name == "sqlite"
        return self._mortal(super().transaction() if is_one else super().singly(), name, is_one=is_one)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        self._life.look()
        async with super().reading() as tx:
            yield tx

    @asynccontextmanager
    async def _mortal(
        self, unit: AbstractAsyncContextManager[Tx], name: str, *, is_one: bool = True
    ) -> AsyncIterator[Tx]:
        self._life.look()
        async with unit as tx:
            yield tx
            if is_one:
                self._life.passes(f"{name}, {BEFORE_COMMIT}")
        self._life.passes(f"{name}, {AFTER_COMMIT}")


class MortalWire(httpx.AsyncBaseTransport):
    """A way to Telegram on which a life may end: before a request leaves, while it is on its way, after its answer."""

    def __init__(self, inner: httpx.AsyncBaseTransport, life: Life, arrivals: Arrivals) -> None:
        self._inner, self._life, self._arrivals = inner, life, arrivals

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition("/")[2]
        name, outgoing = _who_sends(sys._getframe(1))
        place = f"{name} {method}"
        self._life.passes(f"{place}, {BEFORE_SEND}")
        if method == "getUpdates":  # hangs until something comes: who died does not ask any more
            answer = await self._inner.handle_async_request(request)
        else:
            sending = _apart(self._deliver(request, outgoing))
            self._life.passes(f"{place}, {ON_ITS_WAY}")
            answer = await asyncio.shield(sending)
        self._life.passes(f"{place}, {AFTER_ANSWER}")
        return answer

    async def _deliver(self, request: httpx.Request, outgoing: Outgoing | None) -> httpx.Response:
        """Telegram's side: it knows which planned message comes to it, and we whether an answer came of it."""
        CARRIED.set(outgoing)
        was_answered = False
        try:
            answer = await self._inner.handle_async_request(request)
            was_answered = answer.status_code < 500
        finally:
            if outgoing is not None and not was_answered:
                self._arrivals.unanswered[outgoing.id] += 1
        return answer


def _apart(work: Coroutine[Any, Any, httpx.Response]) -> asyncio.Task[httpx.Response]:
    """Telegram's side of a call, which belongs to no life."""
    task = asyncio.get_running_loop().create_task(work, context=contextvars.Context())
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


def _name(frame: FrameType) -> str:
    module = str(frame.f_globals["__name__"]).rpartition(".")[2]
    return f"{module}.{frame.f_code.co_name}"


def _who_sends(frame: FrameType | None) -> tuple[str, Outgoing | None]:
    """The innermost function of ours that is not the way out itself, and the planned message, if it is one."""
    name = ""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module == "bot.flight" and "worded" in frame.f_locals:
            return _name(frame), frame.f_locals["worded"].outgoing
        if module.startswith(OURS) and (not name or name.startswith(("sender.", "api.", "transport."))):
            name = _name(frame)
        frame = frame.f_back
    return name, None
