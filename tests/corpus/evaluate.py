"""How well free text is read, on every corpus that is here: `python -m tests.corpus.evaluate`, or `make evaluate`."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt

import content
from bot.core.watch import Watch, watch
from tests.corpus.splits import Line, Split, splits

Z = 1.96  # 95 of 100
ASKED = ("ask", "unknown")
TIERS = ("emergency", "urgent", "doctor")


@dataclass(frozen=True)
class Share:
    """How many of how many, with Wilson's interval."""

    got: int
    of: int

    @property
    def rate(self) -> float:
        return self.got / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        middle = self.rate + Z * Z / (2 * self.of)
        reach = Z * sqrt(self.rate * (1 - self.rate) / self.of + Z * Z / (4 * self.of * self.of))
        scale = 1 + Z * Z / self.of
        return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.rate:6.1%}  [{low:6.1%}, {high:6.1%}]  {self.got}/{self.of}"


Read = Callable[[str], Watch]


def figures(split: Split, read: Read) -> dict[str, Share]:
    """Every figure by its name. "asked" counts the safety question for what was not understood too."""
    found: dict[str, Share] = {}
    for tier in TIERS:
        lines = [line for line in split.red if line["tier"] == tier]
        found[f"{tier}: alarm or question"] = _share(lines, read, ("alarm", *ASKED))
        found[f"{tier}: alarm"] = _share(lines, read, ("alarm",))
    plain = [line for line in split.red if line.get("plain") and line["tier"] == "emergency"]
    found["plain first-person emergency: alarm"] = _share(plain, read, ("alarm",))
    found["hard negatives: false alarm"] = _share(split.hard, read, ("alarm",))
    found["hard negatives: question"] = _share(split.hard, read, ASKED)
    found["everyday chat: false alarm"] = _share(split.chat, read, ("alarm",))
    found["everyday chat: question"] = _share(split.chat, read, ASKED)
    return {name: share for name, share in found.items() if share.of}


def _share(lines: Iterable[Line], read: Read, actions: tuple[str, ...]) -> Share:
    read_as = [read(line["text"]).action for line in lines]
    return Share(sum(action in actions for action in read_as), len(read_as))


def wrong(split: Split, read: Read) -> list[str]:
    """Messages that were not read as they should be, one a line, for looking at."""
    wanted = [(line, ("alarm",)) for line in split.red] + [
        (line, ("calm",)) for line in (*split.hard, *split.chat)
    ]
    return [
        f"{read(line['text']).action:8}{line.get('tier', line.get('kind', 'chat')):14}{line['text']!r} {read(line['text']).flags}"
        for line, right in wanted
        if read(line["text"]).action not in right
    ]


def microseconds(split: Split, read: Read) -> float:
    texts = [line["text"] for line in (*split.red, *split.hard, *split.chat)]
    began = time.perf_counter()
    for text in texts:
        read(text)
    return (time.perf_counter() - began) / max(1, len(texts)) * 1e6


def main(words: list[str]) -> None:
    """With `--wrong`, also what was read wrongly in the half that rules are made on."""
    known = content.load()

    def read(text: str) -> Watch:
        return watch(text, known)

    for split in splits():
        print(f"\n{split.name}")
        for name, share in figures(split, read).items():
            print(f"  {name:40}{share}")
        print(f"  microseconds a message                  {microseconds(split, read):6.0f}")
        if "--wrong" in words and split.name.endswith("seen"):
            print(*wrong(split, read), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
