"""How well free text is read, on every corpus that is here: `python -m tests.corpus.evaluate`, or `make evaluate`."""

import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt

import content
from bot.core.reading import Reading
from bot.core.reading import read as read_whole
from bot.core.understand.wish import Ask, Flare, Refused, StartCheck
from bot.core.watch import Watch, watch
from content import Content
from tests.corpus.splits import Line, Split, splits
from tests.corpus.wishes import NOON, is_kept, is_stored, verdict

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


def wish_figures(split: Split, known: Content) -> dict[str, Share]:
    """How wishes are read, with the watch before them; the first of those read without it, so that its doubts do not count."""
    said = Counter(verdict(line) for line in split.schedules)
    of, ambiguous = len(split.schedules), [line for line in split.schedules if _is_ambiguous(line)]
    schedules, chat, hard = (_read_all(part, known) for part in (split.schedules, split.chat, split.hard))
    found = {
        "schedules: right": Share(said["right"], of),
        "schedules: dangerous misreading": Share(said["dangerous"], of),
        "schedules: safe, asked or refused": Share(said["asked"], of),
        "schedules: safe, passed over": Share(said["passed over"], of),
        "ambiguous: asked or refused": Share(
            sum(verdict(line) == "right" for line in ambiguous), len(ambiguous)
        ),
        "schedules: alarm or question of the watch": _count(schedules, _is_heard),
        "other wishes and small talk: right": Share(
            sum(verdict(line) == "right" for line in split.intents), len(split.intents)
        ),
        "everyday chat: question, both readers": _count(chat, _is_asked),
        "everyday chat: a schedule stored": _count(chat, lambda each: is_stored(each.wish)),
        "everyday chat: stored or logged": _count(chat, lambda each: is_kept(each.wish)),
        "everyday chat: taken for a check": _count(
            chat, lambda each: isinstance(each.wish, StartCheck | Flare)
        ),
        "hard negatives: a schedule stored": _count(hard, lambda each: is_stored(each.wish)),
    }
    return {name: share for name, share in found.items() if share.of}


def _is_ambiguous(line: Line) -> bool:
    return bool(line.get("ambiguous")) or line.get("expect", {}).get("wish") in {"ask", "refused"}


def _read_all(lines: Iterable[Line], known: Content) -> list[Reading]:
    return [read_whole(line["text"], NOON, known) for line in lines]


def _count(readings: list[Reading], fits: Callable[[Reading], bool]) -> Share:
    return Share(sum(map(fits, readings)), len(readings))


def _is_heard(reading: Reading) -> bool:
    return reading.watch.action == "alarm" or reading.asks_about_safety


def _is_asked(reading: Reading) -> bool:
    return reading.asks_about_safety or isinstance(reading.wish, Ask | Refused)


def microseconds(texts: list[str], read: Callable[[str], object]) -> float:
    began = time.perf_counter()
    for text in texts:
        read(text)
    return (time.perf_counter() - began) / max(1, len(texts)) * 1e6


def megabytes() -> float:
    """What the words of people and both readers of them take: everything of `content`, and the trees made of it."""
    tracemalloc.start()
    known = content.load()
    read_whole("remind me to stretch at 8, my back hurts", NOON, known)
    taken = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    return taken


def main(words: list[str]) -> None:
    """With `--wrong`, also what was read wrongly in the half that rules are made on."""
    known = content.load()

    def read(text: str) -> Watch:
        return watch(text, known)

    for split in splits():
        print(f"\n{split.name}")
        for name, share in {**figures(split, read), **wish_figures(split, known)}.items():
            print(f"  {name:42}{share}")
        print(f"  {'microseconds a message, the watch':42}{microseconds(split.texts, read):6.0f}")
        both = microseconds(split.texts, lambda text: read_whole(text, NOON, known))
        print(f"  {'microseconds a message, both readers':42}{both:6.0f}")
        if "--wrong" in words and split.name.endswith("seen"):
            print(*wrong(split, read), sep="\n")
    print(f"\nmemory of all content and both readers: {megabytes():.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
