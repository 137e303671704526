"""python-telegram-bot's JobQueue: one job for each reminder, in memory. What it has at the start it must be given at the start."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.ext import Application

from bench import stock
from bench.gauge import Run, watched_loop
from bench.task import Task
from bot.clock import real_seconds

_LATER = timedelta(hours=2)
_OVER = timedelta(hours=20)
_MARGIN = 1.0  # seconds between the last job and the instant
_EVERY = 200  # jobs between two moments in which the loop may turn
_started: list[float] = []


async def _remind(_context: Any) -> None:
    _started.append(real_seconds())
    if (bot := stock.bot) is not None:
        async with stock.in_flight:
            await bot.send_message(1, stock.TEXT)
    stock.done += 1


async def over_http(task: Task) -> dict[str, float]:
    """As `run`, and each job sends its message with the library's own transport."""
    async with stock.opened_bot(str(task.more["address"])):
        return await run(task)


async def run(task: Task) -> dict[str, float]:
    """Loads and runs: there is no other way. The instant is set once everything but what is due then is in."""
    application = Application.builder().token("1:bench").updater(None).build()
    queue = application.job_queue
    assert queue is not None
    keeps = {"misfire_grace_time": None}
    async with watched_loop() as stalls:
        await queue.start()
        begun, now = time.perf_counter(), datetime.fromtimestamp(real_seconds(), UTC)
        for number in range(task.due, task.size):
            queue.run_repeating(
                _remind, _OVER, first=now + _LATER + _OVER * (number / task.size), job_kwargs=keeps
            )
            if number % _EVERY == 0:
                await asyncio.sleep(0)
        each = (time.perf_counter() - begun) / max(task.size - task.due, 1)
        due_at = real_seconds() + 2 * each * task.due + 2 + _MARGIN
        instant = datetime.fromtimestamp(due_at, UTC)
        for _ in range(task.due):
            queue.run_repeating(_remind, timedelta(days=1), first=instant, job_kwargs=keeps)
        load, cpu = time.perf_counter() - begun, time.process_time()
        assert real_seconds() < due_at, "it was not ready in time"
        await asyncio.sleep(_MARGIN / 2)
        stalls.forget()
        while stock.done < task.due:
            await asyncio.sleep(0.002)
        ended, cpu = real_seconds(), time.process_time() - cpu
    await queue.stop(wait=False)
    late = [at - due_at for at in _started]
    return Run(task.due, ended - due_at, late, stalls.longest, cpu, load).figures() | {"load_s": load}
