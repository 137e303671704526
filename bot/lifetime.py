"""How a process ends: told to stop it takes nothing new, finishes what it began, and is gone within ten seconds."""

import asyncio
import gc
import logging
import signal
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)

FINISH_WITHIN = 7.0  # seconds; hosts kill after ten, and the database has to be closed, too


def listen_for_signals(*events: asyncio.Event) -> None:
    """SIGINT and SIGTERM set these events, and do nothing else."""
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, _set_all, events)


async def let_finish(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Wait for what was begun. What takes too long is cut off: its rows say so, and it is gone on with from there."""
    _, late = await asyncio.wait(set(tasks), timeout=FINISH_WITHIN)
    for task in late:
        log.warning("what was under way took more than %d seconds and was cut off", FINISH_WITHIN)
        task.cancel()


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do it, but not a moment longer than until `stop` is set: then None. Raises what it raises."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)


def _set_all(events: tuple[asyncio.Event, ...]) -> None:
    for event in events:
        event.set()


def keep_what_was_loaded() -> None:
    """What is here by now stays for good: the collector need not walk through it, which held up everything for 0.3 s."""
    gc.collect()
    gc.freeze()
