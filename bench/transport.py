"""python -m bench.transport: sendMessage a second, python-telegram-bot's own transport against ours.

A server in a process of its own answers at once and does nothing. The two take turns in every run, so that what else
the machine does falls on both; the table shows the middle of the runs.
"""

import asyncio
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from statistics import median

from telegram.request import BaseRequest, HTTPXRequest

from bench.noop import TOKEN, served
from bot.transport import Timeouts, Transport
from bot.wiring import build_bot

IN_FLIGHT = (1, 16, 64, 256)
RUNS = 3
SECONDS = 1.5  # of each measurement, after a warm-up that opens the connections
LONG = 60.0
Rates = tuple[float, float]  # sends a second, CPU milliseconds a send


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
    with served() as address:
        sys.stdout.write(table(run(address)))


if __name__ == "__main__":
    main()
