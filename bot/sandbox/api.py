"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.calls import Call
from bot.sandbox.errors import BotApiError
from bot.sandbox.faults import Fault
from bot.sandbox.methods.receiving import Described
from bot.sandbox.params import Params, read_params
from bot.sandbox.sandbox import WELL_FORMED, Sandbox

LONGEST_SILENCE_SECONDS = 300.0
ABORT = "easeback.abort"
Abort = Callable[[MutableMapping[str, Any]], None]
NOT_FOUND = BotApiError(404, "Not Found")
UNAUTHORIZED = BotApiError(401, "Unauthorized")


class _NoAnswerError(Exception):
    """The caller gets none. `dropped`: the connection closes at once; else it hangs until they give up."""

    def __init__(self, *, dropped: bool) -> None:
        self.dropped = dropped
        super().__init__()


async def answer_call(request: Request) -> Response:
    """One Bot API call. The HTTP status is the error code."""
    box: Sandbox = request.app.state.sandbox
    try:
        _check_token(box, request.path_params["token"])
        params = await read_params(request)
    except BotApiError as error:
        return _refusal(error)
    chat_id = params.integer("chat_id") or None
    call = box.call_log.begin(request.path_params["method"], chat_id, params.record())
    try:
        result = await _carry_out(request, box, call, params)
    except BotApiError as error:
        box.call_log.end(call, error.code, error.description)
        return _refusal(error)
    except _NoAnswerError as silence:
        box.call_log.end(call, 0)
        return await _stay_silent(request, silence)
    box.call_log.end(call, 200)
    return _success(result)


async def serve_file(request: Request) -> Response:
    """The bytes of a file the bot has uploaded."""
    box: Sandbox = request.app.state.sandbox
    try:
        _check_token(box, request.path_params["token"])
    except BotApiError as error:
        return _refusal(error)
    file = box.files.at(request.path_params["path"])
    return Response(file.data, media_type="application/octet-stream") if file else _refusal(NOT_FOUND)


ROUTES: list[BaseRoute] = [
    Route("/bot{token}/{method}", answer_call, methods=["GET", "POST"]),
    Route("/file/bot{token}/{path:path}", serve_file, methods=["GET"]),
]


def _check_token(box: Sandbox, token: str) -> None:
    if not WELL_FORMED.fullmatch(token):
        raise NOT_FOUND
    if not box.accepts(token):
        raise UNAUTHORIZED


async def _carry_out(request: Request, box: Sandbox, call: Call, params: Params) -> object:
    method = call.method
    fault = box.faults.take(method, call.chat_id)
    if fault is not None:
        _fail_before(fault)
    if method.lower() == "getupdates" and params.number("timeout") > 0:
        result = await _while_connected(request, box.call(method, params))
    else:
        result = await box.call(method, params)
    call.was_done = True
    if fault is not None:
        await _fail_after(box, fault)
    return result


def _fail_before(fault: Fault) -> None:
    if fault.kind == "answer":
        raise fault.error()
    if fault.kind in {"drop", "timeout_before"}:
        raise _NoAnswerError(dropped=fault.kind == "drop")


async def _fail_after(box: Sandbox, fault: Fault) -> None:
    if fault.kind == "answer_after_delivery":
        raise fault.error()
    if fault.kind in {"drop_after_delivery", "timeout_after_delivery"}:
        raise _NoAnswerError(dropped=fault.kind == "drop_after_delivery")
    await box.sleep(fault.seconds)


async def _while_connected(request: Request, work: Awaitable[object]) -> object:
    """The result of `work`, given up when the caller has gone: a dead poll must not linger."""
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_until_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else []
    finally:
        working.cancel()
        leaving.cancel()


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _stay_silent(request: Request, silence: _NoAnswerError) -> Response:
    """Over a socket: cut it, or wait until the caller hangs up. In process: raise what httpx would."""
    abort: Abort | None = request.scope.get(ABORT)
    if abort is None:
        if silence.dropped:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        raise httpx.ReadTimeout("The sandbox was asked not to answer.")
    if silence.dropped:
        abort(request.scope)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LONGEST_SILENCE_SECONDS):
            await _until_gone(request)
    return Response()


def _success(result: object) -> Response:
    if isinstance(result, Described):
        return JSONResponse({"ok": True, "result": result.result, "description": result.description})
    return JSONResponse({"ok": True, "result": result})


def _refusal(error: BotApiError) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        headers["Retry-After"] = str(error.parameters.get("retry_after", 0))
    return JSONResponse(body, error.code, headers)
