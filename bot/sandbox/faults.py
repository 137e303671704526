"""Failures planned ahead: what the next calls of a method get instead of, or after, being carried out."""

from dataclasses import dataclass

from bot.sandbox.errors import BotApiError, NotPossibleError, too_many_requests

KINDS = (
    "answer",
    "answer_after_delivery",
    "drop",
    "drop_after_delivery",
    "timeout_before",
    "timeout_after_delivery",
    "slow",
)
EVERY_METHOD = "*"

DESCRIPTIONS = {
    400: "Bad Request: the sandbox was asked to refuse this",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
}


@dataclass(slots=True)
class Fault:
    """One plan. `times` None means until cleared; `chat_id` None means any chat.

    Kinds: answer (an error), drop (the connection closes), timeout_before (no answer ever): nothing is done.
    The same after delivery: answer_after_delivery, drop_after_delivery, timeout_after_delivery. And slow (done,
    answered `seconds` late).
    """

    kind: str
    code: int
    retry_after: int
    times: int | None
    chat_id: int | None
    description: str | None
    seconds: float

    def error(self) -> BotApiError:
        if self.code == 429 and self.description is None:
            return too_many_requests(self.retry_after)
        parameters = {"retry_after": self.retry_after} if self.code == 429 else None
        text = self.description or DESCRIPTIONS.get(self.code, f"Error {self.code}")
        return BotApiError(self.code, text, parameters)


class Faults:
    """Plans by method; a call without any costs two dictionary look-ups."""

    def __init__(self) -> None:
        self._plans: dict[str, list[Fault]] = {}

    def plan(self, method: str, fault: Fault) -> None:
        if fault.kind not in KINDS:
            raise NotPossibleError(
                f"There is no fault of kind {fault.kind!r}; the kinds are {', '.join(KINDS)}."
            )
        if fault.kind.startswith("answer") and not 400 <= fault.code <= 599:
            raise NotPossibleError("The code of a fault is an HTTP error status, 400 to 599.")
        self._plans.setdefault(method.lower(), []).append(fault)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The oldest plan that fits this call, used up by one; the method's own before those for all."""
        for name in (method.lower(), EVERY_METHOD):
            for fault in self._plans.get(name, ()):
                if fault.chat_id is None or fault.chat_id == chat_id:
                    self._use(name, fault)
                    return fault
        return None

    def _use(self, name: str, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._plans[name].remove(fault)

    def clear(self) -> None:
        self._plans.clear()
