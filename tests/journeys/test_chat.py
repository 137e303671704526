"""What people type: red flags first, in whatever state they are; questions, and what silence brings."""

from datetime import timedelta

import pytest

from bot.wiring import build_services
from content import Content
from jobs.upkeep import purge
from tests.chaos.database import column
from tests.conftest import NOON
from tests.world import World

pytestmark = [pytest.mark.usefixtures("smooth"), pytest.mark.databases("sqlite", "postgresql")]
ALICE, BOB = 101, 102
HOSPITAL = "Go to a hospital emergency department now."
ALARM = "cant pee since this morning and my legs feel numb"
UNSURE = "my bum feels weird"
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]


def alarms(world: World, who: int = ALICE) -> int:
    return sum(text.startswith((HOSPITAL, "Get them to a hospital")) for text in world.texts(who))


async def is_held(world: World, who: int = ALICE) -> bool:
    await world.say(who, "/reminders")
    return "on hold" in world.last(who)


async def reminders_on(world: World) -> None:
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Switch all on", f"{(world.clock.now() + timedelta(hours=1)):%H:%M}", "Berlin")


async def test_a_red_flag_in_a_message_brings_the_urgent_message_at_once_and_the_hold(world: World) -> None:
    await world.say(ALICE, ALARM)
    assert world.last(ALICE).startswith(HOSPITAL)
    assert "you cannot pee" in world.last(ALICE)
    assert len(world.messages(ALICE)) == 1
    await world.live_until(NOON + timedelta(hours=1))
    assert [text.splitlines()[0] for text in world.texts(ALICE)[1:]] == [
        "Are you getting help?",
        "Has someone seen you?",
    ]
    assert await is_held(world)


async def test_a_denial_raises_nothing(world: World) -> None:
    await world.say(ALICE, "no numbness, peeing fine")
    assert alarms(world) == 0
    assert "happening now" not in world.last(ALICE)
    assert not await is_held(world)


async def test_a_red_flag_is_heard_in_the_middle_of_a_check_and_counts_with_what_was_tapped(
    world: World,
) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "Chest pain")
    await world.say(ALICE, "also i cant feel it when i wipe")
    assert "chest pain" in world.last(ALICE)
    assert "numb or tingly between your legs" in world.last(ALICE)
    await world.pass_time(minutes=5)
    assert sum("chest pain" in text for text in world.texts(ALICE)) == 1, "the open check is finished with it"


@pytest.mark.parametrize(
    "text",
    [
        "snooze 20 min, i cant pee at all",
        "stop the reminders. both my legs have gone numb since this morning",
        "water every 2 hours from 9 to 6 and i have just wet myself without feeling it",
        "/check i cant pee at all",
        "/reminders both legs have gone numb",
        "/nonsense i wet myself and cant feel it",
    ],
)
async def test_a_red_flag_is_heard_whatever_else_is_wanted(world: World, text: str) -> None:
    await reminders_on(world)
    await world.say(ALICE, text)
    assert alarms(world) == 1
    assert await is_held(world)


async def test_a_red_flag_is_heard_under_a_picture_and_in_a_message_that_is_changed(world: World) -> None:
    await world.say(ALICE, "/start")
    await world.post(ALICE, photo=PHOTO, caption=ALARM)
    assert alarms(world) == 1
    mine = world.sandbox.say(BOB, "my back is a bit stiff")
    await world.settle()
    await world.say(BOB, "my back is stiff and i cant pee at all", edited_message_id=mine.id)
    assert alarms(world, BOB) == 1


async def test_three_messages_in_a_row_are_read_together(world: World) -> None:
    for text in ("so", "both my legs", "are numb"):
        await world.say(ALICE, text)
    assert alarms(world) == 1


async def test_messages_that_are_long_apart_are_not_read_together(world: World) -> None:
    await world.say(ALICE, "both my legs")
    await world.tap(ALICE, "No")
    await world.pass_time(minutes=11)
    await world.say(ALICE, "are numb")
    assert alarms(world) == 0


