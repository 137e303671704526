"""Who dies where. A life is one run of one worker; the reaper chooses the place at which it ends.

Most often a place is chosen first, rather one where few have died, and rather one on the way out, which a life comes to
late; whoever passes it next dies there. Should nobody come by, it is whoever passes anywhere. Towards the end the reaper lies
in wait at every place where nobody has died yet: whoever comes by at any of them dies, and it has patience.
"""

import asyncio
import contextvars
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - seeded and printed: where to die is a choice nobody should make
from typing import Any
from weakref import WeakSet

OF_LIFE: contextvars.ContextVar["Life | None"] = contextvars.ContextVar("life", default=None)
WAY_OUT = ("delivery.", "flight.", "due.", "followups.", "plan.", "budget.")
UP = "polling.poll_once"
OFTEN = 15  # passed so many times, a place is one that can be aimed at
NOW_AND_THEN = 5  # and so many times, it may be passed often before all is over


class Died(BaseException):
    """This life is over: nothing it does has an effect any more."""


class Reaper:
    """Chooses where to die. `passed` and `deaths` count by place."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.passed: Counter[str] = Counter()
        self.deaths: Counter[str] = Counter()
        self.died: asyncio.Queue[Life] = asyncio.Queue()
        self.is_late = False  # not many more will die
        self._in_vain: Counter[str] = Counter()
        self._target: str | None = None
        self._armed = self._anybody = False

    def aim(self) -> None:
        """Whoever passes a certain place next dies there."""
        places = self.spared() or sorted(self.passed)
        self._armed, self._anybody = True, False
        self._target = self.dice.choices(places, [*map(self._weight, places)])[0] if places else None
        self._in_vain.update([self._target] if self._target else [])

    def spared(self) -> list[str]:
        """Where it lies in wait."""
        return sorted(filter(self._is_spared, self.passed))

    def aim_at_anybody(self, *, at_once: bool = False) -> None:
        """Somebody dies soon: rather where few have died; or at the very next place."""
        self._armed, self._anybody, self._target = True, at_once, None

    def spare(self) -> None:
        self._armed = False

    def wants(self, life: "Life", place: str) -> bool:
        self.passed[place] += 1
        if not self._armed or not self._is_here(place):
            return False
        self._in_vain[place] -= place == self._target
        self._armed = False
        self.deaths[place] += 1
        self.died.put_nowait(life)
        return True

    def _is_spared(self, place: str) -> bool:
        return self.is_late and self.passed[place] >= NOW_AND_THEN and not self.deaths[place]

    def _is_here(self, place: str) -> bool:
        if self._is_spared(place):
            return True
        if self._target is not None:
            return place == self._target
        return self._anybody or self.dice.random() < 1 / (1 + self.deaths[place]) ** 2

    def _weight(self, place: str) -> float:
        rare = min(self.passed[place], OFTEN) / OFTEN / (1 + self._in_vain[place] / 3)
        return rare * (3 if place.startswith(WAY_OUT) else 1) / (1 + self.deaths[place]) ** 2


@dataclass(eq=False)
class Life:
    """One life of one worker; `tasks` is all that was begun in it. `is_up`: it has begun to ask for updates."""

    reaper: Reaper
    dead: bool = False
    is_up: bool = False
    tasks: WeakSet[asyncio.Task[Any]] = field(default_factory=WeakSet)

    def look(self) -> None:
        """Raises Died for a life that is over."""
        if self.dead:
            raise Died

    def passes(self, place: str) -> None:
        """Raises Died, perhaps."""
        self.look()
        self.is_up = self.is_up or place.startswith(UP)
        if self.reaper.wants(self, place):
            self.dead = True
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
