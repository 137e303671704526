"""Deaths at every place between two effects, coming in and going out, while things go wrong at Telegram, too: nothing is
lost, and nothing routine comes twice.

EASEBACK_DEATHS sets how many in each of the four settings; EASEBACK_SEED repeats the choices of an earlier run, as far
as two tasks that are ready at once take the same turns.
"""
# ruff: noqa: T201 - the figures, and what to repeat a failure with, are printed

import asyncio
import os
import secrets
from collections import Counter
from random import Random  # noqa: TID251 - seeded and printed, see tests.chaos.reaper

import pytest

from bot.core.outgoing import MOST_SENDS, Lane
from bot.render import Words
from content import Content
from tests.chaos.clinic import MOST_ON_THEIR_WAY, Clinic, opened_clinic
from tests.chaos.crowd import Someone
from tests.chaos.evidence import Evidence
from tests.chaos.storms import Storms
from tests.conftest import NOON
from tests.world import RING

DEATHS = int(os.environ.get("EASEBACK_DEATHS", "12"))
SEED = int(os.environ.get("EASEBACK_SEED") or secrets.randbits(32))
CALM, ALARMED, SILENT, WANDERERS = (101, 102, 103, 104), (201, 202, 203), (301,), (401, 402)
EVERYBODY = CALM + ALARMED + SILENT + WANDERERS
URGENT_AT_ONCE = 20  # beside the groups of bulk: the urgent lane has one pass on its way, handlers one each
PASSED_OFTEN = 15

pytestmark = [
    pytest.mark.databases("sqlite", "postgresql"),
    # the dead close nothing behind them
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
]


@pytest.mark.parametrize("workers", [1, 4])
async def test_deaths_between_any_two_effects_lose_nothing_and_double_nothing_routine(
    database: str, known: Content, workers: int
) -> None:
    async with opened_clinic(database, known, NOON, Random(SEED), workers, EVERYBODY) as clinic:
        storms = Storms(clinic.sandbox, clinic.reaper.dice, EVERYBODY)
        try:
            crowd = await _let_people_live(clinic, storms)
        finally:
            _print_places(clinic, database, workers)
    evidence = Evidence(database, RING, clinic.sandbox, known, clinic.arrivals)
    _print_counts(clinic, evidence, crowd, storms)
    await _hold_it_against(evidence, crowd)
    _only_what_was_in_flight_is_uncertain(clinic, evidence)
    _what_is_urgent_arrived_or_was_cut_off_each_time(clinic, evidence)
    _nothing_came_too_often(clinic, Words(known, "en").say("remind-repeat"))
    _everything_has_an_end(clinic, evidence)
    if clinic.deaths >= 400:
        never = [place for place, n in clinic.reaper.passed.items() if n >= PASSED_OFTEN]
        assert [place for place in never if not clinic.reaper.deaths[place]] == []


async def _let_people_live(clinic: Clinic, storms: Storms) -> list[Someone]:
    over = asyncio.Event()
    ways = {**dict.fromkeys(CALM, Someone.live_calmly), **dict.fromkeys(ALARMED, Someone.live_with_alarms)}
    ways |= {**dict.fromkeys(SILENT, Someone.live_in_silence), **dict.fromkeys(WANDERERS, Someone.wander)}
    crowd = [Someone(clinic.sandbox, who, Random(SEED + who)) for who in EVERYBODY]
    async with asyncio.timeout(120 + DEATHS * 4), asyncio.TaskGroup() as group:
        doings = [group.create_task(ways[each.id](each, over.is_set)) for each in crowd]
        while clinic.deaths < DEATHS:
            clinic.reaper.is_late = clinic.deaths >= 0.7 * DEATHS
            storms.turn()
            await clinic.die_once()
        clinic.sandbox.mend()
        over.set()
        await clinic.come_to_rest(
            lambda: [
                clinic.sandbox.read(someone.id)[-1500:]
                for someone, doing in zip(crowd, doings, strict=True)
                if not doing.done()
            ]
        )
    return crowd


