"""What was understood and waits for an OK: which of it makes sense, and how it is stored."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, time
from typing import Any

from bot.core.people import Person
from bot.core.triggers import DailyAt, Once, Trigger, trigger_from_json
from bot.core.triggers import to_json as trigger_to_json
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


@dataclass(frozen=True, slots=True)
class Offer:
    """`chosen`: which of `options` it was; -1: none of them; None: nobody has said yet. `update_id`: of the message."""

    id: int
    options: tuple[Option, ...]
    chosen: int | None
    update_id: int

    @property
    def is_waiting(self) -> bool:
        return self.chosen is None


def that_come(options: Iterable[Option], person: Person) -> tuple[Option, ...]:
    """Without daily times in quiet hours, which would never come; an instant at night after those by day."""
    by_day = [option for option in options if not _never_comes(option, person)]
    return tuple(sorted(by_day, key=lambda option: _is_at_night(option, person)))


def _trigger(option: Option) -> Trigger | None:
    return option.trigger if isinstance(option, Set | Change) else None


def _never_comes(option: Option, person: Person) -> bool:
    trigger = _trigger(option)
    return isinstance(trigger, DailyAt) and person.quiet.contains(trigger.at)


def _is_at_night(option: Option, person: Person) -> bool:
    trigger = _trigger(option)
    return isinstance(trigger, Once) and person.is_quiet_at(trigger.at)


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
