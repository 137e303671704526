"""The product ends at each point where it can, and a new life goes on from what was committed."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.core.outgoing import Outgoing
from bot.ingest.dispatch import Dispatch
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from bot.services import Services
from bot.store import inbox, outbox
from bot.store.inbox import Received
from bot.wiring import build_bot, build_services
from content import Content
from jobs.due import plan_due
from jobs.followups import judge_idle_checkups
from tests.chaos.database import column, let_leases_lapse
from tests.chaos.steps import (
    ALICE,
    BOB,
    NUMB,
    raise_alarm,
    reminders,
    step_to_next_due,
    switch_reminders_on,
    urgent,
)
from tests.world import World, open_world

pytestmark = pytest.mark.databases("sqlite", "postgresql")

HERE, ELSEWHERE = "one-machine/7/0ddba115", "another-machine/7/0badcafe"
Life = Callable[[], AbstractAsyncContextManager[World]]


@pytest.fixture
def life(database: str, clock: ManualClock, known: Content) -> Life:
    """Each call is the product started anew, on the same database and in the same chats."""
    telegram = Sandbox(clock, token=SANDBOX_TOKEN)

    @asynccontextmanager
    async def begin() -> AsyncIterator[World]:
        async with open_world(database, clock, known, telegram) as world:
            ended = asyncio.Event()
            ended.set()
            desk = world.program.desk
            await Dispatch(world.store, desk.handle, desk.apologise).run(
                ended
            )  # what a life begins with, no more
            yield world

    return begin


async def test_an_update_that_was_committed_but_not_handled_is_handled_by_the_next_life(life: Life) -> None:
    async with life() as world:
        world.sandbox.say(ALICE, "/check")
        await world.program.poller.poll_once(0)
        assert world.texts(ALICE) == []
    async with life() as world:
        await world.settle()
        assert len(world.texts(ALICE)) == 1


async def test_an_update_that_was_not_committed_is_still_at_telegram(life: Life, database: str) -> None:
    async with life() as world:
        world.sandbox.say(ALICE, "/check")
    async with life() as world:
        await world.settle()
        assert len(world.texts(ALICE)) == 1
    assert column(database, "SELECT state FROM inbox") == ["done"]


async def test_a_tap_that_was_handled_but_not_written_off_takes_effect_once_and_is_answered_again(
    life: Life, database: str
) -> None:
    async with life() as world:
        await world.say(ALICE, "/check")
        await world.tap(ALICE, NUMB)
        world.sandbox.tap(ALICE, "Continue")
        await _handle_and_die(world, ALICE)
    async with life() as world:
        mark = world.sandbox.mark
        await world.settle()
        assert len(world.sandbox.calls(mark, "editMessageText")) == 1
        assert len(urgent(world)) == 1
    assert column(database, "SELECT count(*) FROM hold") == [1]
    assert column(database, "SELECT count(*) FROM message WHERE kind = 'urgent'") == [1]
    assert set(column(database, "SELECT state FROM inbox")) == {"done"}


async def test_a_command_that_was_handled_but_not_written_off_is_answered_again_and_begins_nothing_new(
    life: Life, database: str
) -> None:
    async with life() as world:
        world.sandbox.say(ALICE, "/check")
        await _handle_and_die(world, ALICE)
    async with life() as world:
        await world.settle()
        assert len(world.texts(ALICE)) == 2
    assert column(database, "SELECT count(*) FROM checkup") == [1]


async def test_an_update_taken_on_another_machine_is_left_to_it_until_its_lease_lapses(
    life: Life, database: str
) -> None:
    async with life() as world:
        world.store.owner = ELSEWHERE
        world.sandbox.say(ALICE, "/check")
        await world.program.poller.poll_once(0)
        await _take(world, ALICE)
    async with life() as world:
        await world.settle()
        assert world.texts(ALICE) == []
        let_leases_lapse(database)
        await world.settle()
        assert len(world.texts(ALICE)) == 1


async def test_what_one_person_said_waits_behind_their_own_update_only(life: Life) -> None:
    async with life() as world:
        world.store.owner = ELSEWHERE
        world.sandbox.say(ALICE, "/check")
        await world.program.poller.poll_once(0)
        await _take(world, ALICE)
    async with life() as world:
        await world.say(ALICE, "/help")
        await world.say(BOB, "/help")
        assert (len(world.texts(ALICE)), len(world.texts(BOB))) == (0, 1)


async def test_a_message_that_was_claimed_but_not_started_goes_out_once(
    life: Life, database: str, known: Content
) -> None:
    async with life() as world:
        await _have_a_reminder_due(world, known)
        assert len(await _claim(world)) == 1
    async with life() as world:
        await world.settle()
        await world.settle()
        assert len(reminders(world)) == 1
    assert column(database, "SELECT state FROM message WHERE kind = 'reminder'") == ["sent"]


async def test_a_reminder_whose_send_was_started_is_never_sent_again(
    life: Life, database: str, known: Content
) -> None:
    async with life() as world:
        await _have_a_reminder_due(world, known)
        await _start_and_die(world)
    for _ in range(2):
        async with life() as world:
            await world.settle()
            let_leases_lapse(database)
            await world.settle()
            assert reminders(world) == []
    assert column(database, "SELECT state FROM message WHERE kind = 'reminder'") == ["uncertain"]


async def test_an_urgent_message_whose_send_was_started_is_sent_again(
    life: Life, database: str, known: Content
) -> None:
    async with life() as world:
        await _have_an_urgent_message(world, known)
        await _start_and_die(world)
    async with life() as world:
        await world.settle()
        let_leases_lapse(database)
        await world.settle()
        await world.settle()
        assert len(urgent(world)) == 1
    assert column(database, "SELECT state FROM message WHERE kind = 'urgent'") == ["sent"]


async def test_an_urgent_message_is_sent_three_times_at_most_however_often_the_product_dies(
    life: Life, database: str, known: Content
) -> None:
    async with life() as world:
        await _have_an_urgent_message(world, known)
        await _start_and_die(world)
    for tries in (1, 2):
        async with life() as world:
            await world.program.clockwork.pass_once()  # finds what the dead life had begun
            assert column(database, "SELECT tries FROM message WHERE kind = 'urgent'") == [tries]
            let_leases_lapse(database)
            await _start_and_die(world)
    async with life() as world:
        await world.settle()
        let_leases_lapse(database)
        await world.settle()
        assert urgent(world) == []
    assert column(database, "SELECT state FROM message WHERE kind = 'urgent'") == ["uncertain"]


async def test_a_check_back_whose_send_was_started_is_sent_once_more_and_no_more(
    life: Life, database: str
) -> None:
    async with life() as world:
        await raise_alarm(world)
        _let_check_back_fall_due(world)
        await _start_and_die(world)
    async with life() as world:
        await world.program.clockwork.pass_once()
        let_leases_lapse(database)
        await _start_and_die(world)
    async with life() as world:
        await world.settle()
        let_leases_lapse(database)
        await world.settle()
        assert len(world.texts(ALICE)) == 2  # the check and the urgent message
    assert column(database, "SELECT state FROM message WHERE part = '10m'") == ["uncertain"]
    assert column(database, "SELECT tries FROM message WHERE part = '10m'") == [2]


async def test_a_check_back_that_was_started_once_still_arrives(life: Life, database: str) -> None:
    async with life() as world:
        await raise_alarm(world)
        _let_check_back_fall_due(world)
        await _start_and_die(world)
    async with life() as world:
        await world.program.clockwork.pass_once()
        let_leases_lapse(database)
        await world.settle()
        await world.settle()
        assert len(world.texts(ALICE)) == 3
    assert column(database, "SELECT state FROM message WHERE part = '10m'") == ["sent"]


async def test_a_message_taken_on_another_machine_is_left_to_it_until_its_lease_lapses(
    life: Life, database: str, known: Content
) -> None:
    async with life() as world:
        world.store.owner = ELSEWHERE
        await _have_a_reminder_due(world, known)
        await _claim(world)
    async with life() as world:
        await world.settle()
        assert reminders(world) == []
        let_leases_lapse(database)
        await world.settle()
        assert len(reminders(world)) == 1


async def test_an_emergency_answer_followed_by_silence_is_judged_by_the_next_life(
    life: Life, database: str
) -> None:
    async with life() as world:
        await world.say(ALICE, "/check")
        await world.tap(ALICE, NUMB)
    async with life() as world:
        await world.pass_time(seconds=59)
        assert urgent(world) == []
        await world.pass_time(seconds=1)
        assert len(urgent(world)) == 1
    assert column(database, "SELECT state FROM hold") == ["waiting"]


async def test_a_reminder_that_fell_due_while_nobody_ran_comes_late_but_within_its_grace(life: Life) -> None:
    async with life() as world:
        await switch_reminders_on(world)
        await step_to_next_due(world)
    async with life() as world:
        await world.pass_time(minutes=20)
        assert len(reminders(world)) == 1


async def test_reminders_missed_for_hours_do_not_come_all_at_once(life: Life, database: str) -> None:
    async with life() as world:
        await switch_reminders_on(world)
        await step_to_next_due(world)
    async with life() as world:
        await world.pass_time(hours=5)
        assert len(reminders(world)) <= 1
    assert "late" in column(database, "SELECT outcome FROM occurrence")


async def test_two_processes_on_one_database_do_everything_once(
    life: Life, database: str, known: Content
) -> None:
    crowd = range(201, 213)
    async with life() as one, life() as other:
        one.store.owner, other.store.owner = HERE, ELSEWHERE
        for who in crowd:
            one.sandbox.say(who, "/check")
        await _both(one, other)
        for taps in (NUMB, "Continue"):
            for who in crowd:
                one.sandbox.tap(who, one.button(who, taps))
            await _both(one, other)
        for who in crowd:
            assert len(one.texts(who)) == 2, one.sandbox.read(who)
    assert column(database, "SELECT count(*) FROM hold") == [len(crowd)]
    assert set(column(database, "SELECT state FROM message WHERE kind = 'urgent'")) == {"sent"}
    assert column(database, "SELECT count(*) FROM inbox WHERE attempts > 1 OR state != 'done'") == [0]


async def test_two_processes_send_each_reminder_once(life: Life, database: str) -> None:
    crowd = range(201, 207)
    async with life() as one, life() as other:
        one.store.owner, other.store.owner = HERE, ELSEWHERE
        for who in crowd:
            await switch_reminders_on(one, who)
        for _ in range(6):
            await step_to_next_due(one)
            await _both(one, other)
        sent = column(database, "SELECT count(*) FROM message WHERE kind = 'reminder' AND state = 'sent'")
        assert sent == [sum(len(reminders(one, who)) for who in crowd)]
        assert sent >= [len(crowd)]
    assert column(database, "SELECT DISTINCT state FROM message WHERE kind = 'reminder'") == ["sent"]


async def _both(one: World, other: World) -> None:
    """Both processes do, side by side, all that can be done now; what one left to the other is done too."""
    for _ in range(2):
        await asyncio.gather(one.settle(), other.settle())


async def _take(world: World, who: int) -> Received:
    async with world.store.transaction() as tx:
        (received,) = await inbox.claim(tx, 1)
    assert received.from_id == who
    return received


async def _handle_and_die(world: World, who: int) -> None:
    """An update is handled and answered, and its being done is never written down."""
    await world.program.poller.poll_once(0)
    await world.program.desk.handle(await _take(world, who))


async def _claim(world: World) -> list[Outgoing]:
    async with world.store.transaction() as tx:
        return await outbox.claim(tx, 16)


async def _start_and_die(world: World) -> None:
    """A send is begun, and what became of it is never known."""
    (outgoing,) = await _claim(world)
    async with world.store.transaction() as tx:
        assert await outbox.start(tx, [outgoing]) == {outgoing.id}


async def _have_a_reminder_due(world: World, known: Content) -> None:
    """Planned, and not yet sent: nobody has looked at the outbox since."""
    await switch_reminders_on(world)
    await step_to_next_due(world)
    await plan_due(_services(world, known))


async def _have_an_urgent_message(world: World, known: Content) -> None:
    """In the outbox, and not yet sent."""
    await world.say(ALICE, "/check")
    await world.tap(ALICE, NUMB)
    world.clock.advance_to(world.clock.now() + timedelta(minutes=1))
    await judge_idle_checkups(_services(world, known))


def _services(world: World, known: Content) -> Services:
    """What a single pass needs to plan; it has nobody to send to."""
    return build_services(known, world.clock, world.store, build_bot(SANDBOX_TOKEN, "http://nowhere"))


def _let_check_back_fall_due(world: World) -> None:
    world.clock.advance_to(world.clock.now() + timedelta(minutes=10))
