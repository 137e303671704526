"""What tests of outages and restarts do and look for, in the words of the journeys."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.chaos.database import Database, let_leases_lapse
from tests.world import World

ALICE, BOB = 101, 102
NUMB = "Numb between my legs"


async def switch_reminders_on(world: World, who: int = ALICE) -> None:
    await world.say(who, "/reminders")
    await world.tap(who, "Switch all on", "12:00", "Berlin")


async def raise_alarm(world: World, who: int = ALICE) -> None:
    await world.say(who, "/check")
    await world.tap(who, NUMB, "Continue")


async def live_to_next_due(world: World) -> None:
    await step_to_next_due(world)
    await world.settle()


async def step_to_next_due(world: World) -> None:
    """The time has come, and nobody has looked yet."""
    due = await world.program.clockwork.next_due()
    assert due is not None
    world.clock.advance_to(due)


async def let_time_pass(world: World, database: Database, times: int = 1) -> None:
    """Every wait is over, as often as said, and what can happen then happens."""
    for _ in range(times):
        let_leases_lapse(database)
        await world.settle()


async def until(holds: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 - a state of the database or the log, which announces nothing
            await asyncio.sleep(0.01)


def urgent(world: World, who: int = ALICE) -> list[str]:
    return [
        text for text in world.texts(who) if text.startswith("Go to a hospital emergency department now.")
    ]


def reminders(world: World, who: int = ALICE) -> list[Any]:
    """The reminders that have come, whatever was answered to them since."""
    return [message for message in world.messages(who) if "Done" in world.labels(message)]
