"""procrastinate on PostgreSQL: one deferred job for each reminder, and one worker."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import procrastinate
import psycopg
from sqlalchemy.engine import make_url

from bench.gauge import Run, watched_loop
from bench.task import Task
from bot.clock import real_seconds

CHUNK = 2000
CONCURRENCY = 32
POLL_EVERY = 0.5  # seconds; its own default is 5
_LATER = timedelta(hours=2)
_OVER = timedelta(hours=20)
_started: list[float] = []


def _app(url: str) -> procrastinate.App:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=plain, min_size=4, max_size=CONCURRENCY)
    )

    @app.task(name="remind")
    async def remind(number: int) -> None:
        _started.append(real_seconds())

    return app


async def load(task: Task) -> dict[str, float]:
    async with _app(task.url).open_async() as app:
        await app.schema_manager.apply_schema_async()
        begun, now = time.perf_counter(), datetime.fromtimestamp(real_seconds(), UTC)
        for first in range(task.due, task.size, CHUNK):
            numbers = range(first, min(first + CHUNK, task.size))
            at = now + _LATER + _OVER * (first / task.size)
            await _defer(app, at, numbers)
        return {"load_s": time.perf_counter() - begun}


async def prepare(task: Task) -> dict[str, float]:
    async with _app(task.url).open_async() as app:
        begun = time.perf_counter()
        for first in range(0, task.due, CHUNK):
            numbers = range(first, min(first + CHUNK, task.due))
            await _defer(app, datetime.fromtimestamp(task.due_at, UTC), numbers)
        return {"prepared_s": time.perf_counter() - begun}


async def run(task: Task) -> dict[str, float]:
    """Ends when every job is written down as done."""
    begun = time.perf_counter()
    async with _app(task.url).open_async() as app, watched_loop() as stalls:
        working = asyncio.create_task(
            app.run_worker_async(
                concurrency=CONCURRENCY, fetch_job_polling_interval=POLL_EVERY, install_signal_handlers=False
            )
        )
        await asyncio.sleep(0)
        start, cpu = time.perf_counter() - begun, time.process_time()
        assert real_seconds() < task.due_at, "it was not ready in time"
        stalls.forget()
        while len(_started) < task.due:
            await asyncio.sleep(0.005)
        working.cancel()
        await asyncio.wait({working})
        ended, cpu = real_seconds(), time.process_time() - cpu
    assert _done(task) >= task.due
    late = [at - task.due_at for at in _started]
    return Run(task.due, ended - task.due_at, late, stalls.longest, cpu, start).figures()


def _done(task: Task) -> int:
    plain = make_url(task.url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'succeeded'").fetchone()
        return int(row[0]) if row else 0


async def _defer(app: procrastinate.App, at: datetime, numbers: range) -> None:
    deferrer = app.configure_task("remind", schedule_at=at)
    await deferrer.batch_defer_async(*({"number": number} for number in numbers))
