"""Webhook delivery: the secret, order within a queue, retries, and calls made by answering."""

import asyncio
import json

import httpx
import pytest

from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app
from bot.sandbox.params import Params

URL = "http://127.0.0.1/hook"


class Receiver:
    """The bot's end of a webhook: answers as told, 200 by default, and keeps what came."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response] = []
        self.got: list[dict] = []
        self.secrets: list[str | None] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.got.append(json.loads(request.content))
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return self.answers.pop(0) if self.answers else httpx.Response(200)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got]


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
async def hooked(clock, real_time, receiver):
    box = Sandbox(clock, seconds=real_time, sleep=real_time.sleep, transport=httpx.MockTransport(receiver))
    await box.call("setWebhook", Params({"url": URL, "secret_token": "s3cret"}))
    yield box
    box.close()
    await box.webhook.finish()


@pytest.fixture
def settle(eventually):
    """Waits until the sandbox has nothing left to deliver."""
    return lambda box: eventually(lambda: not box.updates.pending)


async def test_an_update_is_pushed_with_the_secret_and_settled_by_a_2xx(hooked, receiver, settle):
    hooked.say(1, "hello")
    await settle(hooked)
    assert (receiver.texts, receiver.secrets) == (["hello"], ["s3cret"])


async def test_a_failure_is_retried_at_once_and_then_ever_later_in_order(hooked, receiver, real_time, settle):
    receiver.answers = [httpx.Response(500) for _ in range(4)]
    hooked.say(1, "a")
    hooked.say(1, "b")
    await settle(hooked)
    assert receiver.texts == ["a"] * 5 + ["b"]
    assert real_time.slept == [0, 2, 4, 8]
    info = await hooked.call("getWebhookInfo", Params())
    assert "500" in info["last_error_message"]


async def test_retry_after_is_honoured(hooked, receiver, real_time, settle):
    receiver.answers = [httpx.Response(503, headers={"Retry-After": "30"})]
    hooked.say(1, "a")
    await settle(hooked)
    assert real_time.slept == [30]


async def test_a_tap_that_is_never_taken_expires(hooked, receiver, real_time, settle, keyboard):
    hooked.say(1, "a")
    await settle(hooked)
    await hooked.call(
        "sendMessage", Params({"chat_id": 1, "text": "Well?", "reply_markup": keyboard(["Go"])})
    )
    receiver.answers = [httpx.Response(500) for _ in range(50)]
    hooked.tap(1, "Go")
    await settle(hooked)
    assert real_time.slept == [0, 2, 4, 8, 16, 32, 60, 60]
    assert len(receiver.answers) == 42


async def test_one_chat_that_fails_does_not_hold_up_another(clock, real_time, settle, eventually):
    delivered = []
    gate = asyncio.Event()

    async def receive(request: httpx.Request) -> httpx.Response:
        update = json.loads(request.content)
        if update["message"]["chat"]["id"] == 1:
            await gate.wait()
        delivered.append(update["message"]["text"])
        return httpx.Response(200)

    box = Sandbox(clock, seconds=real_time, sleep=real_time.sleep, transport=httpx.MockTransport(receive))
    await box.call("setWebhook", Params({"url": URL}))
    box.say(1, "stuck")
    box.say(2, "through")
    await eventually(lambda: delivered)
    assert delivered == ["through"]
    gate.set()
    await settle(box)
    box.close()
    await box.webhook.finish()


async def test_a_json_answer_that_names_a_method_is_carried_out(hooked, receiver, settle):
    receiver.answers = [httpx.Response(200, json={"method": "sendMessage", "chat_id": 1, "text": "pong"})]
    hooked.say(1, "ping")
    await settle(hooked)
    assert hooked.read(1) == "Robin: ping\nEaseback: pong"


async def test_what_was_pending_is_delivered_when_the_webhook_is_set(clock, real_time, receiver, settle):
    box = Sandbox(clock, seconds=real_time, transport=httpx.MockTransport(receiver))
    box.say(1, "early")
    await box.call("setWebhook", Params({"url": URL}))
    await settle(box)
    assert receiver.texts == ["early"]
    box.close()
    await box.webhook.finish()


async def test_the_webhook_is_changed_once_a_second_at_most_and_the_same_again_is_no_change(bot, real_time):
    await bot.call("setWebhook", url=URL)
    same = (await bot.answer("setWebhook", url=URL)).json()
    assert same["description"] == "Webhook is already set"
    assert await bot.refused("setWebhook", url=URL + "2") == (429, "Too Many Requests: retry after 1")
    real_time.value += 1
    assert (await bot.answer("deleteWebhook")).json()["description"] == "Webhook was deleted"


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://example.org:81/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (
            {"url": "https://example.org/", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_wrong_webhook_is_refused(bot, params, why):
    assert await bot.refused("setWebhook", **params) == (400, f"Bad Request: {why}")


async def test_a_webhook_works_over_real_connections(clock, sandbox, serving, receiver, settle):
    """Delivered from one served sandbox to another app behind a socket."""
    async with serving(sandbox) as address, httpx.AsyncClient(base_url=address) as client:
        target = Sandbox(clock)
        async with serving(target) as other:
            answer = await client.get(
                f"/bot{SANDBOX_TOKEN}/setWebhook", params={"url": f"{other}/bot{SANDBOX_TOKEN}/getMe"}
            )
            assert answer.json()["ok"]
            sandbox.say(1, "hi")
            await settle(sandbox)
            assert [call.method for call in target.calls()] == ["getMe"]


def test_the_app_can_be_made_without_a_page(sandbox):
    assert "/" not in {route.path for route in create_app(sandbox, page=False).routes}
