"""The whole stand-in in one object: Telegram's state, the person's controls, faults and the call list."""

import asyncio
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import httpx

from bot.clock import Clock, real_seconds
from bot.sandbox.calls import Call, Calls
from bot.sandbox.errors import BotApiError
from bot.sandbox.events import Events
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal
from bot.sandbox.ledger import Counters, Json, Note, Record, Settings, forget
from bot.sandbox.methods import perform
from bot.sandbox.params import Params
from bot.sandbox.person import PersonControls
from bot.sandbox.queries import Queries
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Sleep, Webhook
from bot.sandbox.world import World

SANDBOX_TOKEN = "1000000001:SANDBOX-no-such-bot-nothing-leaves-here"  # noqa: S105 - accepted by the sandbox only
WELL_FORMED = re.compile(r"\d+:[A-Za-z0-9_-]{30,}", re.ASCII)


class Sandbox(PersonControls):
    """A strict Telegram for one bot.

    `token` None accepts any well-formed token; given, every other is a 401. With `journal` the state
    outlives the process. `clock` is the product's (dates of messages); `seconds` is real time, on which
    taps go stale. `sleep` and `transport` are how the webhook waits and connects.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str | None = None,
        journal: Path | None = None,
        seconds: Callable[[], float] = real_seconds,
        sleep: Sleep = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.clock = clock
        self.sleep = sleep
        self._token = token
        self.bot_id = int((token or SANDBOX_TOKEN).partition(":")[0])
        self._journal = Journal(journal) if journal else None
        note: Note = self._journal.note if self._journal else forget
        epoch = int(clock.now().timestamp())
        self._note = note
        self._counters = Counters(note, {"update": epoch, "query": epoch << 20})
        self.settings = Settings(note)
        self.events = Events()
        self.world = World(clock, self._counters, note, self.events.publish)
        self.updates = UpdateQueue(self.settings, self._counters, seconds, note)
        self.queries = Queries(self._counters, seconds, note)
        self.files = Files(self._counters, note)
        self.faults = Faults()
        self.call_log = Calls(seconds)
        self.webhook = Webhook(
            self.updates, self.settings, seconds, self._perform_answer, sleep=sleep, transport=transport
        )
        self.next_webhook_change = 0.0
        self.seconds = seconds
        self._replay()

    def accepts(self, token: str) -> bool:
        """Whether this is the bot's token; a well-formed one is adopted when none was given."""
        if self._token is None:
            self.bot_id = int(token.partition(":")[0])
        return token == self._token if self._token is not None else True

    async def call(self, method: str, params: Params) -> object:
        """Carry out one Bot API method, without HTTP. Raises BotApiError."""
        return await perform(self, method, params)

    def fail(
        self,
        method: str = "*",
        *,
        code: int = 500,
        retry_after: int | None = None,
        times: int | None = 1,
        kind: str = "answer",
        chat_id: int | None = None,
        description: str | None = None,
        seconds: float = 1.0,
    ) -> None:
        """Plan a fault for the next `times` calls (None: until `mend`) of `method` ("*": any, polls too).

        See `Fault` for the kinds. Raises NotPossibleError for a kind or code there is not.
        """
        wait = 1 if retry_after is None else retry_after
        self.faults.plan(method, Fault(kind, code, wait, times, chat_id, description, seconds))

    def mend(self) -> None:
        """Forget every planned fault."""
        self.faults.clear()

    @property
    def mark(self) -> int:
        """The number of the last call so far, to be given to `calls(since=...)`."""
        return self.call_log.last

    def calls(self, since: int = 0, method: str | None = None) -> list[Call]:
        """The calls after the mark `since`, oldest first, of one method or of all."""
        return self.call_log.since(since, method)

    async def until(self, holds: Callable[[], bool], *, seconds: float = 5.0) -> None:
        """Wait until `holds()` is true, asking again after every change; TimeoutError after `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self.events.changed()

    def reset(self) -> None:
        """Forget people, chats, files, pending updates, faults and calls. What the bot has set (commands,
        webhook, allowed_updates) stays, and ids go on counting."""
        self._clear()
        self.faults.clear()
        self.call_log.clear()
        self._note("reset", {})
        self.events.publish({"type": "hello"})

    def hang_up(self) -> None:
        """End every open long poll and page stream, so that a server can stop."""
        self.updates.hung_up = True
        self.updates.end_poll(None)
        self.events.hang_up()
        self.webhook.stop()

    def pick_up(self) -> None:
        """Answer again after `hang_up`, and go on delivering to a webhook."""
        self.updates.hung_up = False
        self.webhook.start()

    def close(self) -> None:
        """Hang up and let go of the journal."""
        self.hang_up()
        if self._journal:
            self._journal.close()

    async def _perform_answer(self, method: str, values: Json) -> None:
        try:
            await self.call(method, Params(values))
        except BotApiError:
            return

    def _clear(self) -> None:
        for part in (self.world, self.updates, self.queries, self.files):
            part.clear()

    def _replay(self) -> None:
        if self._journal is None:
            return
        restore: dict[str, Callable[[Json], None]] = {
            "counter": self._counters.restore,
            "setting": self.settings.restore,
            "person": self.world.restore_person,
            "chat": self.world.restore_chat,
            "message": self.world.restore_message,
            "gone": self.world.restore_gone,
            "update": self.updates.restore,
            "settled": self.updates.restore_settled,
            "query": self.queries.restore,
            "answered": self.queries.restore_answered,
            "file": self.files.restore,
            "reset": lambda _value: self._clear(),
        }
        for kind, value in self._journal.replay():
            restore.get(kind, partial(forget, kind))(value)
        self._journal.start(self._records())

    def _records(self) -> Iterator[Record]:
        for part in (self._counters, self.settings, self.world, self.updates, self.queries, self.files):
            yield from part.records()
