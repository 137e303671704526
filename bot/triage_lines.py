"""JSON lines in, JSON lines out: what stands behind `python -m bot triage`."""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.core.triage import Answers, Assessment, Facts, UnknownSign, assess
from content import Content

LISTS = ("flags", "long_standing", "not_sure")
RANGES: Mapping[str, tuple[float, float]] = {
    "pain": (0, 10),
    "hours": (0, 1_000_000),
    "age": (0, 130),
    "weeks_pregnant": (0, 45),
}
YES_OR_NO = ("worsening", "tried_self_care")
ONSETS = ("sudden", "gradual")
SHOWN = 60  # characters of someone's own words that an error repeats


class _BadLine(ValueError):
    """A line that cannot be judged; the message is a sentence for the caller."""


def run(lines: Iterable[str], write: Callable[[str], object], content: Content) -> None:
    """Judge each line and `write` one line for it, newline included; blank lines are passed over.

    A line is `{"flags": [...], "long_standing": [...], "not_sure": [...], "facts": {...}}`, every part optional; null
    means not given. What cannot be judged gives `{"error": "...", "line": n}`, counted from 1, and the run goes on.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            write(json.dumps(_answer(line, number, content)) + "\n")


def _answer(line: str, number: int, content: Content) -> dict[str, object]:
    try:
        return _shown(assess(_answers(_parsed(line)), content))
    except (_BadLine, UnknownSign) as error:
        return {"error": str(error), "line": number}


def _shown(assessment: Assessment) -> dict[str, object]:
    return {
        "level": assessment.level.word,
        "flags": assessment.flags,
        "rules": assessment.rules,
        "cards": assessment.cards,
    }


def _parsed(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _BadLine("this line is not JSON") from None
    if not isinstance(found, dict):
        raise _BadLine("a line must be a JSON object")
    return found


def _answers(line: dict[str, Any]) -> Answers:
    _refuse_unknown(line, (*LISTS, "facts"))
    flags, long_standing, not_sure = (_signs(line.get(name), name) for name in LISTS)
    return Answers(flags, long_standing, not_sure, _facts(line.get("facts")))


def _refuse_unknown(given: dict[str, Any], known: Iterable[str]) -> None:
    """A misspelt key must not be read as "nothing reported"."""
    for key in given:
        if key not in known:
            raise _BadLine(f"unknown key {key[:SHOWN]!r}")


def _signs(value: Any, name: str) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list) or not all(isinstance(sign, str) for sign in value):
        raise _BadLine(f"{name} must be a list of sign ids")
    return frozenset(value)


def _facts(value: Any) -> Facts:
    if value is None:
        return Facts()
    if not isinstance(value, dict):
        raise _BadLine("facts must be an object")
    _refuse_unknown(value, (*RANGES, *YES_OR_NO, "onset"))
    given = {name: fact for name, fact in value.items() if fact is not None}
    for name, fact in given.items():
        _check_fact(name, fact)
    return Facts(**given)


def _check_fact(name: str, fact: Any) -> None:
    if name in RANGES:
        least, most = RANGES[name]
        is_number = isinstance(fact, (int, float)) and not isinstance(fact, bool)
        if not is_number or math.isnan(fact) or not least <= fact <= most:
            raise _BadLine(f"{name} must be a number from {least} to {most}")
    elif name in YES_OR_NO and not isinstance(fact, bool):
        raise _BadLine(f"{name} must be true or false")
    elif name == "onset" and fact not in ONSETS:
        raise _BadLine('onset must be "sudden" or "gradual"')
