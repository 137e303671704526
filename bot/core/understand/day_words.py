"""Steps of the scan that read days: on mondays, mon-fri, tomorrow, next friday, 3 december."""

from collections.abc import Sequence

from bot.core.triggers import EVERY_DAY, Days
from bot.core.understand.lexicon import Item
from bot.core.understand.pieces import OneDay, Pieces

_DAY_ROLES = frozenset({"day", "days"})
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


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
