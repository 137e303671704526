"""What every handler and every pass can reach: one frozen bundle, built once in each process."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.delivery import Delivery
from bot.sender import Sender
from bot.store import Store
from content import Content


@dataclass(frozen=True, slots=True)
class Services:
    """`wake` tells the clockwork that something new may be due; in a process without one it does nothing."""

    content: Content
    clock: Clock
    store: Store
    sender: Sender
    delivery: Delivery
    wake: Callable[[], None] = field(default=lambda: None)
