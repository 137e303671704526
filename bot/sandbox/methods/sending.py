"""Methods that put something new into a chat."""

from typing import TYPE_CHECKING

from bot.sandbox.entities import read_text
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile
from bot.sandbox.images import read_size
from bot.sandbox.keyboards import read_markup
from bot.sandbox.ledger import Json
from bot.sandbox.markup import utf16_length
from bot.sandbox.methods.places import find_chat
from bot.sandbox.params import Params
from bot.sandbox.world import Chat

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


def send_message(box: "Sandbox", params: Params) -> Json:
    chat = find_chat(box, params)
    return _send(box, chat, params, text_content(params))


def send_photo(box: "Sandbox", params: Params) -> Json:
    chat = find_chat(box, params)
    caption = caption_content(params)
    file = _read_file(box, params, "photo", "photos")
    return _send(box, chat, params, {"photo": file.photo(), **caption})


def send_document(box: "Sandbox", params: Params) -> Json:
    chat = find_chat(box, params)
    caption = caption_content(params)
    file = _read_file(box, params, "document", "documents")
    return _send(box, chat, params, {"document": file.document(), **caption})


def send_location(box: "Sandbox", params: Params) -> Json:
    chat = find_chat(box, params)
    if not (params.has("latitude") and params.has("longitude")):
        raise bad_request("location is empty")
    place = {name: params.number(name) for name in ("latitude", "longitude")}
    return _send(box, chat, params, {"location": place})


def send_chat_action(box: "Sandbox", params: Params) -> bool:
    chat = find_chat(box, params)
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    box.events.publish({"type": "action", "chat_id": chat.id, "action": action})
    return True


def text_content(params: Params) -> Json:
    """The `text` of a call as a message's fields; 400 when it is empty or above 4096 after parsing."""
    text, entities = read_text(params.text("text"), params.text("parse_mode"), params.tree("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    preview = params.tree("link_preview_options")
    return {
        "text": text,
        **({"entities": entities} if entities else {}),
        **({"link_preview_options": preview} if isinstance(preview, dict) else {}),
    }


def caption_content(params: Params) -> Json:
    """The `caption` of a call as a message's fields, none when it is empty; 400 above 1024."""
    caption, entities = read_text(
        params.text("caption"), params.text("parse_mode"), params.tree("caption_entities")
    )
    if utf16_length(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    marks = {"caption_entities": entities} if entities else {}
    return {"caption": caption, **marks} if caption else {}


def _send(box: "Sandbox", chat: Chat, params: Params, content: Json) -> Json:
    markup = read_markup(params)
    extras = _reply_to(chat, params)
    if params.flag("protect_content"):
        extras["has_protected_content"] = True
    sent = box.world.write(chat, box.bot(), {**extras, **content}, outgoing=True, markup=markup)
    return sent.wire()


def _reply_to(chat: Chat, params: Params) -> Json:
    """The message this one answers, as Telegram nests it; 400 when it is not there and must be."""
    reply = params.tree("reply_parameters")
    if not isinstance(reply, dict):
        return {}
    target = chat.messages.get(int(reply.get("message_id") or 0))
    if target is not None:
        return {"reply_to_message": {k: v for k, v in target.wire().items() if k != "reply_to_message"}}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _read_file(box: "Sandbox", params: Params, name: str, folder: str) -> StoredFile:
    """An uploaded file, stored, or one sent before, by its file_id."""
    upload = params.upload(name)
    if upload is None:
        return _sent_before(box, params, name)
    if not upload.data:
        raise bad_request("file must be non-empty")
    if folder == "documents":
        return box.files.store(folder, upload)
    size = read_size(upload.data)
    if size is None or sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("IMAGE_PROCESS_FAILED" if size is None else "PHOTO_INVALID_DIMENSIONS")
    return box.files.store(folder, upload, size)


def _sent_before(box: "Sandbox", params: Params, name: str) -> StoredFile:
    value = params.text(name)
    if not value:
        raise bad_request(f"there is no {name} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return box.files.find(value)
