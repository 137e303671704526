"""What every part of the sandbox writes down: counters, settings, and the hook to the journal."""

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Note = Callable[[str, Json], None]
Record = tuple[str, Json]


def forget(_kind: str, _value: Json) -> None:
    """The note of a sandbox without a journal."""


class Counters:
    """Numbers that only go up, over restarts and resets too."""

    def __init__(self, note: Note, starts: dict[str, int]) -> None:
        self._note = note
        self._last = dict(starts)

    def next(self, name: str) -> int:
        """The number after the last one; the thing it numbers carries it into the journal."""
        value = self._last.get(name, 0) + 1
        self._last[name] = value
        return value

    def last(self, name: str) -> int:
        return self._last.get(name, 0)

    def seen(self, name: str, value: int) -> None:
        self._last[name] = max(self._last.get(name, 0), value)

    def restore(self, value: Json) -> None:
        self.seen(value["name"], value["value"])

    def records(self) -> Iterator[Record]:
        for name, value in self._last.items():
            yield "counter", {"name": name, "value": value}


class Settings:
    """What the bot has told Telegram about itself: commands, webhook, allowed_updates."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._values: Json = {}

    def get(self, name: str, default: Any = None) -> Any:
        return self._values.get(name, default)

    def put(self, name: str, value: Any) -> None:
        """Remember `value` under `name`; None forgets it."""
        if self._values.get(name) == value:
            return
        self.restore({"name": name, "value": value})
        self._note("setting", {"name": name, "value": value})

    def restore(self, value: Json) -> None:
        if value["value"] is None:
            self._values.pop(value["name"], None)
        else:
            self._values[value["name"]] = value["value"]

    def records(self) -> Iterator[Record]:
        for name, value in self._values.items():
            yield "setting", {"name": name, "value": value}
