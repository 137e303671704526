"""What holds for every trigger, zone, quiet hours and instant."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.schedule import (
    DailyAt,
    EveryWithin,
    Once,
    QuietHours,
    Slot,
    Trigger,
    next_fire_at,
    next_morning,
    slots_between,
    to_json,
    trigger_from_json,
)
from bot.core.zones import zone_named

# Every kind of clock change: an hour, half an hour, at midnight, before midnight, backwards, and a skipped day.
ZONES = (
    "Europe/Helsinki",
    "America/New_York",
    "America/Santiago",
    "America/Nuuk",
    "America/Havana",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
)

walls = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))


@st.composite
def windows(draw: st.DrawFn) -> EveryWithin:
    begin = draw(st.integers(0, 1438))
    end = draw(st.integers(begin + 1, 1440)) % 1440
    step = timedelta(minutes=draw(st.integers(1, 1440)))
    return EveryWithin(step, time(begin // 60, begin % 60), time(end // 60, end % 60))


every_day = st.one_of(walls.map(DailyAt), windows())
on_days = st.builds(
    lambda each, days: replace(each, days=days), every_day, st.frozensets(st.integers(0, 6), min_size=1)
)
series = st.one_of(every_day, on_days)
zones = st.sampled_from(ZONES).map(zone_named)
quiets = st.one_of(st.none(), st.builds(QuietHours, walls, walls))
instants = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
triggers = st.one_of(series, instants.map(Once))


def some_slots(trigger: Trigger, after: datetime, zone: ZoneInfo, quiet: QuietHours | None) -> list[Slot]:
    return list(islice(slots_between(trigger, after, after + timedelta(days=8), zone, quiet), 300))


@given(triggers, instants, zones, quiets)
def test_the_next_slot_is_always_strictly_later(
    trigger: Trigger, after: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> None:
    slot = next_fire_at(trigger, after, zone, quiet)
    assert slot is None or slot.due_at > after


@given(triggers, instants, zones, quiets)
def test_no_slot_is_ever_in_quiet_hours(
    trigger: Trigger, after: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> None:
    for slot in some_slots(trigger, after, zone, quiet):
        local = slot.due_at.astimezone(zone).time()
        assert quiet is None or not quiet.contains(local)


@given(series, instants, zones, quiets)
def test_slots_of_a_series_only_ever_go_forward_and_each_has_its_own_name(
    trigger: Trigger, after: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> None:
    slots = some_slots(trigger, after, zone, quiet)
    assert all(one.due_at < other.due_at for one, other in pairwise(slots))
    assert all((one.local_on, one.index) < (other.local_on, other.index) for one, other in pairwise(slots))


@given(on_days, instants, zones, quiets)
def test_a_series_with_days_has_the_times_it_would_have_every_day_on_those_local_days_only(
    trigger: DailyAt | EveryWithin, after: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> None:
    until = after + timedelta(days=8)
    found = list(islice(slots_between(trigger, after, until, zone, quiet), 100))
    every = slots_between(replace(trigger, days=frozenset(range(7))), after, until, zone, quiet)
    assert found == list(islice((slot for slot in every if slot.local_on.weekday() in trigger.days), 100))


@given(series, instants, zones, quiets, st.floats(0, 1))
def test_asking_from_anywhere_between_two_slots_gives_the_later_one(
    trigger: Trigger, after: datetime, zone: ZoneInfo, quiet: QuietHours | None, share: float
) -> None:
    slot = next_fire_at(trigger, after, zone, quiet)
    if slot:
        between = min(after + share * (slot.due_at - after), slot.due_at - timedelta.resolution)
        assert next_fire_at(trigger, between, zone, quiet) == slot


@given(series, instants, zones, quiets)
def test_a_series_with_a_wall_time_outside_quiet_hours_always_goes_on(
    trigger: DailyAt | EveryWithin, after: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> None:
    grid = trigger.grid()
    asked_for = {minute % 1440 for minute in range(grid.first, grid.stop, grid.every)}
    awake = [
        minute for minute in asked_for if not (quiet and quiet.contains(time(minute // 60, minute % 60)))
    ]
    assert (next_fire_at(trigger, after, zone, quiet) is not None) == bool(awake)


@given(st.builds(QuietHours, walls, walls), walls)
def test_quiet_hours_hold_the_minutes_from_their_beginning_to_before_their_end(
    quiet: QuietHours, wall: time
) -> None:
    day, begin, end = (
        timedelta(days=1),
        timedelta(hours=quiet.begin.hour, minutes=quiet.begin.minute),
        timedelta(hours=quiet.end.hour, minutes=quiet.end.minute),
    )
    since_begin = (timedelta(hours=wall.hour, minutes=wall.minute) - begin) % day
    assert quiet.contains(wall) == (since_begin < (end - begin) % day)


@given(instants, zones, quiets)
def test_the_next_morning_is_one_hour_to_two_days_away(
    now: datetime, zone: ZoneInfo, quiet: QuietHours | None
) -> None:
    assert timedelta(hours=1) <= next_morning(now, zone, quiet) - now < timedelta(days=2, hours=3)


@settings(max_examples=50)
@given(triggers)
def test_every_trigger_survives_json(trigger: Trigger) -> None:
    assert trigger_from_json(to_json(trigger)) == trigger
