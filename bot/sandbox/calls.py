"""Every call the bot made, for tests and scripts to look at."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.ledger import Json

KEPT = 200_000


@dataclass(slots=True)
class Call:
    """One call. `number` counts up from 1; times are real milliseconds; `code` is None while it runs,
    200 or the error code after, and 0 when a fault left it without an answer. `was_done` says whether it was
    carried out, whatever was heard of that."""

    number: int
    at_ms: int
    method: str
    chat_id: int | None
    params: Json
    code: int | None = None
    description: str | None = None
    took_ms: int | None = None
    was_done: bool = False

    def record(self) -> Json:
        return {name: getattr(self, name) for name in self.__slots__}


class Calls:
    """The calls in order; beyond 200,000 the oldest half is let go."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._calls: list[Call] = []
        self.last = 0

    def begin(self, method: str, chat_id: int | None, params: Json) -> Call:
        self.last += 1
        call = Call(self.last, self._now_ms(), method, chat_id, params)
        if len(self._calls) >= KEPT:
            del self._calls[: KEPT // 2]
        self._calls.append(call)
        return call

    def end(self, call: Call, code: int, description: str | None = None) -> None:
        call.code = code
        call.description = description
        call.took_ms = self._now_ms() - call.at_ms

    def since(self, mark: int, method: str | None = None) -> list[Call]:
        """The calls numbered above `mark`, of one method or (None) of all."""
        first = self._calls[0].number if self._calls else 1
        recent = self._calls[max(mark - first + 1, 0) :]
        wanted = method.lower() if method else None
        return [call for call in recent if wanted is None or call.method.lower() == wanted]

    def clear(self) -> None:
        self._calls.clear()

    def _now_ms(self) -> int:
        return int(self._seconds() * 1000)
