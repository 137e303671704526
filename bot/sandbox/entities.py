"""Text as Telegram stores it: trimmed, with the entities of its markup and those it finds by itself."""

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Json
from bot.sandbox.markup import HtmlReader, utf16_length

FOUND = (
    ("bot_command", re.compile(r"(?<![\w/>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    (
        "url",
        re.compile(
            r"(?<![\w@.])(?:https?://)?(?:[a-zA-Z0-9-]+\.)+(?:com|org|net|info|gov|int|eu|uk|de|io|me)(?:/[^\s<>\"]*[^\s<>\".,;:!?)])?(?![\w@-])"
        ),
    ),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
)
OPAQUE = frozenset({"code", "pre", "text_link", "url", "email", "bot_command"})


def read_text(text: str, parse_mode: str, given: Any) -> tuple[str, list[Json]]:
    """(plain text, entities in order). `given` is an explicit list of entities, used without a parse mode.

    Raises a 400 for markup that does not parse and for modes the sandbox does not read (Markdown).
    """
    mode = parse_mode.lower()
    if mode == "html":
        plain, entities = HtmlReader(text.replace("\r", "")).read()
        for entity in entities:
            if entity["type"] == "code":
                entity.pop("language", None)
    elif mode in {"", "none"}:
        plain, entities = text.replace("\r", ""), _check_given(given)
    else:
        raise bad_request("unsupported parse_mode (the sandbox reads HTML and plain text)")
    plain, entities = _trim(plain, entities)
    return plain, sorted(entities + find(plain, entities), key=lambda e: (e["offset"], -e["length"]))


def find(text: str, marked: list[Json] = []) -> list[Json]:  # noqa: B006 - never changed
    """The commands, links, addresses and mentions Telegram marks by itself, outside what is marked opaque."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in marked if e["type"] in OPAQUE]
    found: list[Json] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= left or start >= right for left, right in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return found


def _check_given(given: Any) -> list[Json]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(entity, dict) for entity in given):
        raise bad_request("can't parse entities: Expected an Array of Objects")
    for entity in given:
        if not {"type", "offset", "length"} <= entity.keys():
            raise bad_request('can\'t parse entities: Can\'t find field "type", "offset" or "length"')
    return [dict(entity) for entity in given]


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Take white space off both ends, as Telegram does, and move the entities along."""
    stripped = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    return stripped, _clip(entities, lead, utf16_length(stripped))


def _clip(entities: list[Json], lead: int, length: int) -> list[Json]:
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return kept
