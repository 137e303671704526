"""Known days and plain cases of schedule.py; the rules that hold always are in the files beside this one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import (
    DailyAt,
    EveryWithin,
    Once,
    QuietHours,
    Slot,
    Trigger,
    next_after,
    next_fire_at,
    next_morning,
    slots_between,
    to_json,
    trigger_from_json,
)
from bot.core.zones import zone_named

HELSINKI = zone_named("Europe/Helsinki")
NIGHT = QuietHours(time(22), time(8))
EVERY_TWO_HOURS = EveryWithin(timedelta(hours=2), time(8), time(22))
AROUND_THE_CLOCK = EveryWithin(timedelta(minutes=30), time(0), time(0))
WEEKDAYS = DailyAt(time(7, 30), frozenset({0, 1, 2, 3, 4}))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local_times(
    trigger: Trigger, zone: ZoneInfo, first_on: str, days: int, quiet: QuietHours | None = None
) -> list[str]:
    """What a clock on the wall shows at each slot, counted from local midnight of `first_on`."""
    midnight = datetime.fromisoformat(first_on).replace(tzinfo=zone)
    start, end = midnight.astimezone(UTC), (midnight + timedelta(days=days)).astimezone(UTC)
    slots = slots_between(trigger, start - timedelta.resolution, end - timedelta.resolution, zone, quiet)
    return [f"{slot.due_at.astimezone(zone):%d %H:%M}" for slot in slots]


def test_a_window_gives_its_first_time_each_step_and_never_its_end() -> None:
    assert local_times(EVERY_TWO_HOURS, HELSINKI, "2026-11-22", 1) == [
        f"22 {hour:02}:00" for hour in (8, 10, 12, 14, 16, 18, 20)
    ]


def test_an_end_of_midnight_is_the_end_of_the_day() -> None:
    assert local_times(EveryWithin(timedelta(hours=8), time(0), time(0)), HELSINKI, "2026-11-22", 1) == [
        "22 00:00",
        "22 08:00",
        "22 16:00",
    ]


def test_the_slot_at_the_very_instant_asked_about_is_over() -> None:
    at_ten = utc("2026-11-22T08:00")
    assert next_fire_at(EVERY_TWO_HOURS, at_ten, HELSINKI, None) == Slot(
        date(2026, 11, 22), 12 * 60, utc("2026-11-22T10:00")
    )
    just_before = next_fire_at(EVERY_TWO_HOURS, at_ten - timedelta.resolution, HELSINKI, None)
    assert just_before is not None
    assert just_before.due_at == at_ten


def test_quiet_hours_leave_out_their_beginning_and_keep_their_end() -> None:
    hourly = EveryWithin(timedelta(hours=1), time(0), time(0))
    assert local_times(hourly, HELSINKI, "2026-11-22", 1, NIGHT) == [
        f"22 {hour:02}:00" for hour in range(8, 22)
    ]


def test_quiet_hours_within_the_day_leave_out_the_middle() -> None:
    nap = QuietHours(time(13), time(15))
    assert local_times(EVERY_TWO_HOURS, HELSINKI, "2026-11-22", 1, nap) == [
        f"22 {hour:02}:00" for hour in (8, 10, 12, 16, 18, 20)
    ]


def test_quiet_hours_that_begin_when_they_end_are_none() -> None:
    assert not any(QuietHours(time(8), time(8)).contains(time(hour)) for hour in range(24))
    assert next_fire_at(DailyAt(time(8)), utc("2026-11-22T00:00"), HELSINKI, QuietHours(time(8), time(8)))


@pytest.mark.parametrize("trigger", [DailyAt(time(23)), EveryWithin(timedelta(minutes=7), time(0), time(8))])
def test_a_series_that_lies_wholly_in_quiet_hours_never_comes(trigger: Trigger) -> None:
    assert next_fire_at(trigger, utc("2026-11-22T12:00"), HELSINKI, NIGHT) is None


def test_a_one_off_comes_once() -> None:
    at = utc("2026-11-22T12:10")
    assert next_fire_at(Once(at), at - timedelta(hours=1), HELSINKI, NIGHT) == Slot(
        date(2026, 11, 22), 14 * 60 + 10, at
    )
    assert next_fire_at(Once(at), at, HELSINKI, NIGHT) is None


def test_a_one_off_in_quiet_hours_comes_only_where_quiet_hours_are_not_asked_about() -> None:
    at, before = utc("2026-11-22T21:00"), utc("2026-11-22T20:00")
    assert next_fire_at(Once(at), before, HELSINKI, NIGHT) is None
    assert next_fire_at(Once(at), before, HELSINKI, None) is not None


def test_moving_on_after_downtime_skips_everything_missed() -> None:
    missed = Slot(date(2026, 11, 20), 8 * 60, utc("2026-11-20T06:00"))
    upcoming = next_after(EVERY_TWO_HOURS, missed, utc("2026-11-22T09:13"), HELSINKI, NIGHT)
    assert upcoming is not None
    assert upcoming.due_at == utc("2026-11-22T10:00")


def test_moving_on_from_a_slot_brought_forward_does_not_give_it_again() -> None:
    ahead = Slot(date(2026, 11, 22), 12 * 60, utc("2026-11-22T10:00"))
    upcoming = next_after(EVERY_TWO_HOURS, ahead, utc("2026-11-22T09:57"), HELSINKI, NIGHT)
    assert upcoming is not None
    assert upcoming.due_at == utc("2026-11-22T12:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-22T21:00", "2026-11-23T06:00"),
        ("2026-11-23T04:59", "2026-11-23T06:00"),
        ("2026-11-23T05:00", "2026-11-23T06:00"),
        ("2026-11-23T05:01", "2026-11-24T06:00"),
    ],
)
def test_the_next_morning_is_the_end_of_quiet_hours_an_hour_or_more_away(now: str, expected: str) -> None:
    assert next_morning(utc(now), HELSINKI, NIGHT) == utc(expected)


@pytest.mark.parametrize("quiet", [None, QuietHours(time(0), time(0))])
def test_the_next_morning_of_a_person_without_quiet_hours_is_eight(quiet: QuietHours | None) -> None:
    assert next_morning(utc("2026-11-22T21:00"), HELSINKI, quiet) == utc("2026-11-23T06:00")


def test_the_next_morning_where_no_zone_is_known_is_twelve_hours_on() -> None:
    assert next_morning(utc("2026-11-22T21:00"), None, NIGHT) == utc("2026-11-23T09:00")


@pytest.mark.parametrize(
    "trigger",
    [
        EVERY_TWO_HOURS,
        AROUND_THE_CLOCK,
        WEEKDAYS,
        DailyAt(time(9, 5)),
        Once(utc("2026-11-22T12:10:03.000004")),
    ],
)
def test_a_trigger_comes_back_from_json_as_it_was(trigger: Trigger) -> None:
    assert trigger_from_json(to_json(trigger)) == trigger


def test_days_are_written_in_words_and_only_where_some_are_left_out() -> None:
    assert to_json(WEEKDAYS) == {"type": "daily_at", "at": "07:30", "days": "mon tue wed thu fri"}
    assert to_json(DailyAt(time(7, 30))) == {"type": "daily_at", "at": "07:30"}


def test_a_trigger_with_days_keeps_to_them_and_to_the_clock_through_a_change() -> None:
    sundays = DailyAt(time(3, 30), frozenset({6}))
    spring, autumn = utc("2027-03-28T00:00"), utc("2026-10-25T00:00")
    assert next_fire_at(sundays, spring, HELSINKI, None) == Slot(
        date(2027, 3, 28), 210, utc("2027-03-28T01:00")
    )
    assert next_fire_at(sundays, autumn, HELSINKI, None) == Slot(
        date(2026, 10, 25), 210, utc("2026-10-25T00:30")
    )


def test_a_day_that_a_place_skipped_comes_a_week_later() -> None:
    fridays = DailyAt(time(9), frozenset({4}))
    slot = next_fire_at(fridays, utc("2011-12-27T00:00"), zone_named("Pacific/Apia"), None)
    assert slot is not None
    assert slot.local_on == date(2012, 1, 6)


@pytest.mark.parametrize("days", [frozenset(), frozenset({7})])
def test_a_trigger_without_a_day_of_the_week_is_refused(days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="days of the week"):
        DailyAt(time(9), days)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"type": "daily_at", "at": "09:00", "days": "mon someday"},
        {"type": "cron"},
        {"type": "daily_at"},
        {"type": "daily_at", "at": 9},
        {"type": "daily_at", "at": "nine"},
    ],
)
def test_what_is_no_trigger_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"not a trigger|isoformat|days"):
        trigger_from_json(data)


@pytest.mark.parametrize(("begin", "end"), [(time(22), time(8)), (time(8), time(8))])
def test_a_window_over_midnight_is_refused_in_a_sentence(begin: time, end: time) -> None:
    with pytest.raises(ValueError, match="runs over midnight: it must end on the day it begins"):
        EveryWithin(timedelta(hours=1), begin, end)


@pytest.mark.parametrize("every", [timedelta(0), timedelta(seconds=90), timedelta(minutes=-5)])
def test_a_step_that_is_not_whole_minutes_is_refused(every: timedelta) -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        EveryWithin(every, time(8), time(22))


@pytest.mark.parametrize("wall", [time(9, 0, 1), time(9, 0, 0, 1), time(9, tzinfo=UTC)])
def test_a_wall_time_finer_than_a_minute_or_with_a_zone_is_refused(wall: time) -> None:
    with pytest.raises(ValueError, match="whole minute"):
        DailyAt(wall)


@pytest.mark.parametrize("at", ["2026-11-22T12:00:00", "2026-11-22T12:00:00+02:00"])
def test_a_one_off_needs_utc(at: str) -> None:
    with pytest.raises(ValueError, match="aware UTC"):
        Once(datetime.fromisoformat(at))
