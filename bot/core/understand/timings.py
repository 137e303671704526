"""From the pieces of a sentence to the triggers it can mean: one, several to choose from, or a reason why none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bot.core import cadence
from bot.core.people import wall_of
from bot.core.triggers import EVERY_DAY, DailyAt, Days, EveryWithin, Trigger, minute_of
from bot.core.understand.clocks import DAY, MOST_TIMES, Clock, in_order, windows
from bot.core.understand.pieces import Pieces
from bot.core.understand.wish import Context, Refused, Unclear
from content.reminder_schema import Span
from content.wish_schema import Part

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timings:
    """`why` says what is unclear; None: there is one trigger, and it is what was said."""

    triggers: tuple[Trigger, ...]
    why: Unclear | None = None


def timings(pieces: Pieces, context: Context, base: Trigger | None = None) -> Timings | Refused:
    """`base` is what a correction goes on from: what is not said anew is taken from it."""
    if fault := _fault(pieces):
        return fault
    days = _days(pieces, base)
    if not days:
        return Refused("unread")
    if pieces.every is not None or pieces.begin is not None or pieces.end is not None or _ends_today(pieces):
        return _series(pieces, days, context, base)
    if pieces.times:
        return _at_times(pieces, days, literal=context.asked is not None)
    if pieces.count is not None:
        return _counted(pieces.count, days, context.waking)
    return _unclear(pieces, days, base, context.waking)


def _fault(pieces: Pieces) -> Refused | None:
    if pieces.faults:
        return Refused(pieces.faults[0])
    if pieces.is_weekly and pieces.days is None:
        return Refused("days_apart")
    clocks = [*pieces.times, *(clock for clock in (pieces.begin, pieces.end) if clock)]
    if any(not clock.is_possible for clock in clocks) or any(clock.hour == 24 for clock in pieces.times):
        return Refused("no_such_time")
    if pieces.needs_window and not (pieces.begin and (pieces.end or pieces.until_clock)):
        return Refused("unread")
    return Refused("unread") if _says_two_things(pieces) else None


def _says_two_things(pieces: Pieces) -> bool:
    """How often and at what times, and they do not agree."""
    if pieces.is_count_of_times and pieces.count != len(pieces.times):
        return True
    if pieces.times and (pieces.every is not None or pieces.begin):
        return True
    return pieces.count is not None and (
        pieces.every is not None or len(pieces.times) not in {0, pieces.count}
    )


def _days(pieces: Pieces, base: Trigger | None) -> Days:
    was = base.days if isinstance(base, DailyAt | EveryWithin) else EVERY_DAY
    said = was if pieces.days is None else pieces.days | (was if pieces.is_also and base else frozenset())
    return said - (pieces.not_days or frozenset())


def _ends_today(pieces: Pieces) -> bool:
    return pieces.until_clock is not None


def _series(pieces: Pieces, days: Days, context: Context, base: Trigger | None) -> Timings | Refused:
    every = pieces.every
    if every is None and isinstance(base, EveryWithin):
        every = base.every // _MINUTE
    if every is None or len(pieces.parts) > 1:
        return Refused("unread")
    if not 0 < every < DAY:
        return Refused("every")
    found = _spans(pieces, every, context, base)
    if isinstance(found, Refused):
        return found
    return _one_or_ask([_within(every, *span, days) for span in found])


def _spans(
    pieces: Pieces, every: int, context: Context, base: Trigger | None
) -> "list[tuple[int, int]] | Refused":
    """The windows (both ends count) that were said, or else those of the base, or the waking hours."""
    begin, end = pieces.begin, pieces.end or pieces.until_clock
    if begin is None and end is None:
        if pieces.parts:
            return _of_part(pieces.parts[0], context.waking)
        is_kept = isinstance(base, EveryWithin) and not pieces.is_waking
        return [_of(base)] if is_kept and isinstance(base, EveryWithin) else [_awake(context.waking)]
    first, last = _of(base) if isinstance(base, EveryWithin) else _awake(context.waking)
    known_end = end or _exact(last)
    found = windows(
        _in_parts(begin, pieces.parts) or _exact(first), known_end, every=0 if context.asked else every
    )
    return found or Refused("over_midnight")


def _in_parts(clock: Clock | None, parts: list[Part]) -> Clock | None:
    return clock.within(parts[0]) or clock if clock is not None and len(parts) == 1 else clock


def _exact(minute: int) -> Clock:
    """A time that nobody said: noon and a minute is no reason to read "9" on a clock of 24 hours."""
    return Clock(minute // 60 % 12 or 12, minute % 60, "pm" if 12 * 60 <= minute < DAY else "am")


def _awake(waking: Span) -> tuple[int, int]:
    """Its end does not count: at 22:00 the quiet hours begin."""
    return minute_of(waking.start), (minute_of(waking.end) or DAY) - 1


def _of(base: EveryWithin) -> tuple[int, int]:
    return base.grid().first, base.grid().stop - 1


def _of_part(part: Part, waking: Span) -> "list[tuple[int, int]] | Refused":
    (first, last), (wakes, sleeps) = (minute_of(part.start), minute_of(part.end)), _awake(waking)
    last = sleeps if last < first else last - (part.end.minute == 0)
    begin, end = max(first, wakes), min(last, sleeps)
    return [(begin, end)] if begin < end else Refused("over_midnight")


def _within(every: int, first: int, last: int, days: Days) -> EveryWithin:
    return EveryWithin(timedelta(minutes=every), wall_of(first), wall_of(min(last + 1, DAY)), days)


def _at_times(pieces: Pieces, days: Days, *, literal: bool) -> Timings | Refused:
    clocks = [_in_part(clock, pieces.parts) for clock in pieces.times]
    if len(pieces.parts) > 1 or any(clock is None for clock in clocks):
        return Refused("unread")
    sure = [clock for clock in clocks if clock is not None]
    if len(sure) > 1:
        return _several(sure, days)
    minutes = (sure[0].literal,) if literal else sure[0].meanings
    return _one_or_ask([DailyAt(wall_of(minute % DAY), days) for minute in minutes])


def _in_part(clock: Clock, parts: list[Part]) -> Clock | None:
    """The time in the part that was said elsewhere in the sentence: every evening at 8."""
    if not parts:
        return clock
    sure = len(clock.both) == 1 and clock.hour != 12
    within = clock.within(parts[0])
    return within if within is not None or not sure else None


def _several(clocks: list[Clock], days: Days) -> Timings | Refused:
    """Times in one step apart are a window: 9, 13 and 17 o'clock are every 4 hours from 9 to 17."""
    found = [_in_steps(minutes, days) for minutes in in_order(clocks)]
    triggers = [trigger for trigger in found if trigger is not None]
    return _one_or_ask(triggers) if triggers and len(clocks) <= MOST_TIMES else Refused("uneven")


