"""Snooze: the last reminder again, in a while or at a time today."""

from datetime import timedelta

from bot.core.understand.clocks import Clock
from bot.core.understand.moments import ends_of_wait
from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import Ask, Context, Refused, Schedule, Snooze
from content import Content

_LONGEST = 24 * 60
_PLAIN_MINUTES = range(5, 121)  # "snooze 20" can only be minutes


def snooze_wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if pieces.every is not None or pieces.has("stop", "change") or not _asks(pieces, context):
        return None
    if pieces.count is not None or pieces.begin or pieces.days is not None or pieces.parts or pieces.date:
        return Refused("unread")
    short = pieces.span or pieces.delay
    if short is not None or pieces.number is not None:
        return _for(short, pieces)
    if pieces.until or pieces.times:
        return _until(pieces, context)
    if pieces.one_day is not None:
        return Refused("unread")
    return Ask("how_long", tuple(Snooze(minutes) for minutes in content.reminders.snooze))


def _asks(pieces: Pieces, context: Context) -> bool:
    """ "snooze", "later", "wait an hour", "in 10 minutes"; "remind me in 20 min" when something has just come."""
    short = pieces.span or pieces.delay
    if pieces.has("snooze", "later") or (pieces.has("wait", "again") and short is not None):
        return True
    if pieces.kinds or pieces.says_times or set(pieces.verbs) - {"remind"}:
        return False
    return (pieces.delay is not None and not pieces.verbs) or (short is not None and context.last_sent)


def _for(short: tuple[int, str] | None, pieces: Pieces) -> Schedule:
    if pieces.says_when or pieces.until or pieces.one_day is not None or (pieces.span and pieces.delay):
        return Refused("unread")
    minutes = pieces.number if short is None else short[0]
    if minutes is None or (short is None and minutes not in _PLAIN_MINUTES) or (short and pieces.number):
        return Refused("unread")
    return Snooze(minutes) if 0 < minutes <= _LONGEST else Refused("too_long")


def _until(pieces: Pieces, context: Context) -> Schedule:
    """The nearest such time within a day; of a day without a time its morning."""
    if not pieces.until and len(pieces.times) == 1:
        pieces.until, pieces.until_clock, pieces.until_day = True, pieces.times[0], pieces.one_day
    elif pieces.times or pieces.one_day is not None:
        return Refused("unread")
    if pieces.until_day is not None and pieces.until_clock is None and pieces.until_part is None:
        start = context.waking.start
        pieces.until_clock = Clock(start.hour, start.minute, is_exact=True)
    ends = ends_of_wait(pieces, context)
    soon = [end for end in ends if end - context.now <= timedelta(minutes=_LONGEST)]
    if soon:
        return Snooze(until=soon[0])
    return Refused("no_zone" if context.zone is None else "too_long" if ends else "unread")
