"""The lives of the product, seen from outside: begun, killed with SIGKILL, or ended with SIGTERM."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Lives:
    """One product at a time, each a process of its own."""

    def __init__(self, nursery: asyncio.subprocess.Process) -> None:
        self._nursery = nursery
        self.pid: int | None = None

    async def begin(self, start: datetime) -> None:
        """Start the product on a clock that begins at `start`."""
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(f"{start.isoformat()}\n".encode())
        self.pid = await self._hear()

    async def kill(self) -> None:
        """SIGKILL; back when the process is gone."""
        assert await self._end(signal.SIGKILL) == -signal.SIGKILL, "it had ended by itself"

    async def stop(self) -> None:
        """SIGTERM, and the product must end well."""
        assert await self._end(signal.SIGTERM) == 0

    async def _end(self, how: signal.Signals) -> int:
        assert self.pid is not None
        with suppress(ProcessLookupError):  # then its exit code tells
            os.kill(self.pid, how)
        code = await self._hear()
        self.pid = None
        return code

    async def _hear(self) -> int:
        assert self._nursery.stdout is not None
        return int(await self._nursery.stdout.readline())


@asynccontextmanager
async def nursery(settings: dict[str, str], log: Path, *words: str) -> AsyncIterator[Lives]:
    """Lives with these settings in their environment, `words` are the nursery's; what they log goes to `log`."""
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.chaos.nursery",
            *words,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=written,
        )
    lives = Lives(process)
    try:
        yield lives
    finally:
        if lives.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(lives.pid, signal.SIGKILL)
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
