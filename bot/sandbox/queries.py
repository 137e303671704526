"""Taps that wait for their answer. A tap can be answered once, within 150 seconds."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.ledger import Counters, Json, Note, Record
from bot.sandbox.updates import TAP_LIFE_SECONDS


@dataclass(slots=True)
class Query:
    """One tap: who, on which message, and until when (real seconds) it may be answered."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    expires: float


class Queries:
    """Open callback queries by id, oldest first."""

    def __init__(self, counters: Counters, seconds: Callable[[], float], note: Note) -> None:
        self._counters = counters
        self._seconds = seconds
        self._note = note
        self._open: dict[str, Query] = {}

    def ask(self, user_id: int, chat_id: int, message_id: int) -> Query:
        number = self._counters.next("query")
        query = Query(str(number), user_id, chat_id, message_id, self._seconds() + TAP_LIFE_SECONDS)
        self._forget_stale()
        self._open[query.id] = query
        self._note("query", asdict(query))
        return query

    def answer(self, query_id: str) -> Query:
        """Take the query off the list; a 400 when it is unknown, stale, or answered before."""
        query = self._open.pop(query_id, None)
        if query is None or query.expires < self._seconds():
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self._note("answered", {"id": query_id})
        return query

    def _forget_stale(self) -> None:
        while self._open and (oldest := next(iter(self._open.values()))).expires < self._seconds():
            del self._open[oldest.id]

    def clear(self) -> None:
        self._open.clear()

    def restore(self, value: Json) -> None:
        self._counters.seen("query", int(value["id"]))
        self._open[value["id"]] = Query(**value)

    def restore_answered(self, value: Json) -> None:
        self._open.pop(value["id"], None)

    def records(self) -> Iterator[Record]:
        for query in self._open.values():
            yield "query", asdict(query)
