"""Looking into Fluent messages: the names they use, how they can come out, and whether that is Telegram's HTML."""

import re
from html.parser import HTMLParser
from itertools import islice, product

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from content.texts import Texts

TELEGRAM_TAGS = frozenset({"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler", "tg-time"})
TELEGRAM_ENTITIES = frozenset({"lt", "gt", "amp", "quot"})
VARIABLE = "\ue000"  # stands for what a variable will say: not empty, and of no known length
_MOST_OUTCOMES = 200
Entry = ast.Message | ast.Term


class Names(Visitor):
    """The variables, texts and functions that a message uses."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.variables: set[str] = set()
        self.references: set[str] = set()
        self.functions: set[str] = set()
        self.visit(entry)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.references.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.references.add(node.id.name)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        self.functions.add(node.id.name)
        self.generic_visit(node)


class Outcomes:
    """How the messages of one language can come out, for every choice they make."""

    def __init__(self, texts: Texts, locale: str) -> None:
        self._entries = {m.id.name: m for f in texts.files if f.locale == locale for m in f.messages()}

    def of(self, entry: Entry) -> list[str]:
        """Empty when the message has no text or uses itself."""
        return self._pattern(entry.value, (entry.id.name,))

    def longest(self, key: str) -> int:
        """Visible characters of the longest outcome; variables count nothing; 0 for an unknown key."""
        return (
            max((visible(text) for text in self.of(self._entries[key])), default=0)
            if key in self._entries
            else 0
        )

    def _pattern(self, pattern: ast.Pattern | None, above: tuple[str, ...]) -> list[str]:
        if pattern is None:
            return []
        parts = [
            [part.value] if isinstance(part, ast.TextElement) else self._inner(part.expression, above)
            for part in pattern.elements
        ]
        return ["".join(pick) for pick in islice(product(*parts), _MOST_OUTCOMES)]

    def _inner(self, node: object, above: tuple[str, ...]) -> list[str]:
        match node:
            case ast.Placeable():
                return self._inner(node.expression, above)
            case ast.SelectExpression():
                return [text for variant in node.variants for text in self._pattern(variant.value, above)]
            case ast.MessageReference() | ast.TermReference():
                return self._reference(node.id.name, above)
            case ast.StringLiteral() | ast.NumberLiteral():
                return [str(node.parse()["value"])]
        return [VARIABLE]

    def _reference(self, name: str, above: tuple[str, ...]) -> list[str]:
        if name in above:
            return []
        return (
            self._pattern(self._entries[name].value, (*above, name)) if name in self._entries else [VARIABLE]
        )


def visible(text: str) -> int:
    """Characters a person sees: tags and variables count nothing."""
    return len(re.sub(r"<[^<>]*>", "", text).replace(VARIABLE, ""))


class _TelegramHtml(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.good = True

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.good &= tag in TELEGRAM_TAGS
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.good &= bool(self.open) and self.open.pop() == tag

    def handle_entityref(self, name: str) -> None:
        self.good &= name in TELEGRAM_ENTITIES

    def handle_data(self, data: str) -> None:
        self.good &= not set(data) & {"<", "&"}


def is_telegram_html(text: str) -> bool:
    """True when every tag is one that Telegram takes and is closed, and nothing else looks like HTML."""
    parser = _TelegramHtml()
    parser.feed(text)
    parser.close()
    return parser.good and not parser.open
