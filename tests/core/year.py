"""A year of one person's reminders, planned as the clockwork does it, and what should have come of it by the calendar.

The expectation knows nothing of the arithmetic in schedule.py: it looks at what the wall clock shows, minute by minute
where clocks change.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random  # noqa: TID251 - seeded by the zone, so that it is the same each time
from zoneinfo import ZoneInfo

from bot.core.dueness import PersonDue, Send, StandingReminder, plan
from bot.core.schedule import DailyAt, EveryWithin, QuietHours, next_fire_at

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NEAR, GRACE = timedelta(minutes=10), timedelta(minutes=30)
LATEST = 9  # minutes that a pass comes late, at random: less than the grace, and less than the smallest step
CAP = 100

# No quiet hours: the small hours, in which clocks change, are what is tried.
DAILY = (time(0), time(1, 30), time(2, 15), time(3), time(23, 30))
WINDOW = EveryWithin(timedelta(minutes=300), time(8), time(22))
NIGHT = EveryWithin(timedelta(minutes=50), time(0, 10), time(3, 30))
TRIGGERS = (*map(DailyAt, DAILY), WINDOW, NIGHT)
Came = tuple[date, int, datetime]


@dataclass
class Year:
    """What was sent: for each reminder its slots, with the instant that was due and the one of the pass."""

    slots: dict[int, list[Came]] = field(default_factory=dict)
    passes: dict[int, list[datetime]] = field(default_factory=dict)
    skipped: int = 0


def live(
    zone: ZoneInfo, start: datetime, end: datetime, dice: Random, quiet: QuietHours | None = None
) -> Year:
    """Pass after pass from `start` to `end`, each at the next due instant or some minutes after it."""
    standing: dict[int, StandingReminder] = {}
    for id_, trigger in enumerate(TRIGGERS):
        if slot := next_fire_at(trigger, start, zone, quiet):
            standing[id_] = StandingReminder(id_, trigger, slot, GRACE)
    year = Year({id_: [] for id_ in standing}, {id_: [] for id_ in standing})
    while (due := min(one.next_slot.due_at for one in standing.values())) < end:
        now = due + dice.choice((0, 0, 0, dice.randint(0, LATEST))) * MINUTE
        soon = tuple(one for one in standing.values() if one.next_slot.due_at <= now + NEAR)
        decided = plan(PersonDue(zone, quiet, False, 0, CAP, soon), now, NEAR)
        for each in decided.occurrences:
            year.skipped += not isinstance(each.outcome, Send)
            year.slots[each.reminder_id].append((each.slot.local_on, each.slot.index, each.slot.due_at))
            year.passes[each.reminder_id].append(now)
        for id_, slot in decided.next_slots.items():
            was = standing[id_]
            assert slot is not None
            standing[id_] = StandingReminder(id_, was.trigger, slot, was.grace)
    return year


def expected(trigger: DailyAt | EveryWithin, zone: ZoneInfo, dates: list[date]) -> list[Came]:
    """Each local date's times in words: the first instant at which the clock shows it, or else shows something later."""
    found: dict[datetime, Came] = {}
    for on in dates:
        for minute in _minutes(trigger):
            at = _first_shown(on, minute, zone)
            if at is not None and _is_in_window(trigger, on, at.astimezone(zone)):
                found[at] = (on, minute, at)  # of two at one instant the later stays
    return list(found.values())


def dates_of(zone: ZoneInfo, start: datetime, end: datetime) -> list[date]:
    """Every date that the calendar of the place shows from the day after `start` until the day before `end`."""
    hours = int((end - start) / timedelta(hours=1))
    shown = {(start + number * timedelta(hours=1)).astimezone(zone).date() for number in range(hours)}
    return sorted(shown)[1:-1]


def _minutes(trigger: DailyAt | EveryWithin) -> Iterator[int]:
    if isinstance(trigger, DailyAt):
        yield trigger.at.hour * 60 + trigger.at.minute
        return
    begin, end = (wall.hour * 60 + wall.minute for wall in (trigger.begin, trigger.end))
    yield from range(begin, end or 1440, trigger.every // MINUTE)


def _first_shown(on: date, minute: int, zone: ZoneInfo) -> datetime | None:
    wall = datetime.combine(on, time(minute // 60, minute % 60))
    guess = wall.replace(tzinfo=zone).astimezone(UTC)
    if guess.astimezone(zone).replace(tzinfo=None) == wall:
        return guess
    walk = guess - DAY - timedelta(hours=1)
    while walk.astimezone(zone).replace(tzinfo=None) < wall:
        walk += MINUTE
    return walk


def _is_in_window(trigger: DailyAt | EveryWithin, on: date, shown: datetime) -> bool:
    if isinstance(trigger, DailyAt):
        return True
    closes = datetime.combine(on, trigger.end) + (DAY if trigger.end == time(0) else timedelta(0))
    return shown.replace(tzinfo=None) < closes
