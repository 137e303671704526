"""What follows from each outcome of a send, by lane."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.outgoing import (
    LONGEST_WAIT,
    MOST_FAULTS,
    MOST_SENDS,
    Delivered,
    Kind,
    Lane,
    NotSent,
    Outcome,
    Outgoing,
    Refused,
    RetryAfter,
    State,
    Uncertain,
    Unreachable,
    settle,
)

MESSAGE = Outgoing(1, 1, Lane.ROUTINE, Kind.REMINDER, "", datetime(2026, 1, 1, tzinfo=UTC), 0, 0, None, None)
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Delivered, st.integers(1)),
    st.builds(RetryAfter, st.floats(0, 3600)),
    st.builds(NotSent),
    st.builds(Uncertain),
    st.builds(Unreachable),
    st.builds(Refused, st.text(max_size=5)),
)
LANES = st.sampled_from(Lane)
ENDED = {State.SENT, State.UNCERTAIN, State.FAILED}


def live(lane: Lane, outcomes: list[Outcome]) -> list[State]:
    """The states a message goes through while it is still to be sent."""
    message, states = replace(MESSAGE, lane=lane), []
    for outcome in outcomes:
        settled = settle(message, outcome)
        states.append(settled.state)
        if settled.state is not State.PLANNED:
            break
        message = replace(message, tries=settled.tries, faults=settled.faults)
    return states


@pytest.mark.parametrize(("lane", "sends"), [(Lane.URGENT, 3), (Lane.TIMED, 2), (Lane.ROUTINE, 1)])
def test_an_uncertain_send_is_repeated_as_often_as_its_lane_says(lane: Lane, sends: int) -> None:
    assert MOST_SENDS[lane] == sends
    assert live(lane, [Uncertain()] * 9) == [State.PLANNED] * (sends - 1) + [State.UNCERTAIN]


@given(LANES, st.lists(OUTCOMES, max_size=30))
def test_nobody_can_get_a_message_more_often_than_its_lane_allows(
    lane: Lane, outcomes: list[Outcome]
) -> None:
    sent = outcomes[: len(live(lane, outcomes))]
    assert sum(isinstance(each, Uncertain | Delivered) for each in sent) <= MOST_SENDS[lane]


@given(
    st.lists(
        st.one_of(
            st.builds(NotSent), st.builds(RetryAfter, st.floats(0, 9)), st.builds(Refused, st.just("x"))
        )
    )
)
def test_an_urgent_message_is_never_given_up_before_it_may_have_arrived(outcomes: list[Outcome]) -> None:
    assert set(live(Lane.URGENT, outcomes)) <= {State.PLANNED}


@given(LANES, st.integers(0, 3), st.integers(0, 100), OUTCOMES)
def test_every_outcome_leads_somewhere_and_nothing_is_counted_down(
    lane: Lane, tries: int, faults: int, outcome: Outcome
) -> None:
    message = replace(MESSAGE, lane=lane, tries=tries, faults=faults)
    settled = settle(message, outcome)
    assert settled.state in ENDED | {State.PLANNED}
    assert settled.tries >= tries
    assert settled.faults >= faults
    assert settled.wait >= 0


@given(st.integers(0, 1000), st.sampled_from([NotSent(), Refused("x")]))
def test_an_urgent_message_never_waits_longer_than_ten_seconds_of_our_own_making(
    faults: int, outcome: Outcome
) -> None:
    assert settle(replace(MESSAGE, lane=Lane.URGENT, faults=faults), outcome).wait <= 10


@given(LANES, st.integers(0, 10**6))
def test_no_wait_of_our_own_making_grows_without_end(lane: Lane, faults: int) -> None:
    assert settle(replace(MESSAGE, lane=lane, faults=faults), NotSent()).wait <= LONGEST_WAIT


def test_telegrams_own_wait_is_kept_and_counts_as_no_try() -> None:
    settled = settle(MESSAGE, RetryAfter(37.0))
    assert (settled.state, settled.tries, settled.faults, settled.wait) == (State.PLANNED, 0, 0, 37.0)


def test_a_routine_message_refused_again_and_again_is_given_up() -> None:
    states = live(Lane.ROUTINE, [Refused("no")] * 20)
    assert states == [State.PLANNED] * (MOST_FAULTS - 1) + [State.FAILED]


@pytest.mark.parametrize("lane", Lane)
def test_delivered_is_sent_and_gone_is_failed(lane: Lane) -> None:
    message = replace(MESSAGE, lane=lane)
    assert settle(message, Delivered(5)).state is State.SENT
    assert settle(message, Unreachable()).state is State.FAILED


def test_a_repeat_knows_that_it_is_one() -> None:
    assert not MESSAGE.is_repeat
    assert replace(MESSAGE, tries=settle(replace(MESSAGE, lane=Lane.URGENT), Uncertain()).tries).is_repeat
