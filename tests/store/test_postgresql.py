"""What only PostgreSQL does: several connections at once, locks, and connections that end."""

import asyncio
from collections.abc import AsyncIterator
from datetime import time, timedelta
from itertools import cycle, islice

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url

from bot.clock import ManualClock
from bot.core.outgoing import Kind, Lane, State, Unreachable
from bot.core.triggers import QuietHours
from bot.errors import SettingError
from bot.sandbox import SANDBOX_TOKEN
from bot.services import Services
from bot.settings import load_settings
from bot.store import Store, StoreUnavailable, Tx, engine, inbox, outbox, people, reminders
from bot.store.sealed import new_key
from bot.store.tables import message, person
from bot.wiring import build_bot, build_services, opened_store
from content import Content
from jobs.due import plan_due
from tests import postgres
from tests.conftest import NOON
from tests.world import RING, World, open_world

pytestmark = pytest.mark.databases("postgresql")
CROWD = range(201, 205)
CONNECTIONS, ROUNDS = 8, 12
WHO = 201
QUIET = QuietHours(time(22), time(8))


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    opened = Store(database, RING, ManualClock(NOON))
    yield opened
    await opened.close()


async def test_people_passes_sends_and_forget_at_once_never_wait_in_a_circle(
    database: str, known: Content, caplog: pytest.LogCaptureFixture
) -> None:
    """Handlers, the due pass, deliveries and /forget, from eight stores, over the same few people."""
    clock = ManualClock(NOON)
    async with open_world(database, clock, known) as first:
        for who in CROWD:
            await first.say(who, "/reminders")
            await first.tap(who, "Switch all on", "12:00", "Berlin")
        sandbox = first.sandbox
        others = [open_world(database, clock, known, sandbox) for _ in range(CONNECTIONS - 1)]
        worlds = [first, *[await each.__aenter__() for each in others]]
        for number, each in enumerate(worlds):
            each.store.owner = f"machine-{number}/7/0ddba115"
        try:
            said = cycle(("/reminders", "/check", "/settings", "/forget", "/plan"))
            for words in islice(said, ROUNDS):
                clock.advance_to(clock.now() + timedelta(minutes=45))
                for who in CROWD:
                    sandbox.say(who, words)
                await asyncio.gather(*(each.settle() for each in worlds))
        finally:
            for each in others:
                await each.__aexit__(None, None, None)
    wrong = [each.getMessage() for each in caplog.records if each.levelname in {"ERROR", "WARNING"}]
    assert not wrong


async def test_the_due_pass_leaves_whom_a_handler_is_busy_with_until_the_next_pass(
    world: World, known: Content
) -> None:
    services = await _somebody_with_a_reminder_due(world, known)
    async with world.store.transaction() as tx:
        found = await people.greet(tx, WHO, QUIET)
        assert await plan_due(services) == 0
        assert await reminders.of_person(tx, found.id)
    assert await plan_due(services) == 1


async def test_a_send_that_ends_and_forget_never_wait_in_a_circle(world: World, known: Content) -> None:
    await plan_due(await _somebody_with_a_reminder_due(world, known))
    async with world.store.transaction() as tx:
        (taken,) = await outbox.claim(tx, 1)
    async with world.store.transaction() as tx:
        assert await outbox.start(tx, [taken]) == {taken.id}
        forgetting = asyncio.create_task(_forget(world.store))
        await _until_somebody_waits(tx)
        await outbox.end(tx, [taken.id], State.EXPIRED)
    await forgetting


async def test_a_handler_and_a_send_to_somebody_gone_never_wait_in_a_circle(
    world: World, known: Content
) -> None:
    services = await _somebody_with_a_reminder_due(world, known)
    await plan_due(services)
    async with world.store.transaction() as tx:
        (taken,) = await outbox.claim(tx, 1)
    async with world.store.transaction() as tx:
        await people.greet(tx, WHO, QUIET)
        settling = asyncio.create_task(services.delivery._flight.settle([(taken, Unreachable())]))
        await _until_somebody_waits(tx)
        await tx.conn.execute(update(message).values(part="changed"))
    await settling


async def _somebody_with_a_reminder_due(world: World, known: Content) -> Services:
    await world.say(WHO, "/reminders")
    await world.tap(WHO, "Switch all on", "12:00", "Berlin")
    due = await world.program.clockwork.next_due()
    assert due is not None
    world.clock.advance_to(due)
    return build_services(known, world.clock, world.store, build_bot(SANDBOX_TOKEN, "http://nowhere"))


async def _forget(store: Store) -> None:
    async with store.transaction() as tx:
        await people.forget(tx, WHO, but_update=0)


async def test_claims_from_many_connections_take_every_message_once(store: Store) -> None:
    async with store.transaction() as tx:
        found = await people.greet(tx, WHO, QUIET)
        for _ in range(200):
            await outbox.add(tx, found.id, Lane.ROUTINE, Kind.CHECK_BACK, tx.now)

    async def take_all() -> list[int]:
        mine: list[int] = []
        while True:
            async with store.transaction() as tx:
                batch = await outbox.claim(tx, 7)
            assert len(batch) <= 7
            mine += [each.id for each in batch]
            if not batch:
                return mine

    taken = [each for mine in await asyncio.gather(*(take_all() for _ in range(8))) for each in mine]
    assert len(taken) == len(set(taken)) == 200


