"""The words of phrases/schedule.yaml as a tree of tokens, and the items that a text is made of by them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from bot.core.understand.tokens import Token, tokenise
from content import Content
from content.wish_schema import Part, Phrases, ScheduleWords

_SHORTEST_MISSPELT = 5


class Item(NamedTuple):
    """What a phrase is in the grammar. `text` is what was typed of it; `glued` as in Token."""

    role: str
    value: Any
    text: str
    glued: bool


@dataclass(slots=True)
class Node:
    """What may follow a token; `sense` (role, value) ends a phrase here."""

    sense: tuple[str, Any] | None = None
    then: "dict[str, Node]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    root: Node
    misspelt: dict[str, str]
    known: frozenset[str]

    def items(self, tokens: tuple[Token, ...]) -> Iterator[Item]:
        """The longest phrase at each place, left to right; numbers, marks and unknown words as they are."""
        words = [self._spelt(token) for token in tokens]
        at = 0
        while at < len(tokens):
            sense, end = self._longest(words, at)
            if sense is None:
                sense, end = _plain(tokens[at]), at + 1
            text = " ".join(token.text for token in tokens[at:end])
            yield Item(*sense, text, tokens[at].glued)
            at = end

    def _longest(self, words: list[str], start: int) -> tuple[tuple[str, Any] | None, int]:
        node, best, end = self.root, None, start
        for at in range(start, len(words)):
            step = node.then.get(words[at])
            if step is None:
                break
            node = step
            if node.sense is not None:
                best, end = node.sense, at + 1
        return best, end

    def _spelt(self, token: Token) -> str:
        word = token.text
        if len(word) < _SHORTEST_MISSPELT - 1 or word in self.known or not word.isalpha():
            return word
        return next((self.misspelt[key] for key in _shortened(word) if key in self.misspelt), word)


@lru_cache(maxsize=4)
def lexicon_of(content: Content) -> Lexicon:
    words = content.wish_words.schedule
    root, known = Node(), set(words.unknown)
    for phrases, role, value in senses(words):
        for phrase in phrases:
            known.update(_grow(root, phrase, role, value))
    for place in content.places:
        _grow(root, f"{place.name} time", "place", place.zone)
    misspelt = {key: word for word in words.misspelt for key in _shortened(word)}
    return Lexicon(root, misspelt, frozenset(known))


def _grow(root: Node, phrase: str, role: str, value: Any) -> list[str]:
    """Hangs a phrase into the tree, and gives its words."""
    words = [token.text for token in tokenise(phrase)]
    node = root
    for word in words:
        node = node.then.setdefault(word, Node())
    node.sense = role, value
    return words


def senses(words: ScheduleWords) -> Iterator[tuple[Phrases, str, Any]]:
    """Every list of phrases with its role and value. `content` holds that no phrase has two."""
    yield words.ignore, "noise", None
    yield from ((phrases, role, None) for role, phrases in words.words.items())
    yield from ((phrases, "unit", unit) for unit, phrases in words.units.items())
    yield from ((phrases, "number", number) for number, phrases in words.numbers.items())
    yield from ((phrases, "month", number + 1) for number, phrases in enumerate(words.months))
    for day in words.days:
        yield day.once, "day", frozenset(day.days)
        yield day.weekly, "days", frozenset(day.days)
    yield from ((part.words, "part", part) for part in words.parts)
    yield from ((each.words, "kind", each.kinds) for each in words.kinds)


def _plain(token: Token) -> tuple[str, Any]:
    if token.is_number:
        return "number", int(token.text) if len(token.text) <= 6 else 10**6
    return ("word", None) if token.text[0].isalpha() else ("mark", token.text)


def _shortened(word: str) -> Iterable[str]:
    """The word itself, and with each one letter left out: two words one slip apart have one of these in common."""
    if len(word) < _SHORTEST_MISSPELT - 1 or len(word) > 20:
        return ()
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))


__all__ = ["Item", "Lexicon", "Part", "lexicon_of"]
