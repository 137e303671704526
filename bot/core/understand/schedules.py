"""What a sentence about reminders wants: set, change, snooze, pause, stop, resume. What is not certain is asked or refused."""

from bot.core.understand import gate
from bot.core.understand.new_times import new_times
from bot.core.understand.pieces import Pieces
from bot.core.understand.quiet import quiet_wish
from bot.core.understand.silence import silence_wish
from bot.core.understand.snoozes import snooze_wish
from bot.core.understand.wish import Context, Refused, Schedule
from content import Content

_STANDING = (quiet_wish, snooze_wish, silence_wish)


def schedule_of(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    """None: it is about something else. `Refused("unread")`: it wants something, and not all of it could be read."""
    if not gate.is_about_reminders(pieces, context):
        return None
    if not gate.is_clear(pieces):
        return gate.why_not(pieces)
    if pieces.zone is not None and (context.zone is None or context.zone.key != pieces.zone):
        return Refused("unread")
    for reads in _STANDING:
        if (wish := reads(pieces, context, content)) is not None:
            return wish
    return new_times(pieces, context, content)
