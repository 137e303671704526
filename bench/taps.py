"""Taps through the whole application: webhook, inbox, dispatch, handler, store, and the answer over HTTP.

`serve` is the program; `press` is Telegram and everybody who taps, in another process. Each person taps "Check my back",
waits until the tap is answered, and taps again.
"""

import asyncio
import json
import time
from typing import Any

import aiohttp
from aiohttp import web

import content
from bench import standing
from bench.gauge import percentile
from bench.noop import BODY, TOKEN
from bench.task import Task
from bot.callback_data import StartCheck, encode
from bot.clock import SystemClock
from bot.ingest.webhook import SECRET_HEADER
from bot.lifetime import listen_for_signals
from bot.program import Parts, Program
from bot.settings import load_settings
from bot.store import schema
from bot.wiring import Pace, build_bot

PATH = "/telegram"
SECRET = "s3cret"  # noqa: S105 - of a measurement
PEOPLE = 64
WARM_UP = 5  # taps of each person that do not count
_US = {"id": 123456789, "is_bot": True, "first_name": "Easeback", "username": "easeback_bot"}
_HOOK = {
    "url": f"https://bench.example.org{PATH}",
    "has_custom_certificate": False,
    "pending_update_count": 0,
}
_RESULTS: dict[str, Any] = {"getme": _US, "getwebhookinfo": _HOOK, "sendmessage": json.loads(BODY)["result"]}
_RESULTS["editmessagetext"] = _RESULTS["sendmessage"]


async def serve(task: Task) -> dict[str, float]:
    """The program until SIGTERM; `more`: `address` of the Bot API, `port` of the webhook."""
    stop, store = asyncio.Event(), standing.opened(task.url)
    listen_for_signals(stop)
    await schema.migrate(store)
    settings = load_settings(
        _env_file=None,
        telegram_bot_token=TOKEN,
        database_url=task.url,
        webhook_url=_HOOK["url"],
        webhook_secret=SECRET,
        port=int(task.more["port"]),
    )
    bot = build_bot(TOKEN, str(task.more["address"]))
    await Program(Parts(settings, content.load(), store, SystemClock(), Pace()), bot).run(stop, lambda: None)
    await store.close()
    return {"cpu_s": time.process_time()}


async def press(task: Task) -> dict[str, float]:
    """`size` taps. `more`: `api_port` to be the Bot API on, `port` of the webhook."""
    crowd = Crowd(f"http://127.0.0.1:{task.more['port']}{PATH}")
    runner = web.AppRunner(crowd.telegram())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(task.more["api_port"])).start()
    async with aiohttp.ClientSession(headers={SECRET_HEADER: SECRET}) as session:
        await crowd.wait_for_webhook(session)
        await crowd.tap(session, WARM_UP)
        crowd.waits.clear()
        begun = time.perf_counter()
        await crowd.tap(session, task.size // PEOPLE)
        took = time.perf_counter() - begun
    await runner.cleanup()
    waits = crowd.waits
    return {
        "taps_per_s": len(waits) / took,
        "p50_ms": percentile(waits, 0.5) * 1000,
        "p99_ms": percentile(waits, 0.99) * 1000,
    }


class Crowd:
    """Everybody who taps, and the Telegram between them and the program."""

    def __init__(self, webhook: str) -> None:
        self.waits: list[float] = []  # seconds from tap to answer
        self._webhook = webhook
        self._answered: dict[str, asyncio.Event] = {}
        self._number = 0

    def telegram(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/bot{token}/{method}", self._answer)
        return application

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"].lower()
        said = await request.post()
        if method == "answercallbackquery" and (event := self._answered.get(str(said["callback_query_id"]))):
            event.set()
        return web.json_response({"ok": True, "result": _RESULTS.get(method, True)})

    async def wait_for_webhook(self, session: aiohttp.ClientSession) -> None:
        while True:
            try:
                async with session.get(self._webhook):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.05)

    async def tap(self, session: aiohttp.ClientSession, times: int) -> None:
        await asyncio.gather(*(self._taps_of(session, who, times) for who in range(1, PEOPLE + 1)))

    async def _taps_of(self, session: aiohttp.ClientSession, who: int, times: int) -> None:
        for _ in range(times):
            self._number += 1
            query = str(self._number)
            self._answered[query] = answered = asyncio.Event()
            begun = time.perf_counter()
            async with session.post(self._webhook, json=_update(self._number, query, who)) as response:
                assert response.status == 200, response.status
            await answered.wait()
            self.waits.append(time.perf_counter() - begun)
            del self._answered[query]


def _update(number: int, query: str, who: int) -> dict[str, Any]:
    chat = {"id": who, "type": "private", "first_name": "P"}
    message = {"message_id": 5, "date": 1, "chat": chat, "from": _US, "text": "x"}
    tapper = {"id": who, "is_bot": False, "first_name": "P", "language_code": "en"}
    tapped = {"id": query, "from": tapper, "message": message, "chat_instance": "1"}
    return {"update_id": number, "callback_query": tapped | {"data": encode(StartCheck())}}
