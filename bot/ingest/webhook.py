"""Telegram calls us: an update is written to the inbox, and only then is the call answered."""

import asyncio
import hmac
import logging
from collections.abc import Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ingest.together import Together
from bot.ingest.updates import number_in, parse_update, sender_of
from bot.logs import where
from bot.store import Store, StoreUnavailable, inbox

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MOST_BYTES = 1 << 20  # an update has some thousand
READ_WITHIN = 20.0  # seconds
_TRY_AGAIN = {"Retry-After": "2"}  # seconds; without it Telegram waits ever longer


class Webhook:
    """The route Telegram calls. `arrived` is called after each commit.

    200: it is ours now, or nobody could ever handle it: anything else would have Telegram repeat it for a day,
    with everything that person says next behind it. 503: not written, try again. 401: the caller is not Telegram.
    """

    def __init__(self, store: Store, bot_id: int, secret: str, arrived: Callable[[], None]) -> None:
        self._store, self._bot_id, self._arrived = store, bot_id, arrived
        self._secret = secret.encode()
        self._together = Together(self._write_down)
        self._refused_before = self._trouble = False

    def __repr__(self) -> str:
        return "<Webhook>"

    def route(self, path: str) -> Route:
        return Route(path, self._receive, methods=["POST"])

    async def _receive(self, request: Request) -> Response:
        if not self._knows_the_secret(request):
            return Response(status_code=401)
        try:
            async with asyncio.timeout(READ_WITHIN):
                body = await _read(request)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        try:
            await self._take_in(body)
        except Exception as error:  # whatever it is, it is not written
            self._say_once(error)
            return Response(status_code=503, headers=_TRY_AGAIN)
        self._trouble = False
        self._arrived()
        return Response()

    def _knows_the_secret(self, request: Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if hmac.compare_digest(given, self._secret):
            return True
        if not self._refused_before:
            log.warning(
                "The webhook was called without the right WEBHOOK_SECRET, and refused. Said once only."
            )
            self._refused_before = True
        return False

    async def _take_in(self, body: bytes) -> None:
        update = parse_update(body) if len(body) <= MOST_BYTES else None
        if update is None:
            await self._set_aside(number_in(body))
            return
        try:
            await self._together.add((sender_of(update), update))
        except RecursionError:  # what could be read and cannot be written: nested without end
            await self._set_aside(update["update_id"])

    async def _write_down(self, updates: list[tuple[int, dict[str, Any]]]) -> None:
        async with self._store.transaction() as tx:
            await inbox.take_in(tx, self._bot_id, updates)

    async def _set_aside(self, number: int | None) -> None:
        if number is None:
            log.error("a call of the webhook held no update, and was dropped")
            return
        log.error("update %d is set aside: it cannot be read", number)
        async with self._store.transaction() as tx:
            await inbox.take_in_dead(tx, self._bot_id, number)

    def _say_once(self, error: Exception) -> None:
        if isinstance(error, StoreUnavailable):
            if not self._trouble:
                log.warning("The database cannot be written; updates wait at Telegram until it can.")
            self._trouble = True
        else:
            log.error("an update could not be written down: %s", where(error))


async def _read(request: Request) -> bytes:
    """The body, of one that is too large only its beginning: the rest is let go by, or our answer would not arrive."""
    body = bytearray()
    async for chunk in request.stream():
        if len(body) <= MOST_BYTES:
            body += chunk[: MOST_BYTES + 1 - len(body)]
    return bytes(body)
