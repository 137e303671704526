"""What is forbidden is never offered: every sign against every card and reminder, by the table data/gating.csv.

Each row is one sign, the cards it hides, and why; a reminder is hidden by whatever hides a card it needs.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.triage import Answers, Facts, Level, assess
from content import load
from content.conditions import tokens_of

KNOWN = load()
CARDS = {card.id for card in KNOWN.cards}
KINDS = {kind.id: set(kind.needs) for kind in KNOWN.reminders.kinds}
SKIPPED = "skipped:person"


def _table() -> dict[str, frozenset[str]]:
    with (Path(__file__).parents[1] / "data" / "gating.csv").open() as rows:
        return {row["sign"]: frozenset(row["hides"].split()) for row in csv.DictReader(rows)}


HIDES = _table()
SIGNS = sorted(HIDES.keys() - {SKIPPED})


def forbidden_kinds(hidden: frozenset[str]) -> set[str]:
    return {kind for kind, needs in KINDS.items() if needs & hidden}


def with_signs(signs: frozenset[str]) -> Answers:
    return Answers(signs - {SKIPPED}, others=signs & {SKIPPED})


def test_the_table_has_a_row_for_every_sign_and_knows_every_card() -> None:
    assert set(SIGNS) == tokens_of(KNOWN.triage)
    assert frozenset().union(*HIDES.values()) | {"rest_position", "safety_net", "sleep"} == CARDS


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_hides_its_cards_and_their_reminders_and_no_others(sign: str) -> None:
    for answers in (Answers(frozenset({sign})), Answers(not_sure=frozenset({sign}))):
        hidden = HIDES[sign] if answers.flags else HIDES[sign] | HIDES.get(_in_full(sign), frozenset())
        found = assess(answers, KNOWN)
        assert set(found.forbidden) == forbidden_kinds(hidden)
        if found.level < Level.URGENT:
            assert CARDS - set(found.cards) == hidden
            assert set(found.reminders) == KINDS.keys() - forbidden_kinds(hidden)
        else:
            assert (found.cards, found.reminders) == ((), ())


def _in_full(sign: str) -> str:
    """An unsure sign counts in full: someone unsure of a milder form has the plain one."""
    milder = sign.endswith((":long_standing", ":only_from_pain"))
    return sign.partition(":")[0] if milder else sign


@pytest.mark.parametrize(
    ("facts", "sign"),
    [
        (Facts(pain=8), "severe_pain"),
        (Facts(pain=9, onset="sudden"), "sudden_severe_pain"),
        (Facts(weeks_pregnant=30), "pregnant"),
        (Facts(age=15), "child"),
    ],
)
def test_what_follows_from_a_number_hides_as_much(facts: Facts, sign: str) -> None:
    assert set(assess(Answers(facts=facts), KNOWN).forbidden) == forbidden_kinds(HIDES[sign])


def test_cold_is_for_the_first_two_days() -> None:
    first, later = (assess(Answers(facts=Facts(hours=hours)), KNOWN) for hours in (47, 48))
    assert "compress_cold" in first.cards
    assert "compress_cold" not in later.cards
    assert later.forbidden == ("cold",)


@given(st.sets(st.sampled_from(sorted(HIDES)), max_size=8))
def test_more_signs_never_bring_back_what_one_of_them_hides(signs: set[str]) -> None:
    found = assess(with_signs(frozenset(signs)), KNOWN)
    hidden = frozenset().union(*(HIDES[sign] for sign in signs))
    assert not hidden & set(found.cards)
    assert forbidden_kinds(hidden) <= set(found.forbidden)
    assert not forbidden_kinds(hidden) & set(found.reminders)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_skipped_question_about_the_person_is_not_a_no(sign: str) -> None:
    found = assess(with_signs(frozenset({sign, SKIPPED})), KNOWN)
    assert not HIDES[SKIPPED] & set(found.cards)


def test_somebody_well_may_have_all_of_it() -> None:
    found = assess(Answers(), KNOWN)
    assert (set(found.cards), set(found.reminders), found.forbidden) == (CARDS, set(KINDS), ())


def test_every_timer_keeps_to_the_times_of_the_notes() -> None:
    timers = {kind.id: kind.timer for kind in KNOWN.reminders.kinds if kind.timer}
    assert {id_: (t.check_skin, 12 <= t.take_off <= 15) for id_, t in timers.items()} == {
        "cold": (5, True),
        "warm": (5, True),
    }
    cold, warm = (next(kind for kind in KNOWN.reminders.kinds if kind.id == id_) for id_ in ("cold", "warm"))
    assert (cold.least_every, cold.most_days) == (120, 2)
    assert warm.most_a_day == 3
