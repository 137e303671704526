"""What every handler and every pass can reach: one frozen bundle, built once in each process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.clock import Clock
from bot.delivery import Delivery
from bot.sender import Sender
from bot.store import Store
from content import Content


@dataclass(frozen=True, slots=True)
class Services:
    """`spread_over`: the reminders of one minute are spread over so long. `wake` tells the clockwork that something new may be due; in a process without one it does nothing."""

    content: Content
    clock: Clock
    store: Store
    sender: Sender
    delivery: Delivery
    spread_over: timedelta = timedelta(0)
    wake: Callable[[], None] = field(default=lambda: None)
