"""Finding a person's zone from "What time is it for you now?", and showing time in it.

The answer narrows to clocks that differ from UTC by the same minutes round the dial; places then tell zones with the
same clock apart. An offset alone is never an answer: it would be wrong after the next clock change.

Zones come from the locked tzdata package through `zone_named`, not from `ZoneInfo(name)`: that prefers the operating
system's copy, which may be years old, and it keeps only a few zones, so that it reads a file on most calls.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAY_MINUTES = 24 * 60
_MINUTE = timedelta(minutes=1)
# Offsets by another name, and copies of the whole list that some systems keep.
_TOO_VAGUE = ("Etc/", "posix/", "right/", "SystemV/")
_DATABASE = files("tzdata")


class Located(Protocol):
    """Anything that stands for an IANA zone, such as a place of the content."""

    @property
    def zone(self) -> str: ...


SomePlace = TypeVar("SomePlace", bound=Located)


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


@cache
def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name, read once. Raises ZoneInfoNotFoundError (a KeyError) for any other name."""
    if name not in known_zones():
        raise ZoneInfoNotFoundError(f"no such time zone: {name!r}")
    with (_DATABASE / "zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@cache
def known_zones() -> frozenset[str]:
    """Every name in the time zone database, vague and outdated ones too."""
    return frozenset((_DATABASE / "zones").read_text(encoding="ascii").split())


@cache
def rules_version() -> str:
    """The version of the rules that `zone_named` reads, such as "2026f"; the operating system's own do not matter."""
    with (_DATABASE / "zoneinfo" / "tzdata.zi").open(encoding="ascii") as file:
        return file.readline().removeprefix("# version ").strip()


def clock_choices(now: datetime, places: Iterable[Located]) -> tuple[ClockChoice, ...]:
    """The distinct clocks that `places` show at `now` (UTC), earliest time of day first."""
    differences = {_difference(now, zone_named(place.zone)) for place in places}
    choices = (ClockChoice(each, f"{now + each * _MINUTE:%H:%M}") for each in differences)
    return tuple(sorted(choices, key=lambda choice: choice.text))


def places_with(difference: int, now: datetime, places: Iterable[SomePlace]) -> list[SomePlace]:
    """The places whose clock shows `difference` (see ClockChoice) at `now`, in the order given.

    Both sides of the date line count: Honolulu and Kiritimati show the same time on different days.
    """
    return [place for place in places if _difference(now, zone_named(place.zone)) == difference]


def local_time_text(now: datetime, zone: ZoneInfo) -> str:
    """What a clock in `zone` shows, as "14:35"."""
    return f"{now.astimezone(zone):%H:%M}"


def is_iana(zone_name: str) -> bool:
    """Whether a name is a zone to keep for a person: Area/Place, known to the time zone database.

    Offsets by another name ("Etc/GMT+5", "EST", "UTC") are refused, and so are the few names without an area.
    """
    return "/" in zone_name and not zone_name.startswith(_TOO_VAGUE) and zone_name in known_zones()


def _difference(now: datetime, zone: ZoneInfo) -> int:
    return _offset_minutes(now, zone) % _DAY_MINUTES


def _offset_minutes(now: datetime, zone: ZoneInfo) -> int:
    return (now.astimezone(zone).utcoffset() or timedelta(0)) // _MINUTE
