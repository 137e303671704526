"""What stands around a sign: is it denied, over, long past, asked about in general, or a story?"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.watch.lexicon import Hit, Lexicon
from bot.core.watch.matching import Match
from bot.core.watch.text import Words

_REACH = 6  # words between a denial and its first problem word
_PLACE = 4  # words that say where: "in my left leg"
_IN_PROBLEMS = (
    "denies",
    "over",
    "fine",
    "turns",
    "was",
    "long_past",
    "now",
    "here",
)  # mean nothing inside a problem phrase
_IN_STATEMENTS = (
    "asks",
    "asks_marked",
    "perhaps",
    "far",
)  # nor these inside a phrase that states: "asked if", "can not"
_AFTER = 6  # words between a problem and "is gone now"


@dataclass(frozen=True, eq=False)
class Context:
    """`cues`: hits of the context classes, by class; `part`: words that belong together, which "but" divides."""

    words: Words
    part: list[int]
    cues: dict[str, list[Hit]]
    denied: list[bool]

    def near(self, name: str, match: Match) -> bool:
        """A cue in the part of the sentence where the match is, and in one of its messages."""
        return any(self._same_part(hit, match) for hit in self.cues.get(name, ()))

    def before(self, name: str, match: Match) -> bool:
        """A cue in the same sentence that begins before the match ends."""
        sentence = self.words.sentence[match.start]
        return any(
            self.words.sentence[hit.start] == sentence and hit.start < match.end
            for hit in self.cues.get(name, ())
        )

    def beside(self, name: str, match: Match) -> bool:
        """A cue anywhere in the same sentence."""
        sentence = self.words.sentence[match.start]
        return any(self.words.sentence[hit.start] == sentence for hit in self.cues.get(name, ()))

    def _same_part(self, hit: Hit, match: Match) -> bool:
        messages = {self.words.words[match.start].message, self.words.words[match.end - 1].message}
        return (
            self.part[hit.start] == self.part[match.start] and self.words.words[hit.start].message in messages
        )

    def is_denied(self, match: Match, problems: frozenset[str]) -> bool:
        """A denial takes away what it stands before, save a problem that is a denial itself: "no control"."""
        if any(hit.denying for hit in match.hits):
            return False
        if len(match.hits) == 1 and match.hits[0].name not in problems and self._clause_denies(match):
            return True
        spoken = [hit for hit in match.hits if hit.name in problems] or list(match.hits)
        return any(self.denied[hit.start] for hit in spoken) or self._answered(match)

    def _clause_denies(self, match: Match) -> bool:
        """A place that is only named means nothing where something is denied or fine: "my feet are not tingling"."""
        clause = self.words.clause
        start = bisect_left(clause, clause[match.start])
        end = bisect_right(clause, clause[match.start])
        return any(self.denied[start:end]) or any(
            start <= hit.start < end for hit in self.cues.get("fine", ())
        )

    def _answered(self, match: Match) -> bool:
        """ "fever: no", "bladder is fine"."""
        return any(
            match.end <= hit.start <= match.end + 1 and (not hit.denying or self._ends_clause(hit))
            for hit in self._in_part("fine", match)
        )

    def _ends_clause(self, hit: Hit) -> bool:
        clause = self.words.clause
        return hit.end == len(clause) or clause[hit.end] != clause[hit.start]

    def is_over(self, match: Match) -> bool:
        """ "is gone", said behind it, and not "came back"."""
        over = any(
            match.end <= hit.start <= match.end + _AFTER or hit.end <= match.start <= hit.end + 3
            for hit in self._in_part("over", match)
        )
        return over and not self.near("came_back", match)

    def _in_part(self, name: str, match: Match) -> Iterable[Hit]:
        return (hit for hit in self.cues.get(name, ()) if self._same_part(hit, match))


def context(words: Words, hits: list[Hit], book: Lexicon, cue_names: frozenset[str]) -> Context:
    """Cues inside a longer problem phrase are part of it: the "no" of "no feeling" denies nothing."""
    by_problem = longest(hits, book.problems | {"not_denying"})
    by_statement = longest(hits, frozenset({"real"}))
    cues: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.name in cue_names and not _is_part_of_more(hit, by_problem, by_statement):
            cues.setdefault(hit.name, []).append(hit)
    turns = {hit.start for hit in cues.get("turns", ())}
    part = _parts(words, turns)
    return Context(words, part, cues, _denied(words, part, cues, _stands(hits, book)))


def _stands(hits: list[Hit], book: Lexicon) -> dict[int, int]:
    """Where a problem begins that can be denied, and where it ends."""
    stands: dict[int, int] = {}
    for hit in hits:
        if hit.name in book.problems and not hit.denying:
            stands[hit.start] = max(stands.get(hit.start, 0), hit.end)
    return stands


def longest(hits: list[Hit], names: frozenset[str]) -> dict[int, int]:
    """For each word, how long the longest phrase of these classes is that it belongs to."""
    lengths: dict[int, int] = {}
    for hit in hits:
        if hit.name in names:
            for place in range(hit.start, hit.end):
                lengths[place] = max(lengths.get(place, 0), hit.end - hit.start)
    return lengths


def _is_part_of_more(hit: Hit, by_problem: dict[int, int], by_statement: dict[int, int]) -> bool:
    taken = by_problem if hit.name in _IN_PROBLEMS else by_statement if hit.name in _IN_STATEMENTS else {}
    return all(taken.get(place, 0) > hit.end - hit.start for place in range(hit.start, hit.end))


def _parts(words: Words, turns: set[int]) -> list[int]:
    part, parts = 0, []
    for place, sentence in enumerate(words.sentence):
        if place and (sentence != words.sentence[place - 1] or place in turns):
            part += 1
        parts.append(part)
    return parts


def _denied(words: Words, part: list[int], cues: dict[str, list[Hit]], stands: dict[int, int]) -> list[bool]:
    denied = [False] * len(part)
    places = {place for hit in cues.get("carries_denial", ()) for place in range(hit.start, hit.end)}
    joins = {place for hit in cues.get("joins", ()) for place in range(hit.start, hit.end)}
    reach = Reach(words, part, stands, places, joins)
    for cue in cues.get("denies", ()):
        for place in reach.of(cue):
            denied[place] = True
    return denied


@dataclass(frozen=True, eq=False)
class Reach:
    """How far a denial goes: to its first problem word, through lists ("or weakness") and places ("in my legs")."""

    words: Words
    part: list[int]
    stands: dict[int, int]
    places: set[int]
    joins: set[int]

    def of(self, cue: Hit) -> Iterator[int]:
        left = _REACH
        for place in range(cue.end, len(self.part)):
            if self.part[place] != self.part[cue.start]:
                return
            goes_on = place in self.stands or place in self.places or place in self.joins
            if not goes_on and (left == 0 or self.words.clause[place] != self.words.clause[place - 1]):
                return
            left = self._left(place, left)
            yield place

    def _left(self, place: int, left: int) -> int:
        """How many more words it may pass over before the next that carries it on."""
        if place in self.stands:
            return self.stands[place] - place - 1
        if place in self.places:
            return max(left, _PLACE)
        return left if place in self.joins else left - 1
