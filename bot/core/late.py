"""What comes late: from when it says so, and what several late messages of one person come to.

After hours without a connection or a process a person gets one message about what was missed, not a row of them:
the one that matters most is said in full, and of the others only what can still be acted on, a line each.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.core.outgoing import Kind, Outgoing
from bot.core.packs import TAKE_OFF

LATE_AFTER = timedelta(minutes=2)  # what comes later than this says when it was planned
PARTS = (Kind.COMPRESS, Kind.CHECK_BACK, Kind.PLAN_END)
LONG_AFTER = timedelta(minutes=30)  # from then on nobody knows whether a pack is still on


def is_late(due_at: datetime, now: datetime) -> bool:
    return now - due_at > LATE_AFTER


def is_late_part(outgoing: Outgoing, now: datetime) -> bool:
    """Whether it is one of those that come late, say so, and may come together.

    The messages on a red flag and on seeing a doctor are not: they are what a check led to, and come by themselves.
    """
    return outgoing.kind in PARTS and is_late(outgoing.due_at, now)


def by_weight(parts: Iterable[Outgoing]) -> tuple[Outgoing, ...]:
    """The one to be said in full first; of two that weigh the same, the newer."""
    newest_first = sorted(parts, key=lambda one: (one.due_at, one.id), reverse=True)
    return tuple(sorted(newest_first, key=_weight))


def _weight(outgoing: Outgoing) -> int:
    """Medical help before how it went, and that before a pack, whose one line goes with anything."""
    if outgoing.kind is Kind.CHECK_BACK:
        return 0 if outgoing.hold_id is not None else 1
    if outgoing.kind is Kind.PLAN_END:
        return 2
    return 3 if outgoing.part == TAKE_OFF else 4
