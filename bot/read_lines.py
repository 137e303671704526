"""JSON lines in, JSON lines out: what stands behind `python -m bot read`."""

import json
from collections.abc import Callable, Iterable

from bot.core.watch import Watch, watch
from content import Content

SHOWN = 60  # characters of someone's own words that an error repeats


class _BadLine(ValueError):
    """A line that cannot be read; the message is a sentence for the caller."""


def run(lines: Iterable[str], write: Callable[[str], object], content: Content) -> None:
    """Read each line and `write` one line for it, newline included; blank lines are passed over.

    A line is `{"text": "..."}`, or `{"text": ["...", "..."]}` for messages one after the other, the newest last. What cannot
    be read gives `{"error": "...", "line": n}`, counted from 1, and the run goes on.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            write(json.dumps(_answer(line, number, content)) + "\n")


def _answer(line: str, number: int, content: Content) -> dict[str, object]:
    try:
        return _shown(watch(_texts(line), content))
    except _BadLine as error:
        return {"error": str(error), "line": number}


def _shown(found: Watch) -> dict[str, object]:
    """What was neither understood nor small talk is answered with a question too."""
    action = {"unknown": "ask", "calm": "chat"}.get(found.action, found.action)
    return {
        "action": action,
        "level": found.level.word,
        "flags": found.flags,
        "intent": None,
        "trigger": None,
    }


def _texts(line: str) -> list[str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _BadLine("this line is not JSON") from None
    if not isinstance(found, dict):
        raise _BadLine("a line must be a JSON object")
    for key in found:
        if key != "text":
            raise _BadLine(f"unknown key {key[:SHOWN]!r}")
    texts = found.get("text")
    texts = [texts] if isinstance(texts, str) else texts
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise _BadLine("text must be a text, or a list of texts")
    return texts
