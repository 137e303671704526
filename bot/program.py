"""The whole program in one process: bot, worker and, without a token, the sandbox with its chat page."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.api import Bot
from bot.app import Desk
from bot.clock import SteppedClock, SystemClock
from bot.health import Health
from bot.ingest.dispatch import Dispatch
from bot.ingest.polling import Poller, wrong_token
from bot.ingest.registration import Registration
from bot.ingest.webhook import Webhook
from bot.lifetime import keep_what_was_loaded, let_finish, listen_for_signals, unless
from bot.logs import where
from bot.menu import set_menu
from bot.pulse import Pulse
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app, serve
from bot.serving import serve_routes
from bot.settings import Settings
from bot.store import Store, notes
from bot.wiring import Pace, build_bot, build_services, opened_store
from content import Content
from jobs.scheduler import Clockwork

log = logging.getLogger(__name__)

SANDBOX_JOURNAL = "sandbox.jsonl"
CLOCK_AHEAD = "seconds that the sandbox clock is ahead"
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Timeline:
    """Lends "skip ahead" to the sandbox: steps the product's clock and lets what has fallen due happen."""

    clock: SystemClock
    clockwork: Clockwork
    store: Store

    async def next_due(self) -> datetime | None:
        return await self.clockwork.next_due()

    async def skip_to(self, instant: datetime) -> None:
        self.clock.advance_to(instant)
        async with self.store.transaction() as tx:
            await notes.write(tx, CLOCK_AHEAD, str(self.clock.ahead.total_seconds()))
        await self.clockwork.pass_once()
        self.clockwork.wake()


