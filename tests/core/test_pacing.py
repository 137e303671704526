"""The arithmetic of the send budget: evenly spaced, never twice, never far ahead."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pacing import (
    DEBT,
    HORIZON,
    LONGEST_PAUSE,
    OPENS,
    PACE,
    YIELD_FOR,
    Bearing,
    Pacing,
    Tally,
)

NOW = 1_800_000_000.0
ALMOST = 1e-5  # what a double of seconds since 1970 can tell apart, and a little more

rates = st.floats(0.5, 1000)
steps = st.lists(
    st.tuples(st.floats(0, 3), st.integers(1, 40), st.sampled_from(["take", "charge", "pause"])), max_size=40
)


@given(rates, st.floats(0, 0.5), steps)
def test_whoever_takes_and_whenever_slots_keep_the_pace_and_none_is_far_ahead(
    rate: float, reserve: float, taken: list[tuple[float, int, str]]
) -> None:
    pacing, tally, now, slots = Pacing(rate, reserve), Tally(), NOW, []
    for passed, count, what in taken:
        now += passed
        if what == "charge":
            tally = pacing.charge(tally, now, count)
        elif what == "pause":
            tally = pacing.pause(tally, now, count / 10)
        else:
            grant = pacing.grant(tally, now, count)
            assert len(grant.slots) <= count
            assert all(now <= slot <= now + HORIZON + ALMOST for slot in grant.slots)
            assert bool(grant.slots) == (grant.wait == 0)
            tally, slots = grant.tally, [*slots, *grant.slots]
    assert all(later - sooner >= 1 / (rate * PACE) - ALMOST for sooner, later in pairwise(slots))


@given(st.integers(1, 1000), st.floats(0, 1), st.floats(0, 1.4))
def test_no_second_has_more_than_the_rate_and_one_even_when_sends_are_late(
    rate: int, begin: float, late: float
) -> None:
    pacing, tally, now, slots = Pacing(rate), Tally(), NOW, []
    while now < NOW + 2.5:
        grant = pacing.grant(tally, now, 1000)
        tally, slots = grant.tally, [*slots, *grant.slots]
        now += grant.wait or 0.001
    second = [slot for slot in slots if NOW + begin - late * pacing.tolerance <= slot <= NOW + begin + 1]
    assert len(second) <= rate + 1


@given(rates, st.integers(1, 100), st.floats(0, 5))
def test_asking_again_after_the_wait_gets_a_slot(rate: float, most: int, ahead: float) -> None:
    pacing, tally = Pacing(rate), Tally(tat=NOW + ahead)
    grant = pacing.grant(tally, NOW, most)
    if not grant.slots:
        assert pacing.grant(tally, NOW + grant.wait + ALMOST, most).slots


@given(rates, st.integers(1, 10**9))
def test_people_who_are_answered_push_bulk_back_but_never_far(rate: float, count: int) -> None:
    pacing = Pacing(rate)
    tat = pacing.charge(Tally(), NOW, count).tat
    assert tat == pytest.approx(NOW + min(count / (rate * PACE), DEBT), abs=ALMOST)
    full = pacing.grant(Tally(), NOW, 1000).tally
    assert pacing.charge(full, NOW, count).tat >= full.tat


def test_bulk_leaves_the_reserve_alone_while_people_are_answered_and_borrows_it_afterwards() -> None:
    pacing = Pacing(100, reserve=0.2)
    tally = pacing.charge(Tally(), NOW, 1)

    def apart(now: float) -> float:
        first, second = pacing.grant(tally, now, 2).slots
        return second - first

    assert apart(NOW + YIELD_FOR - 0.01) == pytest.approx(1 / (80 * PACE), abs=ALMOST)
    assert apart(NOW + YIELD_FOR + 0.01) == pytest.approx(1 / (100 * PACE), abs=ALMOST)


@given(st.floats(-10, 10**6), st.floats(0, 100))
def test_a_pause_gives_no_slot_before_its_end_and_lasts_an_hour_at_most(seconds: float, other: float) -> None:
    pacing, tally = Pacing(30), Pacing(30).pause(Tally(), NOW, seconds)
    end = NOW + min(max(seconds, 0), LONGEST_PAUSE)
    assert all(slot >= end for slot in pacing.grant(tally, NOW, 5).slots)
    assert pacing.grant(tally, end, 1).slots
    assert pacing.pause(tally, NOW, other).paused_until >= end


@given(st.floats(LONGEST_PAUSE + 10, 10**8))
def test_a_clock_that_was_put_back_does_not_stop_bulk(ahead: float) -> None:
    future = NOW + ahead
    tally = Tally(future, future, future)
    pacing = Pacing(30)
    first, second = pacing.grant(tally, NOW, 2).slots
    assert first == NOW
    assert second - first == pytest.approx(1 / (30 * PACE), abs=ALMOST)
    assert pacing.charge(tally, NOW, 1).tat <= NOW + DEBT
    assert pacing.pause(tally, NOW, 5).paused_until == NOW + 5


def test_without_a_pause_a_clock_put_back_by_a_little_more_than_the_debt_does_not_stop_bulk_either() -> None:
    assert Pacing(30).grant(Tally(tat=NOW + HORIZON + DEBT + 1.1), NOW, 1).slots == (NOW,)


def test_slots_open_in_batches() -> None:
    pacing = Pacing(1000)
    full = pacing.grant(Tally(), NOW, 10_000)
    assert len(full.slots) == pytest.approx(HORIZON * 1000 * PACE, abs=2)
    again = pacing.grant(full.tally, NOW, 10_000)
    assert again.slots == ()
    assert again.wait == pytest.approx(HORIZON - OPENS, abs=0.01)
    assert len(pacing.grant(full.tally, NOW + again.wait + ALMOST, 10_000).slots) >= 200


@pytest.mark.parametrize(
    ("rate", "reserve"), [(0, 0.1), (-1, 0.1), (float("nan"), 0.1), (30, 1.0), (30, -0.1)]
)
def test_a_rate_or_reserve_that_makes_no_sense_is_refused(rate: float, reserve: float) -> None:
    with pytest.raises(ValueError, match="a rate is above 0"):
        Pacing(rate, reserve)


def test_the_sharper_bearing_is_kept_until_a_newer_one_speaks_against_it() -> None:
    sharp, wide, elsewhere = Bearing(4.9, 5.1), Bearing(4.0, 7.0), Bearing(5.2, 9.0)
    assert wide.better_of(None) == wide
    assert wide.better_of(sharp) == sharp
    assert sharp.better_of(wide) == sharp
    assert elsewhere.better_of(sharp) == elsewhere


@given(rates, st.floats(0, 10), st.integers(1, 100))
def test_no_slot_comes_sooner_than_the_notice_that_was_asked_for(
    rate: float, notice: float, most: int
) -> None:
    slots = Pacing(rate).grant(Tally(), NOW, most, notice).slots
    assert slots[0] == NOW + min(notice, OPENS)
    assert slots[-1] <= NOW + HORIZON + ALMOST
