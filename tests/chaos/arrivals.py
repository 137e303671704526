"""What arrived of the planned messages, counted where it arrives: at Telegram, whatever was heard of it."""

import contextvars
from collections import Counter
from dataclasses import dataclass, field

from bot.core.outgoing import Lane, Outgoing
from bot.sandbox import Sandbox
from bot.sandbox.params import Params

CARRIED: contextvars.ContextVar[Outgoing | None] = contextvars.ContextVar("carried", default=None)


@dataclass(frozen=True)
class Arrived:
    """Telegram has carried it out; `outgoing` as it was claimed for this send."""

    outgoing: Outgoing
    text: str


@dataclass
class Arrivals:
    """`all` in their order. `unanswered`: sends by message that a fault left without an answer, or with an error that
    says nothing of whether it was carried out."""

    all: list[Arrived] = field(default_factory=list)
    unanswered: Counter[int] = field(default_factory=Counter)

    @property
    def copies(self) -> Counter[int]:
        """How often each message arrived."""
        return Counter(each.outgoing.id for each in self.all)

    @property
    def lanes(self) -> dict[int, Lane]:
        return {each.outgoing.id: each.outgoing.lane for each in self.all}


class CountingSandbox(Sandbox):
    """Notes each planned message that it carries out."""

    arrivals: Arrivals

    async def call(self, method: str, params: Params) -> object:
        result = await super().call(method, params)
        if (outgoing := CARRIED.get()) is not None and method == "sendMessage":
            self.arrivals.all.append(Arrived(outgoing, params.text("text")))
        return result
