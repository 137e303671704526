"""A standing wish to be reminded."""

from dataclasses import dataclass

from bot.core.schedule import Slot
from bot.core.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Reminder:
    """A person has one of each kind at most. `next_slot` is None while it is off or never due."""

    id: int
    kind: str
    trigger: Trigger
    is_on: bool
    next_slot: Slot | None
