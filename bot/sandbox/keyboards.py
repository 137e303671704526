"""reply_markup, checked as Telegram checks it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Json
from bot.sandbox.markup import is_link
from bot.sandbox.params import Params

DATA_BYTES = 64
MOST_BUTTONS = 100
MOST_PLACEHOLDER = 64
ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
)
REQUESTS = ("request_location", "request_contact", "request_poll", "request_users", "request_chat", "web_app")
KEYBOARD_FLAGS = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective")
STYLES = frozenset({"danger", "success", "primary"})


def read_markup(params: Params) -> Json | None:
    """Any reply_markup, cleaned; None when there is none or it is an empty inline keyboard."""
    if not params.has("reply_markup"):
        return None
    markup = params.tree("reply_markup")
    if markup is None:
        raise bad_request("can't parse reply keyboard markup JSON object")
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup)
    if "keyboard" in markup:
        return _reply(markup)
    return _flags(markup)


def read_inline(params: Params) -> Json | None:
    """The reply_markup of an edit, which can only be an inline keyboard."""
    markup = read_markup(params)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return markup


def _inline(markup: Json) -> Json | None:
    rows = _rows(markup["inline_keyboard"], "inline_keyboard", "inline keyboard button", _inline_button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def _rows(value: Any, name: str, what: str, read: Callable[[Json], Json]) -> list[list[Json]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return [[_button(button, what, read) for button in row] for row in value if row]


def _button(button: Any, what: str, read: Callable[[Json], Json]) -> Json:
    if isinstance(button, str) and what == "keyboard button":
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what}: {what} must be an Object")
    if "text" not in button:
        raise bad_request(f"can't parse {what}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request(f'can\'t parse {what}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(f"{what} text is empty")
    return read(button)


def _inline_button(button: Json) -> Json:
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    action = actions[0]
    if action == "callback_data":
        _check_data(button[action])
    if action == "url":
        _check_url(button[action])
    return {"text": button["text"], **_style(button), action: button[action]}


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 1 <= len(data.encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if isinstance(url, str) and is_link(url):
        return
    unknown = isinstance(url, str) and urlsplit(url).scheme not in {"", "http", "https"}
    reason = "Unsupported URL protocol" if unknown else "Wrong HTTP URL"
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")


def _style(button: Json) -> Json:
    style = button.get("style")
    if style is not None and style not in STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    return {"style": style} if style else {}


def _reply(markup: Json) -> Json:
    rows = _rows(markup["keyboard"], "keyboard", "keyboard button", _reply_button)
    if not rows:
        raise bad_request("REPLY_MARKUP_INVALID")
    cleaned: Json = {"keyboard": rows, **{name: True for name in KEYBOARD_FLAGS if markup.get(name) is True}}
    return {**cleaned, **_placeholder(markup)}


def _reply_button(button: Json) -> Json:
    return {"text": button["text"], **{name: button[name] for name in REQUESTS if button.get(name)}}


def _flags(markup: Json) -> Json | None:
    if markup.get("remove_keyboard") is True:
        return {"remove_keyboard": True}
    if markup.get("force_reply") is True:
        return {"force_reply": True, **_placeholder(markup)}
    return None


def _placeholder(markup: Json) -> Json:
    hint = markup.get("input_field_placeholder")
    return {"input_field_placeholder": str(hint)[:MOST_PLACEHOLDER]} if hint else {}
