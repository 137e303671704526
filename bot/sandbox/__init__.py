"""The sandbox: a strict stand-in for Telegram with a chat page."""

from bot.sandbox.app import create_app
from bot.sandbox.errors import BotApiError, NotPossibleError
from bot.sandbox.sandbox import SANDBOX_TOKEN, Sandbox
from bot.sandbox.server import run_alone, serve
from bot.sandbox.timeline import Timeline

__all__ = [
    "SANDBOX_TOKEN",
    "BotApiError",
    "NotPossibleError",
    "Sandbox",
    "Timeline",
    "create_app",
    "run_alone",
    "serve",
]
