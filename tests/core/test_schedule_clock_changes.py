"""Days people know on which the clocks change, in sentences."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import (
    DailyAt,
    EveryWithin,
    QuietHours,
    Slot,
    Trigger,
    next_fire_at,
    slots_between,
)
from bot.core.zones import zone_named

HELSINKI = zone_named("Europe/Helsinki")
AROUND_THE_CLOCK = EveryWithin(timedelta(minutes=30), time(0), time(0))


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


def test_helsinki_half_past_three_comes_once_when_the_hour_repeats() -> None:
    assert local_times(DailyAt(time(3, 30)), HELSINKI, "2026-10-24", 3) == [
        "24 03:30",
        "25 03:30",
        "26 03:30",
    ]
    on_the_day = next_fire_at(DailyAt(time(3, 30)), utc("2026-10-24T21:00"), HELSINKI, None)
    assert on_the_day is not None
    assert on_the_day.due_at == utc("2026-10-25T00:30")


def test_helsinki_half_past_three_comes_at_four_when_the_hour_is_left_out() -> None:
    assert local_times(DailyAt(time(3, 30)), HELSINKI, "2027-03-27", 3) == [
        "27 03:30",
        "28 04:00",
        "29 03:30",
    ]


def test_new_york_half_past_one_comes_once_when_the_hour_repeats() -> None:
    new_york = zone_named("America/New_York")
    assert local_times(DailyAt(time(1, 30)), new_york, "2026-10-31", 3) == [
        "31 01:30",
        "01 01:30",
        "02 01:30",
    ]


def test_in_the_second_pass_of_a_repeated_hour_nothing_comes_a_second_time() -> None:
    second_ten_past_three = utc("2026-10-25T01:10")
    upcoming = next_fire_at(AROUND_THE_CLOCK, second_ten_past_three, HELSINKI, None)
    assert upcoming is not None
    assert (upcoming.index, upcoming.due_at) == (4 * 60, utc("2026-10-25T02:00"))


def test_lord_howe_changes_by_half_an_hour_only() -> None:
    lord_howe = zone_named("Australia/Lord_Howe")
    assert local_times(DailyAt(time(1, 45)), lord_howe, "2027-04-03", 3) == [
        "03 01:45",
        "04 01:45",
        "05 01:45",
    ]
    assert local_times(DailyAt(time(2, 15)), lord_howe, "2026-10-03", 3) == [
        "03 02:15",
        "04 02:30",
        "05 02:15",
    ]


def test_times_of_one_series_left_out_together_do_not_pile_up_after_the_gap() -> None:
    quarter_hours = EveryWithin(timedelta(minutes=15), time(2), time(5))
    spring = local_times(quarter_hours, HELSINKI, "2027-03-28", 1)
    assert spring == [f"28 {hour:02}:{minute:02}" for hour in (2, 4) for minute in (0, 15, 30, 45)]


def test_a_window_is_kept_even_when_a_gap_would_push_a_time_past_its_end() -> None:
    window = EveryWithin(timedelta(minutes=90), time(2), time(4))
    assert local_times(window, HELSINKI, "2027-03-27", 2) == ["27 02:00", "27 03:30", "28 02:00"]


def test_a_gap_never_shifts_a_time_into_quiet_hours() -> None:
    quiet = QuietHours(time(4), time(8))
    assert local_times(DailyAt(time(3, 30)), HELSINKI, "2027-03-27", 3, quiet) == ["27 03:30", "29 03:30"]


def test_samoa_has_no_times_on_the_day_it_skipped() -> None:
    assert local_times(DailyAt(time(9)), zone_named("Pacific/Apia"), "2011-12-29", 4) == [
        "29 09:00",
        "31 09:00",
        "01 09:00",
    ]
    assert "30" not in {
        text[:2] for text in local_times(AROUND_THE_CLOCK, zone_named("Pacific/Apia"), "2011-12-29", 2)
    }


@pytest.mark.parametrize(("zone", "on"), [("Africa/Cairo", "2026-04-24"), ("Asia/Beirut", "2027-03-28")])
def test_where_the_hour_after_midnight_is_left_out_midnight_comes_at_one(zone: str, on: str) -> None:
    day = on[-2:]
    assert local_times(DailyAt(time(0)), zone_named(zone), on, 1) == [f"{day} 01:00"]
    assert local_times(AROUND_THE_CLOCK, zone_named(zone), on, 1)[:2] == [f"{day} 01:00", f"{day} 01:30"]


def test_a_gap_before_midnight_moves_a_daily_time_into_the_next_day_under_its_own_date() -> None:
    nuuk = zone_named("America/Nuuk")
    slot = next_fire_at(DailyAt(time(23, 30)), utc("2027-03-27T12:00"), nuuk, None)
    assert slot == Slot(date(2027, 3, 27), 23 * 60 + 30, utc("2027-03-28T01:00"))


def test_casablanca_keeps_its_times_through_ramadan() -> None:
    casablanca = zone_named("Africa/Casablanca")
    daily = list(
        slots_between(DailyAt(time(9)), utc("2025-02-20T12:00"), utc("2025-04-10T12:00"), casablanca, None)
    )
    assert {slot.due_at.astimezone(casablanca).time() for slot in daily} == {time(9)}
    assert {slot.due_at.hour for slot in daily} == {8, 9}
    assert len(daily) == 49
