"""One pass over the items of a sentence, left to right: each step takes what it knows, and nothing is looked at twice.

A step is `(items, at, pieces) -> where to go on`, or None when what stands at `at` is not its own.
"""

from collections.abc import Callable, Sequence

from bot.core.understand import repeats, time_words
from bot.core.understand.clauses import without_asides
from bot.core.understand.clocks import clock_at
from bot.core.understand.durations import duration_at
from bot.core.understand.lexicon import Item, Lexicon
from bot.core.understand.pieces import Pieces
from bot.core.understand.tokens import Token

Step = Callable[[Sequence[Item], int, Pieces], int | None]
VERBS = frozenset(
    {"remind", "change", "move", "correct", "wait", "snooze", "later", "pause", "quiet", "stop", "off", "back_on", "no_more", "resume",
     "all", "reminders", "it", "again", "quiet_hours"}
)  # fmt: skip
_OF_SOMEBODY = frozenset({"remind", "ping", "nudge", "notify", "reminding"})
_STATES = frozenset({"is", "are", "its", "thats"})
_STANDING = ("stop", "pause", "resume")
_SHORT = frozenset({"minute", "hour"})
_WHEN = frozenset({"day", "days", "part", "number", "noon", "midnight", "today", "tomorrow", "next_week", "month", "waking", "work_hours"})  # fmt: skip
_NOISE = frozenset({"noise", "article", "question_mark"})
_A_FEW = 5
_STOPS = frozenset(",.!;:")
_LOUD_MARKS = frozenset(
    {"\N{REPLACEMENT CHARACTER}", "%", "/", "=", "$", "£", "€", "#", "*", "+", "<", ">", "^", "|"}
)


def scan(tokens: tuple[Token, ...], lexicon: Lexicon) -> Pieces:
    said = joined(list(lexicon.items(tokens)))
    items = without_asides(said)
    pieces, at = Pieces(), 0
    pieces.opens = next((item.role for item in said if item.role != "noise"), "")
    pieces.is_statement = any(item.text in _STATES for item in said)
    while at < len(items):
        at = _step(items, at, pieces)
    pieces.is_length_only = pieces == Pieces(span=pieces.span, opens=pieces.opens) and _is_short(pieces.span)
    return pieces


def _is_short(span: tuple[int, str] | None) -> bool:
    """ "20 minutes please" can only be a while to wait."""
    return span is not None and span[1] in _SHORT


def joined(items: list[Item]) -> list[Item]:
    """ "forty five" is one number, and so is "1,000"."""
    found: list[Item] = []
    for item in items:
        before = found[-1] if found else None
        if before is not None and _are_tens_and_ones(before, item):
            found[-1] = Item("number", before.value + item.value, f"{before.text} {item.text}", before.glued)
        elif _is_thousands(found, item):
            whole = found[-2]
            found[-2:] = [
                Item("number", whole.value * 1000 + item.value, f"{whole.text}{item.text}", whole.glued)
            ]
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
    if items[at].role == "all" and _role(items, at + 1) == "kind":
        return at + 1  # all the water
    pieces.verbs.append("change" if items[at].role == "move" else items[at].role)
    if items[at].role == "move":
        pieces.is_move = True
    if items[at].text in _OF_SOMEBODY and _is_somebody(items, at + 1):
        pieces.left.append("i")  # remind john
    if items[at].text == "no" and _role(items, at + 1) == "kind":
        pieces.is_denied = True
    return at + 1


def _is_somebody(items: Sequence[Item], at: int) -> bool:
    """remind john, remind my colleagues"""
    return _role(items, at + (at < len(items) and items[at].text == "my")) == "word"


