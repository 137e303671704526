"""One pass over the items of a sentence, left to right: each step takes what it knows, and nothing is looked at twice.

A step is `(items, at, pieces) -> where to go on`, or None when what stands at `at` is not its own.
"""

from collections.abc import Callable, Sequence

from bot.core.understand import repeats, time_words
from bot.core.understand.clocks import clock_at
from bot.core.understand.durations import duration_at
from bot.core.understand.lexicon import Item, Lexicon
from bot.core.understand.pieces import Pieces
from bot.core.understand.tokens import Token

Step = Callable[[Sequence[Item], int, Pieces], int | None]
VERBS = frozenset(
    {"remind", "change", "correct", "wait", "snooze", "later", "pause", "quiet", "stop", "off", "back_on", "no_more", "resume",
     "all", "reminders", "it", "again", "quiet_hours"}
)  # fmt: skip
_NOISE = frozenset({"noise", "article", "question_mark"})
_A_FEW = 5
_STOPS = frozenset(",.!;:")
_BEGINS = frozenset({"remind", "snooze", "later", "pause", "stop", "resume", "change"})
_LOUD_MARKS = frozenset(
    {"\N{REPLACEMENT CHARACTER}", "%", "/", "=", "$", "£", "€", "#", "*", "+", "<", ">", "^", "|"}
)


def scan(tokens: tuple[Token, ...], lexicon: Lexicon) -> Pieces:
    items = joined(list(lexicon.items(tokens)))
    pieces, at = Pieces(), 0
    while at < len(items):
        at = _step(items, at, pieces)
    return pieces


def joined(items: list[Item]) -> list[Item]:
    """ "forty five" is one number."""
    found: list[Item] = []
    for item in items:
        before = found[-1] if found else None
        if before is not None and _are_tens_and_ones(before, item):
            found[-1] = Item("number", before.value + item.value, f"{before.text} {item.text}", before.glued)
        elif not (item.text == "-" and before is not None and _is_tens(before)):
            found.append(item)
    return found


def _step(items: Sequence[Item], at: int, pieces: Pieces) -> int:
    for step in STEPS:
        end = step(items, at, pieces)
        if end is not None:
            return end
    return _left_over(items, at, pieces)


def _verb(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role not in VERBS:
        return None
    if at > 0 and items[at - 1].text in _STOPS and items[at].role in _BEGINS:
        pieces.forget_the_preamble()
    pieces.verbs.append(items[at].role)
    return at + 1


def _kind(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role != "kind":
        return None
    if items[at].value not in pieces.kinds:
        pieces.kinds.append(items[at].value)
    return at + 1


def _place(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """Berlin time."""
    if items[at].role != "place":
        return None
    pieces.put("zone", items[at].value)
    return at + 1


def _negated(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """not before ..., not until ..."""
    if (
        items[at].role != "but_not"
        or pieces.has("pause", "stop", "quiet", "off")
        or at + 1 >= len(items)
        or items[at + 1].role not in {"before", "after", "until"}
    ):
        return None
    pieces.is_negated = True
    return at + 1


def _length(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """A length of time by itself: "snooze 20 min"."""
    found = duration_at(items, at)
    if not found:
        return None
    if "more" in items[found[1] - 1].text:
        pieces.verbs.append("again")  # 10 more minutes
    pieces.put("span", found[0])
    return found[1]


def _instead_of(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """every 4 hours instead of 2, 8pm instead of 7: what it was is not what it shall be."""
    if items[at].role != "instead_of" or at + 1 >= len(items):
        return None
    start = at + 1 + (at + 2 < len(items) and items[at + 1].role in {"every", "at"})
    for found in (duration_at(items, start), clock_at(items, start, wanted=True)):
        if found:
            pieces.verbs.append("change")
            return found[1]
    return None


def _amount(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """2 glasses, 200 ml, 3 sets; 2 stretches: how much, which no reminder says."""
    after = items[at + 1].role if at + 1 < len(items) else ""
    if items[at].role in {"number", "article"} and after == "amount":
        return at + 2
    if items[at].role == "number" and after == "kind" and items[at].value <= _A_FEW:
        return at + 1
    return at + 1 if items[at].role == "amount" else None


def _before_every(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """in every 2 hours, on every monday"""
    after = items[at + 1].role if at + 1 < len(items) else ""
    return at + 1 if items[at].role in {"in", "on", "at", "after"} and after in {"every", "daily"} else None


def _number(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role != "number":
        return None
    pieces.put("number", items[at].value)
    return at + 1


def _also(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role != "also":
        return None
    pieces.is_also = True
    return at + 1


def _quiet_word(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """What says nothing; "one" too, in "the water one"."""
    if items[at].text == "one" and at > 0 and items[at - 1].role in {"kind", "noise"}:
        return at + 1
    return at + 1 if items[at].role in _NOISE else None


def _left_over(items: Sequence[Item], at: int, pieces: Pieces) -> int:
    item = items[at]
    if item.role != "mark" or item.value in _LOUD_MARKS:
        pieces.left.append(item.role)
    return at + 1


def _is_tens(item: Item) -> bool:
    return item.role == "number" and not item.text.isdecimal() and item.value in {20, 30, 40, 50}


def _are_tens_and_ones(before: Item, item: Item) -> bool:
    return _is_tens(before) and item.role == "number" and not item.text.isdecimal() and 0 < item.value < 10


STEPS: tuple[Step, ...] = (
    _before_every,
    _instead_of,
    _amount,
    repeats.count,
    repeats.every,
    repeats.hourly,
    repeats.daily,
    repeats.but_not,
    repeats.some_days,
    repeats.one_day,
    repeats.month_day,
    time_words.window,
    time_words.times,
    time_words.until,
    time_words.before_or_after,
    time_words.lasting,
    time_words.part,
    time_words.waking,
    _negated,
    _length,
    _kind,
    _place,
    _verb,
    _also,
    _quiet_word,
    _number,
)
