"""Sealed columns: nothing gets in unsealed, nothing opens in another row or with another key."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import StatementError

from bot.store import KeyRing, SealBroken, people
from bot.store.sealed import Sealed, new_key
from bot.store.tables import checkup, inbox, person
from tests.world import World

pytestmark = pytest.mark.databases("sqlite", "postgresql")

ALICE, BOB = 101, 102
RING = KeyRing([b"1" * 32])


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_in_its_own_row_only(plain: bytes, about: str) -> None:
    sealed = RING.seal(plain, about)
    assert RING.open(sealed, about) == plain
    assert len(plain) < 4 or plain not in sealed
    with pytest.raises(SealBroken):
        RING.open(sealed, about + "1")


@given(st.binary(min_size=1, max_size=50), st.integers(0, 10**6), st.integers(1, 255))
def test_one_changed_byte_is_noticed(plain: bytes, at: int, by: int) -> None:
    sealed = bytearray(RING.seal(plain, "row"))
    sealed[at % len(sealed)] ^= by
    with pytest.raises(SealBroken):
        RING.open(bytes(sealed), "row")


@given(st.binary(max_size=60))
def test_rubbish_does_not_open(rubbish: bytes) -> None:
    with pytest.raises(SealBroken):
        RING.open(rubbish, "row")


def test_the_same_words_never_look_the_same_twice() -> None:
    assert len({RING.seal(b"yes", "row") for _ in range(50)}) == 50


def test_a_newer_key_seals_and_the_older_still_opens() -> None:
    old, new = new_key(), new_key()
    before = KeyRing.from_text(old).seal(b"x", "row")
    both = KeyRing.from_text(f"{new},{old}")
    assert both.open(before, "row") == b"x"
    after = both.seal(b"x", "row")
    assert KeyRing.from_text(new).open(after, "row") == b"x"
    with pytest.raises(SealBroken, match="DATA_KEY"):
        KeyRing.from_text(old).open(after, "row")


@pytest.mark.parametrize("value", [b"plain", "plain", 5, {"a": 1}], ids=repr)
async def test_a_sealed_column_refuses_what_is_not_sealed(world: World, value: Any) -> None:
    await world.say(ALICE, "/check")
    with pytest.raises(StatementError, match="Sealed values only") as caught:
        async with world.store.transaction() as tx:
            await tx.conn.execute(update(checkup).values(answers=value))
    assert "plain" not in str(caught.value)


async def test_answers_copied_into_another_persons_row_do_not_open(world: World) -> None:
    for who in (ALICE, BOB):
        await world.say(who, "/check")
    async with world.store.transaction() as tx:
        rows = (await tx.conn.execute(select(checkup.c.id, checkup.c.answers))).all()
        for mine, other in zip(rows, reversed(rows), strict=True):
            assert tx.open(mine.answers, f"checkup:{mine.id}")
            with pytest.raises(SealBroken):
                tx.open(other.answers, f"checkup:{mine.id}")


@pytest.mark.databases("sqlite")
async def test_what_somebody_typed_is_sealed_while_it_waits_and_gone_once_it_is_handled(
    world: World, tmp_path: Path
) -> None:
    world.sandbox.say(ALICE, "xylophone marmalade")
    await world.program.poller.poll_once(0)
    files = lambda: b"".join(each.read_bytes() for each in tmp_path.glob("*.db*"))  # noqa: E731 - read anew
    async with world.store.reading() as tx:
        assert isinstance((await tx.conn.execute(select(inbox.c.raw))).scalar_one(), Sealed)
    assert b"xylophone" not in files()
    await world.program.dispatch.drain()
    async with world.store.reading() as tx:
        row = (await tx.conn.execute(select(inbox))).one()
    assert (row.raw, row.from_id, row.state) == (None, 0, "done")


def test_a_sealed_value_shows_nothing_when_printed() -> None:
    assert "yes" not in repr(Sealed(b"yes"))


async def test_naive_datetimes_are_refused_and_others_come_back_in_utc(world: World) -> None:
    await world.say(ALICE, "/start")
    tokyo = datetime(2026, 1, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(person).values(unreachable_at=tokyo))
        stored = (await tx.conn.execute(select(person.c.unreachable_at))).scalar_one()
    assert stored == datetime(2026, 1, 1, tzinfo=UTC)
    assert stored.tzinfo is UTC
    with pytest.raises(StatementError, match="naive"):
        async with world.store.transaction() as tx:
            await tx.conn.execute(update(person).values(unreachable_at=datetime(2026, 1, 1)))  # noqa: DTZ001


async def test_what_fails_half_way_leaves_nothing_behind(world: World) -> None:
    await world.say(ALICE, "/start")

    async def break_off() -> None:
        async with world.store.transaction() as tx:
            await people.set_zone(tx, 1, "Europe/Berlin")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await break_off()
    async with world.store.reading() as tx:
        assert (await tx.conn.execute(select(person.c.zone))).scalar_one() is None
