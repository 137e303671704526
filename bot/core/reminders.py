"""A standing wish to be reminded, and which of its times is next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.people import Person
from bot.core.schedule import Slot, next_fire_at
from bot.core.triggers import Trigger

PAUSES = ("tonight", "tomorrow", "days3", "monday")
_EVENING = time(18)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A person has one of each kind at most. `next_slot` is None while it is off or never due.

    It ends by itself at `until_at`, and is silent until `paused_until` (UTC instants; None: neither). It leaves out
    the whole of `skipped_on`, a date on the person's own calendar, wherever their clock is moved to meanwhile. It was
    sent `turns` times so far.
    """

    id: int
    kind: str
    trigger: Trigger
    is_on: bool
    next_slot: Slot | None
    until_at: datetime | None = None
    paused_until: datetime | None = None
    turns: int = 0
    skipped_on: date | None = None

    def slot_after(self, after: datetime, person: Person) -> Slot | None:
        """The next slot strictly after `after` (UTC) that no pause, no skipped day and no end forbids."""
        silent = self.silent_until(person)
        return first_slot(self.trigger, after, person, until_at=self.until_at, paused_until=silent)

    def silent_until(self, person: Person) -> datetime | None:
        """When the pause and the skipped day are both over on this person's clock; None: there is neither."""
        ends = [self.paused_until] if self.paused_until is not None else []
        if self.skipped_on is not None and person.zoneinfo is not None:
            ends.append(datetime.combine(self.skipped_on + timedelta(days=1), time(0), person.zoneinfo))
        return max(ends, default=None)


def first_slot(
    trigger: Trigger,
    after: datetime,
    person: Person,
    *,
    until_at: datetime | None = None,
    paused_until: datetime | None = None,
) -> Slot | None:
    """The first slot after `after` within (pause, end) on this person's clock; None without a zone."""
    if person.zoneinfo is None:
        return None
    since = after if paused_until is None else max(after, paused_until - timedelta.resolution)
    slot = next_fire_at(trigger, since, person.zoneinfo, person.quiet)
    return slot if slot is None or until_at is None or slot.due_at < until_at else None


def pause_end(word: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a pause of that name (one of PAUSES) ends, as an aware datetime; None if it makes no sense now."""
    today = now.astimezone(zone).date()
    days = {"tonight": 0, "tomorrow": 1, "days3": 3, "monday": 7 - today.weekday()}.get(word)
    if days is None:
        return None
    at = _EVENING if word == "tonight" else time(0)
    end = datetime.combine(today + timedelta(days=days), at, zone)
    return end if end > now else None