async def run(settings: Settings, content: Content, say: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM. `say` tells the operator where to look. Raises SettingError."""
    stop = asyncio.Event()
    listen_for_signals(stop)
    asyncio.get_running_loop().set_exception_handler(_report)
    clock = SystemClock()
    async with opened_store(settings, clock) as store:
        if settings.in_sandbox:
            clock.ahead = await _ahead(store)
            await _run_in_sandbox(Parts(settings, content, store, clock, Pace.of(settings)), clock, stop, say)
            return
        assert settings.telegram_bot_token is not None
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        program = Program(Parts(settings, content, store, clock, Pace.of(settings)), bot)
        await program.run(
            stop, lambda: say(f"Easeback talks to Telegram as @{bot.username}. Stop it with Ctrl+C.")
        )


@dataclass(frozen=True)
class Parts:
    """What a program is made of, whichever Telegram it talks to."""

    settings: Settings
    content: Content
    store: Store
    clock: SteppedClock
    pace: Pace | None = None


class Program:
    """Everything between the inbox and the outbox, for one bot."""

    def __init__(self, parts: Parts, bot: Bot) -> None:
        self._parts, self._bot = parts, bot
        self._bell = asyncio.Event()
        self._services = services = build_services(
            parts.content, parts.clock, parts.store, bot, wake=self._bell.set, pace=parts.pace
        )
        self.clockwork = Clockwork(services, self._bell)
        self.desk = Desk(services, bot)
        self.dispatch = Dispatch(parts.store, self.desk.handle, self.desk.apologise)
        self.poller = Poller(bot, parts.store, self.dispatch.wake)
        self.registration = _registration(parts, bot)
        self.way_in = self.registration or self.poller
        self.health = Health(parts.store, {"ingest": self.way_in.pulse, **self._inline()})

    async def run(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Run until `stop` is set; `ready` is called once Telegram knows us. Raises SettingError."""
        keep_what_was_loaded()
        async with asyncio.TaskGroup() as group:
            for serving in self._doors(stop):
                group.create_task(serving)
            await self._live(stop, ready)

    def _inline(self) -> dict[str, Pulse]:
        return {"worker": self.clockwork.pulse} if self._parts.settings.worker == "inline" else {}

    def _doors(self, stop: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
        """What this process answers by HTTP: the webhook with its health, or its health alone, or nothing."""
        settings, routes = self._parts.settings, self.health.routes()
        if settings.webhook_url and settings.webhook_secret:
            bot_id, secret = (
                int(self._bot.token.partition(":")[0]),
                settings.webhook_secret.get_secret_value(),
            )
            webhook = Webhook(self._parts.store, bot_id, secret, self.dispatch.wake)
            routes.append(webhook.route(settings.webhook_path))
            return [serve_routes(routes, settings.host, settings.port, stop=stop)]
        if settings.health_port and not settings.in_sandbox:
            return [
                serve_routes(routes, settings.host, settings.health_port, stop=stop, setting="HEALTH_PORT")
            ]
        return []

    async def _live(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        async with self._connected(stop) as is_connected:
            if is_connected:
                ready()
                await set_menu(self._bot, self._parts.store, self._parts.content)
                await self._work(stop)

    async def _work(self, stop: asyncio.Event) -> None:
        """First nothing new comes in, then what was begun is finished."""
        async with asyncio.TaskGroup() as group:
            coming_in = group.create_task(self.way_in.run())
            begun = [group.create_task(self.dispatch.run(stop))]
            if self._parts.settings.worker == "inline":
                begun.append(group.create_task(self.clockwork.run(stop)))
            await stop.wait()
            coming_in.cancel()
            self.dispatch.wake()
            self._bell.set()
            await let_finish(begun)
        await self._services.delivery.close()

    async def _connect(self) -> None:
        await self.desk.application.initialize()
        if self.registration is None and not self._parts.settings.in_sandbox:
            await self.poller.refuse_a_webhook()

    @asynccontextmanager
    async def _connected(self, stop: asyncio.Event) -> AsyncIterator[bool]:
        """Telegram may be away when we start: that is waited out, and said once."""
        try:
            await self._reach_telegram(stop)
            yield not stop.is_set()
        finally:
            await self.desk.application.shutdown()
            await self._bot.shutdown()  # an application that never came up leaves its bot's connections open

    async def _reach_telegram(self, stop: asyncio.Event) -> None:
        pause = 0.5
        while not stop.is_set():
            try:
                await unless(stop, self._connect())
                break
            except InvalidToken:
                raise wrong_token() from None
            except TelegramError:
                if pause == 0.5:
                    log.warning("Telegram cannot be reached; trying again until it can.")
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
                pause = min(pause * 2, _LONGEST_PAUSE)


def _registration(parts: Parts, bot: Bot) -> Registration | None:
    """None without a webhook: then updates are asked for."""
    url, secret = parts.settings.webhook_url, parts.settings.webhook_secret
    if url is None or secret is None:
        return None
    return Registration(bot, parts.store, url, secret.get_secret_value())


async def _ahead(store: Store) -> timedelta:
    """A second start goes on where the first left off, the clock that was stepped included."""
    async with store.reading() as tx:
        return timedelta(seconds=float(await notes.read(tx, CLOCK_AHEAD) or 0))


async def _run_in_sandbox(
    parts: Parts, clock: SystemClock, stop: asyncio.Event, say: Callable[[str], None]
) -> None:
    """The sandbox is started first and stopped last, because the bot talks to it over real HTTP."""
    settings = parts.settings
    sandbox = Sandbox(parts.clock, token=SANDBOX_TOKEN, journal=_journal(settings))
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    timeline, page_stop = LateTimeline(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        page = create_app(sandbox, timeline)
        group.create_task(serve(page, settings.host, settings.port, stop=page_stop, started=port.set_result))
        address = f"http://{_reachable(settings.host)}:{await port}"
        program = Program(parts, build_bot(SANDBOX_TOKEN, address))
        timeline.inner = Timeline(clock, program.clockwork, parts.store)
        await program.run(
            stop, lambda: say(f"Easeback is at {address} – open it in a browser. Stop it with Ctrl+C.")
        )
        page_stop.set()
    sandbox.close()


def _journal(settings: Settings) -> Path:
    """Beside the database, because a chat without its database is of no use, nor the other way round."""
    file = settings.sqlite_file
    return (file.parent if file is not None else Path("data")) / SANDBOX_JOURNAL


class LateTimeline:
    """The timeline of a program that is built once the port of its sandbox is known."""

    inner: Timeline | None = None

    async def next_due(self) -> datetime | None:
        return None if self.inner is None else await self.inner.next_due()

    async def skip_to(self, instant: datetime) -> None:
        if self.inner is not None:
            await self.inner.skip_to(instant)


def _report(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """asyncio's own report carries the error's words, and those may be somebody's."""
    error = context.get("exception")
    log.error(
        "an error nobody waited for: %s", where(error) if isinstance(error, BaseException) else "unknown"
    )


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::", ""} else host  # noqa: S104 - compared, not bound
