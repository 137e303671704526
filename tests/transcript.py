"""What passes between one person and Easeback, as a text to read and to compare.

`WRITE_GOLDEN=1 python -m pytest tests/journeys/test_two_days.py tests/journeys/test_medical_help.py
tests/journeys/test_result.py` writes the golden texts anew; read what has changed before it is committed.
"""

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.world import World

GOLDEN = Path(__file__).parent / "golden"
VERSION = re.compile(
    r"version [0-9a-f]{12}"
)  # of the content: changes with every word, and says nothing here


def assert_reads(name: str, text: str) -> None:
    """Compare with `tests/golden/<name>.txt`, or write it when WRITE_GOLDEN is set."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("WRITE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def rows_of(message: Any) -> list[str]:
    """The buttons as they stand, row by row: `[Done] [Snooze 10 min]`."""
    return [" ".join(f"[{button['text']}]" for button in row) for row in message.rows]


@dataclass
class Chat:
    """One person who talks to Easeback, with everything written down. Their clock is on the wall of `zone`."""

    world: World
    who: int
    name: str
    zone: ZoneInfo
    lines: list[str] = field(default_factory=list)
    unasked: list[datetime] = field(default_factory=list)
    replies: list[datetime] = field(default_factory=list)
    taps: list[datetime] = field(default_factory=list)
    _seen: dict[int, tuple[str, list[str]]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        return self.world.clock.now().astimezone(self.zone)

    async def say(self, text: str) -> None:
        self._write(f"{self.name}: {text}")
        await self.world.say(self.who, text)
        self._look(self.replies)

    async def tap(self, *labels: str) -> None:
        for label in labels:
            self._write(f"{self.name} taps [{self.world.button(self.who, label)}]")
            self.taps.append(self.now)
            await self.world.tap(self.who, label)
            self._look(self.replies)

    async def live(self, *answers: str | None, **span: float) -> None:
        """Time goes by. A message with "Done" gets the next answer, once it offers that; None: no answer."""
        until, left = self.world.clock.now() + timedelta(**span), list(answers)
        while (due := await self.world.program.clockwork.next_due()) is not None and due <= until:
            await self.world.live_until(due)
            if self._look(self.unasked) and left and self._offers(left[0]):
                answer = left.pop(0)
                await self.tap(*([answer] if answer else []))
        await self.world.live_until(until)
        assert not left, f"nothing offered {left}"

    def text(self) -> str:
        """The whole of it, with the messages of each day counted on top."""
        counts = [Counter(f"{at:%A}" for at in each) for each in (self.unasked, self.replies, self.taps)]
        days = dict.fromkeys(f"{at:%A}" for at in sorted(self.unasked + self.replies))
        head = [f"{d}: {counts[0][d]} by itself, {counts[1][d]} in reply, {counts[2][d]} taps" for d in days]
        whole = "\n".join(["Messages from Easeback", *head, *self.lines, ""])
        return VERSION.sub("version ...", whole)

    def _offers(self, answer: str | None) -> bool:
        labels = self.world.labels(self.world.messages(self.who)[-1])
        return any(label.startswith(answer or "Done") for label in labels)

    def _look(self, counted: list[datetime]) -> bool:
        """Write down what is new and what has changed; whether anything new came."""
        came = False
        for message in self.world.messages(self.who):
            shown, before = (message.text, rows_of(message)), self._seen.get(message.id)
            if shown == before:
                continue
            came |= before is None
            if before is None:
                counted.append(self.now)
            self._seen[message.id] = shown
            self._show(shown, before)
        return came

    def _show(self, shown: tuple[str, list[str]], before: tuple[str, list[str]] | None) -> None:
        text, rows = shown
        if before is None:
            self._write("Easeback:", text, rows)
        elif text != before[0]:
            self._write("Easeback changes the message:", text, rows)
        else:
            changed = [new for new in rows if new not in before[1]]
            self._write("Easeback changes the buttons:", "", changed)

    def _write(self, head: str, text: str = "", rows: list[str] | None = None) -> None:
        day, marked = f"{self.now:%A %d %B}", [each for each in self.lines if each.startswith("== ")]
        if not marked or marked[-1] != f"== {day} ==":
            self.lines += ["", f"== {day} =="]
        body = [f"      {line}".rstrip() for line in [*text.splitlines(), *(rows or [])]]
        self.lines += ["", f"{self.now:%H:%M} {head}", *body]
