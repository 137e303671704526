"""The button language: every button is one small typed action, written in at most 64 bytes.

The first field is the version: a button from an older version is understood or answered with a fresh start,
never with an error. The file is long because it is one table: every button of the product. Fields are separated by "~", which no id, zone or number contains.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

VERSION = "1"
LIMIT = 64
_LARGEST = 2**63 - 1  # what a database column of ids holds
_SEPARATOR = "~"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Action:
    """What a button asks for."""

    code: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class ShowHome(Action):
    code: ClassVar[str] = "h"


@dataclass(frozen=True, slots=True)
class ShowHelp(Action):
    code: ClassVar[str] = "hh"


@dataclass(frozen=True, slots=True)
class ShowGetHelp(Action):
    """When and where to get medical help."""

    code: ClassVar[str] = "hg"


@dataclass(frozen=True, slots=True)
class StartCheck(Action):
    """`fresh` 1: begin anew even though a check is open."""

    code: ClassVar[str] = "c"
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class MarkSign(Action):
    """`mark`: y yes, u not sure, l for long and unchanged, n none of these."""

    code: ClassVar[str] = "cm"
    checkup: int
    sign: str
    mark: str


@dataclass(frozen=True, slots=True)
class NextScreen(Action):
    code: ClassVar[str] = "cn"
    checkup: int
    screen: str
    version: int


@dataclass(frozen=True, slots=True)
class PreviousScreen(Action):
    code: ClassVar[str] = "cb"
    checkup: int
    screen: str
    version: int


@dataclass(frozen=True, slots=True)
class ChooseValue(Action):
    code: ClassVar[str] = "cv"
    checkup: int
    screen: str
    version: int
    value: str


@dataclass(frozen=True, slots=True)
class SkipScreen(Action):
    code: ClassVar[str] = "ck"
    checkup: int
    screen: str
    version: int


@dataclass(frozen=True, slots=True)
class ConfirmKnown(Action):
    """`right` 1: what is known of the person still holds; 0: it is to be changed."""

    code: ClassVar[str] = "cc"
    checkup: int
    screen: str
    version: int
    right: int


@dataclass(frozen=True, slots=True)
class ShowWhy(Action):
    code: ClassVar[str] = "cw"
    checkup: int


@dataclass(frozen=True, slots=True)
class ShowResult(Action):
    """Back from the reasons or the list of answers to what the check came to."""

    code: ClassVar[str] = "cr"
    checkup: int


@dataclass(frozen=True, slots=True)
class ShowAnswers(Action):
    """Which answer is to be changed?"""

    code: ClassVar[str] = "ca"
    checkup: int


@dataclass(frozen=True, slots=True)
class ChangeAnswer(Action):
    code: ClassVar[str] = "ce"
    checkup: int
    screen: str


@dataclass(frozen=True, slots=True)
class AnswerDoctor(Action):
    """`answer`: booked (or been seen), or better."""

    code: ClassVar[str] = "da"
    checkup: int
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerHold(Action):
    """`answer`: called, seen, not_happening, or back; `sure` 1 after the confirming screen."""

    code: ClassVar[str] = "ha"
    hold: int
    answer: str
    sure: int = 0


@dataclass(frozen=True, slots=True)
class AnswerDoubt(Action):
    """Is it happening now? `answer`: yes, other (somebody else), no."""

    code: ClassVar[str] = "wa"
    doubt: int
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerOffer(Action):
    """`at`: which reading of what was typed is meant; -1: none of them."""

    code: ClassVar[str] = "wo"
    offer: int
    at: int


@dataclass(frozen=True, slots=True)
class AnswerReminder(Action):
    """`answer`: done, skip, stop, or snooze with `minutes`."""

    code: ClassVar[str] = "ra"
    message: int
    answer: str
    minutes: int = 0


THIS = 0  # in place of a row's id: the row that the message stands for


@dataclass(frozen=True, slots=True)
class ShowReminders(Action):
    code: ClassVar[str] = "r"


@dataclass(frozen=True, slots=True)
class SwitchReminder(Action):
    """`wish`: a kind, "all", or "all-<kind>" to say which one where only one of several can be had."""

    code: ClassVar[str] = "rs"
    wish: str
    on: int


@dataclass(frozen=True, slots=True)
class ShowReminder(Action):
    """One kind, to change it; with a checkup, on the way back to the plan of those `kinds` (see ShowPlan)."""

    code: ClassVar[str] = "rk"
    kind: str
    checkup: int = 0
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class SetTimes(Action):
    """`times`: a word of core.cadence; the rest as in ShowReminder."""

    code: ClassVar[str] = "rt"
    kind: str
    times: str
    checkup: int = 0
    kinds: str = ""


@dataclass(frozen=True, slots=True)
class PauseReminder(Action):
    """`until`: a word of core.reminders.PAUSES, or "resume"."""

    code: ClassVar[str] = "rp"
    kind: str
    until: str


@dataclass(frozen=True, slots=True)
class StartPack(Action):
    """A pack is put on. `kind`: of reminder."""

    code: ClassVar[str] = "kb"
    kind: str


@dataclass(frozen=True, slots=True)
class StopPack(Action):
    code: ClassVar[str] = "ke"
    pack: int


@dataclass(frozen=True, slots=True)
class ShowPlan(Action):
    """The care plan ahead of its start. `kinds`: joined with dots; `fresh` 1: as a message of its own."""

    code: ClassVar[str] = "ps"
    checkup: int
    kinds: str
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class StartPlan(Action):
    code: ClassVar[str] = "pb"
    checkup: int
    kinds: str
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class AnswerPlan(Action):
    """`answer`: better, same, worse; after better: keep or stop."""

    code: ClassVar[str] = "pa"
    plan: int
    answer: str


@dataclass(frozen=True, slots=True)
class ShowCareCard(Action):
    """A care card of a check by its place in the list; -1: the list. `fresh` 1: as a message of its own."""

    code: ClassVar[str] = "kc"
    checkup: int
    at: int = -1
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class ShowTopics(Action):
    """/learn. `beside` 1: as a message of its own, so that a check's result stays readable."""

    code: ClassVar[str] = "lt"
    beside: int = 0


