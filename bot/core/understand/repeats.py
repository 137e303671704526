"""Steps of the scan that read how often and on which days: every 2 hours, hourly, 3 times a day, on mondays, december 3rd."""

from collections.abc import Sequence

from bot.core.triggers import EVERY_DAY, Days
from bot.core.understand.durations import MINUTES, duration_at
from bot.core.understand.lexicon import Item
from bot.core.understand.pieces import OneDay, Pieces

_DAY_ROLES = frozenset({"day", "days"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_TIMES = {"once": 1, "twice": 2}
_DAYS_LONG = MINUTES["day"]


def some_days(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """Days of each week. A single "monday" may be the next one: that is another step."""
    start = at + (items[at].role in {"on", "from", "between", "at"})
    found = days_at(items, start)
    if found is None or not found[1]:
        return None
    days, _, end = found
    if pieces.times and pieces.days not in {None, EVERY_DAY}:
        pieces.left.append("twice")  # mondays at 7 and fridays at 9
    pieces.days = days if pieces.days in {None, EVERY_DAY} else (pieces.days or days) | days
    return end


def but_not(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """except sundays, not on weekends, every day but sunday."""
    leaves_out = items[at].role == "but_not"
    if not leaves_out and items[at].text != "but":
        return None
    found = days_at(items, at + 1 + (leaves_out and at + 1 < len(items) and items[at + 1].role == "on"))
    if found is None:
        return None
    pieces.put("not_days", found[0])
    return found[2]


def one_day(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    start = at + (items[at].role == "on")
    found = day_at(items, start)
    if found is None:
        return None
    pieces.put("one_day", found[0])
    return found[1]


def month_day(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """3 december, december 3rd, the 3rd of december."""
    start = at + (items[at].role == "on")
    found = date_at(items, start)
    if found is None:
        return None
    pieces.put("date", found[0])
    return found[1]


def days_at(items: Sequence[Item], at: int) -> tuple[Days, bool, int] | None:
    """The days named from `at` on, whether they are certainly those of each week, and where they end."""
    if at >= len(items) or items[at].role not in _DAY_ROLES:
        return None
    days, every_week, count, end = items[at].value, items[at].role == "days", 1, at + 1
    while (after := _after_joint(items, end)) is not None:
        named = items[after].value
        is_range = any(_is_to(item) for item in items[end:after])
        days = days | (_span(items[end - 1].value, named) if is_range else named)
        every_week = every_week or items[after].role == "days"
        count, end = count + 1, after + 1
    return days, every_week or count > 1, end


def day_at(items: Sequence[Item], at: int) -> tuple[OneDay, int] | None:
    """today, tomorrow, friday, next friday, this weekend, next week."""
    if at < len(items) and items[at].role in {"this", "next"}:
        at += 1
        if at < len(items) and items[at].role == "part":
            return ("today", at)
    if at >= len(items):
        return None
    if items[at].role in {"today", "tomorrow", "next_week"}:
        return items[at].role, at + 1
    return (items[at].value, at + 1) if items[at].role == "day" else None


def date_at(items: Sequence[Item], at: int) -> tuple[tuple[int, int], int] | None:
    """(month, day), where both are said."""
    while at < len(items) and items[at].text == "the":
        at += 1
    if at < len(items) and items[at].role == "month":
        number = _ordinal(items, at + 1)
        return ((items[at].value, number[0]), number[1]) if number else None
    number = _ordinal(items, at)
    if number is None:
        return None
    end = number[1] + (number[1] < len(items) and items[number[1]].text == "of")
    return (
        ((items[end].value, number[0]), end + 1) if end < len(items) and items[end].role == "month" else None
    )


def _ordinal(items: Sequence[Item], at: int) -> tuple[int, int] | None:
    if at >= len(items) or items[at].role != "number" or not 1 <= items[at].value <= 31:
        return None
    has_ending = at + 1 < len(items) and items[at + 1].text in _ORDINALS and items[at + 1].glued
    return items[at].value, at + 1 + has_ending


def _after_joint(items: Sequence[Item], at: int) -> int | None:
    """Where the next day stands: behind a comma, an "and", a dash, or nothing."""
    start = at
    while (
        at < len(items)
        and at - start < 2
        and (items[at].text in {",", "/", "&"} or items[at].role == "and" or _is_to(items[at]))
    ):
        at += 1
    return at if at < len(items) and items[at].role in _DAY_ROLES else None


def _is_to(item: Item) -> bool:
    return item.role in {"to", "until"} or item.text == "-"


def _span(first: Days, last: Days) -> Days:
    """From one day to another, over the end of the week too."""
    start, end = min(first), max(last)
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


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
    if role in {"mark", "at"} and items[at].role == "number":
        pieces.is_count_of_times = True  # 4 times, at 9am ...
        pieces.put("count", number)
        return end
    unit, end = _unit_of_count(items, end, role)
    return _counted_in(number, unit, end, pieces)


def _unit_of_count(items: Sequence[Item], end: int, role: str) -> tuple[str, int]:
    if role in {"a_day", "daily", "an_hour"}:
        return ("hour" if role == "an_hour" else "day"), end + 1
    if role in {"every", "article"} and end + 1 < len(items):
        return items[end + 1].text, end + 2
    return "", end


def _counted_in(number: int, unit: str, end: int, pieces: Pieces) -> int | None:
    if unit == "day":
        pieces.put("count", number)
    elif unit == "hour" and number and 60 % number == 0:
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
    if unit not in {"day", "week", "fortnight"}:
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
