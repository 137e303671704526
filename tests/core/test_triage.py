"""Judging answers: what raises a level, what relieves it, and what may be offered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from bot.core.rules import rule_book
from bot.core.triage import Answers, Assessment, Facts, Level, UnknownSign, assess, canonical

CONTENT = content.load()
ACCEPTED = sorted(rule_book(CONTENT).names)
RULES = {rule.id: rule for rule in CONTENT.triage.rules}

signs = st.frozensets(st.sampled_from(ACCEPTED), max_size=5)
facts = st.builds(
    Facts,
    pain=st.none() | st.integers(0, 10),
    hours=st.none() | st.integers(0, 500),
    worsening=st.none() | st.booleans(),
    tried_self_care=st.none() | st.booleans(),
    onset=st.sampled_from([None, "sudden", "gradual"]),
    age=st.none() | st.integers(0, 110),
    weeks_pregnant=st.none() | st.integers(0, 42),
)
answers = st.builds(Answers, signs, signs, signs, facts)


def judge(flags: str = "", long_standing: str = "", not_sure: str = "", **given: object) -> Assessment:
    """Judge space-separated signs and facts."""
    lists = (frozenset(words.split()) for words in (flags, long_standing, not_sure))
    return assess(Answers(*lists, facts=Facts(**given)), CONTENT)


# --- always and never


@given(answers, st.sampled_from(ACCEPTED))
def test_adding_a_flag_never_lowers_the_level(before: Answers, sign: str) -> None:
    after = Answers(before.flags | {sign}, before.long_standing, before.not_sure, before.facts)
    assert assess(after, CONTENT).level >= assess(before, CONTENT).level


@given(answers, st.sampled_from(ACCEPTED))
def test_being_not_sure_never_lowers_the_level(before: Answers, sign: str) -> None:
    after = Answers(before.flags, before.long_standing, before.not_sure | {sign}, before.facts)
    assert assess(after, CONTENT).level >= assess(before, CONTENT).level


@given(answers, st.sampled_from(ACCEPTED))
def test_being_not_sure_counts_at_least_as_much_as_yes(before: Answers, sign: str) -> None:
    yes = Answers(before.flags | {sign}, before.long_standing, before.not_sure, before.facts)
    unsure = Answers(before.flags, before.long_standing, before.not_sure | {sign}, before.facts)
    assert assess(unsure, CONTENT).level >= assess(yes, CONTENT).level


@given(answers)
def test_every_answer_has_a_level_with_the_rules_that_gave_it(given_answers: Answers) -> None:
    found = assess(given_answers, CONTENT)
    levels = [Level.of(RULES[rule].level) if rule in RULES else Level.SELF_CARE for rule in found.rules]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] is found.level


@given(answers)
def test_what_is_urgent_has_a_message_and_a_reason_and_nothing_to_do_at_home(given_answers: Answers) -> None:
    found = assess(given_answers, CONTENT)
    if found.level >= Level.URGENT:
        routes = {route.id: route.level for route in CONTENT.triage.routes}
        assert routes[str(found.route)] == found.level.word
        assert found.reasons
        assert (found.cards, found.reminders) == ((), ())
    else:
        assert found.route is None
        assert "safety_net" in found.cards


@given(answers)
def test_every_flag_of_an_assessment_can_be_put_into_words(given_answers: Answers) -> None:
    found = assess(given_answers, CONTENT)
    assert all(CONTENT.label("en", content.key_of("said", flag)) for flag in found.flags)
    assert set(found.not_sure) <= set(found.flags)


@given(answers)
def test_an_assessment_does_not_depend_on_how_the_signs_were_spelt(given_answers: Answers) -> None:
    loud = frozenset(f" {sign.upper().replace('_', '-')} " for sign in given_answers.flags)
    spelt = Answers(loud, given_answers.long_standing, given_answers.not_sure, given_answers.facts)
    assert assess(spelt, CONTENT) == assess(given_answers, CONTENT)


# --- long-standing, not sure, variants


@pytest.mark.parametrize("sign", [name for name, sign in CONTENT.triage.signs.items() if sign.long_standing])
def test_a_long_standing_sign_is_for_the_doctor_however_it_is_said(sign: str) -> None:
    assert judge(long_standing=sign).level is Level.DOCTOR
    assert judge(flags=sign, long_standing=sign).level is Level.DOCTOR
    assert judge(flags=f"{sign}:long_standing").level is Level.DOCTOR
    assert judge(flags=sign, long_standing=f"{sign}:unchanged").level is Level.DOCTOR


@pytest.mark.parametrize(
    "sign", [name for name, sign in CONTENT.triage.signs.items() if not sign.long_standing]
)
def test_calling_any_other_sign_long_standing_brings_no_relief(sign: str) -> None:
    assert judge(long_standing=sign).level is judge(flags=sign).level


def test_a_sign_reported_as_new_and_as_long_standing_is_new() -> None:
    assert judge("saddle_numbness saddle_numbness:long_standing").level is Level.EMERGENCY


def test_a_heavier_variant_keeps_its_weight_when_it_is_called_long_standing() -> None:
    assert judge(long_standing="leg_numbness:spreading").level is Level.URGENT
    assert judge("leg_numbness:spreading", long_standing="leg_numbness").level is Level.URGENT
    assert judge(long_standing="reduced_urine:none").level is Level.EMERGENCY


def test_not_sure_takes_the_relief_of_long_standing_away() -> None:
    assert judge(long_standing="saddle_numbness", not_sure="saddle_numbness").level is Level.EMERGENCY
    assert judge(not_sure="saddle_numbness:long_standing").level is Level.EMERGENCY


def test_not_sure_that_it_is_only_pain_means_it_may_be_more() -> None:
    assert judge(not_sure="walking_difficulty:only_from_pain").level is Level.EMERGENCY


def test_a_milder_variant_stands_instead_of_its_sign_unless_that_was_reported_too() -> None:
    assert judge("walking_difficulty:only_from_pain").level is Level.DOCTOR
    assert judge("walking_difficulty walking_difficulty:only_from_pain").level is Level.EMERGENCY


def test_a_heavier_variant_counts_as_its_sign() -> None:
    assert judge("flank_pain:severe fever pregnant").rules.count("flank_pain_with_fever_and_weak_spot") == 1


@pytest.mark.parametrize("condition", ["cancer_history", "anticoagulant", "immunosuppressed", "ivdu"])
@pytest.mark.parametrize("sign", ["leg_weakness", "urinary_incontinence", "bilateral_leg_symptoms"])
def test_a_standing_condition_makes_an_emergency_only_of_new_signs(condition: str, sign: str) -> None:
    assert judge(f"{condition} {sign}").level is Level.EMERGENCY
    assert judge(condition, long_standing=sign).level < Level.EMERGENCY


# --- how the table is read where it leaves a word open, and nothing beyond it


@pytest.mark.parametrize(
    ("flags", "level"),
    [
        ("ivdu rigors", Level.EMERGENCY),
        ("recent_infection", Level.DOCTOR),
        ("statin leg_weakness:long_standing", Level.URGENT),
        ("blood_in_stool", Level.DOCTOR),
    ],
)
def test_a_word_the_table_leaves_open_is_read_with_care(flags: str, level: Level) -> None:
    assert judge(flags).level is level


@pytest.mark.parametrize(
    "flags",
    [
        "flank_pain:severe fever",
        "pregnant sudden_severe_pain",
        "urinary_change leg_numbness",
        "recent_infection fever foot_drop",
    ],
)
def test_signs_that_the_table_does_not_pair_are_worth_their_highest_row(flags: str) -> None:
    assert judge(flags).level is max(judge(flag).level for flag in flags.split())


# --- facts


@pytest.mark.parametrize(
    ("given_facts", "flag"),
    [
        ({"pain": 8}, "severe_pain"),
        ({"worsening": True}, "worsening"),
        ({"hours": 48, "tried_self_care": True}, "persisting"),
        ({"weeks_pregnant": 1}, "pregnant"),
        ({"age": 15}, "child"),
    ],
)
def test_a_sign_can_follow_from_facts_and_is_named_with_the_others(
    given_facts: dict[str, object], flag: str
) -> None:
    assert judge(**given_facts).flags == (flag,)


@pytest.mark.parametrize(
    "given_facts",
    [
        {"pain": 7},
        {"worsening": False},
        {"hours": 47, "tried_self_care": True},
        {"hours": 400},
        {"tried_self_care": True},
        {"weeks_pregnant": 0},
        {"age": 16},
        {"onset": "sudden"},
    ],
)
def test_facts_short_of_the_mark_change_nothing(given_facts: dict[str, object]) -> None:
    found = judge(**given_facts)
    assert (found.level, found.flags, found.rules) == (Level.SELF_CARE, (), ("no_sign",))


def test_only_the_fuller_form_of_a_derived_sign_is_named() -> None:
    assert judge(age=4).flags == ("child:under_6",)
    assert judge(pain=10, tried_self_care=True).flags == ("severe_pain:not_eased",)


# --- what an assessment says


def test_flags_come_in_their_canonical_form_with_the_most_serious_first() -> None:
    found = judge("severe_pain blood_in_stool:clots fever", not_sure="nsaid_use")
    assert found.flags == ("blood_in_stool:heavy", "fever", "severe_pain", "nsaid_use")
    assert found.reasons == ("blood_in_stool:heavy",)
    assert found.not_sure == ("nsaid_use",)


def test_a_pair_names_both_of_its_signs_as_the_reason() -> None:
    assert judge("sexual_dysfunction_new", "leg_weakness").reasons == (
        "leg_weakness:long_standing",
        "sexual_dysfunction_new",
    )


@pytest.mark.parametrize(
    ("flags", "route"),
    [
        ("saddle_numbness", "hospital"),
        ("chest_pain saddle_numbness", "ambulance"),
        ("self_harm saddle_numbness", "crisis"),
        ("fever", "today"),
        ("reduced_movements fever", "maternity"),
        ("worsening", None),
    ],
)
def test_the_most_pressing_message_is_chosen(flags: str, route: str | None) -> None:
    assert judge(flags).route == route


@pytest.mark.parametrize("sign", ["", "saddle", "saddle_numbness:purple", ":new", "x:y:z", "fever:"])
def test_a_sign_that_content_does_not_know_is_refused_by_name(sign: str) -> None:
    with pytest.raises(UnknownSign, match="unknown sign"):
        canonical(sign, CONTENT)


# --- care cards and reminders

ALL_CARDS = tuple(card.id for card in CONTENT.cards)
COLD, WARM, STRETCH, WATER = "compress_cold", "compress_warm", "stretching", "hydration"


def test_nothing_reported_offers_everything() -> None:
    found = judge(pain=4, hours=12)
    assert found.cards == ALL_CARDS
    assert found.reminders == ("hydration", "cold", "warm", "stretching")


@pytest.mark.parametrize(
    ("sign", "hidden"),
    [
        ("leg_numbness", {COLD, WARM, STRETCH}),
        ("saddle_numbness:long_standing", {COLD, WARM, STRETCH}),
        ("leg_weakness:long_standing", {COLD, WARM, STRETCH}),
        ("sexual_dysfunction_new", {COLD, WARM, STRETCH}),
        ("urinary_change", {COLD, WARM, STRETCH}),
        ("kidney_disease", {WATER}),
        ("liver_disease", {WATER}),
        ("heart_failure", {WATER, COLD, WARM}),
        ("diabetes", {COLD, WARM}),
        ("recent_infection", {WARM, STRETCH}),
        ("pregnant", {WARM, STRETCH}),
        ("sports_injury", {WARM, STRETCH, "keep_moving"}),
        ("severe_pain", {STRETCH}),
        ("dark_urine", {STRETCH}),
        ("walking_difficulty:only_from_pain", {STRETCH}),
        ("child", {WATER, COLD, WARM, STRETCH}),
        ("period_pain", {COLD}),
    ],
)
def test_what_a_sign_forbids_is_not_offered(sign: str, hidden: set[str]) -> None:
    looked_at = {WATER, COLD, WARM, STRETCH, "keep_moving", "rest_position", "safety_net"}
    assert looked_at - set(judge(sign).cards) == hidden


@pytest.mark.parametrize(
    ("sign", "offered"),
    [
        ("leg_numbness", ("hydration",)),
        ("kidney_disease", ("cold", "warm", "stretching")),
        ("sports_injury", ("hydration", "cold")),
        ("child", ()),
    ],
)
def test_a_reminder_is_offered_only_with_every_card_it_speaks_of(sign: str, offered: tuple[str, ...]) -> None:
    assert judge(sign).reminders == offered
