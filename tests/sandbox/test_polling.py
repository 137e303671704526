"""An unmodified python-telegram-bot application, polling over a real connection."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.sandbox import SANDBOX_TOKEN


def build(address, token=SANDBOX_TOKEN):
    builder = Application.builder().token(token).job_queue(None).get_updates_read_timeout(20)
    return builder.base_url(f"{address}/bot").base_file_url(f"{address}/file/bot").read_timeout(0.3).build()


async def start(update, _context):
    button = InlineKeyboardButton("Go on", callback_data="go")
    await update.message.reply_html("<b>Hello</b> 😀", reply_markup=InlineKeyboardMarkup([[button]]))


async def tapped(update, _context):
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text(f"You tapped {update.callback_query.data}")


async def place(update, _context):
    await update.message.reply_text(f"{update.message.location.latitude}")


@asynccontextmanager
async def polling(address):
    app = build(address)
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(tapped))
    app.add_handler(MessageHandler(filters.LOCATION, place))
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=10)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_a_conversation_runs_through(sandbox, serving):
    async with serving(sandbox) as address, polling(address):
        sandbox.say(1, "/start", first_name="Ada")
        await sandbox.until(lambda: "[Go on]" in sandbox.read(1))
        sandbox.tap(1, "Go on")
        await sandbox.until(lambda: "You tapped go" in sandbox.read(1))
        sandbox.send_location(1, 52.5, 13.4)
        await sandbox.until(lambda: "52.5" in sandbox.read(1))
    assert (
        sandbox.read(1) == "Ada: /start\nEaseback: You tapped go (edited)\nAda: (location) \nEaseback: 52.5"
    )


async def test_refusals_become_the_librarys_own_errors(sandbox, serving):
    sandbox.say(1, "hi")
    async with serving(sandbox) as address, build(address) as app:
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await app.bot.send_message(2, "x")
        sandbox.fail("sendMessage", code=429, retry_after=3)
        with pytest.raises(RetryAfter) as waits:
            await app.bot.send_message(1, "x")
        assert waits.value.retry_after == timedelta(seconds=3)
        sandbox.fail("sendMessage", kind="timeout_after_delivery")
        with pytest.raises(TimedOut):
            await app.bot.send_message(1, "arrived all the same")
        sandbox.fail("sendMessage", kind="drop")
        with pytest.raises(NetworkError):
            await app.bot.send_message(1, "lost")
        sandbox.block(1)
        with pytest.raises(Forbidden, match="blocked by the user"):
            await app.bot.send_message(1, "x")
    assert sandbox.read(1) == "Robin: hi\nEaseback: arrived all the same"


async def test_a_wrong_token_stops_the_library(sandbox, serving):
    request = HTTPXRequest()
    async with serving(sandbox) as address:
        with pytest.raises(InvalidToken):
            await Bot("1:short", base_url=f"{address}/bot", request=request).initialize()
        await request.shutdown()
