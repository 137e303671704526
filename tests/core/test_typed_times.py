"""Typed times: a few forms, nothing guessed, and what is read is what was said."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import minutes_of, offered, refusal, times_of, usual
from bot.core.triggers import DailyAt, EveryWithin, to_json, trigger_from_json
from bot.core.typed_times import read_times
from content import load

SETTINGS = load().reminders


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:30", [570]),
        ("at 9", [540]),
        ("Daily at 7 PM", [1140]),
        ("12am", [0]),
        ("every 2 hours from 9 to 17", [540, 660, 780, 900, 1020]),
        ("every 90 minutes from 9 to 12", [540, 630, 720]),
        ("every hour from 22 to 24", [1320, 1380]),
    ],
)
def test_what_can_be_typed(text: str, minutes: list[int]) -> None:
    trigger = read_times(text, SETTINGS.window)
    assert trigger is not None
    assert minutes_of(trigger) == minutes


@pytest.mark.parametrize(
    "text", ["", "9", "25:00", "9:60", "24:00", "13pm", "every 0 hours", "every 2 hours from 17 to 9", "9:30 maybe", "at noon", "³:00"]
)  # fmt: skip
def test_nothing_else_is_a_time(text: str) -> None:
    assert read_times(text, SETTINGS.window) is None


@given(st.one_of(st.text(), st.from_regex(r"(every|at|daily at) [0-9a-z :.]{0,40}", fullmatch=True)))
def test_any_text_at_all_is_read_without_an_error_and_can_be_stored(text: str) -> None:
    trigger = read_times(text, SETTINGS.window)
    if trigger is not None:
        assert trigger_from_json(to_json(trigger)) == trigger
        assert minutes_of(trigger)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_reads_as_itself(hour: int, minute: int) -> None:
    assert read_times(f"{hour}:{minute:02}", SETTINGS.window) == DailyAt(time(hour, minute))


@pytest.mark.parametrize("kind", SETTINGS.kinds, ids=lambda kind: kind.id)
def test_usual_and_offered_times_keep_the_limits_of_their_kind(kind: object) -> None:
    for word in offered(kind, SETTINGS):
        trigger = times_of(word, SETTINGS)
        assert trigger is not None
        assert refusal(trigger, kind) is None
    assert refusal(usual(kind, SETTINGS), kind) is None


def test_warm_packs_come_three_times_a_day_at_most() -> None:
    warm = SETTINGS.kind("warm")
    assert warm is not None
    assert refusal(EveryWithin(timedelta(hours=3), time(8), time(22)), warm) == "too_many"
    assert refusal(EveryWithin(timedelta(hours=1), time(8), time(10)), warm) == "too_close"
