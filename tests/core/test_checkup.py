"""A run through the questionnaire: single taps, old buttons, and any order of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from bot.core.checkup import (
    Ask,
    Back,
    Checkup,
    Choose,
    Done,
    Mark,
    Next,
    Outcome,
    SetMark,
    Tap,
    advance,
    answers,
    assess_so_far,
    begin,
    is_emergency,
    screen_of,
)
from bot.core.triage import Level

CONTENT = content.load()
SCREENS = CONTENT.questionnaire.screens
ASKED = [(screen.id, sign) for screen in SCREENS for sign in screen.signs]
EMERGENCY_ASKED = [(s.id, sign) for s in SCREENS if s.done_at == "emergency" for sign in s.signs]


def go_on(checkup: Checkup, option: str | None = None) -> Outcome:
    """Continue, or choose an option, on the screen the checkup stands at."""
    here, version = checkup.screen, checkup.version
    return advance(checkup, Choose(here, version, option) if option else Next(here, version), CONTENT)


def mark(checkup: Checkup, sign: str, mark: Mark | None = Mark.YES, screen: str | None = None) -> Checkup:
    return advance(checkup, SetMark(screen or str(screen_of(sign, CONTENT)), sign, mark), CONTENT).checkup


def at(screen: str) -> Checkup:
    checkup = begin(CONTENT)
    while checkup.screen != screen:
        checkup = go_on(checkup, "3" if checkup.screen == "pain" else None).checkup
    return checkup


# --- the way through


def test_nothing_wrong_takes_six_taps_and_ends_in_self_care() -> None:
    outcome: Outcome = advance(begin(CONTENT), Next("", -1), CONTENT)
    taps = 0
    while isinstance(outcome, Ask):
        option = outcome.screen.options[0].id if outcome.screen.options else None
        outcome = go_on(outcome.checkup, option)
        taps += 1
    assert (taps, outcome.assessment.level) == (6, Level.SELF_CARE)


@pytest.mark.parametrize(("screen", "sign"), EMERGENCY_ASKED)
@pytest.mark.parametrize("said", list(Mark))
def test_each_emergency_sign_ends_the_check_within_three_taps(screen: str, sign: str, said: Mark) -> None:
    checkup, taps = begin(CONTENT), 0
    while checkup.screen != screen:
        checkup, taps = go_on(checkup).checkup, taps + 1
    outcome = go_on(mark(checkup, sign, said))
    assert isinstance(outcome, Done)
    assert outcome.assessment.level is Level.EMERGENCY
    assert taps + 2 <= 3


@pytest.mark.parametrize("sign", [sign for s in SCREENS if s.done_at == "urgent" for sign in s.signs])
def test_a_same_day_sign_ends_the_check_after_its_screen(sign: str) -> None:
    outcome = go_on(mark(at(str(screen_of(sign, CONTENT))), sign))
    level = assess_so_far(outcome.checkup, CONTENT).level
    assert isinstance(outcome, Done) == (level >= Level.URGENT)


def test_every_emergency_of_the_table_that_stands_alone_is_asked_or_waits_for_typing() -> None:
    single = {
        rule.when for rule in CONTENT.triage.rules if rule.level == "emergency" and isinstance(rule.when, str)
    }
    later = {
        "self_harm",
        "overdose",
        "pregnancy_bleeding:heavy",
    }  # by typing, and with the questions on pregnancy
    assert single - later == {sign for _, sign in EMERGENCY_ASKED}


def test_no_two_same_day_signs_of_different_screens_make_an_emergency_together() -> None:
    first, second = (screen.signs for screen in SCREENS if screen.signs and screen.done_at == "urgent")
    # Who has a spreading numbness has ticked the numbness itself on the screen before.
    pairs = [(one, other) for one in first for other in second if other.partition(":")[0] not in first]
    together = [Checkup("same_day_2", marks=dict.fromkeys(pair, Mark.YES)) for pair in pairs]
    assert [checkup.marks for checkup in together if is_emergency(checkup, CONTENT)] == []


def test_numbness_is_asked_before_heat_or_cold_is_offered() -> None:
    checkup = mark(at("same_day_1"), "leg_numbness")
    for option in (None, None, "4", "today"):
        outcome = go_on(checkup, option)
        checkup = outcome.checkup
    assert isinstance(outcome, Done)
    assert outcome.assessment.reminders == ("hydration",)


def test_pain_and_duration_reach_the_answers() -> None:
    checkup = go_on(go_on(at("pain"), "8").checkup, "days_3_7").checkup
    assert (answers(checkup).facts.pain, answers(checkup).facts.hours) == (8, 72)
    assert assess_so_far(checkup, CONTENT).flags == ("severe_pain",)


def test_back_shows_the_screen_before_and_keeps_what_was_said() -> None:
    checkup = go_on(mark(at("same_day_1"), "leg_numbness")).checkup
    back = advance(checkup, Back(checkup.screen, checkup.version), CONTENT).checkup
    assert (back.screen, dict(back.marks)) == ("same_day_1", {"leg_numbness": Mark.YES})


def test_back_on_the_first_screen_stays_there() -> None:
    assert advance(begin(CONTENT), Back("emergency_1", 0), CONTENT).checkup == begin(CONTENT)


# --- old buttons, double taps, two devices


def test_setting_the_same_mark_twice_changes_nothing_the_second_time() -> None:
    once = mark(begin(CONTENT), "saddle_numbness")
    assert mark(once, "saddle_numbness") == once


def test_a_yes_from_an_old_screen_counts_and_shows_that_screen_again() -> None:
    late = mark(at("pain"), "chest_pain")
    assert (late.screen, late.marks["chest_pain"]) == ("emergency_2", Mark.YES)


def test_continue_tapped_twice_goes_on_once() -> None:
    first = begin(CONTENT)
    tap = Next(first.screen, first.version)
    once = advance(first, tap, CONTENT).checkup
    assert advance(once, tap, CONTENT).checkup == once


def test_an_old_continue_does_not_pass_over_a_mark_made_on_another_device() -> None:
    old = Next("emergency_1", 0)
    marked = mark(begin(CONTENT), "leg_weakness")
    assert advance(marked, old, CONTENT) == Ask(marked, SCREENS[0])


def test_a_mark_goes_from_not_sure_to_off_and_from_nothing_else() -> None:
    yes = mark(begin(CONTENT), "leg_weakness")
    assert mark(yes, "leg_weakness", None) == yes
    unsure = mark(yes, "leg_weakness", Mark.NOT_SURE)
    assert dict(mark(unsure, "leg_weakness", None).marks) == {}


def test_a_mark_is_not_taken_away_from_another_screen() -> None:
    elsewhere = go_on(mark(at("same_day_1"), "leg_numbness", Mark.NOT_SURE)).checkup
    assert mark(elsewhere, "leg_numbness", None) == elsewhere


def test_a_yes_after_the_end_asks_again_or_is_an_emergency_at_once() -> None:
    done = go_on(go_on(at("pain"), "3").checkup, "today").checkup
    assert done.done
    asked = advance(done, SetMark("same_day_1", "fever", Mark.YES), CONTENT)
    assert isinstance(asked, Ask)
    judged = advance(done, SetMark("emergency_1", "saddle_numbness", Mark.YES), CONTENT)
    assert isinstance(judged, Done)
    assert judged.assessment.level is Level.EMERGENCY


def test_once_it_is_an_emergency_nothing_more_is_asked() -> None:
    done = go_on(mark(begin(CONTENT), "saddle_numbness")).checkup
    later = advance(done, SetMark("emergency_2", "chest_pain", Mark.YES), CONTENT)
    assert isinstance(later, Done)
    assert set(later.assessment.reasons) == {"saddle_numbness", "chest_pain"}


def test_an_option_that_does_not_exist_leaves_the_person_where_they_are() -> None:
    here = at("pain")
    assert advance(here, Choose("pain", here.version, "11"), CONTENT).checkup == here


def test_continue_does_not_pass_a_question_that_needs_an_answer() -> None:
    assert go_on(at("pain")).checkup == at("pain")


def test_a_half_done_check_with_an_emergency_sign_is_known_as_one() -> None:
    assert is_emergency(mark(begin(CONTENT), "chest_pain", Mark.NOT_SURE), CONTENT)
    assert not is_emergency(mark(begin(CONTENT), "fever"), CONTENT)


# --- kept and found again


def test_a_checkup_from_other_content_starts_over_and_keeps_its_answers() -> None:
    old = Checkup("gone", 7, {"leg_weakness": Mark.YES, "gone_sign": Mark.YES})
    outcome = advance(old, Next("gone", 7), CONTENT)
    assert isinstance(outcome, Ask)
    assert (outcome.screen.id, outcome.checkup.version) == ("emergency_1", 8)
    assert is_emergency(outcome.checkup, CONTENT)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '["a",1,{"x":"maybe"},null,null,false]', '["a",1,[],null,null,false]']
)
def test_what_is_no_saved_checkup_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Checkup.from_json(text)


# --- any taps in any order

screens = st.sampled_from([*(screen.id for screen in SCREENS), "gone"])
versions = st.integers(0, 12)
marks = st.builds(
    lambda asked, said: SetMark(*asked, said),
    st.sampled_from([*ASKED, ("gone", "fever")]),
    st.sampled_from([*Mark, None]),
)
options = st.sampled_from([*(option.id for screen in SCREENS for option in screen.options), "nonsense"])
stale_taps: st.SearchStrategy[Tap] = (
    marks
    | st.builds(Next, screens, versions)
    | st.builds(Back, screens, versions)
    | st.builds(Choose, screens, versions, options)
)
yes_taps = st.lists(st.sampled_from(ASKED).map(lambda asked: SetMark(*asked, Mark.YES)), max_size=6)


def fresh(tap: Tap, checkup: Checkup) -> Tap:
    """The same tap on the button as it is drawn now."""
    match tap:
        case Choose(option=option):
            return Choose(checkup.screen, checkup.version, option)
        case SetMark():
            return tap
    return type(tap)(checkup.screen, checkup.version)


@given(st.lists(st.tuples(stale_taps, st.booleans()), max_size=25))
def test_any_taps_lead_to_a_screen_or_an_assessment_and_the_version_counts_changes(
    taps: list[tuple[Tap, bool]],
) -> None:
    checkup = begin(CONTENT)
    for tap, is_fresh in taps:
        outcome = advance(checkup, fresh(tap, checkup) if is_fresh else tap, CONTENT)
        after = outcome.checkup
        assert after.version == checkup.version + (after != checkup)
        assert Checkup.from_json(after.to_json()) == after
        if isinstance(outcome, Ask):
            assert outcome.screen == CONTENT.questionnaire.screen(after.screen)
            assert not after.done
        else:
            assert after.done
        checkup = after


@given(st.lists(stale_taps, max_size=15), yes_taps, st.randoms(use_true_random=False))
def test_a_yes_is_never_lost_whatever_else_is_tapped(
    others: list[Tap], yes: list[SetMark], shuffled: object
) -> None:
    taps: list[Tap] = [tap for tap in others if not isinstance(tap, SetMark)] + list(yes)
    shuffled.shuffle(taps)
    checkup = begin(CONTENT)
    for tap in taps:
        checkup = advance(checkup, tap, CONTENT).checkup
    assert {tap.sign for tap in yes} == {sign for sign, said in checkup.marks.items() if said is Mark.YES}


@given(st.lists(st.tuples(stale_taps, st.booleans()), max_size=25))
def test_a_check_that_is_over_at_an_early_screen_was_serious(taps: list[tuple[Tap, bool]]) -> None:
    checkup = begin(CONTENT)
    for tap, is_fresh in taps:
        checkup = advance(checkup, fresh(tap, checkup) if is_fresh else tap, CONTENT).checkup
    if checkup.done and checkup.hours is None:
        assert assess_so_far(checkup, CONTENT).level >= Level.URGENT
