"""Clauses that only tell something around a wish, "I keep forgetting", "sorry for my English": left out before it is read.

Nothing is left out that could say when, how often, what, or under which condition; and nothing where no wish is left.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bot.core.understand.lexicon import Item

Clause = list[Item]
_STOPS = frozenset(".,!?;:()…")
_SILENT = frozenset({"noise", "mark"})
# What a tale is made of: "i" is whoever tells it.
_TELLS = frozenset({"word", "i", "foreign", "past_tense", "reason", "forgets"})
_JOINS = frozenset({"article", "and", "to", "for", "in", "on", "this", "it", "correct"})
# I never drink, I don't move, I often forget
_OF_ONESELF = frozenset(
    {
        "not", "vague", "often", "event", "never", "question", "now", "no_more", "again", "quiet", "duty", "waking",
    }
)  # fmt: skip
_COMMANDS = frozenset({"i", "duty", "remind", "change", "move", "stop", "pause", "resume", "snooze"})
_OF_A_DAY = frozenset({"work_hours", "waking", "at", "from", "all"})  # I am stiff at work
_WANTS = frozenset({"kind", "remind", "change", "move", "snooze", "later", "pause", "quiet_hours"})
_OF_SOMETHING = frozenset({"stop", "resume", "no_more"})
_SOMETHING = frozenset({"kind", "all", "reminders", "it"})
_ALL = frozenset({"all", "everything", "them", "it"})
_TIMES = frozenset({"number", "noon", "midnight", "half", "quarter", "part", "event", "at", "article"})
_NEEDS = frozenset(
    {"need to", "i need to", "i want to", "want to", "i need", "i want", "off", "set"}
)  # of a tale, too


def without_asides(items: Sequence[Item]) -> list[Item]:
    clauses = list(_clauses(items))
    leads = _before_the_wish(clauses)
    kept = [
        clause
        for at, clause in enumerate(clauses)
        if not _is_aside(clause, is_lead=at < leads, may_ask=at > 0)
    ]
    kept = _without_complaints(kept)
    tales = [clause for clause in kept if _is_aside(clause, may_name=True)]
    wish = [item for clause in kept if clause not in tales for item in clause]
    roles = {item.role for item in wish}
    if len(kept) == 1 and _is_length(kept[0]) and (kept[0] is clauses[0] or _is_of_now(clauses[0])):
        return kept[0]
    if tales and "kind" not in roles and roles - _SILENT - _JOINS:
        wish = [item for tale in tales for item in _forgotten(tale, roles)] + wish
        roles = {item.role for item in wish}
    return wish if _is_wish(wish) else list(items)


def _without_complaints(clauses: list[Clause]) -> list[Clause]:
    """ "6pm is too late, make it 5pm": of the old time its kind is left. Only where a change is asked for elsewhere."""
    old = [clause for clause in clauses if any(item.role == "complaint" for item in clause)]
    new = [clause for clause in clauses if clause not in old and any(_is_new(item) for item in clause)]
    if len(old) != 1 or not new:
        return clauses
    kinds = [item for item in old[0] if item.role == "kind"]
    stops = any(item.role == "stop" for clause in new for item in clause)
    change = [] if stops else [Item("change", None, "", glued=False)]
    return [[*change, *kinds] if clause is old[0] else clause for clause in clauses]


def _is_of_now(clause: Clause) -> bool:
    """ "I am cooking", "can't stretch": what keeps one now."""
    first = next((item.text for item in clause if item.role not in _SILENT), "")
    return first.startswith(("im", "i am", "cant", "cannot")) and not any(
        item.role == "past_tense" for item in clause
    )


def _is_length(clause: Clause) -> bool:
    """ "I am cooking, half an hour": behind that it is a while to wait."""
    roles = [item.role for item in clause if item.role not in _SILENT]
    return "unit" in roles and set(roles) <= {"number", "unit", "half", "quarter", "article", "and_a_half"}


def _is_new(item: Item) -> bool:
    return item.role in {"number", "every", "noon", "hourly", "stop"}


def _is_wish(wish: Clause) -> bool:
    """ "stop" and "restart" alone, behind a tale, are about something in it."""
    roles = {item.role for item in wish}
    if not roles & _OF_SOMETHING:
        return bool(roles & _WANTS)
    return bool(roles & _SOMETHING) or any(_ALL & {*item.text.split()} for item in wish)


def _clauses(items: Sequence[Item]) -> Iterator[Clause]:
    """Parted by marks that are not inside a number, behind words like "please", before "because" and "but I"."""
    clause: Clause = []
    for at, item in enumerate(items):
        joins = item.text in {"but", "and"} and _begins(items, at + 1, is_first=not clause)
        if clause and (joins or item.role == "reason"):
            yield clause
            clause = []
        if joins:
            continue
        clause.append(item)
        if _is_stop(items, at):
            yield clause
            clause = []
    if clause:
        yield clause


def _begins(items: Sequence[Item], at: int, *, is_first: bool) -> bool:
    """Whether what a "but" or "and" leads to is a clause of its own."""
    roles = _COMMANDS | {"noise"} if is_first else _COMMANDS
    return at < len(items) and items[at].role in roles


def _is_stop(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    if item.role != "mark":
        return bool(item.value == "break")
    follows = items[at + 1] if at + 1 < len(items) else None
    is_inside = item.glued and follows is not None and follows.glued and follows.role == "number"
    is_dash = item.text == "-" and not item.glued and follows is not None and not follows.glued
    return (item.text in _STOPS and not is_inside) or is_dash or not item.text.isascii()


def _before_the_wish(clauses: Sequence[Clause]) -> int:
    roles = _WANTS | _OF_SOMETHING
    wants = (any(item.role in roles and item.text not in _NEEDS for item in clause) for clause in clauses)
    return next((at for at, is_wish in enumerate(wants) if is_wish), 0)


def _is_aside(
    clause: Clause, *, is_lead: bool = False, may_ask: bool = False, may_name: bool = False
) -> bool:
    """`is_lead`: it stands before the wish. `may_ask`: "is that ok?" behind it. `may_name`: it names a kind."""
    roles = {item.role for item in _said(clause) if not (is_lead and item.text in _NEEDS)} - _SILENT
    allowed = _TELLS | _JOINS
    if _is_of_oneself(clause):
        allowed |= _OF_ONESELF | ({"kind"} if may_name else set()) | (_OF_A_DAY if is_lead else set())
    if may_ask:
        allowed |= {"question"}
    return bool(roles & (_TELLS | {"question"})) and roles <= allowed


def _said(clause: Clause) -> Iterator[Item]:
    """Without the "about" that no time follows."""
    for item, after in zip_longest(clause, clause[1:]):
        if item.role != "at" or (after is not None and after.role in _TIMES):
            yield item


def _is_of_oneself(clause: Clause) -> bool:
    """It begins with somebody or "it", or gives a reason."""
    first = next((item.role for item in clause if item.role not in _SILENT | {"and", "correct"}), "")
    if clause and clause[0].text.startswith("my ") and clause[0].role == "noise":
        return True  # my back gets stiff
    return first in {"i", "it", "reason", "forgets"}


def _forgotten(tale: Clause, roles: set[str]) -> Clause:
    """What is forgotten is what one wants to be reminded of; "I am done with ice, cancel it" is about ice."""
    is_forgotten = any(item.role == "forgets" for item in tale) or {"stop", "it"} <= roles
    return [item for item in tale if item.role == "kind"] if is_forgotten else tale
