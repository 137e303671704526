"""One person's run through the questionnaire: taps in, the next screen or the assessment out.

A tap that says "yes" or "not sure" always counts, however old its button: an answer is never lost. Taking a mark away
counts only where the button for it can have been: on the current screen, beside a sign marked "not sure". Everything
else names the version it was drawn for, and when that is not the current one, just shows where the person is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from bot.core.rules import Facts, Level
from bot.core.triage import Answers, Assessment, assess
from content import Content
from content.schema import Screen

END = "end"


class Mark(StrEnum):
    """What was said about a sign. No mark means no."""

    YES = "yes"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True)
class Checkup:
    """Where a person is. `version` rises by one with every change; `hours` since the pain began; `pain` 0-10."""

    screen: str
    version: int = 0
    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))
    pain: int | None = None
    hours: int | None = None
    done: bool = False

    def to_json(self) -> str:
        marks = {sign: mark.value for sign, mark in self.marks.items()}
        return json.dumps([self.screen, self.version, marks, self.pain, self.hours, self.done])

    @classmethod
    def from_json(cls, text: str) -> "Checkup":
        """What `to_json` wrote. Raises ValueError for anything else."""
        try:
            screen, version, marks, pain, hours, done = json.loads(text)
            read = MappingProxyType({sign: Mark(mark) for sign, mark in marks.items()})
        except (TypeError, AttributeError, KeyError) as error:
            raise ValueError("this is not a saved checkup") from error
        return cls(screen, version, read, pain, hours, done)


@dataclass(frozen=True, slots=True)
class SetMark:
    """A toggle: `mark` is the state that the button sets, None for off. Setting it twice changes nothing."""

    screen: str
    sign: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Next:
    """Continue, or "None of these" when nothing is marked."""

    screen: str
    version: int


@dataclass(frozen=True, slots=True)
class Choose:
    """An option of a choice screen, by its id."""

    screen: str
    version: int
    option: str


@dataclass(frozen=True, slots=True)
class Back:
    screen: str
    version: int


Tap = SetMark | Next | Choose | Back


@dataclass(frozen=True, slots=True)
class Ask:
    checkup: Checkup
    screen: Screen


@dataclass(frozen=True, slots=True)
class Done:
    checkup: Checkup
    assessment: Assessment


Outcome = Ask | Done


def begin(content: Content) -> Checkup:
    """A new checkup on its first screen."""
    return Checkup(content.questionnaire.start)


def screen_of(sign: str, content: Content) -> str | None:
    """The id of the screen that asks about a sign."""
    return next((screen.id for screen in content.questionnaire.screens if sign in screen.signs), None)


def advance(checkup: Checkup, tap: Tap, content: Content) -> Outcome:
    """What a tap leads to. Never loses a yes; never asks more once an emergency screen has been answered."""
    checkup = _on_a_known_screen(checkup, content)
    if isinstance(tap, SetMark):
        return _here(_set(checkup, tap, content), content)
    if checkup.done or (tap.screen, tap.version) != (checkup.screen, checkup.version):
        return _here(checkup, content)
    match tap:
        case Next():
            return _next(checkup, content)
        case Choose():
            return _choose(checkup, tap.option, content)
        case Back():
            return _here(_back(checkup, content), content)


def answers(checkup: Checkup) -> Answers:
    marked = {mark: frozenset(sign for sign, m in checkup.marks.items() if m is mark) for mark in Mark}
    facts = Facts(pain=checkup.pain, hours=checkup.hours)
    return Answers(flags=marked[Mark.YES], not_sure=marked[Mark.NOT_SURE], facts=facts)


def assess_so_far(checkup: Checkup, content: Content) -> Assessment:
    """Judge what has been answered, whether or not the checkup is done. Signs that content no longer has are left out."""
    return assess(answers(_with_known_signs(checkup, content)), content)


def is_emergency(checkup: Checkup, content: Content) -> bool:
    """True when the answers so far are an emergency: also for a checkup that was left half-way."""
    return assess_so_far(checkup, content).level is Level.EMERGENCY


def _here(checkup: Checkup, content: Content) -> Outcome:
    """Where the person is, shown again."""
    if checkup.done:
        return Done(checkup, assess_so_far(checkup, content))
    return Ask(checkup, _screen(checkup.screen, content))


def _set(checkup: Checkup, tap: SetMark, content: Content) -> Checkup:
    if tap.mark is None:
        return _unmarked(checkup, tap.screen, tap.sign)
    return _marked(checkup, tap.sign, tap.mark, content)


def _marked(checkup: Checkup, sign: str, mark: Mark, content: Content) -> Checkup:
    """With the mark, on the screen of its sign. News after the end asks again, except when it is an emergency."""
    home = screen_of(sign, content)
    if home is None or checkup.marks.get(sign) is mark:
        return checkup
    changed = _with_marks(checkup, {**checkup.marks, sign: mark})
    return replace(changed, screen=home, done=checkup.done and is_emergency(changed, content))


def _unmarked(checkup: Checkup, screen: str, sign: str) -> Checkup:
    if checkup.done or checkup.screen != screen or checkup.marks.get(sign) is not Mark.NOT_SURE:
        return checkup
    return _with_marks(checkup, {other: mark for other, mark in checkup.marks.items() if other != sign})


def _with_marks(checkup: Checkup, marks: dict[str, Mark]) -> Checkup:
    return replace(checkup, marks=MappingProxyType(marks), version=checkup.version + 1)


def _next(checkup: Checkup, content: Content) -> Outcome:
    screen = _screen(checkup.screen, content)
    return _after(checkup, screen, content) if screen.signs else _here(checkup, content)


def _choose(checkup: Checkup, option: str, content: Content) -> Outcome:
    screen = _screen(checkup.screen, content)
    value = next((each.value for each in screen.options if each.id == option), None)
    if value is None:
        return _here(checkup, content)
    answered = replace(checkup, pain=value) if screen.fact == "pain" else replace(checkup, hours=value)
    return _after(answered, screen, content)


def _after(checkup: Checkup, screen: Screen, content: Content) -> Outcome:
    """The screen is answered: end when that is enough to act on, else go on."""
    changed = replace(checkup, version=checkup.version + 1)
    enough = assess_so_far(changed, content).level >= Level.of(screen.done_at)
    if enough or screen.next == END:
        return _here(replace(changed, done=True), content)
    return _here(replace(changed, screen=screen.next), content)


def _back(checkup: Checkup, content: Content) -> Checkup:
    before = [screen.id for screen in content.questionnaire.screens if screen.next == checkup.screen]
    return replace(checkup, screen=before[0], version=checkup.version + 1) if before else checkup


def _screen(screen_id: str, content: Content) -> Screen:
    found = content.questionnaire.screen(screen_id)
    if found is None:
        raise KeyError(screen_id)
    return found


def _on_a_known_screen(checkup: Checkup, content: Content) -> Checkup:
    """A checkup saved under other content starts over when its screen is gone; what was answered stays."""
    if content.questionnaire.screen(checkup.screen) is not None:
        return checkup
    return replace(checkup, screen=content.questionnaire.start, version=checkup.version + 1)


def _with_known_signs(checkup: Checkup, content: Content) -> Checkup:
    known = {sign: mark for sign, mark in checkup.marks.items() if _is_known(sign, content)}
    return replace(checkup, marks=known) if len(known) < len(checkup.marks) else checkup


def _is_known(sign: str, content: Content) -> bool:
    base, _, variant = sign.partition(":")
    found = content.triage.signs.get(base)
    return found is not None and (not variant or variant in found.variants)
