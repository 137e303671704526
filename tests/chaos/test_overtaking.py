"""Two hundred messages wait while Telegram refuses, errs, hangs up or is slow: what is urgent goes out before all of them."""

from typing import Any

import pytest

from tests.chaos.database import column
from tests.chaos.rush import PEOPLE, came, give_everybody_a_pack, running
from tests.chaos.steps import ALICE, NUMB, let_time_pass, raise_alarm, until, urgent
from tests.chaos.storms import KINDS
from tests.world import PACE, World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

ON_THEIR_WAY = PACE.group * PACE.groups  # bulk that nothing can overtake any more
SLOWLY: dict[str, Any] = {"kind": "slow", "seconds": 0.6}
LOST = ("500", "502 after delivery", "connection lost", "time-out after delivery")


async def _raise_alarm_by_tap(world: World) -> None:
    """As Alice does it while the clockwork runs by itself."""
    for label in (NUMB, "Continue"):
        world.sandbox.tap(ALICE, world.button(ALICE, label))
        await world.program.poller.poll_once(0)
        await world.program.dispatch.drain()


def _bulk_since(world: World, mark: int) -> list[Any]:
    return [call for call in world.sandbox.calls(mark, "sendMessage") if call.chat_id in PEOPLE]


def _urgent_calls(world: World, mark: int = 0) -> list[Any]:
    told = [each for each in world.sandbox.calls(mark, "sendMessage") if each.chat_id == ALICE]
    return [each for each in told if "Go to a hospital emergency department now." in each.params["text"]]


async def test_an_urgent_message_overtakes_all_that_waits_while_telegram_says_429_to_bulk(
    world: World, database: str
) -> None:
    await give_everybody_a_pack(world)
    for who in PEOPLE:
        world.sandbox.fail("sendMessage", code=429, retry_after=7, chat_id=who)
    await world.say(ALICE, "/check")
    async with running(world):
        await until(lambda: len(world.sandbox.calls(0, "sendMessage")) > 20)
        await raise_alarm(world)
        assert len(urgent(world)) == 1
        assert came(world) == {}
    await let_time_pass(world, database, times=3)
    assert len(urgent(world)) == 1
    assert came(world) == dict.fromkeys(PEOPLE, 1)


async def test_an_urgent_message_overtakes_all_that_waits_while_telegram_answers_slowly(
    world: World, database: str
) -> None:
    await world.say(ALICE, "/check")
    await give_everybody_a_pack(world)
    world.sandbox.fail("sendMessage", times=None, **SLOWLY)
    async with running(world):
        await until(lambda: len(_bulk_since(world, 0)) > 20)
        mark = world.sandbox.mark
        await _raise_alarm_by_tap(world)
        (call,) = _urgent_calls(world)
        assert len([each for each in _bulk_since(world, mark) if each.number < call.number]) <= ON_THEIR_WAY
        waited = len(PEOPLE) - len([each for each in _bulk_since(world, 0) if each.number < call.number])
        assert waited > len(PEOPLE) / 3
        await until(lambda: len(came(world)) == len(PEOPLE), 20)
    assert set(came(world).values()) == {1}
    assert len(urgent(world)) == 1


@pytest.mark.parametrize("kind", LOST)
async def test_an_urgent_message_that_failed_overtakes_all_that_waits_once_it_may_go_again(
    world: World, database: str, kind: str
) -> None:
    """Everything has failed once; then every wait is over at the same moment."""
    await world.say(ALICE, "/check")
    await give_everybody_a_pack(world)
    world.sandbox.fail("sendMessage", times=None, **KINDS[kind])
    async with running(world):
        await until(lambda: len(_bulk_since(world, 0)) > 20)
        await _raise_alarm_by_tap(world)
        await until(lambda: len(_bulk_since(world, 0)) >= len(PEOPLE), 20)
        await until(lambda: column(database, "SELECT count(*) FROM message WHERE state = 'claimed'") == [0])
    world.sandbox.mend()
    mark = world.sandbox.mark
    await let_time_pass(world, database)
    first, *_ = world.sandbox.calls(mark, "sendMessage")
    assert first in _urgent_calls(world)
    assert len(_bulk_since(world, mark)) == len(PEOPLE)
    assert set(came(world).values()) == ({2} if "after delivery" in kind else {1})
