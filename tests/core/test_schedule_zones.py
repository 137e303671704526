"""Every zone that changes its clocks in 2026 or 2027, around each change, against a minute-by-minute walk.

The walk knows nothing of the arithmetic in schedule.py: it steps through UTC and writes down what the wall clock shows.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import DailyAt, EveryWithin, QuietHours, next_fire_at, slots_between
from bot.core.zones import known_zones, zone_named

FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AROUND = 2 * DAY
NAMES = sorted(known_zones())

DAILY = [
    DailyAt(time(minute // 60, minute % 60)) for minute in (0, 30, 90, 120, 150, 180, 210, 540, 1410, 1439)
]
WINDOWS = [
    EveryWithin(timedelta(minutes=30), time(0), time(0)),
    EveryWithin(timedelta(minutes=25), time(0, 10), time(3, 30)),
    EveryWithin(timedelta(minutes=90), time(0, 30), time(2, 45)),
    EveryWithin(timedelta(hours=2), time(8), time(22)),
]
TRIGGERS: list[DailyAt | EveryWithin] = [*DAILY, *WINDOWS]
QUIETS = [
    None,
    QuietHours(time(22), time(8)),
    QuietHours(time(2), time(3)),
    QuietHours(time(23, 45), time(1, 15)),
]

Changes = tuple[tuple[datetime, timedelta, timedelta], ...]


def changes_of(zone: ZoneInfo) -> Changes:
    """Each clock change from FIRST to LAST: its instant and the offsets before and after it."""
    return tuple(
        (change_after(day, zone), offset(day, zone), offset(day + DAY, zone))
        for day in (FIRST + number * DAY for number in range((LAST - FIRST).days))
        if offset(day, zone) != offset(day + DAY, zone)
    )


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    found = instant.astimezone(zone).utcoffset()
    assert found is not None
    return found


def change_after(day: datetime, zone: ZoneInfo) -> datetime:
    old = offset(day, zone)
    return day + MINUTE * bisect_left(range(1441), True, key=lambda n: offset(day + n * MINUTE, zone) != old)


@cache
def kinds() -> dict[Changes, str]:
    """One zone for each distinct set of changes: zones that change alike give the same slots."""
    return {changes: name for name in NAMES if (changes := changes_of(zone_named(name)))}


class Walk:
    """What the wall clock shows at every minute from `start` to `end`, as first seen."""

    def __init__(self, zone: ZoneInfo, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self.minutes = [start + number * MINUTE for number in range((end - start) // MINUTE)]
        self.shown = [minute.astimezone(zone).replace(tzinfo=None) for minute in self.minutes]
        self.first_seen: dict[datetime, datetime] = {}
        for instant, wall in zip(self.minutes, self.shown, strict=True):
            self.first_seen.setdefault(wall, instant)

    def dates(self) -> Iterator[date]:
        """The dates whose every minute lies within the walk."""
        first, last = self.shown[0].date(), self.shown[-1].date()
        return (first + number * DAY for number in range(1, (last - first).days))

    def instant_of(self, wall: datetime) -> datetime:
        """When the clock first shows `wall`, or, where it never does, the first minute it shows something later."""
        if wall in self.first_seen:
            return self.first_seen[wall]
        return next(at for at, shown in zip(self.minutes, self.shown, strict=True) if shown > wall)


def expected(
    trigger: DailyAt | EveryWithin, zone: ZoneInfo, walk: Walk, quiet: QuietHours | None
) -> set[tuple[date, int, datetime]]:
    """The slots by the rules in words: shifted by a gap, but not onto each other, out of the window or into quiet."""
    if isinstance(trigger, DailyAt):
        minutes = [trigger.at.hour * 60 + trigger.at.minute]
    else:
        end = trigger.end.hour * 60 + trigger.end.minute or 1440
        begin = trigger.begin.hour * 60 + trigger.begin.minute
        minutes = list(range(begin, end, trigger.every // MINUTE))
    wanted: dict[datetime, datetime] = {}
    for on in walk.dates():
        for minute in minutes:
            wall = datetime.combine(on, time(minute // 60, minute % 60))
            wanted[walk.instant_of(wall)] = wall  # of two at one instant the later stays
    return {
        (wall.date(), wall.hour * 60 + wall.minute, at)
        for at, wall in wanted.items()
        if is_kept(wall, at.astimezone(zone).replace(tzinfo=None), trigger, quiet)
    }


def is_kept(
    wall: datetime, shows: datetime, trigger: DailyAt | EveryWithin, quiet: QuietHours | None
) -> bool:
    """Within the window still, and quiet neither as asked for nor as shown."""
    if isinstance(trigger, EveryWithin):
        closes = datetime.combine(wall.date() + (DAY if trigger.end == time(0) else 0 * DAY), trigger.end)
        if shows >= closes:
            return False
    return not (quiet and (quiet.contains(wall.time()) or quiet.contains(shows.time())))


def test_there_are_zones_of_every_sort_to_try() -> None:
    steps = {after - before for changes in kinds() for _, before, after in changes}
    assert len(kinds()) > 20
    assert {timedelta(hours=1), timedelta(hours=-1), timedelta(minutes=30), timedelta(minutes=-30)} <= steps


@pytest.mark.parametrize("quiet", QUIETS, ids=["no quiet hours", "at night", "in the gap", "over midnight"])
def test_around_every_clock_change_each_local_slot_comes_exactly_once_at_its_time(
    quiet: QuietHours | None,
) -> None:
    for changes, name in kinds().items():
        zone = zone_named(name)
        for at, _, _ in changes:
            walk = Walk(zone, at - AROUND, at + AROUND)
            dates = set(walk.dates())
            for trigger in TRIGGERS:
                slots = list(slots_between(trigger, walk.start, walk.end, zone, quiet))
                found = {(slot.local_on, slot.index, slot.due_at) for slot in slots if slot.local_on in dates}
                assert found == expected(trigger, zone, walk, quiet), (name, at, trigger)
                assert len({slot.due_at for slot in slots}) == len(slots)


def test_around_every_clock_change_the_next_slot_is_the_same_from_every_instant_before_it() -> None:
    trigger = EveryWithin(timedelta(minutes=30), time(0), time(0))
    for changes, name in kinds().items():
        zone = zone_named(name)
        for at, _, _ in changes:
            slots = [slot.due_at for slot in slots_between(trigger, at - DAY, at + DAY, zone, None)]
            for minutes in range(-180, 180, 10):
                instant = at + minutes * MINUTE
                upcoming = next_fire_at(trigger, instant, zone, None)
                assert upcoming
                assert upcoming.due_at == next(due_at for due_at in slots if due_at > instant), (
                    name,
                    instant,
                )
