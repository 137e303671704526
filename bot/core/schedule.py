"""When a reminder falls due: local wall time in a zone in, UTC instants out.

A reminder is kept as local wall times plus an IANA zone, so 09:00 stays 09:00 through every clock change:

- a wall time that a clock change leaves out comes at the first valid instant after it;
- a wall time that comes twice is taken the first time only;
- a shifted time that would fall on another time of the same series, or past the end of its window, is dropped;
- a date that a place skipped as a whole (Samoa, 30 December 2011) has no times;
- a trigger with days has times on those local dates only. A time that a clock change pushes over midnight keeps its date.

Nothing falls in quiet hours: neither by the wall time that was asked for nor by the one it is shifted to.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.core.triggers import (
    DailyAt,
    Days,
    EveryWithin,
    Grid,
    Once,
    QuietHours,
    Trigger,
    minute_of,
    to_json,
    trigger_from_json,
)

__all__ = [
    "DailyAt",
    "EveryWithin",
    "Once",
    "QuietHours",
    "Slot",
    "Trigger",
    "awake_at",
    "next_after",
    "next_fire_at",
    "next_morning",
    "slots_between",
    "to_json",
    "trigger_from_json",
]

_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60
# One of its days can lose its slots to quiet hours or to a clock change, but those after it cannot: nothing by then is never.
_DAYS_TO_LOOK = 5
_USUAL_MORNING = time(8)
_MORNING_WITHOUT_ZONE = timedelta(hours=12)
_SOONEST_MORNING = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time of a series. (`local_on`, `index`) names it; `due_at` is its UTC instant.

    `index` is the minute of the local day that was asked for, 0..1439. It does not count slots, so editing a
    trigger never gives a new time the name of one that has been used on the same day.
    """

    local_on: date
    index: int
    due_at: datetime


def next_fire_at(trigger: Trigger, after: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> Slot | None:
    """The first slot strictly after `after` (aware) outside quiet hours; None if there never is one."""
    if isinstance(trigger, Once):
        return _single(trigger, after, zone, quiet)
    grid, local = trigger.grid(), after.astimezone(zone)
    today, minute = local.date(), local.hour * 60 + local.minute + 1
    for on in islice(_dates(today, trigger.days), _DAYS_TO_LOOK):
        for slot in _slots_on(on, minute if on == today else 0, grid, zone, quiet):
            if slot.due_at > after:  # in the second pass of a repeated hour, the first pass is over
                return slot
    return None


def next_after(
    trigger: Trigger, slot: Slot, now: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> Slot | None:
    """Where a series stands once `slot` is settled: strictly after both `slot` and `now`, so nothing piles up."""
    return next_fire_at(trigger, max(slot.due_at, now), zone, quiet)


def slots_between(
    trigger: Trigger, after: datetime, until: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> Iterator[Slot]:
    """Every slot due in (`after`, `until`], in order."""
    slot = next_fire_at(trigger, after, zone, quiet)
    while slot and slot.due_at <= until:
        yield slot
        slot = next_fire_at(trigger, slot.due_at, zone, quiet)


def next_morning(now: datetime, zone: ZoneInfo | None, quiet: QuietHours | None) -> datetime:
    """The next end of quiet hours at least an hour away; 08:00 for a person without them; 12 h on if no zone is known."""
    if zone is None:
        return now + _MORNING_WITHOUT_ZONE
    wakes = quiet.end if quiet and not quiet.is_empty else _USUAL_MORNING
    just_before = now + _SOONEST_MORNING - timedelta.resolution
    slot = next_fire_at(DailyAt(wakes), just_before, zone, None)
    return slot.due_at if slot else now + _MORNING_WITHOUT_ZONE


def awake_at(instant: datetime, zone: ZoneInfo | None, quiet: QuietHours | None) -> datetime:
    """`instant`, or the end of the quiet hours it lies in."""
    if zone is None or quiet is None or not quiet.contains(instant.astimezone(zone).time()):
        return instant
    slot = next_fire_at(DailyAt(quiet.end), instant, zone, None)
    return slot.due_at if slot else instant


def _dates(first: date, days: Days) -> Iterator[date]:
    """`first` and the dates after it that fall on one of `days`."""
    on = first
    while True:
        if on.weekday() in days:
            yield on
        on += _DAY


def _single(trigger: Once, after: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> Slot | None:
    local = trigger.at.astimezone(zone)
    if trigger.at <= after or (quiet and quiet.contains(local.time())):
        return None
    return Slot(local.date(), minute_of(local.time()), trigger.at)


def _slots_on(on: date, minute: int, grid: Grid, zone: ZoneInfo, quiet: QuietHours | None) -> Iterator[Slot]:
    """The slots of one local date from `minute` on, stepping over quiet hours in one stride."""
    wall = grid.at_or_after(minute)
    while wall < grid.stop:
        awake = quiet.ends_over(wall) if quiet else wall
        if awake > wall:
            wall = grid.at_or_after(awake)
            continue
        if slot := _slot_at(on, wall, grid, zone, quiet):
            yield slot
        wall += grid.every


def _slot_at(on: date, wall: int, grid: Grid, zone: ZoneInfo, quiet: QuietHours | None) -> Slot | None:
    local = datetime(on.year, on.month, on.day, wall // 60, wall % 60, tzinfo=zone)
    due_at = local.astimezone(UTC)
    # With one tzinfo on both sides the wall clocks are compared, not the instants.
    if due_at.astimezone(zone) == local:
        return Slot(on, wall, due_at)
    shifted = Slot(on, wall, _end_of_gap(local, zone))
    return shifted if _may_stand(shifted, grid, zone, quiet) else None


def _may_stand(shifted: Slot, grid: Grid, zone: ZoneInfo, quiet: QuietHours | None) -> bool:
    """Whether a time in a gap still makes sense at the first instant after the gap."""
    landed = shifted.due_at.astimezone(zone)
    minute = (landed.date() - shifted.local_on).days * _DAY_MINUTES + minute_of(landed.time())
    if minute >= min(grid.stop, shifted.index + grid.every):
        return False  # past its window, or the next of the series comes at that very instant
    day_before = (shifted.due_at - timedelta(seconds=1)).astimezone(zone).date()
    if day_before < shifted.local_on < landed.date():
        return False  # the whole date was skipped
    return not (quiet and quiet.contains(landed.time()))


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """The first valid instant after the gap that `local` lies in, to the second."""
    before = local.replace(fold=1).astimezone(UTC)  # read with the offset of after the change: too early
    seconds = int((local.astimezone(UTC) - before).total_seconds())
    old_offset = before.astimezone(zone).utcoffset()

    def has_changed(second: int) -> bool:
        return (before + timedelta(seconds=second)).astimezone(zone).utcoffset() != old_offset

    return before + timedelta(seconds=bisect_left(range(seconds + 1), True, key=has_changed))
