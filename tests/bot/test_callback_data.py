"""The button language: what is written can be read, it fits, and nothing else is taken for it."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content
from bot import callback_data as buttons
from bot.app import BUTTONS
from bot.callback_data import Action, decode, encode
from bot.core.zones import is_iana, known_zones

KNOWN = content.load()
KINDS = sorted(BUTTONS, key=lambda kind: kind.code)
CHECKUP, ROW = 2**48 - 1, 10**12
KINDS_OF_REMINDERS = [kind.id for kind in KNOWN.reminders.kinds]
WISHES = (
    "all",
    "settings",
    "see",
    *(f"{word}-{kind}" for word in ("all", "plan") for kind in ("cold", "warm")),
)
SIGNS = [sign for screen in KNOWN.questionnaire.screens for sign in screen.signs]
SCREENS = [screen.id for screen in KNOWN.questionnaire.screens]
OPTIONS = [option.id for screen in KNOWN.questionnaire.screens for option in screen.options]


def longest(*words: str) -> str:
    return max(words, key=len)


LONGEST: dict[str, Any] = {
    "checkup": CHECKUP,
    "hold": ROW,
    "message": ROW,
    "topic": longest(*(topic.id for topic in KNOWN.learn.topics)),
    "card": longest(*(card.id for card in KNOWN.learn.cards)),
    "beside": 1,
    "version": 99999,
    "screen": longest(*SCREENS),
    "sign": longest(*SIGNS),
    "mark": "y",
    "value": longest(*OPTIONS),
    "wish": longest(*WISHES),
    "then": longest(*WISHES),
    "zone": longest(*(place.zone for place in KNOWN.places)),
    "difference": 1439,
    "page": 9,
    "minutes": max(KNOWN.reminders.snooze),
    "begin": 1439,
    "end": 1439,
    "on": 1,
    "odd": 1,
    "sure": 1,
    "fresh": 1,
    "right": 1,
    "kind": longest(*KINDS_OF_REMINDERS),
    "kinds": "hydration.warm.stretching",
    "times": "d1439",
    "until": "tomorrow",
    "pack": ROW,
    "plan": ROW,
    "doubt": ROW,
    "offer": ROW,
    "at": 99,
}
ANSWERS = {
    buttons.AnswerHold: "not_happening",
    buttons.AnswerReminder: "snooze",
    buttons.AnswerDoubt: "other",
    buttons.AnswerDoctor: "booked",
    buttons.AnswerPlan: "better",
}


def values(kind: type[Action]) -> st.SearchStrategy[Action]:
    numbers = st.integers(-(2**31), 2**31)
    words = st.text("abcdefghijklmnopqrstuvwxyz_:/ABC0123456789-", max_size=8)
    return st.builds(kind, *(words if field.type in {str, "str"} else numbers for field in fields(kind)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_button_fits_with_the_longest_it_may_carry(kind: type[Action]) -> None:
    given_values = {field.name: LONGEST.get(field.name, ANSWERS.get(kind)) for field in fields(kind)}
    action = kind(**given_values)
    assert len(encode(action).encode()) <= 64
    assert decode(encode(action)) == action


@given(st.one_of(*(values(kind) for kind in KINDS)))
def test_what_is_written_reads_the_same(action: Action) -> None:
    assert decode(encode(action)) == action


@given(st.text(max_size=64))
def test_any_words_at_all_are_read_without_an_error(data: str) -> None:
    read = decode(data)
    assert read is None or isinstance(read, Action)


@given(st.sampled_from(KINDS), st.lists(st.text(max_size=12), max_size=5))
def test_made_up_fields_are_refused_or_read_as_what_they_should_be(
    kind: type[Action], words: list[str]
) -> None:
    read = decode("~".join(["1", kind.code, *words]))
    for field in fields(read) if read is not None else ():
        assert isinstance(getattr(read, field.name), str if field.type in {str, "str"} else int)


@given(st.text(max_size=3).filter(lambda version: version != buttons.VERSION), st.sampled_from(KINDS))
def test_another_version_is_not_understood(version: str, kind: type[Action]) -> None:
    rest = ["0" for _ in fields(kind)]
    assert decode("~".join([version, kind.code, *rest])) is None


def test_a_number_no_database_can_hold_is_refused() -> None:
    assert decode("1~ha~zzzzzzzzzzzzzzzzzz~seen~0") is None


def test_what_does_not_fit_is_never_cut_short() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        encode(buttons.AskZone("x" * 70))


def test_the_separator_cannot_be_smuggled_in() -> None:
    with pytest.raises(ValueError, match="separator"):
        encode(buttons.AskZone("a~b"))


def test_every_code_is_its_own() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert all(kind.code for kind in KINDS)


def test_every_zone_a_place_may_have_fits_a_button() -> None:
    for zone in filter(is_iana, known_zones()):
        for then in WISHES:
            assert len(encode(buttons.ChooseZone(then, CHECKUP, zone))) <= 64
