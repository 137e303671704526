"""The clockwork: what is due next, and the date job that is armed anew after each pass."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clock import real_seconds
from bot.store.tables import inbox
from bot.wiring import build_services
from jobs.due import plan_due
from jobs.followups import judge_idle_checkups
from jobs.scheduler import Clockwork
from jobs.upkeep import KEEP_UPDATES_FOR, purge
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

ALICE, BOB = 101, 102
TWO_HOURS = timedelta(hours=2)


async def reminders_on(world: World, who: int = ALICE) -> None:
    await world.say(who, "/reminders")
    await world.tap(who, "Switch all on", f"{(world.clock.now() + timedelta(hours=1)):%H:%M}", "Berlin")


@asynccontextmanager
async def running(clockwork: Clockwork) -> AsyncIterator[Any]:
    """The clockwork at work; its scheduler."""
    stop = asyncio.Event()
    task = asyncio.create_task(clockwork.run(stop))
    await until(lambda: clockwork._scheduler.running)
    yield clockwork._scheduler
    stop.set()
    clockwork.wake()
    await asyncio.wait_for(task, 5)
    assert not clockwork._scheduler.running


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - the scheduler tells nobody what it has armed
            await asyncio.sleep(0.01)


async def armed_for(scheduler: Any) -> float:
    """How many seconds from now the date job stands."""
    await until(lambda: scheduler.get_job("due") is not None)
    return float(scheduler.get_job("due").trigger.run_date.timestamp() - real_seconds())


async def test_nothing_is_due_for_nobody(world: World) -> None:
    assert await world.program.clockwork.next_due() is None


async def test_the_next_due_instant_is_the_earliest_of_all_that_waits(world: World) -> None:
    clockwork, now = world.program.clockwork, world.clock.now()
    await reminders_on(world)
    assert await clockwork.next_due() == now + TWO_HOURS
    await world.say(BOB, "/check")
    await world.tap(BOB, "Numb between my legs")
    assert await clockwork.next_due() == now + timedelta(minutes=1)
    await world.tap(BOB, "Continue")
    assert await clockwork.next_due() == now + timedelta(minutes=10)
    await world.tap(BOB, "I have been seen")
    assert await clockwork.next_due() == now + TWO_HOURS


async def test_a_date_job_stands_at_the_next_due_instant_and_is_moved_when_that_moves(world: World) -> None:
    clockwork = world.program.clockwork
    async with running(clockwork) as scheduler:
        await reminders_on(world)
        clockwork.wake()
        assert abs(await armed_for(scheduler) - 7200) < 30
        await world.say(ALICE, "/check")
        await world.tap(ALICE, "Numb between my legs", "Continue")
        clockwork.wake()
        before = scheduler.get_job("due").trigger.run_date
        await until(lambda: scheduler.get_job("due").trigger.run_date != before)
        assert abs(await armed_for(scheduler) - 600) < 30
        assert sorted(job.id for job in scheduler.get_jobs()) == ["due", "tick", "upkeep"]


async def test_jobs_never_overlap_never_pile_up_and_are_never_too_late(world: World) -> None:
    await reminders_on(world)
    async with running(world.program.clockwork) as scheduler:
        await until(lambda: scheduler.get_job("due") is not None)
        for job in scheduler.get_jobs():
            assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)


async def test_a_running_clockwork_sends_what_falls_due_when_it_is_woken(world: World) -> None:
    await reminders_on(world)
    async with running(world.program.clockwork):
        world.clock.advance_to(world.clock.now() + TWO_HOURS)
        world.program.clockwork.wake()
        await until(lambda: len(world.messages(ALICE)) == 2)


async def test_what_another_process_wrote_is_found_by_the_tick(world: World) -> None:
    """Nobody rings the bell here."""
    async with running(world.program.clockwork):
        await reminders_on(world)
        world.clock.advance_to(world.clock.now() + TWO_HOURS)
        await until(lambda: len(world.messages(ALICE)) == 2)


async def test_a_pass_over_many_people_reaches_them_all(world: World) -> None:
    for who in range(1, 8):
        await reminders_on(world, who)
    await world.pass_time(hours=2)
    assert all(len(world.messages(who)) == 2 for who in range(1, 8))


async def test_planning_twice_plans_nothing_twice(world: World, known: Any) -> None:
    await reminders_on(world)
    services = build_services(known, world.clock, world.store, world.program.desk.application.bot)
    world.clock.advance_to(world.clock.now() + TWO_HOURS)
    assert [await plan_due(services) for _ in range(2)] == [1, 0]
    await world.settle()
    assert len(world.messages(ALICE)) == 2


async def test_only_checks_left_alone_are_judged(world: World, known: Any) -> None:
    services = build_services(known, world.clock, world.store, world.program.desk.application.bot)
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    await world.say(BOB, "/check")
    await world.tap(BOB, "None", "None", "Fever")
    assert await judge_idle_checkups(services) == 0
    world.clock.advance_to(world.clock.now() + timedelta(seconds=30))
    await world.tap(ALICE, "A leg is newly weak")  # still there, but the minute has begun
    world.clock.advance_to(world.clock.now() + timedelta(seconds=29))
    assert await judge_idle_checkups(services) == 0
    world.clock.advance_to(world.clock.now() + timedelta(seconds=1))
    assert [await judge_idle_checkups(services) for _ in range(2)] == [1, 0]


async def test_upkeep_forgets_old_update_numbers_and_keeps_what_waits(world: World, known: Any) -> None:
    async def waiting() -> int:
        async with world.store.reading() as tx:
            return int((await tx.conn.execute(select(func.count()).select_from(inbox))).scalar_one())

    services = build_services(known, world.clock, world.store, world.program.desk.application.bot)
    for text in ("one", "two"):
        await world.say(ALICE, text)
    world.sandbox.say(ALICE, "three")
    await world.program.poller.poll_once(0)
    assert await waiting() == 3
    await _after(world, KEEP_UPDATES_FOR - timedelta(minutes=1), purge(services))
    assert await waiting() == 3
    await _after(world, timedelta(minutes=2), purge(services))
    assert await waiting() == 1


async def _after(world: World, span: timedelta, chore: Awaitable[None]) -> None:
    world.clock.advance_to(world.clock.now() + span)
    await chore


def test_the_world_of_the_tests_begins_at_noon_in_berlin(clock: Any) -> None:
    assert clock.now() == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