@dataclass(frozen=True, slots=True)
class ShowTopic(Action):
    code: ClassVar[str] = "lo"
    topic: str


@dataclass(frozen=True, slots=True)
class ShowCard(Action):
    code: ClassVar[str] = "lc"
    card: str


@dataclass(frozen=True, slots=True)
class ShowSettings(Action):
    code: ClassVar[str] = "s"


@dataclass(frozen=True, slots=True)
class AskZone(Action):
    """`then`: the wish to go on with, as in SwitchReminder; "settings"; or "plan", "plan-<kind>" or "see" with the
    checkup of the care plan to start or to show. `odd` 1 for :30 and :45 clocks."""

    code: ClassVar[str] = "za"
    then: str
    checkup: int = 0
    odd: int = 0


@dataclass(frozen=True, slots=True)
class ChooseClock(Action):
    """`difference`: minutes by which the person's wall clock is ahead of UTC, modulo a day."""

    code: ClassVar[str] = "zc"
    then: str
    checkup: int
    difference: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChooseZone(Action):
    code: ClassVar[str] = "zp"
    then: str
    checkup: int
    zone: str


@dataclass(frozen=True, slots=True)
class SetQuiet(Action):
    """One end of quiet hours in minutes after midnight; -1: ask for it."""

    code: ClassVar[str] = "q"
    begin: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class ShowPrivacy(Action):
    code: ClassVar[str] = "p"


@dataclass(frozen=True, slots=True)
class Forget(Action):
    """`sure` 1 after the confirming screen."""

    code: ClassVar[str] = "f"
    sure: int = 0


_BY_CODE: dict[str, type[Action]] = {action.code: action for action in Action.__subclasses__()}


def encode(action: Action) -> str:
    """Raises ValueError when it does not fit Telegram's 64 bytes."""
    words = [VERSION, action.code, *(_write(getattr(action, field.name)) for field in fields(action))]
    data = _SEPARATOR.join(words)
    if len(data.encode()) > LIMIT:
        raise ValueError(f"{type(action).__name__} does not fit a button: {len(data.encode())} bytes")
    return data


def of_row(action: Action, row: int) -> Action:
    """The action as it is sent with the message of this row."""
    if isinstance(action, AnswerReminder) and action.message == THIS:
        return AnswerReminder(row, action.answer, action.minutes)
    return action


def decode(data: str) -> Action | None:
    """None for anything that is not one of our buttons, or of a version no longer known."""
    version, _, rest = data.partition(_SEPARATOR)
    code, *words = rest.split(_SEPARATOR)
    kind = _BY_CODE.get(code)
    if version != VERSION or kind is None or len(words) != len(fields(kind)):
        return None
    try:
        return kind(*(_read(field.type, word) for field, word in zip(fields(kind), words, strict=True)))
    except ValueError:
        return None


def _write(value: str | int) -> str:
    if isinstance(value, str):
        if _SEPARATOR in value:
            raise ValueError("a button field may not contain the separator")
        return value
    return "-" + _base36(-value) if value < 0 else _base36(value)


def _read(kind: Any, word: str) -> str | int:
    if kind not in {int, "int"}:
        return word
    number = int(word, 36)
    if abs(number) > _LARGEST:
        raise ValueError("no id of ours is that large")
    return number


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if number == 0:
            return digits
