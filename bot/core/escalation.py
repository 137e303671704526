"""What an assessment that calls for medical help sets in motion: the message, the hold, the check-backs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.people import Person
from bot.core.schedule import next_morning
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
    if assessment.level < Level.URGENT:
        return None
    policy = content.levels[assessment.level.word]
    dues = [(part, _due(part, person, now)) for part in policy.check_backs]
    ends: list[datetime | None] = [due for _, due in dues[1:]]
    check_backs = tuple(
        CheckBack(part, due, end) for (part, due), end in zip(dues, [*ends, None], strict=True)
    )
    return Escalation(assessment.level, policy.hold, check_backs)


def _due(part: str, person: Person, now: datetime) -> datetime:
    if part == MORNING:
        return next_morning(now, person.zoneinfo, person.quiet)
    units = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
    return now + int(part[:-1]) * units[part[-1]]
