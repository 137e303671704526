"""Methods that change or remove what the bot has sent."""

from typing import TYPE_CHECKING

from bot.sandbox.errors import bad_request
from bot.sandbox.keyboards import read_inline
from bot.sandbox.ledger import Json
from bot.sandbox.methods.places import find_chat, find_message
from bot.sandbox.methods.sending import caption_content, text_content
from bot.sandbox.params import Params
from bot.sandbox.world import Message

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

DELETABLE_FOR_SECONDS = 48 * 3600
MOST_DELETED_AT_ONCE = 100
TEXT_FIELDS = ("text", "entities", "link_preview_options")
CAPTION_FIELDS = ("caption", "caption_entities")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


def edit_message_text(box: "Sandbox", params: Params) -> Json:
    """Without reply_markup the keyboard goes."""
    message = _editable(box, params)
    content = text_content(params)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _replace(box, message, TEXT_FIELDS, content, read_inline(params))


def edit_message_caption(box: "Sandbox", params: Params) -> Json:
    message = _editable(box, params)
    content = caption_content(params)
    if not message.body.keys() & {"photo", "document"}:
        raise bad_request("there is no caption in the message to edit")
    return _replace(box, message, CAPTION_FIELDS, content, read_inline(params))


def edit_message_reply_markup(box: "Sandbox", params: Params) -> Json:
    message = _editable(box, params)
    return _replace(box, message, (), {}, read_inline(params))


def delete_message(box: "Sandbox", params: Params) -> bool:
    chat = find_chat(box, params)
    message = find_message(chat, params, "delete")
    if box.world.now() - message.body["date"] > DELETABLE_FOR_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    box.world.delete(message)
    return True


def delete_messages(box: "Sandbox", params: Params) -> bool:
    """Deletes those of up to 100 messages that are there; the rest is passed over, as Telegram does."""
    chat = find_chat(box, params)
    numbers = params.tree("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= MOST_DELETED_AT_ONCE:
        raise bad_request("message identifiers are not specified")
    for number in numbers:
        message = chat.messages.get(number)
        if message is not None:
            box.world.delete(message)
    return True


def _editable(box: "Sandbox", params: Params) -> Message:
    """A message of the bot's own; one that came with a reply keyboard cannot be edited."""
    if params.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    chat = find_chat(box, params)
    message = find_message(chat, params, "edit")
    if not message.outgoing or (message.markup is not None and not message.rows):
        raise bad_request("message can't be edited")
    return message


def _replace(
    box: "Sandbox", message: Message, fields: tuple[str, ...], content: Json, markup: Json | None
) -> Json:
    before = {name: message.body[name] for name in fields if name in message.body}
    if before == content and message.markup == markup:
        raise bad_request(NOT_MODIFIED)
    message.body = {name: value for name, value in message.body.items() if name not in fields}
    box.world.change(message, content, markup, edited=before != content)
    return message.wire()
