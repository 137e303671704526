"""Deaths between two effects. Effects are commits and requests to Telegram, so both are wrapped, and nothing else is.

A place is named by the function that opened the transaction or made the request, and by where in it: a life that dies
there has no further effect, whatever its tasks still try. What had left the machine arrives all the same.
"""

import asyncio
import contextvars
import sys
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - seeded and printed: where to die is a choice nobody should make
from types import FrameType
from typing import Any
from weakref import WeakSet

import httpx

from bot.clock import Clock
from bot.core.outgoing import Outgoing
from bot.store import KeyRing, Store, Tx

BEFORE_COMMIT, AFTER_COMMIT = "before the commit", "after the commit"
BEFORE_SEND, ON_ITS_WAY, AFTER_ANSWER = "before it leaves", "on its way, no answer heard", "after the answer"
OURS = ("bot.", "jobs.")
WAY_OUT = ("bot.sender", "bot.api", "bot.transport")
OF_LIFE: contextvars.ContextVar["Life | None"] = contextvars.ContextVar("life", default=None)


class Died(BaseException):
    """This life is over: nothing it does has an effect any more."""


class Reaper:
    """Chooses where to die: most often where nobody has died yet. `passed` and `deaths` count by place."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.passed: Counter[str] = Counter()
        self.deaths: Counter[str] = Counter()
        self.died: asyncio.Queue[Life] = asyncio.Queue()
        self._armed = self._anybody = False

    def aim(self, *, at_anybody: bool = False) -> None:
        """Somebody dies soon: rather where few have died; or at the very next place."""
        self._armed, self._anybody = True, at_anybody

    def spare(self) -> None:
        self._armed = False

    def wants(self, life: "Life", place: str) -> bool:
        self.passed[place] += 1
        if not self._armed or not (self._anybody or self.dice.random() < 1 / (1 + self.deaths[place]) ** 2):
            return False
        self._armed = False
        self.deaths[place] += 1
        self.died.put_nowait(life)
        return True


@dataclass(eq=False)
class Life:
    """One life of one worker; `tasks` is all that was begun in it."""

    reaper: Reaper
    dead: bool = False
    place: str = ""
    tasks: WeakSet[asyncio.Task[Any]] = field(default_factory=WeakSet)

    def look(self) -> None:
        """Raises Died for a life that is over."""
        if self.dead:
            raise Died

    def passes(self, place: str) -> None:
        """Raises Died, perhaps."""
        self.look()
        if self.reaper.wants(self, place):
            self.dead, self.place = True, place
            raise Died


def begin_tasks_in_their_life(loop: asyncio.AbstractEventLoop) -> None:
    """Every task belongs to the life it was begun in."""

    def factory(
        loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **given: Any
    ) -> asyncio.Task[Any]:
        task = asyncio.Task(work, loop=loop, **given)
        context = given.get("context")
        life = OF_LIFE.get() if context is None else context.get(OF_LIFE)
        if life is not None:
            life.tasks.add(task)
        return task

    loop.set_task_factory(factory)  # type: ignore[arg-type]


class MortalStore(Store):
    """A store in which a life may end just before or just after a commit."""

    def __init__(self, url: str, keys: KeyRing, clock: Clock, life: Life) -> None:
        super().__init__(url, keys, clock)
        self._life = life

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


@dataclass(frozen=True)
class Arrived:
    """What Telegram took of a planned message; `tries` are the earlier sends that may have arrived."""

    outgoing: Outgoing
    text: str


class MortalWire(httpx.AsyncBaseTransport):
    """A way to Telegram on which a life may end: before a request leaves, while it is on its way, after its answer.

    `arrived` is what Telegram has taken, in order; lives share it.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, life: Life, arrived: list[Arrived]) -> None:
        self._inner, self._life, self._arrived = inner, life, arrived

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
        text = "" if outgoing is None else httpx.QueryParams(request.content.decode())["text"]
        noted = outgoing is not None and Arrived(outgoing, text)
        answer = await self._inner.handle_async_request(request)
        if noted and answer.status_code == 200:
            self._arrived.append(noted)
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
