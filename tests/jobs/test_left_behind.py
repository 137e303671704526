"""A process that stood still for longer than its leases last, or was cut off: nobody gets more than their lane allows."""

import asyncio
from datetime import timedelta

import pytest

from bot import flight
from bot.clock import ManualClock
from bot.core.outgoing import MOST_SENDS, Lane
from bot.ingest import dispatch
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from bot.store import inbox, outbox
from content import Content
from jobs.due import plan_due
from tests.chaos.database import column, let_leases_lapse, rows
from tests.chaos.steps import (
    ALICE,
    BOB,
    let_time_pass,
    raise_alarm,
    reminders,
    step_to_next_due,
    switch_reminders_on,
    until,
)
from tests.world import World, open_world

pytestmark = pytest.mark.databases("sqlite", "postgresql")


def test_a_lease_outlasts_what_it_is_for() -> None:
    assert flight.TURN_WITHIN + flight.SEND_WITHIN < outbox.LEASE_FOR
    assert dispatch.HANDLE_WITHIN < inbox.LEASE_FOR


async def test_who_sends_after_its_lease_was_rescued_neither_floods_anybody_nor_overwrites_what_became_of_it(
    world: World, database: str, clock: ManualClock, known: Content
) -> None:
    """A check-back of Alice's may come twice, and says so; a reminder of Bob's comes once."""
    world.store.owner = "one-machine/7/0ddba115"
    await switch_reminders_on(world, BOB)
    due = await world.program.clockwork.next_due()
    assert due is not None
    world.clock.advance_to(due - timedelta(minutes=10))
    await raise_alarm(world, ALICE)
    before = len(world.messages(ALICE))
    async with open_world(database, clock, known, world.sandbox) as other:
        other.store.owner = "another-machine/7/0badcafe"
        world.clock.advance_to(due - timedelta(seconds=1))
        await other.settle()  # the reminder is planned, a moment ahead
        world.clock.advance_to(due)
        delivery = world.program._services.delivery
        started = await delivery._start(16, (Lane.TIMED, Lane.ROUTINE))
        assert len(started) == 2
        let_leases_lapse(database)
        await let_time_pass(other, database, times=3)
        found = rows(database, "SELECT id, state, tries, lease_owner FROM message ORDER BY id")
        await delivery._flight.send_all(started, delivery._flight.send_at_once)
        assert rows(database, "SELECT id, state, tries, lease_owner FROM message ORDER BY id") == found
    assert len(world.messages(ALICE)) - before == MOST_SENDS[Lane.TIMED]
    assert len(reminders(world, BOB)) == MOST_SENDS[Lane.ROUTINE]
    assert column(database, "SELECT state FROM message WHERE kind = 'reminder'") == ["uncertain"]


async def test_who_is_cut_off_while_a_send_is_on_its_way_writes_down_that_it_may_have_arrived(
    database: str, clock: ManualClock, known: Content
) -> None:
    telegram = Sandbox(clock, token=SANDBOX_TOKEN, sleep=lambda _seconds: asyncio.Event().wait())
    async with open_world(database, clock, known, telegram) as world:
        for who in (ALICE, BOB):
            await switch_reminders_on(world, who)
        telegram.fail("sendMessage", kind="slow", times=None)
        await step_to_next_due(world)
        services = world.program._services
        assert await plan_due(services) == 2
        assert await services.delivery.send_bulk() == 2
        await until(lambda: len(reminders(world, ALICE)) == len(reminders(world, BOB)) == 1)
        finishing = asyncio.create_task(services.delivery.finish())
        await asyncio.sleep(0)
        finishing.cancel()
        await asyncio.wait({finishing})
        assert column(database, "SELECT state FROM message") == ["uncertain"] * 2
        telegram.mend()
        await let_time_pass(world, database, times=2)
        assert len(reminders(world, ALICE)) == len(reminders(world, BOB)) == 1


async def test_a_clockwork_that_is_cut_off_leaves_nothing_on_its_way(
    database: str, clock: ManualClock, known: Content
) -> None:
    telegram = Sandbox(clock, token=SANDBOX_TOKEN, sleep=lambda _seconds: asyncio.Event().wait())
    async with open_world(database, clock, known, telegram) as world:
        await switch_reminders_on(world, ALICE)
        telegram.fail("sendMessage", kind="slow", times=None)
        await step_to_next_due(world)
        running = asyncio.create_task(world.program.clockwork.run(asyncio.Event()))
        await until(lambda: len(reminders(world, ALICE)) == 1)
        running.cancel()
        await asyncio.wait({running})
        assert column(database, "SELECT state FROM message") == ["uncertain"]
        telegram.mend()
