"""kill -9, again and again, while people are in the middle of things: nothing is lost, nothing routine comes twice.

The product is a real process on a real database, and talks real HTTP to the sandbox, which survives it here.
EASEBACK_KILLS sets how many kills in each setting (12 unless set), EASEBACK_SEED repeats the choices of an earlier run; the timing
is the machine's own.
"""
# ruff: noqa: T201 - the figures, and what to repeat a failure with, are printed

import asyncio
import os
import secrets
from datetime import timedelta
from pathlib import Path
from random import Random  # noqa: TID251 - seeded and printed, see tests.chaos.ward

import pytest

from bot.store import KeyRing
from content import Content
from tests.chaos.crowd import Someone
from tests.chaos.database import let_leases_lapse
from tests.chaos.evidence import Evidence
from tests.chaos.ward import Ward, opened_ward
from tests.world import KEY

KILLS = int(os.environ.get("EASEBACK_KILLS", "12"))
SEED = int(os.environ.get("EASEBACK_SEED") or secrets.randbits(32))
CALM, ALARMED, SILENT = (101, 102, 103, 104, 105), (201, 202, 203), (301,)


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize("workers", [1, 4])
async def test_kills_lose_nothing_and_send_nothing_routine_twice(
    database: str, tmp_path: Path, known: Content, workers: int
) -> None:
    print(f"EASEBACK_KILLS={KILLS} EASEBACK_SEED={SEED}")
    async with opened_ward(database, tmp_path, SEED, CALM + ALARMED + SILENT, workers) as ward:
        try:
            crowd = await _let_people_live(ward)
        finally:
            lines = _logged(tmp_path)
            print("\n".join(lines[-40:]))
    evidence = Evidence(ward.url, KeyRing([KEY]), ward.sandbox, known)
    kind = database.partition("+")[0]
    print(f"{kind}, {workers} process(es): {ward.kills} kills, {evidence.counts()}, {_deeds(crowd)}")
    assert ward.kills >= KILLS
    await _hold_it_against(evidence, crowd)
    assert [line for line in lines if " ERROR " in line or "Traceback" in line] == []


def _logged(folder: Path) -> list[str]:
    return [line for log in sorted(folder.glob("log*")) for line in log.read_text().splitlines()]


async def _let_people_live(ward: Ward) -> list[Someone]:
    over = asyncio.Event()
    crowd = [Someone(ward.sandbox, who, Random(SEED + who)) for who in CALM + ALARMED + SILENT]
    ways = {**dict.fromkeys(CALM, Someone.live_calmly), **dict.fromkeys(ALARMED, Someone.live_with_alarms)}
    async with asyncio.timeout(120 + KILLS * 3), asyncio.TaskGroup() as group:
        lives = [ways.get(each.id, Someone.live_in_silence)(each, over.is_set) for each in crowd]
        doings = [group.create_task(each) for each in lives]
        while ward.kills < KILLS:
            await ward.kill_once()
        over.set()
        await _come_to_rest(ward, doings)
    return crowd


async def _come_to_rest(ward: Ward, doings: list[asyncio.Task[None]]) -> None:
    """The product is left alone: everybody gets to the end of what they do, and then nothing is left to do."""
    while not all(each.done() for each in doings):
        await ward.live_on(lambda: all(each.done() for each in doings), seconds=3)
        ward.clock.advance_to(ward.clock.now() + timedelta(seconds=61))
    for _ in range(10):
        let_leases_lapse(ward.url)  # or a repeat would be waited for, a minute for each
        if await ward.live_on(ward.is_settled, seconds=6):
            return
    raise AssertionError("something is left to do, and is not done")


async def _hold_it_against(evidence: Evidence, crowd: list[Someone]) -> None:
    evidence.the_database_is_whole()
    evidence.every_update_was_handled(crowd)
    await evidence.every_answer_is_stored(crowd)
    await evidence.nobody_is_without_the_urgent_message()
    evidence.no_routine_message_came_twice()
    evidence.no_occurrence_vanished()
    evidence.the_hold_kept_reminders_back()
    evidence.every_answer_to_a_reminder_is_stored(crowd)


def _deeds(crowd: list[Someone]) -> dict[str, int]:
    return {
        "updates": sum(len(each.updates) for each in crowd),
        "checks": sum(each.checks for each in crowd),
        "alarms": sum(each.alarms for each in crowd),
        "answers to reminders": sum(len(each.answered) for each in crowd),
    }
