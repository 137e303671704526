"""The question after what was typed and may be a red flag: it already says what to do if it is."""

from datetime import datetime

from bot.callback_data import AnswerDoubt, ShowHome, StartCheck
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.core.triage import Answers, Level, assess
from bot.render import late
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import said
from bot.store.doubts import Doubt

CRISIS = frozenset({"self_harm", "overdose"})


def question(words: Words, doubt_id: int, signs: tuple[str, ...], of: str = "me") -> Reply:
    """`signs`: what may be there, all of them named: a no is to all; none: whatever was not understood."""
    return Reply(f"{_asked(words, signs, of)}\n\n{_line(words, signs)}", _buttons(words, doubt_id))


def unanswered(words: Words, outgoing: Outgoing, asked: Doubt, person: Person, now: datetime) -> Reply:
    """Nobody answered: the question and the line on what to do once more."""
    signs = asked.signs
    text = "\n\n".join([words.say("doubt-silent"), _asked(words, signs, asked.of), _line(words, signs)])
    return Reply(late.marked(words, text, outgoing, person, now), _buttons(words, asked.id))


def answered(words: Words, answer: str, signs: tuple[str, ...]) -> Reply:
    if answer != "no":
        return Reply(words.say("doubt-yes"))
    home = (words.button("button-home", ShowHome()),)
    if not CRISIS.isdisjoint(signs):
        return Reply(words.say("doubt-no-crisis"), (home,))
    return Reply(words.say("doubt-no"), ((words.button("button-check", StartCheck()),), home))


def _asked(words: Words, signs: tuple[str, ...], of: str) -> str:
    if not signs:
        return words.say("doubt-any")
    named = [said(words, [sign], of) for sign in signs if sign not in CRISIS]
    lines = [words.say("doubt-line", said=each) for each in named]
    if not CRISIS.isdisjoint(signs):
        crisis = words.say("doubt-crisis-other" if of == "other" else "doubt-crisis")
        return "\n".join([crisis, *([words.say("doubt-or"), *lines] if lines else [])])
    return (
        words.say("doubt-one", said=named[0])
        if len(named) == 1
        else "\n".join([words.say("doubt-some"), *lines])
    )


def _line(words: Words, signs: tuple[str, ...]) -> str:
    """What to do if it is so: today, for what can wait some hours, else at once."""
    if signs and CRISIS.isdisjoint(signs):
        level = assess(Answers(flags=frozenset(signs)), words.content).level
        return words.say("doubt-today" if level < Level.EMERGENCY else "doubt-now")
    return words.say("doubt-now-crisis" if signs else "doubt-now")


def _buttons(words: Words, doubt_id: int) -> Rows:
    return tuple(
        (words.button(f"button-doubt-{answer}", AnswerDoubt(doubt_id, answer)),)
        for answer in ("yes", "other", "no")
    )