def _kind(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    if items[at].role != "kind":
        return None
    if items[at].value not in pieces.kinds:
        pieces.kinds.append(items[at].value)
    if _role(items, at + 1) == "word" and ("stretching" not in items[at].value or not pieces.verbs):
        pieces.left.append("object")  # hot chocolate
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
    before = items[at - 1].text if at else ""
    asks_again = "more" in items[found[1] - 1].text or before in {"another", "give me", "gimme", "give us"}
    if found[0][1] in _SHORT and asks_again:
        pieces.verbs.append("again")  # 10 more minutes, another half hour
    pieces.put("span", found[0])
    return found[1]


def _was(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """from every 2 hours to every 3; to 3 hours: what was said before is what it was."""
    if not pieces.has("change") or items[at].role not in {"from", "to"}:
        return None
    start = at + 1 + (_role(items, at + 1) == "every")
    found = duration_at(items, start)
    if found is None or found[0][1] not in _SHORT:
        return None
    if items[at].role == "to":
        pieces.every = found[0][0]
    return found[1]


def _instead_of(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """every 4 hours instead of 2, 8pm instead of 7, make it 7pm not 8pm: what it was is not what it shall be."""
    before = items[at - 1] if at else None
    is_parted = before is not None and (before.text == "," or before.value == "break")
    is_after_times = is_parted or pieces.has("change")
    denies = items[at].text == "not" and (is_after_times or _not_but(items, at) is not None)
    if not (items[at].role == "instead_of" or denies) or at + 1 >= len(items):
        return None
    if items[at].text == "not" and (end := _not_but(items, at)) is not None:
        pieces.verbs.append("change")
        return end
    start = at + 1 + (at + 2 < len(items) and items[at + 1].role in {"every", "at"})
    if pieces.every is not None and _is_bare_step(items, at + 1):
        pieces.verbs.append("change")
        return at + 2 + (items[at + 1].role == "every")
    length = duration_at(items, start) if pieces.every is not None or not denies else None
    found = length or (clock_at(items, start, wanted=True) if pieces.times or not denies else None)
    if found is None:
        return None
    pieces.verbs.append("change")
    return found[1]


def _not_but(items: Sequence[Item], at: int) -> int | None:
    """not at 8am but at 9am"""
    start = at + 1 + (_role(items, at + 1) == "at")
    found = clock_at(items, start, wanted=True) if start < len(items) else None
    is_but = found is not None and found[1] < len(items) and items[found[1]].text == "but"
    return found[1] + 1 if found is not None and is_but else None


def _is_bare_step(items: Sequence[Item], at: int) -> bool:
    """hourly; every 3, or 3, and nothing behind it"""
    if _role(items, at) == "hourly":
        return True
    if _role(items, at) == "number":
        return _role(items, at + 1) in {"", "mark"}
    is_step = [_role(items, at), _role(items, at + 1)] == ["every", "number"]
    return is_step and _role(items, at + 2) in {"", "mark"}


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
    """What says nothing; in its place also: the water one, about stretching, put the pack on, can this wait."""
    role, after = items[at].role, _role(items, at + 1)
    says_nothing = (
        role in _NOISE
        or (items[at].text == "one" and at > 0 and items[at - 1].role in {"kind", "noise"})
        or (role == "at" and after == "kind")
        or (role == "on" and after in {"", "mark", "at", "again"})
        or (role == "this" and after in VERBS)
        or (role == "times" and at > 0 and items[at - 1].role == "kind")
    )
    return at + 1 if says_nothing else None


def _back_from(items: Sequence[Item], at: int, pieces: Pieces) -> int | None:
    """ "I'm back from my trip": from where is all the same."""
    if items[at].role != "resume" or not items[at].text.endswith("back") or _role(items, at + 1) != "from":
        return None
    pieces.verbs.append("resume")
    while at < len(items) and items[at].text not in _STOPS:
        at += 1
    return at


def _left_over(items: Sequence[Item], at: int, pieces: Pieces) -> int:
    item = items[at]
    after = _role(items, at + 1)
    if item.role == "word" and (after in _WHEN or (after == "kind" and pieces.has(*_STANDING))):
        pieces.left.append("object")  # a word before a time may turn it round
    elif item.role != "mark" or item.value in _LOUD_MARKS:
        pieces.left.append(item.role)
    return at + 1


def _role(items: Sequence[Item], at: int) -> str:
    return items[at].role if at < len(items) else ""


def _is_tens(item: Item) -> bool:
    return item.role == "number" and not item.text.isdecimal() and item.value in {20, 30, 40, 50}


def _are_tens_and_ones(before: Item, item: Item) -> bool:
    return _is_tens(before) and item.role == "number" and not item.text.isdecimal() and 0 < item.value < 10


def _is_thousands(before: Sequence[Item], item: Item) -> bool:
    if len(before) < 2 or before[-1].text != "," or not (before[-1].glued and item.glued):
        return False
    return len(item.text) == 3 and item.text.isdecimal() and before[-2].text.isdecimal()


STEPS: tuple[Step, ...] = (
    _before_every,
    _was,
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
    time_words.event,
    time_words.window,
    time_words.times,
    time_words.until,
    time_words.before_or_after,
    time_words.lasting,
    time_words.part,
    time_words.waking,
    _back_from,
    _negated,
    _length,
    _kind,
    _place,
    _verb,
    _also,
    _quiet_word,
    _number,
)
