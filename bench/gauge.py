"""What is measured of a process: how late, how long its event loop stood still, how much memory, how much CPU."""

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

TICK = 0.001  # seconds


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0..1) of all lie at or below."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def most_memory() -> float:
    """The most memory this process ever held, in MB of 2^20 bytes.

    From the kernel's VmHWM: `ru_maxrss` would remember what the process was before it became ours.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass
class Stalls:
    """`longest`: seconds by which the worst tick came late. `forget` begins anew."""

    longest: float = 0.0

    def forget(self) -> None:
        self.longest = 0.0


@asynccontextmanager
async def watched_loop() -> AsyncIterator[Stalls]:
    """A tick every millisecond: whatever keeps it waiting keeps everybody waiting."""
    stalls = Stalls()

    async def tick() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            stalls.longest = max(stalls.longest, time.perf_counter() - before - TICK)

    ticking = asyncio.create_task(tick())
    try:
        yield stalls
    finally:
        ticking.cancel()


@dataclass(frozen=True)
class Run:
    """One run of one scenario. All times in seconds.

    `took`: from the due instant until the last was settled. `lateness`: by send. `cpu`: of the process from its first
    look at what is due until the end, planning ahead included.
    """

    due: int
    took: float
    lateness: Sequence[float]
    stall: float
    cpu: float
    start: float

    def figures(self) -> dict[str, float]:
        return {
            "start_s": self.start,
            "due_per_s": self.due / self.took,
            "late_p50_ms": percentile(self.lateness, 0.5) * 1000,
            "late_p99_ms": percentile(self.lateness, 0.99) * 1000,
            "stall_ms": self.stall * 1000,
            "memory_mb": most_memory(),
            "cpu_ms": self.cpu / self.due * 1000,
        }
