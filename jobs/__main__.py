"""python -m jobs: a worker alone. It plans and sends; the bot's process takes what people say."""

import asyncio
import sys

import content
from bot import logs
from bot.clock import SystemClock
from bot.errors import ContentError, SettingError
from bot.health import Health
from bot.lifetime import keep_what_was_loaded, let_finish, listen_for_signals, unless
from bot.serving import serve_routes
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.wiring import Pace, build_bot, build_services, open_connections, opened_store
from jobs.scheduler import Clockwork


async def work() -> None:
    """Run until SIGINT or SIGTERM; the pass that is under way is finished. Raises SettingError, ContentError."""
    settings, known = load_settings(), content.load()
    if settings.telegram_bot_token is None:
        raise SettingError("TELEGRAM_BOT_TOKEN: a worker alone needs it; without a token run: python -m bot")
    stop, bell, clock = asyncio.Event(), asyncio.Event(), SystemClock()
    listen_for_signals(stop, bell)
    async with opened_store(settings, clock) as store:
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        services = build_services(known, clock, store, bot, wake=bell.set, pace=Pace.of(settings))
        clockwork = Clockwork(services, bell)
        keep_what_was_loaded()
        try:
            await unless(stop, open_connections(bot))
            await _run(clockwork, settings, store, stop)
        finally:
            await services.delivery.close()
            await bot.shutdown()


async def _run(clockwork: Clockwork, settings: Settings, store: Store, stop: asyncio.Event) -> None:
    async with asyncio.TaskGroup() as group:
        if settings.health_port is not None:
            routes = Health(store, {"worker": clockwork.pulse}).routes()
            address = settings.host, settings.health_port
            group.create_task(serve_routes(routes, *address, stop=stop, setting="HEALTH_PORT"))
        working = group.create_task(clockwork.run(stop))
        await stop.wait()
        await let_finish([working])


def main() -> int:
    """The exit code: 1 with one line when a setting or the content is to be mended."""
    logs.configure()
    code = 0
    try:
        asyncio.run(work())
    except* (SettingError, ContentError) as group:
        for error in group.exceptions:
            print(f"The worker did not start: {error}", file=sys.stderr)
        code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
