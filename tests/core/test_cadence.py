"""How often a kind may come: its usual times, the ones offered, and its limits."""

from datetime import time, timedelta

import pytest

from bot.core.cadence import offered, refusal, times_of, usual
from bot.core.triggers import EveryWithin
from content import load

SETTINGS = load().reminders


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
