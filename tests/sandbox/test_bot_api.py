"""What a bot may call, how it says so, and how Telegram words a no."""

import httpx
import pytest

from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03\x08\x02\x00\x00\x00\x00\x00\x00\x00"
)


@pytest.mark.parametrize("token", ["nonsense", "12:short", "abc:" + "x" * 35, "1" * 40])
async def test_a_malformed_token_is_not_found(client, token):
    answer = await client.get(f"/bot{token}/getMe")
    assert (answer.status_code, answer.json()["description"]) == (404, "Not Found")


async def test_another_bots_token_is_unauthorized(clock):
    app = create_app(Sandbox(clock, token="5:" + "a" * 35))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        refused = await client.get(f"/bot5:{'b' * 35}/getMe")
        accepted = await client.get(f"/bot5:{'a' * 35}/getMe")
    assert (refused.status_code, refused.json()["description"]) == (401, "Unauthorized")
    assert accepted.json()["result"]["id"] == 5


async def test_without_a_given_token_the_bots_id_is_that_of_the_token_used(client):
    me = (await client.get(f"/bot77:{'x' * 35}/getMe")).json()["result"]
    assert me["id"] == 77


async def test_an_unknown_method_is_not_found_and_names_are_read_without_case(bot):
    assert await bot.refused("sendPigeon") == (404, "Not Found: method not found")
    assert (await bot.call("GETME"))["is_bot"] is True


@pytest.mark.parametrize("way", ["json", "form", "query", "multipart"])
async def test_parameters_may_come_in_every_way_telegram_takes_them(client, sandbox, ada, way):
    url = f"/bot{SANDBOX_TOKEN}/sendMessage"
    values = {"chat_id": str(ada), "text": "hello & <you>"}
    match way:
        case "json":
            answer = await client.post(url, json=values)
        case "form":
            answer = await client.post(url, data=values)
        case "query":
            answer = await client.get(url, params=values)
        case _:
            answer = await client.post(url, files={k: (None, v) for k, v in values.items()})
    assert answer.json()["result"]["text"] == "hello & <you>"


