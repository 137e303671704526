"""Two processes claim for one person at the same moment."""

import asyncio

import pytest

from bot.clock import ManualClock
from bot.store import Store, inbox
from bot.store.inbox import Received
from tests.chaos.database import column
from tests.chaos.steps import ALICE, until
from tests.world import RING

WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


async def _take_in(store: Store, number: int) -> None:
    async with store.transaction() as tx:
        await inbox.take_in(tx, 1, [(ALICE, {"update_id": number})])


async def _claim(store: Store) -> Received | None:
    async with store.transaction() as tx:
        return await inbox.claim_next(tx, ALICE)


@pytest.mark.databases("postgresql")  # SQLite lets one of them write at a time
async def test_an_update_that_is_committed_while_a_later_one_is_being_taken_waits_for_it(
    database: str, clock: ManualClock
) -> None:
    here, there = Store(database, RING, clock), Store(database, RING, clock)
    await _take_in(here, 2)
    async with here.transaction() as tx:
        first = await inbox.claim_next(tx, ALICE)
        await _take_in(there, 1)  # a message, where the other was a tap: they come in two queues
        second = asyncio.create_task(_claim(there))
        await until(lambda: column(database, WAITS) != [0])
    assert first is not None
    assert (first.update_id, await second) == (2, None)
    async with here.transaction() as tx:
        await inbox.settle_done(tx, first)
    third = await _claim(there)
    assert third is not None
    assert third.update_id == 1
    await here.close()
    await there.close()
