"""After the urgent message: the answers to it, the hold, and asking again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.wiring import build_services
from jobs.due import plan_due
from tests.world import World

pytestmark = [pytest.mark.usefixtures("smooth"), pytest.mark.databases("sqlite", "postgresql")]
ALICE, BOB = 101, 102
CALLED, SEEN, NOT = "I have called", "I have been seen", "It is not happening"
HELP, HOUR, MORNING = "Are you getting help?", "Has someone seen you?", "Good morning. Were you seen?"


async def red_flag(world: World, sign: str = "Numb between my legs", who: int = ALICE) -> Any:
    """A check with an emergency sign; the urgent message."""
    await world.say(who, "/check")
    await world.tap(who, sign, "Continue")
    return world.messages(who)[-1]


async def reminders_on(world: World, who: int = ALICE) -> None:
    """All three kinds on, in Berlin."""
    await world.say(who, "/reminders")
    await world.tap(who, "Switch all on", f"{(world.clock.now() + timedelta(hours=1)):%H:%M}", "Berlin")


def questions(world: World, who: int = ALICE) -> list[str]:
    known = (HELP, HOUR, MORNING, "Did you reach someone?")
    said = [text.removeprefix("This comes late.\n") for text in world.texts(who)]  # their zone is not known
    return [text.splitlines()[0] for text in said if text.startswith(known)]


async def test_on_the_way_keeps_the_advice_and_the_hold_and_stops_the_questions(world: World) -> None:
    urgent = await red_flag(world)
    advice = urgent.text
    await world.tap(ALICE, CALLED)
    assert urgent.text.startswith(advice)
    assert "✓ I have called / on my way" in world.labels(urgent)
    await world.live_until(world.clock.now() + timedelta(days=1))
    assert questions(world) == []
    await world.say(ALICE, "/reminders")
    assert "on hold" in world.last(ALICE)


async def test_being_seen_lifts_the_hold_and_ends_the_questions(world: World) -> None:
    urgent = await red_flag(world)
    await world.tap(ALICE, SEEN)
    assert urgent.text.startswith("I am glad that you have been seen.")
    await world.live_until(world.clock.now() + timedelta(days=1))
    assert questions(world) == []
    await world.say(ALICE, "/start")
    assert "on hold" not in world.last(ALICE)


async def test_not_happening_is_asked_about_once_and_then_lifts_the_hold(world: World) -> None:
    urgent = await red_flag(world)
    await world.tap(ALICE, NOT)
    assert "numb or tingly between your legs" in urgent.text
    await world.say(ALICE, "/reminders")
    assert "on hold" in world.last(ALICE)
    await world.tap(ALICE, "Yes, none of it is happening")
    await world.say(ALICE, "/reminders")
    assert "on hold" not in world.last(ALICE)
    await world.live_until(world.clock.now() + timedelta(days=1))
    assert questions(world) == []


@pytest.mark.parametrize(("way", "adds"), [("Back", ""), ("It is happening", "Then please do it now.")])
async def test_going_back_from_not_happening_shows_the_advice_again(
    world: World, way: str, adds: str
) -> None:
    urgent = await red_flag(world)
    advice = urgent.text
    await world.tap(ALICE, NOT, way)
    assert urgent.text.startswith(advice)
    assert adds in urgent.text
    assert [CALLED in label for label in world.labels(urgent)] == [True, False, False]
    await world.pass_time(minutes=11)
    assert questions(world) == [HELP]


async def test_whoever_is_on_the_way_is_not_told_to_go_again(world: World) -> None:
    urgent = await red_flag(world)
    await world.tap(ALICE, CALLED, NOT, "It is happening")
    assert "Then please do it now" not in urgent.text
    assert "Tap “I have been seen” when you have been seen" in urgent.text


@pytest.mark.parametrize("answer", [CALLED, SEEN, NOT])
async def test_a_second_tap_in_the_same_place_gives_no_other_answer(world: World, answer: str) -> None:
    """Counted from the top and from the bottom: a chat that is scrolled down keeps the bottom row in place."""
    urgent = await red_flag(world)
    row = next(at for at, label in enumerate(world.labels(urgent)) if answer in label)
    rows_before = len(urgent.rows)
    await world.tap(ALICE, answer)
    from_top = urgent.rows[row] if row < len(urgent.rows) else []
    from_bottom = len(urgent.rows) - (rows_before - row)
    under = [button["text"] for button in from_top + (urgent.rows[from_bottom] if from_bottom >= 0 else [])]
    harmless = {"✓ I have called / on my way", "Back"}
    assert set(under) <= harmless or answer == SEEN
    assert not any("none of it is happening" in label for label in under)
    assert answer != SEEN or from_bottom < 0 or "Start a new check" not in urgent.rows[from_bottom]


async def test_repeated_answers_are_harmless(world: World) -> None:
    urgent = await red_flag(world)
    called, seen, no = (world.data(ALICE, words) for words in (CALLED, SEEN, NOT))
    for data in (called, called, seen, seen, called, no):
        world.press(ALICE, data, urgent)
    await world.settle()
    assert urgent.text.startswith("I am glad that you have been seen.")
    await world.say(ALICE, "/start")
    assert "on hold" not in world.last(ALICE)


async def test_questions_come_after_ten_minutes_an_hour_and_next_morning(world: World) -> None:
    await reminders_on(world)
    await red_flag(world)
    flagged_at = world.clock.now()
    for after, question in ((timedelta(minutes=10), HELP), (timedelta(hours=1), HOUR)):
        await world.live_until(flagged_at + after - timedelta(seconds=1))
        assert question not in questions(world)
        await world.live_until(flagged_at + after)
        assert questions(world)[-1] == question
    await world.live_until(datetime(2026, 11, 23, 6, 59, tzinfo=UTC))
    assert questions(world) == [HELP, HOUR]
    await world.live_until(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))  # 08:00 in Berlin
    assert questions(world) == [HELP, HOUR, MORNING]
    await world.live_until(datetime(2026, 11, 25, 12, 0, tzinfo=UTC))
    assert questions(world) == [HELP, HOUR, MORNING]


async def test_questions_can_be_answered_where_they_stand(world: World) -> None:
    await red_flag(world)
    await world.pass_time(minutes=10)
    asked = world.messages(ALICE)[-1]
    await world.tap(ALICE, SEEN)
    assert asked.text.startswith("I am glad")
    await world.live_until(world.clock.now() + timedelta(days=1))
    assert questions(world) == []


async def test_after_downtime_one_question_comes_and_not_three(world: World) -> None:
    await red_flag(world)
    await world.pass_time(days=2)
    assert questions(world) == [HOUR]  # that of the morning, in words that do not speak of a morning


async def test_after_a_short_downtime_only_the_newest_question_comes(world: World) -> None:
    await red_flag(world)
    await world.pass_time(hours=1, minutes=5)
    assert questions(world) == [HOUR]


async def test_the_urgent_message_and_its_questions_ignore_quiet_hours(world: World) -> None:
    await reminders_on(world)
    night = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    await world.live_until(night)
    so_far = len(world.messages(ALICE))
    await red_flag(world)
    assert len(world.messages(ALICE)) == so_far + 2
    await world.live_until(night + timedelta(hours=1))
    assert questions(world) == [HELP, HOUR]


async def test_a_same_day_sign_is_asked_about_after_three_hours_and_next_morning(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "Fever", "Continue", "None", "3", "None")
    await world.live_until(world.clock.now() + timedelta(hours=3))
    assert questions(world) == ["Did you reach someone?"]
    await world.live_until(world.clock.now() + timedelta(days=3))
    assert questions(world) == ["Did you reach someone?", MORNING]


async def test_a_second_red_flag_renews_the_hold_and_asks_anew(world: World) -> None:
    first = await red_flag(world)
    await world.tap(ALICE, CALLED)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "Chest pain", "Continue")
    assert world.last(ALICE).startswith("Call your local emergency number now")
    assert "chest pain" in world.last(ALICE)
    await world.pass_time(minutes=10)
    assert questions(world) == [HELP]
    world.press(ALICE, world.data(ALICE, SEEN), first)
    await world.settle()
    await world.say(ALICE, "/reminders")
    assert "on hold" not in world.last(ALICE)


async def test_a_check_without_signs_does_not_lift_a_hold(world: World) -> None:
    await red_flag(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "2", "None", "Today")
    assert "on hold" in world.last(ALICE)
    assert "Start 2 days, with 🧊" not in world.labels(world.messages(ALICE)[-1])
    await world.say(ALICE, "/start")
    assert "on hold" in world.last(ALICE)


@pytest.mark.parametrize("command", ["/start", "/reminders"])
async def test_the_hold_is_shown_with_its_answers(world: World, command: str) -> None:
    await red_flag(world)
    await world.say(ALICE, command)
    assert "on hold" in world.last(ALICE)
    assert len(world.labels(world.messages(ALICE)[-1])) == 3
    await world.tap(ALICE, SEEN)
    assert world.last(ALICE).startswith("I am glad")


async def test_nothing_routine_comes_during_a_hold_and_all_comes_after(world: World) -> None:
    await reminders_on(world)
    await red_flag(world)
    so_far = len(world.messages(ALICE))
    await world.live_until(world.clock.now() + timedelta(hours=9))
    assert all(text.startswith((HELP, HOUR)) for text in world.texts(ALICE)[so_far:])
    await world.live_until(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    await world.tap(ALICE, SEEN)
    so_far = len(world.messages(ALICE))
    await world.live_until(datetime(2026, 11, 23, 8, 59, tzinfo=UTC))
    assert len(world.messages(ALICE)) == so_far, "what fell due during the hold does not come late"
    await world.live_until(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert len(world.messages(ALICE)) == so_far + 1


async def test_a_reminder_that_already_waits_to_be_sent_is_held_too(world: World, known: Any) -> None:
    await reminders_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    world.clock.advance_to(world.clock.now() + timedelta(hours=2))
    services = build_services(known, world.clock, world.store, world.program.desk.application.bot)
    assert await plan_due(services) == 1
    so_far = len(world.messages(ALICE))
    await world.tap(ALICE, "Continue")
    await world.pass_time(minutes=5)
    after = world.texts(ALICE)[so_far:]
    assert [text.splitlines()[0] for text in after] == ["Go to a hospital emergency department now."]


async def test_a_snoozed_reminder_is_held_too(world: World) -> None:
    await reminders_on(world)
    await world.pass_time(hours=2)
    await world.tap(ALICE, "Snooze 10 min")
    await red_flag(world)
    so_far = len(world.messages(ALICE))
    await world.pass_time(minutes=10, seconds=30)
    assert [text.splitlines()[0] for text in world.texts(ALICE)[so_far:]] == [HELP]


@pytest.mark.parametrize("choice", ["Snooze 10 min", "Snooze 1 hour", "Skip today"])
async def test_a_reminder_from_before_promises_nothing_during_a_hold(world: World, choice: str) -> None:
    await reminders_on(world)
    await world.pass_time(hours=2)
    reminder = world.messages(ALICE)[-1]
    await red_flag(world)
    world.press(ALICE, world.data(ALICE, choice), reminder)
    await world.settle()
    assert "on hold" in reminder.text
    assert "Snoozed" not in reminder.text


async def test_reminders_cannot_be_switched_on_during_a_hold(world: World) -> None:
    await world.say(ALICE, "/reminders")
    overview, switch = world.messages(ALICE)[-1], world.data(ALICE, "Switch all on")
    await red_flag(world)
    world.press(ALICE, switch, overview)
    await world.settle()
    assert "on hold" in overview.text
    await world.live_until(world.clock.now() + timedelta(hours=6))
    assert not any("Water" in label for message in world.messages(ALICE) for label in world.labels(message))


async def test_the_hold_of_one_is_no_hold_of_another(world: World) -> None:
    await reminders_on(world, BOB)
    await red_flag(world)
    so_far = len(world.messages(BOB))
    await world.live_until(world.clock.now() + timedelta(hours=2))
    assert len(world.messages(BOB)) == so_far + 1


async def test_what_an_urgent_check_speaks_against_stays_off_when_the_hold_is_over(world: World) -> None:
    await reminders_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "Fever", "Continue", "None", "3", "None")
    result = world.messages(ALICE)[-2]
    assert "I have stopped these reminders, because of what you told me:" in result.text
    assert "🌿" in result.text.partition("told me:")[2]
    assert "💧" not in result.text
    await world.tap(ALICE, SEEN)
    assert "These reminders go on: 💧 Water" in world.last(ALICE)
    assert "🌿" not in world.last(ALICE)
    await world.live_until(world.clock.now() + timedelta(days=1))
    came = [each.text for each in world.messages(ALICE) if "Done" in world.labels(each)]
    assert len(came) > 3
    assert all("💧" in text and "🌿" not in text and "♨️" not in text for text in came)


async def test_an_emergency_left_without_a_word_stops_what_it_speaks_against_too(world: World) -> None:
    await reminders_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    await world.live_until(world.clock.now() + timedelta(minutes=1))
    await world.tap(ALICE, SEEN)
    assert "These reminders go on: 💧 Water" in world.last(ALICE)
    assert "🌿" not in world.last(ALICE)
