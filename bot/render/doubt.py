"""The question after what was typed and may be a red flag: it already says what to do if it is."""

from datetime import datetime

from bot.callback_data import AnswerDoubt, ShowHome, StartCheck
from bot.core.alarms import Doubt
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.core.triage import Answers, Level, assess
from bot.core.watch.judging import CRISES
from bot.render import late
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import said


def question(words: Words, asked: Doubt) -> Reply:
    """Every sign is named: a no is to all of them."""
    return Reply(f"{_asked(words, asked)}\n\n{_line(words, asked.signs)}", _buttons(words, asked.id))


def unanswered(words: Words, outgoing: Outgoing, asked: Doubt, person: Person, now: datetime) -> Reply:
    """Nobody answered: the question and the line on what to do once more."""
    text = "\n\n".join([words.say("doubt-silent"), _asked(words, asked), _line(words, asked.signs)])
    return Reply(late.marked(words, text, outgoing, person, now), _buttons(words, asked.id))


def answered(words: Words, answer: str, signs: tuple[str, ...]) -> Reply:
    if answer != "no":
        return Reply(words.say("doubt-yes"))
    home = (words.button("button-home", ShowHome()),)
    if not CRISES.isdisjoint(signs):
        return Reply(words.say("doubt-no-crisis"), (home,))
    return Reply(words.say("doubt-no"), ((words.button("button-check", StartCheck()),), home))


def _asked(words: Words, asked: Doubt) -> str:
    if not asked.signs:
        return words.say("doubt-any")
    named = [said(words, [sign], asked.of) for sign in asked.signs if sign not in CRISES]
    lines = [words.say("doubt-line", said=each) for each in named]
    if len(named) < len(asked.signs):
        crisis = words.say("doubt-crisis-other" if asked.of == "other" else "doubt-crisis")
        return "\n".join([crisis, *([words.say("doubt-or"), *lines] if lines else [])])
    if len(named) == 1:
        return words.say("doubt-one", said=named[0])
    return "\n".join([words.say("doubt-some"), *lines])


def _line(words: Words, signs: tuple[str, ...]) -> str:
    """What to do if it is so: today, for what can wait some hours, else at once."""
    if signs and CRISES.isdisjoint(signs):
        level = assess(Answers(flags=frozenset(signs)), words.content).level
        return words.say("doubt-today" if level < Level.EMERGENCY else "doubt-now")
    return words.say("doubt-now-crisis" if signs else "doubt-now")


def _buttons(words: Words, doubt_id: int) -> Rows:
    return tuple(
        (words.button(f"button-doubt-{answer}", AnswerDoubt(doubt_id, answer)),)
        for answer in ("yes", "other", "no")
    )
