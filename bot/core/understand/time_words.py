"""Steps of the scan that read times: at 9 and 18, from 9 to 6, until monday, for 2 hours, not before 10, in the evening."""

from collections.abc import Sequence

from bot.core.understand.clocks import NOON, Clock, clock_at
from bot.core.understand.durations import duration_at
from bot.core.understand.lexicon import Item
from bot.core.understand.pieces import Pieces
from bot.core.understand.repeats import date_at, day_at

# After these a bare "8" is a time: at 8, make it 8, every day 8.
_LEADS_TO_TIME = frozenset({"at", "change", "correct", "daily", "today", "tomorrow", "part", "day", "days"})
_TO = frozenset({"to", "until", "and"})
_LISTS = frozenset({",", ";", "/", ":", ".", "!", "+"})
_OF_A = frozenset({"the", "of", "a", "an"})
_COUNTED = frozenset({"kind", "amount", "unit", "times", "month"})
_NO_TIME_BEFORE = frozenset({"unit", "times", "a_day", "an_hour", "hourly", "and_a_half"})


def window(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """from 9 to 6, between 9 and 6, 9-6, from 9 on, from 9."""
    leads = items[at].role in {"from", "between"}
    if items[at].role == "at":
        return None  # "at 5 to 6" is a time, or two
    first = _time(items, _after_at(items, at + leads), wanted=True)
    if first is None:
        return None
    clock, end = first
    end += items[end : end + 1] != [] and items[end].text == "," and _is_to(items, end + 1, False)
    last = _time(items, _after_at(items, end + 1), wanted=True) if _is_to(items, end, leads) else None
    if last is None:
        return _open_window(items, end, clock, pieces) if leads else None
    pieces.put("begin", clock)
    pieces.put("end", last[0])
    return last[1]


def times(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """at 9, at 8am and 6pm, 7:30."""
    replaces = pieces.has("change") and (
        items[at].role == "to" or (bool(pieces.times) and _is_with(items[at]))
    )
    leads = items[at].role == "at" or replaces
    is_wanted = leads or (at > 0 and _before(items, at) in _LEADS_TO_TIME and items[at].text != "one")
    start = _after_at(items, at + replaces)
    clocks, end = _list(items, start, wanted=is_wanted)
    if not clocks and items[at].role == "number":
        clocks, end = _list(items, start, wanted=True)
        if not _are_times(clocks, end - start):
            return None
    if clocks and (replaces or _is_old(pieces)):
        pieces.times.clear()  # the 3pm one to 4pm; the one at 2pm, can it come at 4pm
    elif clocks and pieces.times and (pieces.has("change") or not _goes_on(items, at)):
        pieces.left.append("twice")
    if clocks:
        pieces.verbs_before_times = len(pieces.verbs)
    pieces.times.extend(clocks)
    return end if clocks else None


def _is_with(item: Item) -> bool:
    """swap 8am for 9am, replace 8am with 9am"""
    return item.role == "for" or item.text == "with"


def _is_counted(items: Sequence[Item], at: int) -> bool:
    """Whether the number before counts something: 2 stretches, 3 hours; "20h" is a time."""
    is_hour_sign = at < len(items) and items[at].text == "h" and items[at].glued
    return _role(items, at) in _COUNTED and not is_hour_sign


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """at 9am please and at 6pm"""
    before = next((item for item in reversed(items[:at]) if item.role not in {"noise", "at"}), None)
    return before is not None and (before.role in {"and", "also", "daily", "days"} or before.text in _LISTS)


def _is_old(pieces: Pieces) -> bool:
    """Whether a change was asked for since a time was said."""
    return bool(pieces.times) and "change" in pieces.verbs[pieces.verbs_before_times :]


def _are_times(clocks: list[Clock], length: int) -> bool:
    """ "9, 12, 15", "8, 12 and 6pm", and "2 in the afternoon" are times; "2" and "2 3" are anything."""
    if len(clocks) == 1:
        return length > 1 and clocks[0].is_exact
    return any(clock.half or clock.hour > NOON // 60 for clock in clocks)


def _list(items: Sequence[Item], at: int, *, wanted: bool) -> tuple[list[Clock], int]:
    """8, 12 and 6pm; 0800 1200 1600."""
    clocks: list[Clock] = []
    end, found = at, _time(items, at, wanted=wanted)
    while found is not None:
        clocks.append(found[0])
        end = found[1]
        after = _next_of_list(items, end)
        is_next = after > end or (_role(items, after) == "number" and not _is_counted(items, after + 1))
        found = _time(items, after, wanted=True) if is_next else None
    return clocks, end


def until(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """until 5pm, till monday, until tomorrow at 9, until friday evening."""
    if items[at].role != "until":
        return None
    end, start = at + 1, at + 1
    while (step := _until_piece(items, end, pieces)) is not None:
        end = step
    if end == start:
        return None
    pieces.until = True
    return end


def before_or_after(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    role = items[at].role
    if role not in {"before", "after"}:
        return None
    found = _time(items, _after_at(items, at + 1), wanted=True)
    if found is None:
        return None
    pieces.put(role, found[0])
    return found[1]


def lasting(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """for 2 hours, for the next 2 days, for today, in 20 minutes, in the next hour; next 3 hours."""
    role = items[at].role
    if role not in {"for", "in", "next"}:
        return None
    start = at + 1
    while start < len(items) and items[start].role in {"noise", "next", "at", "this"}:
        start += 1
    if start >= len(items):
        return None
    if found := duration_at(items, start, bare=any(item.role == "next" for item in items[at:start])):
        pieces.put("delay" if role == "in" and start == at + 1 else "span", found[0])
        return found[1]
    if role == "in" and _is_last_number(items, start):
        return start
    if role == "for" and items[start].role in {"today", "part", "day"}:
        return start
    return None


def part(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """in the morning, at night, this evening."""
    start, this = at, False
    while start < len(items) and (
        items[start].role in {"in", "at", "this", "on", "for", "article"} or items[start].text == "the"
    ):
        this = this or items[start].role == "this"
        start += 1
    if start >= len(items) or items[start].role != "part":
        return None
    if items[start].value not in pieces.parts:
        pieces.parts.append(items[start].value)
    if this or items[start].text.startswith(("to", "2")):
        pieces.put("one_day", "today")
    return start + 1


def waking(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role not in {"waking", "work_hours"}:
        return None
    pieces.is_waking = pieces.is_waking or items[at].role == "waking"
    pieces.needs_window = pieces.needs_window or items[at].role == "work_hours"
    return at + 1


def event(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """after lunch at 1pm; before bed, say 9:30pm: what it comes with, where the time follows. A meeting at 3 is not the time."""
    if items[at].role not in {"before", "after", "at"} or pieces.times:
        return None
    what = at + 1
    while what < len(items) and items[what].role in {"noise", "article"}:
        what += 1
    if what >= len(items) or items[what].role != "event" or _is_the_events(items, at, what):
        return None
    end = what + 1 + (what + 1 < len(items) and items[what + 1].text == ",")
    found = _time(items, _after_at(items, end), wanted=False)
    return end if found is not None else None


def _is_the_events(items: Sequence[Item], at: int, what: int) -> bool:
    return items[at].role == "before" and "bed" not in items[what].text


def _is_last_number(items: Sequence[Item], at: int) -> bool:
    """ "come back in 20": the unit is left out."""
    return items[at].role == "number" and (at + 1 == len(items) or items[at + 1].role == "mark")


def _until_piece(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    at = _after_at(items, at)
    while at < len(items) and items[at].role == "noise":
        at += 1
    if at >= len(items):
        return None
    if (date := date_at(items, at)) is not None:
        pieces.put("date", date[0])
        return date[1]
    if (day := day_at(items, at)) is not None:
        pieces.put("until_day", day[0])
        pieces.is_next = items[at].role == "next"
        return day[1]
    if items[at].role == "part":
        pieces.put("until_part", items[at].value)
        return at + 1
    found = _time(items, at, wanted=True)
    if found is None:
        return None
    pieces.put("until_clock", found[0])
    return found[1]


def _open_window(items: Sequence[Item], end: int, clock: Clock, pieces: Pieces) -> int:
    pieces.put("begin", clock)
    return end + (end < len(items) and items[end].role in {"onwards", "on"} and _is_last_or_days(items, end))


def _is_last_or_days(items: Sequence[Item], at: int) -> bool:
    return items[at].role == "onwards" or at + 1 >= len(items)


def _time(items: Sequence[Item], at: int, *, wanted: bool) -> tuple[Clock, int] | None:
    """A time of day that is not the number of something: "2" of "2 hours" is none. With its part: 8 in the morning."""
    if at >= len(items):
        return None
    found = clock_at(items, at, wanted=wanted)
    if found is None or (found[1] < len(items) and items[found[1]].role in _NO_TIME_BEFORE):
        return None
    return _in_part(items, *found)


def _in_part(items: Sequence[Item], clock: Clock, end: int) -> tuple[Clock, int]:
    at = end
    while at < len(items) and at - end < 3 and (items[at].role in {"in", "at"} or items[at].text in _OF_A):
        at += 1
    if at >= len(items) or items[at].role != "part" or items[at].text.startswith(("to", "2")):
        return clock, end
    within = clock.within(items[at].value)
    return (within, at + 1) if within else (clock, end)


def _is_to(items: Sequence[Item], at: int, leads: bool) -> bool:
    if at >= len(items):
        return False
    if items[at].text == "2" and items[at - 1].role in {"am", "pm"}:
        return True  # 8am 2 8pm
    return items[at].text == "-" or (items[at].role in _TO and (leads or items[at].role != "and"))


def _role(items: Sequence[Item], at: int) -> str:
    return items[at].role if at < len(items) else ""


def _after_at(items: Sequence[Item], at: int) -> int:
    while at < len(items) and items[at].role == "at":
        at += 1
    return at


def _next_of_list(items: Sequence[Item], at: int) -> int:
    start = at
    while (
        at < len(items)
        and at - start < 3
        and (items[at].text in {",", "/", ";"} or items[at].role in {"and", "at"})
    ):
        at += 1
    return at


def _before(items: Sequence[Item], at: int) -> str:
    at -= 1
    while at > 0 and (items[at].role == "noise" or items[at].text == ","):
        at -= 1
    return items[at].role
