"""When something is wrong with one row, one person or one clock, everybody else has what is theirs."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.core.outgoing import State
from bot.store.sealed import Sealed
from bot.store.tables import checkup, hold, inbox, message, person, reminder
from tests.world import World

ALICE, BOB = 101, 102
CALM = ("None", "None", "None", "None", "3", "None", "Today")
HOSPITAL = "Go to a hospital emergency department now."


async def red_flag(world: World, who: int, sign: str = "Numb between my legs") -> None:
    await world.say(who, "/check")
    await world.tap(who, sign, "Continue")


async def fever(world: World, who: int) -> None:
    await world.say(who, "/check")
    await world.tap(who, "None", "None", "Fever", "Continue", "None", "3", "None")


async def test_a_lesser_red_flag_is_said_and_leaves_the_emergency_hold_as_it_is(world: World) -> None:
    await red_flag(world, ALICE)
    await fever(world, ALICE)
    assert world.last(ALICE).startswith("Call a doctor or medical helpline today.")
    async with world.store.reading() as tx:
        assert (await tx.conn.execute(select(hold.c.level))).scalars().all() == ["emergency"]
    await world.pass_time(minutes=10)
    assert "Are you getting help?" in world.last(ALICE)
    await world.tap(ALICE, "I have called")
    assert HOSPITAL in world.last(ALICE)


async def test_a_reminder_nobody_knows_any_more_holds_up_no_one(world: World) -> None:
    for who in (ALICE, BOB):
        await world.say(who, "/reminders")
        await world.tap(who, "Switch on: 💧", "12:00", "Berlin")
    async with world.store.transaction() as tx:
        first = (await tx.conn.execute(select(person.c.id).where(person.c.telegram_id == ALICE))).scalar_one()
        await tx.conn.execute(update(reminder).where(reminder.c.person_id == first).values(kind="handstands"))
    await world.live_until(world.clock.now() + timedelta(hours=2))
    assert "💧" in world.last(BOB)


async def test_a_checkup_that_does_not_open_holds_up_no_one(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for who in (ALICE, BOB):
        await world.say(who, "/check")
        await world.tap(who, "Numb between my legs")
    async with world.store.transaction() as tx:
        first = (await tx.conn.execute(select(person.c.id).where(person.c.telegram_id == ALICE))).scalar_one()
        broken = update(checkup).where(checkup.c.person_id == first).values(answers=Sealed(b"\x01 nonsense"))
        await tx.conn.execute(broken)
    await world.pass_time(minutes=1)
    assert world.last(BOB).startswith(HOSPITAL)
    assert "cannot be judged: SealBroken" in caplog.text


async def test_an_update_that_does_not_open_is_set_aside_and_the_next_one_is_answered(world: World) -> None:
    world.sandbox.say(ALICE, "/help")
    await world.program.poller.poll_once(0)
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(inbox).values(raw=Sealed(b"\x01 nonsense")))
    await world.say(ALICE, "/privacy")
    assert len(world.texts(ALICE)) == 1
    assert "What I keep" in world.last(ALICE)


async def test_who_was_out_of_reach_gets_the_urgent_message_when_they_write(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    world.sandbox.block(ALICE)
    await world.pass_time(minutes=1)
    assert HOSPITAL not in world.sandbox.read(ALICE)
    world.sandbox.unblock(ALICE)
    await world.say(ALICE, "hello?")
    assert any(text.startswith(HOSPITAL) for text in world.texts(ALICE))


async def test_a_check_back_never_asks_about_a_message_that_never_came(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    world.sandbox.fail("sendMessage", code=502, times=1)
    await world.tap(ALICE, "Continue")
    async with world.store.transaction() as tx:
        lost = update(message).where(message.c.kind == "urgent").values(state=State.UNCERTAIN)
        await tx.conn.execute(lost)
    await world.pass_time(minutes=10)
    assert world.last(ALICE).startswith(HOSPITAL)


async def test_forgetting_somebody_with_a_warning_sign_tells_them_what_to_do(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    await world.say(ALICE, "/forget")
    assert "Call your local emergency number now" in world.last(ALICE)
    await world.tap(ALICE, "Yes, delete everything")
    assert "Call your local emergency number now" in world.last(ALICE)
    assert "deleted" in world.last(ALICE)


async def test_who_keeps_tapping_is_judged_a_minute_after_the_first_emergency_answer(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    for sign in ("I newly leak pee", "A leg is newly weak"):
        await world.pass_time(seconds=25)
        await world.tap(ALICE, sign)
    await world.pass_time(seconds=11)
    assert world.last(ALICE).startswith(HOSPITAL)


async def test_an_emergency_that_content_no_longer_knows_is_still_told_to_get_help(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs")
    async with world.store.transaction() as tx:
        row = (await tx.conn.execute(select(checkup))).one()
        about = f"checkup:{row.id}"
        older = tx.open(row.answers, about).replace("saddle_numbness", "a_sign_of_old")
        await tx.conn.execute(update(checkup).values(answers=tx.seal(older, about)))
    await world.pass_time(minutes=1)
    assert "Call your local emergency number now" in world.last(ALICE)
    await world.tap(ALICE, "I have been seen")
    assert "I am glad" in world.last(ALICE)


async def test_a_routine_message_that_had_to_wait_does_not_come_in_quiet_hours(world: World) -> None:
    await world.say(ALICE, "/reminders")
    await world.tap(ALICE, "Switch on: 💧", "12:00", "Berlin", "Change quiet hours", "20:00", "07:00")
    before = len(world.texts(ALICE))
    six = world.clock.now() + timedelta(hours=6)
    await world.live_until(six - timedelta(minutes=1))
    sent = len(world.texts(ALICE)) - before
    world.sandbox.fail("sendMessage", code=429, retry_after=1, times=1)
    await world.pass_time(minutes=1)
    world.clock.advance_to(six + timedelta(hours=3))
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(message).values(not_before=None, expires_at=None))
    await world.settle()
    assert len(world.texts(ALICE)) - before == sent


async def test_an_answer_that_may_have_arrived_is_repeated_three_times_at_most(world: World) -> None:
    world.sandbox.fail("sendMessage", kind="timeout_after_delivery", times=None)
    world.sandbox.say(ALICE, "/help")
    for _ in range(6):
        async with world.store.transaction() as tx:
            await tx.conn.execute(update(inbox).values(not_before=None))
        await world.settle()
    assert len(world.texts(ALICE)) == 3


async def test_an_answer_that_waits_does_not_keep_back_what_comes_after_it(world: World) -> None:
    await world.say(ALICE, "/check")
    world.sandbox.fail("editMessageText", code=429, retry_after=300, times=1)
    await world.tap(ALICE, "Both legs hurt")
    world.sandbox.tap(ALICE, world.button(ALICE, "None of these"))
    world.sandbox.say(ALICE, "/help")
    async with world.store.transaction() as tx:
        await tx.conn.execute(update(inbox).values(not_before=None))
    world.sandbox.fail("editMessageText", code=429, retry_after=300, times=1)
    await world.settle()
    assert "What you can do here" in world.last(ALICE)
