"""Quiet hours, nothing before ten, no reminders after nine."""

from datetime import time

from bot.core.people import wall_of
from bot.core.understand.clocks import DAY, Clock
from bot.core.understand.moments import local_day
from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import Context, NotBefore, Quiet, Refused, Schedule
from content import Content

_SILENCE = ("pause", "quiet", "stop", "off", "no_more")
_EVENING, _MORNING = (
    range(7, 12),
    range(4, 12),
)  # hours that quiet hours begin and end at, where no half was said


def quiet_wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if pieces.before is not None or pieces.after is not None:
        return _bounds(pieces, context)
    return _quiet_hours(pieces)


def _quiet_hours(pieces: Pieces) -> Schedule | None:
    says_both = pieces.has("pause", "quiet", "stop") and pieces.begin is not None and pieces.end is not None
    at_night = pieces.has("pause", "stop") and pieces.one_day is None and _is_at_night(pieces)
    if pieces.kinds or not (pieces.has("quiet_hours") or says_both or at_night):
        return None
    if pieces.every is not None or pieces.days is not None or pieces.one_day is not None or pieces.span:
        return Refused("unread")
    begin, end = pieces.begin, pieces.end or pieces.until_clock
    if any(clock is not None and not clock.is_possible for clock in (begin, end)):
        return Refused("no_such_time")
    walls = _wall(begin, _EVENING), _wall(end, _MORNING)
    is_sure = (walls[0] is None) == (begin is None) and (walls[1] is None) == (end is None)
    return Quiet(*walls) if is_sure else Refused("unread")


def _is_at_night(pieces: Pieces) -> bool:
    is_alone = not (pieces.says_when or pieces.until or pieces.span)
    return is_alone and len(pieces.parts) == 1 and pieces.parts[0].start > pieces.parts[0].end


def _wall(clock: Clock | None, usual: range) -> time | None:
    """Quiet hours begin in the evening and end in the morning, where it was not said otherwise; None: it cannot be told."""
    if clock is None or (clock.hour == 12 and not clock.half and not clock.is_exact):
        return None
    if len(clock.both) > 1 and clock.hour not in usual:
        return None
    return wall_of((clock.both[-1] if usual is _EVENING else clock.both[0]) % DAY)


def _bounds(pieces: Pieces, context: Context) -> Schedule:
    """nothing before 10 tomorrow; no reminders after 9pm."""
    if not (pieces.is_negated or pieces.has(*_SILENCE)) or pieces.kinds or pieces.says_when or pieces.until:
        return Refused("unread")
    clock = pieces.before or pieces.after
    if (
        clock is None
        or (pieces.before and pieces.after)
        or pieces.days is not None
        or pieces.span
        or pieces.delay
    ):
        return Refused("unread")
    if not clock.is_possible:
        return Refused("no_such_time")
    sure = clock.within(pieces.parts[0]) if len(pieces.parts) == 1 else clock
    if sure is None:
        return Refused("unread")
    return _not_before(sure, pieces, context) if pieces.before else _not_after(sure, pieces)


def _not_after(clock: Clock, pieces: Pieces) -> Schedule:
    wall = _wall(clock, _EVENING)
    if pieces.one_day is not None or pieces.date is not None:
        return Refused("for_a_while")
    return Refused("unread") if wall is None else Quiet(begin=wall)


def _not_before(clock: Clock, pieces: Pieces, context: Context) -> Schedule:
    """Early hours are what is meant; "not before 2" is not at night."""
    at = wall_of((clock.both[0] if clock.hour in _MORNING else clock.both[-1]) % DAY)
    if pieces.date is not None:
        return Refused("unread")
    if pieces.one_day is None:
        return NotBefore(at, None)
    if context.zone is None:
        return Refused("no_zone")
    return NotBefore(at, local_day(pieces.one_day, context, context.zone))