async def _hold_it_against(evidence: Evidence, crowd: list[Someone]) -> None:
    evidence.the_database_is_whole()
    evidence.every_update_was_handled(crowd)
    await evidence.every_answer_is_stored(crowd)
    await evidence.nobody_is_without_the_urgent_message()
    evidence.no_routine_message_came_twice()
    evidence.no_occurrence_vanished()
    evidence.the_hold_kept_reminders_back()
    evidence.every_answer_to_a_reminder_is_stored(crowd)
    evidence.no_check_finished_twice()
    evidence.every_series_goes_on()


def _only_what_was_in_flight_is_uncertain(clinic: Clinic, evidence: Evidence) -> None:
    """Each time one may have arrived, it was on its way as somebody died, or Telegram gave no answer."""
    doubts = clinic.in_flight + clinic.arrivals.unanswered
    for message_id, tries, state in evidence.rows("SELECT id, tries, state FROM message WHERE tries > 0"):
        assert tries - (state == "sent") <= doubts[message_id], (message_id, tries, state)
    assert clinic.most_in_flight <= MOST_ON_THEIR_WAY + URGENT_AT_ONCE
    lanes = dict(evidence.rows("SELECT id, lane FROM message WHERE tries > 0"))
    for message_id, tries in evidence.rows("SELECT id, tries FROM message WHERE tries > 1"):
        assert tries <= MOST_SENDS[Lane(lanes[message_id])]


def _what_is_urgent_arrived_or_was_cut_off_each_time(clinic: Clinic, evidence: Evidence) -> None:
    """Each urgent message by itself: it arrived, or its person had answered before it was repeated, or three sends were cut off."""
    query = """SELECT m.id, m.state, m.tries, h.answered_at FROM message m JOIN hold h ON h.id = m.hold_id
               WHERE m.kind = 'urgent'"""
    for message_id, state, tries, answered_at in evidence.rows(query):
        if state == "sent":
            assert clinic.arrivals.copies[message_id] >= 1, message_id
        elif state == "cancelled":
            assert answered_at is not None, message_id
            assert tries > 0, message_id
        else:
            assert (state, tries) == ("uncertain", MOST_SENDS[Lane.URGENT]), message_id


def _nothing_came_too_often(clinic: Clinic, repeat: str) -> None:
    """Counted where it arrived: routine once, timed parts twice and the second says so, urgent three times."""
    copies, lanes = clinic.arrivals.copies, clinic.arrivals.lanes
    assert {one: n for one, n in copies.items() if n > MOST_SENDS[lanes[one]]} == {}
    seen: set[int] = set()
    for each in clinic.arrivals.all:
        if each.outgoing.lane is Lane.TIMED and each.outgoing.id in seen:
            assert each.text.startswith(repeat), each
        seen.add(each.outgoing.id)


def _everything_has_an_end(clinic: Clinic, evidence: Evidence) -> None:
    """What is written down as sent did arrive, and nothing failed."""
    arrived = set(clinic.arrivals.copies)
    states = dict(evidence.rows("SELECT id, state FROM message"))
    assert {one for one, state in states.items() if state == "sent"} <= arrived
    assert set(states.values()) <= {
        "planned",
        "sent",
        "uncertain",
        "expired",
        "held",
        "cancelled",
        "joined",
    }


def _print_places(clinic: Clinic, database: str, workers: int) -> None:
    reaper = clinic.reaper
    print(
        f"\n{database.partition('+')[0]}, {workers} worker(s), EASEBACK_SEED={SEED}: {clinic.deaths} deaths"
    )
    for place in sorted(reaper.passed):
        print(f"{reaper.deaths[place]:5} deaths, passed {reaper.passed[place]:6} times  {place}")


def _print_counts(clinic: Clinic, evidence: Evidence, crowd: list[Someone], storms: Storms) -> None:
    copies, lanes = clinic.arrivals.copies, clinic.arrivals.lanes
    doubles = Counter(lanes[one].name.lower() for one, n in copies.items() if n > 1)
    print(
        f"updates {sum(len(each.updates) for each in crowd)}, lost 0 unless it fails below; {evidence.counts()}; "
        f"more than once: {dict(doubles)}; in flight at a death: {sum(clinic.in_flight.values())}, "
        f"at most {clinic.most_in_flight}; claimed and not started: {clinic.only_claimed}; "
        f"storms: {dict(sorted(storms.seen.items()))}, sends they left unanswered: "
        f"{sum(clinic.arrivals.unanswered.values())}"
    )
