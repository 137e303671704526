"""What a message wants. The surest reading first; what is in doubt about a reminder is asked or refused, never guessed."""

from bot.core.understand import gate
from bot.core.understand.intents import question_of, said_intent, whole_intent
from bot.core.understand.lexicon import lexicon_of
from bot.core.understand.new_times import new_times
from bot.core.understand.numbers import pain_in
from bot.core.understand.pieces import Pieces
from bot.core.understand.scan import scan
from bot.core.understand.silence import quiet_wish, silence_wish, snooze_wish
from bot.core.understand.tokens import Token, tokenise
from bot.core.understand.wish import Chat, Context, Flare, Refused, Schedule, Wish
from content import Content

_LONGEST_SCHEDULE = 60  # tokens: nobody asks for a reminder in more
_LONGEST = 400  # tokens: the rest of a long story changes nothing
_STANDING = (quiet_wish, snooze_wish, silence_wish)


def read_wish(text: str, context: Context, content: Content) -> Wish | None:
    """None: it is not understood."""
    tokens = tokenise(text)[:_LONGEST]
    whole = None if context.asked else whole_intent(tokens, content)
    if whole is not None:
        return whole
    schedule = _schedule(tokens, context, content)
    return schedule or said_intent(tokens, content, commands=True) or _report_or_talk(tokens, content)


def _schedule(tokens: tuple[Token, ...], context: Context, content: Content) -> Schedule | None:
    """None: it is about something else. `Refused("unread")`: it wants something, and not all of it could be read."""
    if len(tokens) > _LONGEST_SCHEDULE:
        return None
    pieces = scan(tokens, lexicon_of(content))
    if not gate.is_about_reminders(pieces, context):
        return None
    if not gate.is_clear(pieces):
        return gate.why_not(pieces)
    return _wish(pieces, context, content)


def _wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if pieces.zone is not None and (context.zone is None or context.zone.key != pieces.zone):
        return Refused("unread")
    for reads in _STANDING:
        if (wish := reads(pieces, context, content)) is not None:
            return wish
    return new_times(pieces, context, content)


def _report_or_talk(tokens: tuple[Token, ...], content: Content) -> Wish | None:
    question = question_of(tokens, content)
    if question is not None and question.cards:
        return question
    said = said_intent(tokens, content)
    pain = pain_in(tokens, content) if said is None or isinstance(said, Chat) else None
    return Flare(pain) if pain is not None else said or question
