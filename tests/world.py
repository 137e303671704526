"""A world for tests: people, our own Telegram, the whole product, and a clock that stands still until told.

Nothing in it is a mock: the product talks to the shipped sandbox, in process, over its HTTP interface.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from telegram.request import HTTPXRequest

from bot.clock import ManualClock
from bot.program import Parts, Program
from bot.sandbox import SANDBOX_TOKEN, Sandbox, create_app
from bot.settings import load_settings
from bot.store import KeyRing, Store, schema
from bot.wiring import SMALLEST_GROUP, Pace, build_bot
from content import Content

# As fast as it can, in groups as at Telegram's 30 a second.
PACE = Pace(group=SMALLEST_GROUP)
KEY = b"a key for tests, 32 bytes long!!"
RING = KeyRing([KEY])


@dataclass
class World:
    """The product and everybody in it. Times pass only through `pass_time` and `live_until`."""

    sandbox: Sandbox
    clock: ManualClock
    store: Store
    program: Program

    async def settle(self) -> None:
        """Let everything happen that can happen now."""
        await self.program.poller.poll_once(0)
        await self.program.dispatch.drain()
        await self.program.clockwork.pass_once()

    async def say(self, who: int, text: str, **more: Any) -> None:
        self.sandbox.say(who, text, **more)
        await self.settle()

    async def tap(self, who: int, *labels: str) -> None:
        """Tap buttons one after the other, each by the words on it (their beginning is enough)."""
        for label in labels:
            self.sandbox.tap(who, self.button(who, label))
            await self.settle()

    def press(self, who: int, data: str, message: Any) -> str:
        """Queue a tap on a message as it once was: any data, whatever its buttons say by now. The query's id."""
        query = self.sandbox.queries.ask(who, message.chat_id, message.id)
        self.press_again(query.id, who, data, message)
        return query.id

    def press_again(self, query_id: str, who: int, data: str, message: Any) -> None:
        """The same tap under a new update id."""
        tapped = {"id": query_id, "from": self.sandbox.meet(who).wire(), "message": message.wire()}
        tapped |= {"chat_instance": "1", "data": data}
        self.sandbox.updates.add("callback_query", tapped, f"tap:{who}")

    async def post(self, who: int, **content: Any) -> None:
        """A message that is not text, as Telegram words it: `sticker={...}`."""
        await self.post_to(who, who, **content)

    async def post_to(self, chat_id: int, who: int, **content: Any) -> None:
        """The same in a chat that is there already, such as a group."""
        sender = self.sandbox.meet(who).wire()
        message = self.sandbox.world.write(self.sandbox.world.chats[chat_id], sender, content, outgoing=False)
        self.sandbox.updates.add("message", message.wire(), f"chat:{chat_id}")
        await self.settle()

    def data(self, who: int, words: str) -> str:
        """The callback data of the newest button that contains these words."""
        return self._newest(who, words)[1]

    def with_button(self, who: int, words: str) -> Any:
        """The newest message that has such a button."""
        return self._newest(who, words)[0]

    def _newest(self, who: int, words: str) -> tuple[Any, str]:
        label = self.button(who, words)
        for message in reversed(self.messages(who)):
            for row in message.rows:
                for button in row:
                    if button["text"] == label:
                        return message, button["callback_data"]
        raise AssertionError(words)

    def button(self, who: int, words: str) -> str:
        """The full label of the newest button that says these words, or else contains them."""
        for message in reversed(self.messages(who)):
            labels = self.labels(message)
            for label in [each for each in labels if each == words] + labels:
                if words in label:
                    return label
        raise AssertionError(f"no button says {words!r}; the chat reads:\n{self.sandbox.read(who)}")

    def messages(self, who: int) -> list[Any]:
        """The bot's messages to this person, oldest first."""
        return [each for each in self.sandbox.messages(who) if each.outgoing]

    def texts(self, who: int) -> list[str]:
        return [each.text for each in self.messages(who)]

    def last(self, who: int) -> str:
        return self.texts(who)[-1]

    @staticmethod
    def labels(message: Any) -> list[str]:
        return [button["text"] for row in message.rows for button in row]

    async def pass_time(self, **span: float) -> None:
        """Time goes by at once, as when the process slept: `minutes=90`."""
        self.clock.advance_to(self.clock.now() + timedelta(**span))
        await self.settle()

    async def live_until(self, instant: datetime) -> None:
        """Time goes by as it does: everything happens at the moment it is due."""
        last = None
        while (due := await self.program.clockwork.next_due()) is not None and due <= instant:
            assert (due, self.clock.now()) != last, f"what is due at {due} stays due"
            last = due, max(due, self.clock.now())
            self.clock.advance_to(due)
            await self.settle()
        self.clock.advance_to(instant)
        await self.settle()


@asynccontextmanager
async def open_world(
    database: str | Path, clock: ManualClock, known: Content, sandbox: Sandbox | None = None
) -> AsyncIterator[World]:
    """The product on a database: its URL, or the file of an SQLite one.

    Give the sandbox of an earlier world to start the product anew in it.
    """
    telegram = sandbox or Sandbox(clock, token=SANDBOX_TOKEN)
    url = database if isinstance(database, str) else f"sqlite+aiosqlite:///{database}"
    store = Store(url, RING, clock)
    await schema.migrate(store)
    app = create_app(telegram, page=False)
    bot = build_bot(
        SANDBOX_TOKEN,
        "http://sandbox",
        lambda: HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(app)}),
    )
    settings = load_settings(database_url=url, _env_file=None)
    program = Program(Parts(settings, known, store, clock, PACE), bot)
    try:
        await program.desk.application.initialize()
        yield World(telegram, clock, store, program)
    finally:
        await program.desk.application.shutdown()
        await store.close()
