"""Times of day as people write them, and all the minutes of the day that each can mean."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.triggers import minute_of
from bot.core.understand.lexicon import Item
from content.wish_schema import Part

DAY = 24 * 60
MOST_TIMES = 8  # said in one sentence
NOON = 12 * 60
_FIRST_LITERAL = (
    6  # from 6:00 on a time with its minutes is read as a clock shows it; "2:30" is nearly never at night
)
_MINUTES_TO = {5, 10, 20, 25}
_DIGITS = {3, 4}
HALVES = ("am", "pm")


@dataclass(frozen=True, slots=True)
class Clock:
    """`half` is am or pm where it was said. `as_shown`: written with its minutes. `is_exact`: it can mean one time only."""

    hour: int
    minute: int = 0
    half: str | None = None
    as_shown: bool = False
    is_exact: bool = False

    @property
    def is_possible(self) -> bool:
        hours = range(1, 13) if self.half else range(25)
        return self.hour in hours and self.minute in range(60) and (self.hour < 24 or not self.minute)

    @property
    def literal(self) -> int:
        """Minutes after midnight, 0..1440, on a clock of 24 hours."""
        if self.half is None:
            return self.hour * 60 + self.minute
        return (self.hour % 12 + (12 if self.half == "pm" else 0)) * 60 + self.minute

    @property
    def both(self) -> tuple[int, ...]:
        """What it can mean at all, am or pm."""
        if self.half or self.is_exact or not 1 <= self.hour <= 11:
            return (self.literal,)
        return (self.literal, self.literal + NOON)

    @property
    def meanings(self) -> tuple[int, ...]:
        """What it can mean where nothing else says which: "8:30" is as a clock shows it, "8" and "2:30" may be pm."""
        return (self.literal,) if self.as_shown and self.hour >= _FIRST_LITERAL else self.both

    def within(self, part: Part) -> "Clock | None":
        """The same time in that part of the day; None where it could be neither or both of two."""
        fits = [minute % DAY for minute in self._wide if is_in(minute % DAY, part)]
        return Clock(fits[0] // 60, fits[0] % 60, is_exact=True) if len(fits) == 1 else None

    @property
    def _wide(self) -> tuple[int, ...]:
        """As `both`, and twelve at night is midnight."""
        return (*self.both, self.minute) if self.hour == 12 and not self.half else self.both


def is_in(minute: int, part: Part) -> bool:
    start, end = minute_of(part.start), minute_of(part.end)
    return start <= minute <= end if start <= end else minute >= start or minute <= end


def clock_at(items: Sequence[Item], at: int, *, wanted: bool) -> tuple[Clock, int] | None:
    """The time of day that begins at `at`, and where it ends. `wanted`: a bare "8" or "7 30" is one too."""
    item = items[at]
    if item.role in {"noon", "midnight"}:
        return Clock(12 if item.role == "noon" else 0, is_exact=True), at + 1
    if item.role in {"half", "quarter", "article"} or item.role == "number":
        found = _past(items, at) or (_written(items, at, wanted=wanted) if item.role == "number" else None)
        return _with_half(items, *found, wanted=wanted) if found else None
    return None


def _past(items: Sequence[Item], at: int) -> tuple[Clock, int, bool] | None:
    """half past 7, quarter to 8, 10 past 8, at ten to eight."""
    at += items[at].role == "article"
    roles = _roles(items, at, 3)
    if len(roles) < 3 or roles[2] != "number" or items[at + 2].value > 24:
        return None
    minutes = {"half": 30, "quarter": 15}.get(roles[0], items[at].value)
    if roles[1] == "past" and isinstance(minutes, int) and minutes < 60:
        return Clock(items[at + 2].value, minutes), at + 3, True
    if roles[1] == "to" and roles[0] == "quarter":
        return Clock((items[at + 2].value - 1) or 12, 45), at + 3, True
    if roles[1] == "to" and minutes in _MINUTES_TO and not items[at].text.isdecimal() and _is_led(items, at):
        return Clock((items[at + 2].value - 1) or 12, 60 - minutes), at + 3, True
    return None


def _is_led(items: Sequence[Item], at: int) -> bool:
    """ "at ten to eight" is a time; "from ten to eight" are two."""
    return at > 0 and items[at - 1].role == "at"


def _written(items: Sequence[Item], at: int, *, wanted: bool) -> tuple[Clock, int, bool] | None:
    """In figures or words: 7:30, 7.30, 19h30, 7 30, 0730, 19h, 7. The last says whether it is a time even where none is wanted."""
    item = items[at]
    leads = item.text.startswith("0")
    if _is_clock_mark(items, at):
        end = at + 3
        if _seconds(items, end):
            return None
        clock = Clock(item.value, items[at + 2].value, as_shown=True, is_exact=leads)
        return clock, end, items[at + 1].text != "."
    if item.text.isdecimal() and len(item.text) in _DIGITS:
        clock = Clock(item.value // 100, item.value % 100, as_shown=True, is_exact=leads)
        return clock, at + 1, leads and len(item.text) == 4
    if _is_hour_sign(items, at) or (wanted and item.value >= _FIRST_LITERAL and _text(items, at + 1) == "h"):
        return Clock(item.value, as_shown=True), at + 2, item.value > 12
    if _next_is_minutes(items, at):
        return Clock(item.value, items[at + 1].value), at + 2, False
    return Clock(item.value, is_exact=leads), at + 1, False


def _is_clock_mark(items: Sequence[Item], at: int) -> bool:
    """A colon, a point or an h between an hour and two figures, nothing between."""
    if at + 2 >= len(items) or not items[at].text.isdecimal():
        return False
    mark, minutes = items[at + 1], items[at + 2]
    return (
        mark.text in {":", ".", "h"}
        and mark.glued
        and minutes.glued
        and minutes.role == "number"
        and len(minutes.text) == 2
        and minutes.text.isdecimal()
    )


def _seconds(items: Sequence[Item], at: int) -> bool:
    return (
        at + 1 < len(items)
        and items[at].text in {":", "."}
        and items[at].glued
        and items[at + 1].glued
        and items[at + 1].role == "number"
    )


def _is_hour_sign(items: Sequence[Item], at: int) -> bool:
    return at + 1 < len(items) and items[at + 1].text == "h" and items[at + 1].glued


def _text(items: Sequence[Item], at: int) -> str:
    return items[at].text if at < len(items) else ""


def _next_is_minutes(items: Sequence[Item], at: int) -> bool:
    """7 30, seven thirty: minutes that are no hour, or am and pm behind them; and no third number."""
    roles = _roles(items, at, 3)
    if roles[:2] != ["number", "number"] or roles[2:] == ["number"] or items[at + 1].glued:
        return False
    minutes, text = items[at + 1].value, items[at + 1].text
    has_half = roles[2:] and roles[2] in HALVES
    return len(text) >= 2 and minutes < 60 and (minutes > 24 or text == "00" or bool(has_half))


def _with_half(
    items: Sequence[Item], clock: Clock, at: int, certain: bool, *, wanted: bool
) -> tuple[Clock, int] | None:
    while at < len(items) and items[at].role == "oclock":
        at, certain = at + 1, True
    if at < len(items) and (half := _half(items[at])):
        at += 1
        while at < len(items) and items[at].role == "oclock":
            at += 1
        return replace(clock, half=half), at
    return (clock, at) if wanted or certain else None


def _half(item: Item) -> str | None:
    if item.role in HALVES:
        return item.role
    return f"{item.text}m" if item.text in {"a", "p"} and item.glued else None


def _roles(items: Sequence[Item], at: int, count: int) -> list[str]:
    return [item.role for item in items[at : at + count]]


def alike(clocks: Sequence[Clock]) -> list[Clock]:
    """Who writes one time on a clock of 24 hours writes the others so: "8 to 22" is 08:00-22:00."""
    is_24 = any(clock.half is None and clock.hour > 12 for clock in clocks)
    return [replace(clock, is_exact=True) if is_24 and clock.half is None else clock for clock in clocks]


def windows(begin: Clock, end: Clock, *, every: int) -> list[tuple[int, int]]:
    """Every window within one day that "from ... to ..." can mean, in minutes; both ends count.

    "9 to 6" is 09:00-18:00: an end that is not after its beginning is pm. "2 to 4" is not at night. Where an end could be
    in the morning or in the evening ("8 to 10"), the nearer one is meant only if the steps are small beside it.
    """
    begin, end = alike([begin, end])
    ends = [minute or DAY for minute in end.both]
    pairs = sorted((first, last) for first in begin.both for last in ends if first < last)
    by_day = [pair for pair in pairs if pair[0] >= 5 * 60 or len(begin.both) == 1]
    pairs = by_day or pairs
    shown = (begin.literal, end.literal)
    is_shown = begin.as_shown and end.as_shown
    if len(pairs) > 1 and shown in pairs and (is_shown or shown[1] - shown[0] >= 4 * every):
        return [shown]
    return pairs


def in_order(clocks: Sequence[Clock]) -> list[tuple[int, ...]]:
    """Times said one after the other: everything they can mean where each is after the one before it, the nearest first."""
    found: list[tuple[int, ...]] = [()]
    clocks = alike(clocks[:MOST_TIMES])
    for clock in clocks:
        found = [
            (*before, minute)
            for before in found
            for minute in clock.both
            if not before or minute > before[-1]
        ]
    shown = tuple(clock.literal for clock in clocks)
    return [shown] if shown in found and all(len(clock.meanings) == 1 for clock in clocks) else found
