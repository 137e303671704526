"""Serving: uvicorn inside a running event loop, without its signal handling."""

import asyncio
import errno
import signal
import socket
import sys
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import SystemClock
from bot.errors import SettingError
from bot.sandbox.api import ABORT
from bot.sandbox.app import create_app
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox

LOOPBACK = "127.0.0.1"
LAST_ANSWERS_SECONDS = 2


class _Server(uvicorn.Server):
    """uvicorn re-raises the signals it caught, so that nothing after serve() runs: ours catches none."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def abort(self, scope: MutableMapping[str, Any]) -> None:
        """Cut the connection a request came over."""
        for connection in list(self.server_state.connections):
            if getattr(connection, "client", None) == scope.get("client"):
                connection.transport.abort()


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
    listening = _listen(host, port)
    config = uvicorn.Config(
        _with_abort(app, lambda: server.abort),
        log_config=None,
        access_log=False,
        ws="none",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
    )
    server = _Server(config)
    running = asyncio.ensure_future(server.serve(sockets=[listening]))
    stopping = asyncio.ensure_future(stop.wait())
    ready = asyncio.ensure_future(server.ready.wait())
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if started is not None and ready.done():
            started(listening.getsockname()[1])
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        ready.cancel()
        _hang_up(app)
        server.should_exit = True
        await running


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


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
    except (OSError, OverflowError):
        raise SettingError(
            f"HOST={host} PORT={port} is not an address of this machine: mend HOST or PORT."
        ) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        listening.close()
        raise SettingError(_why_not(error, host, port)) from None
    listening.set_inheritable(False)
    return listening


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT {port} is already in use on {host}: stop the other program or set PORT to a free one."
    if error.errno == errno.EACCES:
        return f"PORT {port} may not be opened by this user: set PORT to one above 1023."
    return f"HOST {host} is not an address of this machine: set HOST to 127.0.0.1."


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
