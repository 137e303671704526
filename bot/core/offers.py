"""What was understood and waits for an OK, as it is stored."""

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, time
from typing import Any

from bot.core.triggers import to_json as trigger_to_json
from bot.core.triggers import trigger_from_json
from bot.core.understand.wish import Change, Pause, Quiet, Resume, Set, Snooze, Stop

Option = Set | Change | Stop | Pause | Resume | Snooze | Quiet
MOST_OPTIONS = 6
_SORTS: dict[str, type[Any]] = {
    sort.__name__: sort for sort in (Set, Change, Stop, Pause, Resume, Snooze, Quiet)
}
_READERS: dict[str, Callable[[Any], Any]] = {
    "trigger": trigger_from_json,
    "until": datetime.fromisoformat,
    "begin": time.fromisoformat,
    "end": time.fromisoformat,
}


def to_json(options: tuple[Option, ...]) -> str:
    return json.dumps([_written(option) for option in options[:MOST_OPTIONS]])


def from_json(text: str) -> tuple[Option, ...]:
    """What `to_json` wrote. Raises ValueError for anything else."""
    try:
        return tuple(_read(**each) for each in json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError("these are no stored options") from error


def _written(option: Option) -> dict[str, Any]:
    named = {each.name: _plain(each.name, getattr(option, each.name)) for each in fields(option)}
    return {"sort": type(option).__name__, **named}


def _plain(name: str, value: Any) -> Any:
    if name == "trigger":
        return trigger_to_json(value)
    return value.isoformat() if isinstance(value, datetime | time) else value


def _read(*, sort: str, **named: Any) -> Option:
    read = {
        name: value if value is None or name not in _READERS else _READERS[name](value)
        for name, value in named.items()
    }
    option: Option = _SORTS[sort](**read)
    return option
