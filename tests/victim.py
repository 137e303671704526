"""python -m tests.victim: the shipped program, which dies of SIGKILL between the commit of an update and its answer."""

import asyncio
import os
import signal

import content
from bot.clock import SystemClock
from bot.program import Parts, Program
from bot.settings import load_settings
from bot.wiring import build_bot, opened_store


async def live() -> None:
    settings, clock = load_settings(_env_file=None), SystemClock()
    assert settings.telegram_bot_token is not None
    async with opened_store(settings, clock) as store:
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        program = Program(Parts(settings, content.load(), store, clock), bot)
        program.dispatch.wake = lambda: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign]
        await program.run(asyncio.Event(), lambda: None)


if __name__ == "__main__":
    asyncio.run(live())
