"""The send budget: one pace for all processes together, which people who wait never stand in line for.

Bulk takes slots (`take`), waits for each (`wait_for`), and sends. Who answers a person or sends something urgent
sends at once, and says so afterwards (`charge`).
"""

import asyncio
import logging
from bisect import bisect_left
from collections.abc import Callable
from contextlib import suppress

from bot.core.pacing import LONGEST_PAUSE, Bearing, Grant, Pacing, Tally
from bot.store import Store, StoreUnavailable, budget

log = logging.getLogger(__name__)

NAME = "telegram"  # one bot, one row
FLUSH_AFTER = 0.15  # seconds that charges are gathered
NOT_QUITE_YET = 0.005  # seconds: asking a moment too soon would only cost one more question
LONGEST_NAP = 1.0  # seconds until a wait looks at the row again
REFUSALS_BELONG_TOGETHER = 5.0  # seconds
TRIES = 50  # somebody else changed the row each time
CLOSES_WITHIN = 1.0  # seconds


class Budget:
    """`rate` messages a second for all processes that share `store`; 0 switches it off.

    `reserve` is the part of the rate that bulk leaves alone while people are being answered.
    """

    def __init__(self, store: Store, rate: float, reserve: float = 0.1) -> None:
        self._store = store
        self._pacing = Pacing(rate, reserve) if rate else None
        self._bearing: Bearing | None = None
        self._answers_within = 0.0  # seconds the database takes, about: a slot before that would be missed
        self._held: list[float] = []  # ascending, each for a message of this process that will wait for it
        self._spare: list[float] = []  # and those that were given back
        self._paused_until = 0.0  # on the loop's clock: slots taken before a pause do not count
        self._missed, self._retake = 0, asyncio.Lock()
        self._refused: tuple[int, float, float] | None = None  # the last chat, when, until when
        self._owed, self._closed = 0, asyncio.Event()
        self._flushing: asyncio.Task[None] | None = None

    async def take(self, most: int) -> list[float]:
        """From 1 to `most` slots, ascending instants of `loop.time()`; waits until there is one.

        Raises StoreUnavailable.
        """
        pacing, loop = self._pacing, asyncio.get_running_loop()
        if pacing is None or most < 1:
            return [loop.time()] * most
        slots = self._take_spare(most)
        while not slots:
            slots, wait = await self._ask(pacing, most)
            if not slots:
                await asyncio.sleep(wait)
                slots = self._take_spare(most)
        self._held = sorted((*self._held, *slots))
        return slots

    async def wait_for(self, slot: float) -> None:
        """Sleep until `slot`, or another that this process holds: each is for one message, whichever that is.

        What was missed, or taken away by a pause, is not used; where none is left, a new one is taken.
        Raises StoreUnavailable.
        """
        loop = asyncio.get_running_loop()
        while self._pacing is not None:
            mine = self._earliest(self._pacing)
            if mine is None:
                await self._refill()
                continue
            await asyncio.sleep(max(mine - loop.time(), 0.0))
            if mine >= self._oldest_usable(self._pacing):
                return

    def give_back(self, count: int) -> None:
        """So many slots are not needed after all: whoever takes next in this process gets them, while they last."""
        kept = max(len(self._held) - count, 0)
        self._spare = sorted((*self._spare, *self._held[kept:]))
        del self._held[kept:]

    def charge(self, count: int = 1) -> None:
        """Messages went out to people who wait. Returns at once; the shared row hears of it a little later."""
        if self._pacing is None or self._closed.is_set():
            return
        self._owed += count
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush(self._pacing), name="budget-flush")

    async def pause(self, seconds: float) -> None:
        """Telegram asks bulk to wait: nobody takes a slot for that long, an hour at most.

        Slots that other processes hold already are used: half a second's worth. Raises StoreUnavailable.
        """
        pacing = self._pacing
        if pacing is None:
            return
        until = asyncio.get_running_loop().time() + min(seconds, LONGEST_PAUSE)
        self._paused_until, self._spare = max(self._paused_until, until), []
        await self._change(lambda tally, now: Grant((), pacing.pause(tally, now, seconds)))
        log.warning("bulk messages pause for %.0f seconds", seconds)

    async def refused(self, chat_id: int, seconds: float) -> None:
        """Telegram said 429 to one bulk message. One chat may have a limit of its own: a second one pauses all.

        The shorter of the two waits counts, as the longer may be a chat's own. Raises StoreUnavailable.
        """
        now, before = asyncio.get_running_loop().time(), self._refused
        self._refused = (chat_id, now, now + seconds)
        if before is None or before[0] == chat_id or now - before[1] > REFUSALS_BELONG_TOGETHER:
            return
        self._refused = None
        await self.pause(min(seconds, before[2] - now))

    async def close(self) -> None:
        """Write down what is still owed, if that is quickly done."""
        self._closed.set()
        if (flushing := self._flushing) is not None:
            await asyncio.wait({flushing}, timeout=CLOSES_WITHIN)
            flushing.cancel()
            await asyncio.wait({flushing})

    def _take_spare(self, most: int) -> list[float]:
        now = asyncio.get_running_loop().time()
        usable = [slot for slot in self._spare if slot >= now]
        self._spare = usable[most:]
        return usable[:most]

    async def _ask(self, pacing: Pacing, most: int) -> tuple[list[float], float]:
        """New slots from the shared row; without any, how many seconds to wait before asking again."""
        notice = self._answers_within
        grant, bearing = await self._change(lambda tally, now: pacing.grant(tally, now, most, notice))
        return [slot + bearing.middle for slot in grant.slots], min(grant.wait + NOT_QUITE_YET, LONGEST_NAP)

    def _oldest_usable(self, pacing: Pacing) -> float:
        return max(asyncio.get_running_loop().time() - pacing.tolerance, self._paused_until)

    def _earliest(self, pacing: Pacing) -> float | None:
        del self._held[: bisect_left(self._held, self._oldest_usable(pacing))]
        return self._held.pop(0) if self._held else None

    async def _refill(self) -> None:
        """Take slots instead of missed ones; whoever comes first takes for all that miss one at this moment."""
        self._missed += 1
        try:
            async with self._retake:
                if not self._held:
                    await self.take(self._missed)
        finally:
            self._missed -= 1

    async def _flush(self, pacing: Pacing) -> None:
        try:
            while self._owed:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closed.wait(), FLUSH_AFTER)
                count, self._owed = self._owed, 0
                await self._write_down(pacing, count)
        finally:
            self._flushing = None

    async def _write_down(self, pacing: Pacing, count: int) -> None:
        try:
            await self._change(lambda tally, now: Grant((), pacing.charge(tally, now, count)))
        except StoreUnavailable as error:
            log.debug("%d sends are not in the budget: %s", count, error)

    async def _change(self, decide: Callable[[Tally, float], Grant]) -> tuple[Grant, Bearing]:
        """Change the shared row to what `decide` says of it and the time on its clock."""
        async with self._store.singly() as tx:
            for _ in range(TRIES):
                seen = await budget.look(tx, NAME)
                grant = decide(seen.tally, seen.now)
                if grant.tally == seen.tally or await budget.swap(tx, NAME, seen.tally, grant.tally):
                    self._bearing = seen.bearing.better_of(self._bearing)
                    took = asyncio.get_running_loop().time() - self._bearing.middle - seen.now
                    self._answers_within += (max(took, 0.0) - self._answers_within) / 4
                    return grant, self._bearing
        raise StoreUnavailable("everybody changes the send budget at once")