def _in_steps(minutes: tuple[int, ...], days: Days) -> Trigger | None:
    steps = {after - before for before, after in pairwise(minutes)}
    if len(steps) != 1 or minutes[-1] >= DAY:
        return None
    return _within(steps.pop(), minutes[0], minutes[-1], days)


def _counted(count: int, days: Days, waking: Span) -> Timings | Refused:
    """So many times a day says no times: one way to spread them is offered."""
    first, last = _awake(waking)
    if not 0 < count <= 24 or last <= first:
        return Refused("every")
    if count == 1:
        return Timings(_daily(cadence.DAILY, days), "times")
    every = (last - first) // (count - 1) // 30 * 30
    return (
        Timings((_within(every, first, first + every * (count - 1), days),), "times")
        if every
        else Refused("every")
    )


def _unclear(pieces: Pieces, days: Days, base: Trigger | None, waking: Span) -> Timings | Refused:
    """Days or a part of the day and no time; or no more than what is wanted."""
    if isinstance(base, DailyAt | EveryWithin) and not pieces.parts and (pieces.days or pieces.not_days):
        return Timings((_on(base, days),))
    if pieces.every_bare is not None:
        return _unit_unsaid(pieces.every_bare, days, base, pieces, waking)
    if len(pieces.parts) == 1:
        return Timings(_daily((minute_of(at) for at in pieces.parts[0].offer), days), "time")
    return Refused("unread") if pieces.parts else Timings(_daily(cadence.DAILY, days), "time")


def _unit_unsaid(
    number: int, days: Days, base: Trigger | None, pieces: Pieces, waking: Span
) -> Timings | Refused:
    """every 30: minutes, or hours where there are so many in a day."""
    meant = [minutes for minutes in (number, number * 60) if 5 <= minutes <= DAY // 2]
    if not meant or base is not None or pieces.parts:
        return Refused("unread")
    return Timings(tuple(_within(minutes, *_awake(waking), days) for minutes in meant), "unit")


def _on(base: DailyAt | EveryWithin, days: Days) -> Trigger:
    if isinstance(base, DailyAt):
        return DailyAt(base.at, days)
    return EveryWithin(base.every, base.begin, base.end, days)


def _daily(minutes: Iterable[int], days: Days) -> tuple[Trigger, ...]:
    return tuple(DailyAt(wall_of(minute), days) for minute in minutes)


def _one_or_ask(triggers: list[Trigger]) -> Timings:
    return Timings(tuple(triggers), "am_or_pm" if len(triggers) > 1 else None)
