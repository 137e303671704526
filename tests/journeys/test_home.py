"""/start and what is around it: who we are, what we keep, how to leave, and what to say when lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.menu import set_menu
from bot.store.tables import metadata
from tests.world import World

pytestmark = pytest.mark.usefixtures("smooth")
ALICE, BOB = 7_171_717_171, 102
GROUP = -900


async def rows(world: World) -> dict[str, int]:
    """How many rows each table holds; the numbers of handled updates, which say nothing of anybody, left out."""
    found = {}
    async with world.store.reading() as tx:
        for table in set(metadata.sorted_tables) - {metadata.tables["note"]}:
            kept = (await tx.conn.execute(select(table))).mappings().all()
            if table.name == "inbox":
                kept = [row for row in kept if row["raw"] is not None or row["from_id"]]
            found[table.name] = len(kept)
    return {name: count for name, count in found.items() if count}


def bytes_on_disk(world: World, tmp_path: Any) -> bytes:
    return b"".join(each.read_bytes() for each in tmp_path.glob("easeback.db*"))


async def test_start_says_in_a_few_short_lines_what_easeback_is_and_is_not(world: World) -> None:
    await world.say(ALICE, "/start")
    lines = [line for line in world.last(ALICE).splitlines() if line]
    assert len(lines) <= 4
    assert max(map(len, lines)) <= 120
    assert "do not diagnose" in world.last(ALICE)
    assert "not an emergency service" in world.last(ALICE)
    assert "/privacy" in world.last(ALICE)
    labels = world.labels(world.messages(ALICE)[-1])
    assert {"Start a check", "See reminders", "Get medical help"} <= set(labels)


@pytest.mark.parametrize("text", ["/start check", "/start", "/START", "/start@easeback_sandbox_bot x y z"])
async def test_any_start_says_hello(world: World, text: str) -> None:
    await world.say(ALICE, text)
    assert world.last(ALICE).startswith("Easeback helps")


async def test_every_button_of_the_start_screen_leads_on_and_back(world: World) -> None:
    await world.say(ALICE, "/start")
    await world.tap(ALICE, "Settings")
    assert world.last(ALICE).startswith("Settings")
    await world.tap(ALICE, "Back to the start", "See reminders")
    assert world.last(ALICE).startswith("Your reminders")
    await world.tap(ALICE, "Back to the start")
    assert world.last(ALICE).startswith("Easeback helps")
    assert len(world.messages(ALICE)) == 1
    await world.tap(ALICE, "Get medical help")
    assert "112" in world.last(ALICE)
    assert len(world.messages(ALICE)) == 2


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("/help", "/check"),
        ("/privacy", "encrypted"),
        ("/settings", "Quiet hours: 22:00 to 08:00"),
        ("/reminders", "No reminders are on"),
        ("/forget", "Delete everything about you?"),
        ("/cancel", "check"),
    ],
)
async def test_each_command_is_answered(world: World, command: str, says: str) -> None:
    await world.say(ALICE, command)
    assert says in world.last(ALICE)
    assert world.labels(world.messages(ALICE)[-1])


async def test_help_names_every_command_of_the_menu_and_that_no_doctor_has_signed_off(world: World) -> None:
    await world.say(ALICE, "/help")
    for name in ("check", "reminders", "learn", "settings", "privacy", "forget", "cancel"):
        assert f"/{name}" in world.last(ALICE)
    assert "not been signed off by a doctor" in world.last(ALICE)


async def test_cancel_leaves_a_check_and_its_old_buttons_say_so(world: World) -> None:
    await world.say(ALICE, "/check")
    check = world.messages(ALICE)[-1]
    go_on = world.data(ALICE, "None of these")
    await world.say(ALICE, "/cancel")
    world.press(ALICE, go_on, check)
    await world.settle()
    assert "First, the signs" not in check.text
    assert "Start a check" in world.labels(check)


@pytest.mark.parametrize("text", ["help me", "ok", "<b>okay</b>", "/nonsense", "/chekc", "/"])
async def test_words_we_do_not_understand_get_a_helpful_answer(world: World, text: str) -> None:
    await world.say(ALICE, text)
    assert "Start a check" in world.labels(world.messages(ALICE)[-1])


async def test_free_text_is_met_with_the_signs_that_cannot_wait(world: World) -> None:
    await world.say(ALICE, "blorf snarg wuzzle")
    assert "112, 911 or 999" in world.last(ALICE)
    assert "Is any of this happening now?" in world.last(ALICE)


PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
VOICE = {"file_id": "a", "file_unique_id": "b", "duration": 1}
STICKER = {**VOICE, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"photo": PHOTO},
        {"photo": PHOTO, "caption": "/check"},
        {"voice": VOICE},
        {"location": {"latitude": 52.5, "longitude": 13.4}},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 3}},
    ],
    ids="+".join,
)
async def test_a_message_without_words_gets_a_helpful_answer(world: World, content: dict[str, Any]) -> None:
    await world.say(ALICE, "/start")
    await world.post(ALICE, **content)
    assert len(world.messages(ALICE)) == 2
    assert "Start a check" in world.labels(world.messages(ALICE)[-1])


async def test_what_telegram_says_about_the_chat_itself_is_not_answered(world: World) -> None:
    await world.say(ALICE, "/start")
    await world.post(ALICE, message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    await world.post(ALICE, pinned_message=world.messages(ALICE)[0].wire())
    assert len(world.messages(ALICE)) == 1


async def test_an_edited_message_is_answered_too(world: World) -> None:
    mine = world.sandbox.say(ALICE, "hello")
    await world.settle()
    await world.say(ALICE, "/help", edited_message_id=mine.id)
    assert "What you can do here" in world.last(ALICE)


async def test_a_group_is_told_once_and_never_hears_of_health(world: World) -> None:
    await world.say(ALICE, "/check", chat_id=GROUP)
    await world.say(ALICE, "/reminders", chat_id=GROUP)
    await world.say(BOB, "/start", chat_id=GROUP)
    notices = [each.text for each in world.messages(GROUP)]
    assert len(notices) == 1
    assert "private chats" in notices[0]
    assert not world.labels(world.messages(GROUP)[0])
    assert not world.messages(ALICE)


async def test_being_added_to_a_group_is_answered_with_the_one_notice(world: World) -> None:
    world.sandbox.say(ALICE, "chatter that the bot does not get", chat_id=GROUP)
    await world.settle()
    assert len(world.messages(GROUP)) == 1


async def test_a_group_that_throws_the_bot_out_makes_nobody_unreachable(world: World) -> None:
    await world.say(ALICE, "/start")
    world.sandbox.say(ALICE, "/check", chat_id=GROUP)
    world.sandbox.fail("sendMessage", code=403, chat_id=GROUP, times=1)
    await world.settle()
    async with world.store.reading() as tx:
        person = metadata.tables["person"]
        assert (await tx.conn.execute(select(person.c.unreachable_at))).scalars().all() == [None]
    world.sandbox.call_log.clear()  # the refusal was ours to plan


async def test_a_tap_in_a_group_never_shows_health_there(world: World) -> None:
    await world.say(ALICE, "/check", chat_id=GROUP)
    notice = world.messages(GROUP)[0]
    world.press(ALICE, "1~c~0", notice)
    await world.settle()
    assert len(world.messages(GROUP)) == 1
    assert "private chats" in notice.text


async def test_the_command_menu_is_set_once_and_not_again_when_nothing_changed(
    world: World, known: Any
) -> None:
    bot = world.program.desk.application.bot
    await set_menu(bot, world.store, known)
    await set_menu(bot, world.store, known)
    calls = world.sandbox.calls(method="setMyCommands")
    assert len(calls) == 1
    shown = [each.command for each in await bot.get_my_commands(scope={"type": "all_private_chats"})]
    assert shown == ["check", "reminders", "learn", "settings", "help", "privacy", "forget", "cancel"]


async def leave_traces(world: World, who: int) -> None:
    """Everything a person can leave: words, a question about them, an offer, a note, a check, a hold, reminders, a snooze."""
    for text in ("xylophone-marmalade blorf snarg", "drank 2 glasses", "water every 3 hours from 9 to 18"):
        await world.say(who, text)
    await world.tap(who, "No")
    await world.say(who, "/check")
    await world.tap(who, "None", "None", "None", "None", "3", "None", "Today", "Start 2 days, with 🧊")
    await world.tap(who, f"{(world.clock.now() + timedelta(hours=1)):%H:%M}", "Berlin")
    await world.pass_time(hours=2)
    await world.tap(who, "Snooze 30 min")
    await world.say(who, "/check")
    await world.tap(who, "Numb between my legs", "Continue")


async def test_forget_asks_first_and_changes_nothing_when_kept(world: World) -> None:
    await leave_traces(world, ALICE)
    before = await rows(world)
    await world.say(ALICE, "/forget")
    await world.tap(ALICE, "No, keep it")
    assert await rows(world) == before
    assert {"person", "checkup", "hold", "reminder", "message"} <= set(before)


async def test_forget_leaves_nothing_of_the_person(world: World, tmp_path: Any) -> None:
    await leave_traces(world, ALICE)
    await world.say(ALICE, "/forget")
    await world.tap(ALICE, "Yes, delete everything")
    assert await rows(world) == {}
    assert "Everything about you is deleted" in world.last(ALICE)
    on_disk = bytes_on_disk(world, tmp_path)
    for word in (b"xylophone", b"saddle", b"numb", str(ALICE).encode()):
        assert word not in on_disk


async def test_after_forgetting_nothing_comes_by_itself(world: World) -> None:
    await leave_traces(world, ALICE)
    await world.say(ALICE, "/forget")
    await world.tap(ALICE, "Yes, delete everything")
    so_far = len(world.messages(ALICE))
    await world.pass_time(days=2)
    assert len(world.messages(ALICE)) == so_far


async def test_old_buttons_of_somebody_forgotten_are_harmless(world: World) -> None:
    await leave_traces(world, ALICE)
    urgent, seen = world.with_button(ALICE, "I have been seen"), world.data(ALICE, "I have been seen")
    await world.say(ALICE, "/forget")
    sure, receipt = world.data(ALICE, "Yes, delete"), world.messages(ALICE)[-1]
    await world.tap(ALICE, "Yes, delete everything")
    world.press(ALICE, seen, urgent)
    world.press(ALICE, sure, receipt)
    await world.settle()
    assert "Everything about you is deleted" in receipt.text
    await world.say(ALICE, "/start")
    assert world.last(ALICE).startswith("Easeback helps")
    assert "on hold" not in world.last(ALICE)


async def test_forgetting_during_a_hold_warns_first(world: World) -> None:
    await world.say(ALICE, "/check")
    await world.tap(ALICE, "Numb between my legs", "Continue")
    await world.say(ALICE, "/forget")
    assert "warning sign" in world.last(ALICE)
    assert "get help first" in world.last(ALICE)


async def test_forgetting_one_leaves_the_others_alone(world: World) -> None:
    for who in (BOB, ALICE):
        await leave_traces(world, who)
    both = await rows(world)
    await world.say(ALICE, "/forget")
    await world.tap(ALICE, "Yes, delete everything")
    left = await rows(world)
    assert set(left) == {
        "person",
        "said",
        "doubt",
        "offer",
        "diary",
        "known",
        "checkup",
        "hold",
        "reminder",
        "care_plan",
        "occurrence",
        "message",
    }
    assert all(left[table] * 2 == both[table] for table in set(left) - {"occurrence"})
    await world.say(BOB, "/reminders")
    assert "on hold" in world.last(BOB)
