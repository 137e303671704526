"""Serving HTTP: uvicorn inside a running event loop, without its signal handling."""

import asyncio
import errno
import socket
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.errors import SettingError

LAST_ANSWERS_WITHIN = 6  # seconds: what a busy database takes to say so, and a little more


class Server(uvicorn.Server):
    """uvicorn re-raises the signals it caught, so that nothing after serve() runs: ours catches none."""

    def __init__(self, app: ASGIApp, last_answers_within: int) -> None:
        """Told to stop, it accepts nothing new and gives what is under way `last_answers_within` seconds."""
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=last_answers_within,
        )
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


async def serve_routes(
    routes: Sequence[BaseRoute], host: str, port: int, *, stop: asyncio.Event, setting: str = "PORT"
) -> None:
    """Serve until `stop` is set, and let what is under way finish. Raises SettingError for an address not to be had."""
    listening = listen(host, port, setting)
    await serve_on(listening, Server(Starlette(routes=routes), LAST_ANSWERS_WITHIN), stop=stop)


async def serve_on(
    listening: socket.socket,
    server: Server,
    *,
    stop: asyncio.Event,
    started: Callable[[int], None] | None = None,
    ending: Callable[[], None] = lambda: None,
) -> None:
    """Serve until `stop` is set. `started` is told the port, which 0 leaves to the system.

    `ending` is called before the last answers are waited for: it lets go of whoever waits for something.
    """
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
        ending()
        server.should_exit = True
        await running


def listen(host: str, port: int, setting: str = "PORT") -> socket.socket:
    """A socket that listens there. Raises SettingError, naming HOST or `setting`, when it cannot be had."""
    try:
        family, kind, proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, proto)
    except (OSError, OverflowError):
        raise SettingError(
            f"HOST={host} {setting}={port} is not an address of this machine: mend HOST or {setting}."
        ) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        listening.close()
        raise SettingError(_why_not(error, host, port, setting)) from None
    listening.set_inheritable(False)
    return listening


def _why_not(error: OSError, host: str, port: int, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{setting} {port} is already in use on {host}: stop the other program or set {setting} to a free one."
    if error.errno == errno.EACCES:
        return f"{setting} {port} may not be opened by this user: set {setting} to one above 1023."
    return f"HOST {host} is not an address of this machine: set HOST to 127.0.0.1."
