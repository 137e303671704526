"""The updates a bot has not confirmed yet, and the long poll that waits for the next."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.sandbox.errors import BotApiError, conflict
from bot.sandbox.ledger import Counters, Json, Note, Record, Settings

MESSAGE_LIFE_SECONDS = 24 * 3600.0
TAP_LIFE_SECONDS = 150.0
LIMIT = 100
LONGEST_POLL_SECONDS = 50
FURTHEST_AHEAD = 10  # an offset that lies further ahead of the newest update means none of these
LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
    }
)


@dataclass(slots=True)
class Pending:
    """An unconfirmed update. `expires` is in real seconds; `lane` is the webhook queue it travels in."""

    id: int
    body: Json
    expires: float
    lane: str


class UpdateQueue:
    """One bot's unconfirmed updates in order. One long poll at a time; a second ends the first."""

    def __init__(
        self, settings: Settings, counters: Counters, seconds: Callable[[], float], note: Note
    ) -> None:
        self._settings = settings
        self._counters = counters
        self._seconds = seconds
        self._note = note
        self._waiter: asyncio.Future[BotApiError | None] | None = None
        self.pending: dict[int, Pending] = {}
        self.on_new: Callable[[Pending], None] = lambda _pending: None
        self.hung_up = False

    def add(self, kind: str, value: Json, lane: str) -> int | None:
        """Queue an update and wake whoever waits. None: the bot has not asked for this kind."""
        if not self.wanted(kind):
            return None
        number = self._counters.next("update")
        life = TAP_LIFE_SECONDS if kind == "callback_query" else MESSAGE_LIFE_SECONDS
        pending = Pending(number, {"update_id": number, kind: value}, self._seconds() + life, lane)
        self.pending[number] = pending
        self._note("update", _record(pending))
        self.end_poll(None)
        self.on_new(pending)
        return number

    def wanted(self, kind: str) -> bool:
        allowed = self._settings.get("allowed_updates")
        return kind in allowed if allowed is not None else kind not in LEFT_OUT_BY_DEFAULT

    def allow(self, kinds: object) -> None:
        """Remember allowed_updates. Not a list: as before; an empty list: the default again."""
        if isinstance(kinds, list):
            self._settings.put("allowed_updates", [kind for kind in kinds if kind in KINDS] or None)

    async def poll(self, offset: int, limit: int, wait_seconds: float) -> list[Json]:
        """Confirm what `offset` covers, then answer what is there, waiting for the first if nothing is.

        Raises a 409 while a webhook is set, or when another poll or setWebhook ends this one.
        """
        if self._settings.get("webhook"):
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.end_poll(
            conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        )
        self.confirm(offset)
        found = self.take(limit)
        if found or wait_seconds <= 0 or self.hung_up:
            return found
        return await self._wait(limit, min(wait_seconds, LONGEST_POLL_SECONDS))

    async def _wait(self, limit: int, seconds: float) -> list[Json]:
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                reason = await waiter
        except TimeoutError:
            return []
        finally:
            if self._waiter is waiter:
                self._waiter = None
        if reason is not None:
            raise reason
        return self.take(limit)

    def end_poll(self, reason: BotApiError | None) -> None:
        """Let the waiting poll answer now: with an error, or (None) with whatever there is."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(reason)
        self._waiter = None

    def confirm(self, offset: int) -> None:
        """Forget every update below `offset`; a negative one keeps only the last that many.

        One that is out of range, as after numbers began anew, forgets none: what waits is given from its beginning.
        """
        if offset > self._counters.last("update") + 1 + FURTHEST_AHEAD:
            return
        surplus = len(self.pending) + offset if offset < 0 else 0
        for number in list(islice(self.pending, max(surplus, 0))):
            self.settle(number)
        while self.pending and (first := next(iter(self.pending))) < offset:
            self.settle(first)

    def take(self, limit: int = LIMIT) -> list[Json]:
        """The oldest updates that have not expired, at most `limit`; they stay until confirmed."""
        count = limit if 1 <= limit <= LIMIT else LIMIT
        taken: list[Json] = []
        expired: list[int] = []
        for pending in self.pending.values():
            if len(taken) == count:
                break
            if pending.expires < self._seconds():
                expired.append(pending.id)
            else:
                taken.append(pending.body)
        for number in expired:
            self.settle(number)
        return taken

    def settle(self, number: int) -> None:
        if self.pending.pop(number, None) is not None:
            self._note("settled", {"id": number})

    def clear(self) -> None:
        self.pending.clear()

    def drop_all(self) -> None:
        """drop_pending_updates: what nobody has fetched is gone."""
        for number in list(self.pending):
            self.settle(number)

    def restore(self, value: Json) -> None:
        self._counters.seen("update", value["id"])
        self.pending[value["id"]] = Pending(**value)

    def restore_settled(self, value: Json) -> None:
        self.pending.pop(value["id"], None)

    def records(self) -> Iterator[Record]:
        for pending in self.pending.values():
            yield "update", _record(pending)


def _record(pending: Pending) -> Json:
    return {"id": pending.id, "body": pending.body, "expires": pending.expires, "lane": pending.lane}