async def test_the_same_again_during_a_hold_shows_the_advice_and_asks_nothing_new(world: World) -> None:
    await world.say(ALICE, ALARM)
    await world.say(ALICE, "still cant pee")
    assert world.last(ALICE).startswith(HOSPITAL)
    await world.live_until(NOON + timedelta(minutes=30))
    assert sum(text.startswith("Are you getting help?") for text in world.texts(ALICE)) == 1


async def test_something_new_during_a_hold_is_an_alarm_of_its_own(world: World) -> None:
    await world.say(ALICE, "i have a fever of 39.5 and shaking chills with my back pain")
    await world.say(ALICE, "now i cant pee at all")
    assert alarms(world) == 1


async def test_what_is_known_of_the_person_counts_with_what_they_type(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "3", "I have a long-term illness", "Continue")
    await world.tap(ALICE, "Weak immune system", "Continue", "Today")
    assert alarms(world) == 0
    await world.say(ALICE, "i have a temperature of 39.5")
    assert world.last(ALICE).startswith(HOSPITAL)
    assert "a weak immune system" in world.last(ALICE)


async def test_a_doubt_is_asked_about_with_the_emergency_line_in_it(world: World) -> None:
    await world.say(ALICE, UNSURE)
    assert world.last(ALICE).startswith("Is this happening now: numb or tingly between your legs?")
    assert "112, 911 or 999" in world.last(ALICE)
    assert world.labels(world.messages(ALICE)[-1]) == ["Yes, now", "Someone else, now", "No"]


@pytest.mark.parametrize("way", ["tap", "type"])
async def test_yes_brings_the_urgent_message_and_the_hold(world: World, way: str) -> None:
    await world.say(ALICE, UNSURE)
    await (world.tap(ALICE, "Yes, now") if way == "tap" else world.say(ALICE, "yes"))
    assert alarms(world) == 1
    assert await is_held(world)
    await world.pass_time(minutes=5)
    assert not any("Please answer this" in text for text in world.texts(ALICE))


@pytest.mark.parametrize("way", ["tap", "type"])
async def test_someone_else_is_spoken_of_as_them_and_holds_nothing_of_the_writer(
    world: World, way: str
) -> None:
    await reminders_on(world)
    await world.say(ALICE, UNSURE)
    await (world.tap(ALICE, "Someone else, now") if way == "tap" else world.say(ALICE, "my wife"))
    told = next(text for text in world.texts(ALICE) if text.startswith("Get them to a hospital"))
    assert "numb or tingly between their legs" in told
    assert not await is_held(world)
    await world.say(ALICE, "/reminders")
    assert "💧" in world.last(ALICE)


