"""Whom a sign is about: the writer, someone else, people in general, or an animal."""

from bisect import bisect_right
from typing import Literal

from bot.core.watch.lexicon import Hit
from bot.core.watch.matching import Match

Who = Literal["me", "other", "you", "animal"]
_KINDS: tuple[Who, ...] = ("me", "other", "you", "animal")


class People:
    """Who was named where. "my mum" is someone else, and its "my" is not the writer."""

    def __init__(self, cues: dict[str, list[Hit]]) -> None:
        named = [hit for kind in _KINDS for hit in cues.get(kind, ())]
        longer = {(hit.start, hit.end) for hit in named}
        kept = [
            hit
            for hit in named
            if not any((hit.start - back, hit.end) in longer for back in (1, 2))
            and not any((hit.start, hit.end + more) in longer for more in (1, 2, 3))
        ]
        self._named = sorted(kept, key=lambda hit: hit.start)
        self._starts = [hit.start for hit in self._named]

    def of(self, match: Match) -> Who:
        """The last who was named before it, or whose it is ("cannot feel his legs"); the writer where nobody was."""
        before = bisect_right(self._starts, match.start)
        inside = bisect_right(self._starts, match.end - 1)
        if before:
            return self._kind(before - 1)
        return self._kind(inside - 1) if inside else "me"

    def says_me(self, match: Match) -> bool:
        """Whether the writer is named before the match or in it."""
        until = bisect_right(self._starts, match.end - 1)
        return any(self._kind(place) == "me" for place in range(until))

    def _kind(self, place: int) -> Who:
        return next(kind for kind in _KINDS if kind == self._named[place].name)
