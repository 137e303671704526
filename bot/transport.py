"""Requests to Telegram on aiohttp: a bounded pool, a time-out for each step, and no doubt about what can have left.

Addresses carry the token and aiohttp's errors carry addresses, so none of them gets out: what failed is told by
two errors of our own, which are the `__cause__` of the library's and hold nothing but the name of the fault.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi
from aiohttp import (
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    NonHttpUrlClientError,
    TCPConnector,
)
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.errors import SettingError
from bot.upload import FORM, Body, multipart

if TYPE_CHECKING:
    from aiohttp.client import ClientRequest
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

Seconds = float | None
_ASK = BaseRequest.DEFAULT_NONE  # what the library passes where the transport's own time-out is wanted
_IDLE_SECONDS = 15.0  # shorter than servers keep a connection: one they close as we write is a send in doubt
_NEVER_TRIED = (InvalidURL, NonHttpUrlClientError)
_HERE = {"localhost", "127.0.0.1", "::1"}


class NeverLeftError(Exception):
    """The request did not leave this machine, not even in part: to send it again cannot double it."""

    def __init__(self, fault: str, *, was_time: bool = False) -> None:
        super().__init__(f"never left this machine: {fault}")
        self.was_time = was_time


class UnansweredError(Exception):
    """The request may have left, whole or in part, and no answer of the Bot API came back."""

    def __init__(self, fault: str, *, was_time: bool = False) -> None:
        super().__init__(f"may have left this machine: {fault}")
        self.was_time = was_time


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds, None for no end. `pool` is for a free connection, `connect` for name, socket and TLS together,
    `write` and `read` for each time that nothing moves; `media_write` is `write` where a file goes along."""

    connect: Seconds = 5.0
    read: Seconds = 5.0
    write: Seconds = 5.0
    pool: Seconds = 1.0
    media_write: Seconds = 20.0


class Transport(BaseRequest):
    """python-telegram-bot's way out, with at most `connections` open at a time; `proxy` is an http(s) address.

    Whatever fails is a NetworkError (TimedOut where time ran out) caused by NeverLeftError or UnansweredError.
    No redirect is followed and no POST repeated: it goes out once or not at all.
    """

    def __init__(
        self, connections: int, timeouts: Timeouts | None = None, *, proxy: str | None = None
    ) -> None:
        self._connections, self._timeouts, self._proxy = connections, timeouts or Timeouts(), proxy
        self._session: ClientSession | None = None
        self._free = asyncio.Semaphore(connections)

    @property
    def read_timeout(self) -> Seconds:
        return self._timeouts.read

    async def initialize(self) -> None:
        """Get ready; a second time changes nothing, and after `shutdown` it begins anew."""
        trusted = await asyncio.to_thread(_trusted)  # reads hundreds of certificates
        if self._session is not None:
            return
        self._free = asyncio.Semaphore(self._connections)
        self._session = ClientSession(
            connector=_Connector(limit=self._connections, keepalive_timeout=_IDLE_SECONDS, ssl=trusted),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            timeout=ClientTimeout(total=None),
        )

    async def shutdown(self) -> None:
        """Close every connection; what is on its way ends as unanswered, what waits for its turn never leaves."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _ASK,
        write_timeout: Any = _ASK,
        connect_timeout: Any = _ASK,
        pool_timeout: Any = _ASK,
    ) -> tuple[int, bytes]:
        """One request, once: (HTTP status, body). Raises NetworkError, and TimedOut, which is one."""
        mine = self._timeouts
        within = ClientTimeout(
            total=None,
            connect=_chosen(connect_timeout, mine.connect),
            sock_read=_chosen(read_timeout, mine.read),
        )
        body = None
        try:
            body = await self._body(request_data, write_timeout)
            async with self._turn(_chosen(pool_timeout, mine.pool)) as session:
                status, answer = await self._ask(session, method, url, body, within)
        except Exception as error:
            failure = _failure(error, body)
        else:
            if not 200 <= status <= 299:
                self.parse_json_payload(answer)  # a proxy's 403 says nothing of the person
            return status, answer
        raise failure  # out here, so that the address in aiohttp's error is not its context either

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What the Bot API answered. Raises NetworkError when this is not an answer of its: all is open then."""
        try:
            answer = json.loads(payload.decode(errors="replace"))
        except ValueError:
            answer = None
        if isinstance(answer, dict) and ("result" in answer or answer.get("ok") is False):
            return answer
        raise NetworkError("not an answer of the Bot API") from UnansweredError("garbled answer")

    async def _body(self, data: RequestData | None, write_timeout: Any) -> Body | None:
        """Made before a connection is taken, so that none waits for a file."""
        if data is None:
            return None
        if not data.contains_files:
            form = data.url_encoded_parameters().encode()
            return Body(form, FORM, _chosen(write_timeout, self._timeouts.write))
        try:
            content, kind = await multipart(data.json_parameters, data.multipart_data)
        except OSError as error:
            raise _never_left(error) from None
        return Body(content, kind, _chosen(write_timeout, self._timeouts.media_write))

    @asynccontextmanager
    async def _turn(self, wait: Seconds) -> AsyncIterator[ClientSession]:
        """One of the connections, first come first served. Raises NeverLeftError."""
        free = self._free
        try:
            async with asyncio.timeout(wait):
                await free.acquire()
        except TimeoutError:
            raise NeverLeftError("every connection is taken", was_time=True) from None
        try:
            if self._session is None:
                raise NeverLeftError("the transport is not open")
            yield self._session
        finally:
            free.release()

    async def _ask(
        self, session: ClientSession, method: str, url: str, body: Body | None, within: ClientTimeout
    ) -> tuple[int, bytes]:
        async with session.request(
            method, url, data=body, timeout=within, allow_redirects=False, proxy=self._proxy
        ) as answer:
            return answer.status, await answer.read()


