"""APScheduler is the clock that everything scheduled hangs on; the passes themselves are ours.

Its jobs only say that it is time: a date job at the next due instant, re-armed after each pass, an interval
tick for what other processes wrote, an hourly one for upkeep. They run no work of their own, because the
scheduler's shutdown cancels what its jobs are doing, and a send must be finished and written down.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import nullcontext, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import real_seconds
from bot.logs import where
from bot.pulse import Pulse
from bot.services import Services
from bot.store import StoreUnavailable, Tx, checkups, outbox, plans, reminders
from jobs.clock_changes import ClockWatch
from jobs.due import AHEAD, plan_due
from jobs.followups import end_care_plans, judge_idle_checkups
from jobs.rescue import rescue
from jobs.upkeep import purge

log = logging.getLogger(__name__)

Lane = Callable[[asyncio.Event], Coroutine[Any, Any, None]]

TICK_EVERY = 1  # seconds
NET_EVERY = 5  # seconds
UPKEEP_EVERY = 1  # hours
_SILENT_AFTER = 60.0  # seconds without a step that worked
_JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Clockwork:
    """Runs the passes of one worker, in three lanes that do not wait for each other: what is urgent, all else that is to
    be sent, and the chores that plan."""

    def __init__(self, services: Services, bell: asyncio.Event) -> None:
        """`bell` is what `Services.wake` rings."""
        self.pulse = Pulse(_SILENT_AFTER)
        self._services = services
        self._bell = bell
        self._watch = ClockWatch(services)
        self._lanes: dict[Lane, asyncio.Event] = {
            self._urgent: asyncio.Event(),
            self._bulk: asyncio.Event(),
            self._chores: asyncio.Event(),
        }
        self._has_planned = False  # what a clock that went back changed is put right before bulk is sent
        self._upkeep_is_due = True
        self._passing = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=_JOB_DEFAULTS)

    def wake(self) -> None:
        """Something new may be due."""
        self._bell.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Pass after pass until told to stop; then what is under way is finished."""
        self._scheduler.add_job(self._tick, IntervalTrigger(seconds=TICK_EVERY), id="tick")
        self._scheduler.add_job(self._call_upkeep, IntervalTrigger(hours=UPKEEP_EVERY), id="upkeep")
        self._scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                for lane in self._lanes:
                    group.create_task(self._run_lane(lane, stop))
                await self._pass_the_bell_on(stop)
            await self._services.delivery.finish()
            self._scheduler.pause()
            await asyncio.sleep(
                0
            )  # a tick that has begun ends by itself: cut off, it would be logged as an error
        except asyncio.CancelledError:
            await self._services.delivery.cut_off()
            raise
        finally:
            self._scheduler.shutdown(wait=False)

    async def pass_once(self, stop: asyncio.Event | None = None) -> None:
        """Everything that is due now: judged, planned, sent, and every send come home."""
        async with self._passing:
            await self._watch.look()
            await rescue(self._services)
            self._beat()
            while not (stop is not None and stop.is_set()) and await self._step(stop):
                pass

    async def next_due(self) -> datetime | None:
        """The next instant at which anything is due, on the product's clock; None when nothing is."""
        async with self._services.store.reading() as tx:
            dues = [await reminders.next_due_at(tx), *await _others_due(tx)]
        return min((due for due in dues if due is not None), default=None)

    def _beat(self) -> None:
        """What nobody takes from us is not being sent, however well the clockwork turns."""
        if self._services.sender.is_known:
            self.pulse.beat()
        else:
            self.pulse.hinder("refused")

    async def _step(self, stop: asyncio.Event | None) -> int:
        delivery, services = self._services.delivery, self._services
        done = await self._each(judge_idle_checkups, services)
        done += await self._each(
            end_care_plans, services
        )  # before sending: its question may join what else is late
        done += await self._each(delivery.send_urgent)
        done += await self._each(delivery.send_bulk, stop)
        await delivery.finish()
        return done + await self._each(plan_due, services)

    async def _each(self, part: Callable[..., Awaitable[int]], *given: Any) -> int:
        """Each part by itself: one that fails keeps none of the others from its work."""
        try:
            return await part(*given)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("%s failed and is tried again: %s", part.__name__, where(error))
            return 0

    async def _urgent(self, stop: asyncio.Event) -> None:
        await self._each(judge_idle_checkups, self._services)
        while not stop.is_set() and await self._each(self._services.delivery.send_urgent):
            pass

    async def _bulk(self, stop: asyncio.Event) -> None:
        if not self._has_planned:
            return
        await self._each(
            end_care_plans, self._services
        )  # before sending: its question may join what else is late
        await self._each(self._services.delivery.send_bulk, stop)

    async def _chores(self, stop: asyncio.Event) -> None:
        if self._upkeep_is_due:
            self._upkeep_is_due = False
            await purge(self._services)
        await self._watch.look()
        await rescue(self._services)
        self._beat()
        while not stop.is_set() and await self._each(plan_due, self._services):
            self._lanes[self._bulk].set()
        if not self._has_planned:
            self._has_planned = True
            self._lanes[self._bulk].set()
        await self._arm()

    async def _run_lane(self, lane: Lane, stop: asyncio.Event) -> None:
        """Should the machine's clock be set back, the scheduler sleeps with it: then the net is what wakes us."""
        bell = self._lanes[lane]
        while not stop.is_set():
            bell.clear()
            await self._safely(lane, stop)
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), NET_EVERY)

    async def _safely(self, lane: Lane, stop: asyncio.Event) -> None:
        try:
            async with self._passing if lane == self._chores else nullcontext():
                await lane(stop)
        except StoreUnavailable:
            log.warning("the database cannot be used; trying again")
        except Exception as error:
            log.error("a pass failed and is tried again: %s", where(error))

    async def _pass_the_bell_on(self, stop: asyncio.Event) -> None:
        """One bell for whoever rings, one for each lane; whoever stops us rings it too."""
        while not stop.is_set():
            await self._bell.wait()
            self._bell.clear()
            self._ring_all()
        self._ring_all()

    def _ring_all(self) -> None:
        for bell in self._lanes.values():
            bell.set()

    async def _arm(self) -> None:
        """Set the date job to the next instant at which there is something to do; what is overdue is the tick's."""
        async with self._services.store.reading() as tx:
            dues = await _others_due(tx)
            if (due := await reminders.next_due_at(tx)) is not None:
                dues.append(due - AHEAD)
        now = self._services.clock.now()
        ahead = [(due - now).total_seconds() for due in dues if due is not None and due > now]
        if ahead:
            at = datetime.fromtimestamp(real_seconds(), UTC) + timedelta(seconds=min(ahead))
            self._scheduler.add_job(self._tick, DateTrigger(at), id="due", replace_existing=True)

    async def _tick(self) -> None:
        self.wake()

    async def _call_upkeep(self) -> None:
        self._upkeep_is_due = True
        self.wake()


async def _others_due(tx: Tx) -> list[datetime | None]:
    """When messages, checks to be judged and care plans are next due."""
    return [await due(tx) for due in (outbox.next_due_at, checkups.next_judge_at, plans.next_end_at)]
