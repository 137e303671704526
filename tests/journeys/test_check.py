"""The main job: /check, answered by people."""

import json
from typing import Any

import pytest

import content
from bot.core.checkup import Checkup, answers
from bot.core.triage import Answers, Level, assess
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
ALICE = 101
KNOWN = content.load()
FIRST, SECOND, TODAY, LAST = (
    "signs that cannot wait",
    "more that cannot wait",
    "to ask about today",
    "last ones",
)


def label(sign: str) -> str:
    return KNOWN.label("en", f"sign-{sign.replace('_', '-').replace(':', '-')}")


def said(sign: str) -> str:
    return KNOWN.label("en", f"said-{sign.replace('_', '-').replace(':', '-')}")


def asked() -> list[tuple[int, str]]:
    """Every sign the questionnaire asks about, with how many screens come before it."""
    screens = [s for s in KNOWN.questionnaire.screens if s.signs and not (s.show_when or s.options or s.skip)]
    signs = [(before, sign) for before, screen in enumerate(screens) for sign in screen.signs]
    return [(before, sign) for before, sign in signs if sign not in KNOWN.questionnaire.rows]


def level(sign: str) -> Level:
    return assess(Answers(flags=frozenset({sign})), KNOWN).level


EMERGENCIES = [(before, sign) for before, sign in asked() if level(sign) is Level.EMERGENCY]
SAME_DAY = [(before, sign) for before, sign in asked() if level(sign) is Level.URGENT]


async def ask(world: World, who: int = ALICE, *, after: int = 0) -> None:
    """/check, and on past so many screens."""
    await world.say(who, "/check")
    await world.tap(who, *["None of these"] * after)


def urgent_of(world: World, who: int = ALICE) -> Any:
    return next(each for each in world.messages(who) if "I have been seen" in world.labels(each))


@pytest.mark.parametrize(("before", "sign"), EMERGENCIES, ids=[sign for _, sign in EMERGENCIES])
async def test_each_emergency_sign_brings_its_urgent_message_in_three_taps(
    world: World, before: int, sign: str
) -> None:
    await world.say(ALICE, "/check")
    mark = world.sandbox.mark
    taps = ["None of these"] * before + [label(sign), "Continue"]
    await world.tap(ALICE, *taps)
    assert len(taps) <= 3
    route = assess(Answers(flags=frozenset({sign})), KNOWN).route
    paragraphs = urgent_of(world).text.split("\n\n")
    assert paragraphs[0] in KNOWN.say("en", f"urgent-{route}-action")
    assert said(sign) in paragraphs[1]
    assert "112, 911 or 999" in paragraphs[3]
    assert len(paragraphs) == 4
    made = [call.method for call in world.sandbox.calls(mark) if "Numb between" not in str(call.params)]
    sent = [name for name in made if name in {"sendMessage", "editMessageText"}]
    assert sent[-2:] == ["sendMessage", "editMessageText"]
    await world.say(ALICE, "/reminders")
    assert "on hold" in world.last(ALICE)


@pytest.mark.parametrize(("before", "sign"), EMERGENCIES, ids=[sign for _, sign in EMERGENCIES])
async def test_not_being_sure_of_an_emergency_sign_counts_and_is_named_as_that(
    world: World, before: int, sign: str
) -> None:
    await ask(world, after=before)
    await world.tap(ALICE, label(sign), label(sign), "Continue")
    text = urgent_of(world).text
    assert f"You were not sure about: {said(sign)}" in text
    assert "You told me" not in text
    await world.say(ALICE, "/start")
    assert "on hold" in world.last(ALICE)


@pytest.mark.parametrize(("before", "sign"), SAME_DAY, ids=[sign for _, sign in SAME_DAY])
async def test_a_same_day_sign_brings_the_message_to_call_today(world: World, before: int, sign: str) -> None:
    await ask(world, after=before)
    await world.tap(ALICE, label(sign), "Continue")
    while "I have been seen" not in world.labels(world.messages(ALICE)[-1]):
        labels = world.labels(world.messages(ALICE)[-1])
        await world.tap(ALICE, next(each for each in ("3", "None of these", "No") if each in labels))
    text = urgent_of(world).text
    assert text.startswith("Call a doctor or medical helpline today.")
    assert said(sign) in text
    await world.say(ALICE, "/reminders")
    assert "on hold" in world.last(ALICE)


async def test_the_urgent_message_is_loud_and_offers_nothing_but_its_answers(world: World) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between my legs", "Continue")
    sent = world.sandbox.calls(method="sendMessage")[-1]
    assert sent.params.get("disable_notification") in {None, "False", "false", False}
    labels = world.labels(urgent_of(world))
    assert labels == ["I have called / on my way", "I have been seen", "It is not happening"]


async def test_several_signs_are_all_named_the_sure_and_the_unsure_apart(world: World) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between", "A leg is newly weak", "I newly leak", "I newly leak", "Continue")
    text = urgent_of(world).text
    assert "You told me: numb or tingly between your legs; a leg that is weak or gives way." in text
    assert "You were not sure about: you newly leak pee." in text


async def test_a_check_without_signs_takes_few_taps_and_ends_in_running_reminders(world: World) -> None:
    await world.say(ALICE, "/check")
    taps = ["None", "None", "None", "None", "3", "None", "Today"]
    screens = [world.last(ALICE)]
    for each in taps:
        await world.tap(ALICE, each)
        screens.append(world.last(ALICE))
    assert len(taps) + 1 <= 8  # with the tap or command that began it
    assert len(set(screens)) == len(screens) <= 8  # seven that ask, and the result
    assert len(world.messages(ALICE)) == 1
    assert screens[-1].startswith("You can look after this at home for now.")
    assert "Go to a hospital emergency department now if any of these start" in screens[-1]
    await world.tap(ALICE, "Start 2 days, with 🧊", "12:00", "Berlin")
    assert world.last(ALICE).startswith("Your two-day plan is on.")
    assert world.texts(ALICE)[0] == screens[-1], "what to watch for stays readable"


