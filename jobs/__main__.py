"""python -m jobs: a worker alone. It plans and sends; the bot's process takes what people say."""

import asyncio
import signal
import sys

import content
from bot import logs
from bot.clock import SystemClock
from bot.errors import ContentError, SettingError
from bot.settings import load_settings
from bot.wiring import Pace, build_bot, build_services, opened_store
from jobs.scheduler import Clockwork


async def work() -> None:
    """Run until SIGINT or SIGTERM; the pass that is under way is finished. Raises SettingError, ContentError."""
    settings, known = load_settings(), content.load()
    if settings.telegram_bot_token is None:
        raise SettingError("TELEGRAM_BOT_TOKEN: a worker alone needs it; without a token run: python -m bot")
    stop, bell, clock = asyncio.Event(), asyncio.Event(), SystemClock()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, _ring, stop, bell)
    async with opened_store(settings, clock) as store:
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        clockwork = Clockwork(
            build_services(known, clock, store, bot, wake=bell.set, pace=Pace.of(settings)), bell
        )
        try:
            await clockwork.run(stop)
        finally:
            await bot.shutdown()


def _ring(*events: asyncio.Event) -> None:
    for event in events:
        event.set()


def main() -> int:
    """The exit code: 1 with one line when a setting or the content is to be mended."""
    logs.configure()
    try:
        asyncio.run(work())
    except (SettingError, ContentError) as error:
        print(f"The worker did not start: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
