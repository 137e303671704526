"""Workers in this process that die at failpoints and come back, beside people who go on with what they do.

Each worker is the shipped program with a connection to the database and a way to Telegram of its own.
"""

import asyncio
import contextvars
import gc
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random  # noqa: TID251 - seeded and printed, see tests.chaos.reaper
from typing import Any

import httpx
from sqlalchemy import event, text
from telegram.request import HTTPXRequest

from bot.clock import ManualClock
from bot.core.schedule import EveryWithin, QuietHours, next_fire_at
from bot.core.zones import zone_named
from bot.program import Parts, Program
from bot.sandbox import SANDBOX_TOKEN, create_app
from bot.settings import load_settings
from bot.store import Store, checkups, outbox, packs, people, reminders, schema
from bot.wiring import Pace, build_bot
from content import Content
from tests.chaos.arrivals import Arrivals, CountingSandbox
from tests.chaos.burial import Worker, bury, cut_connections
from tests.chaos.failpoints import MortalStore, MortalWire
from tests.chaos.reaper import OF_LIFE, Life, Reaper, begin_tasks_in_their_life
from tests.world import RING

PACE = Pace(rate=400, group=8, groups=3)
MOST_ON_THEIR_WAY = PACE.group * PACE.groups
PATIENCE = 12  # tenths of a second, of somebody who lies in wait
ZONE, EVERY = "Europe/Berlin", {"hydration": 2, "cold": 2, "stretching": 3}
# The last of these: an urgent message that was cut off three times is said by the next check-back.
LEFT_TO_DO = """SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')
  + (SELECT count(*) FROM message WHERE state = 'claimed' OR (state = 'planned' AND due_at <= :now))
  + (SELECT count(*) FROM reminder WHERE is_on AND next_fire_at <= :now)
  + (SELECT count(*) FROM care_plan WHERE ended_at IS NULL AND ends_at <= :now)
  + (SELECT count(*) FROM checkup WHERE state = 'open' AND judge_at <= :now)
  + (SELECT count(*) FROM hold h WHERE lifted_at IS NULL AND NOT EXISTS (
       SELECT 1 FROM message m WHERE m.hold_id = h.id AND m.kind = 'urgent' AND m.state <> 'uncertain')
     AND EXISTS (SELECT 1 FROM message m WHERE m.hold_id = h.id AND m.kind = 'check_back' AND m.state = 'planned'))"""


