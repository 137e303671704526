"""Wishes about what is there already: snooze, pause, stop, resume, nothing before ten, quiet hours."""

from collections.abc import Callable
from datetime import time, timedelta

from bot.core.people import wall_of
from bot.core.understand.clocks import DAY, Clock
from bot.core.understand.kinds import named_kinds
from bot.core.understand.moments import ends_of_wait, local_day
from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import (
    ALL,
    Ask,
    Context,
    NotBefore,
    Pause,
    Quiet,
    Refused,
    Resume,
    Schedule,
    Snooze,
    Stop,
)
from content import Content

_SILENCE = ("pause", "quiet", "stop", "off", "no_more")
_LONGEST_SNOOZE = 24 * 60
_PLAIN_MINUTES = range(5, 121)  # "snooze 20" can only be minutes


def standing_wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    """None: it wants new times, or is not about what is there."""
    for reads in (_quiet_hours, _bounds, _snooze, _resume, _silence):
        found = reads(pieces, context, content)
        if found is not None:
            return found
    return None


def _quiet_hours(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if pieces.has("pause", "stop") and not pieces.kinds and pieces.one_day is None and _is_at_night(pieces):
        return Quiet()
    silent = pieces.has("quiet_hours") or (
        pieces.has("pause", "quiet", "stop") and pieces.begin and pieces.end
    )
    if not silent or pieces.kinds:
        return None
    if pieces.every is not None or pieces.days is not None or pieces.one_day is not None:
        return Refused("unread")
    begin, end = pieces.begin, pieces.end or pieces.until_clock
    if any(clock is not None and not clock.is_possible for clock in (begin, end)):
        return Refused("no_such_time")
    return Quiet(_night_wall(begin, late=True), _night_wall(end, late=False))


def _is_at_night(pieces: Pieces) -> bool:
    is_alone = not (pieces.says_when or pieces.until or pieces.span or pieces.before or pieces.after)
    return is_alone and len(pieces.parts) == 1 and pieces.parts[0].start > pieces.parts[0].end


def _night_wall(clock: Clock | None, *, late: bool) -> time | None:
    """Quiet hours begin in the evening and end in the morning, where it was not said otherwise."""
    if clock is None:
        return None
    return wall_of((clock.both[-1] if late and clock.hour > 5 else clock.both[0]) % DAY)


def _bounds(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    """nothing before 10 tomorrow; no reminders after 9pm."""
    if pieces.before is None and pieces.after is None:
        return None
    if not (pieces.is_negated or pieces.has(*_SILENCE)) or pieces.kinds or pieces.says_when or pieces.until:
        return Refused("unread")
    clock = pieces.before or pieces.after
    if clock is None or not clock.is_possible or (pieces.before and pieces.after):
        return Refused("unread" if clock is None or clock.is_possible else "no_such_time")
    if pieces.before is None:
        late = wall_of(clock.both[-1] % DAY)
        return Quiet(begin=late) if pieces.one_day is None else Refused("for_a_while")
    return _not_before(pieces, clock, context)


def _not_before(pieces: Pieces, clock: Clock, context: Context) -> Schedule:
    """Early hours are what is meant; "not before 2" is not at night."""
    sure = clock.within(pieces.parts[0]) if len(pieces.parts) == 1 else clock
    if sure is None or pieces.days is not None or pieces.span is not None:
        return Refused("unread")
    at = wall_of((sure.both[0] if sure.hour > 4 else sure.both[-1]) % DAY)
    if pieces.one_day is None:
        return NotBefore(at, None)
    if context.zone is None:
        return Refused("no_zone")
    return NotBefore(at, local_day(pieces.one_day, context, context.zone))


def _snooze(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    short = pieces.span or pieces.delay
    asks = pieces.has("snooze", "later") or (pieces.has("wait", "again") and short is not None)
    alone = not pieces.verbs or pieces.has("again") or context.last_sent
    again = pieces.delay is not None and not pieces.kinds and alone
    more = (
        not set(pieces.verbs) - {"remind"}
        and pieces.span is not None
        and not pieces.kinds
        and not pieces.says_times
    )
    if (
        not (asks or again or (more and context.last_sent))
        or pieces.every is not None
        or pieces.has("stop", "change")
    ):
        return None
    if pieces.count is not None or pieces.begin is not None or pieces.days is not None or pieces.parts[1:]:
        return Refused("unread")
    if short is not None:
        return _snooze_for(short[0])
    if pieces.number is not None:
        return _snooze_for(pieces.number) if pieces.number in _PLAIN_MINUTES else Refused("unread")
    if pieces.until or pieces.times:
        return _snooze_until(pieces, context)
    if pieces.one_day is not None or pieces.date is not None:
        return Refused("unread")
    return Ask("how_long", tuple(Snooze(minutes) for minutes in content.reminders.snooze))


def _snooze_for(minutes: int) -> Schedule:
    return Snooze(minutes) if 0 < minutes <= _LONGEST_SNOOZE else Refused("too_long")


def _snooze_until(pieces: Pieces, context: Context) -> Schedule:
    if not pieces.until:
        pieces.until, pieces.until_clock, pieces.until_day = True, pieces.times[0], pieces.one_day
    if pieces.until_day is not None and pieces.until_clock is None and pieces.until_part is None:
        start = context.waking.start
        pieces.until_clock = Clock(start.hour, start.minute, is_exact=True)
    ends = ends_of_wait(pieces, context)
    soon = [end for end in ends if end - context.now <= timedelta(minutes=_LONGEST_SNOOZE)]
    if not soon:
        return Refused("no_zone" if context.zone is None else "too_long" if ends else "unread")
    return Snooze(until=soon[0])


def _resume(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    again = pieces.has("remind") and pieces.has("again") and not pieces.says_times and not pieces.delay
    if not (pieces.has("resume", "back_on") or again) or pieces.has("stop", "pause", "off"):
        return None
    if pieces.says_times or pieces.says_until or pieces.delay:
        return Refused("unread")
    return _of_kinds(pieces, context, Resume, everything=None)


def _silence(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    denies = pieces.has("correct") and bool(pieces.kinds) and pieces.says_until and not pieces.says_when
    if not (pieces.has(*_SILENCE) or pieces.is_negated or denies) or pieces.has("change"):
        return None
    if (
        pieces.says_when
        or pieces.days is not None
        or pieces.delay
        or pieces.faults
        or pieces.number is not None
    ):
        return Refused("unread")
    if pieces.says_until or pieces.parts:
        return _pause(pieces, context)
    if pieces.has("pause") and not pieces.has("stop", "off", "no_more"):
        return _pause_how_long(pieces, context)
    if not pieces.has("stop", "off", "no_more"):
        return None
    if pieces.says_times:
        return Refused("unread")
    return _of_kinds(pieces, context, Stop, everything=ALL)


def _pause(pieces: Pieces, context: Context) -> Schedule:
    ends = ends_of_wait(pieces, context)
    if not ends:
        needs_zone = context.zone is None and pieces.span is None
        return Refused("no_zone" if needs_zone else "unread")
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    options = tuple(Pause(kind, end) for kind in kinds or (None,) for end in ends)
    if len(options) == 1:
        return options[0]
    return Ask("which" if len(ends) == 1 else "am_or_pm", options)


def _pause_how_long(pieces: Pieces, context: Context) -> Schedule:
    return Refused("several") if named_kinds(pieces, context, on_only=True) is None else Ask("how_long", ())


def _of_kinds(
    pieces: Pieces, context: Context, sort: Callable[[str], Schedule], everything: str | None
) -> Schedule | None:
    """For the kind that is named, for all, or for the one that is meant by "it"; else it is asked."""
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    if pieces.has("all", "reminders") and not kinds:
        return sort(everything)
    if not kinds and pieces.has("it"):
        kinds = (context.last.kind,) if context.last is not None and context.last.kind else ()
    if sort is Resume and not kinds:
        return sort(everything)
    kinds = kinds or tuple(context.on)
    if len(kinds) == 1:
        return sort(kinds[0])
    return Ask("which", (*(sort(kind) for kind in kinds), sort(everything)) if kinds else (sort(everything),))
