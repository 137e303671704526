"""Trains the scorer of the watch on the development corpus: `python -m tests.corpus.train` writes content/phrases/scorer.json.

The same corpus always gives the same file. It first trains without the messages of one of the writers and reads those, and so
for each writer of the voices: that is what says how far the scorer can be trusted, and where its thresholds belong.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import exp, sqrt
from pathlib import Path
from random import Random  # noqa: TID251 - seeded, and outside the product

import content
from bot.core.watch import watch
from bot.core.watch.judging import hear
from bot.core.watch.scorer import pieces
from content import Content
from content.phrase_schema import BUCKETS, Scorer
from tests.corpus.evaluate import figures
from tests.corpus.splits import Split, other_texts, writers

ROUNDS, STEP, SHRINK, BIAS_STEP, FIRST = 15, 0.3, 1e-3, 0.02, 0.1
MOST = 50.0
SCALE = 1000
# Chosen on the messages of writers it was not trained on.
ALARM, ASK, HEARD_SURE, HEARD, CLEAR = 2.5, -0.6, 2.0, 0.8, 1.5
TARGET = Path(content.__file__).parent / "phrases" / "scorer.json"


@dataclass(frozen=True)
class Example:
    found: list[int]
    is_red: int


def examples(split: Split, known: Content) -> list[Example]:
    """Milder reports are left out: they may be asked about or not."""
    red = [(line["text"], 1) for line in split.red if line["tier"] != "doctor"]
    other = [(line["text"], 0) for line in (*split.hard, *split.chat)]
    return [Example(_pieces(text, known), is_red) for text, is_red in (*red, *other)]


def _pieces(text: str, known: Content) -> list[int]:
    heard = hear([text], known)
    return pieces(heard.around, heard.hits, len(heard.idioms))


def train(given: Sequence[Example]) -> Scorer:
    """Stochastic descent with a step of its own for every weight, in an order that is the same every time."""
    weights, bias = [0.0] * BUCKETS, 0.0
    moved, order, chance = [FIRST] * BUCKETS, list(given), Random(7)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for example in order:
            long = sqrt(len(example.found) or 1)
            off = _likely(bias + sum(weights[piece] for piece in example.found) / long) - example.is_red
            for piece in example.found:
                slope = off / long + SHRINK * weights[piece]
                moved[piece] += slope * slope
                weights[piece] -= STEP * slope / sqrt(moved[piece])
            bias -= BIAS_STEP * off
    return Scorer(
        reviewed_by=None,
        scale=SCALE,
        alarm=ALARM,
        ask=ASK,
        heard_sure=HEARD_SURE,
        heard=HEARD,
        clear=CLEAR,
        bias=round(bias * SCALE),
        weights=tuple(round(weight * SCALE) for weight in weights),
    )


def _likely(total: float) -> float:
    return 1 / (1 + exp(-max(-MOST, min(MOST, total))))


def with_scorer(known: Content, scorer: Scorer) -> Content:
    return replace(known, phrases=replace(known.phrases, scorer=scorer))


def main() -> None:
    known = content.load()
    everyday = [Example(_pieces(text, known), 0) for text in other_texts()]
    by_writer = {split.name: (split, examples(split, known)) for split in writers()}
    for name, (split, _) in by_writer.items():
        others = everyday + [
            example for other, (_, found) in by_writer.items() if other != name for example in found
        ]
        reader = with_scorer(known, train(others))
        print(f"{name}, trained on the others")
        for figure, share in figures(split, partial(watch, content=reader)).items():
            print(f"  {figure:40}{share}")
    scorer = train([*everyday, *(example for _, found in by_writer.values() for example in found)])
    TARGET.write_text(scorer.model_dump_json() + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
