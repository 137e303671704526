"""Data that says when: the triggers a reminder can have, and the hours in which nothing routine comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Days of the week as `date.weekday()` counts them: 0 is Monday.
Days = frozenset[int]
EVERY_DAY: Days = frozenset(range(7))
WEEKDAYS: Days = frozenset(range(5))
WEEKEND: Days = EVERY_DAY - WEEKDAYS


def minute_of(wall: time) -> int:
    """Minutes since local midnight, 0..1439."""
    return wall.hour * 60 + wall.minute


class Grid(NamedTuple):
    """Wall times as minutes of a local day: first, first + every, ... below stop."""

    first: int
    every: int
    stop: int

    def at_or_after(self, minute: int) -> int:
        """The first time of the grid at or after `minute`; it may lie at or past `stop`."""
        if minute <= self.first:
            return self.first
        return self.first - (self.first - minute) // self.every * self.every


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours [begin, end) without routine messages. May run over midnight; begin == end means none."""

    begin: time
    end: time

    def __post_init__(self) -> None:
        _require_whole_minutes(self.begin, self.end)

    @property
    def is_empty(self) -> bool:
        return self.begin == self.end

    def contains(self, local: time) -> bool:
        """Whether a local wall time (its zone, if any, is not looked at) lies in quiet hours."""
        minute = minute_of(local)
        return self.ends_over(minute) > minute

    def ends_over(self, minute: int) -> int:
        """The minute at which the quiet hours around `minute` end (1440 and more: tomorrow), or `minute` itself."""
        begin, end = minute_of(self.begin), minute_of(self.end)
        if begin <= end:
            return end if begin <= minute < end else minute
        if minute < end:
            return end
        return _DAY_MINUTES + end if minute >= begin else minute


@dataclass(frozen=True, slots=True)
class EveryWithin:
    """On each of its local days at begin, begin + every, ... before end. An end of 00:00 is midnight at the end of the day.

    Raises ValueError unless all three are whole minutes, `every` is positive, the window stays within one day and there
    is a day.
    """

    every: timedelta
    begin: time
    end: time
    days: Days = EVERY_DAY

    def __post_init__(self) -> None:
        _require_days(self.days)
        _require_whole_minutes(self.begin, self.end)
        if self.every < _MINUTE or self.every % _MINUTE:
            raise ValueError(f"a reminder repeats every so many whole minutes, not every {self.every}")
        if self.grid().stop <= minute_of(self.begin):
            raise ValueError(
                f"the window from {self.begin:%H:%M} to {self.end:%H:%M} runs over midnight: it must end on the day it begins"
            )

    def grid(self) -> Grid:
        return Grid(minute_of(self.begin), self.every // _MINUTE, minute_of(self.end) or _DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class DailyAt:
    """On each of its local days at one wall time. Raises ValueError unless it is a whole minute, and there is a day."""

    at: time
    days: Days = EVERY_DAY

    def __post_init__(self) -> None:
        _require_days(self.days)
        _require_whole_minutes(self.at)

    def grid(self) -> Grid:
        # The window reaches into the next day: a time that a clock change pushes over midnight still comes.
        return Grid(minute_of(self.at), _DAY_MINUTES, minute_of(self.at) + _DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Once:
    """One UTC instant. Raises ValueError if it is not an aware UTC datetime."""

    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() != timedelta(0):
            raise ValueError("a one-off reminder needs an aware UTC datetime")


Trigger = EveryWithin | DailyAt | Once


def to_json(trigger: Trigger) -> dict[str, str | int]:
    """A flat JSON object, read back by `trigger_from_json`. Wall times are "HH:MM", instants ISO 8601.

    `days` is there only when some are left out: "mon wed fri". What was written before there were days means every day.
    """
    match trigger:
        case EveryWithin(every, begin, end, days):
            minutes = every // _MINUTE
            return {
                "type": "every_within",
                "every_minutes": minutes,
                "begin": f"{begin:%H:%M}",
                "end": f"{end:%H:%M}",
                **_days_to_json(days),
            }
        case DailyAt(at, days):
            return {"type": "daily_at", "at": f"{at:%H:%M}", **_days_to_json(days)}
        case Once(instant):
            return {"type": "once", "at": instant.astimezone(UTC).isoformat()}


def trigger_from_json(data: Mapping[str, object]) -> Trigger:
    """The trigger that `to_json` wrote. Raises ValueError for anything else."""
    match data:
        case {"type": "every_within", "every_minutes": int(minutes), "begin": str(begin), "end": str(end)}:
            window = time.fromisoformat(begin), time.fromisoformat(end)
            return EveryWithin(timedelta(minutes=minutes), *window, _days_from_json(data))
        case {"type": "daily_at", "at": str(at)}:
            return DailyAt(time.fromisoformat(at), _days_from_json(data))
        case {"type": "once", "at": str(at)}:
            return Once(datetime.fromisoformat(at))
        case _:
            raise ValueError(f"not a trigger: {dict(data)!r}")


def _days_to_json(days: Days) -> dict[str, str]:
    return {} if days == EVERY_DAY else {"days": " ".join(DAY_NAMES[day] for day in sorted(days))}


def _days_from_json(data: Mapping[str, object]) -> Days:
    if "days" not in data:
        return EVERY_DAY
    names = str(data["days"]).split()
    if not set(names) <= set(DAY_NAMES):
        raise ValueError(f"not a trigger: {dict(data)!r}")
    return frozenset(DAY_NAMES.index(name) for name in names)


def _require_days(days: Days) -> None:
    if not days or not days <= EVERY_DAY:
        raise ValueError(f"a reminder comes on days of the week from 0 (Monday) to 6, not on {sorted(days)}")


def _require_whole_minutes(*walls: time) -> None:
    for wall in walls:
        if wall.tzinfo or wall.second or wall.microsecond:
            raise ValueError(f"a local wall time is a whole minute without a zone, not {wall.isoformat()}")
