"""The figures on the development corpus may rise and must not fall; what the reporting split says is only reported."""

import pytest

import content
from bot.core.watch import Watch, watch
from tests.corpus.evaluate import Share, figures
from tests.corpus.splits import DEVELOPMENT, Split, splits

CONTENT = content.load()
AT_LEAST = {
    "emergency: alarm or question": 0.985,
    "emergency: alarm": 0.74,
    "urgent: alarm or question": 0.97,
    "urgent: alarm": 0.63,
    "plain first-person emergency: alarm": 0.84,
}
AT_MOST = {
    "hard negatives: false alarm": 0.02,
    "hard negatives: question": 0.17,
    "everyday chat: false alarm": 0.01,
    "everyday chat: question": 0.05,
}


def read(text: str) -> Watch:
    return watch(text, CONTENT)


@pytest.mark.parametrize(
    "split", [s for s in splits() if s.name.startswith(DEVELOPMENT)], ids=lambda s: s.name
)
def test_the_figures_have_not_fallen(split: Split) -> None:
    found = figures(split, read)
    low = {name: str(found[name]) for name, least in AT_LEAST.items() if found[name].rate < least}
    high = {name: str(found[name]) for name, most in AT_MOST.items() if found[name].rate > most}
    assert (low, high) == ({}, {})


def test_no_message_is_in_the_corpus_twice() -> None:
    for part in ("red", "hard", "chat"):
        texts = [
            line["text"].lower()
            for split in splits()
            if split.name.startswith(DEVELOPMENT)
            for line in getattr(split, part)
        ]
        assert len(texts) == len(set(texts))


def test_every_line_of_the_corpus_is_labelled_with_signs_that_exist() -> None:
    for split in (s for s in splits() if s.name.startswith(DEVELOPMENT)):
        for line in split.red:
            assert {flag.partition(":")[0] for flag in line.get("flags", ())} <= CONTENT.triage.signs.keys()


def test_an_interval_holds_the_share_and_narrows_with_more() -> None:
    few, many = Share(9, 10), Share(900, 1000)
    assert few.interval[0] < many.interval[0] < 0.9 < many.interval[1] < few.interval[1]
