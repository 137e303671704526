"""Two processes claim for one person at the same moment."""

import pytest

from bot.clock import ManualClock
from bot.store import Store, inbox
from bot.store.inbox import Received
from tests.chaos.steps import ALICE
from tests.world import RING


async def _take_in(store: Store, number: int) -> None:
    async with store.transaction() as tx:
        await inbox.take_in(tx, 1, [(ALICE, {"update_id": number})])


async def _claim(store: Store) -> Received | None:
    async with store.transaction() as tx:
        return next(iter(await inbox.claim(tx, 1)), None)


@pytest.mark.databases("postgresql")  # SQLite lets one of them write at a time
async def test_an_update_that_is_committed_while_a_later_one_is_being_taken_waits_for_it(
    database: str, clock: ManualClock
) -> None:
    here, there = Store(database, RING, clock), Store(database, RING, clock)
    await _take_in(here, 2)
    async with here.transaction() as tx:
        (first,) = await inbox.claim(tx, 1)
        await _take_in(there, 1)  # a message, where the other was a tap: they come in two queues
        second = await _claim(there)  # nor does it wait until the other is through
    assert (first.update_id, second, await _claim(there)) == (2, None, None)
    async with here.transaction() as tx:
        await inbox.settle_done(tx, first)
    third = await _claim(there)
    assert third is not None
    assert third.update_id == 1
    await here.close()
    await there.close()
