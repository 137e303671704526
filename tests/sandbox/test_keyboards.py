"""reply_markup is checked as Telegram checks it."""

import pytest


def button(**fields):
    return {"inline_keyboard": [[fields]]}


@pytest.mark.parametrize("data", ["x" * 64, "é" * 32, "a"])
async def test_callback_data_up_to_64_bytes_is_taken(bot, ada, data):
    sent = await bot.call(
        "sendMessage", chat_id=ada, text="x", reply_markup=button(text="a", callback_data=data)
    )
    assert sent["reply_markup"] == button(text="a", callback_data=data)


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (button(text="a", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (button(text="a", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (button(text="a", callback_data=""), "BUTTON_DATA_INVALID"),
        (
            button(text="a"),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (button(callback_data="a"), "can't parse inline keyboard button: Can't find field \"text\""),
        (
            button(text=1, callback_data="a"),
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (
            button(text="a", url="tel:112"),
            "inline keyboard button URL 'tel:112' is invalid: Unsupported URL protocol",
        ),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" must be an Array of Arrays'),
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 101]}, "REPLY_MARKUP_TOO_LONG"),
    ],
)
async def test_a_wrong_keyboard_is_refused(bot, ada, markup, why):
    refused = await bot.refused("sendMessage", chat_id=ada, text="x", reply_markup=markup)
    assert refused == (400, f"Bad Request: {why}")


async def test_a_keyboard_may_come_as_a_string_of_json(bot, ada):
    markup = '{"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}'
    sent = await bot.call("sendMessage", chat_id=ada, text="x", reply_markup=markup)
    assert sent["reply_markup"] == button(text="a", callback_data="b")


async def test_an_empty_inline_keyboard_is_none(bot, ada):
    sent = await bot.call("sendMessage", chat_id=ada, text="x", reply_markup={"inline_keyboard": [[]]})
    assert "reply_markup" not in sent


async def test_an_edit_takes_only_an_inline_keyboard(bot, ada):
    sent = await bot.call("sendMessage", chat_id=ada, text="x")
    where = {"chat_id": ada, "message_id": sent["message_id"]}
    refused = await bot.refused("editMessageText", **where, text="y", reply_markup={"keyboard": [["a"]]})
    assert refused == (400, "Bad Request: inline keyboard expected")


async def test_the_person_sees_a_reply_keyboard_that_the_bot_is_not_echoed(bot, sandbox, ada):
    sent = await bot.call("sendMessage", chat_id=ada, text="x", reply_markup={"keyboard": [["Yes", "No"]]})
    assert "reply_markup" not in sent
    assert "[Yes] [No]" in sandbox.read(ada)
