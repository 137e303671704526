"""What people ask for in words: schedules after an OK, snooze and pause at once, notes, questions, talk."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import NOON
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
ALICE = 101
WATER = "water every 2 hours from 9 to 6"


@pytest.fixture(autouse=True)
async def _berlin(world: World, smooth: None) -> None:
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", "12:00", "Berlin")


def labels(world: World) -> list[str]:
    return world.labels(world.messages(ALICE)[-1])


async def on(world: World, wish: str = WATER) -> None:
    await world.say(ALICE, wish)
    await world.tap(ALICE, "OK")


async def overview(world: World) -> str:
    await world.say(ALICE, "/reminders")
    return world.last(ALICE)


async def test_a_schedule_is_said_back_in_full_and_stored_only_after_ok(world: World) -> None:
    await world.say(ALICE, WATER)
    assert "💧 Water every 2 hours, 09:00–18:00, every day, Berlin time" in world.last(ALICE)
    assert "No reminders are on" in await overview(world)
    await world.say(ALICE, WATER)
    await world.tap(ALICE, "OK")
    assert "every 2 hours, next today at 13:00" in await overview(world)
    await world.live_until(NOON + timedelta(hours=1))
    assert "Done" in labels(world)


async def test_ok_can_be_typed_and_no_changes_nothing(world: World) -> None:
    await world.say(ALICE, WATER)
    await world.say(ALICE, "no thanks")
    assert "I changed nothing" in world.last(ALICE)
    await world.say(ALICE, WATER)
    await world.say(ALICE, "ok")
    assert world.last(ALICE).startswith("✓")
    assert "every 2 hours" in await overview(world)


async def test_two_taps_on_ok_set_it_once_and_an_old_no_takes_nothing_back(world: World) -> None:
    await world.say(ALICE, WATER)
    message, ok, no = world.messages(ALICE)[-1], world.data(ALICE, "OK"), world.data(ALICE, "No")
    for data in (ok, ok, no):
        world.press(ALICE, data, message)
        await world.settle()
    assert "every 2 hours, next today at 13:00" in await overview(world)


async def test_nobody_says_ok_to_the_offer_of_another(world: World) -> None:
    await world.say(ALICE, WATER)
    await world.say(102, "hello")
    world.press(102, world.data(ALICE, "OK"), world.messages(102)[-1])
    await world.settle()
    await world.say(102, "/reminders")
    assert "No reminders are on" in world.last(102)


@pytest.mark.parametrize(
    ("correction", "now"),
    [
        ("no, every 3 hours", "💧 Water every 3 hours, 09:00–18:00, every day, Berlin time"),
        ("only on weekdays", "💧 Water every 2 hours, 09:00–18:00, Monday to Friday, Berlin time"),
        ("make that till 8pm", "💧 Water every 2 hours, 09:00–20:00, every day, Berlin time"),
    ],
)
@pytest.mark.parametrize("after_ok", [False, True])
async def test_the_last_thing_can_be_corrected(
    world: World, correction: str, now: str, *, after_ok: bool
) -> None:
    await (on(world) if after_ok else world.say(ALICE, WATER))
    await world.say(ALICE, correction)
    assert now in world.last(ALICE)
    await world.tap(ALICE, "OK")
    assert now.partition(",")[0].removeprefix("💧 Water ") in await overview(world)


async def test_what_is_ambiguous_is_asked_with_buttons(world: World) -> None:
    await world.say(ALICE, "water at 9")
    assert "Which one do you mean?" in world.last(ALICE)
    assert labels(world)[:2] == ["daily at 09:00", "daily at 21:00"]
    await world.tap(ALICE, "daily at 21:00")
    assert "daily at 21:00" in await overview(world)
    await world.say(ALICE, "water at 3")  # in the night nothing comes
    assert "Water at 15:00" in world.last(ALICE)
    await world.say(ALICE, "remind me every 4 hours from 8 to 8")
    assert any("Water" in label for label in labels(world))
    assert any("stretch" in label for label in labels(world))


async def test_without_a_zone_the_offer_waits_until_the_clock_is_known(world: World) -> None:
    await world.say(102, WATER)
    await world.tap(102, "OK", "12:00", "Berlin")
    assert world.last(102).startswith("✓ 💧 Water every 2 hours")
    await world.say(102, "/reminders")
    assert "every 2 hours" in world.last(102)


async def test_what_cannot_be_read_gets_examples_and_buttons(world: World) -> None:
    await world.say(ALICE, "water every three hours from 25:70 on")
    assert "every 3 hours" in world.last(ALICE) or "No clock shows that" in world.last(ALICE)
    assert "See reminders" in labels(world)
    assert "No reminders are on" in await overview(world)


async def test_what_is_too_often_is_refused_with_its_limit(world: World) -> None:
    await world.say(ALICE, "water every 10 minutes")
    assert "too often" in world.last(ALICE)
    assert "No reminders are on" in await overview(world)


async def test_a_reminder_can_be_wished_once_and_comes_once_also_in_quiet_hours(world: World) -> None:
    await world.say(ALICE, "remind me to drink at 11pm tonight")
    assert "once, today at 23:00" in world.last(ALICE)
    assert "in your quiet hours" in world.last(ALICE)
    await world.tap(ALICE, "OK")
    await world.live_until(datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert sum("Done" in world.labels(each) for each in world.messages(ALICE)) == 1


async def test_a_wish_for_once_leaves_the_series_as_it_is_and_stops_with_it(world: World) -> None:
    await on(world)
    await world.say(ALICE, "remind me to drink tomorrow at 10:15")
    await world.tap(ALICE, "OK")
    assert "every 2 hours" in await overview(world)
    await world.say(ALICE, "stop the water ones")
    await world.live_until(NOON + timedelta(days=1, hours=12))
    assert not any("Done" in world.labels(each) for each in world.messages(ALICE))


async def test_stop_is_done_at_once_with_the_way_back_under_it(world: World) -> None:
    await on(world)
    await world.say(ALICE, "stop the water ones")
    assert world.last(ALICE).startswith("Stopped: 💧 Water")
    assert "No reminders are on" in await overview(world)
    await world.say(ALICE, "stop everything")
    assert "There is nothing to do" in world.last(ALICE)


async def test_which_one_to_stop_is_asked_when_it_was_not_said(world: World) -> None:
    await on(world)
    await on(world, "stretch daily at 18:30")
    await world.say(ALICE, "stop reminding me")
    if "Which one" in world.last(ALICE):
        await world.tap(ALICE, "Stop: all reminders")
    assert "No reminders are on" in await overview(world)


async def test_a_snooze_in_words_brings_the_last_reminder_again(world: World) -> None:
    await on(world)
    await world.live_until(NOON + timedelta(hours=1))
    reminder = world.messages(ALICE)[-1]
    await world.say(ALICE, "snooze 20 min")
    assert "Snoozed until 14:20" not in world.last(ALICE)
    assert "Snoozed until 13:20" in world.last(ALICE)
    so_far = len(world.messages(ALICE))
    await world.live_until(NOON + timedelta(hours=1, minutes=21))
    assert len(world.messages(ALICE)) == so_far + 1
    assert world.messages(ALICE)[-1] is not reminder


async def test_a_snooze_without_a_reminder_says_so(world: World) -> None:
    await world.say(ALICE, "snooze 20 min")
    assert "No reminder is waiting" in world.last(ALICE)


async def test_a_pause_is_silent_until_its_end_and_can_be_taken_back(world: World) -> None:
    await on(world)
    await world.say(ALICE, "pause till tuesday")
    assert "On again on Tuesday" in world.last(ALICE)
    assert "paused" in await overview(world)
    await world.say(ALICE, "resume")
    assert "On again: 💧 Water" in world.last(ALICE)
    assert "next today at 13:00" in await overview(world)


async def test_a_pause_without_an_end_is_asked_how_long(world: World) -> None:
    await on(world)
    await world.say(ALICE, "pause")
    assert any(label.startswith("On again") for label in labels(world))
    await world.tap(ALICE, "On again tomorrow")
    assert "paused" in await overview(world)


async def test_not_before_ten_tomorrow_holds_all_back_that_morning(world: World) -> None:
    await on(world)
    await world.say(ALICE, "not before 10 tomorrow")
    assert "quiet from now on, and on again tomorrow at 10:00" in world.last(ALICE)
    await world.tap(ALICE, "OK")
    assert "paused" in await overview(world)
    await world.say(ALICE, "nothing before 10")
    assert "Quiet hours from 22:00 to 10:00" in world.last(ALICE)


async def test_quiet_hours_are_set_after_ok(world: World) -> None:
    await world.say(ALICE, "quiet hours from 11pm to 7")
    await world.tap(ALICE, "OK")
    await world.say(ALICE, "/settings")
    assert "23:00 to 07:00" in world.last(ALICE)
    await world.say(ALICE, "you woke me up")
    assert "From when should I be quiet?" in world.last(ALICE)


async def test_a_place_sets_the_clock_after_a_look_at_its_time(world: World) -> None:
    await world.say(ALICE, "im in tokyo now")
    assert "20:00" in world.last(ALICE)
    await world.tap(ALICE, "Yes, that is my time")
    assert "20:00 (Tokyo)" in world.last(ALICE)
    await world.say(ALICE, "my time zone is wrong")
    assert "What time is it for you now?" in world.last(ALICE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("killing me again 7/10", "I noted 7 out of 10"),
        ("pain is back, 6 out of 10", "I noted 6 out of 10"),
        ("my back is acting up", "I am sorry it hurts"),
    ],
)
async def test_a_flare_is_noted_and_a_check_is_one_tap_away(world: World, text: str, said: str) -> None:
    await world.say(ALICE, text)
    assert said in world.last(ALICE)
    await world.tap(ALICE, "Start a check")
    assert "First, the signs" in world.last(ALICE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("drank 2 glasses", "2 glasses today"),
        ("did my stretches", "🌿 Gentle stretch: once today"),
        ("feeling much better, 2/10", "I noted 2 out of 10"),
        ("skipped my stretches", "skipped"),
    ],
)
async def test_what_was_done_is_noted(world: World, text: str, said: str) -> None:
    await world.say(ALICE, text)
    assert said in world.last(ALICE)


async def test_notes_of_one_day_add_up_and_begin_anew_the_next(world: World) -> None:
    await world.say(ALICE, "drank 2 glasses")
    await world.say(ALICE, "had another glass of water")
    assert "3 glasses today" in world.last(ALICE)
    await world.live_until(NOON + timedelta(days=1))
    await world.say(ALICE, "drank a glass of water")
    assert "1 glass today" in world.last(ALICE)


async def test_done_in_words_answers_the_reminder_that_came(world: World) -> None:
    await on(world)
    await world.live_until(NOON + timedelta(hours=1))
    await world.say(ALICE, "done")
    assert "Noted: 💧 Water" in world.last(ALICE)
    await world.say(ALICE, "snooze 20 min")
    assert "No reminder is waiting" in world.last(ALICE)


async def test_a_pack_is_put_on_and_taken_off_in_words(world: World) -> None:
    await world.say(ALICE, "put the ice on")
    if "Start: 🧊 Cold pack" in labels(world):
        await world.tap(ALICE, "Start: 🧊 Cold pack")
    so_far = len(world.messages(ALICE))
    await world.say(ALICE, "took the pack off")
    await world.live_until(NOON + timedelta(hours=1))
    assert len(world.messages(ALICE)) == so_far + 1, "no timer goes on"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("should i use ice or heat", "Heat and cold"),
        ("can statins do this", "Statins and sore muscles"),
        ("what is the capital of peru?", "I have no answer to that one"),
        ("what do you know about me", "What I keep"),
        ("show my reminders", "Your reminders"),
        ("settings", "Quiet hours"),
        ("delete my data", "Delete everything about you?"),
        ("thanks", "You are welcome"),
        ("hello", "How is your back?"),
        ("you are useless", "I am sorry"),
        ("start a check", "First, the signs"),
        ("what can you do", "What you can do here"),
        ("show me a stretch", "Stop if the pain gets sharp"),
        ("speak german", "I only speak English"),
        ("how was my week", "Nothing is noted for today"),
    ],
)
async def test_each_kind_of_wish_has_its_answer(world: World, text: str, said: str) -> None:
    await world.say(ALICE, text)
    assert said in world.last(ALICE)


@pytest.mark.parametrize("text", ["ok continue", "yes"])
async def test_continue_goes_on_with_the_open_check(world: World, text: str) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None")
    await world.say(ALICE, "my back is killing me")
    assert "Go on with the check" in labels(world)
    await world.say(ALICE, text)
    assert "First, the signs" not in world.last(ALICE)
    assert "None of these" in labels(world)


async def test_during_a_hold_no_wish_switches_a_reminder_on(world: World) -> None:
    await world.say(ALICE, WATER)
    offer, ok = world.messages(ALICE)[-1], world.data(ALICE, "OK")
    await world.say(ALICE, "i cant pee at all")
    world.press(ALICE, ok, offer)
    await world.settle()
    assert "on hold" in offer.text
    for text in (WATER, "pain 6", "show me a stretch", "should i use ice or heat"):
        await world.say(ALICE, text)
        assert "I have called / on my way" in labels(world), text


async def test_times_are_typed_on_the_screen_of_a_reminder_as_before(world: World) -> None:
    await on(world)
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧")
    await world.say(ALICE, "every 3 hours from 9 to 18")
    assert "every 3 hours, from 09:00 to 18:00" in world.last(ALICE)
    await world.say(ALICE, "snooze 20 min")
    assert "No reminder is waiting" in world.last(ALICE)


async def test_a_kind_the_last_check_speaks_against_is_not_to_be_had_in_words(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "One leg is numb", "Continue", "No", "None", "2", "None", "Today")
    await world.say(ALICE, "stretch every day at 18:30")
    assert "because of what you told me in your last check" in world.last(ALICE)


async def test_a_typo_that_is_mended_by_an_edit_is_read_anew_and_notes_nothing_twice(world: World) -> None:
    mine = world.sandbox.say(ALICE, "wxtxr evxry 2 hxurs")
    await world.settle()
    await world.say(ALICE, WATER, edited_message_id=mine.id)
    assert "Shall I set it?" in world.last(ALICE)
    mine = world.sandbox.say(ALICE, "drank 2 glasses")
    await world.settle()
    await world.say(ALICE, "drank 2 glasses!", edited_message_id=mine.id)
    await world.say(ALICE, "drank 1 glass")
    assert "3 glasses today" in world.last(ALICE)


async def test_what_was_stopped_comes_back_with_its_times_after_ok(world: World) -> None:
    await on(world)
    await world.say(ALICE, "stop the water ones")
    await world.say(ALICE, "turn the water back on")
    assert "💧 Water every 2 hours, 09:00–18:00" in world.last(ALICE)
    await world.tap(ALICE, "OK")
    await world.say(ALICE, "turn the water back on")
    assert "Your reminders" in world.last(ALICE)


async def test_the_option_that_was_tapped_is_the_one_after_the_zone_was_asked(world: World) -> None:
    await world.say(102, "water at 9")
    if "Which one" in world.last(102):
        await world.tap(102, "daily at 09:00")
    else:
        await world.tap(102, "OK")
    await world.tap(102, "12:00", "Berlin")
    assert "Water at 09:00" in world.last(102)


async def test_a_reminder_for_once_keeps_its_time_of_day_when_the_zone_changes(world: World) -> None:
    await world.say(ALICE, "remind me to drink tomorrow at 10:15")
    await world.tap(ALICE, "OK")
    await world.say(ALICE, "im in tokyo")
    await world.tap(ALICE, "Yes, that is my time")
    await world.live_until(datetime(2026, 11, 23, 1, 14, tzinfo=UTC))
    assert not any("Done" in world.labels(each) for each in world.messages(ALICE))
    await world.live_until(datetime(2026, 11, 23, 1, 15, tzinfo=UTC))
    assert "Done" in labels(world)


async def test_a_reminder_for_once_can_be_stopped_in_words_and_asked_for_again(world: World) -> None:
    await world.say(ALICE, "remind me to drink tomorrow at 10:15")
    await world.tap(ALICE, "OK")
    await world.say(ALICE, "stop water")
    assert world.last(ALICE).startswith("Stopped")
    await world.say(ALICE, "remind me to drink tomorrow at 10:15")
    await world.tap(ALICE, "OK")
    await world.live_until(NOON + timedelta(days=1))
    assert sum("Done" in world.labels(each) for each in world.messages(ALICE)) == 1


async def test_a_daily_time_in_quiet_hours_is_not_promised(world: World) -> None:
    await world.say(ALICE, "water every day at 23:30")
    assert "falls in your quiet hours" in world.last(ALICE)
    assert "No reminders are on" in await overview(world)


async def test_a_second_snooze_changes_the_first(world: World) -> None:
    await on(world)
    await world.live_until(NOON + timedelta(hours=3))
    await world.say(ALICE, "snooze 20 min")
    await world.say(ALICE, "snooze 30 min")
    assert "Snoozed until 15:30" in world.last(ALICE)
    so_far = len(world.messages(ALICE))
    await world.live_until(NOON + timedelta(hours=3, minutes=45))
    assert len(world.messages(ALICE)) == so_far + 1


async def test_naming_the_back_leaves_no_check(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.say(ALICE, "my back")
    assert "No check is open" not in world.last(ALICE)
    await world.say(ALICE, "never mind")
    assert "No check is open" in world.last(ALICE)
