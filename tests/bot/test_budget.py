"""The send budget on both databases, within one process, between budgets that share a row, and between processes."""

import asyncio
import logging
import os
import socket
import struct
import sys
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.budget import Budget
from bot.clock import ManualClock
from bot.core.pacing import PACE
from bot.pace import ChatPace
from bot.store import Store, schema
from bot.store.tables import budget as table
from tests.world import RING

pytestmark = pytest.mark.databases("sqlite", "postgresql")
ROOT = Path(__file__).parents[2]
LINUX_TIMESTAMPS = 35  # SO_TIMESTAMPNS: when a datagram arrived, however late we come to read it

Make = Callable[..., Budget]


def now() -> float:
    return asyncio.get_running_loop().time()


@pytest.fixture
async def store(database: str, clock: ManualClock) -> AsyncIterator[Store]:
    store = Store(database, RING, clock)
    await schema.migrate(store)
    yield store
    await store.close()


@pytest.fixture
async def make(store: Store) -> AsyncIterator[Make]:
    """Each budget that it makes is as one of another process: they share nothing but the row."""
    made: list[Budget] = []

    def one(rate: float = 1000, reserve: float = 0.1) -> Budget:
        made.append(Budget(store, rate, reserve))
        return made[-1]

    yield one
    for each in made:
        await each.close()


async def row(store: Store) -> tuple[float, ...]:
    async with store.reading() as tx:
        found = await tx.conn.execute(select(table.c.tat, table.c.yield_until, table.c.paused_until))
        return tuple(found.one())


async def take_all(budget: Budget, count: int) -> list[float]:
    slots: list[float] = []
    while len(slots) < count:
        slots += await budget.take(count - len(slots))
    return slots


async def test_slots_of_all_processes_together_keep_the_pace(make: Make) -> None:
    # One loop's clock, seen through two bearings that differ by less than a millisecond.
    taken = await asyncio.gather(*(take_all(make(rate=200), 40) for _ in range(2)))
    slots = sorted(slot for each in taken for slot in each)
    assert slots[-1] - slots[0] >= 79 / (200 * PACE) - 0.005
    assert slots[-1] - slots[0] <= 79 / (200 * PACE) + 0.3


async def test_one_process_gets_its_slots_evenly_spaced(make: Make) -> None:
    slots = await make(rate=100).take(20)
    assert len(slots) == 20
    assert all(abs(later - sooner - 1 / (100 * PACE)) < 0.001 for sooner, later in pairwise(slots))
    assert slots[0] <= now() + 0.05


async def test_a_slot_is_waited_for(make: Make) -> None:
    budget = make(rate=30)
    slots = await budget.take(3)
    await budget.wait_for(slots[-1])
    assert slots[-1] <= now() + 0.001


async def test_slots_that_were_missed_are_replaced_each_by_one_of_its_own(make: Make) -> None:
    budget = make(rate=100)
    begun, missed = now(), now() - 1
    await asyncio.gather(*(budget.wait_for(missed) for _ in range(10)))
    assert now() - begun >= 9 / (100 * PACE) - 0.002


async def test_slots_that_are_given_back_go_to_whoever_takes_next(make: Make, store: Store) -> None:
    budget = make(rate=30)
    slots = await budget.take(10)
    budget.give_back(slots[4:])
    before = await row(store)
    assert await budget.take(3) == slots[4:7]
    assert await budget.take(10) == slots[7:]
    assert await row(store) == before


async def test_slots_that_are_given_back_too_late_are_forgotten(make: Make) -> None:
    budget = make(rate=100)
    budget.give_back([now() - 0.1])
    assert (await budget.take(1))[0] > now() - 0.05


async def test_without_a_rate_nobody_waits_and_the_database_is_left_alone(make: Make, store: Store) -> None:
    budget = make(rate=0)
    async with store.transaction() as tx:
        await tx.conn.execute(text("DROP TABLE budget"))
    slots = await budget.take(5000)
    assert len(slots) == 5000
    assert set(slots) <= {slots[0]}
    await budget.wait_for(slots[0] - 60)
    budget.charge()
    budget.give_back(slots)
    for chat in (1, 2):
        await budget.refused(chat, 60)
    await budget.pause(60)
    async with asyncio.timeout(0.5):
        assert len(await budget.take(1)) == 1


async def test_who_waits_is_counted_a_little_later_and_bulk_makes_room(make: Make, store: Store) -> None:
    answers, bulk = make(rate=20), make(rate=20)
    first = (await bulk.take(1))[0]
    before = (await row(store))[0]
    for _ in range(4):
        answers.charge()
    answers.charge(2)
    assert (await row(store))[0] == before
    await answers.close()
    tat, yield_until, _ = await row(store)
    assert yield_until > tat
    # the slot that was taken, and six answers
    assert 7 / (20 * PACE) - 0.001 <= (await bulk.take(1))[0] - first <= 7 / (20 * PACE) + 0.2


async def test_charges_reach_the_row_by_themselves_within_a_moment(make: Make, store: Store) -> None:
    budget = make(rate=30)
    await budget.take(1)
    budget.charge()
    async with asyncio.timeout(2):
        while not (await row(store))[1]:  # noqa: ASYNC110 - a row rings no bell
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(("reserve", "is_answered"), [(0.5, True), (0.5, False)])
async def test_bulk_borrows_the_reserve_only_while_nobody_waits(
    make: Make, reserve: float, is_answered: bool
) -> None:
    budget = make(rate=100, reserve=reserve)
    if is_answered:
        budget.charge()
        await budget.close()
    sooner, later = (await make(rate=100, reserve=reserve).take(2))[:2]
    bulk_rate = 100 * PACE * (0.5 if is_answered else 1)
    assert later - sooner == pytest.approx(1 / bulk_rate, rel=0.01)


