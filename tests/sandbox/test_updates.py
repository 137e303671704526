"""Long polling: offsets, kinds, conflicts, and nothing lost in between."""

import asyncio

from bot.sandbox import SANDBOX_TOKEN


async def test_updates_stay_until_an_offset_confirms_them(bot, sandbox):
    for text in ("a", "b", "c"):
        sandbox.say(1, text)
    first = await bot.call("getUpdates")
    again = await bot.call("getUpdates", limit=2)
    rest = await bot.call("getUpdates", offset=first[1]["update_id"])
    assert [u["message"]["text"] for u in first] == ["a", "b", "c"]
    assert again == first[:2]
    assert [u["message"]["text"] for u in rest] == ["b", "c"]


async def test_an_offset_out_of_range_confirms_nothing(bot, sandbox):
    for text in ("a", "b"):
        sandbox.say(1, text)
    newest = (await bot.call("getUpdates"))[1]["update_id"]
    assert len(await bot.call("getUpdates", offset=newest + 12)) == 2
    assert await bot.call("getUpdates", offset=newest + 11) == []


async def test_a_negative_offset_keeps_the_last_that_many(bot, sandbox):
    for text in "abc":
        sandbox.say(1, text)
    assert [u["message"]["text"] for u in await bot.call("getUpdates", offset=-1)] == ["c"]
    assert len(sandbox.updates.pending) == 1


async def test_update_ids_only_go_up_even_over_a_reset(bot, sandbox):
    sandbox.say(1, "a")
    before = (await bot.call("getUpdates"))[0]["update_id"]
    sandbox.reset()
    sandbox.say(1, "b")
    assert (await bot.call("getUpdates"))[0]["update_id"] > before


async def test_a_waiting_poll_gets_the_next_update_at_once(bot, sandbox, eventually):
    poll = asyncio.create_task(bot.call("getUpdates", timeout=50))
    await eventually(lambda: sandbox.updates._waiter)
    sandbox.say(1, "hello")
    async with asyncio.timeout(1):
        assert (await poll)[0]["message"]["text"] == "hello"


async def test_a_second_poll_ends_the_first_with_a_409(bot, sandbox, eventually):
    first = asyncio.create_task(bot.refused("getUpdates", timeout=50))
    await eventually(lambda: sandbox.updates._waiter)
    assert await bot.call("getUpdates") == []
    why = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    assert await first == (409, why)


async def test_polling_and_a_webhook_exclude_each_other(bot, sandbox, real_time, eventually):
    poll = asyncio.create_task(bot.refused("getUpdates", timeout=50))
    await eventually(lambda: sandbox.updates._waiter)
    await bot.call("setWebhook", url="http://127.0.0.1:1/")
    assert await poll == (409, "Conflict: terminated by setWebhook request")
    code, description = await bot.refused("getUpdates")
    assert (code, description[:42]) == (409, "Conflict: can't use getUpdates method whil")
    real_time.value += 2
    await bot.call("deleteWebhook")
    assert await bot.call("getUpdates") == []
    sandbox.close()
    await sandbox.webhook.finish()


async def test_allowed_updates_are_remembered_and_applied_when_the_update_is_made(bot, sandbox):
    await bot.call("getUpdates", allowed_updates=["callback_query"])
    sandbox.say(1, "unheard")
    assert await bot.call("getUpdates") == []
    await bot.call("getUpdates", allowed_updates=[])
    sandbox.say(1, "heard")
    assert [u["message"]["text"] for u in await bot.call("getUpdates")] == ["heard"]


async def test_an_edited_message_and_a_block_are_updates_of_their_own(bot, sandbox):
    said = sandbox.say(1, "6")
    sandbox.say(1, "5", edited_message_id=said.id)
    sandbox.block(1)
    _, edited, blocked = await bot.call("getUpdates")
    assert (edited["edited_message"]["text"], edited["edited_message"]["message_id"]) == ("5", said.id)
    change = blocked["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")


async def test_messages_expire_after_a_day_and_taps_after_150_seconds(bot, sandbox, ada, real_time, keyboard):
    await bot.call("sendMessage", chat_id=ada, text="x", reply_markup=keyboard(["Go"]))
    sandbox.tap(ada, "Go")
    sandbox.say(ada, "later")
    real_time.value += 151
    assert [u["message"]["text"] for u in await bot.call("getUpdates")] == ["later"]
    real_time.value += 24 * 3600
    assert await bot.call("getUpdates") == []


async def test_a_poll_whose_caller_has_gone_does_not_linger(sandbox, serving, eventually):
    async with serving(sandbox) as address:
        url = address.removeprefix("http://").split(":")
        _reader, writer = await asyncio.open_connection(url[0], int(url[1]))
        writer.write(f"GET /bot{SANDBOX_TOKEN}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await writer.drain()
        await eventually(lambda: sandbox.updates._waiter)
        writer.close()
        await eventually(lambda: sandbox.updates._waiter is None)
