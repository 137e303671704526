"""Steps of the scan that read how often: every 2 hours, hourly, 3 times a day."""

from collections.abc import Sequence

from bot.core.triggers import EVERY_DAY
from bot.core.understand.day_words import days_at
from bot.core.understand.durations import MINUTES, duration_at
from bot.core.understand.lexicon import Item
from bot.core.understand.pieces import Pieces

_TIMES = {"once": 1, "twice": 2}
_DAYS_LONG = MINUTES["day"]


def every(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role == "every_other":
        return _every_other(items, at + 1, pieces)
    if items[at].role != "every" or at + 1 >= len(items):
        return None
    at += 1
    while at + 1 < len(items) and items[at].role in {"noise", "at"}:
        at += 1
    if found := duration_at(items, at, bare=True):
        (minutes, unit), end = found
        _repeat(minutes, unit, pieces)
        return end
    return _every_day_or_number(items, at, pieces)


def hourly(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """hourly, 2 hourly."""
    if items[at].role == "hourly":
        pieces.put("every", 60)
        return at + 1
    after = at + 1 + (at + 1 < len(items) and items[at + 1].text == "-")
    if items[at].role == "number" and after < len(items) and items[after].text == "hourly":
        pieces.put("every", items[at].value * 60)
        return after + 1
    return None


def daily(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role == "weekly":
        pieces.is_weekly = True
        return at + 1
    if items[at].role != "daily":
        return None
    pieces.put("days", EVERY_DAY)
    return at + 1


def count(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """3 times a day, twice daily, 3x/day; twice an hour."""
    if items[at].role in _TIMES:
        number, end = _TIMES[items[at].role], at + 1
    elif items[at].role == "number" and at + 1 < len(items) and items[at + 1].role == "times":
        number, end = items[at].value, at + 2
    else:
        return None
    role = items[end].role if end < len(items) else ""
    if role in {"a_day", "daily"}:
        pieces.put("count", number)
        return end + 1
    if role == "every" and end + 1 < len(items) and items[end + 1].text in {"day", "hour"}:
        return _counted_in(number, items[end + 1].text, end + 2, pieces)
    if role == "an_hour":
        return _counted_in(number, "hour", end + 1, pieces)
    if role == "article" and end + 1 < len(items) and items[end + 1].text in {"day", "hour"}:
        return _counted_in(number, items[end + 1].text, end + 2, pieces)
    return None


def _counted_in(number: int, unit: str, end: int, pieces: Pieces) -> int | None:
    if unit == "day":
        pieces.put("count", number)
    elif number and 60 % number == 0:
        pieces.put("every", 60 // number)
    else:
        return None
    return end


def _every_other(items: Sequence[Item], at: int, pieces: Pieces) -> int:
    """every other hour is every 2 hours; every other day is more than a trigger can say."""
    if at < len(items) and items[at].role == "unit" and MINUTES[items[at].value] < _DAYS_LONG:
        pieces.put("every", 2 * MINUTES[items[at].value])
    else:
        pieces.faults.append("days_apart")
    return at + 1


def _repeat(minutes: int, unit: str, pieces: Pieces) -> None:
    if unit not in {"day", "week"}:
        pieces.put("every", minutes)
    elif minutes == _DAYS_LONG:
        pieces.put("days", EVERY_DAY)
    elif minutes == 7 * _DAYS_LONG:
        pieces.is_weekly = True
    else:
        pieces.faults.append("days_apart")


def _every_day_or_number(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """every monday and friday, every evening, every 30."""
    if found := days_at(items, at):
        days, _, end = found
        if pieces.times and pieces.days not in {None, EVERY_DAY}:
            pieces.left.append("twice")
        pieces.days = (pieces.days or frozenset()) | days
        return end
    if items[at].role == "part":
        if pieces.days is None:
            pieces.days = EVERY_DAY
        return at
    if items[at].role == "number":
        pieces.put("every_bare", items[at].value)
        return at + 1
    return None
