"""Whatever is typed, in whatever state: it is answered, nothing is set aside, and Telegram takes the answer."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import content
from bot.clock import ManualClock
from tests.conftest import NOON
from tests.world import World, open_world

CONTENT = content.load()
ALICE = 101
LIMIT = 4096  # what Telegram takes
WORDS = (
    *(
        "numb",
        "cant pee",
        "my legs",
        "no",
        "yes",
        "but",
        "my wife",
        "water",
        "every",
        "2",
        "hours",
        "from 9 to 6",
    ),
    *(
        "snooze",
        "20 min",
        "stop",
        "pause till",
        "monday",
        "pain",
        "7/10",
        "drank",
        "glasses",
        "at 25:99",
        "hot",
    ),
    *(
        "<b>",
        "</b>",
        "&amp;",
        "_",
        "*",
        "`",
        "{",
        "}",
        "%s",
        "\u0000",
        "\u202e",
        "\n",
        "😀",
        "٣",
        "½",
        "/check",
        "//",
    ),
    *(
        "im in paris",
        "quiet hours",
        "ok",
        "never mind",
        "delete my data",
        "remind me",
        "tomorrow",
        "every day",
    ),
)
texts = st.text(min_size=1, max_size=LIMIT) | st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(
    " ".join
)
STATES = (
    (),
    ("/check",),
    ("/reminders", "water every 2 hours from 9 to 6"),
    ("feels a bit odd under there",),
)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(STATES), st.lists(texts, min_size=1, max_size=5))
def test_any_text_in_any_state_is_answered_and_nothing_is_set_aside(
    state: tuple[str, ...], typed: list[str]
) -> None:
    asyncio.run(_live(state, typed))


async def _live(state: tuple[str, ...], typed: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder) / "easeback.db", ManualClock(NOON), CONTENT) as world:
            for text in (*state, *typed):
                await _is_answered(world, text)
            refused = [call for call in world.sandbox.calls() if call.code != 200]
            assert [call for call in refused if "not modified" not in str(call.description)] == []


async def _is_answered(world: World, text: str) -> None:
    before = len(world.messages(ALICE))
    kept = text.strip() and text[:LIMIT]
    if not kept:
        return  # Telegram sends no empty message
    await world.say(ALICE, kept)
    assert len(world.messages(ALICE)) > before, ascii(text)
    assert "Something went wrong" not in world.last(ALICE), ascii(text)