async def test_broken_json_is_a_bad_request(client):
    headers = {"Content-Type": "application/json"}
    answer = await client.post(f"/bot{SANDBOX_TOKEN}/sendMessage", content=b"{", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 999, "text": "x"}, "chat not found"),
        ({"chat_id": 7, "text": " \n "}, "message text is empty"),
        ({"chat_id": 7}, "message text is empty"),
        ({"chat_id": 7, "text": "x" * 4097}, "message is too long"),
        ({"chat_id": 7, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": 7, "text": "x", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        (
            {"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_in_telegrams_words(bot, ada, params, why):
    code, description = await bot.refused("sendMessage", **params)
    assert code == 400
    assert description.startswith(f"Bad Request: {why}")


async def test_the_limit_of_4096_counts_the_text_after_parsing(bot, ada):
    sent = await bot.call("sendMessage", chat_id=ada, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_a_person_who_never_wrote_cannot_be_written_to(bot, sandbox):
    sandbox.meet(8)
    assert await bot.refused("sendMessage", chat_id=8, text="x") == (400, "Bad Request: chat not found")


async def test_a_person_who_blocked_the_bot_gives_a_403_until_unblocked(bot, sandbox, ada):
    sandbox.block(ada)
    refused = (403, "Forbidden: bot was blocked by the user")
    assert await bot.refused("sendMessage", chat_id=ada, text="x") == refused
    sandbox.unblock(ada)
    assert await bot.call("sendMessage", chat_id=ada, text="x")


async def test_a_deleted_account_gives_its_own_403(bot, sandbox, ada):
    sandbox.deactivate(ada)
    refused = (403, "Forbidden: user is deactivated")
    assert await bot.refused("sendMessage", chat_id=ada, text="x") == refused


async def test_dates_come_from_the_products_clock(bot, clock, ada):
    sent = await bot.call("sendMessage", chat_id=ada, text="x")
    assert sent["date"] == int(clock.now().timestamp())


class TestEditing:
    async def test_text_edited_without_a_keyboard_loses_it(self, bot, ada, keyboard):
        sent = await bot.call("sendMessage", chat_id=ada, text="a", reply_markup=keyboard(["Go"]))
        edited = await bot.call("editMessageText", chat_id=ada, message_id=sent["message_id"], text="b")
        assert sent["reply_markup"] == keyboard(["Go"])
        assert "reply_markup" not in edited
        assert edited["edit_date"]

    async def test_the_same_again_is_not_modified(self, bot, ada, keyboard):
        sent = await bot.call("sendMessage", chat_id=ada, text="a", reply_markup=keyboard(["Go"]))
        same = {"chat_id": ada, "message_id": sent["message_id"], "reply_markup": keyboard(["Go"])}
        for method in ("editMessageText", "editMessageReplyMarkup"):
            code, description = await bot.refused(method, **same, text="a")
            assert code == 400
            assert description.startswith(
                "Bad Request: message is not modified: specified new message content"
            )

    @pytest.mark.parametrize(
        ("number", "why"),
        [
            (1, "message can't be edited"),
            (99, "message to edit not found"),
            (0, "message identifier is not specified"),
        ],
    )
    async def test_only_the_bots_own_messages_that_are_there_can_be_edited(self, bot, ada, number, why):
        refused = await bot.refused("editMessageText", chat_id=ada, message_id=number, text="b")
        assert refused == (400, f"Bad Request: {why}")

    async def test_a_message_with_a_reply_keyboard_cannot_be_edited(self, bot, ada):
        sent = await bot.call("sendMessage", chat_id=ada, text="a", reply_markup={"keyboard": [["Yes"]]})
        assert "reply_markup" not in sent
        refused = await bot.refused("editMessageText", chat_id=ada, message_id=sent["message_id"], text="b")
        assert refused == (400, "Bad Request: message can't be edited")

    async def test_an_edit_leaves_updates_made_before_as_they_were(self, bot, sandbox, ada, keyboard):
        sent = await bot.call("sendMessage", chat_id=ada, text="a", reply_markup=keyboard(["Go"]))
        sandbox.tap(ada, "Go")
        await bot.call("editMessageText", chat_id=ada, message_id=sent["message_id"], text="b")
        (update,) = await bot.call("getUpdates")
        assert update["callback_query"]["message"]["text"] == "a"

    async def test_a_message_is_deleted_once_and_only_within_48_hours(self, bot, clock, ada):
        first = (await bot.call("sendMessage", chat_id=ada, text="a"))["message_id"]
        second = (await bot.call("sendMessage", chat_id=ada, text="b"))["message_id"]
        assert await bot.call("deleteMessage", chat_id=ada, message_id=first) is True
        gone = await bot.refused("deleteMessage", chat_id=ada, message_id=first)
        assert gone == (400, "Bad Request: message to delete not found")
        clock.advance_to(clock.now().replace(day=clock.now().day + 3))
        late = await bot.refused("deleteMessage", chat_id=ada, message_id=second)
        assert late == (400, "Bad Request: message can't be deleted for everyone")


class TestFiles:
    async def _photo(self, client, ada, data=PIXEL, **more):
        values = {"chat_id": str(ada), **more}
        files = {"photo": ("p.png", data, "image/png")}
        answer = await client.post(f"/bot{SANDBOX_TOKEN}/sendPhoto", data=values, files=files)
        return answer.json()

    async def test_a_photo_has_its_size_and_can_be_fetched_again(self, client, bot, ada):
        sent = (await self._photo(client, ada, caption="hi"))["result"]
        (size,) = sent["photo"]
        assert (size["width"], size["height"], sent["caption"]) == (2, 3, "hi")
        path = (await bot.call("getFile", file_id=size["file_id"]))["file_path"]
        assert (await client.get(f"/file/bot{SANDBOX_TOKEN}/{path}")).content == PIXEL

    async def test_what_is_no_picture_is_refused(self, client, ada):
        assert (await self._photo(client, ada, b"text"))["description"] == "Bad Request: IMAGE_PROCESS_FAILED"

    async def test_a_caption_holds_1024_characters(self, client, ada):
        refused = await self._photo(client, ada, caption="x" * 1025)
        assert refused["description"] == "Bad Request: message caption is too long"

    async def test_an_unknown_file_is_refused(self, bot, ada):
        why = (400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        assert await bot.refused("getFile", file_id="nope") == why
        assert await bot.refused("sendDocument", chat_id=ada, document="nope") == why


async def test_commands_are_kept_by_scope_and_language(bot):
    menu = [{"command": "check", "description": "Start"}]
    await bot.call("setMyCommands", commands=menu, language_code="de")
    assert await bot.call("getMyCommands", language_code="de") == menu
    assert await bot.call("getMyCommands") == []


async def test_in_a_group_the_bot_hears_commands_and_nothing_else(bot, sandbox, ada):
    sandbox.say(ada, "/start", chat_id=-5)
    sandbox.say(ada, "just talking", chat_id=-5)
    added, command = await bot.call("getUpdates")
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert (command["message"]["text"], command["message"]["chat"]["type"]) == ("/start", "group")
    await bot.call("leaveChat", chat_id=-5)
    assert (await bot.refused("sendMessage", chat_id=-5, text="x"))[0] == 403


async def test_every_call_is_listed_with_its_times_and_outcome(bot, sandbox, ada, real_time):
    mark = sandbox.mark
    await bot.call("sendMessage", chat_id=ada, text="x")
    await bot.refused("sendMessage", chat_id=0, text="x")
    first, second = sandbox.calls(mark, "sendmessage")
    assert (first.chat_id, first.code, first.at_ms, first.params["text"]) == (ada, 200, 1_000_000, "x")
    assert (second.code, second.number) == (400, mark + 2)
