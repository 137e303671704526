"""Which screen comes after and before which, for what one person has answered."""

from collections.abc import Iterator

from bot.core.answered import Checkup, answers, assess_so_far
from bot.core.rules import Level, rule_book
from bot.core.triage import holding
from content import Content
from content.schema import Screen


def screen_of(sign: str, content: Content) -> str | None:
    """The id of the screen that asks about a sign."""
    return next((screen.id for screen in content.questionnaire.screens if sign in screen.signs), None)


def screens_after(screen_id: str, content: Content) -> Iterator[Screen]:
    """The screens behind this one, shown or not."""
    screen = content.questionnaire.screen(screen_id)
    while screen is not None and (screen := content.questionnaire.screen(screen.next)) is not None:
        yield screen


def is_shown(screen: Screen, checkup: Checkup, content: Content) -> bool:
    """Whether these answers call for this screen."""
    tokens, facts = holding(answers(checkup, content), content)
    if not rule_book(content).shown[screen.id](tokens, facts):
        return False
    always = screen.ask_until == Level.EMERGENCY.word  # from there up a check is over anyway
    return always or assess_so_far(checkup, content).level < Level.of(screen.ask_until)


def next_screen(checkup: Checkup, content: Content) -> str | None:
    """Where to go from here; None at the end.

    While one answer is changed, what was answered is not asked again; nor is what was just confirmed of the person.
    """
    known = checkup.answered | checkup.skipped
    for screen in screens_after(checkup.screen, content):
        asked_before = screen.id in known and (checkup.revising or _follows_the_person(screen))
        if not asked_before and is_shown(screen, checkup, content):
            return screen.id
    return None


def _follows_the_person(screen: Screen) -> bool:
    return screen.skip is not None and screen.show_when is not None


def screen_before(checkup: Checkup, content: Content) -> str | None:
    """The nearest screen before this one that these answers call for; None on the first."""
    found = None
    for screen in shown_screens(checkup, content):
        if checkup.screen in {screen.id, *(later.id for later in screens_after(screen.id, content))}:
            if screen.id == checkup.screen:
                break
            found = screen.id
    return found


def shown_screens(checkup: Checkup, content: Content) -> list[Screen]:
    """Every screen that these answers call for, in order."""
    start = content.questionnaire.screen(content.questionnaire.start)
    every = [start, *screens_after(content.questionnaire.start, content)] if start else []
    return [screen for screen in every if screen and is_shown(screen, checkup, content)]
