"""What the last check speaks against is not advised by /learn."""

import pytest

from bot.core.learning import held_back
from bot.core.triage import Answers, Level, assess
from content import Content
from content.conditions import members
from content.schema import GroupRef


def held(known: Content, *flags: str, not_sure: tuple[str, ...] = ()) -> frozenset[str]:
    return held_back(assess(Answers(frozenset(flags), not_sure=frozenset(not_sure)), known), known)


def test_after_a_check_without_any_sign_every_card_is_said(known: Content) -> None:
    assert held(known) == frozenset()


@pytest.mark.parametrize(
    ("sign", "cards"),
    [
        ("kidney_disease", {"water", "magnesium", "snack", "anti_inflammatory"}),
        ("heart_failure", {"water", "cold_pack", "warm_pack", "warm_bath", "anti_inflammatory"}),
        ("liver_disease", {"water", "anti_inflammatory"}),
        (
            "pregnant",
            {"magnesium", "warm_pack", "warm_bath", "gentle_stretch", "anti_inflammatory", "massage"},
        ),
        ("diabetes", {"snack", "cold_pack", "warm_pack", "warm_bath"}),
        (
            "leg_numbness",
            {"cold_pack", "warm_pack", "pack_studies", "gentle_stretch", "massage", "warm_bath"},
        ),
        ("leg_numbness:long_standing", {"cold_pack", "warm_pack", "gentle_stretch"}),
        ("flank_pain", {"anti_inflammatory"}),
        ("anticoagulant", {"anti_inflammatory", "massage"}),
        ("sports_injury", {"warm_pack", "gentle_stretch", "massage", "keep_going", "warm_bath"}),
        ("osteoporosis", {"gentle_stretch", "massage"}),
        ("child", {"magnesium", "water", "anti_inflammatory", "cold_pack", "warm_pack", "snack"}),
    ],
)
def test_what_the_check_found_holds_these_cards_back(known: Content, sign: str, cards: set[str]) -> None:
    assert held(known, sign) >= cards


def test_every_sign_that_a_card_names_holds_it_back(known: Content) -> None:
    for card in known.learn.cards:
        for part in card.ask_first:
            signs = members(part.group, known.triage) if isinstance(part, GroupRef) else {part}
            for sign in signs:
                assert card.id in held(known, sign), (card.id, sign)


def test_a_qualifier_holds_back_what_the_plain_sign_does(known: Content) -> None:
    assert "magnesium" in held(known, "pregnancy_bleeding:heavy")
    assert "water" in held(known, "child:limp")


@pytest.mark.parametrize("statement", ["S34", "S35"])
def test_that_most_get_better_is_never_said_after_a_sign_or_a_doubt(known: Content, statement: str) -> None:
    cards = {card.id for card in known.learn.cards if statement in card.article}
    assert cards
    for sign in known.triage.signs:
        if assess(Answers(frozenset({sign})), known).level > Level.SELF_CARE:
            assert cards <= held(known, sign), sign
    assert cards <= held(known, not_sure=("period_pain",))


def test_after_an_urgent_check_nothing_to_do_at_home_is_said(known: Content) -> None:
    advice = {card.id for card in known.learn.cards if card.until}
    assert advice <= held(known, "saddle_numbness")
    assert advice <= held(known, "fever")
    assert "acupuncture" not in held(known, "saddle_numbness")


def test_no_card_of_home_care_that_a_check_leaves_out_is_said_by_learn(known: Content) -> None:
    same = {
        "hydration": "water",
        "compress_cold": "cold_pack",
        "compress_warm": "warm_pack",
        "stretching": "gentle_stretch",
        "warm_bath": "warm_bath",
        "massage": "massage",
        "magnesium_food": "magnesium",
    }
    for sign in known.triage.signs:
        assessment = assess(Answers(frozenset({sign})), known)
        back = held_back(assessment, known)
        for card, learn_card in same.items():
            if (sign, card) == ("period_pain", "compress_cold"):
                continue  # it does no harm there: it only does not help
            assert card in assessment.cards or learn_card in back, (sign, card)
