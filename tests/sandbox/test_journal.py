"""What outlives the process: everything that was noted, even after kill -9."""

import asyncio
import stat
import sys
from pathlib import Path

import pytest

import bot
from bot.sandbox import Sandbox
from bot.sandbox.params import Params

CHATTY = """
import sys, os, signal, asyncio
from pathlib import Path
from bot.clock import SystemClock
import bot
from bot.sandbox import Sandbox
from bot.sandbox.params import Params

async def main():
    box = Sandbox(SystemClock(), journal=Path(sys.argv[1]))
    box.say(1, "/start", first_name="Ada")
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await box.call("sendMessage", Params({"chat_id": 1, "text": "Well?", "reply_markup": markup}))
    box.tap(1, "Go")
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.fixture
def reopen(clock, tmp_path, real_time):
    boxes = []

    def again() -> Sandbox:
        for box in boxes:
            box.close()
        boxes.append(Sandbox(clock, journal=tmp_path / "journal", seconds=real_time))
        return boxes[-1]

    yield again
    boxes[-1].close()


async def test_a_killed_process_leaves_the_same_chat_and_the_tap_still_to_be_delivered(tmp_path, clock):
    journal = tmp_path / "journal"
    root = str(Path(bot.__file__).parents[1])
    command = [sys.executable, "-c", CHATTY, str(journal)]
    ended = await asyncio.create_subprocess_exec(*command, env={"PYTHONPATH": root})
    assert await ended.wait() == -9
    box = Sandbox(clock, journal=journal)
    assert box.read(1) == "Ada: /start\nEaseback: Well?\n  [Go]"
    start, tap = await box.call("getUpdates", Params())
    assert (start["message"]["text"], tap["callback_query"]["data"]) == ("/start", "go")
    assert await box.call("answerCallbackQuery", Params({"callback_query_id": tap["callback_query"]["id"]}))
    box.close()


async def test_everything_comes_back_as_it_was(reopen):
    box = reopen()
    box.say(1, "one", first_name="Ada", language_code="de")
    sent = await box.call(
        "sendMessage", Params({"chat_id": 1, "text": "two", "reply_markup": {"keyboard": [["Yes"]]}})
    )
    gone = await box.call("sendMessage", Params({"chat_id": 1, "text": "gone"}))
    await box.call("deleteMessage", Params({"chat_id": 1, "message_id": gone["message_id"]}))
    await box.call("setMyCommands", Params({"commands": [{"command": "check", "description": "Start"}]}))
    await box.call("getUpdates", Params({"allowed_updates": ["message"]}))
    box.block(1)
    for _ in range(2):
        before = [message.view() for message in box.messages(1)]
        box = reopen()
        assert [message.view() for message in box.messages(1)] == before
        assert box.world.people[1].language_code == "de"
        assert box.world.chats[1].standing == "kicked"
        assert await box.call("getMyCommands", Params()) == [{"command": "check", "description": "Start"}]
        assert box.settings.get("allowed_updates") == ["message"]
    box.unblock(1)
    later = box.say(1, "three")
    assert later.id > gone["message_id"] > sent["message_id"]


async def test_confirmed_updates_and_answered_taps_do_not_come_back_and_ids_go_on(reopen):
    box = reopen()
    box.say(1, "one")
    (update,) = await box.call("getUpdates", Params())
    await box.call("getUpdates", Params({"offset": update["update_id"] + 1}))
    box = reopen()
    assert await box.call("getUpdates", Params()) == []
    box.say(1, "two")
    assert (await box.call("getUpdates", Params()))[0]["update_id"] > update["update_id"]


async def test_a_reset_is_remembered(reopen):
    box = reopen()
    box.say(1, "one")
    box.reset()
    assert reopen().messages(1) == []


async def test_files_come_back(reopen):
    from bot.sandbox.files import Upload

    box = reopen()
    box.say(1, "one")
    upload = Upload("a.csv", "text/csv", b"a,b")
    sent = await box.call("sendDocument", Params({"chat_id": 1}, {"document": upload}))
    assert reopen().files.find(sent["document"]["file_id"]).data == b"a,b"


def test_a_torn_last_line_is_ignored(reopen, tmp_path):
    reopen().say(1, "one")
    with (tmp_path / "journal").open("ab") as file:
        file.write(b'["message",{"chat_id":1,"id":9')
    assert reopen().read(1) == "Robin: one"


def test_starting_compacts_the_journal_and_nobody_else_may_read_it(reopen, tmp_path, sandbox):
    box = reopen()
    said = box.say(1, "0")
    for n in range(50):
        box.say(1, str(n), edited_message_id=said.id)
    box.updates.drop_all()
    grown = (tmp_path / "journal").stat().st_size
    reopen()
    assert (tmp_path / "journal").stat().st_size < grown / 10
    assert stat.S_IMODE((tmp_path / "journal").stat().st_mode) == 0o600
