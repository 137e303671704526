"""APScheduler is the clock that everything scheduled hangs on; the passes themselves are ours.

Its jobs only say that it is time: a date job at the next due instant, re-armed after each pass, an interval
tick for what other processes wrote, an hourly one for upkeep. They run no work of their own, because the
scheduler's shutdown cancels what its jobs are doing, and a send must be finished and written down.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import real_seconds
from bot.logs import where
from bot.services import Services
from bot.store import StoreUnavailable, checkups, outbox, plans, reminders
from jobs.clock_changes import ClockWatch
from jobs.deliver import deliver_due, rescue
from jobs.due import plan_due
from jobs.followups import end_care_plans, judge_idle_checkups
from jobs.upkeep import purge

log = logging.getLogger(__name__)

TICK_EVERY = 1  # seconds
NET_EVERY = 5  # seconds
UPKEEP_EVERY = 1  # hours
_JOB_DEFAULTS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Clockwork:
    """Runs the passes of one worker."""

    def __init__(self, services: Services, bell: asyncio.Event) -> None:
        """`bell` is what `Services.wake` rings."""
        self._services = services
        self._watch = ClockWatch(services)
        self._time_has_come = bell
        self._upkeep_is_due = True
        self._passing = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=_JOB_DEFAULTS)

    def wake(self) -> None:
        """Something new may be due."""
        self._time_has_come.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Pass after pass until told to stop; the pass that is under way is finished first."""
        self._scheduler.add_job(self._tick, IntervalTrigger(seconds=TICK_EVERY), id="tick")
        self._scheduler.add_job(self._call_upkeep, IntervalTrigger(hours=UPKEEP_EVERY), id="upkeep")
        self._scheduler.start()
        try:
            while not stop.is_set():
                self._time_has_come.clear()
                await self._pass_safely(stop)
                await self._bell_or_net()
        finally:
            self._scheduler.shutdown(wait=False)

    async def pass_once(self, stop: asyncio.Event | None = None) -> None:
        """Everything that is due now: judged, planned, sent. Passes never overlap in one process.

        Told to stop, it ends after the batch that is under way: the rest is planned and waits.
        """
        async with self._passing:
            await self._watch.look()
            await rescue(self._services)
            while not (stop is not None and stop.is_set()) and await self._step():
                pass

    async def next_due(self) -> datetime | None:
        """The next instant at which anything is due, on the product's clock; None when nothing is."""
        async with self._services.store.reading() as tx:
            dues = [
                await due(tx)
                for due in (
                    outbox.next_due_at,
                    reminders.next_due_at,
                    checkups.next_judge_at,
                    plans.next_end_at,
                )
            ]
        return min((due for due in dues if due is not None), default=None)

    async def _step(self) -> int:
        """Each part by itself: one that fails keeps none of the others from its work.

        Plans are ended before anything is sent, so that their question may join what else is late.
        """
        done = 0
        for part in (judge_idle_checkups, end_care_plans, deliver_due, plan_due):
            try:
                done += await part(self._services)
            except StoreUnavailable:
                raise
            except Exception as error:
                log.error("%s failed and is tried again: %s", part.__name__, where(error))
        return done

    async def _bell_or_net(self) -> None:
        """Should the machine's clock be set back, the scheduler sleeps with it: then this is what wakes us."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._time_has_come.wait(), NET_EVERY)

    async def _pass_safely(self, stop: asyncio.Event) -> None:
        try:
            if self._upkeep_is_due:
                self._upkeep_is_due = False
                await purge(self._services)
            await self.pass_once(stop)
            await self._arm()
        except StoreUnavailable:
            log.warning("the database cannot be used; trying again")
        except Exception as error:
            log.error("a pass failed and is tried again: %s", where(error))

    async def _arm(self) -> None:
        """Set the date job to the next due instant; what is overdue and had to wait is the tick's."""
        due = await self.next_due()
        ahead = None if due is None else (due - self._services.clock.now()).total_seconds()
        if ahead is None or ahead <= 0:
            return
        at = datetime.fromtimestamp(real_seconds(), UTC) + timedelta(seconds=ahead)
        self._scheduler.add_job(self._tick, DateTrigger(at), id="due", replace_existing=True)

    async def _tick(self) -> None:
        self.wake()

    async def _call_upkeep(self) -> None:
        self._upkeep_is_due = True
        self.wake()
