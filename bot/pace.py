"""One chat takes about one message a second: bulk to it is spaced out."""

import asyncio


class ChatPace:
    """At most one bulk message in `interval` seconds to one chat, within this process; 0 switches it off."""

    def __init__(self, interval: float = 1.0) -> None:
        self._interval = interval
        self._free_at: dict[int, float] = {}  # on the loop's clock, oldest entry first

    async def wait(self, chat_id: int) -> None:
        """Sleep until this chat may get its next message, and take that turn: two who wait come one after the other."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._free_at.get(chat_id, now))
        self._keep(chat_id, turn + self._interval)
        if turn > now:
            await asyncio.sleep(turn - now)

    def note(self, chat_id: int) -> None:
        """A message went out to this chat just now."""
        free_at = asyncio.get_running_loop().time() + self._interval
        self._keep(chat_id, max(free_at, self._free_at.get(chat_id, free_at)))

    def __len__(self) -> int:
        """How many chats are remembered: those of the last `interval`, and those somebody waits for."""
        return len(self._free_at)

    def _keep(self, chat_id: int, free_at: float) -> None:
        now = asyncio.get_running_loop().time()
        self._free_at.pop(chat_id, None)
        while self._free_at and next(iter(self._free_at.values())) <= now:
            del self._free_at[next(iter(self._free_at))]
        if self._interval:
            self._free_at[chat_id] = free_at
