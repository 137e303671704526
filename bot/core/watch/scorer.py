"""A second opinion on messages in which the rules found nothing: do they sound like the red flags that people wrote?

A logistic regression over pieces of words and pairs of words, trained by `python -m tests.corpus.train`. It can only turn
small talk into "not understood", which is answered with the safety question; it never raises or lowers an alarm.
"""

from collections.abc import Iterator, Sequence
from math import exp, sqrt
from zlib import crc32

from content.phrase_schema import BUCKETS, Scorer

LENGTHS = (3, 4, 5)
_LONGEST_WORD = 24
_MOST = 50.0


def pieces(words: Sequence[str]) -> list[int]:
    """What a message is made of, as numbers of buckets."""
    return sorted({crc32(piece.encode()) % BUCKETS for piece in _pieces(words)})


def _pieces(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        edged = f"<{word[:_LONGEST_WORD]}>"
        yield edged
        for length in LENGTHS:
            yield from (edged[i : i + length] for i in range(len(edged) - length + 1))
    bounded = ["<s>", *words, "</s>"]
    yield from (f"{bounded[i]} {bounded[i + 1]}" for i in range(len(bounded) - 1))


def likely(found: Sequence[int], weights: Sequence[float], bias: float) -> float:
    """How likely a message of these pieces is a red flag, 0 to 1."""
    total = bias + sum(weights[piece] for piece in found) / sqrt(len(found) or 1)
    return 1 / (1 + exp(-max(-_MOST, min(_MOST, total))))


def sounds_like_a_red_flag(words: Sequence[str], scorer: Scorer) -> bool:
    found = pieces(words)
    total = scorer.bias + sum(scorer.weights[piece] for piece in found) / sqrt(len(found) or 1)
    return total >= scorer.least * scorer.scale
