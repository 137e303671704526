"""What an update is from outside: its number and its sender. Whatever it holds, reading these fails nobody."""

import json
import re
from typing import Any, TypeGuard

# Telegram keeps the last list it was given, so both ways in give the same.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
_LARGEST = 2**62
_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\s*[,}]')
_NUMBER_WITHIN = 256  # bytes; Telegram puts it first


def parse_update(body: bytes) -> dict[str, Any] | None:
    """The update in a request's body; None when it is none: not JSON, no object, no number."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and _is_number(update.get("update_id")) else None


def number_in(body: bytes) -> int | None:
    """The number of an update that cannot be read, if it can be found."""
    found = _NUMBER.search(body[:_NUMBER_WITHIN])
    return int(found[1]) if found else None


def sender_of(update: dict[str, Any]) -> int:
    """The Telegram id of the person an update is from; 0 for what we did not ask for or cannot read."""
    for kind in ALLOWED_UPDATES:
        content = update.get(kind)
        if isinstance(content, dict):
            sender = content.get("from") or content.get("chat")
            number = sender.get("id") if isinstance(sender, dict) else None
            return number if _is_number(number) else 0
    return 0


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST
