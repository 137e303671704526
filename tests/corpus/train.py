"""Trains the scorer of the watch on the development corpus: `python -m tests.corpus.train` writes content/phrases/scorer.json.

The same corpus always gives the same file. It first trains on one half and prints the figures of the other without the scorer
and with it, which is what says whether the scorer earns its place; then it trains on both halves.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import log, sqrt
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, and outside the product

import content
from bot.core.watch import watch
from bot.core.watch.judging import plain_words
from bot.core.watch.scorer import likely, pieces
from content import Content
from content.phrase_schema import BUCKETS, Scorer
from tests.corpus.evaluate import figures
from tests.corpus.splits import DEVELOPMENT, Split, splits

ROUNDS, STEP, SLOWER, SHRINK, BIAS_STEP = 40, 0.3, 0.2, 1e-4, 0.1
SCALE = 1000
LEAST = 0.6  # likelihood from which on the safety question is asked
TARGET = Path(content.__file__).parent / "phrases" / "scorer.json"
SILENT = Scorer(reviewed_by=None, scale=SCALE, least=99.0, bias=0, weights=(0,) * BUCKETS)
Example = tuple[list[int], int]


def examples(split: Split, known: Content) -> list[Example]:
    red = [(line["text"], 1) for line in split.red]
    other = [(line["text"], 0) for line in (*split.hard, *split.chat)]
    return [(pieces(plain_words(text, known)), is_red) for text, is_red in (*red, *other)]


def train(given: Sequence[Example]) -> Scorer:
    """Plain stochastic descent, in an order that is the same every time."""
    weights, bias, order, chance = [0.0] * BUCKETS, 0.0, list(given), Random(7)
    for turn in range(ROUNDS):
        chance.shuffle(order)
        step = STEP / (1 + turn * SLOWER)
        for found, is_red in order:
            off = likely(found, weights, bias) - is_red
            for piece in found:
                weights[piece] -= step * (off / sqrt(len(found) or 1) + SHRINK * weights[piece])
            bias -= step * off * BIAS_STEP
    return Scorer(
        reviewed_by=None,
        scale=SCALE,
        least=round(log(LEAST / (1 - LEAST)), 4),
        bias=round(bias * SCALE),
        weights=tuple(round(weight * SCALE) for weight in weights),
    )


def with_scorer(known: Content, scorer: Scorer) -> Content:
    return replace(known, phrases=replace(known.phrases, scorer=scorer))


def main() -> None:
    known = content.load()
    seen, kept = (split for split in splits() if split.name.startswith(DEVELOPMENT))
    for name, scorer in (("without", SILENT), ("trained on the other half", train(examples(seen, known)))):
        print(f"{kept.name}, {name}")
        for figure, share in figures(kept, partial(watch, content=with_scorer(known, scorer))).items():
            print(f"  {figure:40}{share}")
    whole = train([*examples(seen, known), *examples(kept, known)])
    TARGET.write_text(whole.model_dump_json() + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
