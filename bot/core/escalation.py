"""What an assessment that calls for medical help sets in motion: the message, the hold, the check-backs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.people import Person
from bot.core.schedule import DailyAt, next_fire_at, next_morning
from bot.core.triage import Assessment, Level
from content import Content

MORNING = "morning"


@dataclass(frozen=True, slots=True)
class CheckBack:
    """One "did you get help?": `part` names it ("10m", "1h", "morning"); it expires when the next one is due."""

    part: str
    due_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Escalation:
    """`holds`: routine reminders stop until the person says it is seen to or not happening."""

    level: Level
    holds: bool
    check_backs: tuple[CheckBack, ...]


def escalate(assessment: Assessment, person: Person, now: datetime, content: Content) -> Escalation | None:
    """None when the assessment calls for no message of its own."""
    if assessment.level < Level.DOCTOR:
        return None
    policy = content.levels[assessment.level.word]
    dues = [(part, _due(part, person, now)) for part in policy.check_backs]
    if policy.by_day:
        dues = [(part, _awake(due, person)) for part, due in dues]
    ends: list[datetime | None] = [due for _, due in dues[1:]]
    check_backs = tuple(
        CheckBack(part, due, end) for (part, due), end in zip(dues, [*ends, None], strict=True)
    )
    return Escalation(assessment.level, policy.hold, check_backs)


def _due(part: str, person: Person, now: datetime) -> datetime:
    if part == MORNING:
        return next_morning(now, person.zoneinfo, person.quiet)
    units = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
    return now + int(part[:-1]) * units[part[-1]]


def _awake(due: datetime, person: Person) -> datetime:
    """The same instant, or the end of the quiet hours it falls in. Without a zone, nobody knows the person's night."""
    zone, quiet = person.zoneinfo, person.quiet
    if zone is None or quiet.is_empty or not quiet.contains(due.astimezone(zone).time()):
        return due
    slot = next_fire_at(DailyAt(quiet.end), due, zone, None)
    return slot.due_at if slot else due
