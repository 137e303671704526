"""The Bot API methods the sandbox offers, by name. Names are read without case, as Telegram does."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import BotApiError
from bot.sandbox.methods import chats, editing, profile, receiving, sending
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

METHODS = {
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendLocation": sending.send_location,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": chats.answer_callback_query,
    "getChat": chats.get_chat,
    "leaveChat": chats.leave_chat,
    "getFile": chats.get_file,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
}
_BY_LOWER_NAME = {name.lower(): method for name, method in METHODS.items()}


async def perform(box: "Sandbox", method: str, params: Params) -> Any:
    """The method's result, or (result, description) as `receiving.Described`. Raises BotApiError."""
    name = method.lower()
    if name == "getupdates":
        return await receiving.get_updates(box, params)
    found = _BY_LOWER_NAME.get(name)
    if found is None:
        raise BotApiError(404, "Not Found: method not found")
    return found(box, params)
