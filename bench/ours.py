"""Easeback itself: its store, its due pass, its delivery through the outbox. Only the last step may be a no-op."""

import asyncio
import time

import content
from bench import standing
from bench.gauge import Run, watched_loop
from bench.task import Task
from bot.budget import Budget
from bot.clock import SystemClock, real_seconds
from bot.core.outgoing import Delivered, Outcome
from bot.delivery import Delivery, Flow
from bot.pace import ChatPace
from bot.render import Reply
from bot.sender import Sender
from bot.services import Services
from bot.store import Store
from bot.wiring import Pace
from jobs.scheduler import Clockwork

PACE = Pace(group=128, groups=4)


class Counting(Sender):
    """Notes when each send begins; `inner` does it, or nobody does: then it is delivered at once."""

    def __init__(self, due: int, inner: Sender | None = None) -> None:
        self.at: list[float] = []
        self.all_sent = asyncio.Event()
        self._due, self._inner = due, inner

    async def send(self, chat_id: int, reply: Reply) -> Outcome:
        self.at.append(real_seconds())
        outcome = Delivered(len(self.at)) if self._inner is None else await self._inner.send(chat_id, reply)
        if len(self.at) == self._due:
            self.all_sent.set()
        return outcome


async def load(task: Task) -> dict[str, float]:
    store = standing.opened(task.url)
    begun = time.perf_counter()
    await standing.load(store, task)
    took = time.perf_counter() - begun
    await store.close()
    return {"load_s": took}


async def run(task: Task) -> dict[str, float]:
    """Start before the instant, work until all is settled, and prove it in the database."""
    begun = time.perf_counter()
    store, sender = standing.opened(task.url), Counting(task.due)
    try:
        figures = await measured(task, store, sender, begun)
        await standing.prove(store, task)
    finally:
        await store.close()
    return figures


async def measured(task: Task, store: Store, sender: Counting, begun: float) -> dict[str, float]:
    stop, bell = asyncio.Event(), asyncio.Event()
    clockwork = Clockwork(services(store, sender, bell), bell)
    async with watched_loop() as stalls:
        working = asyncio.create_task(clockwork.run(stop))
        while not is_armed(clockwork):
            await asyncio.sleep(0.001)
        start, cpu = time.perf_counter() - begun, time.process_time()
        assert real_seconds() < task.due_at, "it was not ready in time"
        stalls.forget()
        await sender.all_sent.wait()
        stop.set()
        bell.set()
        await working
        ended = real_seconds()
    late = [at - task.due_at for at in sender.at]
    cpu = time.process_time() - cpu
    return Run(task.due, ended - task.due_at, late, stalls.longest, cpu, start).figures()


def is_armed(clockwork: Clockwork) -> bool:
    """Whether the first pass over the chores has set the date job for what comes next."""
    return clockwork._scheduler.running and clockwork._scheduler.get_job("due") is not None


def services(store: Store, sender: Sender, bell: asyncio.Event) -> Services:
    known, clock, budget = content.load(), SystemClock(), Budget(store, 0)
    delivery = Delivery(store, sender, known, Flow(budget, ChatPace(0), PACE.group, PACE.groups))
    return Services(known, clock, store, sender, delivery, budget, wake=bell.set)


async def prepare(task: Task) -> dict[str, float]:
    store = standing.opened(task.url)
    await standing.make_due(store, task)
    await store.close()
    return {}
