"""What happens to a reminder that is due: sent or skipped and why, what goes together, and where its series stands next.

`plan` decides one pass for one person. What it promises:

- one message at most, however many reminders are due and however long the process was down;
- slots missed in between become a single skip marked "late", and only the newest slot can still be sent;
- a reminder due within minutes joins a message that goes out anyway, never the other way round, and never in quiet hours;
- every reminder it settles moves on to a slot strictly after `now` and after every slot it settled.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.core.schedule import QuietHours, Slot, Trigger, next_after, slots_between

# hold: routine reminders are stopped by a red flag. late: past its grace, or a newer slot of the series is due too.
# quiet: it is quiet hours now. cap: the person has had today's share of messages.
Reason = Literal["hold", "late", "quiet", "cap"]


@dataclass(frozen=True, slots=True)
class Send:
    """The occurrence goes into this pass's message."""


@dataclass(frozen=True, slots=True)
class Skip:
    """The occurrence is not sent, now or later."""

    reason: Reason


Outcome = Send | Skip


@dataclass(frozen=True, slots=True)
class StandingReminder:
    """A reminder that is switched on, with the slot it waits for. `grace` is how late a slot may still be sent.

    No slot at or after `until_at` belongs to it; None: it has no end.
    """

    id: int
    trigger: Trigger
    next_slot: Slot
    grace: timedelta
    until_at: datetime | None = None

    def or_ended(self, slot: Slot | None) -> Slot | None:
        """The slot, unless the series has ended by then."""
        ended = slot is not None and self.until_at is not None and slot.due_at >= self.until_at
        return None if ended else slot


@dataclass(frozen=True, slots=True)
class PersonDue:
    """One person as the due pass sees them, with all reminders due now or soon.

    `sent_today` counts routine messages planned or sent on the person's local today, whatever became of them. Snoozes
    count, and so leave fewer reminders for the day; none is ever stopped by it, because the person asked for it.
    """

    zone: ZoneInfo
    quiet: QuietHours | None
    held: bool
    sent_today: int
    daily_cap: int
    reminders: tuple[StandingReminder, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """One occurrence to write down. A slot later than now with Send is one brought forward into this message."""

    reminder_id: int
    slot: Slot
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write in one transaction. `next_slots` names each reminder that moves on; None ends its series."""

    occurrences: tuple[Planned, ...]
    next_slots: Mapping[int, Slot | None]

    @property
    def send(self) -> tuple[int, ...]:
        """The reminders that go into the one message, in the order given; empty means no message."""
        return tuple(planned.reminder_id for planned in self.occurrences if isinstance(planned.outcome, Send))


def plan(person: PersonDue, now: datetime, merge_within: timedelta) -> Plan:
    """Settle everything of one person that is due at `now` (UTC), and bring forward what comes within `merge_within`.

    Reminders neither due nor brought forward do not appear in the answer.
    """
    due = [reminder for reminder in person.reminders if reminder.next_slot.due_at <= now]
    occurrences = [planned for reminder in due for planned in _settle_series(reminder, person, now)]
    if any(isinstance(planned.outcome, Send) for planned in occurrences):
        occurrences += _brought_forward(person, now, merge_within)
    latest = {planned.reminder_id: planned.slot for planned in occurrences}
    next_slots = {
        reminder.id: reminder.or_ended(
            next_after(reminder.trigger, latest[reminder.id], now, person.zone, person.quiet)
        )
        for reminder in person.reminders
        if reminder.id in latest
    }
    return Plan(tuple(occurrences), next_slots)


def settle(
    due: Slot,
    now: datetime,
    *,
    grace: timedelta,
    held: bool,
    sent_today: int,
    daily_cap: int,
    quiet: QuietHours | None,
    zone: ZoneInfo,
) -> Outcome:
    """Whether one slot may be sent at `now`. The first reason that applies wins."""
    if held:
        return Skip("hold")
    if now - due.due_at > grace:
        return Skip("late")
    if quiet and quiet.contains(now.astimezone(zone).time()):
        return Skip("quiet")
    if sent_today >= daily_cap:
        return Skip("cap")
    return Send()


def _settle_series(reminder: StandingReminder, person: PersonDue, now: datetime) -> tuple[Planned, ...]:
    """Settle the newest slot that is due; if older ones were missed, the first of them stands for all as late."""
    first, newest = reminder.next_slot, _newest_in_grace(reminder, person, now)
    outcome = settle(
        newest,
        now,
        grace=reminder.grace,
        held=person.held,
        sent_today=person.sent_today,
        daily_cap=person.daily_cap,
        quiet=person.quiet,
        zone=person.zone,
    )
    settled = Planned(reminder.id, newest, outcome)
    if newest == first:
        return (settled,)
    return (Planned(reminder.id, first, Skip("hold" if person.held else "late")), settled)


def _newest_in_grace(reminder: StandingReminder, person: PersonDue, now: datetime) -> Slot:
    """The last slot of the series that is due and not yet late; the slot it waits for if there is none newer."""
    just_late = now - reminder.grace - timedelta.resolution
    since = max(reminder.next_slot.due_at, just_late)
    newest = reminder.next_slot
    for slot in slots_between(reminder.trigger, since, now, person.zone, person.quiet):
        newest = reminder.or_ended(slot) or newest
    return newest


def _brought_forward(person: PersonDue, now: datetime, merge_within: timedelta) -> list[Planned]:
    """What is due soon. It goes with a message sent now, so no hold, quiet hours or cap stands against it either."""
    return [
        Planned(reminder.id, reminder.next_slot, Send())
        for reminder in person.reminders
        if now < reminder.next_slot.due_at <= now + merge_within
    ]
