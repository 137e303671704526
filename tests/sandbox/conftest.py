"""A sandbox with clocks that stand still, and a client that talks to it in process."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from bot.clock import ManualClock
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app, serve

os.environ.setdefault("PTB_TIMEDELTA", "1")

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class RealTime:
    """Real time for tests: seconds that pass when told, and a sleep that writes down how long it was."""

    def __init__(self) -> None:
        self.value = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.value

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.value += seconds
        await asyncio.sleep(0)


class Bot:
    """Calls methods of the sandbox as a bot would, over ASGI, and keeps what was answered."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def answer(self, method: str, **params: object) -> httpx.Response:
        return await self.client.post(f"/bot{SANDBOX_TOKEN}/{method}", json=params)

    async def call(self, method: str, **params: object):
        answer = (await self.answer(method, **params)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: object) -> tuple[int, str]:
        """(error code, description) of a call that must fail; the HTTP status must say the same."""
        answer = await self.answer(method, **params)
        body = answer.json()
        assert not body["ok"]
        assert answer.status_code == body["error_code"]
        return body["error_code"], body["description"]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def real_time() -> RealTime:
    return RealTime()


@pytest.fixture
def sandbox(clock: ManualClock, real_time: RealTime) -> Sandbox:
    return Sandbox(clock, seconds=real_time, sleep=real_time.sleep)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app(sandbox))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


@pytest.fixture
def bot(client: httpx.AsyncClient) -> Bot:
    return Bot(client)


@pytest.fixture
def ada(sandbox: Sandbox) -> int:
    """A person who has started the bot; the update is confirmed."""
    sandbox.say(7, "/start", first_name="Ada")
    sandbox.updates.drop_all()
    return 7


@asynccontextmanager
async def served(sandbox: Sandbox) -> AsyncIterator[str]:
    """The sandbox behind a real socket; gives its address."""
    stop = asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    running = asyncio.create_task(
        serve(create_app(sandbox), "127.0.0.1", 0, stop=stop, started=port.set_result)
    )
    try:
        yield f"http://127.0.0.1:{await port}"
    finally:
        stop.set()
        await running


@pytest.fixture
def serving() -> Callable[[Sandbox], object]:
    return served


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], Awaitable[None]]:
    """Waits until something holds that announces itself to nobody; fails after two seconds."""

    async def wait(holds: Callable[[], object]) -> None:
        async with asyncio.timeout(2):
            while not holds():  # noqa: ASYNC110
                await asyncio.sleep(0.002)

    return wait


def inline(*rows: list[str]) -> dict[str, object]:
    """An inline keyboard whose buttons carry their label, in lower case, as data."""
    return {"inline_keyboard": [[{"text": t, "callback_data": t.lower()} for t in row] for row in rows]}


@pytest.fixture
def keyboard() -> Callable[..., dict[str, object]]:
    return inline