@dataclass
class Clinic:
    """What outlives the workers, and the workers. `in_flight`: what was started and not settled as one died."""

    database: str
    sandbox: CountingSandbox
    clock: ManualClock
    known: Content
    store: Store
    reaper: Reaper
    quiet_ones: list[int] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    arrivals: Arrivals = field(default_factory=Arrivals)
    in_flight: Counter[int] = field(default_factory=Counter)
    most_in_flight: int = 0
    only_claimed: int = 0
    deaths: int = 0

    def begin(self, number: int, of: int) -> Worker:
        """A worker begins a new life; the first one also asks Telegram for updates."""
        life, stop = Life(self.reaper), asyncio.Event()
        store = MortalStore(self.database, RING, self.clock, life)
        if of > 1:  # as on machines of their own: none sees by itself that another is gone
            store.owner = f"machine-{number}/{store.owner.partition('/')[2]}"
        wire = httpx.ASGITransport(create_app(self.sandbox, page=False))
        mortal = MortalWire(wire, life, self.arrivals)
        bot = build_bot(
            SANDBOX_TOKEN, "http://sandbox", lambda: HTTPXRequest(httpx_kwargs={"transport": mortal})
        )
        settings = load_settings(database_url=self.database, telegram_bot_token=SANDBOX_TOKEN, _env_file=None)
        program = Program(Parts(settings, self.known, store, self.clock, PACE), bot)
        context = contextvars.copy_context()
        context.run(OF_LIFE.set, life)
        work = program.run(stop, lambda: None) if number == 0 else _replica(program, stop)
        return Worker(
            number, life, store, program, stop, asyncio.get_running_loop().create_task(work, context=context)
        )

    async def die_once(self) -> None:
        """Time passes, somebody dies somewhere, and comes back as somebody new."""
        if len(self.workers) == 1 and self.reaper.dice.random() < 0.8:
            await self._come_up()
        await self.let_time_pass()
        if self.reaper.died.empty():
            self.reaper.aim()
        patience = PATIENCE if self.reaper.spared() else 1
        for again in range(100):
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    life = await self.reaper.died.get()
                break
            await self.let_time_pass()
            # Or two would be dead, and one of them unburied.
            if again >= patience and self.reaper.died.empty():
                self.reaper.aim_at_anybody(at_once=again % 3 == 2)
        else:
            raise AssertionError("nothing happens any more")
        await self._replace(next(each for each in self.workers if each.life is life))

    async def _come_up(self) -> None:
        """Who is alone would die while it starts, more often than not, and what is due would be late by then."""
        (worker,) = self.workers
        for _ in range(30):
            if worker.life.dead or worker.life.is_up:
                return
            await asyncio.sleep(0.02)

    async def _replace(self, worker: Worker) -> None:
        await bury(worker)
        await self._look_after(worker.store.owner)
        self.deaths += 1
        if len(self.workers) > 1:
            await self._let_lapse(worker.store.owner)
        if self.reaper.dice.random() < 0.15:  # while somebody starts
            self.reaper.aim_at_anybody()
        self.workers[worker.number] = self.begin(worker.number, len(self.workers))

    async def _look_after(self, owner: str) -> None:
        """What the dead had taken: for at most so many it can be unknown whether they arrived."""
        query = text("SELECT id, started_at FROM message WHERE state = 'claimed' AND lease_owner = :owner")
        async with self.store.reading() as tx:
            rows = (await tx.conn.execute(query, {"owner": owner})).all()
        begun = [row.id for row in rows if row.started_at is not None]
        self.in_flight.update(begun)
        self.most_in_flight = max(self.most_in_flight, len(begun))
        self.only_claimed += len(rows) - len(begun)

    async def _let_lapse(self, owner: str) -> None:
        """As if a minute of real time had passed for the dead one's leases."""
        for table in ("message", "inbox"):
            query = text(f"UPDATE {table} SET lease_until = 0 WHERE lease_owner = :owner")
            async with self.store.transaction() as tx:
                await tx.conn.execute(query, {"owner": owner})

    async def let_time_pass(self, span: timedelta | None = None) -> None:
        """None, a little, a lot, or up to what is due next; and every wait of real time is over."""
        kind = self.reaper.dice.random()
        if span is not None:
            self.clock.advance_to(self.clock.now() + span)
        elif kind < 0.15:
            minutes = self.reaper.dice.choice((1.1, 1.1, 6, 13, 50))
            self.clock.advance_to(self.clock.now() + timedelta(minutes=minutes))
        elif kind < 0.55 and (due := await self._next_due()) is not None:
            self.clock.advance_to(due)
        elif kind < 0.65:
            await self._put_packs_on()
        await self._end_waits()
        for worker in self.workers:
            if worker.living.done() and not worker.life.dead:
                raise AssertionError("a worker ended by itself") from worker.living.exception()
            worker.ring()

    async def _next_due(self) -> datetime | None:
        async with self.store.reading() as tx:
            dues = [
                await each(tx) for each in (reminders.next_due_at, outbox.next_due_at, checkups.next_judge_at)
            ]
        return min((due for due in dues if due is not None), default=None)

    async def _end_waits(self) -> None:
        for table, key in (("message", "id"), ("inbox", "update_id")):
            lock = "" if self.store.engine.dialect.name == "sqlite" else "FOR UPDATE SKIP LOCKED"
            free = f"SELECT {key} FROM {table} WHERE not_before IS NOT NULL {lock}"
            query = text(f"UPDATE {table} SET not_before = NULL WHERE {key} IN ({free})")
            async with self.store.transaction() as tx:
                await tx.conn.execute(query)

    async def _put_packs_on(self) -> None:
        kind = self.known.reminders.kind("cold")
        assert kind is not None
        assert kind.timer is not None
        async with self.store.transaction() as tx:
            for who in self.reaper.dice.sample(self.quiet_ones, 3):
                await packs.begin(tx, who, kind.id, kind.timer)

    async def is_settled(self) -> bool:
        """Nothing is left to be taken from Telegram, handled, judged, planned or sent."""
        now = self.clock.now()
        value = f"{now:%Y-%m-%d %H:%M:%S.%f}" if self.store.engine.dialect.name == "sqlite" else now
        async with self.store.reading() as tx:
            waiting = (await tx.conn.execute(text(LEFT_TO_DO), {"now": value})).scalar_one()
        return waiting == 0 and not self.sandbox.updates.pending

    async def come_to_rest(self, unfinished: Callable[[], list[str]]) -> None:
        """Nobody dies any more: everybody gets to the end of what they do, and then nothing is left to do."""
        self.reaper.spare()
        while not self.reaper.died.empty():
            life = self.reaper.died.get_nowait()
            await self._replace(next(each for each in self.workers if each.life is life))
            self.reaper.spare()
        for turn in range(600):  # every now and then the hours up to what is due next go by
            now_and_then = turn % 20 == 19
            if now_and_then and (due := await self._next_due()) is not None:
                self.clock.advance_to(max(due, self.clock.now()))
            await self.let_time_pass(timedelta(seconds=61 if unfinished() and not now_and_then else 0))
            await asyncio.sleep(0.05)
            if not unfinished() and await self.is_settled():
                return
        raise AssertionError(
            f"something is left to do, and is not done: {await self._left_to_do(unfinished())}"
        )

    async def _left_to_do(self, unfinished: list[str]) -> object:
        queries = {
            "inbox": "SELECT update_id, attempts, not_before, lease_owner FROM inbox WHERE state = 'waiting'",
            "message": "SELECT id, kind, state, due_at, lease_owner FROM message WHERE state IN ('claimed', 'planned')",
            "reminder": "SELECT min(next_fire_at) FROM reminder WHERE is_on",
            "hold": "SELECT id, person_id, state, begun_at FROM hold WHERE lifted_at IS NULL",
            "of holds": "SELECT id, hold_id, kind, part, state, tries FROM message WHERE hold_id IN (SELECT id FROM hold WHERE lifted_at IS NULL)",
            "checkup": "SELECT id, judge_at FROM checkup WHERE state = 'open' AND judge_at IS NOT NULL",
        }
        async with self.store.reading() as tx:
            found = {name: (await tx.conn.execute(text(query))).all() for name, query in queries.items()}
        return unfinished, self.clock.now(), list(self.sandbox.updates.pending), found


