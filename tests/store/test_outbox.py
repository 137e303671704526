"""The outbox: who may send what, and when not after all."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.core.outgoing import Kind, Lane, Outgoing, Settlement, State
from bot.store import Tx, holds, outbox
from bot.store.tables import checkup, message, person
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

ALICE = 101
LATER = timedelta(minutes=30)


async def planned(world: World, lane: Lane = Lane.ROUTINE, **columns: object) -> int:
    async with world.store.transaction() as tx:
        return await outbox.add(tx, await alice(tx), lane, Kind.CHECK_BACK, tx.now, **columns)


async def alice(tx: Tx) -> int:
    return int((await tx.conn.execute(select(person.c.id))).scalar_one())


async def state(tx: Tx, message_id: int) -> str:
    return str(
        (await tx.conn.execute(select(message.c.state).where(message.c.id == message_id))).scalar_one()
    )


async def claimed(world: World) -> list[Outgoing]:
    async with world.store.transaction() as tx:
        return await outbox.claim(tx, 16)


@pytest.fixture(autouse=True)
async def _alice(world: World) -> None:
    await world.say(ALICE, "/check")


async def test_a_claimed_message_is_claimed_by_nobody_else(world: World) -> None:
    await planned(world)
    assert len(await claimed(world)) == 1
    assert await claimed(world) == []


async def test_urgent_messages_are_claimed_first(world: World) -> None:
    for lane in (Lane.ROUTINE, Lane.TIMED, Lane.URGENT, Lane.ROUTINE):
        await planned(world, lane)
    async with world.store.transaction() as tx:
        taken = await outbox.claim(tx, 2)
    assert [each.lane for each in taken] == [Lane.URGENT, Lane.TIMED]


async def test_a_routine_message_claimed_before_a_hold_is_not_sent_during_it(world: World) -> None:
    routine, urgent = await planned(world), await planned(world, Lane.URGENT)
    taken = await claimed(world)
    async with world.store.transaction() as tx:
        checkup_id = (await tx.conn.execute(select(checkup.c.id))).scalar_one()
        fresh = {"level": "emergency", "state": holds.WAITING, "begun_at": tx.now, "checkup_id": checkup_id}
        await tx.conn.execute(holds.hold.insert().values(person_id=await alice(tx), **fresh))
        assert await outbox.start(tx, taken) == {taken[0].id}
        assert await state(tx, routine) == State.HELD
        assert await state(tx, urgent) == State.CLAIMED


async def test_a_message_past_its_time_is_not_sent(world: World) -> None:
    late = await planned(world, expires_at=world.clock.now() + LATER)
    taken = await claimed(world)
    world.clock.advance_to(world.clock.now() + LATER + timedelta(seconds=1))
    async with world.store.transaction() as tx:
        assert await outbox.start(tx, taken) == set()
        assert await state(tx, late) == State.EXPIRED


async def test_somebody_who_cannot_be_reached_still_gets_what_is_urgent(world: World) -> None:
    await planned(world)
    await planned(world, Lane.URGENT)
    taken = await claimed(world)
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(person).values(unreachable_at=tx.now))
        assert await outbox.start(tx, taken) == {taken[0].id}


async def test_a_message_of_somebody_forgotten_meanwhile_is_not_sent(world: World) -> None:
    await planned(world)
    taken = await claimed(world)
    async with world.store.transaction() as tx:
        await tx.conn.execute(person.delete())
        assert await outbox.start(tx, taken) == set()


async def test_only_the_holder_of_the_lease_settles(world: World) -> None:
    mine = await planned(world)
    taken = (await claimed(world))[0]
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(message).values(lease_owner="another/1/x"))
        await outbox.settle(tx, [(taken, Settlement(State.SENT, 1, 0), 5)])
        assert await state(tx, mine) == State.CLAIMED


async def test_a_lapsed_lease_is_rescued_with_whether_it_was_started(world: World) -> None:
    for _ in range(2):
        await planned(world)
    first, second = await claimed(world)
    async with world.store.transaction() as tx:
        assert await outbox.start(tx, [first]) == {first.id}
        assert not await outbox.any_lapsed(tx)
        await tx.conn.execute(update(message).values(lease_until=tx.real - 1))
        assert await outbox.any_lapsed(tx)
        rescued = {each.id: started for each, started in await outbox.abandoned(tx)}
    assert rescued == {first.id: True, second.id: False}


async def test_stepping_the_products_clock_lapses_no_lease(world: World) -> None:
    await planned(world)
    await claimed(world)
    world.clock.advance_to(world.clock.now() + timedelta(days=400))
    async with world.store.transaction() as tx:
        assert not await outbox.any_lapsed(tx)
    assert await claimed(world) == []
