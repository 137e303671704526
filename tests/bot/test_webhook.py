"""The webhook's route: who may call it, what is written before it answers, and which answer holds up nobody."""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event
from starlette.applications import Starlette

from bot.ingest.webhook import MOST_BYTES, SECRET_HEADER, Webhook
from bot.store import Tx
from tests.chaos.database import column, locked, rows
from tests.world import World

SECRET = "s3cret-of_the-webhook"
PRIVATE = "my private words"
ALICE = 101


def update(number: int = 7, **more: Any) -> dict[str, Any]:
    sender = {"id": ALICE, "is_bot": False, "first_name": "Alice"}
    chat = {"id": ALICE, "type": "private", "first_name": "Alice"}
    message = {"message_id": 1, "date": 0, "from": sender, "chat": chat, "text": PRIVATE, **more}
    return {"update_id": number, "message": message}


@dataclass
class Caller:
    """Whoever calls the webhook. `arrived` has an entry for each time it said that something came."""

    client: httpx.AsyncClient
    arrived: list[None]

    async def call(self, body: object, secret: str | None = SECRET) -> int:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {} if secret is None else {SECRET_HEADER: secret.encode("latin-1")}
        answer = await self.client.post("/telegram", content=content, headers=headers)
        assert not answer.content
        return answer.status_code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "easeback.db"


