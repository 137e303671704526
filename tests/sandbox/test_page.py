"""The chat page: what is served, and that it works in a browser."""

import re
from pathlib import Path

import pytest

from bot.sandbox.app import PAGE
from bot.sandbox.params import Params

CHROMIUM = Path("/usr/bin/chromium")


@pytest.mark.parametrize("path", ["/", "/style.css", "/page.js", "/icon.svg"])
async def test_the_page_is_served_with_a_strict_policy(client, path):
    answer = await client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy


async def test_the_page_says_that_nothing_leaves_this_computer(client):
    assert "Demo – nothing leaves this computer" in (await client.get("/")).text


def test_the_page_loads_nothing_from_elsewhere_and_never_sets_html():
    for path in PAGE.iterdir():
        text = path.read_text()
        outside = [
            url
            for url in re.findall(r"https?://[^\s\"'`)]+", text)
            if "w3.org" not in url and "${" not in url
        ]
        assert outside == [], path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), (
            path.name
        )


async def test_every_file_the_page_names_is_served(client):
    for path in PAGE.iterdir():
        assert (await client.get(f"/{path.name}" if path.name != "index.html" else "/")).status_code == 200


@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs /usr/bin/chromium")
async def test_a_person_chats_in_the_browser(sandbox, serving, keyboard):
    from playwright.async_api import async_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    async with serving(sandbox) as address, async_playwright() as browsers:
        browser = await browsers.chromium.launch(executable_path=str(CHROMIUM), args=flags)
        page = await browser.new_page(locale="de-DE")
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        await page.goto(address)
        await page.click("text=Start")
        await sandbox.until(lambda: "/start" in sandbox.read(1))
        assert sandbox.world.people[1].language_code == "de"
        await _call(sandbox, "sendMessage", text="<b>Hi</b> &lt;script&gt;", reply_markup=keyboard(["Go"]))
        await page.click(".key >> text=Go")
        await page.wait_for_selector(".key.waiting")
        (update,) = [p for p in sandbox.updates.take() if "callback_query" in p]
        query = update["callback_query"]
        await _call(sandbox, "answerCallbackQuery", callback_query_id=query["id"], text="Noted")
        await page.wait_for_selector(".toast >> text=Noted")
        assert await page.query_selector(".key.waiting") is None
        where = {"message_id": query["message"]["message_id"]}
        await _call(sandbox, "editMessageText", text="Changed", **where)
        await page.wait_for_selector(".bubble >> text=edited")
        await page.fill("#text", "<i>hello</i>")
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".from-me .text >> text=<i>hello</i>")
        assert await page.input_value("#text") == ""
        await browser.close()
    assert faults == []


async def _call(sandbox, method, **params):
    return await sandbox.call(method, Params({"chat_id": 1, "parse_mode": "HTML", **params}))
