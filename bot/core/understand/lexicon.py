"""Phrases in a text. `PhraseTree` finds which of many stand in it; `Lexicon`, the words of phrases/schedule.yaml, makes of a
text the items of the grammar, one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from bot.core.understand.tokens import Token, tokenise
from content import Content
from content.wish_schema import Phrases, ScheduleWords

_SHORTEST_MISSPELT = 5
_LONGEST_MISSPELT = 20
T = TypeVar("T")


class Item(NamedTuple):
    """What a phrase is in the grammar. `text` is what was typed of it; `glued` as in Token."""

    role: str
    value: Any
    text: str
    glued: bool


@dataclass(slots=True)
class _Node(Generic[T]):
    values: list[T] = field(default_factory=list)
    then: "dict[str, _Node[T]]" = field(default_factory=dict)


class PhraseTree(Generic[T]):
    """Phrases, each with something it stands for: a tree of words, walked once."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in phrases:
            node = self._root
            for token in tokenise(phrase):
                node = node.then.setdefault(token.text, _Node())
            node.values.append(value)

    def found_in(self, words: Sequence[str]) -> list[tuple[T, int, int]]:
        """Everything that stands anywhere in `words`, with where it begins and ends."""
        return [
            (value, start, end)
            for start in range(len(words))
            for values, end in self.each_at(words, start)
            for value in values
        ]

    def each_at(self, words: Sequence[str], start: int) -> Iterable[tuple[list[T], int]]:
        node = self._root
        for at in range(start, len(words)):
            step = node.then.get(words[at])
            if step is None:
                return
            node = step
            if node.values:
                yield node.values, at + 1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Each phrase with its role and value; `misspelt` leads from slips to words, but for the `known` ones."""

    tree: PhraseTree[tuple[str, Any]]
    misspelt: dict[str, str]
    known: frozenset[str]

    def items(self, tokens: tuple[Token, ...]) -> Iterator[Item]:
        """The longest phrase at each place, left to right; numbers, marks and unknown words as they are."""
        words = [self._spelt(token) for token in tokens]
        at = 0
        while at < len(tokens):
            sense, end = _plain(tokens[at]), at + 1
            for values, after in self.tree.each_at(words, at):
                sense, end = values[0], after
            yield Item(*sense, " ".join(token.text for token in tokens[at:end]), tokens[at].glued)
            at = end

    def _spelt(self, token: Token) -> str:
        word = token.text
        if len(word) < _SHORTEST_MISSPELT - 1 or word in self.known or not word.isalpha():
            return word
        return next((self.misspelt[key] for key in _shortened(word) if key in self.misspelt), word)


@lru_cache(maxsize=4)
def lexicon_of(content: Content) -> Lexicon:
    words = content.wish_words.schedule
    phrases = [(phrase, (role, value)) for of, role, value in _senses(words) for phrase in of]
    places = [(f"{place.name} time", ("place", place.zone)) for place in content.places]
    known = {token.text for phrase, _ in phrases for token in tokenise(phrase)}
    misspelt = {key: word for word in words.misspelt for key in _shortened(word)}
    return Lexicon(PhraseTree([*phrases, *places]), misspelt, frozenset(known | set(words.unknown)))


def _senses(words: ScheduleWords) -> Iterator[tuple[Phrases, str, Any]]:
    """Every list of phrases with its role and value. `content` holds that no phrase has two."""
    yield words.ignore, "noise", None
    yield words.breaks, "noise", "break"
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
    if not _SHORTEST_MISSPELT - 1 <= len(word) <= _LONGEST_MISSPELT:
        return ()
    return (word, *(word[:at] + word[at + 1 :] for at in range(len(word))))
