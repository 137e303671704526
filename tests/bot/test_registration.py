"""The webhook is set once, stays set, and is not fought for; polling keeps away from one that is set."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.ingest import registration
from bot.ingest.registration import Registration, TakenElsewhere
from bot.ingest.updates import ALLOWED_UPDATES
from bot.pulse import OK
from bot.sandbox.params import Params
from bot.store import KeyRing, Store
from tests.chaos.steps import ALICE, until
from tests.world import KEY, World

URL, SECRET = "https://bot.example.org/telegram", "s3cret"
OTHER = "https://laptop.example.org/"
Process = Callable[..., Registration]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WATCH_EVERY", "_FIRST_PAUSE", "_LONGEST_PAUSE"):
        monkeypatch.setattr(registration, name, 0.001)


@pytest.fixture
async def process(world: World, tmp_path: Path) -> AsyncIterator[Process]:
    """Each call is what another process has: a connection of its own to the same database."""
    stores: list[Store] = []

    def begin(url: str = URL, secret: str = SECRET) -> Registration:
        stores.append(Store(f"sqlite+aiosqlite:///{tmp_path / 'easeback.db'}", KeyRing([KEY]), world.clock))
        return Registration(world.program.desk.application.bot, stores[-1], url, secret)

    yield begin
    for store in stores:
        await store.close()


def times_set(world: World) -> int:
    return len([call for call in world.sandbox.calls(0, "setWebhook") if call.code == 200])


@contextmanager
def running(*processes: Registration) -> Iterator[None]:
    tasks = [asyncio.create_task(each.run()) for each in processes]
    yield
    for task in tasks:
        task.cancel()


def _files(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.glob("easeback.db*"))


async def _set_by_somebody(world: World, url: str) -> None:
    world.sandbox.next_webhook_change = 0.0
    await world.sandbox.call("setWebhook", Params({"url": url}))


async def test_the_webhook_is_set_with_the_secret_and_the_one_list_of_updates(
    world: World, process: Process
) -> None:
    await process().see_to_it()
    hook = world.sandbox.settings.get("webhook")
    assert (hook["url"], hook["secret_token"]) == (URL, SECRET)
    assert world.sandbox.settings.get("allowed_updates") == ALLOWED_UPDATES


async def test_what_waited_at_telegram_is_kept(world: World, process: Process) -> None:
    world.sandbox.say(ALICE, "/help")
    await process().see_to_it()
    assert len(world.sandbox.updates.pending) == 1


async def test_a_webhook_that_is_set_is_not_set_again_by_a_later_start(
    world: World, process: Process
) -> None:
    for _ in range(3):
        await process().see_to_it()
    assert len(world.sandbox.calls(0, "setWebhook")) == 1


async def test_processes_that_start_at_once_all_come_to_rest_whatever_telegram_limits(
    world: World, process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.fail("setWebhook", code=429, retry_after=1, times=3)
    processes = [process() for _ in range(5)]
    with running(*processes):
        await until(lambda: all(each.pulse.state == OK for each in processes))
    assert world.sandbox.settings.get("webhook")["url"] == URL
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


@pytest.mark.parametrize(("url", "secret"), [(URL, "another"), (OTHER, SECRET)])
async def test_a_start_with_another_secret_or_address_sets_it_anew(
    world: World, process: Process, url: str, secret: str
) -> None:
    await process().see_to_it()
    world.sandbox.next_webhook_change = 0.0
    await process(url, secret).see_to_it()
    hook = world.sandbox.settings.get("webhook")
    assert (hook["url"], hook["secret_token"]) == (url, secret)


async def test_other_kinds_of_updates_are_put_right(world: World, process: Process) -> None:
    await process().see_to_it()
    world.sandbox.next_webhook_change = 0.0
    await world.sandbox.call(
        "setWebhook", Params({"url": URL, "secret_token": SECRET, "allowed_updates": '["poll"]'})
    )
    world.sandbox.next_webhook_change = 0.0
    await process().see_to_it()
    assert world.sandbox.settings.get("allowed_updates") == ALLOWED_UPDATES


async def test_a_webhook_that_was_removed_is_set_again(world: World, process: Process) -> None:
    mine = process()
    await mine.see_to_it()
    await _set_by_somebody(world, "")
    world.sandbox.next_webhook_change = 0.0
    await mine.see_to_it()
    assert world.sandbox.settings.get("webhook")["url"] == URL


async def test_a_webhook_that_is_set_elsewhere_is_said_once_and_not_fought_for(
    world: World, process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    mine = process()
    with running(mine):
        await until(lambda: mine.pulse.state == OK)
        await _set_by_somebody(world, OTHER)
        mark = world.sandbox.mark
        await until(lambda: len(world.sandbox.calls(mark, "getWebhookInfo")) > 3)
        assert mine.pulse.state == "taken"
        assert world.sandbox.calls(mark, "setWebhook") == []
        assert caplog.text.count("Another program has told Telegram") == 1
        await _set_by_somebody(world, "")
        world.sandbox.next_webhook_change = 0.0
        await until(lambda: mine.pulse.state == OK)
    assert world.sandbox.settings.get("webhook")["url"] == URL


async def test_a_process_whose_secret_was_replaced_knows_it(world: World, process: Process) -> None:
    old = process()
    await old.see_to_it()
    world.sandbox.next_webhook_change = 0.0
    await process(secret="another").see_to_it()
    with pytest.raises(TakenElsewhere):
        await old.see_to_it()


async def test_an_address_telegram_does_not_take_is_named_and_tried_again(
    world: World, process: Process, caplog: pytest.LogCaptureFixture
) -> None:
    world.sandbox.fail("setWebhook", code=400, description="Bad Request: bad webhook: cannot resolve host")
    mine = process()
    with running(mine):
        await until(lambda: mine.pulse.state == OK)
    assert caplog.text.count("WEBHOOK_URL: Telegram does not take it (Bad webhook: cannot resolve host)") == 1


async def test_the_database_holds_neither_secret_nor_token(
    world: World, process: Process, tmp_path: Path
) -> None:
    await process(secret="a-secret-to-look-for").see_to_it()
    written = _files(tmp_path)
    assert b"webhook of bot" in written
    assert b"a-secret-to-look-for" not in written


async def test_polling_does_not_start_while_a_webhook_is_set_and_says_how_to_end_it(world: World) -> None:
    await world.program.poller.refuse_a_webhook()
    await _set_by_somebody(world, OTHER)
    with pytest.raises(
        SettingError, match=r"^WEBHOOK_URL: .* at laptop\.example\.org.*python -m bot unhook$"
    ) as caught:
        await world.program.poller.refuse_a_webhook()
    assert "\n" not in str(caught.value)
