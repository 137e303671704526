"""Whatever is typed, the watch answers, in steps that grow no faster than the text."""

import sys
from collections.abc import Sequence
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from bot.core.watch import watch
from bot.core.watch.text import LIMIT

CONTENT = content.load()
WORDS = sorted(
    {word for said in CONTENT.phrases.words.classes.values() for phrase in said for word in phrase.split()}
)
SIGNS = {sign.partition(":")[0] for sign in CONTENT.triage.signs}

anything = st.text(max_size=LIMIT)
near = st.lists(
    st.sampled_from(WORDS)
    | st.sampled_from([*CONTENT.phrases.contexts.denies, ",", ".", "?", "\n", "i", "my mum", "38.9"]),
    max_size=60,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(anything | near, min_size=1, max_size=4))
def test_no_text_raises_and_the_answer_is_whole(texts: Sequence[str]) -> None:
    found = watch(texts, CONTENT)
    assert found.action in ("alarm", "ask", "calm", "unknown")
    assert {flag.partition(":")[0] for flag in found.flags} <= SIGNS
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(texts[-6:][span.message])
    if found.action in ("alarm", "ask"):
        assert found.flags
        assert found.route
    assert watch(texts, CONTENT) == found


def calls(text: str) -> int:
    """How many functions are called to read it."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        watch(text, CONTENT)
    finally:
        sys.setprofile(None)
    return count


REPEATED = [
    "my legs are numb and ",
    "no not never ",
    "cnat peee ",
    "numb\n",
    "he she i my ",
    "both legs tingling weak pain ",
    "ﷺ",
    "n̷u̷m̷b̷ ",
    "a",
    "?!.",
    "38.5 ",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_twice_the_text_is_about_twice_the_work(piece: str) -> None:
    half = (piece * LIMIT)[: LIMIT // 2]
    watch(half * 2, CONTENT)  # what is remembered of words is remembered
    assert calls(half * 2) <= 2.3 * calls(half) + 5_000


def test_what_is_beyond_the_limit_is_not_read() -> None:
    assert watch("a " * LIMIT + " i cant pee", CONTENT).action == watch("a " * LIMIT, CONTENT).action
