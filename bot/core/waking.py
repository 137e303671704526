"""What must not come while its person sleeps: a routine message ends, a question waits for the morning."""

from datetime import datetime

from bot.core.outgoing import Kind, Lane, Outgoing
from bot.core.people import Person
from bot.core.schedule import QuietHours, awake_at
from content import Content


def awake_for(outgoing: Outgoing, person: Person, now: datetime, content: Content) -> datetime | None:
    """When a message that may wait for the morning is to be sent; None: now. Someone without quiet hours sleeps too."""
    asks_about_a_doctor = outgoing.kind is Kind.CHECK_BACK and outgoing.hold_id is None
    if outgoing.kind is not Kind.PLAN_END and not asks_about_a_doctor:
        return None
    usual = content.reminders.quiet_hours
    night = QuietHours(usual.start, usual.end) if person.quiet.is_empty else person.quiet
    awake = awake_at(now, person.zoneinfo, night)
    return awake if awake > now else None


def is_quiet_for(outgoing: Outgoing, person: Person, now: datetime) -> bool:
    """A routine message that had to wait must not come in quiet hours after all; a snooze was chosen, and may."""
    return outgoing.lane is Lane.ROUTINE and not outgoing.is_chosen and person.is_quiet_at(now)
