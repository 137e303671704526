"""What makes reminders silent, and ends it: pause, stop, resume; snooze; quiet hours."""

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

_STOP = ("stop", "off", "no_more")
_LONGEST = 24 * 60  # minutes of a snooze
_PLAIN_MINUTES = range(5, 121)  # "snooze 20" can only be minutes
_EVENING, _MORNING = range(7, 12), range(4, 12)  # hours of quiet hours where no half was said


def silence_wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if _resumes(pieces):
        return Refused("unread") if _says_times(pieces) or pieces.says_until else _resume(pieces, context)
    denies = pieces.has("correct") and bool(pieces.kinds) and pieces.says_until and not pieces.says_when
    silences = pieces.has("pause", "quiet", *_STOP) or pieces.is_negated or denies
    if not silences or pieces.has("change") or _only_tells(pieces):
        return None
    if _says_times(pieces) and not _is_this_part(pieces):
        return Refused("unread")
    if pieces.says_until:
        return _pause(pieces, context)
    return _without_end(pieces, context)


def _resumes(pieces: Pieces) -> bool:
    again = pieces.has("again") and pieces.has("remind", "reminders") and not _says_times(pieces)
    again = again and not pieces.says_until
    return (pieces.has("resume", "back_on") or again) and not pieces.has("stop", "pause", "off")


def _only_tells(pieces: Pieces) -> bool:
    """ "going on holiday next week" asks for nothing; "away until friday" does."""
    is_now = pieces.until or pieces.span is not None or pieces.one_day == "today"
    return set(pieces.verbs) == {"quiet"} and not is_now


def _says_times(pieces: Pieces) -> bool:
    return bool(pieces.says_times or pieces.delay or pieces.faults or pieces.number is not None)


def _is_this_part(pieces: Pieces) -> bool:
    """ "this afternoon" is a time to be silent, and no time of a reminder."""
    others = (
        pieces.says_when or pieces.days is not None or pieces.not_days or pieces.is_weekly or pieces.delay
    )
    return pieces.one_day == "today" and not (others or pieces.faults or pieces.number is not None)


def _without_end(pieces: Pieces, context: Context) -> Schedule | None:
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    if pieces.has(*_STOP):
        return _stop(pieces, kinds, context)
    return Ask("how_long", ()) if pieces.has("pause") else None


def _pause(pieces: Pieces, context: Context) -> Schedule:
    """One end only: "2 hours tomorrow" would have to begin later."""
    said = [pieces.span is not None, pieces.until, pieces.one_day is not None, pieces.date is not None]
    is_one = sum(said) == 1 or (pieces.until and pieces.date is not None and sum(said) == 2)
    if not is_one or (pieces.date is not None and not pieces.until):
        return Refused("for_a_while")
    ends = ends_of_wait(pieces, context)
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    if not ends:
        return Refused("no_zone" if context.zone is None and pieces.span is None else "for_a_while")
    options = tuple(Pause(kind, end) for kind in kinds or _meant(pieces, context) or (None,) for end in ends)
    return options[0] if len(options) == 1 else Ask("which" if len(ends) == 1 else "am_or_pm", options)


def _stop(pieces: Pieces, kinds: tuple[str, ...], context: Context) -> Schedule:
    """The kind that is named, or all, or the one that is meant by "it"; else it is asked."""
    if not kinds and pieces.has("all", "reminders"):
        return Stop(ALL)
    kinds = kinds or _meant(pieces, context) or tuple(context.on)
    if len(kinds) == 1:
        return Stop(kinds[0])
    return Ask("which", (*map(Stop, kinds), Stop(ALL)))


def _resume(pieces: Pieces, context: Context) -> Schedule:
    kinds = named_kinds(pieces, context, on_only=True)
    if kinds is None:
        return Refused("several")
    kinds = kinds or _meant(pieces, context)
    if len(kinds) > 1:
        return Ask("which", tuple(map(Resume, kinds)))
    return Resume(kinds[0] if kinds else None)


def _meant(pieces: Pieces, context: Context) -> tuple[str, ...]:
    last = context.last
    return (last.kind,) if pieces.has("it") and last is not None and last.kind else ()


def snooze_wish(pieces: Pieces, context: Context, content: Content) -> Schedule | None:
    if pieces.every is not None or pieces.has("stop", "change", "resume") or not _asks(pieces, context):
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
    if (
        pieces.is_length_only
        or pieces.has("snooze", "later")
        or (pieces.has("wait", "again") and short is not None)
    ):
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
    if (
        not (pieces.is_negated or pieces.has("pause", "quiet", *_STOP))
        or pieces.kinds
        or pieces.says_when
        or pieces.until
    ):
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
