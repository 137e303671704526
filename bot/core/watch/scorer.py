"""A second opinion: does a message sound like somebody who reports a red flag of their own, now?

A logistic regression over words, pairs of words, pieces of words, the classes of words.yaml and context.yaml and their
pairs, trained by `python -m tests.corpus.train`. The rules say what is there; this says how sure one can be that it is
there now. It cannot raise an alarm where the rules heard nothing, nor leave without a question what they are sure of.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import sqrt
from zlib import crc32

from bot.core.watch.context import Context
from bot.core.watch.lexicon import Hit
from content.phrase_schema import BUCKETS, Scorer

LENGTHS = (3, 4, 5)
_LONGEST_WORD = 24
_NEAR = 3  # words between two classes that are looked at as a pair
_STEP, _MOST_STEPS = 5, 8  # how long a message is, in steps of words


def pieces(around: Context, hits: Iterable[Hit], idioms: int) -> list[int]:
    """What messages are made of, as numbers of buckets."""
    said = [word.text[:_LONGEST_WORD] for word in around.words.words]
    found = {bucket for word in said for bucket in _of_word(word)}
    found.update(_bucket(piece) for piece in _of_all(said, around, idioms))
    found.update(_of_classes(hits))
    return sorted(found)


@lru_cache(maxsize=8192)
def _bucket(piece: str) -> int:
    return crc32(piece.encode()) % BUCKETS


@lru_cache(maxsize=4096)
def _of_word(word: str) -> tuple[int, ...]:
    edged = f"<{word}>"
    grams = {edged[i : i + length] for length in LENGTHS for i in range(len(edged) - length + 1)}
    return tuple(crc32(gram.encode()) % BUCKETS for gram in sorted({edged, *grams}))


def _of_all(said: Sequence[str], around: Context, idioms: int) -> Iterator[str]:
    bounded = ["<s>", *said, "</s>"]
    yield from (f"{bounded[i]} {bounded[i + 1]}" for i in range(len(bounded) - 1))
    yield from (f"#{name}" for name in around.cues)
    yield f"#long {min(_MOST_STEPS, len(said) // _STEP)}"
    yield f"#idioms {min(3, idioms)}"
    if around.words.asked:
        yield "#asked"


def _of_classes(hits: Iterable[Hit]) -> Iterator[int]:
    """Each class that was found, and each pair of them that stands close together in this order."""
    found = sorted({(hit.start, hit.end, hit.name) for hit in hits if not hit.name.startswith("=")})
    starting: dict[int, list[str]] = {}
    for start, _, name in found:
        starting.setdefault(start, []).append(name)
    for _, end, name in found:
        yield _bucket(f"{{{name}}}")
        for place in range(end, end + _NEAR + 1):
            yield from (_bucket(f"{{{name}}} {{{other}}}") for other in starting.get(place, ()))


def score(found: Sequence[int], scorer: Scorer) -> float:
    """From about -6, small talk, to 6, a red flag."""
    total = scorer.bias + sum(scorer.weights[piece] for piece in found) / sqrt(len(found) or 1)
    return total / scorer.scale
