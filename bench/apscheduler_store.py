"""APScheduler's SQLAlchemyJobStore with one job for each reminder, as its own documentation sets it up.

What is to its advantage: `misfire_grace_time=None`, without which a crowd is dropped; SQLite in WAL, as ours; rows that
are not due now are written in bulk; its job is a coroutine that does nothing.
"""

import asyncio
import pickle
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine, create_engine, event, insert
from sqlalchemy.engine import make_url

from bench import stock
from bench.gauge import Run, watched_loop
from bench.task import Task
from bot.clock import real_seconds

CHUNK = 10_000
_LATER = timedelta(hours=2)
_OVER = timedelta(hours=20)
_started: list[float] = []


async def remind(number: int) -> None:
    """The reminder itself: a note of when, and a message where there is a bot to send it."""
    _started.append(real_seconds())
    if (bot := stock.bot) is not None:
        async with stock.in_flight:
            await bot.send_message(number, stock.TEXT)
    stock.done += 1


async def load(task: Task) -> dict[str, float]:
    """Every row in bulk, as `add_job` would write it one by one; that takes about a thousand times a second."""
    scheduler, begun = _scheduler(task.url), time.perf_counter()
    scheduler.start(paused=True)
    store = scheduler._lookup_jobstore("default")
    now = datetime.fromtimestamp(real_seconds(), UTC)
    for first in range(1, task.size + 1, CHUNK):
        ids = range(first, min(first + CHUNK, task.size + 1))
        rows = [_row(scheduler, each, now + _LATER + _OVER * (each / task.size)) for each in ids]
        with store.engine.begin() as connection:
            connection.execute(insert(store.jobs_t), rows)
    took = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
    return {"load_s": took}


async def prepare(task: Task) -> dict[str, float]:
    """The first `due` jobs stand at the instant."""
    scheduler, begun = _scheduler(task.url), time.perf_counter()
    scheduler.start(paused=True)
    store = scheduler._lookup_jobstore("default")
    due_at = datetime.fromtimestamp(task.due_at, UTC)
    rows = [_row(scheduler, each, due_at) for each in range(1, task.due + 1)]
    with store.engine.begin() as connection:
        connection.execute(store.jobs_t.delete().where(store.jobs_t.c.id.in_([row["id"] for row in rows])))
        connection.execute(insert(store.jobs_t), rows)
    took = time.perf_counter() - begun
    scheduler.shutdown(wait=False)
    return {"prepared_s": took}


async def over_http(task: Task) -> dict[str, float]:
    """As `run`, and each job sends its message with the library's own transport."""
    async with stock.opened_bot(str(task.more["address"])):
        return await run(task)


async def run(task: Task) -> dict[str, float]:
    begun = time.perf_counter()
    scheduler = _scheduler(task.url)
    async with watched_loop() as stalls:
        scheduler.start()
        while scheduler._timeout is None:
            await asyncio.sleep(0.001)
        start, cpu = time.perf_counter() - begun, time.process_time()
        assert real_seconds() < task.due_at, "it was not ready in time"
        stalls.forget()
        while stock.done < task.due:
            await asyncio.sleep(0.002)
        ended, cpu = real_seconds(), time.process_time() - cpu
    scheduler.shutdown(wait=False)
    assert len(_started) == task.due
    late = [at - task.due_at for at in _started]
    return Run(task.due, ended - task.due_at, late, stalls.longest, cpu, start).figures()


def _scheduler(url: str) -> AsyncIOScheduler:
    return AsyncIOScheduler(
        timezone=UTC,
        jobstores={"default": SQLAlchemyJobStore(engine=_engine(url))},
        executors={"default": AsyncIOExecutor()},
        job_defaults={"misfire_grace_time": None, "coalesce": True},
    )


def _engine(url: str) -> Engine:
    engine = create_engine(make_url(url.replace("+aiosqlite", "")))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _row(scheduler: AsyncIOScheduler, number: int, due_at: datetime) -> dict[str, Any]:
    trigger = CronTrigger(hour=due_at.hour, minute=due_at.minute, second=due_at.second, timezone=UTC)
    job = Job(
        scheduler, id=str(number), name=str(number), func=remind, args=(number,), kwargs={}, trigger=trigger,
        executor="default", misfire_grace_time=None, coalesce=True, max_instances=1, next_run_time=due_at,
    )  # fmt: skip
    state = pickle.dumps(job.__getstate__(), pickle.HIGHEST_PROTOCOL)
    return {"id": job.id, "next_run_time": due_at.timestamp(), "job_state": state}
