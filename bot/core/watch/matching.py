"""Where the parts of a pattern stand together in what was typed."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.watch.lexicon import Hit, Rule
from bot.core.watch.text import Words

_MOST = 12  # matches of one rule that are looked at: one text says the same thing no more often


@dataclass(frozen=True, slots=True)
class Match:
    rule: Rule
    hits: tuple[Hit, ...]

    @property
    def start(self) -> int:
        return min(hit.start for hit in self.hits)

    @property
    def end(self) -> int:
        return max(hit.end for hit in self.hits)


class Field:
    """The hits of a text in their order, by class, with what may not be crossed between two of them."""

    def __init__(self, hits: list[Hit], part: list[int], words: Words, body: frozenset[str]) -> None:
        self._part = part
        self._clause = words.clause
        self._sentence = words.sentence
        self._hits: dict[str, list[Hit]] = {}
        for hit in hits:
            self._hits.setdefault(hit.name, []).append(hit)
        self._starts = {name: [hit.start for hit in found] for name, found in self._hits.items()}
        self._places = sorted(hit.start for hit in hits if hit.name in body)

    def matches(self, rules: Mapping[str, list[Rule]]) -> Iterator[Match]:
        for name, found in self._hits.items():
            for rule in rules.get(name, ()):
                if all(any(other in self._hits for other in names) for names in rule.pattern.parts[1:]):
                    yield from self._of(rule, found)

    def _of(self, rule: Rule, found: list[Hit]) -> Iterator[Match]:
        left = _MOST
        for hit in found:
            for hits in self._rest((hit,), rule, 1):
                yield Match(rule, hits)
                left -= 1
                if not left:
                    return

    def _rest(self, hits: tuple[Hit, ...], rule: Rule, step: int) -> Iterator[tuple[Hit, ...]]:
        if step == len(rule.pattern.parts):
            yield hits
            return
        for name in rule.pattern.parts[step]:
            for hit in self._near(name, hits, rule):
                yield from self._rest((*hits, hit), rule, step + 1)

    def _near(self, name: str, hits: tuple[Hit, ...], rule: Rule) -> Iterator[Hit]:
        """Hits of a class within reach of those that are there; behind them, where the order counts."""
        start, end, gap = min(h.start for h in hits), max(h.end for h in hits), rule.pattern.gap
        starts = self._starts.get(name, [])
        first = bisect_left(starts, hits[-1].end if rule.pattern.ordered else start - gap - 8)
        for hit in self._hits.get(name, [])[first : first + 2 * (gap + 8)]:
            if hit.start > end + gap:
                return
            if hit.start >= end:
                free = self._joined(end - 1, hit.start, rule)
            else:
                free = hit.end <= start and start - hit.end <= gap and self._joined(hit.end - 1, start, rule)
            if free or self._inside(hit, hits):
                yield hit

    def _inside(self, hit: Hit, hits: tuple[Hit, ...]) -> bool:
        """Between two that are there, without touching either: "cannot" ... "leg" ... "lift"."""
        start, end = min(h.start for h in hits), max(h.end for h in hits)
        return (
            start < hit.start
            and hit.end < end
            and not any(hit.start < other.end and other.start < hit.end for other in hits)
        )

    def _joined(self, left: int, right: int, rule: Rule) -> bool:
        """Not across "but"; across a comma only where no other part of the body stands between."""
        if self._part[left] != self._part[right] and not (
            rule.pattern.across and self._sentence[left] == self._sentence[right]
        ):
            return False
        if self._clause[left] == self._clause[right]:
            return True
        place = bisect_left(self._places, left + 1)
        return place == len(self._places) or self._places[place] >= right