async def test_a_pause_holds_for_all_processes(make: Make) -> None:
    one, other = make(), make()
    await other.take(1)
    begun = now()
    await one.pause(0.4)
    slots = await asyncio.gather(one.take(1), other.take(1))
    assert all(each[0] >= begun + 0.4 for each in slots)


async def test_slots_taken_before_a_pause_are_not_used_in_it(make: Make) -> None:
    budget = make()
    slots = await budget.take(5)
    budget.give_back(slots[3:])
    begun = now()
    await budget.pause(0.3)
    await budget.wait_for(slots[2])
    assert now() >= begun + 0.3
    assert (await budget.take(1))[0] >= begun + 0.3


async def test_an_endless_pause_is_cut_to_an_hour(make: Make, store: Store) -> None:
    budget = make()
    await budget.take(1)
    before = (await row(store))[0]
    await budget.pause(10**7)
    assert 3590 < (await row(store))[2] - before < 3700


async def test_one_chats_own_limit_does_not_stop_the_others(make: Make, store: Store) -> None:
    budget = make()
    await budget.take(1)
    await budget.refused(1, 60)
    await budget.refused(1, 60)
    assert (await row(store))[2] == 0


async def test_two_chats_that_are_refused_pause_all_for_the_shorter_wait(make: Make, store: Store) -> None:
    budget = make()
    await budget.take(1)
    before = (await row(store))[0]
    await budget.refused(1, 3000)
    await budget.refused(2, 60)
    assert 55 < (await row(store))[2] - before < 65


async def test_a_database_that_is_away_never_holds_up_who_charges(
    clock: ManualClock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot.budget")
    away = Store(f"sqlite+aiosqlite:///{tmp_path}/nowhere/at.db", RING, clock)
    budget, begun = Budget(away, 30), now()
    for _ in range(100):
        budget.charge()
    assert now() - begun < 0.1
    await budget.close()
    assert [each.levelno for each in caplog.records if each.name == "bot.budget"] == [logging.DEBUG]
    budget.charge()  # after the end: nothing
    await away.close()


async def test_a_process_that_stands_still_holds_nobody_up(make: Make, store: Store) -> None:
    if store.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer")
    from bot.budget import NAME
    from bot.store import budget as rows

    await make().take(1)
    async with store.singly() as tx, asyncio.timeout(2):
        seen = await rows.look(tx, NAME)
        assert await rows.swap(tx, NAME, seen.tally, seen.tally)
        await make().take(1)
        assert not await rows.swap(tx, NAME, seen.tally, seen.tally)


@contextmanager
def wire() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        if sys.platform == "linux":
            receiver.setsockopt(socket.SOL_SOCKET, LINUX_TIMESTAMPS, 1)
        receiver.settimeout(0)
        yield receiver


def arrivals(receiver: socket.socket) -> Iterator[float]:
    """When each datagram that lies there arrived, in seconds."""
    while True:
        try:
            _, extra, *_ = receiver.recvmsg(16, 64)
        except BlockingIOError:
            return
        yield sum(part * unit for part, unit in zip(struct.unpack("qq", extra[0][2]), (1, 1e-9), strict=True))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says when a datagram arrived")
async def test_four_processes_at_thirty_a_second_reach_28_and_never_exceed_31(
    store: Store, database: str
) -> None:
    with wire() as receiver:
        words = ("-m", "tests.bot.senders", database, str(receiver.getsockname()[1]), "4", "3.4")
        senders = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT, env=dict(os.environ))
        assert await senders.wait() == 0
        times = sorted(arrivals(receiver))
    busiest = max(bisect_right(times, begin + 1) - number for number, begin in enumerate(times))
    reached = (bisect_right(times, times[0] + 3) - 1) / 3
    assert busiest <= 31
    assert reached >= 28


async def test_a_chat_gets_one_bulk_message_in_an_interval_and_others_do_not_wait_for_it() -> None:
    pace, sent = ChatPace(0.1), []

    async def send(chat: int) -> None:
        await pace.wait(chat)
        sent.append((chat, now()))

    begun = now()
    await asyncio.gather(*(send(chat) for chat in (1, 1, 1, 2)))
    times = [at for chat, at in sent if chat == 1]
    assert all(later - sooner >= 0.095 for sooner, later in pairwise(times))
    assert next(at for chat, at in sent if chat == 2) - begun < 0.095


async def test_a_message_that_was_noted_counts_for_the_next() -> None:
    pace, begun = ChatPace(0.1), now()
    pace.note(1)
    await pace.wait(1)
    assert now() - begun >= 0.095


async def test_chats_of_the_last_interval_only_are_remembered() -> None:
    pace = ChatPace(0.02)
    for chat in range(1000):
        pace.note(chat)
    await asyncio.sleep(0.03)
    pace.note(5000)
    assert len(pace) == 1


async def test_without_an_interval_no_chat_waits() -> None:
    pace = ChatPace(0)
    async with asyncio.timeout(0.5):
        for _ in range(1000):
            await pace.wait(1)
            pace.note(1)
    assert len(pace) == 0
