"""The corpora of free text: what is in them, and how the development one is halved."""

import json
import zlib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DEVELOPMENT = "development"
Line = dict[str, Any]


@dataclass
class Split:
    """`red`: messages with `tier`, `flags`, `who` and `plain`; `hard`: negatives with a `kind`; `chat`: everyday talk, with
    a text only; `schedules`: wishes about reminders; `intents`: other wishes and small talk, each with what it is."""

    name: str
    red: list[Line] = field(default_factory=list)
    hard: list[Line] = field(default_factory=list)
    chat: list[Line] = field(default_factory=list)
    schedules: list[Line] = field(default_factory=list)
    intents: list[Line] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [line["text"] for part in PARTS for line in getattr(self, part)]


PARTS = tuple(part.name for part in fields(Split) if part.name != "name")
NAMES = {"red": "red_flags*.jsonl", "hard": "hard_negatives*.jsonl", "chat": "everyday*.jsonl"}


def splits() -> list[Split]:
    """Every folder beside this file, the development one in two: what rules are made on, and what is kept apart
    (see docs/decisions/0011-watch.md for how far apart)."""
    found: list[Split] = []
    for folder in sorted(path for path in HERE.iterdir() if any(path.glob("red_flag*.jsonl"))):
        whole = _split(folder)
        found.extend(halves(whole) if folder.name == DEVELOPMENT else [whole])
    return found


def _split(folder: Path) -> Split:
    """Everyday talk is that of everyday.jsonl and chat.jsonl; where a line says what it is, it is judged by that."""
    talk = [*_lines(folder, "everyday*.jsonl"), *_lines(folder, "chat*.jsonl")]
    return Split(
        folder.name,
        red=_lines(folder, "red_flag*.jsonl"),
        hard=_lines(folder, "hard_negative*.jsonl"),
        chat=[line for line in talk if "expect" not in line],
        schedules=_lines(folder, "schedule*.jsonl"),
        intents=[*_lines(folder, "intent*.jsonl"), *(line for line in talk if "expect" in line)],
    )


def writers() -> list[Split]:
    """The development corpus by who wrote it: the first messages, each of the voices, and the pairs."""
    folder = HERE / DEVELOPMENT
    ends = sorted({path.stem.removeprefix("red_flags") for path in folder.glob(NAMES["red"])})
    return [
        Split(
            f"{DEVELOPMENT}, {end.removeprefix('_') or 'first'}",
            **{part: _lines(folder, name.replace("*", end)) for part, name in NAMES.items()},
        )
        for end in ends
    ]


def other_texts() -> list[str]:
    """What people say to the bot for other reasons: wishes, commands, talk."""
    names = ("schedules.jsonl", "intents.jsonl", "chat.jsonl")
    return sorted({line["text"] for name in names for line in _lines(HERE / DEVELOPMENT, name)})


def halves(whole: Split) -> list[Split]:
    """By the text alone, so that a line stays in its half whatever is added around it."""
    seen, kept = Split(f"{whole.name}, seen"), Split(f"{whole.name}, kept apart")
    for part in PARTS:
        for line in getattr(whole, part):
            getattr(kept if zlib.crc32(line["text"].encode()) % 2 else seen, part).append(line)
    return [seen, kept]


def _lines(folder: Path, name: str) -> list[Line]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob(name))]
    return [json.loads(line) for text in texts for line in text.splitlines() if line.strip()]
