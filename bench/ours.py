"""Easeback itself: its store, its due pass, its delivery through the outbox. Only the last step may be a no-op."""

import asyncio
import time

import content
from bench import standing
from bench.gauge import Run, percentile, watched_loop
from bench.noop import TOKEN
from bench.task import Task
from bot.budget import Budget
from bot.clock import SystemClock, real_seconds
from bot.core.outgoing import Delivered, Outcome
from bot.delivery import Delivery, Flow
from bot.lifetime import keep_what_was_loaded
from bot.pace import ChatPace
from bot.render import Reply
from bot.sender import Sender
from bot.services import Services
from bot.store import Store
from bot.wiring import Pace, build_bot
from jobs.scheduler import Clockwork

PACE = Pace()  # as the product sends
URGENT = 50  # urgent messages, one every URGENT_EVERY seconds
URGENT_EVERY = 0.02


class Counting(Sender):
    """Notes when each send begins; `inner` does it, or nobody does: then it is delivered at once."""

    def __init__(self, due: int, inner: Sender | None = None) -> None:
        self.at: list[float] = []
        self.all_sent = asyncio.Event()
        self._due, self._inner = due, inner

    @property
    def is_known(self) -> bool:
        return True

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
    keep_what_was_loaded()
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


def services(store: Store, sender: Sender, bell: asyncio.Event, budget: Budget | None = None) -> Services:
    known, clock, budget = content.load(), SystemClock(), budget or Budget(store, 0)
    delivery = Delivery(store, sender, known, Flow(budget, ChatPace(0), PACE.group_size, PACE.groups))
    return Services(known, clock, store, sender, delivery, wake=bell.set)


async def prepare(task: Task) -> dict[str, float]:
    store = standing.opened(task.url)
    await standing.make_due(store, task)
    await store.close()
    return {}


async def over_http(task: Task) -> dict[str, float]:
    """As `run`, with the real sender and the real transport to the server at `more["address"]`."""
    begun = time.perf_counter()
    store, bot = standing.opened(task.url), build_bot(TOKEN, str(task.more["address"]))
    await bot.request.initialize()
    try:
        figures = await measured(task, store, Counting(task.due, Sender(bot)), begun)
        await standing.prove(store, task)
    finally:
        await bot.request.shutdown()
        await store.close()
    return figures


async def work(task: Task) -> dict[str, float]:
    """One worker of several on one database, until it has nothing more to do; who starts it looks at the rows."""
    store, sender = standing.opened(task.url), Counting(task.due)
    stop, bell = asyncio.Event(), asyncio.Event()
    clockwork = Clockwork(services(store, sender, bell), bell)
    keep_what_was_loaded()
    working = asyncio.create_task(clockwork.run(stop))
    assert real_seconds() < task.due_at, "it was not ready in time"
    await asyncio.sleep(task.due_at - real_seconds())
    settled = 0
    while settled < task.due:
        await asyncio.sleep(0.02)
        async with store.reading() as tx:
            settled = await standing.count_sent(tx)
    took = real_seconds() - task.due_at
    stop.set()
    bell.set()
    await working
    await store.close()
    return {"took_s": took, "sent": float(len(sender.at))}


async def urgent(task: Task) -> dict[str, float]:
    """Urgent messages that are written while a crowd waits: from each one's commit to its send.

    `more`: `rate`, the send budget; 0 switches it off.
    """
    store, bell, stop = standing.opened(task.url), asyncio.Event(), asyncio.Event()
    sender = _Apart(task.due)
    crew = services(store, sender, bell, Budget(store, float(task.more["rate"])))
    clockwork = Clockwork(crew, bell)
    keep_what_was_loaded()
    working = asyncio.create_task(clockwork.run(stop))
    await asyncio.sleep(max(task.due_at + 0.1 - real_seconds(), 0))
    committed: dict[int, float] = {}
    for place in range(URGENT):
        async with store.transaction() as tx:
            chat = standing.FIRST_CHAT + task.due + place + 1
            await standing.add_urgent(tx, task.due + place + 1)
        committed[chat] = real_seconds()
        crew.wake()
        await asyncio.sleep(URGENT_EVERY)
    await sender.all_urgent.wait()
    waiting = task.due - len(sender.at)
    stop.set()
    bell.set()
    await working
    await crew.delivery.close()
    await store.close()
    waits = [sender.urgent_at[chat] - at for chat, at in committed.items()]
    return {
        "p50_ms": percentile(waits, 0.5) * 1000,
        "p99_ms": percentile(waits, 0.99) * 1000,
        "bulk still waiting": float(waiting),
    }


class _Apart(Counting):
    """Tells urgent messages, which go to chats beyond the crowd's, from the others."""

    def __init__(self, due: int) -> None:
        super().__init__(due)
        self.urgent_at: dict[int, float] = {}
        self.all_urgent = asyncio.Event()
        self._beyond = standing.FIRST_CHAT + due

    async def send(self, chat_id: int, reply: Reply) -> Outcome:
        if chat_id <= self._beyond:
            return await super().send(chat_id, reply)
        self.urgent_at[chat_id] = real_seconds()
        if len(self.urgent_at) == URGENT:
            self.all_urgent.set()
        return Delivered(len(self.urgent_at))
