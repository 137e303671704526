"""Two hundred messages are due at once, and the clockwork runs."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time, timedelta

from bot.core.schedule import QuietHours
from bot.store import packs, people
from tests.world import World

PEOPLE = range(1001, 1201)


async def give_everybody_a_pack(world: World) -> None:
    """In five minutes, and that is now, it is time for each of them to look at their skin."""
    kind = world.program._parts.content.reminders.kind("cold")
    assert kind is not None
    assert kind.timer is not None
    for who in PEOPLE:
        world.sandbox.say(who, "/help")
    world.sandbox.updates.clear()
    async with world.store.transaction() as tx:
        for who in PEOPLE:
            person = await people.greet(tx, who, QuietHours(time(22), time(8)))
            await packs.begin(tx, person.id, kind.id, kind.timer)
    world.clock.advance_to(world.clock.now() + timedelta(minutes=kind.timer.check_skin))


@asynccontextmanager
async def running(world: World) -> AsyncIterator[None]:
    stop = asyncio.Event()
    working = asyncio.create_task(world.program.clockwork.run(stop))
    try:
        yield
    finally:
        stop.set()
        world.program.clockwork.wake()
        await asyncio.wait_for(working, 20)


def came(world: World) -> Counter[int | None]:
    """To whom how often, heard of or not."""
    return Counter(
        call.chat_id
        for call in world.sandbox.calls(0, "sendMessage")
        if call.was_done and call.chat_id in PEOPLE
    )
