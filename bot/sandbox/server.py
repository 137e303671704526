"""Serving the sandbox over HTTP, with the means to cut a connection."""

import asyncio
import signal
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import SystemClock
from bot.sandbox.api import ABORT
from bot.sandbox.app import create_app
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox
from bot.serving import Server, listen, serve_on

LOOPBACK = "127.0.0.1"
LAST_ANSWERS_SECONDS = 2


async def serve(
    app: ASGIApp,
    host: str = LOOPBACK,
    port: int = 8080,
    *,
    stop: asyncio.Event,
    started: Callable[[int], None] | None = None,
) -> None:
    """Serve `app` until `stop` is set. `started` is told the port, which 0 leaves to the system.

    Raises SettingError, naming HOST or PORT, when the address cannot be had. Open long polls and page
    streams of a sandbox app are ended, so that stopping takes a moment only.
    """
    listening = listen(host, port)
    server = Server(_with_abort(app, lambda: server.abort), LAST_ANSWERS_SECONDS)
    await serve_on(listening, server, stop=stop, started=started, ending=lambda: _hang_up(app))


async def run_alone(host: str, port: int, token: str | None, journal: Path | None) -> None:
    """The sandbox as a program of its own, until SIGINT or SIGTERM; says where it is and which token to use."""
    sandbox = Sandbox(SystemClock(), token=token, journal=journal)
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)

    def announce(chosen: int) -> None:
        address = f"http://{f'[{host}]' if ':' in host else host}:{chosen}"
        sys.stdout.write(
            f"The sandbox is at {address} (demo: nothing leaves this computer).\n"
            f"Point a bot at it with TELEGRAM_API_URL={address} "
            + ("and the token it was given.\n" if token else f"TELEGRAM_BOT_TOKEN={SANDBOX_TOKEN}\n")
        )
        sys.stdout.flush()

    try:
        await serve(create_app(sandbox), host, port, stop=stop, started=announce)
    finally:
        sandbox.close()


def _with_abort(app: ASGIApp, abort: Callable[[], Callable[[MutableMapping[str, Any]], None]]) -> ASGIApp:
    """Lends the sandbox, wherever it is mounted, the means to cut a connection."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        scope[ABORT] = abort()
        await app(scope, receive, send)

    return wrapped


def _hang_up(app: ASGIApp) -> None:
    hang_up = getattr(getattr(app, "state", None), "hang_up", None)
    if hang_up is not None:
        hang_up()
