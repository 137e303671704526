"""Which chat and which message a call means, or the reason it cannot mean any."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.params import Params
from bot.sandbox.world import Chat, Message

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

CLOSED = {
    "kicked": "bot was blocked by the user",
    "left": "bot is not a member of the group chat",
    "deactivated": "user is deactivated",
}


def find_chat(box: "Sandbox", params: Params) -> Chat:
    """The chat the call names; 400 when there is none or nobody ever wrote there, 403 when it is closed."""
    if not params.has("chat_id"):
        raise bad_request("chat_id is empty")
    chat = box.world.chats.get(params.integer("chat_id"))
    if chat is None or chat.standing == "absent":
        raise bad_request("chat not found")
    if chat.standing in CLOSED:
        raise forbidden(CLOSED[chat.standing])
    return chat


def find_message(chat: Chat, params: Params, what_for: str) -> Message:
    """The message the call names; 400 when there is none (`what_for` is edit, delete ...)."""
    number = params.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(f"message to {what_for} not found")
    return message
