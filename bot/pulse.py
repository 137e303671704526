"""Signs of life: whether a part of this process does what it is there for."""

from collections.abc import Callable

from bot.clock import real_seconds

OK, STARTING, SILENT = "ok", "starting", "silent"


class Pulse:
    """Beats whenever its part has done its work; `hinder` says in one word what keeps it from that."""

    def __init__(self, silent_after: float, seconds: Callable[[], float] = real_seconds) -> None:
        """Without a beat for `silent_after` seconds the part counts as silent."""
        self._silent_after, self._seconds = silent_after, seconds
        self._last: float | None = None
        self._hindrance: str | None = None

    def beat(self) -> None:
        self._last, self._hindrance = self._seconds(), None

    def hinder(self, why: str) -> None:
        """It cannot work until the next beat."""
        self._hindrance = why

    @property
    def state(self) -> str:
        """`ok`, `starting`, `silent`, or what hinders it."""
        if self._hindrance is not None:
            return self._hindrance
        if self._last is None:
            return STARTING
        return OK if self._seconds() - self._last <= self._silent_after else SILENT
