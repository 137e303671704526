"""The screens of /check and what it ends with."""

from bot.callback_data import (
    ChooseValue,
    MarkSign,
    NextScreen,
    PreviousScreen,
    ShowGetHelp,
    StartCheck,
)
from bot.core.checkup import Checkup, Mark
from bot.core.triage import Assessment, Level
from bot.render import cards, plan
from bot.render.reply import Button, Reply, Rows, Words
from bot.render.urgent import reason
from content.schema import Screen

# What the next tap on a sign sets it to: off, yes, not sure, off again.
_TURN = {None: "y", Mark.YES: "u", Mark.NOT_SURE: "n"}
_TOGGLE = {None: "toggle-off", Mark.YES: "toggle-yes", Mark.NOT_SURE: "toggle-not-sure"}
_CHOICES_IN_A_ROW = {"pain": 4}


def screen(words: Words, checkup_id: int, checkup: Checkup) -> Reply:
    """The screen a check stands at."""
    questions = words.content.questionnaire
    shown = questions.screen(checkup.screen) or questions.screen(questions.start)
    assert shown is not None  # a check begun under other content stands at the start; content has that one
    rows = (
        _toggles(words, checkup_id, checkup, shown)
        if shown.signs
        else _choices(words, checkup_id, checkup, shown)
    )
    return Reply(words.say(f"screen-{words.key(shown.id)}"), rows + _way_back(words, checkup_id, checkup))


def result(words: Words, checkup_id: int, assessment: Assessment, *, held: bool, stopped: list[str]) -> Reply:
    """What a finished check shows in its own message. The urgent message is another one, and says it all.

    `stopped`: the kinds of reminders this person had that the answers speak against.
    """
    if assessment.level >= Level.URGENT:
        return Reply(words.say("check-done-urgent"), ((words.button("button-check-again", StartCheck(1)),),))
    meaning = words.content.levels[assessment.level.word]
    parts = [words.say(str(meaning.result))]
    if assessment.reasons:
        parts.append(reason(words, assessment))
    parts.append(words.say(str(meaning.safety_net)))
    if stopped:
        names = ", ".join(words.label(words.kind(kind).title) for kind in stopped)
        parts.append(words.say("check-stopped", names=names))
    if held:
        parts.append(words.say("home-held"))
    return Reply("\n\n".join(parts), _ways_on(words, checkup_id, assessment, held=held))


def _toggles(words: Words, checkup_id: int, checkup: Checkup, shown: Screen) -> Rows:
    rows = tuple((_toggle(words, checkup_id, checkup, sign),) for sign in shown.signs)
    nothing = not any(sign in checkup.marks for sign in shown.signs)
    go_on = NextScreen(checkup_id, shown.id, checkup.version)
    return (*rows, (words.button("button-none" if nothing else "button-continue", go_on),))


def _toggle(words: Words, checkup_id: int, checkup: Checkup, sign: str) -> Button:
    mark = checkup.marks.get(sign)
    label = words.label(f"sign-{words.key(sign)}")
    return words.button(_TOGGLE[mark], MarkSign(checkup_id, sign, _TURN[mark]), label=label)


def _choices(words: Words, checkup_id: int, checkup: Checkup, shown: Screen) -> Rows:
    key = f"choice-{words.key(shown.id)}"
    buttons = [
        words.button(
            f"{key}-{words.key(option.id)}",
            ChooseValue(checkup_id, shown.id, checkup.version, option.id),
        )
        for option in shown.options
    ]
    wide = _CHOICES_IN_A_ROW.get(str(shown.fact), 1)
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))


def _way_back(words: Words, checkup_id: int, checkup: Checkup) -> Rows:
    if checkup.screen == words.content.questionnaire.start:
        return ()
    return ((words.button("button-back", PreviousScreen(checkup_id, checkup.screen, checkup.version)),),)


def _ways_on(words: Words, checkup_id: int, assessment: Assessment, *, held: bool) -> Rows:
    rows: Rows = () if held else ((cards.button(words, checkup_id),),)
    if assessment.reminders and not held:
        rows = (*plan.ways_on(words, checkup_id, assessment.reminders), *rows)
    return (*rows, (words.button("button-get-help", ShowGetHelp()),))
