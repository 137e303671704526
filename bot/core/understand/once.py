"""One-off times: in 2 hours, tomorrow at 9, on december 3rd at noon."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from bot.core.triggers import Once
from bot.core.understand.moments import on_day
from bot.core.understand.pieces import Pieces
from bot.core.understand.timings import Timings, timings
from bot.core.understand.wish import Context, Refused

_LONGEST_AHEAD = 60 * 24 * 31  # minutes


def is_once(pieces: Pieces) -> bool:
    return pieces.delay is not None or pieces.one_day is not None or pieces.date is not None


def once_timings(pieces: Pieces, context: Context) -> Timings | Refused:
    repeats = pieces.every is not None or pieces.begin is not None or pieces.count is not None
    if repeats or len(pieces.times) > 1 or pieces.span is not None or pieces.until or pieces.days is not None:
        return Refused("for_a_while")
    if pieces.number is not None:
        return Refused("unread")
    if pieces.delay is not None:
        return _ahead(pieces, context)
    return _on_a_day(pieces, context)


def _ahead(pieces: Pieces, context: Context) -> Timings | Refused:
    minutes = (pieces.delay or (0, ""))[0]
    if pieces.times or pieces.parts or pieces.one_day or pieces.date or not 0 < minutes <= _LONGEST_AHEAD:
        return Refused("unread")
    return Timings((Once(context.now.astimezone(UTC) + timedelta(minutes=minutes)),))


def _on_a_day(pieces: Pieces, context: Context) -> Timings | Refused:
    """ "stretching on monday": the day is kept, the time is asked. "on friday at 3" can also mean each friday."""
    by_name = isinstance(pieces.one_day, frozenset)
    if not pieces.times:
        return timings(_weekly(pieces), context) if by_name else Refused("for_a_while")
    if context.zone is None:
        return Refused("no_zone")
    if any(not clock.is_possible for clock in pieces.times):
        return Refused("no_such_time")
    return _once_or_weekly(pieces, context) if by_name else _once(pieces, context, context.zone)


def _once(pieces: Pieces, context: Context, zone: ZoneInfo) -> Timings | Refused:
    found = tuple(Once(each) for each in on_day(pieces, pieces.times[0], context, zone))
    return Timings(found, "am_or_pm" if len(found) > 1 else None) if found else Refused("unread")


def _once_or_weekly(pieces: Pieces, context: Context) -> Timings | Refused:
    weekly = timings(_weekly(pieces), context)
    if isinstance(weekly, Refused) or context.zone is None:
        return weekly
    once = [Once(each) for each in on_day(pieces, pieces.times[0], context, context.zone)]
    return Timings((*weekly.triggers, *once), "once_or_weekly")


def _weekly(pieces: Pieces) -> Pieces:
    days = pieces.one_day if isinstance(pieces.one_day, frozenset) else None
    return Pieces(times=pieces.times, parts=pieces.parts, days=days)
