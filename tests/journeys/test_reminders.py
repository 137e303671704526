"""Reminders that arrive: when, what their buttons do, and what moves them."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.clock import ManualClock
from content import Content
from tests.conftest import NOON
from tests.world import World, open_world

pytestmark = [pytest.mark.usefixtures("smooth"), pytest.mark.databases("sqlite", "postgresql")]
ALICE = 101
WATER, PACK, STRETCH = "💧", "🧊", "🌿"
DAY = timedelta(days=1)


async def switch_on(world: World, what: str = "Switch all on", place: str = "Berlin", ahead: int = 1) -> None:
    """Switch reminders on for a person whose clock is `ahead` of UTC by so many hours."""
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, what, f"{(world.clock.now() + timedelta(hours=ahead)):%H:%M}", place)


async def arrivals(world: World, until: datetime) -> dict[str, str]:
    """The UTC times at which reminders arrive until then, and which kinds came in each."""
    seen = {each.id for each in world.messages(ALICE)}
    due = await world.program.clockwork.next_due()
    times: dict[str, str] = {}
    while due is not None and due <= until:
        await world.live_until(due)
        for each in world.messages(ALICE):
            if each.id not in seen:
                seen.add(each.id)
                kinds = "".join(kind for kind in (WATER, PACK, STRETCH) if kind in each.text)
                times[f"{world.clock.now():%d %H:%M}"] = kinds
        due = await world.program.clockwork.next_due()
    await world.live_until(until)
    return times


async def first_reminder(world: World, what: str = "Switch all on") -> Any:
    """Reminders on in Berlin at 12:00, and the message of 14:00."""
    await switch_on(world, what)
    await world.live_until(NOON + timedelta(hours=2))
    return world.messages(ALICE)[-1]


async def test_a_whole_day_brings_each_kind_at_its_times_and_joins_what_falls_together(world: World) -> None:
    await switch_on(world)
    both, all_three = WATER + PACK, WATER + PACK + STRETCH
    await world.live_until(datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    assert await arrivals(world, datetime(2026, 11, 23, 22, 0, tzinfo=UTC)) == {
        "23 07:00": all_three,  # 08:00 in Berlin
        "23 09:00": both,
        "23 11:00": all_three,
        "23 13:00": both,
        "23 15:00": all_three,
        "23 17:00": both,
        "23 19:00": all_three,
    }


@pytest.mark.databases("sqlite")
async def test_two_weeks_keep_the_daily_cap_and_quiet_hours(world: World) -> None:
    await switch_on(world)
    times = await arrivals(world, NOON + 14 * DAY)
    local = [datetime.strptime(each, "%d %H:%M").replace(tzinfo=UTC) + timedelta(hours=1) for each in times]
    assert all(8 <= each.hour < 22 for each in local)
    days = [each.day for each in local]
    assert max(days.count(day) for day in days) <= 12
    assert len(times) > 90


@pytest.mark.databases("sqlite")
async def test_no_more_than_twelve_routine_messages_a_day_even_with_snoozes(world: World) -> None:
    await switch_on(world)
    await world.live_until(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    for _ in range(14):
        await world.tap(ALICE, "Snooze 10 min")
        await world.live_until(world.clock.now() + timedelta(minutes=10))
    chosen = len(world.messages(ALICE))
    await world.live_until(datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    assert len(world.messages(ALICE)) == chosen
    assert await arrivals(world, datetime(2026, 11, 24, 7, 0, tzinfo=UTC)) != {}


async def test_a_snooze_counts_towards_the_daily_cap_and_is_never_stopped_by_it(world: World) -> None:
    await switch_on(world, "Switch on: 💧")
    await world.live_until(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    before = len(world.messages(ALICE))
    for _ in range(10):  # until 09:40 in Berlin; with the reminder of 08:00 these are eleven
        await world.tap(ALICE, "Snooze 10 min")
        await world.live_until(world.clock.now() + timedelta(minutes=10))
    assert len(world.messages(ALICE)) == before + 10
    assert list(await arrivals(world, datetime(2026, 11, 23, 13, 30, tzinfo=UTC))) == [
        "23 09:00"
    ]  # the twelfth
    for late in (1, 2, 3):
        await world.tap(ALICE, "Snooze 30 min")
        await world.live_until(world.clock.now() + timedelta(minutes=30))
        assert len(world.messages(ALICE)) == before + 11 + late
    assert list(await arrivals(world, datetime(2026, 11, 23, 22, 0, tzinfo=UTC))) == []


async def test_reminders_have_the_buttons_to_answer_them(world: World) -> None:
    message = await first_reminder(world)
    assert world.labels(message) == [
        "Start: 🧊 Cold pack", "Done", "Snooze 10 min", "Snooze 30 min", "Snooze 1 hour", "Skip today", "Stop these",
    ]  # fmt: skip


async def test_done_is_shown_and_the_series_goes_on(world: World) -> None:
    message = await first_reminder(world)
    await world.tap(ALICE, "Done")
    assert "Done" in message.text
    assert world.labels(message) == []
    assert list(await arrivals(world, NOON + timedelta(hours=4))) == ["22 15:00"]


@pytest.mark.parametrize(
    ("label", "minutes"), [("Snooze 10 min", 10), ("Snooze 30 min", 30), ("Snooze 1 hour", 60)]
)
async def test_a_snooze_comes_when_it_was_asked_for_and_never_moves_the_series(
    world: World, label: str, minutes: int
) -> None:
    message = await first_reminder(world, "Switch on: 💧")
    await world.tap(ALICE, label)
    again = NOON + timedelta(hours=2, minutes=minutes)
    assert f"Snoozed until {again + timedelta(hours=1):%H:%M}" in message.text
    assert await arrivals(world, NOON + timedelta(hours=6)) == {
        f"{again:%d %H:%M}": WATER,
        "22 15:00": WATER,
        "22 17:00": WATER,
    }


async def test_a_snooze_may_fall_in_quiet_hours_and_says_so(world: World) -> None:
    await switch_on(world, "Switch on: 💧")
    await world.live_until(datetime(2026, 11, 22, 19, 0, tzinfo=UTC))
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change quiet hours", "20:00", "08:00")
    reminder = next(each for each in reversed(world.messages(ALICE)) if "Done" in world.labels(each))
    world.press(ALICE, world.data(ALICE, "Snooze 30 min"), reminder)
    await world.settle()
    assert "quiet hours" in reminder.text
    times = await arrivals(world, datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert times == {"22 19:30": WATER, "23 07:00": WATER}


async def test_what_follows_in_a_row_is_worded_differently(world: World) -> None:
    await switch_on(world)
    await world.live_until(NOON + DAY)
    lines = [
        line for text in world.texts(ALICE) for line in text.splitlines() if line.startswith(WATER + " ")
    ]
    lines = [line for line in lines if not line.startswith("💧 Water:")]
    assert len(set(lines)) == 4
    assert all(line != following for line, following in pairwise(lines))


async def test_a_snoozed_reminder_still_says_what_it_was(world: World) -> None:
    message = await first_reminder(world)
    await world.tap(ALICE, "Snooze 10 min")
    assert "Water" in message.text
    assert "Snoozed until" in message.text


async def test_skip_today_is_quiet_until_tomorrow(world: World) -> None:
    message = await first_reminder(world)
    await world.tap(ALICE, "Skip today")
    assert "Skipped for today" in message.text
    assert "tomorrow at 08:00" in message.text
    came = await arrivals(world, NOON + DAY)
    assert next(at for at, kinds in came.items() if WATER in kinds) == "23 07:00"


async def test_skip_today_skips_only_what_the_message_carried(world: World) -> None:
    await switch_on(world)
    await world.live_until(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    await world.tap(ALICE, "Skip today")
    assert STRETCH not in world.last(ALICE)
    assert set((await arrivals(world, datetime(2026, 11, 23, 22, 0, tzinfo=UTC))).values()) == {STRETCH}


async def test_stop_these_keeps_the_others(world: World) -> None:
    await switch_on(world)
    await world.live_until(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    await world.tap(ALICE, "Stop these")
    assert "Stopped" in world.last(ALICE)
    assert set((await arrivals(world, NOON + 3 * DAY)).values()) == {STRETCH}
    await world.say(ALICE, "/reminders")
    assert "Switch on: 💧 Water" in world.labels(world.messages(ALICE)[-1])


async def test_repeated_and_late_answers_change_nothing(world: World) -> None:
    message = await first_reminder(world)
    data = {
        words: world.data(ALICE, words) for words in ("Done", "Snooze 10 min", "Skip today", "Stop these")
    }
    for words in ("Done", "Done", "Snooze 10 min", "Stop these", "Skip today"):
        world.press(ALICE, data[words], message)
    await world.settle()
    assert "Done" in message.text
    assert list(await arrivals(world, NOON + timedelta(hours=4))) == ["22 15:00"]


async def test_a_second_snooze_tap_does_not_snooze_twice(world: World) -> None:
    message = await first_reminder(world, "Switch on: 💧")
    ten, hour = world.data(ALICE, "Snooze 10 min"), world.data(ALICE, "Snooze 1 hour")
    for data in (ten, hour, ten):
        world.press(ALICE, data, message)
    await world.settle()
    assert "Snoozed until 14:10" in message.text
    assert list(await arrivals(world, NOON + timedelta(hours=3, minutes=30))) == ["22 13:10"]


async def test_after_downtime_one_message_comes_at_most(world: World) -> None:
    await switch_on(world)
    so_far = len(world.messages(ALICE))
    await world.pass_time(days=3, minutes=10)
    assert len(world.messages(ALICE)) == so_far + 1
    await world.pass_time(days=1, hours=1)
    assert len(world.messages(ALICE)) == so_far + 1


async def test_after_downtime_past_the_grace_nothing_comes_late(world: World) -> None:
    await switch_on(world, "Switch on: 💧")
    so_far = len(world.messages(ALICE))
    await world.pass_time(hours=3)
    assert len(world.messages(ALICE)) == so_far
    assert list(await arrivals(world, NOON + timedelta(hours=4))) == ["22 15:00"]


async def test_downtime_into_the_night_wakes_nobody(world: World) -> None:
    await switch_on(world)
    so_far = len(world.messages(ALICE))
    await world.pass_time(hours=15)
    assert len(world.messages(ALICE)) == so_far


async def test_changed_quiet_hours_replan_at_once(world: World) -> None:
    await switch_on(world)
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change quiet hours", "20:00", "10:00")
    assert "Saved" in world.last(ALICE)
    await world.live_until(datetime(2026, 11, 23, 0, 0, tzinfo=UTC))
    times = list(await arrivals(world, datetime(2026, 11, 24, 0, 0, tzinfo=UTC)))
    assert times[0] == "23 09:00"
    assert times[-1] == "23 17:00"


async def test_without_quiet_hours_reminders_keep_to_their_own_times_of_day(world: World) -> None:
    await switch_on(world)
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change quiet hours", "No quiet hours")
    assert "Quiet hours: none" in world.last(ALICE)
    times = list(await arrivals(world, NOON + DAY))
    assert all(7 <= int(each[3:5]) <= 21 for each in times)
    await world.say(ALICE, "/reminders")
    assert "Quiet from 00:00 to 00:00" not in world.last(ALICE)


async def test_a_changed_zone_replans_at_once(world: World) -> None:
    await switch_on(world, "Switch on: 💧")
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", "06:00", "New York")
    assert "06:00 (New York)" in world.last(ALICE)
    await world.say(ALICE, "/reminders")
    assert "next today at 08:00" in world.last(ALICE)
    assert list(await arrivals(world, NOON + timedelta(hours=3))) == ["22 13:00"]


async def test_the_list_shows_next_times_on_the_persons_clock(world: World) -> None:
    await switch_on(world)
    await world.say(ALICE, "/reminders")
    text = world.last(ALICE)
    assert "💧 Water: every 2 hours, next today at 14:00" in text
    assert "🌿 Gentle stretch: every 4 hours, next today at 16:00" in text
    assert "Your time: 12:00 in Berlin. Quiet from 22:00 to 08:00." in text


async def test_switching_keeps_every_row_in_its_place(world: World) -> None:
    await switch_on(world, "Switch on: 🧊")
    kinds = [label.split(": ")[1] for label in world.labels(world.messages(ALICE)[-1])[:4]]
    for words in (
        "Switch on: 💧",
        "Change: 🧊",
        "Switch on: 🌿",
        "Switch on: ♨️",
        "Switch on: 🧊",
        "Stop all",
    ):
        await world.tap(ALICE, words)
        if words.startswith("Change"):
            await world.tap(ALICE, "Stop this one")
        labels = world.labels(world.messages(ALICE)[-1])
        assert [label.split(": ")[1] for label in labels[:4]] == kinds
    assert "No reminders are on" in world.last(ALICE)
    assert await arrivals(world, NOON + DAY) == {}


async def test_what_the_last_check_leaves_out_is_not_offered(world: World) -> None:
    await world.say(ALICE, "/reminders")
    overview, pack = world.messages(ALICE)[-1], world.data(ALICE, "Switch on: 🧊")
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "One leg is numb", "Continue", "No", "None", "2", "None", "Today")
    await world.tap(ALICE, "Start a 2-day plan", "12:00", "Berlin", "Change or pause")
    assert "Left out because of your last check: 🧊 Cold pack, ♨️ Warm pack, 🌿 Gentle stretch" in world.last(
        ALICE
    )
    assert not any("🧊" in label for label in world.labels(world.messages(ALICE)[-1]))
    world.press(ALICE, pack, overview)
    await world.settle()
    assert set((await arrivals(world, NOON + DAY)).values()) == {WATER}


async def test_reminders_that_a_check_speaks_against_are_stopped_and_named(world: World) -> None:
    await switch_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "One leg is numb", "Continue", "No", "None", "2", "None")
    result, today = world.messages(ALICE)[-1], world.data(ALICE, "Today")
    for _ in range(2):
        world.press(ALICE, today, result)
    await world.settle()
    assert "I have stopped these reminders" in result.text
    assert "🧊 Cold pack, 🌿 Gentle stretch." in result.text
    assert set((await arrivals(world, NOON + DAY)).values()) == {WATER}


async def test_a_check_that_speaks_against_nothing_stops_nothing(world: World) -> None:
    await switch_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "2", "None", "Today")
    assert "stopped" not in world.last(ALICE)
    assert set((await arrivals(world, NOON + timedelta(hours=4))).values()) == {
        WATER + PACK,
        WATER + PACK + STRETCH,
    }


async def test_an_old_result_does_not_switch_on_what_a_newer_check_leaves_out(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "None", "None", "2", "None", "Today")
    result, plan = world.messages(ALICE)[-1], world.data(ALICE, "Start 2 days, with 🧊")
    await world.pass_time(minutes=5)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "None", "None", "Fever", "Continue", "None", "3", "None", "I have been seen")
    world.press(ALICE, plan, result)
    await world.settle()
    assert "leave no reminder open" in world.last(ALICE)
    assert await arrivals(world, NOON + DAY) == {}


async def test_somebody_who_blocked_the_bot_is_left_alone_until_they_are_back(world: World) -> None:
    await switch_on(world)
    world.sandbox.block(ALICE)
    mark = world.sandbox.mark
    await world.live_until(NOON + DAY)
    assert world.sandbox.calls(mark, "sendMessage") == []
    world.sandbox.unblock(ALICE)
    await world.settle()
    assert world.last(ALICE).startswith("Good to have you back. Your reminders go on: 💧 Water")
    assert list(await arrivals(world, NOON + DAY + timedelta(hours=2)))[-1] == "23 13:00"


async def test_somebody_who_is_back_with_a_warning_sign_open_is_promised_no_reminders(world: World) -> None:
    await switch_on(world)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs", "Continue")
    world.sandbox.block(ALICE)
    await world.live_until(NOON + timedelta(hours=3))
    world.sandbox.unblock(ALICE)
    await world.say(ALICE, "/start")
    assert not any("Good to have you back" in text for text in world.texts(ALICE))
    assert "on hold" in world.last(ALICE)


@pytest.mark.parametrize(
    ("begin", "before", "after"),
    [
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), "07:00", "06:00"),  # summer time begins on the 29th
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), "06:00", "07:00"),  # and ends on 25 October
    ],
)
async def test_eight_o_clock_stays_eight_o_clock_when_the_clocks_change(
    database: str, known: Content, begin: datetime, before: str, after: str
) -> None:
    async with open_world(database, ManualClock(begin), known) as world:
        ahead = 1 if before == "07:00" else 2
        await switch_on(world, "Switch on: 💧", ahead=ahead)
        times = list(await arrivals(world, begin + 2 * DAY))
        days = {each[:2] for each in times}
        firsts = [min(each for each in times if each.startswith(day)) for day in sorted(days)]
        assert [each[3:] for each in firsts[1:]] == [after] * len(firsts[1:])
        assert len(firsts) == 3


async def test_a_reminder_that_was_stopped_does_not_come_back_from_a_snooze(world: World) -> None:
    await first_reminder(world, "Switch on: 💧")
    await world.tap(ALICE, "Snooze 30 min")
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧", "Stop this one")
    assert await arrivals(world, NOON + DAY) == {}


async def _change_quiet_hours(world: World) -> None:
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change quiet hours", "23:00", "07:00")


async def _change_zone(world: World) -> None:
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", f"{world.clock.now():%H:%M}", "London")


@pytest.mark.parametrize("change", [_change_quiet_hours, _change_zone])
async def test_skip_today_outlives_a_change_of_quiet_hours_or_zone(world: World, change: Any) -> None:
    await first_reminder(world, "Switch on: 💧")
    await world.tap(ALICE, "Skip today")
    await change(world)
    assert "23 0" in next(iter(await arrivals(world, NOON + DAY)))


async def test_skip_today_is_a_day_on_the_calendar_and_not_a_span(world: World) -> None:
    """West of Berlin the same date is not over yet."""
    await first_reminder(world, "Switch on: 💧")
    await world.tap(ALICE, "Skip today")
    await world.say(ALICE, "/settings")
    await world.tap(ALICE, "Change my time", f"{world.clock.now() - timedelta(hours=5):%H:%M}", "New York")
    assert next(iter(await arrivals(world, NOON + 2 * DAY))) == "23 13:00"  # 08:00 in New York


async def test_new_times_or_going_on_after_a_pause_end_a_skipped_day(world: World) -> None:
    await first_reminder(world, "Switch on: 💧")
    await world.tap(ALICE, "Skip today")
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧", "Every 3 hours")
    assert list(await arrivals(world, NOON + timedelta(hours=6))) == ["22 16:00"]
    await world.tap(ALICE, "Skip today")
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Change: 💧", "Pause for today", "Go on now")
    assert list(await arrivals(world, NOON + timedelta(hours=10))) == ["22 19:00"]
