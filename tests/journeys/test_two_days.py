"""Two days of people who differ, each read as a whole: is it right, is it kind, is it too much?"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import ManualClock
from content import Content
from tests.transcript import GOLDEN, Chat, assert_reads
from tests.world import open_world

LONDON = ZoneInfo("Europe/London")
MOST_A_DAY = 12


async def fresh_strain(tom: Chat) -> None:
    """He lifted a box two hours ago. An adult, and well."""
    await tom.say("/start")
    await tom.tap("Start a check", "None", "None", "None", "None", "5", "None", "Today")
    await tom.tap("Start 2 days, with 🧊", "10:30", "London")
    await tom.live("Start: 🧊", "Done", hours=4)
    await tom.live("Snooze 10 min", None, "Done", "Skip today", hours=44.1)
    await tom.tap("Better", "Keep them")
    await tom.live(hours=3)


async def sporting_mishap(kim: Chat) -> None:
    """A twist at football three hours ago. Nothing is swollen, everything moves."""
    await kim.say("/check")
    await kim.tap("None", "None", "None", "It began with sport", "Continue", "No", "4", "None", "Today")
    await kim.tap("Start", "15:00", "London")
    await kim.live("Start: 🧊", "Done", None, "Snooze 1 hour", hours=20)
    await kim.tap("I have booked")
    await kim.live("Skip today", hours=28.1)
    await kim.tap("The same")
    await kim.live(hours=3)


async def period_cramps(ana: Chat) -> None:
    """Her usual period pain, which reaches her back."""
    await ana.say("/start")
    await ana.tap("Start a check", "None", "None", "None", "None", "My usual period pain", "4", "No")
    await ana.tap("None", "1 to 2 days ago", "Start a 2-day plan", "08:30", "London")
    await ana.live("Done", "Start: ♨️", hours=10)
    await ana.live("Snooze 30 min", "Done", None, "Skip today", hours=38.1)
    await ana.tap("Better", "No, stop")
    await ana.live(hours=3)


async def pregnant_at_30_weeks(mia: Chat) -> None:
    """Back ache, and nothing else."""
    await mia.say("/check")
    await mia.tap("None", "None", "None", "None", "3", "Pregnant", "Continue", "None", "20 to 36 weeks")
    await mia.tap("3 to 7 days ago", "What helps", "Drink when", "All")
    await mia.tap("Start a 2-day plan", "19:30", "London")
    await mia.live("Done", None, "Snooze 10 min", hours=48.1)
    await mia.tap("The same")
    await mia.live(hours=16)
    await mia.tap("I have booked")


async def kidney_disease_and_burning(paul: Chat) -> None:
    """Kidney disease, and it burns when he pees."""
    await paul.say("/check")
    await paul.tap("None", "None", "Something is new when I pee", "Continue", "It burns", "Continue")
    await paul.tap("None", "4", "I have a long-term illness", "Continue", "Kidney disease", "Continue")
    await paul.live(hours=3)
    await paul.tap("I have called")
    await paul.say("/reminders")
    await paul.live(hours=22)
    await paul.say("/start")
    await paul.tap("I have been seen")
    await paul.live(hours=23)


async def long_standing_numb_leg(rosa: Chat) -> None:
    """A leg that has been numb for years, unchanged; her back cramps since yesterday."""
    numb = "One leg"
    await rosa.say("/check")
    await rosa.tap("None", "None", numb, numb, numb, "Continue", "None", "3", "None", "1 to 2 days ago")
    await rosa.tap("Why?", "Back to the result")
    await rosa.tap("Start a 2-day plan", "16:00", "London")
    await rosa.live("Done", "Skip today", "Done", hours=47)
    await rosa.tap("It is better")
    await rosa.live(hours=1.1)
    await rosa.tap("Better", "Keep them")
    await rosa.live(hours=3)


PEOPLE: dict[str, tuple[Callable[[Chat], Awaitable[None]], str, time]] = {
    "fresh_strain": (fresh_strain, "Tom", time(10, 30)),
    "sporting_mishap": (sporting_mishap, "Kim", time(15, 0)),
    "period_cramps": (period_cramps, "Ana", time(8, 30)),
    "pregnant_at_30_weeks": (pregnant_at_30_weeks, "Mia", time(19, 30)),
    "kidney_disease_and_burning": (kidney_disease_and_burning, "Paul", time(11, 0)),
    "long_standing_numb_leg": (long_standing_numb_leg, "Rosa", time(16, 0)),
}


@pytest.fixture(params=sorted(PEOPLE))
async def lived(
    request: pytest.FixtureRequest, tmp_path: Path, known: Content
) -> AsyncIterator[tuple[str, Chat]]:
    live, name, begins = PEOPLE[request.param]
    clock = ManualClock(datetime.combine(datetime(2026, 11, 23, tzinfo=UTC).date(), begins, LONDON))
    async with open_world(tmp_path / "easeback.db", clock, known) as world:
        chat = Chat(world, 101, name, LONDON)
        await live(chat)
        yield request.param, chat


async def test_two_days_read_as_they_did_when_they_were_read(lived: tuple[str, Chat]) -> None:
    name, chat = lived
    assert_reads(f"two_days/{name}", chat.text())
    nights = [at for at in chat.unasked if not time(8) <= at.time() <= time(22)]
    assert nights == []
    for day in {at.date() for at in chat.unasked}:
        assert len([at for at in chat.unasked if at.date() == day]) <= MOST_A_DAY


def test_every_text_is_of_somebody() -> None:
    assert {file.stem for file in (GOLDEN / "two_days").iterdir()} == PEOPLE.keys()
