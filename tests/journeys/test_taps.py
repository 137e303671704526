"""Taps as they really come: twice, late, from old screens, from two devices, and made up."""

from typing import Any

import pytest

from bot.callback_data import (
    AnswerHold,
    AnswerReminder,
    AskZone,
    ChooseClock,
    ChooseValue,
    ChooseZone,
    MarkSign,
    NextScreen,
    PreviousScreen,
    SetQuiet,
    ShowCard,
    ShowTopic,
    ShowTopics,
    StartPlan,
    SwitchReminder,
    decode,
    encode,
)
from tests.world import World

pytestmark = [pytest.mark.usefixtures("smooth"), pytest.mark.databases("sqlite", "postgresql")]
ALICE, BOB = 101, 102
FIRST, SECOND, TODAY = "signs that cannot wait", "A few more", "the signs to ask about today"


async def check(world: World, *taps: str, who: int = ALICE) -> Any:
    """/check and some taps; the message it happens in."""
    await world.say(who, "/check")
    message = world.messages(who)[-1]
    await world.tap(who, *taps)
    return message


def labels(message: Any) -> str:
    return " | ".join(World.labels(message))


async def test_the_same_tap_twice_takes_one_step(world: World) -> None:
    message = await check(world)
    go_on = world.data(ALICE, "None of these")
    for _ in range(2):
        world.press(ALICE, go_on, message)
    await world.settle()
    assert SECOND in message.text


async def test_a_double_tap_on_a_sign_says_yes_once(world: World) -> None:
    message = await check(world)
    yes = world.data(ALICE, "Numb between")
    for _ in range(3):
        world.press(ALICE, yes, message)
    await world.settle()
    assert "✅ Yes: Numb between my legs" in labels(message)


async def test_a_tap_sent_again_under_a_new_number_changes_nothing(world: World) -> None:
    message = await check(world, "None", "None")
    data = world.data(ALICE, "None of these")
    query = world.press(ALICE, data, message)
    world.press_again(query, ALICE, data, message)
    await world.settle()
    world.press_again(query, ALICE, data, message)
    await world.settle()
    assert "the last ones" in message.text


async def test_two_devices_at_once_lose_neither_answer(world: World) -> None:
    message = await check(world)
    for words in ("Numb between", "A leg is newly weak"):
        world.press(ALICE, world.data(ALICE, words), message)
    await world.settle()
    assert "✅ Yes: Numb between my legs" in labels(message)
    assert "✅ Yes: A leg is newly weak" in labels(message)


async def test_a_yes_on_one_device_stops_the_other_from_going_on(world: World) -> None:
    """The second device still shows "None of these" when its owner taps it."""
    message = await check(world)
    yes, nothing = world.data(ALICE, "Numb between"), world.data(ALICE, "None of these")
    world.press(ALICE, yes, message)
    world.press(ALICE, nothing, message)
    await world.settle()
    assert FIRST in message.text
    assert "✅ Yes: Numb between my legs" in labels(message)


async def test_a_yes_on_a_screen_long_left_still_counts(world: World) -> None:
    message = await check(world)
    yes = world.data(ALICE, "Numb between")
    await world.tap(ALICE, "None", "None", "None")
    world.press(ALICE, yes, message)
    await world.settle()
    assert "✅ Yes: Numb between my legs" in labels(message)
    await world.tap(ALICE, "Continue")
    assert "numb or tingly between your legs" in world.last(ALICE)


async def test_a_yes_on_an_abandoned_check_joins_the_one_that_is_open(world: World) -> None:
    old = await check(world)
    yes = world.data(ALICE, "Numb between")
    await world.tap(ALICE, "None", "None", "None", "None", "3", "None", "Today")
    await check(world, "None", "None", "Chills that make me shake")
    await world.say(ALICE, "/cancel")
    await check(world, "None", "No pee all day")
    world.press(ALICE, yes, old)
    await world.settle()
    assert "✅ Yes: Numb between my legs" in labels(old)
    await world.tap(
        ALICE, "Continue", "Continue"
    )  # the newer message shows the old screen, then where we are
    assert "numb or tingly between your legs; no pee all day" in world.last(ALICE)


async def test_a_yes_on_a_finished_check_asks_again_and_is_kept(world: World) -> None:
    message = await check(world)
    yes = world.data(ALICE, "Numb between")
    await world.tap(ALICE, "None", "None", "None", "None", "3", "None", "Today")
    world.press(ALICE, yes, message)
    await world.settle()
    assert "✅ Yes: Numb between my legs" in labels(message)
    await world.pass_time(minutes=2)
    assert world.last(ALICE).startswith("Go to a hospital emergency department now.")


