"""The engine, where a database cannot be used at all."""

import threading
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.store import Store, StoreUnavailable
from tests.world import RING


async def test_a_file_that_cannot_be_opened_leaves_no_thread_behind(
    tmp_path: Path, clock: ManualClock
) -> None:
    before = set(threading.enumerate())
    away = Store(f"sqlite+aiosqlite:///{tmp_path}/nowhere/at.db", RING, clock)
    for _ in range(20):
        with pytest.raises(StoreUnavailable):
            async with away.transaction():
                pass
        left = [each for each in set(threading.enumerate()) - before if "_connection_worker" in each.name]
        assert not left
    await away.close()
