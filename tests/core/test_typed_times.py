"""Times typed on the screen of one reminder: what is read is what was said, and anything else is no time."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cadence import minutes_of
from bot.core.triggers import DailyAt, EveryWithin, to_json, trigger_from_json
from bot.core.understand import Context, read_wish
from bot.core.understand.wish import Set
from content import load

CONTENT = load()
CONTEXT = Context(datetime(2026, 11, 25, 10, tzinfo=UTC), CONTENT.reminders.window, asked="stretching")


def read_times(text: str) -> DailyAt | EveryWithin | None:
    wish = read_wish(text, CONTEXT, CONTENT)
    is_ours = isinstance(wish, Set) and wish.kind == CONTEXT.asked
    return wish.trigger if is_ours and isinstance(wish.trigger, DailyAt | EveryWithin) else None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("9:30", [570]),
        ("at 9", [540]),
        ("at noon", [720]),
        ("Daily at 7 PM", [1140]),
        ("12am", [0]),
        ("every 2 hours from 9 to 17", [540, 660, 780, 900, 1020]),
        ("every 90 minutes from 9 to 12", [540, 630, 720]),
        ("every hour from 22 to 24", [1320, 1380]),
        ("every 2 hours from 8 to 10", [480, 600]),
        ("every 4 hours from 9 to 5", [540, 780, 1020]),
    ],
)
def test_what_can_be_typed(text: str, minutes: list[int]) -> None:
    trigger = read_times(text)
    assert trigger is not None
    assert minutes_of(trigger) == minutes


@pytest.mark.parametrize(
    "text", ["", "9", "25:00", "9:60", "24:00", "13pm", "every 0 hours", "every 2 hours from 17 to 9", "9:30 maybe", "³:00", "water at 9:30", "stop", "thanks"]
)  # fmt: skip
def test_nothing_else_is_a_time(text: str) -> None:
    trigger = read_times(text)
    assert trigger is None


@given(st.one_of(st.text(), st.from_regex(r"(every|at|daily at) [0-9a-z :.]{0,40}", fullmatch=True)))
def test_any_text_at_all_is_read_without_an_error_and_can_be_stored(text: str) -> None:
    trigger = read_times(text)
    if trigger is not None:
        assert trigger_from_json(to_json(trigger)) == trigger
        assert minutes_of(trigger)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_reads_as_itself(hour: int, minute: int) -> None:
    assert read_times(f"{hour}:{minute:02}") == DailyAt(time(hour, minute))