class _Connector(TCPConnector):
    """The line between what never left and what may have: nothing of a request is written before this is done."""

    async def connect(
        self,
        req: "ClientRequest",
        traces: "list[Trace]",
        timeout: ClientTimeout,  # noqa: ASYNC109 - aiohttp's signature
    ) -> "Connection":
        try:
            return await super().connect(req, traces, timeout)
        except Exception as error:
            failure = _never_left(error)
        raise failure


def proxy_for(url: str) -> str | None:
    """The proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY ask for; this machine is never behind one.

    Raises SettingError when it is of a kind that cannot be used.
    """
    address = urlsplit(url)
    if address.hostname in _HERE or proxy_bypass(address.netloc):
        return None
    known = getproxies()
    proxy = known.get(address.scheme) or known.get("all")
    if proxy is not None and not proxy.startswith(("http://", "https://")):
        raise SettingError(f"{address.scheme.upper()}_PROXY: only proxies with http:// can be used")
    return proxy


def _failure(error: Exception, body: Body | None) -> NetworkError:
    """What the library is told, with nothing of the error itself but its kind."""
    cause: NeverLeftError | UnansweredError
    if isinstance(error, NeverLeftError):
        cause = error
    elif isinstance(error, _NEVER_TRIED) or (body is not None and not body.begun):
        cause = _never_left(error)
    else:
        cause = UnansweredError(type(error).__name__, was_time=isinstance(error, TimeoutError))
    failure = (TimedOut if cause.was_time else NetworkError)(str(cause))
    failure.__cause__ = cause
    return failure


def _never_left(error: Exception) -> NeverLeftError:
    return NeverLeftError(type(error).__name__, was_time=isinstance(error, TimeoutError))


def _chosen(asked: Any, mine: Seconds) -> Seconds:
    return mine if asked is _ASK else asked


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's authorities and certifi's: some Pythons come with none of their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
