"""One person's run through the questionnaire: taps in, the next screen or the assessment out.

A tap that says "yes" or "not sure" always counts, however old its button: an answer is never lost. Making a mark milder
("for long, unchanged") or taking it away counts only where the button for it can have been: on the current screen, from
the state before it. Everything else names the version it was drawn for, and when that is not the current one, just shows
where the person is.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.core.answered import (
    TOPIC,
    Checkup,
    Mark,
    answers,
    assess_so_far,
    is_emergency,
    to_remember,
    with_marks,
)
from bot.core.path import is_shown, next_screen, screen_before, screen_of
from bot.core.triage import Assessment
from content import Content
from content.schema import Screen

__all__ = [
    "Ask",
    "Back",
    "Checkup",
    "Choose",
    "Confirm",
    "Done",
    "Mark",
    "Next",
    "Outcome",
    "SetMark",
    "Skip",
    "Tap",
    "advance",
    "answers",
    "assess_so_far",
    "begin",
    "change",
    "is_emergency",
    "screen_of",
    "to_remember",
    "turn",
]


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


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a screen about the person unanswered, where that is offered."""

    screen: str
    version: int


@dataclass(frozen=True, slots=True)
class Confirm:
    """What is known of the person is still right, or is to be changed."""

    screen: str
    version: int
    still_right: bool


Tap = SetMark | Next | Choose | Back | Skip | Confirm


@dataclass(frozen=True, slots=True)
class Ask:
    checkup: Checkup
    screen: Screen


@dataclass(frozen=True, slots=True)
class Done:
    checkup: Checkup
    assessment: Assessment


Outcome = Ask | Done


def begin(content: Content, known: tuple[str, ...] = ()) -> Checkup:
    """A new checkup on its first screen; `known` of the person is shown for confirming when its turn comes."""
    questions = content.questionnaire
    return Checkup(questions.start, known=tuple(sign for sign in questions.remember if sign in known))


def turn(sign: str, mark: Mark | None, content: Content) -> Mark | None:
    """What the next tap on a sign sets it to: yes, not sure, for long and unchanged (where that is milder), off."""
    found = content.triage.signs.get(sign)
    after = Mark.LONG if found is not None and found.long_standing else None
    return {None: Mark.YES, Mark.YES: Mark.NOT_SURE, Mark.NOT_SURE: after, Mark.LONG: None}[mark]


def advance(checkup: Checkup, tap: Tap, content: Content) -> Outcome:
    """What a tap leads to. Never loses a yes; never asks more once the answers are an emergency."""
    checkup = _on_a_known_screen(checkup, content)
    if isinstance(tap, SetMark):
        return _here(_set(checkup, tap, content), content)
    if checkup.done or (tap.screen, tap.version) != (checkup.screen, checkup.version):
        return _here(checkup, content)
    if isinstance(tap, Back):
        return _here(_back(checkup, content), content)
    return _answer(checkup, tap, _screen(checkup.screen, content), content)


def _answer(
    checkup: Checkup, tap: Next | Choose | Skip | Confirm, screen: Screen, content: Content
) -> Outcome:
    """The screen is answered, if this tap is one of its buttons."""
    match tap:
        case Next() if not screen.options:
            return _after(_answered(checkup), content)
        case Choose(option=option):
            return _choose(checkup, screen, option, content)
        case Skip() if screen.skip:
            return _after(replace(checkup, skipped=checkup.skipped | {screen.id}), content)
        case Confirm() if screen.id == content.questionnaire.confirm and checkup.known:
            return _confirm(checkup, content, still_right=tap.still_right)
    return _here(checkup, content)


def change(checkup: Checkup, screen_id: str, content: Content) -> Outcome:
    """Go back to one answered screen of a finished checkup; what follows from it is asked, and nothing else again.

    An emergency stands: it is not reopened.
    """
    asked = screen_id in checkup.answered | checkup.skipped and content.questionnaire.screen(screen_id)
    if not asked or not checkup.done or is_emergency(checkup, content):
        return _here(checkup, content)
    reopened = replace(checkup, screen=screen_id, version=checkup.version + 1, done=False, revising=True)
    return _here(reopened, content)


