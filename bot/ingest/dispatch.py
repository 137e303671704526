"""From the inbox to the handlers: each person in order, people side by side, and nobody held up by another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import TryLater
from bot.logs import where
from bot.store import Store, StoreUnavailable, inbox, leases
from bot.store.inbox import Received

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 64
HANDLE_WITHIN = 45.0  # seconds; shorter than the lease
LOOK_AGAIN_EVERY = 1.0
_LONGEST_WAIT = 10.0  # what a person says next waits behind it, and may be an emergency
_GIVE_UP_AFTER = 360
_MOST_UNCERTAIN = 3  # answers that may have arrived: more would flood the chat


class Dispatch:
    """Takes updates while it runs. `handle` raises TryLater, or anything else for an update that is poison."""

    def __init__(
        self,
        store: Store,
        handle: Callable[[Received], Awaitable[None]],
        apologise: Callable[[Received], Awaitable[None]],
    ) -> None:
        self._store, self._handle, self._apologise = store, handle, apologise
        self._arrived = asyncio.Event()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._stopping = self._trouble = False

    def wake(self) -> None:
        self._arrived.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Handle what comes until told to stop; what was begun is finished."""
        await self._take_over()
        while not stop.is_set():
            await self._look()
            await self._pause()
        self._stopping = True  # nobody takes another one
        try:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
        except asyncio.CancelledError:  # and with it everything that was being handled
            await self._give_back(list(self._busy.values()))
            raise
        self._stopping = False

    async def drain(self) -> None:
        """Handle everything that can be handled now: for tests and for stepping the clock."""
        while await self._look() or self._busy:
            await asyncio.gather(*self._busy.values())

    async def _take_over(self) -> None:
        """What a process that is gone had taken is free at once; should that fail, its leases lapse by themselves."""
        try:
            async with self._store.transaction() as tx:
                await inbox.release(tx, leases.gone(await inbox.owners(tx), tx.owner))
        except StoreUnavailable:
            log.warning("the database cannot be written; updates wait in the inbox")

    async def _give_back(self, cut_off: list[asyncio.Task[None]]) -> None:
        """Another process need not wait for our leases to lapse."""
        await asyncio.gather(*cut_off, return_exceptions=True)
        try:
            async with asyncio.timeout(1), self._store.transaction() as tx:
                await inbox.release(tx, [tx.owner])
        except (StoreUnavailable, TimeoutError):
            log.warning("the database cannot be written; what was being handled waits for a minute")

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._arrived.wait(), LOOK_AGAIN_EVERY)
        except TimeoutError:
            return
        self._arrived.clear()

    async def _look(self) -> bool:
        try:
            async with self._store.reading() as tx:
                waiting = await inbox.whose_turn(tx, SIDE_BY_SIDE * 2)
        except StoreUnavailable:
            return False
        free = [from_id for from_id in waiting if from_id not in self._busy]
        for from_id in free[: SIDE_BY_SIDE - len(self._busy)]:
            self._busy[from_id] = asyncio.create_task(self._serve(from_id))
        return bool(free)

    async def _serve(self, from_id: int) -> None:
        """Handle one person's updates in order until there are none."""
        try:
            while not self._stopping and (received := await self._claim(from_id)) is not None:
                self._trouble = False
                await self._handle_one(received)
        except StoreUnavailable:
            await self._wait_for_the_store()
        except Exception as error:
            log.error("the updates of one person cannot be taken: %s", where(error))
            await asyncio.sleep(LOOK_AGAIN_EVERY)
        finally:
            del self._busy[from_id]
            self._arrived.set()

    async def _wait_for_the_store(self) -> None:
        if not self._trouble:
            log.warning("the database cannot be written; updates wait in the inbox")
        self._trouble = True
        await asyncio.sleep(LOOK_AGAIN_EVERY)

    async def _claim(self, from_id: int) -> Received | None:
        async with self._store.transaction() as tx:
            return await inbox.claim_next(tx, from_id)

    async def _handle_one(self, received: Received) -> None:
        try:
            async with asyncio.timeout(HANDLE_WITHIN):
                await self._handle(received)
        except (TryLater, StoreUnavailable, TimeoutError) as error:
            await self._later(received, error)
        except Exception as error:  # whatever it is, it must not block this person or anybody else
            await self._set_aside(received, error)
        else:
            async with self._store.transaction() as tx:
                await inbox.settle_done(tx, received)

    async def _later(self, received: Received, error: Exception) -> None:
        """Again after a while; not for ever, and not once the person has gone on to something else."""
        if received.attempts >= _GIVE_UP_AFTER:
            await self._set_aside(received, error)
            return
        uncertain = received.uncertain + int(isinstance(error, TryLater) and error.uncertain)
        async with self._store.transaction() as tx:
            answered_elsewhere = isinstance(error, TryLater) and await inbox.is_superseded(tx, received)
            if answered_elsewhere or uncertain >= _MOST_UNCERTAIN:
                await inbox.settle_done(tx, received)
            else:
                await inbox.settle_later(tx, received, _pause_before(received, error), uncertain)

    async def _set_aside(self, received: Received, error: Exception) -> None:
        log.error("update %d is set aside: %s", received.update_id, where(error))
        async with self._store.transaction() as tx:
            await inbox.settle_dead(tx, received)
        try:
            await self._apologise(received)
        except Exception as second:
            log.warning("update %d: no apology could be sent: %s", received.update_id, where(second))


def _pause_before(received: Received, error: Exception) -> float:
    """Seconds: what Telegram asked for, else 0.5, 1, 2 ... up to the longest a person may be kept waiting."""
    if isinstance(error, TryLater) and error.wait is not None:
        return min(error.wait, inbox.LONGEST_PAUSE)
    return min(0.5 * 2.0 ** min(received.attempts, 10), _LONGEST_WAIT)
