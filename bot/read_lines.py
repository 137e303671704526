"""JSON lines in, JSON lines out: what stands behind `python -m bot read`."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime

from bot.core.reading import Reading, read
from bot.core.triggers import to_json
from bot.core.understand import Context, Wish
from bot.core.understand.wish import Change, Chat, Flare, Open, Set, StartCheck, name_of
from bot.core.zones import zone_named
from content import Content

SHOWN = 60  # characters of someone's own words that an error repeats
ZONE = "UTC"  # whose clock a line is read by
_NAMES = {"set": "set_reminder", "change": "change_reminder", "ask": "ask_back", "quiet": "quiet_hours"}


class _BadLine(ValueError):
    """A line that cannot be read; the message is a sentence for the caller."""


def run(lines: Iterable[str], write: Callable[[str], object], content: Content, now: datetime) -> None:
    """Read each line and `write` one line for it, newline included; blank lines are passed over.

    A line is `{"text": "..."}`, or `{"text": ["...", "..."]}` for messages one after the other, the newest last. What cannot
    be read gives `{"error": "...", "line": n}`, counted from 1, and the run goes on. Nothing is known of the person but that
    their clock shows UTC, and it is `now`.
    """
    context = Context(now, content.reminders.window, zone_named(ZONE))
    for number, line in enumerate(lines, start=1):
        if line.strip():
            write(json.dumps(_answer(line, number, context, content)) + "\n")


def _answer(line: str, number: int, context: Context, content: Content) -> dict[str, object]:
    try:
        return _shown(read(_texts(line), context, content))
    except _BadLine as error:
        return {"error": str(error), "line": number}


def _shown(found: Reading) -> dict[str, object]:
    is_talk = found.wish is None or isinstance(found.wish, Chat)
    return {
        "action": _action(found),
        "level": found.watch.level.word,
        "flags": found.watch.flags,
        "intent": None if is_talk else _intent(found.wish),
        "trigger": _trigger(found.wish),
    }


def _action(found: Reading) -> str:
    """What was neither understood nor small talk is answered with a question too."""
    if found.watch.action == "alarm":
        return "alarm"
    if found.asks_about_safety:
        return "ask"
    if isinstance(found.wish, StartCheck | Flare):
        return "check"
    return "chat" if found.wish is None or isinstance(found.wish, Chat) else "intent"


def _intent(wish: Wish | None) -> str:
    """The name of a wish; of a page its own."""
    if isinstance(wish, Open):
        return wish.page
    if isinstance(wish, StartCheck):
        return "continue_check" if wish.goes_on else "start_check"
    name = name_of(wish)
    return _NAMES.get(name, name)


def _trigger(wish: Wish | None) -> dict[str, object] | None:
    """The times of a reminder, with its kind: null where none was said."""
    return {"kind": wish.kind, **to_json(wish.trigger)} if isinstance(wish, Set | Change) else None


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
