"""Times as people type them: a small strict grammar, and nothing is guessed.

    9:30   at 9   daily at 9:30 pm   every 2 hours   every 90 minutes from 9 to 17:30   every hour from 9am to 5pm

Both ends of "from ... to ..." count: "every 2 hours from 9 to 17" comes at 17:00 too.
"""

import re
from datetime import timedelta

from bot.core.people import wall_of
from bot.core.triggers import DailyAt, EveryWithin, Trigger
from content.reminder_schema import Span

_LONGEST = 60  # characters: nothing longer is a time
_DAY = 24 * 60
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)?"
_DAILY = re.compile(rf"(at |daily at |every day at )?{_TIME}")
_EVERY = re.compile(
    rf"every (?:(\d{{1,3}}) )?(hours?|h|minutes?|min)(?: (?:from|between) {_TIME} (?:to|until|and) {_TIME})?"
)


def read_times(text: str, window: Span) -> Trigger | None:
    """What was typed as a trigger; None for anything that is not exactly one of the forms above.

    `window` is for "every ..." without "from ... to ...".
    """
    if len(text) > _LONGEST:
        return None
    tidy = " ".join(text.lower().split()).rstrip(".!")
    if found := _DAILY.fullmatch(tidy):
        return _daily(*found.groups())
    found = _EVERY.fullmatch(tidy)
    return _every(found, window) if found else None


def _daily(at: str | None, hour: str, minute: str | None, half: str | None) -> DailyAt | None:
    if at is None and minute is None and half is None:
        return None  # a bare number could mean anything
    wall = _minute(hour, minute, half)
    return None if wall is None or wall == _DAY else DailyAt(wall_of(wall))


def _every(found: re.Match[str], window: Span) -> EveryWithin | None:
    number, unit, *span = found.groups()
    every = int(number or 1) * (60 if unit.startswith("h") else 1)
    if not 0 < every < _DAY:
        return None
    if span[0] is None:
        return EveryWithin(timedelta(minutes=every), window.start, window.end)
    begin, end = _minute(span[0], span[1], span[2]), _minute(span[3], span[4], span[5])
    if begin is None or end is None or begin >= end:
        return None
    last = wall_of(min(end + 1, _DAY))  # the window of a trigger stops before its end
    return EveryWithin(timedelta(minutes=every), wall_of(begin), last)


def _minute(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes after midnight, 0..1440 (24:00); None for a time that no clock shows."""
    hours, minutes = int(hour), int(minute or 0)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    wall = hours * 60 + minutes
    return wall if minutes < 60 and wall <= _DAY else None