async def test_a_person_whose_update_is_being_taken_gives_no_later_one_to_another_process(
    store: Store, database: str
) -> None:
    other = Store(database, RING, ManualClock(NOON))
    async with store.transaction() as tx:
        await inbox.take_in(tx, 1, [(WHO, {"update_id": number}) for number in (1, 2)])
    async with store.transaction() as tx:
        (first,) = await inbox.claim(tx, 1)
        assert await _claim(other) == []
    assert first.update_id == 1
    assert await _claim(other) == []
    await other.close()


async def test_a_person_whose_oldest_update_is_locked_holds_up_nobody_else(
    store: Store, database: str
) -> None:
    other = Store(database, RING, ManualClock(NOON))
    async with store.transaction() as tx:
        await inbox.take_in(
            tx, 1, [(WHO, {"update_id": 1}), (WHO, {"update_id": 2}), (WHO + 1, {"update_id": 3})]
        )
    async with store.transaction() as tx:
        await tx.conn.execute(text("SELECT 1 FROM inbox WHERE update_id = 1 FOR UPDATE"))
        assert [each.update_id for each in await _claim(other)] == [3]
    await other.close()


async def _claim(store: Store) -> list[inbox.Received]:
    async with store.transaction() as tx:
        return await inbox.claim(tx, 10)


async def _until_somebody_waits(tx: Tx) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(5):
        while not (await tx.conn.execute(waiting)).scalar_one():
            pass


async def test_connections_that_the_server_ended_are_replaced_unnoticed(store: Store, database: str) -> None:
    async with store.transaction() as tx:
        await tx.conn.execute(select(person))
    _end_connections(database)
    async with store.transaction() as tx:
        await tx.conn.execute(select(person))


async def test_a_connection_that_ends_in_the_middle_is_a_database_that_is_away(
    store: Store, database: str
) -> None:
    async def be_cut_off() -> None:
        async with store.transaction() as tx:
            _end_connections(database)
            await tx.conn.execute(select(person))

    with pytest.raises(StoreUnavailable) as caught:
        await be_cut_off()
    assert "\n" not in str(caught.value)
    async with store.transaction() as tx:
        await tx.conn.execute(select(person))


def _end_connections(database: str) -> None:
    query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
    with postgres.connect(make_url(database)) as outside:
        outside.execute(query + " AND pid <> pg_backend_pid()")


async def test_a_lock_that_somebody_keeps_is_a_database_that_is_busy(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine._PATIENCE, "lock_timeout", 20)
    impatient = Store(database, RING, ManualClock(NOON))
    async with store.transaction() as tx:
        await people.greet(tx, WHO, QUIET)
    async with store.transaction() as tx:
        await tx.conn.execute(select(person).with_for_update())
        with pytest.raises(StoreUnavailable, match="lock timeout"):
            await _forget(impatient)
    await impatient.close()


async def test_reading_sees_one_state_and_writes_nothing(store: Store) -> None:
    async with store.reading() as look:
        before = (await look.conn.execute(select(person))).all()
        async with store.transaction() as tx:
            await people.greet(tx, WHO, QUIET)
        assert (await look.conn.execute(select(person))).all() == before

    async def write() -> None:
        async with store.reading() as look:
            await look.conn.execute(person.delete())

    with pytest.raises(StoreUnavailable, match="read-only"):
        await write()
    async with store.transaction() as tx:  # and the connection is none of a reader any more
        await tx.conn.execute(person.delete())


async def test_a_wrong_password_is_one_plain_line(server: postgres.Server, database: str) -> None:
    if not server.is_ours:
        pytest.skip("how TEST_DATABASE_URL looks at passwords is not ours to say")
    url = make_url(database).set(username=postgres.LOCKED_USER, password="hunter2")
    settings = load_settings(database_url=url.render_as_string(hide_password=False), data_key=new_key())
    with pytest.raises(SettingError, match=r"^DATABASE_URL: .*password authentication failed") as caught:
        async with opened_store(settings, ManualClock(NOON)):
            pass
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


async def test_a_routine_message_waits_for_a_handler_that_is_busy_with_its_person_and_an_urgent_one_does_not(
    store: Store, database: str
) -> None:
    """The handler may be writing down a hold, which nobody else sees before it is done."""
    async with store.transaction() as tx:
        found = await people.greet(tx, WHO, QUIET)
        for lane in (Lane.ROUTINE, Lane.TIMED, Lane.URGENT):
            await outbox.add(tx, found.id, lane, Kind.CHECK_BACK, tx.now)
    other = Store(database, RING, ManualClock(NOON))
    async with store.transaction() as busy:
        await people.greet(busy, WHO, QUIET)
        async with other.transaction() as tx:
            assert [each.lane for each in await outbox.claim(tx, 8)] == [Lane.URGENT]
    async with other.transaction() as tx:
        assert [each.lane for each in await outbox.claim(tx, 8)] == [Lane.TIMED, Lane.ROUTINE]
    await other.close()
