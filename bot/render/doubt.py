"""The question after what was typed and may be a red flag: it already says what to do if it is."""

from datetime import datetime

from bot.callback_data import AnswerDoubt, ShowHome, StartCheck
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.core.triage import Answers, Level, assess
from bot.render import late
from bot.render.reply import Reply, Rows, Words

MOST_NAMED = 3
CRISIS = frozenset({"self_harm", "overdose"})


def question(words: Words, doubt_id: int, signs: tuple[str, ...]) -> Reply:
    """`signs`: what may be there; none: whatever was not understood."""
    return Reply(f"{_asked(words, signs)}\n\n{_line(words, signs)}", _buttons(words, doubt_id))


def unanswered(
    words: Words, outgoing: Outgoing, signs: tuple[str, ...], person: Person, now: datetime
) -> Reply:
    """Nobody answered: the line on what to do once more."""
    text = "\n\n".join([words.say("doubt-silent"), _asked(words, signs), _line(words, signs)])
    return Reply(late.marked(words, text, outgoing, person, now), _buttons(words, int(outgoing.part)))


def answered(words: Words, answer: str, signs: tuple[str, ...]) -> Reply:
    if answer != "no":
        return Reply(words.say("doubt-yes"))
    home = (words.button("button-home", ShowHome()),)
    if not CRISIS.isdisjoint(signs):
        return Reply(words.say("doubt-no-crisis"), (home,))
    return Reply(words.say("doubt-no"), ((words.button("button-check", StartCheck()),), home))


def _asked(words: Words, signs: tuple[str, ...]) -> str:
    if not signs:
        return words.say("doubt-any")
    if not CRISIS.isdisjoint(signs):
        return words.say("doubt-crisis")
    named = [words.label(f"said-{words.key(sign)}") for sign in signs[:MOST_NAMED]]
    if len(named) == 1:
        return words.say("doubt-one", said=named[0])
    return "\n".join([words.say("doubt-some"), *(words.say("doubt-line", said=each) for each in named)])


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
