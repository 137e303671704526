"""Updates pushed to the bot: one queue per chat for messages and one per person for taps."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import httpx

from bot.sandbox.ledger import Json, Settings
from bot.sandbox.updates import Pending, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
ANSWER_SECONDS = 60.0
LONGEST_DELAY = 60.0
LONGEST_RETRY_AFTER = 3600.0
CONNECTIONS = 40

Perform = Callable[[str, Json], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]


class Webhook:
    """Delivers pending updates. In a lane the next goes out only after the last got a 2xx: a first
    retry at once, then after 2, 4, 8 ... 60 seconds, until the update expires."""

    def __init__(
        self,
        queue: UpdateQueue,
        settings: Settings,
        seconds: Callable[[], float],
        perform: Perform,
        *,
        sleep: Sleep = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._queue = queue
        self._settings = settings
        self._seconds = seconds
        self._perform = perform
        self._sleep = sleep
        self._transport = transport
        self._lanes: dict[str, deque[Pending]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._client: httpx.AsyncClient | None = None
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self.last_error: tuple[int, str] | None = None
        queue.on_new = self.offer

    def start(self) -> None:
        """Begin with everything that is pending; a no-op without a webhook."""
        self.stop()
        hook = self._settings.get("webhook")
        if not hook:
            return
        self._slots = asyncio.Semaphore(hook["max_connections"])
        self._client = httpx.AsyncClient(transport=self._transport, timeout=ANSWER_SECONDS, trust_env=False)
        for pending in list(self._queue.pending.values()):
            self.offer(pending)

    def stop(self) -> None:
        """Cancel deliveries under way; what was not confirmed stays pending."""
        for worker in self._workers:
            worker.cancel()
        self._lanes.clear()
        client, self._client = self._client, None
        if client is not None:
            self._hire(_close(client, list(self._workers)))

    async def finish(self) -> None:
        """Wait until everything that `stop` cancelled has ended and its connections are closed."""
        await asyncio.gather(*self._workers, return_exceptions=True)

    def _hire(self, work: Coroutine[Any, Any, None]) -> None:
        worker = asyncio.ensure_future(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    def offer(self, pending: Pending) -> None:
        if self._client is None:
            return
        lane = self._lanes.get(pending.lane)
        if lane is not None:
            lane.append(pending)
            return
        self._lanes[pending.lane] = deque([pending])
        self._hire(self._drain(pending.lane, self._client))

    async def _drain(self, name: str, client: httpx.AsyncClient) -> None:
        lane = self._lanes[name]
        while lane:
            await self._deliver(lane[0], client)
            self._queue.settle(lane.popleft().id)
        if self._lanes.get(name) is lane:
            del self._lanes[name]

    async def _deliver(self, pending: Pending, client: httpx.AsyncClient) -> None:
        delay, failed = 1.0, False
        while self._seconds() <= pending.expires and pending.id in self._queue.pending:
            asked = await self._post(pending, client)
            if asked is None:
                return
            wait = asked or (delay if failed else 0.0)
            await self._sleep(min(wait, LONGEST_RETRY_AFTER))
            delay, failed = min(delay * 2, LONGEST_DELAY), True

    async def _post(self, pending: Pending, client: httpx.AsyncClient) -> float | None:
        """None when delivered, else the seconds of a Retry-After (0 without one)."""
        hook = self._settings.get("webhook")
        headers = {SECRET_HEADER: hook["secret_token"]} if hook["secret_token"] else {}
        async with self._slots:
            try:
                answer = await client.post(hook["url"], json=pending.body, headers=headers)
            except httpx.HTTPError as error:
                self._failed(f"Connection failed: {type(error).__name__}")
                return 0.0
        if not answer.is_success:
            self._failed(f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}")
            return _retry_after(answer)
        await self._carry_out(answer)
        return None

    def _failed(self, reason: str) -> None:
        self.last_error = (int(self._seconds()), reason)

    async def _carry_out(self, answer: httpx.Response) -> None:
        """A JSON answer that names a method is a call; what comes of it is told to nobody."""
        try:
            call = answer.json()
        except ValueError:
            return
        if isinstance(call, dict) and isinstance(call.get("method"), str):
            await self._perform(call.pop("method"), call)


async def _close(client: httpx.AsyncClient, workers: list[asyncio.Task[None]]) -> None:
    await asyncio.gather(*workers, return_exceptions=True)
    await client.aclose()


def _retry_after(answer: httpx.Response) -> float:
    header = answer.headers.get("retry-after", "")
    return float(header) if header.isdigit() else 0.0
