"""python -m bench.transport: sendMessage a second, python-telegram-bot's own transport against ours.

A server in a process of its own answers at once and does nothing. The two take turns in every run, so that what else
the machine does falls on both; the table shows the middle of the runs.
"""

import asyncio
import multiprocessing
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from multiprocessing.connection import Connection
from statistics import median

from telegram.request import BaseRequest, HTTPXRequest

from bot.transport import Timeouts, Transport
from bot.wiring import build_bot

IN_FLIGHT = (1, 16, 64, 256)
RUNS = 3
SECONDS = 1.5  # of each measurement, after a warm-up that opens the connections
LONG = 60.0
TOKEN = "123456789:AAE-nobody-s-token-for-measuring-only"  # noqa: S105 - it opens nothing
BODY = b'{"ok":true,"result":{"message_id":5,"date":0,"chat":{"id":1,"type":"private"},"text":"x"}}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(BODY),
    BODY,
)

Rates = tuple[float, float]  # sends a second, CPU milliseconds a send


class _NoOp(asyncio.Protocol):
    """Reads as far as where a request ends and says that all is well."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._taken = transport, b""

    def data_received(self, data: bytes) -> None:
        self._taken += data
        head, found, body = self._taken.partition(b"\r\n\r\n")
        if found and len(body) >= int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            self._taken = b""
            assert isinstance(self._transport, asyncio.Transport)
            self._transport.write(ANSWER)


def _serve(told: Connection) -> None:
    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(_NoOp, "127.0.0.1", 0, backlog=1024)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


def stock(in_flight: int) -> BaseRequest:
    return HTTPXRequest(
        in_flight, read_timeout=LONG, write_timeout=LONG, connect_timeout=LONG, pool_timeout=LONG
    )


def ours(in_flight: int) -> BaseRequest:
    return Transport(in_flight, Timeouts(LONG, LONG, LONG, LONG, LONG))


async def measure(make: Callable[[int], BaseRequest], in_flight: int, address: str) -> Rates:
    """Send for SECONDS with so many at a time."""
    transport = make(in_flight)
    bot = build_bot(TOKEN, address, lambda: transport)

    async def send_until(end: float) -> int:
        sent = 0
        while time.perf_counter() < end:
            await bot.send_message(1, "Time for a glass of water.")
            sent += 1
        return sent

    async with transport:
        await asyncio.gather(*(send_until(time.perf_counter() + SECONDS / 5) for _ in range(in_flight)))
        begun, cpu = time.perf_counter(), time.process_time()
        sent = sum(await asyncio.gather(*(send_until(begun + SECONDS) for _ in range(in_flight))))
        return sent / (time.perf_counter() - begun), (time.process_time() - cpu) / sent * 1000


def run(address: str) -> dict[tuple[str, int], Rates]:
    """The middle of RUNS interleaved runs by transport and number in flight."""
    found: dict[tuple[str, int], list[Rates]] = defaultdict(list)
    for _ in range(RUNS):
        for in_flight in IN_FLIGHT:
            for make in (stock, ours):
                found[make.__name__, in_flight].append(asyncio.run(measure(make, in_flight, address)))
    return {key: (median(r for r, _ in rates), median(c for _, c in rates)) for key, rates in found.items()}


def table(rates: dict[tuple[str, int], Rates]) -> str:
    rows = [
        "| in flight | stock/s | ours/s | times | stock CPU ms | ours CPU ms |",
        "|---|---|---|---|---|---|",
    ]
    for in_flight in IN_FLIGHT:
        (old, old_cpu), (new, new_cpu) = rates["stock", in_flight], rates["ours", in_flight]
        rows.append(
            f"| {in_flight} | {old:.0f} | {new:.0f} | {new / old:.1f} | {old_cpu:.2f} | {new_cpu:.2f} |"
        )
    return "\n".join(rows) + "\n"


def main() -> None:
    hears, tells = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(tells,), daemon=True)
    server.start()
    try:
        sys.stdout.write(table(run(f"http://127.0.0.1:{hears.recv()}")))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
