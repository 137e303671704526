"""How fast all processes together may send: the arithmetic of a shared row (GCRA), in seconds of one clock.

Slots are handed out at an even pace and never twice. Bulk takes slots; people who wait are never kept for one, what
they cost is added afterwards, and while any of them are about, bulk leaves a part of the rate alone.
"""

from dataclasses import dataclass, replace

HORIZON = 0.5  # nobody takes slots further ahead: those of a process that dies are lost
# Slots are given out only while this much or less is taken, so that they go out in batches.
OPENS = HORIZON / 2
YIELD_FOR = 2.0  # how long bulk keeps off the reserve after somebody was answered
DEBT = 2.0  # the furthest that answers may push bulk back: Telegram counts seconds, not minutes
LONGEST_PAUSE = 3600.0
PACE = 0.97  # of the rate: what is left lets a send come a little after its slot


@dataclass(frozen=True, slots=True)
class Tally:
    """The shared row: when the next slot is free, until when bulk keeps off the reserve, until when it pauses."""

    tat: float = 0.0
    yield_until: float = 0.0
    paused_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Grant:
    """Slots, ascending; without any, `wait` says in how many seconds to ask again."""

    slots: tuple[float, ...]
    tally: Tally
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Pacing:
    """`rate` messages a second; `reserve` is the part of it kept for people who wait, while there are any.

    Raises ValueError for a rate that is not above 0 and a reserve that is not in 0..1 (1 excluded).
    """

    rate: float
    reserve: float = 0.1

    def __post_init__(self) -> None:
        if not (self.rate > 0 and 0 <= self.reserve < 1):
            raise ValueError("a rate is above 0, and a reserve from 0 to below 1")

    @property
    def tolerance(self) -> float:
        """How many seconds after its slot a send may come: 45 ms at 30 a second, 22 ms at 1000.

        With sends no later than 1 / 0.7 of this, any second has as many as the rate and one more at most:
        (1 + lateness) * PACE * rate < rate + 1.
        """
        return 0.7 * min((self.rate + 1) / (self.rate * PACE) - 1, 0.1)

    def grant(self, tally: Tally, now: float, most: int, notice: float = 0.0) -> Grant:
        """Up to `most` slots, none sooner than `notice` seconds from `now`, and none much later than HORIZON."""
        begin = max(self._free_at(tally, now), now + min(notice, OPENS))
        if begin > now + OPENS:
            return Grant((), tally, begin - OPENS - now)
        apart = self._apart(tally, now)
        count = min(most, int((now + HORIZON - begin) / apart) + 1)
        slots = tuple(begin + number * apart for number in range(count))
        return Grant(slots, replace(tally, tat=begin + count * apart))

    def charge(self, tally: Tally, now: float, count: int) -> Tally:
        """`count` messages went out without a slot: bulk makes room for them."""
        tat = self._tat(tally, now)
        later = max(tat, min(tat + count / (self.rate * PACE), now + DEBT))
        return replace(tally, tat=later, yield_until=now + YIELD_FOR)

    def pause(self, tally: Tally, now: float, seconds: float) -> Tally:
        """No slots for this long, an hour at most; a longer pause that lasts already stays."""
        until = now + min(max(seconds, 0.0), LONGEST_PAUSE)
        return replace(tally, paused_until=max(_unless_absurd(tally.paused_until, now, LONGEST_PAUSE), until))

    def _free_at(self, tally: Tally, now: float) -> float:
        return max(self._tat(tally, now), _unless_absurd(tally.paused_until, now, LONGEST_PAUSE))

    def _tat(self, tally: Tally, now: float) -> float:
        furthest = HORIZON + DEBT + 1 / (self.rate * PACE * (1 - self.reserve))
        return max(now, _unless_absurd(tally.tat, now, furthest))

    def _apart(self, tally: Tally, now: float) -> float:
        yields = now < _unless_absurd(tally.yield_until, now, YIELD_FOR)
        return 1 / (self.rate * PACE * (1 - self.reserve if yields else 1))


def _unless_absurd(until: float, now: float, longest: float) -> float:
    """An end further ahead than any can be was set before the clock was put back: it is over."""
    return until if until <= now + longest + 1.0 else now


@dataclass(frozen=True, slots=True)
class Bearing:
    """How far the event loop's clock is ahead of the one the row is in: something between `low` and `high`."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def better_of(self, known: "Bearing | None") -> "Bearing":
        """The sharper of the two, as long as what was known agrees with this, the newer one."""
        if known is None or not self.low <= known.middle <= self.high:
            return self
        return known if known.high - known.low < self.high - self.low else self
