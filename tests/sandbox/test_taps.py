"""Taps: only on buttons that are there, answered once, in time."""

import pytest

from bot.sandbox import NotPossibleError

STALE = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


@pytest.fixture
async def asked(bot, ada, keyboard):
    """A message with two buttons; its id."""
    sent = await bot.call("sendMessage", chat_id=ada, text="Well?", reply_markup=keyboard(["Yes", "No"]))
    return sent["message_id"]


async def test_a_tap_by_label_carries_the_data_and_the_message_as_it_is_now(
    bot, sandbox, ada, asked, keyboard
):
    await bot.call(
        "editMessageText", chat_id=ada, message_id=asked, text="Sure?", reply_markup=keyboard(["Yes"])
    )
    query_id = sandbox.tap(ada, "Yes")
    query = (await bot.call("getUpdates"))[0]["callback_query"]
    assert (query["id"], query["data"], query["message"]["text"]) == (query_id, "yes", "Sure?")
    assert query["message"]["reply_markup"] == keyboard(["Yes"])
    assert query["from"]["first_name"] == "Ada"


async def test_the_newest_message_with_the_button_is_meant(bot, sandbox, ada, asked, keyboard):
    newer = await bot.call("sendMessage", chat_id=ada, text="Again?", reply_markup=keyboard(["Yes"]))
    sandbox.tap(ada, "Yes")
    sandbox.tap(ada, "yes", message_id=asked)
    first, second = await bot.call("getUpdates")
    assert first["callback_query"]["message"]["message_id"] == newer["message_id"]
    assert second["callback_query"]["message"]["message_id"] == asked


async def test_a_button_that_is_not_there_cannot_be_tapped(bot, sandbox, ada, asked):
    with pytest.raises(NotPossibleError, match=r"no button 'Maybe' .* 'Yes', 'No'"):
        sandbox.tap(ada, "Maybe")
    await bot.call("editMessageText", chat_id=ada, message_id=asked, text="Done")
    with pytest.raises(NotPossibleError, match="are: none"):
        sandbox.tap(ada, "Yes")


async def test_a_tap_is_answered_once(bot, sandbox, ada, asked):
    query_id = sandbox.tap(ada, "Yes")
    assert await bot.call("answerCallbackQuery", callback_query_id=query_id, text="Noted") is True
    assert await bot.refused("answerCallbackQuery", callback_query_id=query_id) == STALE
    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == STALE


async def test_a_tap_goes_stale_on_real_time_and_not_by_skipping_ahead(
    bot, sandbox, ada, asked, clock, real_time
):
    query_id = sandbox.tap(ada, "Yes")
    clock.advance_to(clock.now().replace(year=2027))
    other_id = sandbox.tap(ada, "No")
    assert await bot.call("answerCallbackQuery", callback_query_id=query_id) is True
    real_time.value += 151
    assert await bot.refused("answerCallbackQuery", callback_query_id=other_id) == STALE


async def test_who_has_blocked_the_bot_cannot_write_or_tap(sandbox, ada, asked):
    sandbox.block(ada)
    with pytest.raises(NotPossibleError, match="unblock"):
        sandbox.tap(ada, "Yes")
    with pytest.raises(NotPossibleError, match="unblock"):
        sandbox.say(ada, "hello")
