"""After the check: seeing a doctor, why, another answer, and what is known from then on."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.transcript import assert_reads
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
ALICE = 101
CALM = ("None", "None", "None", "None", "3", "None", "Today")
DOCTOR = ("None", "None", "None", "None", "8", "None", "Today")
ASKED = "Have you seen or booked a doctor?"


async def check(world: World, *taps: str) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, *taps)


@pytest.mark.parametrize(
    ("name", "taps"),
    [
        ("emergency", ("Numb between", "Continue")),
        ("urgent", ("None", "None", "Fever", "Continue", "None", "3", "None")),
        ("doctor", DOCTOR),
        ("self_care", CALM),
    ],
)
async def test_each_level_says_exactly_this(world: World, name: str, taps: tuple[str, ...]) -> None:
    await check(world, *taps)
    said = "\n\n=====\n\n".join(world.texts(ALICE)) + "\n"
    assert_reads(name, said)


async def test_what_was_told_is_kept_apart_though_it_has_commas_of_its_own(world: World) -> None:
    await check(world, "Can't pee", "I newly leak pee", "Continue")
    assert "You told me: you cannot pee, or it is hard to start; you newly leak pee." in world.last(ALICE)


async def test_in_pregnancy_the_result_and_the_message_say_when_to_phone_the_maternity_unit(
    world: World,
) -> None:
    await check(world, *DOCTOR)
    assert not any("maternity" in text for text in world.texts(ALICE))
    await check(world, *CALM[:5], "Pregnant", "Continue", "None", "20 to 36 weeks", "Today")
    assert all("Phone your maternity unit or midwife now" in text for text in world.texts(ALICE)[2:])


async def test_a_doctor_is_asked_about_after_two_days_and_never_at_night(world: World) -> None:
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", "12:00", "Berlin")
    await world.live_until(datetime(2026, 11, 22, 22, 30, tzinfo=UTC))  # 23:30 in Berlin
    await check(world, *DOCTOR)
    await world.live_until(datetime(2026, 11, 25, 6, 59, tzinfo=UTC))
    assert ASKED not in world.last(ALICE)
    await world.live_until(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    assert world.last(ALICE).startswith(ASKED)


@pytest.mark.parametrize("answer", ["I have booked / been seen", "It is better"])
async def test_whoever_has_booked_or_is_better_is_not_asked(world: World, answer: str) -> None:
    await check(world, *DOCTOR)
    await world.tap(ALICE, answer)
    await world.live_until(world.clock.now() + timedelta(days=3))
    assert not any(text.startswith(ASKED) for text in world.texts(ALICE))


async def test_a_newer_check_takes_the_place_of_the_question(world: World) -> None:
    await check(world, *DOCTOR)
    await check(world, *CALM)
    await world.live_until(world.clock.now() + timedelta(days=3))
    assert not any(text.startswith(ASKED) for text in world.texts(ALICE))


async def test_why_names_the_answers_the_rule_and_the_version_and_leads_back(world: World) -> None:
    await check(world, "None", "None", "One leg is numb", "Continue", "No", "None", "3", "None", "Today")
    result = world.messages(ALICE)[0]
    text = result.text
    await world.tap(ALICE, "Why?")
    for words in (
        "You told me: one leg that is numb or tingly.",
        "My rule: “numb or altered feeling in one leg” means: see a doctor in a day or two.",
        "From: a card of warning signs for backs; NHS community service: got back pain?\n",
        "version ",
    ):
        assert words in result.text
    await world.tap(ALICE, "Back to the result")
    assert result.text == text


async def test_one_answer_is_changed_in_place_and_judged_again(world: World) -> None:
    await check(world, *CALM)
    await world.tap(ALICE, "Change an answer")
    assert "How bad the pain is: 3" in world.last(ALICE)
    await world.tap(ALICE, "How bad the pain is", "8")
    assert world.last(ALICE).startswith("Please get medical help")
    assert world.texts(ALICE)[0].startswith("Please see a doctor")


async def test_an_urgent_message_is_not_withdrawn_by_a_changed_answer(world: World) -> None:
    await check(world, "Numb between", "Continue")
    await world.tap(ALICE, "Change an answer")
    assert world.texts(ALICE)[0].startswith("My message to you still stands.")
    assert "I have been seen" in world.labels(world.messages(ALICE)[0])
    await world.say(ALICE, "/start")
    assert "on hold" in world.last(ALICE)


async def test_a_check_during_a_hold_says_so_and_sends_no_milder_message(world: World) -> None:
    await check(world, "Numb between", "Continue")
    await world.say(ALICE, "/check")
    assert world.last(ALICE).startswith("My earlier message still stands.")
    await world.tap(ALICE, *DOCTOR)
    assert not any(text.startswith("Please get medical help") for text in world.texts(ALICE))


async def test_what_is_known_is_confirmed_in_one_tap_and_forgotten_with_the_person(world: World) -> None:
    told = ("None", "None", "None", "None", "3", "I take a medicine", "Continue", "I take a statin")
    await check(world, *told, "Continue", "Today")
    await check(world, *CALM[:5])
    assert "You told me: you take a statin." in world.last(ALICE)
    await world.tap(ALICE, "Yes, still right", "Today")
    assert "you take a statin" in world.last(ALICE)
    await world.say(ALICE, "/forget")
    await world.tap(ALICE, "Yes, delete everything")
    await check(world, *CALM[:5])
    assert "a few things about you" in world.last(ALICE)


async def test_skipped_questions_leave_reminders_out_and_can_be_answered_after(world: World) -> None:
    await check(world, *CALM[:5], "Skip", "Today")
    assert "You skipped the questions about you" in world.last(ALICE)
    assert "Start 2 days, with 🧊 cold pack" not in world.labels(world.messages(ALICE)[-1])
    await world.tap(ALICE, "Answer the questions about you", "None of these")
    assert "Start 2 days, with 🧊 cold pack" in world.labels(world.messages(ALICE)[-1])


async def test_an_answer_changed_to_one_without_a_doctor_says_that_the_message_is_void(world: World) -> None:
    await check(world, *DOCTOR)
    result = world.messages(ALICE)[0]
    await world.tap(ALICE, "Change an answer", "How bad the pain is", "3")
    assert "This takes the place of my earlier message about booking a doctor." in result.text
    await check(world, *CALM)
    assert "takes the place" not in world.last(ALICE)


async def test_the_question_about_the_doctor_keeps_the_quiet_hours_that_hold_when_it_comes(
    world: World,
) -> None:
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", "12:00", "Berlin")
    await world.pass_time(hours=8)  # 20:00 in Berlin
    await check(world, *DOCTOR)
    asked_at = world.clock.now() + timedelta(days=2)
    await world.pass_time(minutes=2)
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", "04:02", "Tokyo")
    await world.live_until(asked_at + timedelta(minutes=1))  # 04:01 in Tokyo
    assert not any(text.startswith(ASKED) for text in world.texts(ALICE))
    await world.live_until(asked_at + timedelta(hours=4))
    assert world.last(ALICE).startswith(ASKED)
