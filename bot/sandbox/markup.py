"""Telegram's HTML: tags in, plain text and entities out, errors in Telegram's words.

Offsets in entities count UTF-16 code units, as Telegram does; offsets in errors count UTF-8 bytes.
"""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Json

PLAIN_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*PLAIN_TAGS, "a", "blockquote", "tg-emoji"}
SPACES = " \t\r\n\v"
REFERENCE = re.compile(r"&(?:#(?:\d{1,8}|x[0-9a-fA-F]{1,8})|lt|gt|amp|quot);")
ATTRIBUTES = {
    ("a", "href"): "",
    ("tg-emoji", "emoji-id"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
}
LINK_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def is_link(url: str) -> bool:
    """Whether Telegram takes `url` as a link. It does not take tel: or mailto:."""
    parts = urlsplit(url if "://" in url or ":" in url.partition("/")[0] else f"http://{url}")
    return parts.scheme.lower() in LINK_SCHEMES and "." in parts.netloc + "." * (parts.scheme == "tg")


@dataclass(slots=True)
class _Tag:
    name: str
    argument: str
    offset: int


class HtmlReader:
    """Reads one text. A fresh reader for each."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._out: list[str] = []
        self._offset = 0
        self._open: list[_Tag] = []
        self._entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        """(text, entities). Raises a 400 `can't parse entities: ...`."""
        while self._at < len(self._source):
            if self._peek() == "<":
                self._tag()
            else:
                self._write(self._characters())
        if self._open:
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._out), self._entities

    def _peek(self, ahead: int = 0) -> str:
        """The character there, or "" past the end."""
        return self._source[self._at + ahead : self._at + ahead + 1]

    def _write(self, text: str) -> None:
        self._out.append(text)
        self._offset += utf16_length(text)

    def _characters(self) -> str:
        """A run of plain text, or one decoded character reference."""
        if self._peek() == "&":
            return self._reference()
        start = self._at
        while self._peek() not in {"", "<", "&"}:
            self._at += 1
        return self._source[start : self._at]

    def _reference(self) -> str:
        match = REFERENCE.match(self._source, self._at)
        self._at = match.end() if match else self._at + 1
        return html.unescape(match.group()) if match else "&"

    def _tag(self) -> None:
        begin = self._at
        if self._peek(1) == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self._at += 1

    def _start_tag(self, begin: int) -> None:
        self._at += 1
        name = self._until(SPACES + ">").lower()
        if not self._peek():
            raise self._fault("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._fault(f'Unsupported start tag "{name}"', begin)
        argument = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise self._fault('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Tag(name, argument, self._offset))

    def _attributes(self, tag: str, begin: int) -> str:
        """Leaves the reader on the closing ">"; returns the one attribute that matters, or ""."""
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                return argument
            name = self._until(SPACES + "=>/\"'")
            if not name:
                raise self._fault(f'Empty attribute name in the tag "{tag}"', begin)
            argument = self._value(tag, name, begin) or argument

    def _value(self, tag: str, name: str, begin: int) -> str:
        self._skip_spaces()
        expandable = "1" if (tag, name) == ("blockquote", "expandable") else ""
        if self._peek() != "=":
            if not self._peek():
                raise self._fault(f'Unclosed start tag "{tag}"', begin)
            return expandable
        self._at += 1
        self._skip_spaces()
        value = self._literal() if self._peek() in {'"', "'"} else self._token()
        if not self._peek():
            raise self._fault("Unclosed start tag", begin)
        prefix = ATTRIBUTES.get((tag, name))
        return expandable or (
            value.removeprefix(prefix) if prefix is not None and value.startswith(prefix) else ""
        )

    def _literal(self) -> str:
        quote = self._peek()
        self._at += 1
        value = html.unescape(self._until(quote))
        self._at += bool(self._peek())
        return value

    def _token(self) -> str:
        start = self._at
        value = self._until_not_token()
        if self._peek() not in {"", ">", *SPACES}:
            raise self._fault("Unexpected end of name token", start)
        return value.lower()

    def _until_not_token(self) -> str:
        start = self._at
        while (character := self._peek()) and (
            (character.isascii() and character.isalnum()) or character in ".-"
        ):
            self._at += 1
        return self._source[start : self._at]

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            raise self._fault("Unexpected end tag", begin)
        self._at += 2
        name = self._until(SPACES + ">")
        self._skip_spaces()
        if self._peek() != ">":
            raise self._fault("Unclosed end tag", begin)
        tag = self._open.pop()
        if name not in {"", tag.name}:
            raise self._fault("Unmatched end tag", begin, f', expected "</{tag.name}>", found "</{name}>"')
        if self._offset > tag.offset:
            self._close(tag)

    def _close(self, tag: _Tag) -> None:
        entity = self._entity(tag)
        if entity is not None:
            span = {"offset": tag.offset, "length": self._offset - tag.offset}
            _merge_code(self._entities, {**entity, **span})

    def _entity(self, tag: _Tag) -> Json | None:
        match tag.name:
            case "a":
                return self._link(tag)
            case "blockquote":
                return {"type": "expandable_blockquote" if tag.argument else "blockquote"}
            case "tg-emoji":
                if not tag.argument.isdigit() or not int(tag.argument):
                    raise _refuse("Invalid custom emoji identifier specified")
                return {"type": "custom_emoji", "custom_emoji_id": tag.argument}
            case "code" if tag.argument:
                return {"type": "code", "language": tag.argument}
        return {"type": PLAIN_TAGS[tag.name]}

    def _link(self, tag: _Tag) -> Json | None:
        written = "".join(self._out).encode("utf-16-le")[tag.offset * 2 :].decode("utf-16-le")
        url = tag.argument or written
        return {"type": "text_link", "url": url} if is_link(url) else None

    def _until(self, stops: str) -> str:
        start = self._at
        while self._peek() and self._peek() not in stops:
            self._at += 1
        return self._source[start : self._at]

    def _skip_spaces(self) -> None:
        while self._peek() and self._peek() in SPACES:
            self._at += 1

    def _fault(self, what: str, at: int, more: str = "") -> Exception:
        return _refuse(f"{what} at byte offset {len(self._source[:at].encode())}{more}")


def _merge_code(entities: list[Json], entity: Json) -> None:
    """`<pre><code class="language-x">` is one entity; a language on bare code is dropped."""
    last = entities[-1] if entities else {}
    same = all(last.get(key) == entity[key] for key in ("offset", "length"))
    if entity["type"] == "pre" and last.get("type") == "code" and same:
        entity = {**last, "type": "pre"}
        entities.pop()
    entities.append(entity)


def _refuse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
