"""The disk of the database is full for a while: updates stay at Telegram, and what was sent is not sent again."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from bot.store import StoreUnavailable
from content import Content
from tests.chaos.clinic import MOST_ON_THEIR_WAY
from tests.chaos.disk import Disk, world_on_a_disk
from tests.chaos.rush import PEOPLE, came, give_everybody_a_pack, running
from tests.chaos.steps import ALICE, NUMB, until, urgent
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
async def on_a_disk(database: str, clock: ManualClock, known: Content) -> AsyncIterator[tuple[World, Disk]]:
    async with world_on_a_disk(database, clock, known) as both:
        yield both


async def _states(world: World, table: str) -> set[tuple[str, int]]:
    async with world.store.reading() as tx:
        rows = await tx.conn.exec_driver_sql(f"SELECT state, count(*) FROM {table} GROUP BY 1")
        return {(state, count) for state, count in rows}


async def test_updates_stay_at_telegram_while_the_disk_is_full_and_an_alarm_among_them_is_heard_afterwards(
    on_a_disk: tuple[World, Disk],
) -> None:
    world, disk = on_a_disk
    await world.say(ALICE, "/check")
    await world.tap(ALICE, NUMB)
    await disk.fill(world)
    world.sandbox.tap(ALICE, world.button(ALICE, "Continue"))
    for number in range(40):
        world.sandbox.say(ALICE, f"{'x' * 3000} {number}")
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            await world.program.poller.poll_once(0)
    assert len(world.sandbox.updates.pending) == 41
    await disk.free(world)
    await world.settle()
    assert await _states(world, "inbox") == {("done", 43)}
    assert len(urgent(world)) == 1


async def test_what_was_on_its_way_while_the_disk_was_full_comes_once(
    on_a_disk: tuple[World, Disk], caplog: pytest.LogCaptureFixture
) -> None:
    world, disk = on_a_disk
    await give_everybody_a_pack(world)
    world.sandbox.fail("sendMessage", kind="slow", times=None, seconds=0.3)
    async with running(world):
        await until(lambda: len(came(world)) > 20)
        await disk.fill(world)
        # A lane that has something to write says so. Or every group is home and cannot be written down: no lane writes then.
        await until(
            lambda: "the database cannot be used" in caplog.text or len(came(world)) >= MOST_ON_THEIR_WAY, 20
        )
        assert len(came(world)) < len(PEOPLE)
        await asyncio.sleep(0.5)  # the room comes back while nobody knows of it
        await disk.free(world)
        await until(lambda: len(came(world)) == len(PEOPLE), 40)
    assert set(came(world).values()) == {1}
    assert ("sent", len(PEOPLE)) in await _states(world, "message")