async def test_old_buttons_of_a_finished_check_show_its_result(world: World) -> None:
    message = await check(world)
    nothing = world.data(ALICE, "None of these")
    await world.tap(ALICE, "None", "None", "None", "None", "3", "None", "Today")
    result = message.text
    world.press(ALICE, nothing, message)
    await world.settle()
    assert message.text == result


async def test_old_buttons_of_an_urgent_check_send_the_message_no_second_time(world: World) -> None:
    message = await check(world, "Numb between")
    go_on, again = world.data(ALICE, "Continue"), world.data(ALICE, "Numb between")
    for data in (go_on, go_on, again, go_on):
        world.press(ALICE, data, message)
    await world.settle()
    assert message.text.startswith("This check is done.")
    assert len(world.messages(ALICE)) == 2


async def test_buttons_of_an_older_check_show_the_newer_one(world: World) -> None:
    old = await check(world)
    nothing = world.data(ALICE, "None of these")
    await world.say(ALICE, "/cancel")
    await check(world, "None", "None")
    world.press(ALICE, nothing, old)
    await world.settle()
    assert TODAY in old.text


async def test_a_tap_on_a_message_that_is_gone_is_answered_by_a_new_one(world: World) -> None:
    message = await check(world)
    nothing = world.data(ALICE, "None of these")
    world.sandbox.world.delete(message)
    world.press(ALICE, nothing, message)
    await world.settle()
    assert SECOND in world.last(ALICE)
    world.sandbox.call_log.clear()  # the edit was rightly refused: the message was gone


async def test_a_tap_on_a_message_too_old_to_edit_is_answered_by_a_new_one(world: World) -> None:
    message = await check(world)
    world.sandbox.fail("editMessageText", code=400, description="Bad Request: message can't be edited")
    await world.tap(ALICE, "None")
    assert SECOND in world.last(ALICE)
    assert FIRST in message.text
    world.sandbox.call_log.clear()  # the refusal was ours to plan


@pytest.mark.parametrize("without", [{"inline_message_id": "x"}, {"game_short_name": "x"}], ids=str)
async def test_a_tap_that_names_no_message_of_ours_is_answered(world: World, without: dict[str, str]) -> None:
    message = await check(world)
    query = world.sandbox.queries.ask(ALICE, ALICE, message.id)
    tapped = {"id": query.id, "from": world.sandbox.meet(ALICE).wire(), "chat_instance": "1", **without}
    world.sandbox.updates.add("callback_query", tapped, f"tap:{ALICE}")
    await world.settle()
    assert FIRST in world.last(ALICE)


async def test_a_tap_on_a_message_that_telegram_no_longer_shows_us_takes_its_step(world: World) -> None:
    message = await check(world)
    gone = {"chat": message.body["chat"], "message_id": message.id, "date": 0}
    query = world.sandbox.queries.ask(ALICE, ALICE, message.id)
    tapped = {"id": query.id, "from": world.sandbox.meet(ALICE).wire(), "message": gone, "chat_instance": "1"}
    tapped["data"] = world.data(ALICE, "None of these")
    world.sandbox.updates.add("callback_query", tapped, f"tap:{ALICE}")
    await world.settle()
    assert SECOND in message.text


async def test_buttons_of_somebody_else_show_nothing_of_theirs(world: World) -> None:
    theirs = [await check(world, "None", "None", "None", "None", "3", "None", "Today")]
    data = [world.data(ALICE, "Start 2 days, with 🧊")]
    await world.tap(ALICE, "Start 2 days, with 🧊", "12:00", "Berlin")
    await world.pass_time(hours=2)
    theirs.append(world.messages(ALICE)[-1])
    data += [world.data(ALICE, words) for words in ("Done", "Snooze 10 min", "Skip today", "Stop these")]
    await world.tap(ALICE, "Snooze 10 min")
    theirs.append(await check(world))
    data += [world.data(ALICE, words) for words in ("Numb between", "None of these")]
    await world.tap(ALICE, "Numb between", "Continue")
    answers = ("I have called", "I have been seen", "It is not happening")
    data += [world.data(ALICE, words) for words in answers]
    before = world.texts(ALICE)
    await world.say(BOB, "/start")
    mine = world.messages(BOB)[-1]
    for each in data:
        world.press(BOB, each, mine)
        await world.settle()
        shown = world.sandbox.read(BOB)
        assert "You told me" not in shown
        assert "Done" not in shown
        assert "Snoozed" not in shown
        assert "Reminders are on" not in shown
    assert world.texts(ALICE) == before
    await world.say(ALICE, "/reminders")
    assert "on hold" in world.last(ALICE)


