"""Whether the clock went back, or time zones got new rules, since anybody looked; then what is not sent is planned anew.

Going forward needs nothing of the kind: that is downtime, and what is due is due.
"""

import logging
from datetime import datetime, timedelta

from bot.core.zones import rules_version
from bot.services import Services
from bot.store import clock_changes, notes
from bot.store.clock_changes import TOLERANCE

log = logging.getLogger(__name__)

LAST_SEEN = "the clock when it was last looked at"
ZONE_RULES = "version of the time zone rules"
BATCH = 200  # people, or rows, in one transaction


class ClockWatch:
    """Looks at the clock before each pass. What it remembers is in the database once a minute, for the next life."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._last: datetime | None = None
        self._noted: datetime | None = None
        self._knows_rules = False

    async def look(self) -> None:
        """Plan anew what needs it. Cut off in the middle, it begins again the next time. Raises StoreUnavailable."""
        if self._last is None:
            await self._remember()
        now, last = self._services.clock.now(), self._last
        went_back = last is not None and now < last - TOLERANCE
        if went_back and last is not None:
            log.warning(
                "the clock went back by %d seconds: everything is planned anew", (last - now).total_seconds()
            )
            await self._take_back(last - now)
        if went_back or not self._knows_rules:
            await self._replan_all()
        if went_back or self._noted is None or now >= self._noted + TOLERANCE or not self._knows_rules:
            await self._note(now)
        self._last = now

    async def _remember(self) -> None:
        async with self._services.store.reading() as tx:
            seen, rules = await notes.read(tx, LAST_SEEN), await notes.read(tx, ZONE_RULES)
        self._last = self._noted = None if seen is None else datetime.fromisoformat(seen)
        self._knows_rules = rules == rules_version()
        if rules is not None and not self._knows_rules:
            log.info("time zone rules are now %s: every reminder is planned anew", rules_version())

    async def _note(self, now: datetime) -> None:
        async with self._services.store.transaction() as tx:
            await notes.write(tx, LAST_SEEN, now.isoformat())
            await notes.write(tx, ZONE_RULES, rules_version())
        self._noted, self._knows_rules = now, True

    async def _take_back(self, by: timedelta) -> None:
        more = True
        while more:
            async with self._services.store.transaction() as tx:
                more = await clock_changes.take_back_some(tx, by, BATCH)

    async def _replan_all(self) -> None:
        """Each batch by itself, so that whoever writes meanwhile waits for one at most."""
        after: int | None = 0
        while after is not None:
            async with self._services.store.transaction() as tx:
                after = await clock_changes.replan_some(tx, after, BATCH)
