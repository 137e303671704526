"""The way to Telegram: against the sandbox and its faults, many at once, with files, and given up half-way."""

import asyncio
from dataclasses import replace

import pytest
from telegram.error import TimedOut

from bot.core.outgoing import Delivered, NotSent, Refused, RetryAfter, Uncertain, Unreachable
from bot.errors import SettingError
from bot.render import Reply
from bot.sandbox import SANDBOX_TOKEN, Sandbox
from bot.sender import Sender, outcome_of
from bot.transport import Transport, proxy_for
from bot.wiring import build_bot
from tests.bot.lines import PATIENT, SOON, TOKEN, Line, Server, listening, obey, send

ADA = 7


@pytest.mark.parametrize(
    ("fault", "outcome", "delivered"),
    [
        (None, Delivered, 1),
        ({"code": 429, "retry_after": 9}, RetryAfter, 0),
        ({"code": 403}, Unreachable, 0),
        ({"code": 400}, Refused, 0),
        ({"code": 401}, NotSent, 0),
        ({"code": 500}, Uncertain, 0),
        ({"code": 502}, Uncertain, 0),
        ({"kind": "drop"}, Uncertain, 0),
        ({"kind": "timeout_before"}, Uncertain, 0),
        ({"kind": "timeout_after_delivery"}, Uncertain, 1),
        ({"kind": "slow", "seconds": 0.02}, Delivered, 1),
    ],
    ids=str,
)
async def test_each_fault_of_telegrams_has_its_outcome(
    sandbox: Sandbox, address: str, fault: dict | None, outcome: type, delivered: int
) -> None:
    before = len(sandbox.messages(ADA))
    if fault is not None:
        sandbox.fail("sendMessage", **fault)
    wait = SOON if "timeout" in str(fault) else 10
    async with Transport(2, replace(PATIENT, read=wait)) as transport:
        sender = Sender(build_bot(SANDBOX_TOKEN, address, lambda: transport))
        assert isinstance(await sender.send(ADA, Reply("Drink some water 💧")), outcome)
        assert len(sandbox.messages(ADA)) - before == delivered
        assert isinstance(await sender.send(ADA, Reply("And once more")), Delivered)


async def test_a_long_poll_has_a_time_out_of_its_own(sandbox: Sandbox, address: str) -> None:
    async with Transport(2, replace(PATIENT, read=SOON)) as transport:
        bot = build_bot(SANDBOX_TOKEN, address, lambda: transport)
        sandbox.fail("getUpdates", kind="slow", seconds=SOON * 2)
        assert [update["message"]["text"] for update in await bot.take_updates(0)] == ["/start"]


async def test_several_hundred_at_once_arrive_once_each_and_keep_the_bound() -> None:
    async with listening(obey) as server, Transport(8, PATIENT) as transport:
        bot = build_bot(TOKEN, server.address, lambda: transport)
        await asyncio.gather(*(bot.send_message(1, f"number-{n}-") for n in range(400)))
    for n in range(400):
        assert sum(f"number-{n}-".encode() in request for request in server.requests) == 1
    assert len(server.requests) == 400
    assert server.most_open == len(server.lines) == 8


async def test_one_that_waits_too_long_for_its_turn_never_left() -> None:
    asked = asyncio.Event()

    async def think(line: Line) -> None:
        await line.take()
        asked.set()
        await line.until_gone()

    async with listening(think) as server, Transport(1, replace(PATIENT, pool=SOON)) as transport:
        first = asyncio.create_task(send(transport, server.address))
        await asked.wait()
        error = await send(transport, server.address)
        assert isinstance(error, TimedOut)
        assert isinstance(outcome_of(error), NotSent)
        assert len(server.requests) == 1
        await transport.shutdown()
        assert isinstance(outcome_of(await first), Uncertain)


async def test_those_who_wait_when_it_closes_never_left() -> None:
    asked = asyncio.Event()

    async def think(line: Line) -> None:
        await line.take()
        asked.set()
        await line.until_gone()

    async with listening(think) as server, Transport(1, PATIENT) as transport:
        sends = [asyncio.create_task(send(transport, server.address)) for _ in range(3)]
        await asked.wait()
        await transport.shutdown()
        outcomes = [outcome_of(await each) for each in sends]
    assert outcomes == [Uncertain(), NotSent(), NotSent()]
    assert len(server.requests) == 1


async def test_giving_up_frees_the_connection_and_the_turn() -> None:
    asked = asyncio.Queue[Line]()
    is_awake = False

    async def wake_up(line: Line) -> None:
        while await line.take():
            asked.put_nowait(line)
            await (line.answer() if is_awake else line.until_gone())

    async with listening(wake_up) as server, Transport(1, PATIENT) as transport:
        for _ in range(5):
            first, second = [asyncio.create_task(send(transport, server.address)) for _ in range(2)]
            await asked.get()
            for each in (second, first):
                each.cancel()
            await asyncio.gather(first, second, return_exceptions=True)
            assert first.cancelled()
            assert second.cancelled()
        is_awake = True
        assert await send(transport, server.address) is None
    assert (len(server.requests), server.most_open) == (6, 1)


async def test_a_connection_is_kept_and_used_again() -> None:
    async with listening(obey) as server, Transport(4, PATIENT) as transport:
        for _ in range(20):
            assert await send(transport, server.address) is None
    assert (len(server.lines), len(server.requests)) == (1, 20)


async def test_it_opens_and_closes_as_often_as_asked_and_leaves_nothing_open() -> None:
    transport = Transport(2, PATIENT)
    async with listening(obey) as server:
        for _ in range(3):
            await asyncio.gather(transport.initialize(), transport.initialize())
            assert await send(transport, server.address) is None
            await transport.shutdown()
            await transport.shutdown()
        assert len(server.lines) == 3
    assert transport.read_timeout == 10


async def test_a_proxy_carries_what_is_not_https_whole() -> None:
    async with listening(obey) as proxy, Transport(2, PATIENT, proxy=with_name(proxy)) as transport:
        assert await send(transport, "http://telegram.example") is None
    assert proxy.requests[0].startswith(b"POST http://telegram.example/bot")
    assert b"Proxy-Authorization: Basic bWU6cHc=\r\n" in proxy.requests[0]


def with_name(proxy: Server) -> str:
    return proxy.address.replace("http://", "http://me:pw@")


def test_the_environment_names_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert proxy_for("https://api.telegram.org") is None
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    assert proxy_for("https://api.telegram.org") == "http://proxy:3128"
    assert proxy_for("http://api.telegram.org") is None
    assert proxy_for("https://127.0.0.1:8081") is None
    monkeypatch.setenv("no_proxy", "api.telegram.org")
    assert proxy_for("https://api.telegram.org") is None
    monkeypatch.setenv("all_proxy", "socks5://user:secret@proxy:1080")
    with pytest.raises(SettingError, match="HTTP_PROXY") as refusal:
        proxy_for("http://other.example")
    assert "secret" not in str(refusal.value)
