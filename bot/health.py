"""Is this process alive, and is it of use? Two addresses for whoever runs it; no answer says anything of a person."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.clock import real_seconds
from bot.pulse import OK, Pulse
from bot.store import Store, StoreUnavailable, inbox, schema

WAITS_TOO_LONG = 120.0  # seconds an update may wait that somebody could have taken
LOOK_WITHIN = 6.0  # seconds
LOOK_EVERY = 1.0  # seconds: the addresses are open to anybody, the database is not


class Health:
    """What /healthz and /readyz answer for one process."""

    def __init__(self, store: Store, parts: dict[str, Pulse]) -> None:
        """`parts` are the parts this process is made of, by the names the answer gives them."""
        self._store, self._parts = store, parts
        self._looking = asyncio.Lock()
        self._database: dict[str, Any] = {}
        self._looked_at = float("-inf")

    def routes(self) -> list[BaseRoute]:
        return [Route("/healthz", self._is_alive), Route("/readyz", self._is_ready)]

    async def readiness(self) -> dict[str, Any]:
        """`ready`, and for each part what it comes from."""
        found = {**await self._look_at_database(), **{name: part.state for name, part in self._parts.items()}}
        waits = found.pop("inbox_waits", 0.0)
        ready = all(state == OK for state in found.values()) and waits <= WAITS_TOO_LONG
        return {"ready": ready, **found, "inbox_waits": round(waits, 1)}

    async def _is_alive(self, _request: Request) -> JSONResponse:
        """The loop turns. The database does not come into it: a restart would not mend that."""
        return JSONResponse({"alive": True})

    async def _is_ready(self, _request: Request) -> JSONResponse:
        found = await self.readiness()
        return JSONResponse(found, 200 if found["ready"] else 503, {"Cache-Control": "no-store"})

    async def _look_at_database(self) -> dict[str, Any]:
        async with self._looking:
            if abs(real_seconds() - self._looked_at) >= LOOK_EVERY:
                self._database = await self._ask_database()
                self._looked_at = real_seconds()
        return self._database

    async def _ask_database(self) -> dict[str, Any]:
        try:
            async with asyncio.timeout(LOOK_WITHIN), self._store.reading() as tx:
                if not await schema.is_at_head(tx):
                    return {"database": "not migrated"}
                return {"database": OK, "inbox_waits": await inbox.longest_wait(tx)}
        except (StoreUnavailable, TimeoutError):
            return {"database": "away"}
