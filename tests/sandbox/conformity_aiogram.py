"""Drive every method of the sandbox with aiogram, a client the project does not otherwise use.

A script, not collected by pytest, because aiogram is no dependency of the project. In a scratch environment:

    python3 -m venv /tmp/aiogram-venv && /tmp/aiogram-venv/bin/pip install aiogram==3.31.0
    python -m bot sandbox --port 8123 &
    /tmp/aiogram-venv/bin/python tests/sandbox/conformity_aiogram.py http://127.0.0.1:8123

aiogram parses each answer into strict models, so an ill-formed one fails here. Ends with status 1 then.
"""

import asyncio
import json
import struct
import sys
import urllib.error
import urllib.request
import zlib
from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    TelegramObject,
)

TOKEN = "1000000001:SANDBOX-no-such-bot-nothing-leaves-here"
PERSON = 4242
GROUP = -4242


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def same(one: TelegramObject | None, other: TelegramObject) -> bool:
    return one is not None and one.model_dump(exclude_none=True) == other.model_dump(exclude_none=True)


def report(line: str) -> None:
    sys.stdout.write(line + "\n")


class Conformity:
    """One run against the sandbox at `address`."""

    def __init__(self, address: str) -> None:
        self.address = address
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        self.bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML"))
        self.checks = 0

    def sim(self, path: str, **body: object) -> dict:
        request = urllib.request.Request(
            f"{self.address}/sim/{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def check(self, holds: object, what: str) -> None:
        self.checks += 1
        if not holds:
            raise AssertionError(what)

    async def refuses(self, call: Awaitable[object], kind: type[Exception], words: str) -> None:
        try:
            await call
        except kind as error:
            self.check(words in str(error), f"{words!r} is not in {error}")
        else:
            raise AssertionError(f"nothing was refused where {words!r} was expected")

    async def profile(self) -> None:
        me = await self.bot.get_me()
        self.check(me.is_bot and me.username and me.can_join_groups, "getMe")
        menu = [BotCommand(command="check", description="Start a check")]
        scope = BotCommandScopeAllPrivateChats()
        self.check(await self.bot.set_my_commands(menu, scope=scope, language_code="de"), "setMyCommands")
        kept = await self.bot.get_my_commands(scope=scope, language_code="de")
        self.check(same(kept[0], menu[0]), "getMyCommands")
        self.check(await self.bot.delete_my_commands(scope=scope, language_code="de"), "deleteMyCommands")
        self.check(await self.bot.get_my_commands(scope=scope, language_code="de") == [], "no commands")
        await self.refuses(
            self.bot.set_my_commands([BotCommand(command="Not one", description="x")]),
            TelegramBadRequest,
            "BOT_COMMAND_INVALID",
        )
        self.check(await self.bot.set_my_description("What it does"), "setMyDescription")
        self.check((await self.bot.get_my_description()).description == "What it does", "getMyDescription")
        self.check(await self.bot.set_my_short_description("Short"), "setMyShortDescription")
        short = await self.bot.get_my_short_description()
        self.check(short.short_description == "Short", "getMyShortDescription")

    async def sending(self) -> None:
        await self.refuses(self.bot.send_message(PERSON, "x"), TelegramBadRequest, "chat not found")
        self.sim("message", user=PERSON, text="/start now", first_name="Ada")
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[
                [InlineKeyboardButton(text="Yes", callback_data="yes", style="success")],
                [InlineKeyboardButton(text="More", url="https://example.org/more")],
            ]
        )
        sent = await self.bot.send_message(PERSON, "😀 <b>bold</b> &lt;3 /help", reply_markup=keyboard)
        self.check(sent.text == "😀 bold <3 /help", "text of sendMessage")
        kinds = [(e.type, e.offset, e.length) for e in sent.entities or []]
        self.check(kinds == [("bold", 3, 4), ("bot_command", 11, 5)], f"entities {kinds}")
        self.check(same(sent.reply_markup, keyboard), "the inline keyboard is echoed")
        replies = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Here", request_location=True)]])
        other = await self.bot.send_message(PERSON, "Where?", reply_markup=replies)
        self.check(other.reply_markup is None, "a reply keyboard is not echoed")
        await self.refuses(
            self.bot.edit_message_text("x", chat_id=PERSON, message_id=other.message_id),
            TelegramBadRequest,
            "message can't be edited",
        )
        answer = await self.bot.send_message(
            PERSON,
            "That one",
            reply_parameters=ReplyParameters(message_id=sent.message_id),
            reply_markup=ReplyKeyboardRemove(),
            protect_content=True,
        )
        self.check(answer.reply_to_message and answer.has_protected_content, "reply and protection")
        self.check(await self.bot.send_chat_action(PERSON, "typing"), "sendChatAction")
        place = await self.bot.send_location(PERSON, 52.5, 13.4)
        self.check(place.location and place.location.latitude == 52.5, "sendLocation")

    async def refusals(self) -> None:
        for text, words in (
            ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag"),
            ("<x>x</x>", 'can\'t parse entities: Unsupported start tag "x" at byte offset 0'),
            ("x" * 4097, "message is too long"),
            ("  ", "message text is empty"),
        ):
            await self.refuses(self.bot.send_message(PERSON, text), TelegramBadRequest, words)
        long = InlineKeyboardButton(text="x", callback_data="é" * 33)
        await self.refuses(
            self.bot.send_message(PERSON, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[long]])),
            TelegramBadRequest,
            "BUTTON_DATA_INVALID",
        )
        self.sim("fault", method="sendMessage", code=429, retry_after=7)
        try:
            await self.bot.send_message(PERSON, "x")
        except TelegramRetryAfter as error:
            self.check(error.retry_after == 7, "retry_after")
        else:
            raise AssertionError("no 429")

    async def files(self) -> None:
        photo = await self.bot.send_photo(PERSON, BufferedInputFile(png(40, 30), "p.png"), caption="<i>p</i>")
        self.check(photo.photo and (photo.photo[0].width, photo.photo[0].height) == (40, 30), "sendPhoto")
        self.check(photo.caption == "p" and photo.caption_entities, "caption")
        again = await self.bot.send_photo(PERSON, photo.photo[0].file_id)
        self.check(again.photo == photo.photo, "a photo sent by file_id")
        changed = await self.bot.edit_message_caption(
            chat_id=PERSON, message_id=photo.message_id, caption="other"
        )
        self.check(isinstance(changed, Message) and changed.caption == "other", "editMessageCaption")
        document = await self.bot.send_document(PERSON, BufferedInputFile(b"a,b\n", "diary.csv"))
        self.check(document.document and document.document.file_name == "diary.csv", "sendDocument")
        file = await self.bot.get_file(document.document.file_id)
        fetched = await self.bot.download_file(file.file_path)
        self.check(fetched and fetched.read() == b"a,b\n", "the file's bytes")
        await self.refuses(self.bot.get_file("nothing"), TelegramBadRequest, "wrong file_id")

    async def editing(self) -> None:
        keyboard = InlineKeyboardMarkup(
            inline_keyboard=[[InlineKeyboardButton(text="On", callback_data="on")]]
        )
        sent = await self.bot.send_message(PERSON, "One", reply_markup=keyboard)
        where = {"chat_id": PERSON, "message_id": sent.message_id}
        edited = await self.bot.edit_message_text("Two", **where)
        self.check(
            isinstance(edited, Message) and edited.edit_date and not edited.reply_markup, "editMessageText"
        )
        await self.refuses(
            self.bot.edit_message_text("Two", **where), TelegramBadRequest, "message is not modified"
        )
        marked = await self.bot.edit_message_reply_markup(reply_markup=keyboard, **where)
        self.check(
            isinstance(marked, Message) and same(marked.reply_markup, keyboard), "editMessageReplyMarkup"
        )
        self.check(await self.bot.delete_message(**where), "deleteMessage")
        await self.refuses(
            self.bot.delete_message(**where), TelegramBadRequest, "message to delete not found"
        )
        await self.refuses(
            self.bot.edit_message_text("x", **where), TelegramBadRequest, "message to edit not found"
        )
        two = [(await self.bot.send_message(PERSON, f"{n}")).message_id for n in range(2)]
        self.check(await self.bot.delete_messages(PERSON, two), "deleteMessages")

    async def chats(self) -> None:
        chat = await self.bot.get_chat(PERSON)
        self.check(chat.type == "private" and chat.first_name == "Ada", "getChat")
        self.sim("message", user=PERSON, chat=GROUP, text="/start")
        group = await self.bot.get_chat(GROUP)
        self.check(group.type == "group" and group.title, "getChat of a group")
        self.check(await self.bot.leave_chat(GROUP), "leaveChat")
        await self.refuses(self.bot.send_message(GROUP, "x"), TelegramForbiddenError, "not a member")
        self.sim("block", user=PERSON)
        await self.refuses(self.bot.send_message(PERSON, "x"), TelegramForbiddenError, "blocked by the user")
        self.sim("block", user=PERSON, blocked=False)

    async def updates(self) -> None:
        info = await self.bot.get_webhook_info()
        self.check(info.url == "" and info.pending_update_count > 0, "getWebhookInfo")
        found = await self.bot.get_updates(limit=100)
        kinds = {update.event_type for update in found}
        self.check(kinds == {"message", "my_chat_member"}, f"kinds of updates {kinds}")
        self.check(await self.bot.get_updates(offset=found[-1].update_id + 1) == [], "confirmed")
        url = "http://127.0.0.1:9/hook"
        self.check(await self.bot.set_webhook(url, secret_token="abc"), "setWebhook")
        self.check((await self.bot.get_webhook_info()).url == url, "the webhook's url")
        await asyncio.sleep(1.1)
        self.check(await self.bot.delete_webhook(drop_pending_updates=True), "deleteWebhook")

    async def dispatching(self) -> None:
        """An unmodified aiogram dispatcher polls, replies to a message and answers a tap."""
        dispatcher, done = Dispatcher(), asyncio.Event()

        @dispatcher.message()
        async def reply(message: Message) -> None:
            button = InlineKeyboardButton(text="Tap me", callback_data="tapped")
            await message.answer("Hello", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
            await asyncio.to_thread(self.sim, "tap", user=PERSON, button="Tap me")

        @dispatcher.callback_query()
        async def answer(query: CallbackQuery) -> None:
            await query.answer("Thanks", show_alert=True)
            await self.refuses(query.answer("again"), TelegramBadRequest, "query is too old")
            await query.message.edit_text("Bye")
            done.set()

        polling = asyncio.create_task(dispatcher.start_polling(self.bot, handle_signals=False))
        await asyncio.to_thread(self.sim, "message", user=PERSON, text="Hi 😀 /there")
        async with asyncio.timeout(10):
            await done.wait()
        await dispatcher.stop_polling()
        await polling
        self.check(True, "dispatching")


async def main(address: str) -> int:
    run = Conformity(address.rstrip("/"))
    run.sim("reset")
    parts: list[Callable[[], Awaitable[None]]] = [
        run.profile,
        run.sending,
        run.refusals,
        run.files,
        run.editing,
        run.chats,
        run.updates,
        run.dispatching,
    ]
    failed = 0
    for part in parts:
        try:
            await part()
        except Exception as error:
            failed += 1
            report(f"FAILED {part.__name__}: {type(error).__name__}: {error}")
        else:
            report(f"ok     {part.__name__}")
    await run.bot.session.close()
    report(f"{run.checks} checks, {failed} parts failed")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8123")))
