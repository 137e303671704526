"""`python -m bot` with a webhook, as a process of its own: killed, stopped, and refused by what it finds."""

import asyncio
import base64
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.clock import SystemClock
from bot.ingest.webhook import SECRET_HEADER
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app, serve
from bot.sandbox.params import Params
from tests.chaos.database import column
from tests.chaos.steps import ALICE, until
from tests.replicas import SECRET, free_port
from tests.world import KEY

ROOT = Path(__file__).parents[2]
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class House:
    """Telegram, a database file, and processes with the settings of one bot."""

    sandbox: Sandbox
    file: Path
    port: int
    settings: dict[str, str]

    @asynccontextmanager
    async def process(self, *module: str, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
        environment = {**os.environ, **self.settings, **more, "PYTHONPATH": str(ROOT)}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *module,
            cwd=self.file.parent,
            env=environment,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()

    async def is_ready(self, port: int | None = None) -> None:
        """Wait until a process says so."""
        async with asyncio.timeout(30), httpx.AsyncClient() as client:
            while True:
                with suppress(httpx.HTTPError):
                    answer = await client.get(f"http://127.0.0.1:{port or self.port}/readyz")
                    if answer.status_code == 200:
                        return
                await asyncio.sleep(0.05)

    def states(self) -> list[str]:
        return column(self.file, "SELECT state FROM inbox ORDER BY update_id")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    sandbox, stop, port = Sandbox(SystemClock(), token=SANDBOX_TOKEN), asyncio.Event(), free_port()
    address: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    app = create_app(sandbox, page=False)
    serving = asyncio.create_task(serve(app, port=0, stop=stop, started=address.set_result))
    settings = {
        "TELEGRAM_API_URL": f"http://127.0.0.1:{await address}",
        "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'easeback.db'}",
        "DATA_KEY": base64.b64encode(KEY).decode(),
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "PORT": str(port),
    }
    try:
        yield House(sandbox, tmp_path / "easeback.db", port, settings)
    finally:
        stop.set()
        await serving


async def _ends_well(process: asyncio.subprocess.Process, within: float = 10) -> None:
    async with asyncio.timeout(within):
        _, written = await process.communicate()
    assert process.returncode == 0, written.decode()
    assert " ERROR " not in written.decode()
    assert "Traceback" not in written.decode()


async def test_an_update_whose_process_is_killed_between_commit_and_answer_is_handled_once(
    house: House,
) -> None:
    async with house.process("tests.victim") as victim:
        await house.is_ready()
        house.sandbox.say(ALICE, "/help")
        assert await victim.wait() == -signal.SIGKILL
    assert house.states() == ["waiting"]
    assert len(house.sandbox.updates.pending) == 1  # Telegram has not heard that it was taken
    async with house.process("bot") as process:
        await until(lambda: not house.sandbox.updates.pending and house.states() == ["done"], 30)
        process.send_signal(signal.SIGTERM)
        await _ends_well(process)
    assert len([each for each in house.sandbox.messages(ALICE) if each.outgoing]) == 1


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_in_the_middle_of_a_request_it_takes_that_one_and_no_other(
    house: House, how: signal.Signals
) -> None:
    async with house.process("bot") as process:
        await house.is_ready()
        (answer, body), rest = await _half_a_call(house)
        process.send_signal(how)
        await _no_longer_listens(house.port)
        body.write(rest)
        assert (await answer.readline()).startswith(b"HTTP/1.1 200 ")
        body.close()
        await _ends_well(process)
    assert house.states() == ["waiting"]  # committed; whoever starts next handles it


async def test_a_caller_that_stops_talking_does_not_keep_it_from_ending(house: House) -> None:
    async with house.process("bot") as process:
        await house.is_ready()
        (_, body), _ = await _half_a_call(house)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
        body.close()
    assert house.states() == []


async def test_polling_does_not_start_beside_a_webhook_until_it_is_ended_on_purpose(house: House) -> None:
    await house.sandbox.call("setWebhook", Params({"url": "https://bot.example.org/x"}))
    house.sandbox.say(ALICE, "/help")
    async with house.process("bot", WEBHOOK_URL="") as process:
        _, written = await process.communicate()
        assert process.returncode == 1
        assert (
            "WEBHOOK_URL: Telegram sends this bot's updates to a webhook at bot.example.org"
            in written.decode()
        )
    house.sandbox.next_webhook_change = 0.0
    async with house.process("bot", "unhook") as process:
        assert await process.wait() == 0
    health = str(free_port())
    async with house.process("bot", WEBHOOK_URL="", HEALTH_PORT=health) as process:
        await until(lambda: len(house.sandbox.messages(ALICE)) == 2, 30)
        await house.is_ready(int(health))
        process.send_signal(signal.SIGTERM)
        await _ends_well(process)
    assert house.states() == ["done"]


async def test_a_worker_alone_says_that_it_is_ready_and_ends_when_told(house: House) -> None:
    health = str(free_port())
    async with house.process("jobs", HEALTH_PORT=health) as process:
        await house.is_ready(int(health))
        process.send_signal(signal.SIGINT)
        await _ends_well(process)


async def test_a_port_that_is_taken_is_named(house: House) -> None:
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", house.port):
        async with house.process("bot") as process:
            _, written = await process.communicate()
            assert process.returncode == 1
            assert f"PORT {house.port} is already in use" in written.decode()
        async with house.process("jobs", HEALTH_PORT=str(house.port)) as process:
            _, written = await process.communicate()
            assert process.returncode == 1
            assert f"HEALTH_PORT {house.port} is already in use" in written.decode()


async def _half_a_call(house: House) -> tuple[Line, bytes]:
    """A call of the webhook that has arrived to the middle of its body; and the rest of it."""
    sender = house.sandbox.meet(ALICE).wire()
    chat = {"id": ALICE, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": chat, "from": sender, "text": "/help"}
    body = json.dumps({"update_id": 7, "message": message}).encode()
    head = f"POST /telegram HTTP/1.1\r\nHost: bot\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {len(body)}\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
    writer.write(head.encode() + body[:20])
    await writer.drain()
    async with httpx.AsyncClient() as client:  # answered after what was sent before it was read
        await client.get(f"http://127.0.0.1:{house.port}/healthz")
    return (reader, writer), body[20:]


async def _no_longer_listens(port: int) -> None:
    async def is_open() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    await _until_not(is_open)


async def _until_not(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while await holds():  # noqa: ASYNC110 - a state of another process
            await asyncio.sleep(0.02)