async def test_no_ends_the_question_and_mutes_it_but_never_an_alarm(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.tap(ALICE, "No")
    assert "Thank you" in world.last(ALICE)
    await world.say(ALICE, UNSURE)
    assert "happening now" not in world.last(ALICE)
    await world.live_until(NOON + timedelta(minutes=20))
    await world.say(ALICE, "i am completely numb between my legs")
    assert alarms(world) == 1


async def test_after_some_hours_the_same_doubt_is_asked_about_again(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.tap(ALICE, "No")
    await world.live_until(NOON + timedelta(hours=5))
    await world.say(ALICE, UNSURE)
    assert world.last(ALICE).startswith("Is this happening now")


@pytest.mark.parametrize(
    "text",
    [UNSURE, "i took 3 co-codamol, is that too many", "zorgle flimp braxton quivvle"],
    ids=["sign", "crisis", "any"],
)
async def test_silence_for_two_minutes_brings_the_emergency_line_once_and_no_hold(
    world: World, text: str
) -> None:
    await world.say(ALICE, text)
    assert "Yes, now" in world.labels(world.messages(ALICE)[-1])
    await world.live_until(NOON + timedelta(minutes=1, seconds=59))
    assert len(world.messages(ALICE)) == 1
    await world.live_until(NOON + timedelta(minutes=2))
    assert world.last(ALICE).startswith("Please answer this.")
    assert "112, 911 or 999" in world.last(ALICE)
    await world.live_until(NOON + timedelta(hours=6))
    assert len(world.messages(ALICE)) == 2
    assert not await is_held(world)


async def test_the_second_question_can_be_answered_too(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.live_until(NOON + timedelta(minutes=2))
    await world.tap(ALICE, "Yes, now")
    assert alarms(world) == 1
    assert await is_held(world)


async def test_yes_after_no_still_counts_and_no_after_yes_takes_nothing_back(world: World) -> None:
    await world.say(ALICE, UNSURE)
    question, yes, no = (
        world.messages(ALICE)[-1],
        world.data(ALICE, "Yes, now"),
        world.data(ALICE, "No"),
    )
    await world.tap(ALICE, "No")
    for data in (yes, yes, no):
        world.press(ALICE, data, question)
        await world.settle()
    assert sum(each.text.startswith(HOSPITAL) and each is not question for each in world.messages(ALICE)) == 1
    assert await is_held(world)


async def test_nobody_answers_the_question_of_another(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.say(BOB, "hello")
    world.press(BOB, world.data(ALICE, "Yes, now"), world.messages(BOB)[-1])
    await world.settle()
    assert alarms(world, BOB) == 0
    assert not await is_held(world)


async def test_what_nobody_understands_is_met_with_the_short_safety_question_once_and_then_with_a_check(
    world: World,
) -> None:
    await world.say(ALICE, "zorgle flimp braxton quivvle")
    assert "Is any of this happening now?" in world.last(ALICE)
    assert "112, 911 or 999" in world.last(ALICE)
    await world.tap(ALICE, "No")
    await world.say(ALICE, "mi espalda me duele mucho desde ayer por la tarde")
    assert "did not understand" in world.last(ALICE)
    assert "Start a check" in world.labels(world.messages(ALICE)[-1])


async def test_yes_to_the_safety_question_is_an_emergency_nobody_named(world: World) -> None:
    await world.say(ALICE, "zorgle flimp braxton quivvle")
    await world.tap(ALICE, "Yes, now")
    urgent = world.messages(ALICE)[-1]
    assert urgent.text.startswith("Call your local emergency number now and ask for an ambulance.")
    assert await is_held(world)
    await world.tap(ALICE, "It is not happening")
    assert "Is none of what I asked about happening now?" in world.last(ALICE)
    await world.tap(ALICE, "Yes, none of it is happening")
    assert not await is_held(world)


@pytest.mark.parametrize(
    "text",
    ["i want to end it all", "i just took all my tablets", "took 20 ibuprofen to make it stop for good"],
)
async def test_who_may_harm_themself_gets_the_answer_for_that(world: World, text: str) -> None:
    await world.say(ALICE, text)
    if "Yes, now" in world.labels(world.messages(ALICE)[-1]):
        await world.tap(ALICE, "Yes, now")
    assert world.last(ALICE).startswith("Please call your local emergency number now.")
    assert "You do not have to face this alone" in world.last(ALICE)


async def test_what_was_typed_and_is_not_so_does_not_count_as_the_last_check(world: World) -> None:
    await reminders_on(world)
    await world.say(ALICE, ALARM)
    await world.tap(ALICE, "It is not happening", "Yes, none of it is happening")
    await world.say(ALICE, "/reminders")
    assert any("🌿" in label for label in world.labels(world.messages(ALICE)[-1]))


async def test_what_was_typed_is_forgotten_after_a_while(world: World, known: Content, database: str) -> None:
    await world.say(ALICE, "hello there")
    assert column(database, "SELECT count(*) FROM said") == [1]
    world.clock.advance_to(world.clock.now() + timedelta(hours=2))
    await purge(build_services(known, world.clock, world.store, world.program.desk.application.bot))
    assert column(database, "SELECT count(*) FROM said") == [0]


@pytest.mark.parametrize(
    "text", ["i'm ok now", "thanks", "we are on our way", "zorgle flimp braxton quivvle"]
)
async def test_small_talk_during_a_hold_is_asked_how_it_stands(world: World, text: str) -> None:
    await world.say(ALICE, ALARM)
    await world.say(ALICE, text)
    assert "on hold" in world.last(ALICE)
    assert "I have been seen" in world.labels(world.messages(ALICE)[-1])


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("my mum is ill", "i want to die"),
        ("can you tell me what if", "i cannot pee"),
        ("maybe my arm is sore", "i have chest pain"),
    ],
)
async def test_what_was_said_before_takes_nothing_from_an_alarm(world: World, before: str, then: str) -> None:
    await world.say(ALICE, before)
    await world.say(ALICE, then)
    assert await is_held(world)


async def test_a_later_sign_never_talks_down_an_earlier_one_and_denying_names_all(world: World) -> None:
    await world.say(ALICE, "i cannot pee and i am numb between my legs")
    await world.say(ALICE, "i also have a fever of 39")
    assert world.last(ALICE).startswith(HOSPITAL)
    assert "you cannot pee" in world.last(ALICE)
    await world.tap(ALICE, "It is not happening")
    assert "you cannot pee" in world.last(ALICE)
    await world.tap(ALICE, "Yes, none of it is happening")
    await world.say(ALICE, "water every 2 hours")
    assert "I left this one out" not in world.last(ALICE)


async def test_an_alarm_about_somebody_else_leaves_the_own_hold_as_it_is(world: World) -> None:
    await world.say(ALICE, ALARM)
    await world.say(ALICE, "my mum has chest pain right now and cant breathe")
    assert "for them" in world.last(ALICE) or "Get them" in world.last(ALICE)
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "It is not happening")
    assert "you cannot pee" in world.last(ALICE)


async def test_a_yes_with_more_words_is_about_the_writer(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.say(ALICE, "yes my husband is driving me to hospital")
    assert world.last(ALICE).startswith(HOSPITAL)
    assert await is_held(world)


@pytest.mark.parametrize(
    "text", ["thank you", "it's not nothing", "no, it's not all good", "asdf qwerty blorf"]
)
async def test_what_is_no_answer_brings_the_question_again(world: World, text: str) -> None:
    await world.say(ALICE, UNSURE)
    await world.say(ALICE, text)
    assert "numb or tingly between your legs" in world.last(ALICE)
    assert "Yes, now" in world.labels(world.messages(ALICE)[-1])


async def test_a_no_to_an_offer_is_no_answer_to_an_older_question(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.say(ALICE, "water every 3 hours from 9 to 17")
    await world.say(ALICE, "no")
    assert "I changed nothing" in world.last(ALICE)
    await world.say(ALICE, "hmm")
    assert "numb or tingly between your legs" in world.last(ALICE)


async def test_a_no_during_a_hold_takes_nothing_back(world: World) -> None:
    await world.say(ALICE, UNSURE)
    question, no = world.messages(ALICE)[-1], world.data(ALICE, "No")
    await world.say(ALICE, "i cant pee at all")
    world.press(ALICE, no, question)
    await world.settle()
    assert question.text.startswith(HOSPITAL)
    assert await is_held(world)


@pytest.mark.parametrize("text", ["/check\ni cant pee at all", "/numb between my legs, i cant pee"])
async def test_a_command_may_be_followed_by_anything(world: World, text: str) -> None:
    await world.say(ALICE, text)
    assert await is_held(world)


async def test_a_sign_that_is_there_is_not_talked_down_to_an_old_one(world: World) -> None:
    await world.say(ALICE, "i cannot pee at all since this morning")
    assert world.last(ALICE).startswith(HOSPITAL)
    await world.say(ALICE, "i have had trouble peeing for years but now i also have a fever of 39.5")
    assert world.last(ALICE).startswith(HOSPITAL)
    assert "you cannot pee" in world.last(ALICE)


async def test_a_question_about_one_does_not_answer_that_about_another(world: World) -> None:
    await world.say(ALICE, UNSURE)
    await world.say(ALICE, "my mum has chest pain right now and cant breathe")
    assert "for them" in " ".join(world.texts(ALICE))
    await world.say(ALICE, "hmm")
    assert world.labels(world.messages(ALICE)[-1]), world.last(ALICE)
    await world.live_until(NOON + timedelta(minutes=3))
    assert any(text.startswith("Please answer this.") for text in world.texts(ALICE))
