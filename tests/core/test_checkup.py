"""A run through the questionnaire: single taps, old buttons, and any order of both."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from bot.core.checkup import (
    Ask,
    Back,
    Checkup,
    Choose,
    Confirm,
    Done,
    Mark,
    Next,
    Outcome,
    SetMark,
    Skip,
    Tap,
    advance,
    answers,
    assess_so_far,
    begin,
    change,
    is_emergency,
    screen_of,
    to_remember,
    turn,
)
from bot.core.triage import Answers, Level, assess

CONTENT = content.load()
OLD = '["pain", 4, {"leg_numbness": "not_sure"}, 3, null, false]'
SCREENS = CONTENT.questionnaire.screens
ASKED = [(screen.id, sign) for screen in SCREENS for sign in screen.signs]
EMERGENCY_ASKED = [(s.id, sign) for s in SCREENS if s.id.startswith("emergency") for sign in s.signs]


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


def to_the_end(checkup: Checkup, **options: str) -> Outcome:
    """On and on, saying nothing more; `options` by screen."""
    outcome: Outcome = advance(checkup, Next("", -1), CONTENT)
    for _ in range(30):
        if isinstance(outcome, Done):
            return outcome
        screen = outcome.screen
        usual = next((option.id for option in screen.options), None)
        outcome = go_on(outcome.checkup, options.get(screen.id, usual))
    raise AssertionError("this check does not end")


# --- the way through


def test_nothing_wrong_takes_seven_taps_and_ends_in_self_care() -> None:
    outcome: Outcome = advance(begin(CONTENT), Next("", -1), CONTENT)
    taps = 0
    while isinstance(outcome, Ask):
        option = outcome.screen.options[0].id if outcome.screen.options else None
        outcome = go_on(outcome.checkup, option)
        taps += 1
    assert (taps, outcome.assessment.level) == (7, Level.SELF_CARE)


@pytest.mark.parametrize(("screen", "sign"), EMERGENCY_ASKED)
@pytest.mark.parametrize("said", [Mark.YES, Mark.NOT_SURE])
def test_each_emergency_sign_ends_the_check_within_three_taps(screen: str, sign: str, said: Mark) -> None:
    checkup, taps = begin(CONTENT), 0
    while checkup.screen != screen:
        checkup, taps = go_on(checkup).checkup, taps + 1
    outcome = go_on(mark(checkup, sign, said))
    assert isinstance(outcome, Done)
    assert outcome.assessment.level is Level.EMERGENCY
    assert taps + 2 <= 3


@pytest.mark.parametrize(("screen", "sign"), ASKED)
def test_no_row_lowers_what_it_is_worth_by_itself(screen: str, sign: str) -> None:
    outcome = to_the_end(mark(begin(CONTENT), sign))
    assert isinstance(outcome, Done)
    alone = assess(Answers(frozenset({sign}) if sign in CONTENT.triage.signs else frozenset()), CONTENT)
    assert outcome.assessment.level >= alone.level


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


def test_numbness_is_asked_before_heat_or_cold_is_offered() -> None:
    checkup = mark(at("same_day_1"), "leg_numbness")
    for option in (None, None, None, "4", None, "today"):
        outcome = go_on(checkup, option)
        checkup = outcome.checkup
    assert isinstance(outcome, Done)
    assert outcome.assessment.reminders == ("hydration",)


def test_pain_and_duration_reach_the_answers() -> None:
    checkup = go_on(go_on(go_on(at("pain"), "8").checkup).checkup, "days_3_7").checkup
    assert (answers(checkup, CONTENT).facts.pain, answers(checkup, CONTENT).facts.hours) == (8, 72)
    assert assess_so_far(checkup, CONTENT).flags == ("severe_pain",)


def test_back_shows_the_screen_before_and_keeps_what_was_said() -> None:
    checkup = go_on(mark(at("same_day_1"), "leg_numbness")).checkup
    back = advance(checkup, Back(checkup.screen, checkup.version), CONTENT).checkup
    assert checkup.screen == "leg"
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
    yes = mark(at("emergency_2"), "chest_pain")
    assert mark(yes, "chest_pain", None) == yes
    unsure = mark(yes, "chest_pain", Mark.NOT_SURE)
    assert dict(mark(unsure, "chest_pain", None).marks) == {}


def test_long_and_unchanged_comes_after_not_sure_and_before_off() -> None:
    yes = mark(begin(CONTENT), "leg_weakness")
    assert mark(yes, "leg_weakness", Mark.LONG) == yes, "an old button does not take a yes away"
    unsure = mark(yes, "leg_weakness", Mark.NOT_SURE)
    assert mark(unsure, "leg_weakness", None) == unsure
    old = mark(unsure, "leg_weakness", Mark.LONG)
    assert not is_emergency(old, CONTENT)
    assert mark(old, "leg_weakness", Mark.LONG) == old
    assert mark(old, "leg_weakness").marks["leg_weakness"] is Mark.YES
    assert dict(mark(old, "leg_weakness", None).marks) == {}


def test_long_and_unchanged_is_offered_only_where_that_is_milder() -> None:
    unsure = mark(at("emergency_2"), "chest_pain", Mark.NOT_SURE)
    assert mark(unsure, "chest_pain", Mark.LONG) == unsure
    for _, sign in ASKED:
        found = CONTENT.triage.signs.get(sign)
        assert (turn(sign, Mark.NOT_SURE, CONTENT) is Mark.LONG) == bool(found and found.long_standing)


def test_what_a_topic_had_opened_goes_with_it() -> None:
    checkup = go_on(mark(at("same_day_1"), "topic:pee")).checkup
    assert checkup.screen == "pee"
    checkup = go_on(mark(checkup, "painful_urination")).checkup
    while checkup.screen != "same_day_1":
        checkup = advance(checkup, Back(checkup.screen, checkup.version), CONTENT).checkup
    for said in (Mark.NOT_SURE, None):
        checkup = mark(checkup, "topic:pee", said)
    assert dict(checkup.marks) == {}
    assert go_on(checkup).checkup.screen == "same_day_2"


# --- the person


def on(checkup: Checkup, tap: type[Skip] | type[Back]) -> Outcome:
    return advance(checkup, tap(checkup.screen, checkup.version), CONTENT)


def confirm(checkup: Checkup, *, right: bool) -> Checkup:
    return advance(checkup, Confirm(checkup.screen, checkup.version, right), CONTENT).checkup


def at_the_person(*known: str) -> Checkup:
    return replace(at("person"), known=begin(CONTENT, known).known)


def test_a_skip_is_not_a_no() -> None:
    said_no, skipped = to_the_end(at("person")), to_the_end(on(at("person"), Skip).checkup)
    assert isinstance(said_no, Done)
    assert isinstance(skipped, Done)
    assert said_no.assessment.reminders == ("hydration", "cold", "warm", "stretching")
    assert skipped.assessment.reminders == ()
    assert to_remember(said_no.checkup, CONTENT) == ()
    assert to_remember(skipped.checkup, CONTENT) is None


def test_only_what_may_be_skipped_is_skipped() -> None:
    for screen in ("emergency_1", "same_day_1", "pain"):
        assert on(at(screen), Skip).checkup == at(screen)


def test_a_skipped_follow_up_about_the_person_counts_as_skipped_too() -> None:
    checkup = go_on(mark(at("person"), "topic:illness")).checkup
    assert checkup.screen == "illness"
    outcome = to_the_end(on(checkup, Skip).checkup)
    assert isinstance(outcome, Done)
    assert outcome.assessment.reminders == ()


def test_an_answer_after_a_skip_takes_its_place() -> None:
    skipped = on(at("person"), Skip).checkup
    back = on(skipped, Back).checkup
    assert go_on(back).checkup.skipped == frozenset()


def test_what_is_known_is_confirmed_in_one_tap_and_its_follow_ups_still_come() -> None:
    checkup = confirm(at_the_person("pregnant", "anticoagulant", "kidney_disease"), right=True)
    assert checkup.screen == "fall"
    assert {"pregnant", "anticoagulant", "kidney_disease"} <= checkup.marks.keys()
    checkup = go_on(checkup).checkup
    assert checkup.screen == "pregnancy"
    done = to_the_end(checkup).checkup
    assert set(to_remember(done, CONTENT) or ()) == {"pregnant", "anticoagulant", "kidney_disease"}


def test_what_is_known_can_be_changed() -> None:
    checkup = confirm(at_the_person("kidney_disease"), right=False)
    assert checkup.screen == "person"
    assert checkup.known == ()
    assert checkup.marks["topic:illness"] is Mark.YES
    checkup = go_on(checkup).checkup
    assert checkup.screen == "illness"
    for said in (Mark.NOT_SURE, None):
        checkup = mark(checkup, "kidney_disease", said)
    assert to_remember(to_the_end(checkup).checkup, CONTENT) == ()


def test_what_is_known_counts_only_once_it_is_confirmed() -> None:
    checkup = mark(begin(CONTENT, ("anticoagulant",)), "leg_numbness")
    assert not is_emergency(checkup, CONTENT)
    assert answers(checkup, CONTENT).flags == {"leg_numbness"}


def test_only_what_content_remembers_is_recalled() -> None:
    assert begin(CONTENT, ("statin", "fever", "gone")).known == ("statin",)


# --- changing an answer


def test_one_answer_is_changed_and_judged_without_asking_the_rest_again() -> None:
    done = to_the_end(mark(begin(CONTENT), "worsening")).checkup
    reopened = change(done, "pain", CONTENT)
    assert isinstance(reopened, Ask)
    outcome = go_on(reopened.checkup, "9")
    assert isinstance(outcome, Done)
    assert {"worsening", "severe_pain"} <= set(outcome.assessment.flags)


def test_a_changed_answer_asks_what_follows_from_it() -> None:
    reopened = change(to_the_end(begin(CONTENT)).checkup, "person", CONTENT).checkup
    asked = go_on(mark(reopened, "pregnant"))
    assert isinstance(asked, Ask)
    assert asked.screen.id == "pregnancy"
    ends = go_on(mark(asked.checkup, "pregnancy_bleeding"))
    assert isinstance(ends, Done)
    assert ends.assessment.level is Level.URGENT


def test_an_emergency_and_an_unknown_screen_are_not_reopened() -> None:
    done = go_on(mark(begin(CONTENT), "saddle_numbness")).checkup
    assert change(done, "emergency_1", CONTENT).checkup == done
    fine = to_the_end(begin(CONTENT)).checkup
    for screen in ("gone", "flank"):
        assert change(fine, screen, CONTENT).checkup == fine
    assert change(begin(CONTENT), "emergency_1", CONTENT).checkup == begin(CONTENT)


def test_a_mark_is_not_taken_away_from_another_screen() -> None:
    elsewhere = go_on(mark(at("same_day_1"), "foot_drop", Mark.NOT_SURE)).checkup
    assert mark(elsewhere, "foot_drop", None, "same_day_1") == elsewhere


def test_a_yes_after_the_end_asks_again_or_is_an_emergency_at_once() -> None:
    done = to_the_end(begin(CONTENT)).checkup
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


def test_a_checkup_saved_by_the_first_version_goes_on() -> None:
    checkup = Checkup.from_json(OLD)
    assert (checkup.screen, checkup.version, checkup.pain, checkup.hours) == ("pain", 4, 3, None)
    assert dict(checkup.marks) == {"leg_numbness": Mark.NOT_SURE}


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
    | st.builds(Skip, screens, versions)
    | st.builds(Confirm, screens, versions, st.booleans())
    | st.builds(Choose, screens, versions, options)
)
yes_taps = st.lists(st.sampled_from(ASKED).map(lambda asked: SetMark(*asked, Mark.YES)), max_size=6)


def fresh(tap: Tap, checkup: Checkup) -> Tap:
    """The same tap on the button as it is drawn now."""
    match tap:
        case Choose(option=option):
            return Choose(checkup.screen, checkup.version, option)
        case Confirm(still_right=right):
            return Confirm(checkup.screen, checkup.version, right)
        case SetMark():
            return tap
    return type(tap)(checkup.screen, checkup.version)


@given(st.lists(st.tuples(stale_taps, st.booleans()), max_size=25))
def test_any_taps_lead_to_a_screen_or_an_assessment_and_the_version_counts_changes(
    taps: list[tuple[Tap, bool]],
) -> None:
    checkup = begin(CONTENT, ("statin", "fact:over_60"))
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
