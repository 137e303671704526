"""The sandbox as an ASGI application: Bot API, person's controls and, unless told not to, the chat page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox import api, sim
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.timeline import Timeline

PAGE = Path(__file__).parent / "page"
PAGE_FILES = {
    "/": "index.html",
    **{f"/{name}": name for name in ("style.css", "icon.svg")},
    **{f"/{path.name}": path.name for path in PAGE.glob("*.js")},
}
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self)",
    "Cache-Control": "no-cache",
}


def create_app(sandbox: Sandbox, timeline: Timeline | None = None, *, page: bool = True) -> Starlette:
    """The application for one sandbox. It also works without its lifespan, as in-process clients use it.

    `timeline` lets "skip ahead" step the product that runs in the same process.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        sandbox.pick_up()
        yield
        sandbox.hang_up()
        await sandbox.webhook.finish()

    pages = [_page_route(path, name) for path, name in PAGE_FILES.items()] if page else []
    app = Starlette(routes=[*api.ROUTES, *sim.ROUTES, *pages], lifespan=lifespan)
    app.state.sandbox = sandbox
    app.state.timeline = timeline
    app.state.hang_up = sandbox.hang_up
    return app


def _page_route(path: str, name: str) -> BaseRoute:
    async def endpoint(_request: Request) -> Response:
        return FileResponse(PAGE / name, headers=PAGE_HEADERS)

    return Route(path, endpoint, methods=["GET"])
