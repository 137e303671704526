"""The main job as a newcomer has it: `python -m bot` without a token, and a real browser on its page."""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

import content

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


class Easeback:
    """The program as a person starts it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self.address = ""

    async def start(self) -> None:
        env = {**os.environ, "PORT": self.address.rpartition(":")[2] or "0", "PYTHONPATH": str(ROOT)}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=self._folder, env=env, stdout=-1, stderr=-3
        )
        assert self._process.stdout is not None
        line = (await asyncio.wait_for(self._process.stdout.readline(), 60)).decode()
        found = re.search(r"http://[0-9.:]+", line)
        assert found is not None, f"no address in {line!r}"
        self.address = found[0]

    async def stop(self, how: int = signal.SIGTERM) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return await asyncio.wait_for(self._process.wait(), 15)


@pytest.fixture
async def easeback(tmp_path: Path) -> AsyncIterator[Easeback]:
    running = Easeback(tmp_path)
    await running.start()
    yield running
    assert await running.stop() == 0


@pytest.fixture
async def page(easeback: Easeback) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = await browser.new_page(viewport={"width": 420, "height": 860})
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        await opened.goto(easeback.address)
        yield opened
        await browser.close()
        assert not complaints


async def press(page: Page, *labels: str) -> None:
    """Press the newest button that says this; waiting for it is waiting for the answer to the press before."""
    for label in labels:
        await page.get_by_role("button", name=label).last.click()


async def type_in(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


def newest(page: Page) -> Locator:
    return page.locator("article.from-bot").last


async def shows(page: Page, text: str) -> None:
    """The newest message of the bot comes to say this."""
    await expect(newest(page)).to_contain_text(text)


async def check_without_red_flags(page: Page) -> None:
    await type_in(page, "/check")
    for question in ("First, the signs", "A few more", "Now the signs", "And the last ones"):
        await shows(page, question)
        await press(page, "None of these")
    await shows(page, "How bad is the pain")
    await newest(page).get_by_role("button", name="3", exact=True).click()
    await shows(page, "a few things about you")
    await press(page, "None of these", "Today")


async def switch_on_reminders(page: Page, clock: str = "09:") -> None:
    """A place where it is nine in the morning now, so that the day's reminders are still to come."""
    await press(page, "Start 2 days, with 🧊")
    await shows(page, "What time is it for you now?")
    await press(page, clock)
    await shows(page, "Which place keeps your time?")
    await newest(page).get_by_role("button").first.click()
    await expect(page.get_by_text("Your two-day plan is on.")).to_be_visible()


async def skip_ahead_until(page: Page, text: str) -> None:
    for _ in range(12):
        if text in await newest(page).inner_text():
            return
        before = await page.locator("article.from-bot").count()
        await press(page, "Skip ahead")
        await expect(page.locator("article.from-bot")).to_have_count(before + 1)
    await shows(page, text)


async def test_a_check_without_red_flags_leads_to_running_reminders_of_each_kind(page: Page) -> None:
    await press(page, "Start")
    await check_without_red_flags(page)
    await shows(page, "You can look after this at home")
    await switch_on_reminders(page)
    for kind in ("💧", "🧊", "🌿"):
        await skip_ahead_until(page, kind)


async def test_each_button_of_a_reminder_shows_what_was_chosen(page: Page) -> None:
    await press(page, "Start")
    await check_without_red_flags(page)
    await switch_on_reminders(page)
    for button, answer in (
        ("Done", "Done."),
        ("Snooze 10 min", "Snoozed until"),
        ("Skip today", "Skipped for today"),
        ("Stop these", "Stopped."),
    ):
        await skip_ahead_until(page, "Skip today")
        await press(page, button)
        await shows(page, answer)


async def test_each_emergency_sign_is_three_taps_from_its_message_and_holds_the_reminders(
    page: Page, known: content.Content
) -> None:
    await press(page, "Start")
    emergency = [screen for screen in known.questionnaire.screens if screen.id.startswith("emergency")]
    for before, screen in enumerate(emergency):
        for sign in screen.signs:
            await type_in(page, "/check")
            taps = ["None of these"] * before + [known.label("en", content.key_of("sign", sign)), "Continue"]
            assert len(taps) <= 3
            await press(page, *taps)
            await shows(page, "If you cannot call, ask someone near you.")
            await shows(page, known.label("en", content.key_of("said", sign)))
            await type_in(page, "/reminders")
            await shows(page, "Your reminders are on hold")
            await press(page, "I have been seen")
            await shows(page, "I am glad that you have been seen")


async def test_after_a_kill_the_same_chat_goes_on(page: Page, easeback: Easeback) -> None:
    await press(page, "Start")
    await type_in(page, "/check")
    await press(page, "Numb between my legs")
    await shows(page, "First, the signs")
    await expect(newest(page).get_by_role("button", name="Yes: Numb between my legs")).to_be_visible()
    await easeback.stop(signal.SIGKILL)
    await easeback.start()
    await press(page, "Continue")
    await shows(page, "numb or tingly between your legs")
