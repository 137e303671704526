"""A simulated year in every zone whose clocks change, and the years of odd rules: once a local day, at its local time."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random  # noqa: TID251 - seeded by the zone, so that it is the same each time
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import DailyAt, EveryWithin
from bot.core.zones import known_zones, zone_named
from tests.core.year import DAILY, GRACE, NEAR, TRIGGERS, dates_of, expected, live

# Lord Howe moves by half an hour, Troll by two; Morocco and Western Sahara go back for Ramadan, a date of its own
# each year; Gaza and Hebron follow decrees; Samoa skipped a date, Kwajalein too; Caracas moved by half an hour;
# Pyongyang twice; Egypt took up summer time again; Lebanon and Paraguay changed what they had; Nuuk lost an hour.
ODD = [
    ("Australia/Lord_Howe", 2026), ("Pacific/Apia", 2011), ("Africa/Casablanca", 2025), ("Africa/Casablanca", 2019),
    ("Africa/El_Aaiun", 2024), ("Antarctica/Troll", 2026), ("Asia/Gaza", 2023), ("Asia/Gaza", 2026),
    ("Asia/Hebron", 2011), ("Pacific/Kwajalein", 1993), ("America/Caracas", 2016), ("Asia/Pyongyang", 2015),
    ("Asia/Pyongyang", 2018), ("Africa/Cairo", 2014), ("Africa/Cairo", 2023), ("Asia/Beirut", 2023),
    ("America/Asuncion", 2024), ("America/Nuuk", 2023), ("Europe/Istanbul", 2016), ("America/Havana", 2026),
    ("Asia/Tehran", 2022), ("Europe/Volgograd", 2018), ("Pacific/Norfolk", 2015), ("Asia/Amman", 2022),
]  # fmt: skip
YEAR = 2027


def span(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 3, tzinfo=UTC)


def changes_of(zone: ZoneInfo, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """The offset at the start, and each change of it to the quarter of an hour: all that a year can differ in."""
    start, end = span(year)
    found, at = [(start, _offset(start, zone))], start
    while at < end:
        if _offset(at + timedelta(days=1), zone) != found[-1][1]:
            while _offset(at, zone) == found[-1][1]:
                at += timedelta(minutes=15)
            found.append((at, _offset(at, zone)))
        else:
            at += timedelta(days=1)
    return tuple(found)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    found = at.astimezone(zone).utcoffset()
    assert found is not None
    return found


@cache
def changing() -> dict[tuple[tuple[datetime, timedelta], ...], list[str]]:
    """Zones whose clocks change in that year, those together that show the same at every instant of it."""
    alike: dict[tuple[tuple[datetime, timedelta], ...], list[str]] = {}
    for name in sorted(known_zones()):
        changes = changes_of(zone_named(name), YEAR)
        if len(changes) > 1:
            alike.setdefault(changes, []).append(name)
    return alike


def check(name: str, year: int) -> None:
    zone, (start, end) = zone_named(name), span(year)
    lived = live(zone, start, end, Random(f"{name} {year}"))
    dates = dates_of(zone, start, end - timedelta(days=1))
    assert lived.skipped == 0
    for id_, trigger in enumerate(TRIGGERS):
        came = [slot for slot in lived.slots[id_] if dates[0] <= slot[0] <= dates[-1]]
        assert came == expected(trigger, zone, dates), (name, year, trigger)
        assert len({slot[:2] for slot in lived.slots[id_]}) == len(lived.slots[id_])
        for (_, _, due_at), at in zip(lived.slots[id_], lived.passes[id_], strict=True):
            assert due_at - NEAR <= at <= due_at + GRACE
        _keeps_its_times(trigger, zone, came, dates)


def _keeps_its_times(
    trigger: DailyAt | EveryWithin, zone: ZoneInfo, came: list[tuple[date, int, datetime]], dates: list[date]
) -> None:
    if isinstance(trigger, DailyAt):
        assert [slot[0] for slot in came] == dates  # exactly once a local day
        return
    assert all(trigger.begin <= at.astimezone(zone).time() < trigger.end for _, _, at in came)


@pytest.mark.parametrize("part", range(4))
def test_in_every_zone_whose_clocks_change_a_year_brings_each_time_once_a_local_day(part: int) -> None:
    groups = list(changing().values())
    assert len(groups) > 15
    for names in groups[part::4]:
        check(names[0], YEAR)


def test_zones_that_change_alike_show_the_same_at_every_hour_of_the_year() -> None:
    """So that one of them stands for all."""
    start, _ = span(YEAR)
    hours = [start + number * timedelta(hours=7) for number in range(365 * 24 // 7)]
    groups = list(changing().values())
    assert sum(map(len, groups)) > 150
    for first, *others in groups:
        for other in others:
            one, another = zone_named(first), zone_named(other)
            assert [_offset(at, one) for at in hours] == [_offset(at, another) for at in hours], (
                first,
                other,
            )


@pytest.mark.parametrize(("name", "year"), ODD, ids=lambda each: str(each).rpartition("/")[2])
def test_in_years_of_odd_rules_too(name: str, year: int) -> None:
    assert len(changes_of(zone_named(name), year)) > 1
    check(name, year)


def test_the_times_that_are_tried_lie_where_clocks_change() -> None:
    hours = {at.hour for at in DAILY}
    assert {0, 1, 2, 3, 23} <= hours
