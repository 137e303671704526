"""A worker of the clinic, and what a system does for a process that has died: nothing of it stays behind."""

import asyncio
import gc
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from bot.program import Program
from bot.store import Store
from tests.chaos.failpoints import MortalStore
from tests.chaos.reaper import Life


@dataclass
class Worker:
    """One of the clinic's workers, in one of its lives."""

    number: int
    life: Life
    store: MortalStore
    program: Program
    stop: asyncio.Event
    living: "asyncio.Task[None]"

    def ring(self) -> None:
        self.program.dispatch.wake()
        self.program.clockwork.wake()


async def bury(worker: Worker) -> None:
    """It is told to stop, so that none of its tasks stays; what it does on the way has no effect."""
    worker.stop.set()
    worker.ring()
    for _ in range(100):
        left = [task for task in worker.life.tasks if not (task.done() or _closes_a_connection(task))]
        if not left:
            break
        await asyncio.wait(left, timeout=0.1)
    else:
        raise AssertionError(f"the dead go on: {left}")
    for task in worker.life.tasks:
        if task.done():
            task.cancelled() or task.exception()
        else:
            task.cancel()
    worker.life.tasks.clear()
    await worker.store.close()
    worker.store.let_go()
    if worker.store.engine.dialect.name == "sqlite":
        # A connection is closed for good once no cursor of it is left.
        gc.collect()


async def cut_connections(store: Store) -> None:
    """What the dead left open: the system closes it for a process that dies."""
    if store.engine.dialect.name == "postgresql":
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        async with store.transaction() as tx:
            await tx.conn.execute(
                text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            )


def _closes_a_connection(task: "asyncio.Task[Any]") -> bool:
    """Cut off twice, it waits for ever for a thread that has ended: aiosqlite's, whose connection is closed."""
    return "_terminate_graceful_close" in repr(task.get_coro())
