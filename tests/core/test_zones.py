"""Zones: which clocks there are, which places show them, and which names may be kept."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import content
from bot.core.zones import (
    clock_choices,
    is_iana,
    local_time_text,
    places_with,
    zone_named,
)

NOW = datetime(2026, 11, 22, 12, 35, tzinfo=UTC)
MOST_BUTTONS = 14
# Summer time begins and ends a week or more apart in different places: every third day sees each combination.
DAYS = [NOW + timedelta(days=number) for number in range(0, 2 * 366, 3)]
instants = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))


class Place(NamedTuple):
    zone: str
    name: str


@cache
def places() -> tuple[Place, ...]:
    path = Path(str(content.__file__)).parent / "places.yaml"
    return tuple(Place(**row) for row in YAML(typ="safe").load(path))


@cache
def canonical_zones() -> frozenset[str]:
    """The ids of the time zone database's own table of inhabited places, as the locked package has it."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines()
    return frozenset(line.split("\t")[2] for line in lines if not line.startswith("#"))


def minutes_round_the_dial(now: datetime, zone: str) -> int:
    offset = now.astimezone(zone_named(zone)).utcoffset()
    assert offset is not None
    return offset // timedelta(minutes=1) % 1440


def test_every_place_has_a_canonical_zone_and_a_name_of_its_own() -> None:
    assert [
        place for place in places() if place.zone not in canonical_zones() or not is_iana(place.zone)
    ] == []
    names = Counter(place.name for place in places())
    assert [name for name, count in names.items() if count > 1] == []


def test_on_every_day_each_clock_in_the_inhabited_world_has_a_place() -> None:
    inhabited = [zone for zone in canonical_zones() if not zone.startswith("Antarctica/")]
    for now in DAYS[::4]:
        offered = {choice.difference for choice in clock_choices(now, places())}
        assert {minutes_round_the_dial(now, zone) for zone in inhabited} == offered, now


def test_on_no_day_does_a_clock_have_more_places_than_a_screen_holds() -> None:
    zones = Counter(place.zone for place in places())
    for now in DAYS:
        shown: Counter[int] = Counter()
        for zone, count in zones.items():
            shown[minutes_round_the_dial(now, zone)] += count
        assert max(shown.values()) <= MOST_BUTTONS, (now, shown.most_common(1))


def test_the_first_screen_has_all_whole_hours_and_the_second_the_rest() -> None:
    choices = clock_choices(NOW, places())
    whole = [choice.difference for choice in choices if choice.is_whole_hour]
    odd = [choice.difference for choice in choices if not choice.is_whole_hour]
    assert sorted(whole) == [hour * 60 for hour in range(24)]
    assert {330, 345, 210, 270} <= set(odd)
    assert len(odd) < 16


@settings(max_examples=25, deadline=None)
@given(instants)
def test_choices_always_read_as_clocks_in_order_and_each_leads_to_a_place_with_that_clock(
    now: datetime,
) -> None:
    choices = clock_choices(now, places())
    assert [choice.text for choice in choices] == sorted({choice.text for choice in choices})
    for choice in choices:
        found = places_with(choice.difference, now, places())
        assert {local_time_text(now, zone_named(place.zone)) for place in found} == {choice.text}


def test_an_answer_given_on_an_old_screen_means_the_same_places() -> None:
    asked = {choice.text: choice.difference for choice in clock_choices(NOW, places())}
    later = NOW + timedelta(minutes=47)
    assert places_with(asked["14:35"], later, places()) == places_with(asked["14:35"], NOW, places())


def test_both_sides_of_the_date_line_are_offered_for_one_clock() -> None:
    names = [place.name for place in places_with(14 * 60, NOW, places())]
    assert {"Honolulu", "Kiritimati"} <= set(names)
    assert {"Pago Pago", "Auckland", "Apia"} <= {place.name for place in places_with(13 * 60, NOW, places())}


def test_places_come_in_the_order_of_the_file() -> None:
    order = [place.name for place in places()]
    shown = [place.name for place in places_with(120, NOW, places())]
    assert shown[:4] == ["Kyiv", "Athens", "Bucharest", "Helsinki"]
    assert shown == sorted(shown, key=order.index)
    assert places_with(7, NOW, places()) == []


def test_a_clock_that_summer_time_shares_lists_the_zones_of_that_day() -> None:
    july = datetime(2027, 7, 1, tzinfo=UTC)
    shown_in_july = {place.name for place in places_with(120, july, places())}
    shown_in_november = {place.name for place in places_with(120, NOW, places())}
    assert {"Berlin", "Johannesburg"} <= shown_in_july
    assert "Helsinki" not in shown_in_july
    assert {"Helsinki", "Johannesburg"} <= shown_in_november
    assert "Berlin" not in shown_in_november


@pytest.mark.parametrize(
    ("zone", "time_text"),
    [
        ("Europe/London", "12:35"),
        ("Europe/Helsinki", "14:35"),
        ("America/St_Johns", "09:05"),
        ("Asia/Kathmandu", "18:20"),
        ("America/Sao_Paulo", "09:35"),
        ("Pacific/Chatham", "02:20"),
    ],
)
def test_a_zone_shows_its_time(zone: str, time_text: str) -> None:
    assert local_time_text(NOW, zone_named(zone)) == time_text


def test_zones_come_from_the_locked_database_whatever_the_system_has() -> None:
    """British Columbia keeps one offset since 2026; older databases still change its clocks."""
    vancouver = zone_named("America/Vancouver")
    offsets = {datetime(2027, month, 15, tzinfo=UTC).astimezone(vancouver).utcoffset() for month in (1, 7)}
    assert offsets == {timedelta(hours=-7)}


@pytest.mark.parametrize("name", ["Mars/Olympus", "../zones", "Europe", "Europe/../Europe/Berlin", ""])
def test_a_name_that_is_no_zone_opens_no_file(name: str) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        zone_named(name)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata"])
def test_a_named_zone_may_be_kept(name: str) -> None:
    assert is_iana(name)


@pytest.mark.parametrize(
    "name",
    [
        "UTC",
        "EST",
        "EST5EDT",
        "Etc/GMT+5",
        "Etc/UTC",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "localtime",
        "+02:00",
        "GMT+2",
        "",
        "Europe",
        "Europe/",
        "europe/berlin",
        "Mars/Olympus",
        "../../etc/passwd",
        "Europe/../Europe/Berlin",
    ],
)
def test_an_offset_or_an_unknown_name_is_never_kept(name: str) -> None:
    assert not is_iana(name)
