"""Forks the product: everything is imported once, so that a life begins in a moment and can be ended in any.

With the word "jobs" it is a worker alone. For each ISO instant on stdin, a child that runs the shipped program on a clock that starts there. Its process id
goes to stdout, and when it is gone, how it ended.
"""

import asyncio
import os
import signal
import sys
import traceback
from datetime import datetime

import content
from bot import logs
from bot.api import Bot
from bot.clock import SystemClock
from bot.lifetime import listen_for_signals
from bot.program import Parts, Program
from bot.settings import Settings, load_settings
from bot.store import Store
from bot.wiring import build_bot, build_services, open_connections, opened_store
from jobs import __main__ as jobs
from jobs.scheduler import Clockwork

KNOWN = content.load()


async def live(start: datetime) -> None:
    """What `python -m bot` does with a token, on a clock that was moved ahead."""
    settings, clock, stop = load_settings(_env_file=None), SystemClock(), asyncio.Event()
    clock.advance_to(start)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    assert settings.telegram_bot_token is not None
    async with opened_store(settings, clock) as store:
        bot = build_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
        if sys.argv[1:] == ["jobs"]:
            await _work(settings, bot, store, clock, stop)
            return
        await Program(Parts(settings, KNOWN, store, clock), bot).run(stop, lambda: None)


async def _work(settings: Settings, bot: Bot, store: Store, clock: SystemClock, stop: asyncio.Event) -> None:
    """What `python -m jobs` does."""
    bell = asyncio.Event()
    listen_for_signals(stop, bell)
    services = build_services(KNOWN, clock, store, bot, wake=bell.set)
    try:
        await open_connections(bot)
        await jobs._run(Clockwork(services, bell), settings, store, stop)
    finally:
        await services.delivery.close()
        await bot.shutdown()


def main() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _be_born(datetime.fromisoformat(line.strip()))
        print(pid, flush=True)  # noqa: T201 - the protocol
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201


def _be_born(start: datetime) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    logs.configure()
    code = 0
    try:
        asyncio.run(live(start))
    except BaseException:  # a child must never go on in its parent's loop
        traceback.print_exc()
        code = 1
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