async def _replica(program: Program, stop: asyncio.Event) -> None:
    """Another process: it takes updates from the inbox and sends what is due, and somebody else polls."""
    async with program._connected(stop) as is_connected, asyncio.TaskGroup() as group:
        for each in (program.dispatch, program.clockwork) if is_connected else ():
            group.create_task(each.run(stop))


@asynccontextmanager
async def opened_clinic(
    database: str, known: Content, start: datetime, dice: Random, workers: int, everybody: tuple[int, ...]
) -> AsyncIterator[Clinic]:
    """A clinic in which everybody has the usual reminders, and beside them 24 who only get them."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, _context: None)  # tasks of the dead, which nobody asks any more
    begin_tasks_in_their_life(loop)
    gc.freeze()
    clock = ManualClock(start)
    sandbox, store = CountingSandbox(clock, token=SANDBOX_TOKEN), Store(database, RING, clock)
    if store.engine.dialect.name == "sqlite":
        event.listen(store.engine.sync_engine, "connect", _wait_for_a_turn)
    await schema.migrate(store)
    clinic = Clinic(database, sandbox, clock, known, store, Reaper(dice))
    sandbox.arrivals = clinic.arrivals
    await _give_reminders(clinic, everybody)
    clinic.workers = [clinic.begin(number, workers) for number in range(workers)]
    try:
        yield clinic
    finally:
        clinic.reaper.spare()
        for worker in clinic.workers:
            worker.stop.set()
            worker.ring()
        _, late = await asyncio.wait([worker.living for worker in clinic.workers], timeout=10)
        for worker in clinic.workers:
            worker.life.dead = True
            await bury(worker)
        await cut_connections(store)
        await store.close()
        sandbox.close()
        loop.set_task_factory(None)
        gc.unfreeze()
        assert not late, "a worker did not stop"


def _wait_for_a_turn(connection: Any, _record: object) -> None:
    """Four workers write to one file, and unlike them the clinic does not come again."""
    connection.execute("PRAGMA busy_timeout=60000").close()


async def _give_reminders(clinic: Clinic, everybody: tuple[int, ...]) -> None:
    zone, quiet = zone_named(ZONE), QuietHours(time(22), time(8))
    async with clinic.store.transaction() as tx:
        for who in (*everybody, *range(1001, 1025)):
            clinic.sandbox.say(who, "/help")  # or Telegram lets nobody write to them
            person = await people.greet(tx, who, quiet)
            await people.set_zone(tx, person.id, ZONE)
            if who > 1000:
                clinic.quiet_ones.append(person.id)
            for kind, hours in EVERY.items():
                trigger: Any = EveryWithin(timedelta(hours=hours), time(8), time(22))
                slot = next_fire_at(trigger, tx.now, zone, quiet)
                await reminders.switch_on(tx, person.id, kind, trigger, slot)
