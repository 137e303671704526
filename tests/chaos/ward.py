"""Everything that outlives the product: Telegram over a real socket, the people, the database, the time."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded and printed: when to kill is a choice nobody should make
from typing import Any

from bot.clock import SystemClock
from bot.core.schedule import EveryWithin, QuietHours, next_fire_at
from bot.core.zones import zone_named
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app, serve
from bot.store import KeyRing, Store, checkups, outbox, people, reminders, schema
from tests.chaos.database import rows
from tests.chaos.lives import Lives, nursery
from tests.chaos.storms import KINDS
from tests.world import KEY

ZONE = "Europe/Berlin"
EVERY = {"hydration": 2, "cold": 2, "stretching": 3}
LEFT_TO_DO = """SELECT (SELECT count(*) FROM inbox WHERE state = 'waiting')
  + (SELECT count(*) FROM message WHERE state = 'claimed' OR (state = 'planned' AND due_at <= :now))
  + (SELECT count(*) FROM reminder WHERE is_on AND next_fire_at <= :now)
  + (SELECT count(*) FROM checkup WHERE state = 'open' AND judge_at <= :now)"""
WITNESSED = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates")


@dataclass
class Ward:
    """Everything that outlives the product: Telegram, the people, the database file, the time."""

    sandbox: Sandbox
    clock: SystemClock
    url: str
    lives: list[Lives]
    dice: Random
    kills: int = 0

    async def kill_once(self) -> None:
        """One life: some time passes, something may go wrong at Telegram, and then the end, whenever that is."""
        self._spoil()
        something_is_due = await self._let_time_pass()
        mark = self.sandbox.mark
        await self._begin()
        await self._wait_for_the_moment(mark, ("sendMessage",) if something_is_due else WITNESSED)
        for each in self.dice.sample(self.lives, len(self.lives)):  # the others go on a moment longer
            await each.kill()
            self.kills += 1
            await asyncio.sleep(self.dice.choice((0, 0.01, 0.1)))
        self.sandbox.mend()

    async def _begin(self) -> None:
        """All at once, and on one clock: the bot, and the workers beside it."""
        start = self.clock.now()
        await asyncio.gather(*(each.begin(start) for each in self.lives))

    async def live_on(self, holds: Callable[[], bool], seconds: float) -> bool:
        """One life that is left alone until `holds`, and then told to stop. Whether it came to that in time."""
        mark = self.sandbox.mark
        await self._begin()
        try:
            return await _until(lambda: bool(self.sandbox.calls(mark, "getUpdates")) and holds(), seconds)
        finally:
            await asyncio.gather(*(each.stop() for each in self.lives))

    def is_settled(self) -> bool:
        """Nothing is left to be taken from Telegram, handled, judged, planned or sent."""
        now = f"'{self.clock.now():%Y-%m-%d %H:%M:%S.%f}{'' if 'sqlite' in self.url else '+00'}'"
        ((waiting,),) = rows(self.url, LEFT_TO_DO.replace(":now", now))
        return waiting == 0 and not self.sandbox.updates.pending

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Store]:
        store = Store(self.url, KeyRing([KEY]), self.clock)
        try:
            yield store
        finally:
            await store.close()

    def _spoil(self) -> None:
        """Widen the moments in which a send is under way, or cut some short."""
        slow: dict[str, Any] = {"kind": "slow", "times": None, "seconds": self.dice.choice((0.05, 0.2))}
        lost: list[str] = ["429", "502", "502 after delivery", "connection lost", "time-out after delivery"]
        faults = [{}, {}, slow, slow, {"kind": "timeout_before"}, *(KINDS[kind] for kind in lost)]
        if fault := self.dice.choice(faults):
            self.sandbox.fail(self.dice.choice(("sendMessage", "editMessageText")), **fault)

    async def _let_time_pass(self) -> bool:
        """None, a minute or more, or up to the moment before something falls due; whether it was that."""
        kind = self.dice.random()
        if kind < 0.1:
            self._step(timedelta(seconds=self.dice.choice((61, 61, 600, 2400))))
        elif kind < 0.6 and (due := await self._next_due()) is not None:
            self.clock.advance_to(due - timedelta(seconds=self.dice.uniform(-1, 0.3)))
            return True
        return False

    def _step(self, span: timedelta) -> None:
        self.clock.advance_to(self.clock.now() + span)

    async def _next_due(self) -> datetime | None:
        async with self.opened() as store, store.reading() as tx:
            dues = [
                await each(tx) for each in (reminders.next_due_at, outbox.next_due_at, checkups.next_judge_at)
            ]
        return min((due for due in dues if due is not None), default=None)

    async def _wait_for_the_moment(self, mark: int, witnessed: tuple[str, ...]) -> None:
        """Any moment at all, or the one in which the product makes a certain call."""
        if self.dice.random() < 0.3:
            await asyncio.sleep(self.dice.uniform(0, 0.6))
            return
        method, count = self.dice.choice(witnessed), self.dice.randint(1, 3)
        await _until(lambda: len(self.sandbox.calls(mark, method)) >= count, 0.8)
        await asyncio.sleep(self.dice.choice((0, 0.003, 0.02)))


@asynccontextmanager
async def opened_ward(
    url: str, folder: Path, seed: int, everybody: tuple[int, ...], workers: int
) -> AsyncIterator[Ward]:
    """A ward in which everybody has the usual reminders, from noon tomorrow on; logs go to `folder`."""
    clock, stop = SystemClock(), asyncio.Event()
    clock.advance_to(clock.now().replace(hour=11) + timedelta(days=1))
    sandbox = Sandbox(clock, token=SANDBOX_TOKEN)
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(
        serve(create_app(sandbox, page=False), port=0, stop=stop, started=port.set_result)
    )
    settings = {
        "TELEGRAM_API_URL": f"http://127.0.0.1:{await port}",
        "TELEGRAM_BOT_TOKEN": SANDBOX_TOKEN,
        "DATABASE_URL": url,
        "DATA_KEY": base64.b64encode(KEY).decode(),
        "WORKER": "inline",
    }
    try:
        async with AsyncExitStack() as stack:
            lives = [await stack.enter_async_context(nursery(settings, folder / "log"))]
            for number in range(1, workers):
                beside = nursery(settings, folder / f"log-{number}", "jobs")
                lives.append(await stack.enter_async_context(beside))
            ward = Ward(sandbox, clock, url, lives, Random(seed))
            await _give_reminders(ward, everybody)
            yield ward
    finally:
        stop.set()
        await serving


async def _give_reminders(ward: Ward, everybody: tuple[int, ...]) -> None:
    zone, quiet = zone_named(ZONE), QuietHours(time(22), time(8))
    async with ward.opened() as store:
        await schema.migrate(store)
        async with store.transaction() as tx:
            for who in everybody:
                person = await people.greet(tx, who, quiet)
                await people.set_zone(tx, person.id, ZONE)
                for kind, hours in EVERY.items():
                    trigger = EveryWithin(timedelta(hours=hours), time(8), time(22))
                    slot = next_fire_at(trigger, tx.now, zone, quiet)
                    await reminders.switch_on(tx, person.id, kind, trigger, slot)


async def _until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to that in time."""
    try:
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - what is looked at lies in another process
                await asyncio.sleep(0.003)
    except TimeoutError:
        return False
    return True
