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
        self._handled: list[Received] = []  # and not yet written down: its person is busy still
        self._trouble = False

    def wake(self) -> None:
        self._arrived.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Handle what comes until told to stop; what was begun is finished."""
        await self._take_over()
        while not stop.is_set():
            await self._round(SIDE_BY_SIDE)
            await self._pause()
        try:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)
            await self._round(0)
        except asyncio.CancelledError:  # and with it everything that was being handled
            await self._give_back(list(self._busy.values()))
            raise

    async def drain(self) -> None:
        """Handle everything that can be handled now: for tests and for stepping the clock."""
        while await self._round(SIDE_BY_SIDE):
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
                await inbox.settle_done(tx, *self._handled)
                await inbox.release(tx, [tx.owner])
        except (StoreUnavailable, TimeoutError):
            log.warning("the database cannot be written; what was being handled waits for a minute")

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._arrived.wait(), LOOK_AGAIN_EVERY)
        except TimeoutError:
            return
        self._arrived.clear()

    async def _round(self, side_by_side: int) -> bool:
        """Write down what was handled and take what comes next, so that so many people are busy; whether any are."""
        handled, self._handled = self._handled, []
        busy = self._busy.keys() - {each.from_id for each in handled}
        try:
            async with self._store.transaction() as tx:
                await inbox.settle_done(tx, *handled)
                taken = (
                    await inbox.claim(tx, side_by_side - len(busy), busy) if side_by_side > len(busy) else []
                )
        except Exception as error:
            self._handled += handled
            if isinstance(error, StoreUnavailable):
                self._say_once()
            else:
                log.error("no updates can be taken: %s", where(error))
            return False
        if handled or taken:
            self._trouble = False
        for each in handled:
            del self._busy[each.from_id]
        for each in taken:
            self._busy[each.from_id] = asyncio.create_task(self._serve(each))
        return bool(self._busy)

    async def _serve(self, received: Received) -> None:
        """Handle one update. Its person is free once it is written down how that went."""
        try:
            if await self._is_handled(received):
                self._handled.append(received)
                return
        except StoreUnavailable:  # after a while it is taken again: the lease is ours
            self._say_once()
            await asyncio.sleep(LOOK_AGAIN_EVERY)
        except Exception as error:
            log.error("the updates of one person cannot be taken: %s", where(error))
            await asyncio.sleep(LOOK_AGAIN_EVERY)
        finally:
            self._arrived.set()
        del self._busy[received.from_id]

    async def _is_handled(self, received: Received) -> bool:
        """Otherwise it is settled already: put off, or set aside."""
        try:
            async with asyncio.timeout(HANDLE_WITHIN):
                await self._handle(received)
        except (TryLater, StoreUnavailable, TimeoutError) as error:
            await self._later(received, error)
        except Exception as error:  # whatever it is, it must not block this person or anybody else
            await self._set_aside(received, error)
        else:
            return True
        return False

    def _say_once(self) -> None:
        if not self._trouble:
            log.warning("the database cannot be written; updates wait in the inbox")
        self._trouble = True

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
