"""What goes wrong at Telegram for a while: it is slow, refuses, errs, hangs up, or takes a message and does not say so."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - seeded by whoever uses it, and printed there
from typing import Any

from bot.sandbox import Sandbox

SLOW: dict[str, Any] = {"kind": "slow", "seconds": 0.05}
TOO_MANY: dict[str, Any] = {"code": 429, "retry_after": 1}
KINDS: dict[str, dict[str, Any]] = {
    "slow": SLOW,
    "429": TOO_MANY,
    "500": {"code": 500},
    "502": {"code": 502},
    "502 after delivery": {"kind": "answer_after_delivery", "code": 502},
    "connection lost": {"kind": "drop"},
    "connection lost after delivery": {"kind": "drop_after_delivery"},
    "time-out": {"kind": "timeout_before"},
    "time-out after delivery": {"kind": "timeout_after_delivery"},
}
ANSWERS, ANYTHING = ("sendMessage", "editMessageText"), "*"


@dataclass
class Storms:
    """Plans faults, for as long as nobody mends them; `seen` counts their kinds, `people` are whose chats may be meant."""

    sandbox: Sandbox
    dice: Random
    people: tuple[int, ...]
    seen: Counter[str] = field(default_factory=Counter)

    def turn(self) -> None:
        """What it was is over. In two turns of five nothing new begins."""
        self.sandbox.mend()
        if self.dice.random() < 0.4:
            return
        kind, where = self.dice.choice(list(KINDS)), self.dice.random()
        self.seen[kind] += 1
        if where < 0.5:  # everything that is sent, until the next turn
            self._plan(kind, ("sendMessage",), times=None)
        elif where < 0.75:  # for a few people alone
            for who in self.dice.sample(self.people, 4):
                self._plan(kind, ANSWERS, times=None, chat_id=who)
        elif where < 0.9:
            self._plan(kind, ANSWERS, times=self.dice.choice((1, 2, 5)))
        else:  # a few calls of any kind: polls, and those with which a life begins, too
            self._plan(kind, (ANYTHING,), times=self.dice.choice((1, 2)))

    def _plan(self, kind: str, methods: tuple[str, ...], **how: Any) -> None:
        for method in methods:
            self.sandbox.fail(method, **KINDS[kind], **how)
