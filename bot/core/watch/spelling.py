"""Mending typing mistakes: a word that nobody knows is taken for the known word that is one slip away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 4  # a shorter word has too many neighbours
TWO_SLIPS = 8  # a word this long may have two
LONGEST = 24


class Speller:
    """Finds neighbours through what is left of a word when letters are taken out, so the time does not grow with the
    number of known words."""

    def __init__(self, known: Iterable[str], right: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._right = frozenset(right)
        self._by_rest: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            if SHORTEST <= len(word) <= LONGEST:
                for rest in _rests(word, _slips(word)):
                    self._by_rest[rest].add(word)

    def mend(self, word: str) -> str:
        """The word itself when it is known or right, else its nearest neighbour, else the word."""
        if word in self._known or word in self._right or not word.isascii():
            return word
        for squeezed in _squeezed(word):
            if squeezed in self._known:
                return squeezed
        if not SHORTEST <= len(word) <= LONGEST:
            return word
        return self._nearest(word) or word

    def _nearest(self, word: str) -> str | None:
        allowed = _slips(word)
        found = {near for rest in _rests(word, allowed) for near in self._by_rest.get(rest, ())}
        ranked = sorted(
            (slips, near)
            for near in found
            if near[0] == word[0] and (slips := distance(word, near)) <= min(allowed, _slips(near))
        )
        return ranked[0][1] if ranked else None


def _slips(word: str) -> int:
    return 2 if len(word) >= TWO_SLIPS else 1


def _rests(word: str, slips: int) -> set[str]:
    rests = {word}
    for _ in range(slips):
        rests |= {rest[:i] + rest[i + 1 :] for rest in rests for i in range(len(rest))}
    return rests


def _squeezed(word: str) -> Iterator[str]:
    """Letters held down: "nummmb" is tried as "nummb" and as "numb"."""
    for most in (2, 1):
        kept = [char for i, char in enumerate(word) if word[max(0, i - most) : i] != char * most]
        yield "".join(kept)


def distance(one: str, other: str) -> int:
    """Slips between two words: a letter more, less, or other, or two that changed places."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, start=1):
        new = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (char != against))
            if before and j > 1 and (one[i - 2], char) == (against, other[j - 2]):
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
    return row[-1]
