"""Methods about a chat, a tap or a file."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Json
from bot.sandbox.methods.places import find_chat
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LONGEST_ANSWER = 200


def answer_callback_query(box: "Sandbox", params: Params) -> bool:
    """Stops the button's spinner; `text` shows as a toast, or as an alert with show_alert."""
    if len(params.text("text")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query = box.queries.answer(params.text("callback_query_id"))
    box.events.publish(
        {
            "type": "answer",
            "query_id": query.id,
            "user_id": query.user_id,
            "chat_id": query.chat_id,
            "text": params.text("text"),
            "alert": params.flag("show_alert"),
        }
    )
    return True


def get_chat(box: "Sandbox", params: Params) -> Json:
    """The full chat. One with a person who blocked the bot can still be looked at."""
    if not params.has("chat_id"):
        raise bad_request("chat_id is empty")
    chat = box.world.chats.get(params.integer("chat_id"))
    if chat is None or chat.standing == "absent":
        raise bad_request("chat not found")
    gifts = {f"{kind}_gifts": True for kind in ("unlimited", "limited", "unique")}
    types = {**gifts, "premium_subscription": True, "gifts_from_channels": True}
    return {**chat.wire(), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": types}


def leave_chat(box: "Sandbox", params: Params) -> bool:
    chat = find_chat(box, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    box.leave(chat)
    return True


def get_file(box: "Sandbox", params: Params) -> Json:
    """Where to fetch a file: /file/bot<token>/<file_path>."""
    return box.files.find(params.text("file_id")).wire()
