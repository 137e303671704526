"""Stepping the clock: through the product's timeline when it runs here too, else the sandbox's own clock."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.sandbox.errors import NotPossibleError
from bot.sandbox.ledger import Json

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LONGEST_STEP = timedelta(days=366)


class Timeline(Protocol):
    """What the composition root lends when the product runs in the same process."""

    async def next_due(self) -> datetime | None:
        """When the next thing falls due, in UTC; None when nothing is planned."""
        ...

    async def skip_to(self, instant: datetime) -> None:
        """Step the product's clock to `instant` and let what has fallen due happen."""
        ...


async def read_clock(box: "Sandbox", timeline: Timeline | None) -> Json:
    """{"now", "next_due", "can_skip"}: ISO instants in UTC, next_due None when nothing is known."""
    due = await timeline.next_due() if timeline else None
    return {
        "now": box.clock.now().isoformat(),
        "next_due": due.isoformat() if due else None,
        "can_skip": timeline is not None,
    }


async def move_clock(box: "Sandbox", timeline: Timeline | None, wish: Json) -> Json:
    """`wish` is {"advance": seconds}, {"to": "next"} or {"to": ISO instant}. Answers as read_clock does."""
    instant = await _target(box, timeline, wish)
    now = box.clock.now()
    if instant < now:
        raise NotPossibleError("The clock only goes forward.")
    if instant - now > LONGEST_STEP:
        raise NotPossibleError("The clock goes at most a year at a time.")
    if timeline is not None:
        await timeline.skip_to(instant)
    else:
        _advance(box, instant)
    clock = await read_clock(box, timeline)
    box.events.publish({"type": "clock", **clock})
    return clock


async def _target(box: "Sandbox", timeline: Timeline | None, wish: Json) -> datetime:
    if wish.get("to") == "next":
        due = await timeline.next_due() if timeline else None
        if due is None:
            raise NotPossibleError("Nothing is planned to skip to.")
        return max(due, box.clock.now())
    if "to" in wish:
        return _instant(wish["to"])
    seconds = wish.get("advance")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        raise NotPossibleError('Say {"advance": seconds}, {"to": "next"} or {"to": "2027-01-31T08:00:00Z"}.')
    try:
        return box.clock.now() + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        raise NotPossibleError("The clock goes at most a year at a time.") from None


def _instant(value: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        raise NotPossibleError(f"{value!r} is not an ISO instant.") from None
    if instant.tzinfo is None:
        raise NotPossibleError("An instant needs its zone, as in 2027-01-31T08:00:00Z.")
    return instant.astimezone(UTC)


def _advance(box: "Sandbox", instant: datetime) -> None:
    advance_to = getattr(box.clock, "advance_to", None)
    if advance_to is None:
        raise NotPossibleError("This clock cannot be stepped.")
    advance_to(instant)
