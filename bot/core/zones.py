"""Finding a person's zone from "What time is it for you now?", and showing time in it.

The answer narrows to clocks that differ from UTC by the same minutes round the dial; places then tell zones with the
same clock apart. An offset alone is never an answer: it would be wrong after the next clock change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_DAY_MINUTES = 24 * 60
_MINUTE = timedelta(minutes=1)
# Offsets by another name, and copies of the whole list that count leap seconds or not.
_TOO_VAGUE = ("Etc/", "posix/", "right/", "SystemV/")


@dataclass(frozen=True, slots=True)
class Place:
    """A place people know and the IANA zone it keeps."""

    zone: str
    name: str


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """One answer to "What time is it for you now?": what a clock shows, and what a button may carry for it.

    `difference` is wall clock minus UTC in minutes round the dial, 0..1439: it stays true while the text ages.
    """

    difference: int
    text: str

    @property
    def is_whole_hour(self) -> bool:
        """True for the first screen; half and quarter hours go on a second one."""
        return self.difference % 60 == 0


def clock_choices(now: datetime, places: Iterable[Place]) -> tuple[ClockChoice, ...]:
    """The distinct clocks that `places` show at `now` (UTC), earliest time of day first."""
    differences = {_difference(now, ZoneInfo(place.zone)) for place in places}
    choices = (ClockChoice(each, f"{now + each * _MINUTE:%H:%M}") for each in differences)
    return tuple(sorted(choices, key=lambda choice: choice.text))


def places_with(difference: int, now: datetime, places: Iterable[Place]) -> list[Place]:
    """The places whose clock shows `difference` (see ClockChoice) at `now`, in the order given.

    Both sides of the date line count: Honolulu and Kiritimati show the same time on different days.
    """
    return [place for place in places if _difference(now, ZoneInfo(place.zone)) == difference]


def local_time_text(now: datetime, zone: ZoneInfo) -> str:
    """What a clock in `zone` shows, as "14:35"."""
    return f"{now.astimezone(zone):%H:%M}"


def utc_offset_text(now: datetime, zone: ZoneInfo) -> str:
    """How `zone` differs from UTC at `now`: "UTC", "UTC-3", "UTC+5:30"."""
    minutes = _offset_minutes(now, zone)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}{f':{rest:02}' if rest else ''}"


def is_iana(zone_name: str) -> bool:
    """Whether a name is a zone to keep for a person: Area/Place, known to the time zone database.

    Offsets by another name ("Etc/GMT+5", "EST", "UTC") are refused, and so are the few names without an area.
    """
    return "/" in zone_name and not zone_name.startswith(_TOO_VAGUE) and zone_name in _known_zones()


@cache
def _known_zones() -> frozenset[str]:
    return frozenset(available_timezones())  # walks the whole database, so once


def _difference(now: datetime, zone: ZoneInfo) -> int:
    return _offset_minutes(now, zone) % _DAY_MINUTES


def _offset_minutes(now: datetime, zone: ZoneInfo) -> int:
    return (now.astimezone(zone).utcoffset() or timedelta(0)) // _MINUTE
