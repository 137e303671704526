"""Several processes of one bot behind one address, as a proxy puts them: each with its own connection to the database.

They run in this process and are called over real HTTP.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
from telegram.request import HTTPXRequest

from bot.clock import ManualClock
from bot.program import Parts, Program
from bot.pulse import OK
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app
from bot.settings import load_settings
from bot.store import Store, schema
from bot.wiring import build_bot
from content import Content
from tests.chaos.steps import until
from tests.world import RING, World

URL, SECRET = "http://127.0.0.1:1/telegram", "s3cret"


class Proxy(httpx.AsyncBaseTransport):
    """Takes Telegram's calls to the processes behind it: to the first of `ports`, or to all of them at once."""

    def __init__(self) -> None:
        self.ports: list[int] = []
        self.to_all = False
        self._wire = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        ports = self.ports if self.to_all else self.ports[:1]
        answers = await asyncio.gather(*(self._pass_on(request, body, port) for port in ports))
        return answers[0]

    async def _pass_on(self, request: httpx.Request, body: bytes, port: int) -> httpx.Response:
        passed = httpx.Request(
            request.method, request.url.copy_with(port=port), headers=request.headers, content=body
        )
        answer = await self._wire.handle_async_request(passed)
        await answer.aread()
        await answer.aclose()
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    async def aclose(self) -> None:
        await self._wire.aclose()


@dataclass
class Replica:
    """One process; told to `stop`, it ends as on SIGTERM."""

    world: World
    port: int
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    running: asyncio.Task[None] | None = None

    async def end(self) -> None:
        self.stop.set()
        if self.running is not None:
            await self.running


@asynccontextmanager
async def opened_replicas(
    count: int, database: str, clock: ManualClock, known: Content, sandbox: Sandbox, proxy: Proxy
) -> AsyncIterator[list[Replica]]:
    """Replicas that have begun, and whose webhook is set. `proxy` must be the sandbox's transport."""
    replicas = [await _opened(database, clock, known, sandbox) for _ in range(count)]
    proxy.ports = [each.port for each in replicas]
    try:
        for each in replicas:
            ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            each.running = asyncio.create_task(
                each.world.program.run(each.stop, lambda ready=ready: ready.set_result(None))
            )
            await asyncio.wait({ready, each.running}, return_when=asyncio.FIRST_COMPLETED)
        await until(lambda: all(each.world.program.way_in.pulse.state == OK for each in replicas), 30)
        yield replicas
    finally:
        for each in replicas:
            await each.end()
            await each.world.store.close()
        sandbox.close()
        await sandbox.webhook.finish()


async def _opened(database: str, clock: ManualClock, known: Content, sandbox: Sandbox) -> Replica:
    store, port = Store(database, RING, clock), free_port()
    store.owner = (
        f"machine-{port}/{store.owner.partition('/')[2]}"  # or each would take the other for its earlier life
    )
    await schema.migrate(store)
    settings = load_settings(
        _env_file=None,
        telegram_bot_token=SANDBOX_TOKEN,
        telegram_api_url="http://sandbox",
        database_url=database,
        webhook_url=URL,
        webhook_secret=SECRET,
        port=port,
    )
    app = create_app(sandbox, page=False)
    bot = build_bot(
        SANDBOX_TOKEN,
        "http://sandbox",
        lambda: HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)}),
    )
    program = Program(Parts(settings, known, store, clock), bot)
    return Replica(World(sandbox, clock, store, program), port)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
