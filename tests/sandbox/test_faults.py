"""Failures on purpose, in process and over a real connection."""

import httpx
import pytest

from bot.sandbox import SANDBOX_TOKEN, NotPossibleError


async def test_a_429_says_how_long_to_wait_in_body_and_header(bot, sandbox, ada):
    sandbox.fail("sendMessage", code=429, retry_after=7)
    answer = await bot.answer("sendMessage", chat_id=ada, text="x")
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


async def test_a_fault_lasts_as_often_as_planned_and_does_nothing_else(bot, sandbox, ada):
    sandbox.fail("sendMessage", code=502, times=2)
    codes = [(await bot.answer("sendMessage", chat_id=ada, text="x")).status_code for _ in range(3)]
    assert codes == [502, 502, 200]
    assert len(sandbox.messages(ada)) == 2


async def test_a_fault_may_be_for_one_chat_one_method_or_all(bot, sandbox, ada):
    sandbox.say(8, "hi")
    sandbox.fail("sendMessage", code=403, chat_id=8, times=None)
    sandbox.fail(code=500)
    assert (await bot.refused("getMe"))[0] == 500
    assert (await bot.refused("sendMessage", chat_id=8, text="x"))[0] == 403
    assert await bot.call("sendMessage", chat_id=ada, text="x")
    sandbox.mend()
    assert await bot.call("sendMessage", chat_id=8, text="x")


async def test_a_fault_there_is_not_is_refused_at_once(sandbox):
    with pytest.raises(NotPossibleError, match="the kinds are"):
        sandbox.fail(kind="explode")
    with pytest.raises(NotPossibleError, match="HTTP error status"):
        sandbox.fail(code=200)


@pytest.mark.parametrize(
    ("kind", "error", "delivered"),
    [
        ("drop", httpx.RemoteProtocolError, 0),
        ("drop_after_delivery", httpx.RemoteProtocolError, 1),
        ("timeout_before", httpx.ReadTimeout, 0),
        ("timeout_after_delivery", httpx.ReadTimeout, 1),
    ],
)
@pytest.mark.parametrize("real", [False, True])
async def test_an_answer_can_be_withheld(sandbox, client, ada, serving, kind, error, delivered, real):
    sandbox.fail("sendMessage", kind=kind)
    before = len(sandbox.messages(ada))
    path = f"/bot{SANDBOX_TOKEN}/sendMessage"
    if real:
        async with serving(sandbox) as address, httpx.AsyncClient(base_url=address, timeout=0.2) as caller:
            with pytest.raises((error, httpx.ReadError)):
                await caller.post(path, json={"chat_id": ada, "text": "x"})
    else:
        with pytest.raises(error):
            await client.post(path, json={"chat_id": ada, "text": "x"})
    assert len(sandbox.messages(ada)) - before == delivered
    last = sandbox.calls()[-1]
    assert (last.code, last.was_done) == (0, delivered == 1)


async def test_an_error_may_be_answered_after_the_message_was_delivered(bot, sandbox, ada):
    sandbox.fail("sendMessage", kind="answer_after_delivery", code=502)
    before = len(sandbox.messages(ada))
    assert (await bot.refused("sendMessage", chat_id=ada, text="x"))[0] == 502
    assert len(sandbox.messages(ada)) == before + 1
    assert sandbox.calls()[-1].was_done


async def test_a_slow_answer_comes_late_and_is_right(bot, sandbox, ada, real_time):
    sandbox.fail("sendMessage", kind="slow", seconds=9)
    assert (await bot.call("sendMessage", chat_id=ada, text="x"))["text"] == "x"
    assert real_time.slept == [9]
    assert sandbox.calls()[-1].took_ms == 9000
