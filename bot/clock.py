"""The two clocks: the product's, which may be stepped, and real time, which leases live on."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What everything scheduled asks for the time. Always an aware UTC datetime."""

    def now(self) -> datetime: ...


class SteppedClock(Clock, Protocol):
    """A clock that can be moved forward."""

    def advance_to(self, instant: datetime) -> None: ...


class SystemClock:
    """The machine's clock, plus what "skip ahead" has added to it in this process."""

    def __init__(self, ahead: timedelta = timedelta(0)) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251 - the one place that may

    def advance_to(self, instant: datetime) -> None:
        """Step forward to `instant`; a moment already past changes nothing."""
        self.ahead += max(instant - self.now(), timedelta(0))


class ManualClock:
    """A clock that stands still until told: for tests and simulations."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("ManualClock needs an aware datetime")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant.astimezone(UTC))


def real_seconds() -> float:
    """Seconds since the epoch on the machine's clock: leases use it, so that a stepped clock expires none."""
    return time.time()  # noqa: TID251 - the one place that may
