"""Phrases in a text: which of many stand in it, and whether they are all of it. A tree of words, walked once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.core.understand.tokens import tokenise

T = TypeVar("T")


@dataclass(slots=True)
class _Node(Generic[T]):
    values: list[T] = field(default_factory=list)
    then: "dict[str, _Node[T]]" = field(default_factory=dict)


class PhraseTree(Generic[T]):
    """Phrases, each with something it stands for."""

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