CHECKUP, HUGE = 2**48, 2**63 - 1
MADE_UP = [
    "",
    "x",
    "1",
    "1~",
    "1~zz",
    "1~cm",
    "1~c~0~0",
    "1~cm~zzzzzzzzzzzzzzzzzzzz~leg_weakness~y",
    "1~zc~all~0~zzzzzzzzzzzzzzzzzzzz~0",
    "0~h",
    "2~cm~5~saddle_numbness~y",
    "~~~~~",
    "\x00",
    "1~zp~check~0~../../etc/passwd",
    "💧" * 16,
    encode(MarkSign(CHECKUP, "no_such_sign", "y")),
    encode(MarkSign(CHECKUP, "leg_weakness", "x")),
    encode(MarkSign(-1, "leg_weakness", "n")),
    encode(NextScreen(HUGE, "nowhere", HUGE)),
    encode(PreviousScreen(0, "emergency_1", 0)),
    encode(ChooseValue(CHECKUP, "pain", 0, "11")),
    encode(AnswerHold(HUGE, "seen", 1)),
    encode(AnswerReminder(HUGE, "snooze", HUGE)),
    encode(AnswerReminder(-HUGE, "nonsense")),
    encode(SwitchReminder("everything", 1)),
    encode(StartPlan(HUGE, "hydration")),
    encode(AskZone("x" * 20, HUGE, HUGE)),
    encode(ChooseClock("all", 0, HUGE, -HUGE)),
    encode(ChooseClock("x" * 20, 0, HUGE, 3)),
    encode(ChooseClock("stretching", HUGE, 17, 5)),
    encode(ChooseZone("all", 0, "Etc/GMT+5")),
    encode(ChooseZone("all", 0, "Mars/Olympus")),
    encode(ChooseZone("nonsense", 0, "Europe/Berlin")),
    encode(ShowTopics(HUGE)),
    encode(ShowTopic("no_such_topic")),
    encode(ShowTopic("")),
    encode(ShowCard("many_causes_")),
    encode(SetQuiet(HUGE, HUGE)),
    encode(SetQuiet(-HUGE, 5)),
    encode(SetQuiet(HUGE, -HUGE)),
]


@pytest.mark.parametrize("data", [each for each in MADE_UP if each], ids=repr)
async def test_made_up_button_data_is_answered_and_breaks_nothing(world: World, data: str) -> None:
    await world.say(ALICE, "/start")
    world.press(ALICE, data, world.messages(ALICE)[-1])
    await world.settle()
    assert world.labels(world.messages(ALICE)[-1])
    await world.say(ALICE, "/start")
    assert world.last(ALICE).startswith("Easeback helps")


@pytest.mark.parametrize("version", ["0", "2", "99"])
async def test_buttons_of_another_version_show_where_the_person_is(world: World, version: str) -> None:
    message = await check(world, "None", "None")
    text = message.text
    world.press(ALICE, version + world.data(ALICE, "None of these")[1:], message)
    await world.settle()
    assert message.text == text


async def test_buttons_of_another_version_never_take_the_urgent_advice_away(world: World) -> None:
    await check(world, "Numb between", "Continue")
    urgent = world.messages(ALICE)[-1]
    text = urgent.text
    world.press(ALICE, "0" + world.data(ALICE, "I have been seen")[1:], urgent)
    await world.settle()
    assert urgent.text == text
    assert "I have been seen" in labels(urgent)


async def test_an_answer_that_cannot_be_read_any_more_is_apologised_for(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    from sqlalchemy import update

    from bot.store.sealed import Sealed
    from bot.store.tables import checkup

    await check(world)
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(checkup).values(answers=Sealed(b"torn")))
    await world.tap(ALICE, "None of these")
    assert "Something went wrong on my side" in world.last(ALICE)
    assert "set aside" in caplog.text
    caplog.clear()  # rightly logged
    await world.say(ALICE, "/help")
    assert world.last(ALICE).startswith("What you can do here")


def test_the_made_up_data_reaches_every_kind_of_handler() -> None:
    kinds = {type(decode(each)) for each in MADE_UP}
    assert len(kinds) > 10
