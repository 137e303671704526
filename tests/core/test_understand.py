"""What people type is read as what they want: the development corpora, word for word. The reporting ones are not looked at here."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.core.triggers import EveryWithin
from bot.core.understand import read_wish
from bot.core.understand.wish import Ask, Change, Refused, Set, Why, wish_to_json
from tests.corpus.wishes import CONTENT, CONTEXTS, PLAIN, fits, read

CORPORA = Path(__file__).parents[1] / "corpus" / "development"


def corpus(name: str) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, (CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", ["schedules", "intents", "chat"])
def test_the_development_corpus_is_read_right(name: str) -> None:
    lines = list(corpus(name))
    wrong = [
        (line["text"], line["expect"], got)
        for line in lines
        if not fits(got := wish_to_json(read(line)), line["expect"])
    ]
    table = "\n".join(f"{text!r}\n    wanted {expected}\n    read   {got}" for text, expected, got in wrong)
    assert len(lines) >= 100
    assert not wrong, f"{len(wrong)} of {len(lines)} in {name}:\n{table}"


def test_no_line_of_a_corpus_is_there_twice() -> None:
    lines = [
        (line["text"], line.get("context"))
        for name in ("schedules", "intents", "chat")
        for line in corpus(name)
    ]
    assert sorted({line[0] for line in lines if lines.count(line) > 1}) == []


@pytest.mark.parametrize(
    "ending",
    [
        "but not at noon",
        "unless it rains",
        "except when i sleep",
        "after lunch",
        "for 3 days",
        "if i forget",
        "or 3 hours",
    ],
)
@pytest.mark.parametrize(
    "wish", ["water every 2 hours from 9 to 6", "remind me to stretch at 8am", "warm pack every day at 8pm"]
)
def test_a_condition_that_cannot_be_kept_is_never_left_out(wish: str, ending: str) -> None:
    found = read_wish(f"{wish} {ending}", PLAIN, CONTENT)
    assert isinstance(found, Refused)


@pytest.mark.parametrize(
    "opening",
    [
        "my back hurts",
        "i wake up",
        "i drank water",
        "should i drink water",
        "he drinks water",
        "i took pills",
        "it was bad",
    ],
)
@pytest.mark.parametrize("times", ["every 2 hours", "at 8pm", "every day at noon", "from 9 to 6"])
def test_a_tale_and_a_question_set_nothing(opening: str, times: str) -> None:
    found = read_wish(f"{opening} {times}", PLAIN, CONTENT)
    assert not isinstance(found, Set | Change | Ask)


def test_a_correction_keeps_what_it_does_not_mention() -> None:
    context = CONTEXTS["water_set"]
    assert read_wish("no, every 3 hours", context, CONTENT) == Change(
        "hydration", EveryWithin(timedelta(hours=3), time(9), time(18, 1))
    )
    assert read_wish("only on weekdays", context, CONTENT) == Change(
        "hydration", EveryWithin(timedelta(hours=2), time(9), time(18, 1), frozenset(range(5)))
    )
    assert read_wish("make it from 10 to 4", context, CONTENT) == Change(
        "hydration", EveryWithin(timedelta(hours=2), time(10), time(16, 1))
    )


def test_a_wall_time_on_another_clock_is_not_taken_for_our_own() -> None:
    assert isinstance(read_wish("stretch at 8am Berlin time", PLAIN, CONTENT), Set)
    assert read_wish("stretch at 8am London time", PLAIN, CONTENT) == Refused("unread")


@pytest.mark.parametrize("why", get_args(Why))
def test_every_reason_can_be_said(why: str) -> None:
    assert CONTENT.say("en", f"refused-{why.replace('_', '-')}")


def test_without_a_zone_no_instant_is_made_up() -> None:
    nowhere = replace(PLAIN, zone=None)
    assert read_wish("pause until monday", nowhere, CONTENT) == Refused("no_zone")
    assert read_wish("stretch tomorrow at 8am", nowhere, CONTENT) == Refused("no_zone")
    assert isinstance(
        read_wish("pause for 2 hours", nowhere, CONTENT), type(read_wish("pause for 2 hours", PLAIN, CONTENT))
    )


@pytest.mark.parametrize("why", ["which", "am_or_pm", "times", "time"])
def test_every_option_of_a_question_is_a_wish_that_could_be_stored(why: str) -> None:
    asks = [
        read_wish(line["text"], PLAIN, CONTENT)
        for line in corpus("schedules")
        if line["expect"].get("why") == why
    ]
    assert asks
    for ask in asks:
        assert isinstance(ask, Ask)
        assert ask.options
