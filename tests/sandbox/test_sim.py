"""The person's side over HTTP, and who may use it."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from bot.sandbox import create_app


class Plan:
    """A timeline with one thing due in 90 minutes."""

    def __init__(self, clock) -> None:
        self.clock = clock
        self.due = clock.now() + timedelta(minutes=90)

    async def next_due(self):
        return self.due if self.due > self.clock.now() else None

    async def skip_to(self, instant):
        self.clock.advance_to(instant)


async def post(client, path, **body):
    return await client.post(f"/sim/{path}", json=body)


async def test_a_person_says_taps_and_reads(client, bot, keyboard):
    said = (await post(client, "message", user=3, text="/start", first_name="Ada")).json()
    await bot.call("sendMessage", chat_id=3, text="Well?", reply_markup=keyboard(["Go"]))
    tapped = (await post(client, "tap", user=3, button="Go")).json()
    await post(client, "location", user=3, latitude=52.5, longitude=13.4)
    chat = await client.get("/sim/chat", params={"user": 3})
    assert chat.text == "Ada: /start\nEaseback: Well?\n  [Go]\nAda: (location) "
    kinds = [next(iter(u.keys() - {"update_id"})) for u in await bot.call("getUpdates")]
    assert kinds == ["message", "callback_query", "message"]
    assert (said["message_id"], bool(tapped["query_id"])) == (1, True)
    shown = (await client.get("/sim/chat", params={"user": 3, "format": "json"})).json()
    assert [m["outgoing"] for m in shown["messages"]] == [False, True, False]


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("message", {"user": 1}, '"text" is missing; it is a text.'),
        ("message", {"user": 1, "text": " "}, "A message needs some text."),
        ("message", {"text": "x"}, '"user" is missing; it is a whole number.'),
        ("message", {"user": "x", "text": "x"}, '"user" must be a whole number.'),
        ("tap", {"user": 1, "button": "Go"}, "There is no chat 1: nobody has written there yet."),
        ("location", {"user": 1, "latitude": 99, "longitude": 0}, "A latitude is between"),
        ("fault", {"speed": 9}, "A fault has no speed"),
        ("clock", {"to": "next"}, "Nothing is planned to skip to."),
        ("clock", {"to": "2020-01-01T00:00:00Z"}, "The clock only goes forward."),
        ("clock", {"advance": 1e300}, "The clock goes at most a year at a time."),
        ("clock", {}, 'Say {"advance": seconds}'),
    ],
)
async def test_what_cannot_be_done_is_a_400_with_a_plain_sentence(client, path, body, why):
    answer = await post(client, path, **body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(why)


async def test_calls_are_listed_from_a_mark_on(client, bot):
    await bot.call("getMe")
    mark = (await client.get("/sim/calls")).json()["mark"]
    await bot.call("getWebhookInfo")
    calls = (await client.get("/sim/calls", params={"since": mark})).json()["calls"]
    assert [(call["method"], call["code"]) for call in calls] == [("getWebhookInfo", 200)]


async def test_faults_are_planned_and_cleared(client, bot):
    await post(client, "fault", method="getMe", code=500, times=None)
    assert (await bot.refused("getMe"))[0] == 500
    await post(client, "fault", clear=True)
    assert await bot.call("getMe")


async def test_blocking_is_a_switch(client, sandbox, ada):
    assert (await post(client, "block", user=ada)).json() == {"standing": "kicked"}
    assert (await post(client, "block", user=ada, blocked=False)).json() == {"standing": "member"}


async def test_the_clock_alone_is_moved_by_seconds(client, clock):
    before = clock.now()
    moved = (await post(client, "clock", advance=60)).json()
    assert clock.now() - before == timedelta(seconds=60)
    assert moved == {"now": clock.now().isoformat(), "next_due": None, "can_skip": False}


async def test_skip_ahead_steps_the_products_timeline_to_the_next_thing_due(sandbox, clock):
    plan = Plan(clock)
    transport = httpx.ASGITransport(create_app(sandbox, plan))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        before = (await client.get("/sim/clock")).json()
        after = (await post(client, "clock", to="next")).json()
    assert before["next_due"] == plan.due.isoformat()
    assert (after["now"], after["next_due"], after["can_skip"]) == (plan.due.isoformat(), None, True)


async def test_another_web_site_cannot_use_the_persons_controls(client, sandbox):
    foreign = await client.post(
        "/sim/message", json={"user": 1, "text": "x"}, headers={"Origin": "http://evil"}
    )
    plain = await client.post(
        "/sim/message", content=b'{"user":1,"text":"x"}', headers={"Content-Type": "text/plain"}
    )
    own = await client.post(
        "/sim/message", json={"user": 1, "text": "x"}, headers={"Origin": "http://sandbox"}
    )
    assert (foreign.status_code, plain.status_code, own.status_code) == (403, 415, 200)


async def test_a_name_that_points_here_is_not_let_in_on_loopback(sandbox, serving):
    async with serving(sandbox) as address, httpx.AsyncClient(base_url=address) as client:
        rebound = await client.get("/sim/state", headers={"Host": "rebound.example"})
        assert rebound.status_code == 403
        assert (await client.get("/sim/state")).status_code == 200


async def test_changes_stream_to_the_page_as_they_happen(sandbox, serving):
    async with (
        serving(sandbox) as address,
        httpx.AsyncClient(base_url=address) as client,
        client.stream("GET", "/sim/events") as stream,
    ):
        lines = (line async for line in stream.aiter_lines() if line.startswith("data: "))
        assert json.loads((await anext(lines))[6:]) == {"type": "hello"}
        sandbox.say(1, "hello")
        seen = [json.loads((await anext(lines))[6:])["type"] for _ in range(4)]
        assert seen == ["person", "chat", "chat", "message"]


async def test_until_waits_for_a_change_and_gives_up_in_time(sandbox):
    waiting = asyncio.create_task(sandbox.until(lambda: "hi" in sandbox.read(1)))
    await asyncio.sleep(0)
    sandbox.say(1, "hi")
    await waiting
    with pytest.raises(TimeoutError):
        await sandbox.until(lambda: False, seconds=0.01)
