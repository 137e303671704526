"""Instants on the person's clock: until monday, for 2 hours, tomorrow at 9; and the reminders that come once."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.people import wall_of
from bot.core.schedule import next_fire_at
from bot.core.triggers import WEEKEND, DailyAt, Once, minute_of
from bot.core.understand.clocks import DAY, Clock
from bot.core.understand.pieces import OneDay, Pieces
from bot.core.understand.timings import Timings, timings
from bot.core.understand.wish import Context, Refused
from content.wish_schema import Part

_DAY = timedelta(days=1)
_MONDAY: OneDay = frozenset({0})
_FRIDAY = 4
_SOON = 4  # days
_FIRST_HOUR = 6  # until tomorrow at 8: in the morning
_LONGEST_AHEAD = 60 * 24 * 31  # minutes


def local_day(named: OneDay, context: Context, zone: ZoneInfo) -> date:
    """The date that is meant: of a day of the week the next one after today, of several the first of them."""
    today = context.now.astimezone(zone).date()
    if isinstance(named, str):
        ahead = {"today": 0, "tomorrow": 1}
        return today + ahead[named] * _DAY if named in ahead else local_day(_MONDAY, context, zone)
    first = min(named)
    return today + ((first - today.weekday() - 1) % 7 + 1) * _DAY


def instant(on: date, wall: time, zone: ZoneInfo) -> datetime:
    """The first valid instant of that wall time on that date, UTC."""
    before = datetime.combine(on, time(0), UTC) - _DAY
    days = frozenset({on.weekday()})
    slot = next_fire_at(DailyAt(wall, days), before, zone, None)
    while slot is not None and slot.local_on < on:
        slot = next_fire_at(DailyAt(wall, days), slot.due_at, zone, None)
    return slot.due_at if slot else datetime.combine(on, wall, zone).astimezone(UTC)


def next_at(minute: int, context: Context, zone: ZoneInfo) -> datetime:
    """The next time that the clock shows it."""
    slot = next_fire_at(DailyAt(wall_of(minute)), context.now, zone, None)
    return slot.due_at if slot else context.now


def ends_of_wait(pieces: Pieces, context: Context) -> list[datetime]:
    """Until when something is to be silent: what it can mean. None of it without a zone, or where nothing was said."""
    if pieces.span is not None:
        end = _after_span(pieces.span, context)
        return [end] if end else []
    zone = context.zone
    if zone is None:
        return []
    if pieces.date is not None:
        on = _date_ahead(pieces.date, context, zone)
        return [instant(on, time(0), zone)] if on else []
    return [end for end in _until(pieces, context, zone) if end > context.now]


def on_day(pieces: Pieces, clock: Clock, context: Context, zone: ZoneInfo) -> list[datetime]:
    """The instants that a time on one day can mean; those that are over are not meant."""
    day = local_day(pieces.one_day or "today", context, zone)
    if pieces.date is not None:
        found = _date_ahead(pieces.date, context, zone)
        if found is None:
            return []
        day = found
    within = clock.within(pieces.parts[0]) if len(pieces.parts) == 1 else clock
    meant = [instant(day, wall_of(minute), zone) for minute in within.meanings] if within else []
    return [each for each in meant if each > context.now]


def _after_span(span: tuple[int, str], context: Context) -> datetime | None:
    minutes = span[0]
    if not 0 < minutes <= 60 * 24 * 366:
        return None
    return context.now.astimezone(UTC) + timedelta(minutes=minutes)


def _until(pieces: Pieces, context: Context, zone: ZoneInfo) -> list[datetime]:
    day, part, clock = pieces.until_day, pieces.until_part, pieces.until_clock
    if day is None and not pieces.until:
        return _rest_of(pieces, context, zone)
    on = None if day is None else local_day(day, context, zone)
    if on is not None and pieces.is_next and (on - context.now.astimezone(zone).date()).days < _SOON:
        return []  # "next friday", said on a wednesday, may be the one after
    if clock is not None:
        return _at_clock(clock, part, on, context, zone)
    if part is not None:
        wall = part.start if minute_of(part.start) else context.waking.start
        return [instant(on, wall, zone) if on else next_at(minute_of(wall), context, zone)]
    return [instant(on, time(0), zone)] if on else []


def _rest_of(pieces: Pieces, context: Context, zone: ZoneInfo) -> list[datetime]:
    """for today, tonight, from Friday on for the weekend: until it is over. Days to come cannot be said like this."""
    named = pieces.one_day
    today = context.now.astimezone(zone).date()
    if named == "today":
        return [_end_of_today(pieces.parts, today, zone)]
    if named == WEEKEND and today.weekday() >= _FRIDAY:
        return [instant(local_day(_MONDAY, context, zone), time(0), zone)]
    return []


def _end_of_today(parts: list[Part], today: date, zone: ZoneInfo) -> datetime:
    """This afternoon ends in the afternoon; tonight, and the day, at midnight."""
    if len(parts) == 1 and parts[0].start < parts[0].end:
        return instant(today, parts[0].end, zone)
    return instant(today + _DAY, time(0), zone)


def _at_clock(
    clock: Clock, part: Part | None, on: date | None, context: Context, zone: ZoneInfo
) -> list[datetime]:
    """A wait for another day ends in its morning, where that can be meant."""
    sure = clock.within(part) if part is not None else clock
    if sure is None or not sure.is_possible:
        return []
    if on is None:
        return sorted(next_at(minute % DAY, context, zone) for minute in sure.meanings)
    meant = sure.both[:1] if clock.hour >= _FIRST_HOUR else sure.both
    return [instant(on, wall_of(minute), zone) for minute in meant]


def _date_ahead(named: tuple[int, int], context: Context, zone: ZoneInfo) -> date | None:
    """The next such date after today; None where the calendar has none."""
    today = context.now.astimezone(zone).date()
    for year in (today.year, today.year + 1):
        try:
            on = date(year, *named)
        except ValueError:
            continue
        if on > today:
            return on
    return None


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
