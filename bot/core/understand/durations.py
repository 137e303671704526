"""Lengths of time: 2 hours, an hour and a half, 1h30, half an hour, 1.5 hours."""

from collections.abc import Sequence

from bot.core.understand.lexicon import Item

MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60, "fortnight": 14 * 24 * 60}
Duration = tuple[int, str]  # minutes, and the unit it was said in


def duration_at(items: Sequence[Item], at: int, *, bare: bool = False) -> tuple[Duration, int] | None:
    """The length of time that begins at `at`, and where it ends. `bare`: "hour" alone is one hour."""
    for form in (_half_or_quarter, _decimal, _counted):
        if found := form(items, at):
            return found
    if bare and _role(items, at) == "unit":
        return _longer(items, MINUTES[items[at].value], at)
    return None


def _half_or_quarter(items: Sequence[Item], at: int) -> tuple[Duration, int] | None:
    """half an hour, a half hour, quarter of an hour."""
    at += _role(items, at) == "article"
    share = {"half": 2, "quarter": 4}.get(_role(items, at))
    if share is None:
        return None
    at += 1
    at += _role(items, at) == "noise" or _is_hyphen(items, at)
    at += _role(items, at) == "article"
    if _role(items, at) == "unit" and items[at].value in {"hour", "day"}:
        return (MINUTES[items[at].value] // share, items[at].value), at + 1
    return None


def _decimal(items: Sequence[Item], at: int) -> tuple[Duration, int] | None:
    """1.5 hours, 1,5 h: only what comes out as whole minutes."""
    roles = [_role(items, at + step) for step in range(4)]
    if roles != ["number", "mark", "number", "unit"] or items[at + 1].text not in {".", ","}:
        return None
    if not (items[at + 1].glued and items[at + 2].glued and len(items[at + 2].text) <= 2):
        return None
    unit, parts = items[at + 3].value, 10 ** len(items[at + 2].text)
    minutes, rest = divmod((items[at].value * parts + items[at + 2].value) * MINUTES[unit], parts)
    return None if rest else ((minutes, unit), at + 4)


def _counted(items: Sequence[Item], at: int) -> tuple[Duration, int] | None:
    """2 hours, an hour and a half, 2 and a half hours, 1 hour 30 minutes, 1h30."""
    number = _number(items, at)
    if number is None:
        return None
    at += 1
    if _role(items, at) == "and_a_half" and _role(items, at + 1) == "unit":
        unit = items[at + 1].value
        return (number * MINUTES[unit] + MINUTES[unit] // 2, unit), at + 2
    at += _is_hyphen(items, at)
    if _role(items, at) != "unit":
        return None
    return _longer(items, number * MINUTES[items[at].value], at)


def _longer(items: Sequence[Item], minutes: int, at: int) -> tuple[Duration, int]:
    """What follows the unit at `at`: and a half, 30 minutes, 30."""
    unit = items[at].value
    if _role(items, at + 1) == "and_a_half":
        return (minutes + MINUTES[unit] // 2, unit), at + 2
    if unit != "hour":
        return (minutes, unit), at + 1
    rest = at + 1 + (_role(items, at + 1) == "and")
    if (
        _role(items, rest) == "number"
        and _role(items, rest + 1) == "unit"
        and items[rest + 1].value == "minute"
    ):
        return (minutes + items[rest].value, unit), rest + 2
    if _role(items, rest) == "number" and items[rest].glued and rest == at + 1 and len(items[rest].text) == 2:
        return (minutes + items[rest].value, unit), rest + 1
    return (minutes, unit), at + 1


def _number(items: Sequence[Item], at: int) -> int | None:
    if _role(items, at) == "article":
        return 1
    return items[at].value if _role(items, at) == "number" else None


def _is_hyphen(items: Sequence[Item], at: int) -> bool:
    return _role(items, at) == "mark" and items[at].text == "-" and items[at].glued


def _role(items: Sequence[Item], at: int) -> str:
    return items[at].role if at < len(items) else ""
