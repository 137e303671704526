"""What section 3 of the clinical notes forbids is never offered: each condition against each card and reminder."""

import pytest

from bot.core.triage import Answers, assess
from content import load

KNOWN = load()
NUMB = (
    "leg_numbness",
    "leg_numbness:long_standing",
    "saddle_numbness:long_standing",
    "leg_weakness:long_standing",
)
HURT = ("sports_injury", "minor_trauma_fragility", "major_trauma")
FEVERISH = ("fever", "rigors")
WITH_CHILD = (
    "pregnant",
    "preterm_labour_signs",
    "pregnancy_bleeding",
    "reduced_movements",
    "possible_ectopic",
)
# card -> what forbids it; a reminder kind is forbidden by whatever forbids a card it needs
FORBIDDEN = {
    "hydration": ("heart_failure", "kidney_disease", "liver_disease", "child"),
    "compress_cold": (*NUMB, "diabetes", "heart_failure", "child"),
    "compress_warm": (*NUMB, *HURT, *FEVERISH, *WITH_CHILD, "recent_infection", "cancer_history", "heart_failure", "diabetes", "child"),
    "stretching": (*NUMB, *HURT, *FEVERISH, *WITH_CHILD, "foot_drop", "severe_pain", "recent_spinal_procedure", "child"),
    "magnesium_food": ("kidney_disease", *WITH_CHILD, "child"),
    "warm_bath": (*NUMB, *HURT, *FEVERISH, *WITH_CHILD, "child"),
    "massage": (*HURT, *FEVERISH, "anticoagulant", "child"),
}  # fmt: skip
PAIRS = [(card, sign) for card, signs in FORBIDDEN.items() for sign in signs]


@pytest.mark.parametrize(("card", "sign"), PAIRS)
def test_a_card_and_its_reminders_are_hidden_by_what_forbids_them(card: str, sign: str) -> None:
    for extra in ((), ("period_pain",), ("statin", "vomiting")):
        for answers in (
            Answers(frozenset({sign, *extra})),
            Answers(frozenset(extra), not_sure=frozenset({sign})),
        ):
            found = assess(answers, KNOWN)
            assert card not in found.cards
            assert not any(card in kind.needs for kind in KNOWN.reminders.kinds if kind.id in found.reminders)


@pytest.mark.parametrize("card", FORBIDDEN)
def test_each_of_them_is_there_for_somebody_without_any_of_that(card: str) -> None:
    assert card in assess(Answers(frozenset({"period_pain"})), KNOWN).cards


def test_every_timer_keeps_to_the_times_of_the_notes() -> None:
    timers = {kind.id: kind.timer for kind in KNOWN.reminders.kinds if kind.timer}
    assert {id_: (t.check_skin, 12 <= t.take_off <= 15) for id_, t in timers.items()} == {
        "cold": (5, True),
        "warm": (5, True),
    }
    cold, warm = (next(kind for kind in KNOWN.reminders.kinds if kind.id == id_) for id_ in ("cold", "warm"))
    assert (cold.least_every, cold.most_days) == (120, 2)
    assert warm.most_a_day == 3