@pytest.fixture
async def caller(world: World) -> AsyncIterator[Caller]:
    arrived: list[None] = []
    webhook = Webhook(world.store, 1, SECRET, lambda: arrived.append(None))
    transport = httpx.ASGITransport(Starlette(routes=[webhook.route("/telegram")]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield Caller(client, arrived)


async def test_an_update_is_committed_sealed_when_it_is_answered(caller: Caller, file: Path) -> None:
    assert await caller.call(update()) == 200
    ((number, sender, state, raw),) = rows(file, "SELECT update_id, from_id, state, raw FROM inbox")
    assert (number, sender, state, len(caller.arrived)) == (7, ALICE, "waiting", 1)
    assert PRIVATE.encode() not in raw


@pytest.mark.parametrize("secret", [None, "", "S3cret-of_the-webhook", SECRET[:-1], SECRET + "x", "\xe9" * 9])
async def test_whoever_does_not_know_the_secret_is_refused_and_not_quoted(
    caller: Caller, file: Path, caplog: pytest.LogCaptureFixture, secret: str | None
) -> None:
    assert [await caller.call(update(), secret) for _ in range(2)] == [401, 401]
    assert column(file, "SELECT count(*) FROM inbox") == [0]
    assert not caller.arrived
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert PRIVATE not in caplog.text
    assert SECRET not in caplog.text


async def test_the_same_update_twice_is_one_row(caller: Caller, file: Path) -> None:
    answers = await asyncio.gather(*(caller.call(update()) for _ in range(5)))
    assert set(answers) == {200}
    assert column(file, "SELECT count(*) FROM inbox") == [1]


async def test_an_update_that_was_handled_is_not_handled_again(
    caller: Caller, world: World, file: Path
) -> None:
    await caller.call(update(text="/help"))
    await world.program.dispatch.drain()
    assert await caller.call(update(text="/help")) == 200
    await world.program.dispatch.drain()
    assert column(file, "SELECT state FROM inbox") == ["done"]


UNREADABLE = [
    b"",
    b"\xff\xfe",
    b"[]",
    b"7",
    b"{",
    b'{"update_id": "7"}',
    b'{"update_id": true}',
    b'{"update_id": 1.5}',
    b'{"update_id": 99999999999999999999999}',
    f'{{"message": {{"text": "{PRIVATE}"}}}}'.encode(),
]


@pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
async def test_what_is_no_update_is_dropped_without_a_word_of_it_in_the_log(
    caller: Caller, file: Path, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    assert await caller.call(body) == 200
    assert column(file, "SELECT count(*) FROM inbox") == [0]
    assert "held no update" in caplog.text
    assert PRIVATE not in caplog.text


BEYOND = [
    b'{"update_id":7,"message":',
    b'{"update_id":7,"message":' + b"[" * 5000 + b"]" * 5000 + b"}",
    json.dumps(update(text=PRIVATE * (MOST_BYTES // 10))).encode(),
]


@pytest.mark.parametrize("body", BEYOND, ids=["cut off", "nested", "too large"])
async def test_an_update_that_cannot_be_read_is_set_aside_by_its_number_and_not_asked_for_again(
    caller: Caller, file: Path, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    assert [await caller.call(body) for _ in range(2)] == [200, 200]
    assert rows(file, "SELECT update_id, state, raw FROM inbox") == [(7, "dead", None)]
    assert "update 7 is set aside" in caplog.text
    assert PRIVATE not in caplog.text


async def test_a_large_update_within_the_limit_is_taken(caller: Caller, file: Path) -> None:
    body = json.dumps(update(text="")).encode()
    assert (
        await caller.call(body.replace(b'"text": ""', b'"text": "%s"' % (b"x" * (MOST_BYTES - len(body)))))
        == 200
    )
    assert column(file, "SELECT state FROM inbox") == ["waiting"]


STRANGE = [
    {"message": 5},
    {"message": {"from": 5, "date": "never"}},
    {"message": {"from": {"id": "x"}}},
    {"message": {"from": {"id": 10**30}}},
    {"callback_query": {"id": 1}},
    {"something_new": {}},
]


@pytest.mark.parametrize("content", STRANGE, ids=range(len(STRANGE)))
async def test_an_update_of_any_shape_is_stored_and_holds_up_nobody(
    caller: Caller, world: World, file: Path, content: dict[str, Any]
) -> None:
    assert await caller.call({"update_id": 6, **content}) == 200
    assert await caller.call(update(text="/help")) == 200
    await world.program.dispatch.drain()
    (first, second) = column(file, "SELECT state FROM inbox ORDER BY update_id")
    assert first in {"dead", "done"}
    assert second == "done"


async def test_somebody_whose_message_cannot_be_read_hears_of_it(
    caller: Caller, world: World, file: Path
) -> None:
    world.sandbox.say(ALICE, "/help")
    await world.settle()
    poison = update(number=6, entities=[{"type": "bold", "offset": "x"}], date="never")
    assert await caller.call(poison) == 200
    await world.program.dispatch.drain()
    assert "dead" in column(file, "SELECT state FROM inbox")
    assert "Something went wrong" in world.last(ALICE)


async def test_a_locked_database_is_a_503_and_the_update_is_taken_when_it_comes_again(
    caller: Caller,
    file: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    world: World,
) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 20)
    await world.store.engine.dispose()  # what is connected already waits five seconds
    with locked(file):
        assert [await caller.call(update()) for _ in range(2)] == [503, 503]
    assert column(file, "SELECT count(*) FROM inbox") == [0]
    assert caplog.text.count("The database cannot be written") == 1
    assert await caller.call(update()) == 200
    assert column(file, "SELECT state FROM inbox") == ["waiting"]


async def test_what_comes_together_is_one_commit(caller: Caller, file: Path, world: World) -> None:
    commits: list[None] = []
    event.listen(world.store.engine.sync_engine, "commit", lambda _: commits.append(None))
    answers = await asyncio.gather(*(caller.call(update(number)) for number in range(50)))
    assert set(answers) == {200}
    assert column(file, "SELECT count(*) FROM inbox WHERE state = 'waiting'") == [50]
    assert len(commits) < 10


async def test_a_commit_that_fails_answers_503_to_all_that_was_in_it(
    caller: Caller, file: Path, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 20)
    await world.store.engine.dispose()  # what is connected already waits five seconds
    with locked(file):
        answers = await asyncio.gather(*(caller.call(update(number)) for number in range(20)))
    assert answers == [503] * 20
    assert column(file, "SELECT count(*) FROM inbox") == [0]
    assert not caller.arrived


async def test_an_update_that_cannot_be_written_down_takes_none_of_its_commit_along(
    caller: Caller, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = Tx.seal

    def seal(tx: Tx, plain: str, about: str) -> Any:
        if about == "inbox:1:13":
            raise RecursionError
        if about == "inbox:1:14":
            raise LookupError
        return sealed(tx, plain, about)

    monkeypatch.setattr(Tx, "seal", seal)
    answers = await asyncio.gather(*(caller.call(update(number)) for number in range(20)))
    assert [number for number, status in enumerate(answers) if status != 200] == [14]
    assert rows(file, "SELECT update_id, state FROM inbox WHERE update_id IN (13, 14)") == [(13, "dead")]
    assert column(file, "SELECT count(*) FROM inbox WHERE state = 'waiting'") == [18]


async def test_only_a_post_is_a_call(caller: Caller) -> None:
    assert (await caller.client.get("/telegram")).status_code == 405
    assert (await caller.client.post("/", json=update())).status_code == 404


async def test_each_secret_that_is_given_is_compared_in_constant_time(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []

    def compare(given: bytes, ours: bytes) -> bool:
        compared.append(given)
        return hmac_compare(given, ours)

    hmac_compare = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", compare)
    for secret in (None, "x", SECRET[:-1], SECRET):
        await caller.call(update(), secret)
    assert compared == [b"", b"x", SECRET[:-1].encode(), SECRET.encode()]


async def test_who_cannot_write_says_when_to_come_again(
    caller: Caller, file: Path, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    """Without it Telegram waits ever longer, and a tap is given up after two and a half minutes."""
    monkeypatch.setattr("bot.store.engine.BUSY_TIMEOUT_MS", 20)
    await world.store.engine.dispose()
    with locked(file):
        answer = await caller.client.post("/telegram", json=update(), headers={SECRET_HEADER: SECRET})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
