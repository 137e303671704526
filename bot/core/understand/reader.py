"""What a message wants. The surest reading first; what is in doubt about a reminder is asked or refused, never guessed."""

from bot.core.understand.intents import said_intent, whole_intent
from bot.core.understand.lexicon import lexicon_of
from bot.core.understand.numbers import pain_in
from bot.core.understand.questions import question_of
from bot.core.understand.scan import scan
from bot.core.understand.schedules import schedule_of
from bot.core.understand.tokens import Token, tokenise
from bot.core.understand.wish import Chat, Context, Flare, Schedule, Wish
from content import Content

_LONGEST_SCHEDULE = 60  # tokens: nobody asks for a reminder in more
_LONGEST = 400  # tokens: the rest of a long story changes nothing


def read_wish(text: str, context: Context, content: Content) -> Wish | None:
    """None: it is not understood."""
    tokens = tokenise(text)[:_LONGEST]
    whole = None if context.asked else whole_intent(tokens, content)
    if whole is not None:
        return whole
    schedule = read_schedule(tokens, context, content)
    return schedule or said_intent(tokens, content, commands=True) or _report_or_talk(tokens, content)


def _report_or_talk(tokens: tuple[Token, ...], content: Content) -> Wish | None:
    question = question_of(tokens, content)
    if question is not None and question.cards:
        return question
    said = said_intent(tokens, content)
    pain = pain_in(tokens, content) if said is None or isinstance(said, Chat) else None
    return Flare(pain) if pain is not None else said or question


def read_schedule(tokens: tuple[Token, ...], context: Context, content: Content) -> Schedule | None:
    if len(tokens) > _LONGEST_SCHEDULE:
        return None
    return schedule_of(scan(tokens, lexicon_of(content)), context, content)
