"""The database goes away in the middle of sending and comes back: nothing is lost, nothing is doubled.

EASEBACK_AWAY sets for how many seconds the database is away.
"""

import asyncio
import os

import pytest

from tests.chaos.database import away, rows
from tests.chaos.rush import PEOPLE, came, give_everybody_a_pack, running
from tests.chaos.steps import let_time_pass, until
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

AWAY = float(os.environ.get("EASEBACK_AWAY", "1.5"))


async def test_what_was_on_its_way_while_the_database_was_away_comes_once(
    world: World, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 200)
    await give_everybody_a_pack(world)
    world.sandbox.fail("sendMessage", kind="slow", times=None, seconds=0.3)
    async with running(world):
        await until(lambda: len(came(world)) > 20)
        async with away(database):
            await asyncio.sleep(AWAY)
        await until(lambda: len(came(world)) == len(PEOPLE), 40 + AWAY)
    assert set(came(world).values()) == {1}
    await let_time_pass(world, database, times=2)
    assert set(came(world).values()) == {1}
    assert set(rows(database, "SELECT state, tries FROM message WHERE part = 'check_skin'")) == {("sent", 1)}
