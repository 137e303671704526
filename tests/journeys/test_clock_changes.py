"""The clock goes back, and zones get new rules: what is not sent yet is planned anew, and nothing is sent twice."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.core import zones
from tests.chaos.database import column
from tests.conftest import NOON
from tests.journeys.conftest import Life
from tests.world import World

ALICE, BOB, CAROL = 101, 102, 103
DAY = timedelta(days=1)


class LooseClock(ManualClock):
    """A clock that somebody sets back."""

    def go_back(self, by: timedelta) -> None:
        self._now -= by


@pytest.fixture
def clock() -> LooseClock:
    return LooseClock(NOON)


async def switch_on(world: World, who: int, what: str = "💧") -> None:
    hour = f"{world.clock.now() + timedelta(hours=1):%H:%M}"
    await world.say(who, "/reminders")
    await world.tap(who, f"Switch on: {what}", hour, "Berlin")


def came(world: World, who: int) -> int:
    return len([each for each in world.messages(who) if "Done" in world.labels(each)])


def next_times(file: Path) -> list[str]:
    return [at[:16] for at in column(file, "SELECT next_fire_at FROM reminder WHERE is_on ORDER BY id")]


@pytest.mark.parametrize("while_off", [True, False], ids=["while it was off", "while it ran"])
async def test_a_clock_that_went_back_leaves_no_reminder_a_day_ahead(
    life: Life, clock: LooseClock, file: Path, while_off: bool
) -> None:
    async with life() as world:
        clock.advance_to(NOON + DAY)
        for who in (ALICE, BOB, CAROL):
            await switch_on(world, who)
        assert next_times(file) == ["2026-11-23 13:00"] * 3
        clock.go_back(DAY)
        if not while_off:
            await world.settle()
    async with life() as world:
        await world.settle()
        assert next_times(file) == ["2026-11-22 13:00"] * 3
        await world.live_until(NOON + timedelta(hours=2))
        assert [came(world, who) for who in (ALICE, BOB, CAROL)] == [1, 1, 1]


async def test_a_slot_that_was_sent_is_not_sent_again_when_its_hour_comes_again(
    life: Life, clock: LooseClock, file: Path
) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        await world.live_until(NOON + timedelta(hours=4))
        assert came(world, ALICE) == 2  # at 14:00 and at 16:00
        clock.go_back(timedelta(hours=3))
        await world.settle()
        assert next_times(file) == ["2026-11-22 17:00"]  # 18:00 in Berlin
        await world.live_until(NOON + timedelta(hours=6))
        assert came(world, ALICE) == 3


async def test_less_than_a_minute_back_is_nothing(
    life: Life, clock: LooseClock, caplog: pytest.LogCaptureFixture
) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
        clock.go_back(timedelta(seconds=50))
        await world.settle()
        assert "went back" not in caplog.text
        clock.go_back(timedelta(seconds=70))
        await world.settle()
        assert caplog.text.count("went back") == 1
        await world.settle()
        assert caplog.text.count("went back") == 1


async def test_a_pack_is_taken_off_in_time_although_the_clock_went_back(
    life: Life, clock: LooseClock, file: Path
) -> None:
    async with life() as world:
        clock.advance_to(NOON + DAY)
        await switch_on(world, ALICE, "🧊")
        await world.tap(ALICE, "Change: 🧊", "Start: 🧊")
        clock.go_back(DAY)
        await world.settle()
        await world.live_until(NOON + timedelta(minutes=12))
        assert "Take the pack off now" in world.last(ALICE)
        assert "late" not in world.last(ALICE)


async def test_an_emergency_is_judged_asked_about_and_never_left_waiting_for_a_day(
    life: Life, clock: LooseClock, file: Path
) -> None:
    async with life() as world:
        clock.advance_to(NOON + DAY)
        await world.say(ALICE, "/check")
        await world.tap(ALICE, "Numb between my legs")  # and silence
        await world.say(BOB, "/check")
        await world.tap(BOB, "Numb between my legs", "Continue")
        clock.go_back(DAY)
        await world.settle()
        await world.live_until(NOON + timedelta(minutes=1))
        assert world.last(ALICE).startswith("Go to a hospital emergency department now.")
        await world.live_until(NOON + timedelta(minutes=10))
        assert world.last(BOB).startswith("Are you getting help?")
        await world.live_until(NOON + timedelta(hours=1, minutes=1))
        assert world.last(BOB).startswith("Has someone seen you?")
        assert world.last(ALICE).startswith("Are you getting help?") or "seen you" in world.last(ALICE)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the time zone database that can be changed, in the place of the installed one."""
    copy = tmp_path / "tzdata"
    shutil.copytree(str(files("tzdata")), copy)
    monkeypatch.setattr(zones, "_DATABASE", copy)
    _read_anew()
    yield copy
    monkeypatch.undo()
    _read_anew()


def _read_anew() -> None:
    """As a new process does."""
    for cached in (zones.zone_named, zones.known_zones, zones.rules_version):
        cached.cache_clear()


def change_rules(copy: Path) -> None:
    """From now on Berlin has Helsinki's clock."""
    shutil.copy(copy / "zoneinfo" / "Europe" / "Helsinki", copy / "zoneinfo" / "Europe" / "Berlin")
    version = copy / "zoneinfo" / "tzdata.zi"
    version.write_text("# version 2099z\n" + version.read_text(encoding="ascii").partition("\n")[2])
    _read_anew()


async def test_a_changed_rule_moves_what_is_not_sent_yet(life: Life, rules: Path, file: Path) -> None:
    async with life() as world:
        for who in (ALICE, BOB):
            await switch_on(world, who)
        assert next_times(file) == ["2026-11-22 13:00"] * 2
    change_rules(rules)
    async with life() as world:
        await world.settle()
        assert next_times(file) == ["2026-11-22 12:00"] * 2
        await world.live_until(NOON + timedelta(hours=1))
        assert [came(world, who) for who in (ALICE, BOB)] == [1, 1]
        await world.live_until(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))  # 08:00 there
        assert next_times(file) == ["2026-11-23 08:00"] * 2
    assert column(file, "SELECT value FROM note WHERE name LIKE 'version%'") == ["2099z"]


async def test_the_same_rules_replan_nothing(life: Life, rules: Path, file: Path) -> None:
    async with life() as world:
        await switch_on(world, ALICE)
    async with life() as world:
        async with world.store.transaction() as tx:
            await tx.conn.exec_driver_sql("UPDATE reminder SET next_fire_at = '2026-11-22 13:30:00'")
        await world.settle()
        assert next_times(file) == ["2026-11-22 13:30"]
    change_rules(rules)
    async with life() as world:
        await world.settle()
        assert next_times(file) == ["2026-11-22 12:00"]


def test_the_rules_come_from_the_locked_package_and_not_from_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert zones.rules_version() == (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text().split()[2]
    monkeypatch.setenv("PYTHONTZPATH", str(tmp_path))
    assert zones.zone_named("Europe/Berlin").utcoffset(NOON) == timedelta(hours=1)
