"""Messages that are sent later: their lanes, what can become of a send, and what follows from it.

A send has no undo and no receipt number of ours, so the one hard question is what to do when the line broke
after the request left: a second "drink water" is worse than none, a second "go to hospital" is far better.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class Lane(IntEnum):
    """Which messages go first."""

    URGENT = 0
    TIMED = 1
    ROUTINE = 2


ONCE_PART = "once"  # the part of a reminder that was asked for once, beside its series


class Kind(StrEnum):
    """What a message is, and so how it is worded."""

    REMINDER = "reminder"
    URGENT = "urgent"
    DOCTOR = "doctor"
    CHECK_BACK = "check_back"
    COMPRESS = "compress"
    PLAN_END = "plan_end"
    UNANSWERED = "unanswered"  # the question about what was typed, once more; `part` is the id of the doubt


class State(StrEnum):
    """Planned and claimed messages are still to be sent; the others have ended."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    HELD = "held"
    CANCELLED = "cancelled"
    JOINED = "joined"  # late, and said by another message
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that was claimed. `tries` counts earlier sends that may have arrived."""

    id: int
    person_id: int
    lane: Lane
    kind: Kind
    part: str
    due_at: datetime
    tries: int
    faults: int
    checkup_id: int | None
    hold_id: int | None
    is_snoozed: bool = False
    care_plan_id: int | None = None
    pack_id: int | None = None

    @property
    def is_stopped_by_a_hold(self) -> bool:
        """The parts of a pack are not: a pack that is left on does harm."""
        return self.lane is Lane.ROUTINE or self.kind is Kind.PLAN_END

    @property
    def is_chosen(self) -> bool:
        """The person chose this very instant, so it comes in quiet hours, too."""
        return self.is_snoozed or self.part == ONCE_PART

    @property
    def is_repeat(self) -> bool:
        return self.tries > 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram has it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Telegram refused for now and said how long: it was not sent."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotSent:
    """It never left this machine, or Telegram does not know our token: safe to send again."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It left and no answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot or is gone."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will not take it as it is: a fault of ours. `why` is Telegram's sentence, no content."""

    why: str


Outcome = Delivered | RetryAfter | NotSent | Uncertain | Unreachable | Refused


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written down after a send. `wait` is in seconds, for messages that go back to planned."""

    state: State
    tries: int
    faults: int
    wait: float = 0.0


MOST_SENDS = {Lane.URGENT: 3, Lane.TIMED: 2, Lane.ROUTINE: 1}
# Seconds before a send that may have arrived is repeated: soon first, then once the trouble may be over.
UNCERTAIN_WAITS = (5.0, 60.0)
MOST_FAULTS = 5
LONGEST_WAIT = 300.0
LONGEST_RETRY_AFTER = 3600.0


def settle(message: Outgoing, outcome: Outcome) -> Settlement:
    """What follows from an outcome, by lane."""
    tries, faults = message.tries, message.faults
    match outcome:
        case Delivered():
            return Settlement(State.SENT, tries + 1, faults)
        case RetryAfter(seconds):
            return Settlement(State.PLANNED, tries, faults, min(seconds, LONGEST_RETRY_AFTER))
        case NotSent():
            return Settlement(State.PLANNED, tries, faults + 1, _spaced(message.lane, faults))
        case Uncertain():
            return _after_uncertain(message.lane, tries + 1, faults)
        case Unreachable():
            return Settlement(State.FAILED, tries, faults)
        case Refused():
            return _after_refusal(message.lane, tries, faults + 1)


def _after_uncertain(lane: Lane, tries: int, faults: int) -> Settlement:
    if tries < MOST_SENDS[lane]:
        return Settlement(State.PLANNED, tries, faults, UNCERTAIN_WAITS[tries - 1])
    return Settlement(State.UNCERTAIN, tries, faults)


def _after_refusal(lane: Lane, tries: int, faults: int) -> Settlement:
    if lane is not Lane.URGENT and faults >= MOST_FAULTS:
        return Settlement(State.FAILED, tries, faults)
    return Settlement(State.PLANNED, tries, faults, _spaced(lane, faults))


def _spaced(lane: Lane, faults: int) -> float:
    """1, 2, 4 ... seconds; an urgent message never waits longer than ten."""
    return min(2.0 ** min(faults, 12), 10.0 if lane is Lane.URGENT else LONGEST_WAIT)