def _here(checkup: Checkup, content: Content) -> Outcome:
    """Where the person is, shown again."""
    if checkup.done:
        return Done(checkup, assess_so_far(checkup, content))
    return Ask(checkup, _screen(checkup.screen, content))


def _set(checkup: Checkup, tap: SetMark, content: Content) -> Checkup:
    if tap.mark in {Mark.YES, Mark.NOT_SURE}:
        return _marked(checkup, tap.sign, tap.mark, content)
    was = checkup.marks.get(tap.sign)
    may_be = was is not None and turn(tap.sign, was, content) is tap.mark
    if checkup.done or checkup.screen != tap.screen or not may_be:
        return checkup
    return _lessened(checkup, tap.sign, tap.mark, content)


def _marked(checkup: Checkup, sign: str, mark: Mark | None, content: Content) -> Checkup:
    """With the mark, on the screen of its sign. News after the end asks again, except when it is an emergency."""
    home = screen_of(sign, content)
    if home is None or mark is None or checkup.marks.get(sign) is mark:
        return checkup
    changed = with_marks(checkup, {**checkup.marks, sign: mark})
    return replace(changed, screen=home, done=checkup.done and is_emergency(changed, content))


def _lessened(checkup: Checkup, sign: str, mark: Mark | None, content: Content) -> Checkup:
    """Milder, or gone; what a screen said that this sign alone had opened goes with it."""
    others = {other: said for other, said in checkup.marks.items() if other != sign}
    changed = with_marks(checkup, others if mark is None else {**others, sign: mark})
    closed = {
        screen.id: screen.signs
        for screen in content.questionnaire.screens
        if is_shown(screen, checkup, content) and screen.show_when and not is_shown(screen, changed, content)
    }
    gone = {row for rows in closed.values() for row in rows}
    kept = {row: said for row, said in changed.marks.items() if row not in gone}
    return replace(changed, marks=MappingProxyType(kept), answered=changed.answered - closed.keys())


def _answered(checkup: Checkup) -> Checkup:
    here = {checkup.screen}
    return replace(checkup, answered=checkup.answered | here, skipped=checkup.skipped - here)


def _choose(checkup: Checkup, screen: Screen, option: str, content: Content) -> Outcome:
    value = next((each.value for each in screen.options if each.id == option), None)
    if value is None:
        return _here(checkup, content)
    numbers = MappingProxyType({**checkup.numbers, str(screen.fact): value})
    return _after(_answered(replace(checkup, numbers=numbers)), content)


def _confirm(checkup: Checkup, content: Content, *, still_right: bool) -> Outcome:
    """Yes takes what is known as answers; Change shows the questions with it marked."""
    opened = {str(screen.show_when): screen.id for screen in _told_on(checkup.known, content)}
    marks = {**dict.fromkeys((*opened, *checkup.known), Mark.YES), **checkup.marks}
    taken = replace(checkup, marks=MappingProxyType(marks), known=())
    if still_right:
        answered = taken.answered | set(opened.values())
        return _after(_answered(replace(taken, answered=answered)), content)
    return _here(replace(taken, version=taken.version + 1), content)


def _told_on(known: tuple[str, ...], content: Content) -> list[Screen]:
    """The follow-up screens, opened by a topic, that ask about what is known."""
    screens = content.questionnaire.screens
    return [s for s in screens if str(s.show_when).startswith(TOPIC) and not set(known).isdisjoint(s.signs)]


def _after(checkup: Checkup, content: Content) -> Outcome:
    """The screen is answered: an emergency ends the check at once, else the next one that is called for comes."""
    changed = replace(checkup, version=checkup.version + 1)
    onward = None if is_emergency(changed, content) else next_screen(changed, content)
    if onward is None:
        return _here(replace(changed, done=True, revising=False), content)
    return _here(replace(changed, screen=onward), content)


def _back(checkup: Checkup, content: Content) -> Checkup:
    before = screen_before(checkup, content)
    return checkup if before is None else replace(checkup, screen=before, version=checkup.version + 1)


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
