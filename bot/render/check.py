"""The screens of /check and what it ends with."""

from bot.callback_data import (
    ChangeAnswer,
    ChooseValue,
    ConfirmKnown,
    MarkSign,
    NextScreen,
    PreviousScreen,
    ShowAnswers,
    ShowGetHelp,
    ShowTopics,
    ShowWhy,
    SkipScreen,
    StartCheck,
)
from bot.core.checkup import Checkup, Mark, turn
from bot.core.triage import Assessment, Level
from bot.render import cards, plan
from bot.render.reply import Button, Reply, Rows, Words
from bot.render.urgent import also, reason, said
from content.schema import Screen

# How a button writes the state that it sets, and how a state looks.
_WRITTEN = {None: "n", Mark.YES: "y", Mark.NOT_SURE: "u", Mark.LONG: "l"}
_TOGGLE = {
    None: "toggle-off",
    Mark.YES: "toggle-yes",
    Mark.NOT_SURE: "toggle-not-sure",
    Mark.LONG: "toggle-long-standing",
}
_CHOICES_IN_A_ROW = {"pain": 4}


def screen(words: Words, checkup_id: int, checkup: Checkup, *, held: bool = False) -> Reply:
    """The screen a check stands at. `held`: an earlier urgent message still stands, which is said first."""
    questions = words.content.questionnaire
    shown = questions.screen(checkup.screen) or questions.screen(questions.start)
    assert shown is not None  # a check begun under other content stands at the start; content has that one
    text, rows = _asked(words, checkup_id, checkup, shown)
    if held and shown.id == questions.start:
        text = words.say("check-during-hold") + "\n\n" + text
    return Reply(text, rows + _way_back(words, checkup_id, checkup))


def _asked(words: Words, checkup_id: int, checkup: Checkup, shown: Screen) -> tuple[str, Rows]:
    key = f"screen-{words.key(shown.id)}"
    if checkup.known and shown.id == words.content.questionnaire.confirm:
        text = words.say(f"{key}-known", said=said(words, list(checkup.known)))
        return text, _to_confirm(words, checkup_id, checkup, shown)
    toggles = _toggles(words, checkup_id, checkup, shown)
    go_on = _choices if shown.options else _go_on
    return words.say(key), toggles + go_on(words, checkup_id, checkup, shown)


def result(
    words: Words,
    checkup_id: int,
    checkup: Checkup,
    assessment: Assessment,
    *,
    held: bool,
    stopped: list[str],
) -> Reply:
    """What a finished check shows in its own message. The message on getting help is another one, and says it all.

    `stopped`: the kinds of reminders this person had that the answers speak against.
    """
    if assessment.level >= Level.URGENT:
        again = words.button("button-check-again", StartCheck(1))
        parts = [words.say("check-done-urgent"), *_stopped(words, stopped)]
        return Reply("\n\n".join(parts), (*_doubts(words, checkup_id), (again,)))
    meaning = words.content.levels[assessment.level.word]
    parts = [words.say(str(meaning.result))]
    if assessment.reasons and (held or assessment.level is Level.SELF_CARE):  # else its own message says it
        parts.append(reason(words, assessment))
    parts += [*also(words, assessment), words.say(str(meaning.safety_net))]
    parts += _left_out(words, checkup)
    parts += _stopped(words, stopped)
    if held:
        parts.append(words.say("home-held"))
    return Reply("\n\n".join(parts), _ways_on(words, checkup_id, checkup, assessment, held=held))


def _stopped(words: Words, kinds: list[str]) -> list[str]:
    names = ", ".join(words.label(words.kind(kind).title) for kind in kinds)
    return [words.say("check-stopped", names=names)] if kinds else []


def _left_out(words: Words, checkup: Checkup) -> list[str]:
    screens = [words.content.questionnaire.screen(each) for each in sorted(checkup.skipped)]
    skips = {screen.skip for screen in screens if screen and screen.skip}
    return [words.say(f"check-skipped-{words.key(skip)}") for skip in sorted(skips)]


def _toggles(words: Words, checkup_id: int, checkup: Checkup, shown: Screen) -> Rows:
    return tuple((_toggle(words, checkup_id, checkup, sign),) for sign in shown.signs)


def _toggle(words: Words, checkup_id: int, checkup: Checkup, sign: str) -> Button:
    mark = checkup.marks.get(sign)
    label = words.label(f"sign-{words.key(sign)}" + ("-long-standing" if mark is Mark.LONG else ""))
    then = _WRITTEN[turn(sign, mark, words.content)]
    return words.button(_TOGGLE[mark], MarkSign(checkup_id, sign, then), label=label)


def _go_on(words: Words, checkup_id: int, checkup: Checkup, shown: Screen) -> Rows:
    nothing = not any(sign in checkup.marks for sign in shown.signs)
    label = ("button-no" if len(shown.signs) == 1 else "button-none") if nothing else "button-continue"
    rows: Rows = ((words.button(label, NextScreen(checkup_id, shown.id, checkup.version)),),)
    if shown.skip and nothing:
        rows += ((words.button("button-skip-questions", SkipScreen(checkup_id, shown.id, checkup.version)),),)
    return rows


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


def _to_confirm(words: Words, checkup_id: int, checkup: Checkup, shown: Screen) -> Rows:
    right, wrong = (ConfirmKnown(checkup_id, shown.id, checkup.version, yes) for yes in (1, 0))
    return ((words.button("button-still-right", right),), (words.button("button-not-right", wrong),))


def _way_back(words: Words, checkup_id: int, checkup: Checkup) -> Rows:
    if checkup.screen == words.content.questionnaire.start:
        return ()
    return ((words.button("button-back", PreviousScreen(checkup_id, checkup.screen, checkup.version)),),)


def _ways_on(words: Words, checkup_id: int, checkup: Checkup, assessment: Assessment, *, held: bool) -> Rows:
    rows: Rows = ()
    if assessment.reminders and not held:
        rows += plan.ways_on(words, checkup_id, assessment.reminders)
    if checkup.skipped:
        rows += (
            (words.button("button-answer-now", ChangeAnswer(checkup_id, _first_skipped(words, checkup))),),
        )
    if not held:
        rows += ((cards.button(words, checkup_id),),)
    if assessment.level is Level.SELF_CARE and not held:
        rows += ((words.button("button-learn", ShowTopics(1)),),)
    return (*rows, *_doubts(words, checkup_id), (words.button("button-get-help", ShowGetHelp()),))


def _first_skipped(words: Words, checkup: Checkup) -> str:
    """Its follow-up screens come after it by themselves."""
    screens = [screen.id for screen in words.content.questionnaire.screens]
    return min(checkup.skipped, key=lambda each: screens.index(each) if each in screens else len(screens))


def _doubts(words: Words, checkup_id: int) -> Rows:
    why = words.button("button-why", ShowWhy(checkup_id))
    return ((why, words.button("button-change-answer", ShowAnswers(checkup_id))),)
