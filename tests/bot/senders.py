"""Real processes that send bulk as fast as the budget lets them: `python -m tests.bot.senders URL PORT COUNT SECONDS`.

Each send is a datagram to that port of this machine. Everything is imported once, then the processes are forked.
"""

import asyncio
import os
import socket
import sys

from bot.budget import Budget
from bot.clock import SystemClock
from bot.store import KeyRing, Store

RATE = 30
RING = KeyRing([bytes(32)])


async def send(url: str, port: int, seconds: float) -> None:
    store = Store(url, RING, SystemClock())
    budget = Budget(store, RATE)
    end = asyncio.get_running_loop().time() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.connect(("127.0.0.1", port))
        while asyncio.get_running_loop().time() < end:
            for slot in await budget.take(16):
                await budget.wait_for(slot)
                wire.send(b"message")
    await budget.close()
    await store.close()


def main() -> None:
    url, port, count, seconds = sys.argv[1:]
    children = []
    for _ in range(int(count)):
        pid = os.fork()
        if pid == 0:
            asyncio.run(send(url, int(port), float(seconds)))
            os._exit(0)
        children.append(pid)
    sys.exit(any(os.waitpid(pid, 0)[1] for pid in children))


if __name__ == "__main__":
    main()
