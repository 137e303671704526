"""A cold or warm pack that is on: when to look at the skin, when to take it off, when the next one may come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.people import Person
from bot.core.schedule import awake_at, next_morning
from content.reminder_schema import PackTimer, ReminderKind

CHECK_SKIN, TAKE_OFF = "check_skin", "take_off"


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack of `kind`, put on at `begun_at`, to be taken off at `off_at`; `stopped_at` if that was earlier."""

    id: int
    kind: str
    begun_at: datetime
    off_at: datetime
    stopped_at: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        return self.stopped_at is None and now < self.off_at

    def counts(self, timer: PackTimer) -> bool:
        """Whether it was on long enough for the skin to need its rest: one taken off at once does not count."""
        was_on = (self.stopped_at or self.off_at) - self.begun_at
        return was_on >= timedelta(minutes=timer.check_skin)


def next_allowed(kind: ReminderKind, packs: tuple[Pack, ...], person: Person, now: datetime) -> datetime:
    """From when the next pack of this kind may be put on: `now` or earlier means at once.

    `packs` are those of the last day, of any kind: the skin is the same. Never in quiet hours, except at once.
    """
    timer = kind.timer
    used = [] if timer is None else [pack for pack in packs if pack.counts(timer)]
    if timer is None or not used:
        return now
    today = [pack for pack in used if person.local_date(pack.begun_at) == person.local_date(now)]
    if kind.most_a_day is not None and len([p for p in today if p.kind == kind.id]) >= kind.most_a_day:
        return next_morning(now, person.zoneinfo, person.quiet)
    rested = max(pack.begun_at for pack in used) + timedelta(minutes=timer.again_after)
    return awake_at(rested, person.zoneinfo, person.quiet)


def may_begin(kind: ReminderKind, packs: tuple[Pack, ...], person: Person, now: datetime) -> bool:
    """A reminder that comes a little before the rest is over may be followed: its own grace is allowed for."""
    return next_allowed(kind, packs, person, now) <= now + timedelta(minutes=kind.grace)