async def test_the_screens_come_in_order_and_back_leads_back(world: World) -> None:
    await ask(world)
    seen = [world.last(ALICE)]
    for each in ("None", "None", "None", "None", "3", "None"):
        await world.tap(ALICE, each)
        seen.append(world.last(ALICE))
    asked = (FIRST, SECOND, TODAY, LAST, "How bad", "things about you", "When did it start")
    for words, text in zip(asked, seen, strict=True):
        assert words in text
    for text in reversed(seen[:-1]):
        await world.tap(ALICE, "Back")
        assert world.last(ALICE) == text
    assert "Back" not in world.labels(world.messages(ALICE)[-1])


async def test_a_sign_turns_from_off_to_yes_to_not_sure_to_long_to_off(world: World) -> None:
    await ask(world)
    labels = lambda: world.labels(world.messages(ALICE)[-1])  # noqa: E731 - read anew each time
    assert labels()[0] == "☐ Numb between my legs"
    assert labels()[-1] == "None of these"
    await world.tap(ALICE, "Numb between")
    assert labels()[0] == "✅ Yes: Numb between my legs"
    assert labels()[-1] == "Continue"
    await world.tap(ALICE, "Numb between")
    assert labels()[0] == "❓ Not sure: Numb between my legs"
    assert labels()[-1] == "Continue"
    await world.tap(ALICE, "Numb between")
    assert labels()[0] == "⏳ Same: Long numb between my legs"
    assert labels()[-1] == "Continue"
    await world.tap(ALICE, "Long numb between")
    assert labels()[0] == "☐ Numb between my legs"
    assert labels()[-1] == "None of these"
    await world.tap(ALICE, "None of these")
    assert SECOND in world.last(ALICE)


async def test_going_back_keeps_what_was_marked(world: World) -> None:
    await ask(world, after=2)
    await world.tap(ALICE, "Fever", "Back")
    assert SECOND in world.last(ALICE)
    await world.tap(ALICE, "None of these")
    assert "✅ Yes: Fever, or hot and shivery" in world.labels(world.messages(ALICE)[-1])


async def test_a_mark_taken_back_before_going_on_raises_no_alarm(world: World) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between", "Numb between", "Numb between", "Long numb", "None of these")
    await world.pass_time(minutes=10)
    assert len(world.messages(ALICE)) == 1


async def test_an_emergency_mark_followed_by_silence_brings_the_message_after_a_minute(world: World) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between my legs")
    await world.pass_time(seconds=55)
    assert len(world.messages(ALICE)) == 1
    await world.pass_time(seconds=6)
    assert world.last(ALICE).startswith("Go to a hospital emergency department now.")
    await world.pass_time(minutes=5)
    assert len(world.messages(ALICE)) == 2
    await world.tap(ALICE, "Continue")
    assert world.messages(ALICE)[0].text.startswith("This check is done.")
    assert len(world.messages(ALICE)) == 2


@pytest.mark.parametrize("leaving", ["/cancel", "/check", "/start", "/help", "never mind"])
async def test_leaving_a_check_with_an_emergency_mark_in_it_does_not_stop_the_message(
    world: World, leaving: str
) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between my legs")
    await world.say(ALICE, leaving)
    await world.pass_time(minutes=2)
    assert urgent_of(world).text.startswith("Go to a hospital emergency department now.")


async def test_very_bad_pain_alone_is_not_sent_home(world: World) -> None:
    await ask(world, after=4)
    await world.tap(ALICE, "10", "None", "Today")
    assert not world.last(ALICE).startswith("You can look after this at home")


async def test_a_check_taken_up_again_goes_on_where_it_was(world: World) -> None:
    await ask(world, after=2)
    await world.tap(ALICE, "Chills that make me shake")
    await world.say(ALICE, "/check")
    assert len(world.messages(ALICE)) == 2
    assert "✅ Yes: Chills that make me shake" in world.labels(world.messages(ALICE)[-1])


async def test_a_check_left_for_hours_begins_anew(world: World) -> None:
    await ask(world, after=2)
    await world.pass_time(hours=3)
    await world.say(ALICE, "/check")
    assert FIRST in world.last(ALICE)


async def test_a_finished_check_may_be_followed_by_a_new_one(world: World) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between", "Continue", "Start a new check")
    assert FIRST in world.messages(ALICE)[0].text
    assert "✅" not in " ".join(world.labels(world.messages(ALICE)[0]))


async def test_what_was_said_is_stored_sealed_only(world: World, tmp_path: Any) -> None:
    await ask(world)
    await world.tap(ALICE, "Numb between", "Continue")
    on_disk = b"".join(each.read_bytes() for each in tmp_path.glob("easeback.db*"))
    assert b"saddle" not in on_disk
    assert b"Numb" not in on_disk
    assert json.dumps("yes").encode() not in on_disk


def test_all_emergency_signs_that_stand_alone_are_asked() -> None:
    alone = {sign for sign in KNOWN.triage.signs if level(sign) is Level.EMERGENCY}
    missing = alone - {sign for _, sign in EMERGENCIES}
    assert missing <= {"self_harm", "overdose"}, missing
    assert answers(Checkup("x"), KNOWN).flags == frozenset()
