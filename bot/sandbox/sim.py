"""The person's side over HTTP, for the page, for scripts and for tests in another process.

POST takes JSON and answers JSON; what cannot be done is a 400 with {"error": "a plain sentence."}.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox.errors import NotPossibleError
from bot.sandbox.ledger import Json
from bot.sandbox.methods.profile import menu
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.timeline import move_clock, read_clock
from bot.sandbox.visitors import refuse_strangers
from bot.sandbox.world import Chat

MOST_MESSAGES_SHOWN = 500

Answer = Callable[[Request, Sandbox, Json], Awaitable[Json | Response]]


def _route(path: str, method: str, answer: Answer) -> BaseRoute:
    async def endpoint(request: Request) -> Response:
        refused = refuse_strangers(request)
        if refused is not None:
            return refused
        try:
            body = await _read_body(request)
            result = await answer(request, request.app.state.sandbox, body)
        except NotPossibleError as reason:
            return JSONResponse({"error": str(reason)}, 400)
        return result if isinstance(result, Response) else JSONResponse(result)

    return Route(path, endpoint, methods=[method])


async def _read_body(request: Request) -> Json:
    """The JSON object of a POST, or the query of a GET."""
    if request.method != "POST":
        return dict(request.query_params)
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise NotPossibleError("The request is not JSON.") from None
    if not isinstance(body, dict):
        raise NotPossibleError("The request must be a JSON object.")
    return body


def _whole(body: Json, name: str) -> int:
    number = _whole_or_none(body, name)
    if number is None:
        raise NotPossibleError(f'"{name}" is missing; it is a whole number.')
    return number


def _whole_or_none(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise NotPossibleError(f'"{name}" must be a whole number.') from None


def _float(body: Json, name: str) -> float:
    try:
        return float(body[name])
    except (KeyError, TypeError, ValueError):
        raise NotPossibleError(f'"{name}" must be a number.') from None


def _words(body: Json, *names: str) -> str:
    value = next((body[name] for name in names if body.get(name) is not None), None)
    if not isinstance(value, str):
        raise NotPossibleError(f'"{names[0]}" is missing; it is a text.')
    return value


def _name(body: Json, name: str) -> str | None:
    return _words(body, name) if body.get(name) else None


_READERS: dict[str, Callable[[Json, str], Any]] = {
    **dict.fromkeys(("method", "kind", "description"), _words),
    **dict.fromkeys(("code", "retry_after", "times", "chat_id"), _whole_or_none),
    "seconds": _float,
}


async def _say(_request: Request, box: Sandbox, body: Json) -> Json:
    message = box.say(
        _whole(body, "user"),
        _words(body, "text"),
        chat_id=_whole_or_none(body, "chat"),
        first_name=_name(body, "first_name"),
        language_code=_name(body, "language_code"),
        edited_message_id=_whole_or_none(body, "edited_message_id"),
    )
    return {"chat_id": message.chat_id, "message_id": message.id}


async def _tap(_request: Request, box: Sandbox, body: Json) -> Json:
    wanted = _words(body, "button", "label", "data")
    place = {"message_id": _whole_or_none(body, "message_id"), "chat_id": _whole_or_none(body, "chat")}
    return {"query_id": box.tap(_whole(body, "user"), wanted, **place)}


async def _send_location(_request: Request, box: Sandbox, body: Json) -> Json:
    message = box.send_location(_whole(body, "user"), _float(body, "latitude"), _float(body, "longitude"))
    return {"chat_id": message.chat_id, "message_id": message.id}


async def _meet(_request: Request, box: Sandbox, body: Json) -> Json:
    """A person without an id gets the next free one."""
    user = _whole_or_none(body, "user") or max(box.world.people, default=0) + 1
    return box.meet(user, _name(body, "first_name"), _name(body, "language_code")).wire()


async def _block(_request: Request, box: Sandbox, body: Json) -> Json:
    user = _whole(body, "user")
    blocked = body.get("blocked", True)
    if body.get("deactivated"):
        box.deactivate(user)
    elif blocked:
        box.block(user)
    else:
        box.unblock(user)
    return {"standing": box.world.chats[user].standing}


async def _fail(_request: Request, box: Sandbox, body: Json) -> Json:
    """The arguments of Sandbox.fail by name; {"clear": true} forgets every plan. times null: until then."""
    if body.get("clear"):
        box.mend()
        return {"planned": 0}
    unknown = ", ".join(sorted(body.keys() - _READERS.keys()))
    if unknown:
        raise NotPossibleError(f"A fault has no {unknown}; it has {', '.join(sorted(_READERS))}.")
    wishes: dict[str, Any] = {
        name: _READERS[name](body, name) for name in body if name == "times" or body[name] is not None
    }
    box.fail(**wishes)
    return {"planned": 1}


async def _reset(_request: Request, box: Sandbox, _body: Json) -> Json:
    box.reset()
    return {"reset": True}


async def _move_clock(request: Request, box: Sandbox, body: Json) -> Json:
    return await move_clock(box, request.app.state.timeline, body)


async def _read_clock(request: Request, box: Sandbox, _body: Json) -> Json:
    return await read_clock(box, request.app.state.timeline)


async def _read_chat(_request: Request, box: Sandbox, body: Json) -> Json | Response:
    """`user` (or `chat`), `format` text (the default) or json."""
    chat_id = _whole(body, "chat" if "chat" in body else "user")
    if body.get("format", "text") == "text":
        return PlainTextResponse(box.read(chat_id))
    return {"chat_id": chat_id, "messages": [message.view() for message in box.messages(chat_id)]}


async def _list_calls(_request: Request, box: Sandbox, body: Json) -> Json:
    calls = box.calls(_whole_or_none(body, "since") or 0, _name(body, "method"))
    return {"mark": box.mark, "calls": [call.record() for call in calls]}


async def _read_state(request: Request, box: Sandbox, _body: Json) -> Json:
    """Everything the page shows."""
    return {
        "bot": box.bot(),
        "commands": menu(box),
        "description": box.settings.get("description:-", ""),
        "people": [person.wire() for person in box.world.people.values()],
        "chats": [_view(chat) for chat in box.world.chats.values()],
        "clock": await read_clock(box, request.app.state.timeline),
    }


def _view(chat: Chat) -> Json:
    newest = list(chat.messages.values())[-MOST_MESSAGES_SHOWN:]
    return {**chat.record(), "messages": [message.view() for message in newest]}


async def _events(_request: Request, box: Sandbox, _body: Json) -> Response:
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(box.events.stream(), media_type="text/event-stream", headers=headers)


async def _file(request: Request, box: Sandbox, _body: Json) -> Response:
    """A picture to show, or a document to save: never a page of its own."""
    file = box.files.get(request.path_params["file_id"])
    if file is None:
        raise NotPossibleError("There is no such file.")
    picture = file.folder == "photos"
    kind = (
        ("image/png" if file.data.startswith(b"\x89PNG") else "image/jpeg")
        if picture
        else "application/octet-stream"
    )
    headers = {} if picture else {"Content-Disposition": "attachment"}
    return Response(file.data, media_type=kind, headers=headers)


ROUTES: list[BaseRoute] = [
    _route("/sim/message", "POST", _say),
    _route("/sim/tap", "POST", _tap),
    _route("/sim/location", "POST", _send_location),
    _route("/sim/person", "POST", _meet),
    _route("/sim/block", "POST", _block),
    _route("/sim/fault", "POST", _fail),
    _route("/sim/reset", "POST", _reset),
    _route("/sim/clock", "POST", _move_clock),
    _route("/sim/clock", "GET", _read_clock),
    _route("/sim/chat", "GET", _read_chat),
    _route("/sim/calls", "GET", _list_calls),
    _route("/sim/state", "GET", _read_state),
    _route("/sim/events", "GET", _events),
    _route("/sim/file/{file_id}", "GET", _file),
]
