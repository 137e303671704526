"""What databases do behind one's back: plans that take too much, updates that are lost, numbers that are too large."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger, Connection, Integer, event, insert, inspect, select
from sqlalchemy.engine import make_url

from bot.clock import ManualClock
from bot.core.outgoing import Kind, Lane
from bot.core.triggers import QuietHours
from bot.store import Store, Tx, inbox, notes, outbox, people, reminders, schema
from bot.store.tables import message, metadata
from tests import postgres
from tests.conftest import NOON
from tests.world import RING, World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

QUIET = QuietHours(time(22), time(8))
TASKS, ROUNDS = 4, 25
LARGEST_ID = 2**52 - 1  # what Telegram promises to stay below

# What is left walks through the one side again for each row of the other.
_SWITCHED_OFF = ("hashjoin", "mergejoin", "material", "memoize", "hashagg", "sort", "indexscan", "bitmapscan")
# And so a LIMIT that is looked at again for each row lets them all through.
NAIVE = "UPDATE message SET part = 'x' WHERE id IN (SELECT id FROM message LIMIT 5 FOR UPDATE SKIP LOCKED)"


@pytest.fixture
async def stores(database: str) -> AsyncIterator[list[Store]]:
    """Two processes, on a database with all its tables."""
    opened = [Store(database, RING, ManualClock(NOON)) for _ in range(2)]
    await schema.migrate(opened[0])
    yield opened
    for each in opened:
        await each.close()


@asynccontextmanager
async def badly_planned(store: Store) -> AsyncIterator[Tx]:
    """Whatever limits its rows in here must do so once: PostgreSQL is asked how it went about it."""
    asked: list[tuple[str, Any]] = []

    def note(_conn: object, _cursor: object, statement: str, given: Any, *_more: object) -> None:
        asked.append((statement, given))

    async with store.transaction() as tx:
        for kind in _SWITCHED_OFF:
            await tx.conn.exec_driver_sql(f"SET LOCAL enable_{kind} = off")
        event.listen(store.engine.sync_engine, "before_cursor_execute", note)
        yield tx
        event.remove(store.engine.sync_engine, "before_cursor_execute", note)
        limited = [each for each in asked if "UPDATE" in each[0] and "LIMIT" in each[0]]
        assert limited
        for statement, given in limited:
            plan = (await tx.conn.exec_driver_sql(f"EXPLAIN {statement}", given)).scalars().all()
            steps = [line.strip().removeprefix("->").split()[0] for line in plan]
            assert "CTE" in steps[: steps.index("Limit")], plan


async def _have_messages(store: Store, count: int) -> None:
    async with store.transaction() as tx:
        for who in range(1, 5):
            found = await people.greet(tx, who, QUIET)
            row = {"person_id": found.id, "part": "", "state": "planned", "tries": 0, "faults": 0}
            row |= {"lane": Lane.ROUTINE, "kind": Kind.CHECK_BACK}
            due = [row | {"due_at": tx.now - timedelta(seconds=each)} for each in range(count // 4)]
            await tx.conn.execute(insert(message), due)


@pytest.mark.databases("postgresql")
async def test_a_claim_takes_no_more_than_was_asked_for_however_it_is_planned(stores: list[Store]) -> None:
    store = stores[0]
    await _have_messages(store, 400)
    async with store.transaction() as tx:
        for kind in _SWITCHED_OFF:
            await tx.conn.exec_driver_sql(f"SET LOCAL enable_{kind} = off")
        assert (await tx.conn.exec_driver_sql(NAIVE)).rowcount == 400
    for most in (1, 5, 16):
        async with badly_planned(store) as tx:
            assert len(await outbox.claim(tx, most)) == most
    async with store.reading() as tx:
        taken = (await tx.conn.execute(select(message.c.id).where(message.c.state == "claimed"))).all()
    assert len(taken) == 1 + 5 + 16


@pytest.mark.databases("postgresql")
async def test_one_update_of_each_person_is_taken_at_a_time_however_it_is_planned(
    stores: list[Store],
) -> None:
    store = stores[0]
    async with store.transaction() as tx:
        await inbox.take_in(tx, 1, [(number % 50, {"update_id": number}) for number in range(1, 200)])
    async with (
        store.transaction() as tx
    ):  # there is no LIMIT where rows are taken: who is served is chosen before
        for kind in _SWITCHED_OFF:
            await tx.conn.exec_driver_sql(f"SET LOCAL enable_{kind} = off")
        taken = [each.update_id for each in await inbox.claim(tx, 7)]
        leased = "SELECT update_id FROM inbox WHERE lease_owner IS NOT NULL ORDER BY update_id"
        assert (await tx.conn.exec_driver_sql(leased)).scalars().all() == taken == list(range(1, 8))


async def test_what_is_read_changed_and_written_back_side_by_side_loses_nothing(stores: list[Store]) -> None:
    """As handlers do it: the person is locked first. On SQLite the transaction holds the lock from its first read."""
    async with stores[0].transaction() as tx:
        mine = (await people.greet(tx, 5, QUIET)).id

    async def count_up(store: Store) -> None:
        for _ in range(ROUNDS):
            async with store.transaction() as tx:
                await people.lock(tx, mine)
                before = int(await notes.read(tx, "count") or 0)
                await asyncio.sleep(0)
                await notes.write(tx, "count", str(before + 1))

    await asyncio.gather(*(count_up(store) for store in stores for _ in range(TASKS)))
    async with stores[0].reading() as tx:
        assert await notes.read(tx, "count") == str(len(stores) * TASKS * ROUNDS)


async def test_a_person_with_a_number_beyond_four_bytes_is_like_everybody(world: World) -> None:
    await world.say(LARGEST_ID, "/check")
    await world.tap(LARGEST_ID, "Numb between my legs", "Continue")
    assert world.last(LARGEST_ID).startswith("Go to a hospital emergency department now.")


def test_what_counts_by_itself_does_so_on_sqlite_and_holds_eight_bytes_elsewhere() -> None:
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            if column is table.autoincrement_column:
                assert isinstance(column.type, BigInteger), column
                assert isinstance(column.type._variant_mapping["sqlite"], Integer), column


def test_every_number_of_telegrams_has_eight_bytes() -> None:
    names = {"telegram_id", "telegram_message_id", "chat_id", "bot_id", "update_id", "from_id"}
    found = [column for table in metadata.sorted_tables for column in table.c if column.name in names]
    assert {column.name for column in found} == names
    assert all(isinstance(column.type, BigInteger) for column in found)


def _nameless(connection: Connection) -> Iterator[str]:
    """Constraints that a later migration could not name, and so not change."""
    look = inspect(connection)
    for table in metadata.tables:
        pk = look.get_pk_constraint(table)
        for each in (pk, *look.get_foreign_keys(table), *look.get_unique_constraints(table)):
            if not str(each["name"] or "").startswith(("pk_", "fk_", "uq_")):
                yield f"{table}: {each}"
        for check in look.get_check_constraints(table):
            if not str(check["name"] or "").startswith("ck_"):
                yield f"{table}: {check}"


async def test_every_constraint_has_a_name_of_our_own(stores: list[Store]) -> None:
    async with stores[0].transaction() as tx:
        assert await tx.conn.run_sync(lambda connection: list(_nameless(connection))) == []


async def test_a_database_that_gets_a_new_column_under_an_open_connection_goes_on(
    stores: list[Store], database: str
) -> None:
    """Old and new code overlap while a release is under way; statements that were prepared before it still fit."""
    old, new = stores
    for _ in range(8):  # the driver prepares what is asked for the fifth time
        async with old.transaction() as tx:
            mine = await people.greet(tx, 5, QUIET)
    async with new.transaction() as tx:
        await tx.conn.exec_driver_sql("ALTER TABLE person ADD COLUMN later VARCHAR(8)")
    async with old.transaction() as tx:
        assert await people.greet(tx, 5, QUIET) == mine
        await people.set_zone(tx, mine.id, "Europe/Berlin")


@pytest.mark.databases("postgresql")
async def test_nothing_that_was_locked_or_set_outlives_its_transaction(
    stores: list[Store], database: str
) -> None:
    """Locks and settings of a session break behind a pooler, and leak through our own pool."""
    await schema.migrate(stores[0])
    async with stores[0].transaction() as tx:
        await inbox.take_in(tx, 1, [(5, {"update_id": 1})])
        assert len(await inbox.claim(tx, 1)) == 1
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
        assert (await tx.conn.exec_driver_sql(held)).scalar_one() == 1
    with postgres.connect(make_url(database)) as outside:
        assert outside.execute(held).fetchall() == [(0,)]
    async with stores[0].transaction() as tx:
        assert (await tx.conn.exec_driver_sql("SHOW lock_timeout")).scalar_one() == "5s"
        assert (await tx.conn.exec_driver_sql("SHOW statement_timeout")).scalar_one() == "15s"


@pytest.mark.databases("sqlite")
async def test_sqlite_finds_what_is_due_and_whose_it_is_by_an_index(stores: list[Store]) -> None:
    """A condition that is written otherwise than the index has it, or as `(...) = 1`, reads the whole table."""
    store, asked = stores[0], list[tuple[str, Any]]()
    event.listen(
        store.engine.sync_engine,
        "before_cursor_execute",
        lambda _conn, _cursor, statement, given, *_more: asked.append((statement, given)),
    )
    async with store.transaction() as tx:
        until = tx.now + timedelta(seconds=5)
        await reminders.next_due_at(tx)
        await people.lock_due(tx, 100, until)
        await reminders.due_soon(tx, [1, 2], until)
        await reminders.switch_off_others(tx, [1, 2], {"hydration"})
        for statement, given in [each for each in asked if "reminder" in each[0]]:
            plan = (await tx.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)).all()
            steps = [str(row[3]) for row in plan]
            assert not [step for step in steps if step.startswith("SCAN reminder")], (statement, steps)
            assert any("USING INDEX ix_reminder" in step for step in steps) or "min(" in statement
