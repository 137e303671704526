"""What the watch hears in one message, and what it does not."""

import pytest

import content
from bot.core.rules import Level
from bot.core.watch import Span, Watch, watch

CONTENT = content.load()


def read(*texts: str) -> Watch:
    return watch(texts, CONTENT)


ALARMS = [
    ("cnt pee n legs r numb", "urinary_retention"),
    ("numbnes in my saddel area", "saddle_numbness"),
    ("I have no sensation around my bottom", "saddle_numbness"),
    ("no control over my bladder", "urinary_incontinence"),
    ("NUMB DOWN THERE!!!", "saddle_numbness"),
    ("nuuuumb between the legs", "saddle_numbness"),
    ("I can’t pee", "urinary_retention"),
    ("both legs — tingling", "bilateral_leg_symptoms"),
    ("had a number two accident in bed", "bowel_incontinence"),
    ("my temperature is 38,9", "fever"),
    ("thermometer says 101.5", "fever"),
    ("I am pregnant and bleeding heavily", "pregnancy_bleeding:heavy"),
    ("fell off a ladder this morning, back hurts", "major_trauma"),
]


@pytest.mark.parametrize(("text", "sign"), ALARMS)
def test_a_sign_that_is_said_plainly_is_an_alarm(text: str, sign: str) -> None:
    found = read(text)
    assert found.action == "alarm"
    assert sign in found.flags
    assert found.level >= Level.URGENT
    assert found.route is not None


@pytest.mark.parametrize(
    "text",
    [
        "no fever but i cant pee",
        "no numbness, no fever, and my bladder leaks without me noticing",
        "not incontinent, just numb in both legs",
        "everything is fine except i can't feel my bottom",
        "last year i had sciatica, now both legs are numb",
        "peeing is fine but i pooped myself without feeling it",
        "no accident or fall but i have no feeling in my inner thighs",
    ],
)
def test_what_comes_after_a_denial_is_not_denied(text: str) -> None:
    assert read(text).action == "alarm"


@pytest.mark.parametrize(
    "text",
    [
        "no numbness or weakness in my legs",
        "no fever, chills or weight loss",
        "my legs are not numb",
        "I have never lost control of my bladder",
        "had numb legs years ago",
        "the tingling went away completely",
        "in 2018 i lost control of my bladder for a week",
        "what does saddle numbness mean?",
        "can sciatica cause incontinence?",
        "if i get a fever what should i do",
        "in the film the hero can't feel his legs",
        "dreamt i couldn't move my legs",
        "my dog can't pee",
        "my back is killing me",
        "fell asleep on the sofa",
        "pee break, remind me later",
        "lost control of my budget",
        "overdosed on coffee",
        "remind me to drink water every 2 hours from 9 to 6",
        "thanks a lot",
        "👍",
        "",
    ],
)
def test_what_is_denied_past_asked_about_or_no_more_than_talk_is_left_alone(text: str) -> None:
    assert read(text).action == "calm"


@pytest.mark.parametrize(
    "text",
    [
        "what should i do if i cant pee?",
        "is it normal that my legs feel numb",
        "my dad cant pee since his surgery",
        "both legs have been numb for 10 years",
        "leaking",
    ],
)
def test_what_is_in_doubt_is_asked(text: str) -> None:
    found = read(text)
    assert found.action == "ask"
    assert found.level == Level.EMERGENCY


def test_someone_who_is_here_now_is_as_certain_as_the_writer() -> None:
    here = read("my wife is here, she can't move her legs")
    assert (here.action, here.who) == ("alarm", "other")
    assert read("my wife told me on the phone that her legs went numb").action != "alarm"


def test_the_writer_comes_before_those_they_write_about() -> None:
    found = read("my mum has a fever and I can't pee")
    assert (found.action, found.who, found.flags) == ("alarm", "me", ("urinary_retention",))


def test_messages_in_a_row_are_read_together() -> None:
    found = read("my back", "and now my legs", "are numb")
    assert found.action == "alarm"
    assert "bilateral_leg_symptoms" in found.flags
    assert {span.message for span in found.spans} == {1, 2}


def test_what_an_earlier_message_said_by_itself_is_not_said_again() -> None:
    assert read("I can't pee", "ok thanks").action == "calm"


def test_a_denial_in_one_message_leaves_the_next_alone() -> None:
    assert read("no fever", "my legs are numb").action == "alarm"


@pytest.mark.parametrize(
    ("text", "sign"), [("i want to kill myself", "self_harm"), ("took 20 paracetamol", "overdose")]
)
def test_a_crisis_has_its_own_route(text: str, sign: str) -> None:
    found = read(text)
    assert (found.action, found.crisis, found.route) == ("alarm", True, "crisis")
    assert sign in found.flags


@pytest.mark.parametrize(
    "text", ["не могу помочиться", "no puedo orinar desde ayer", "meine beine sind taub", "脚麻了"]
)
def test_another_language_is_not_understood_and_never_passed_over(text: str) -> None:
    assert read(text).action == "unknown"


def test_spans_are_places_in_what_was_typed() -> None:
    text = "Hi! My  CROTCH is completely nuumb..."
    (first, second) = read(text).spans
    assert (text[first.start : first.end], text[second.start : second.end]) == ("CROTCH", "nuumb")
    assert first == Span(0, 8, 14)


def test_a_sign_that_can_wait_is_told_and_is_no_alarm() -> None:
    found = read("i am pregnant")
    assert (found.action, found.flags, found.level) == ("calm", ("pregnant",), Level.DOCTOR)
