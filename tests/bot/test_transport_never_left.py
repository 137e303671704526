"""What fails before there is a connection never left: nothing of it reaches anybody."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TimedOut

from bot.core.outgoing import NotSent
from bot.sender import outcome_of
from bot.transport import Transport
from tests.bot.lines import PATIENT, SOON, TOKEN, Line, listening, obey, self_signed, send

pytestmark = pytest.mark.usefixtures("no_token_in_the_logs")


async def refused(_server_address: str) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


async def no_such_scheme(address: str) -> str:
    return address.replace("http:", "gopher:")


async def no_address(_server_address: str) -> str:
    return "http://"


@pytest.mark.parametrize("spoil", [refused, no_such_scheme, no_address], ids=lambda e: e.__name__)
async def test_what_found_no_connection_never_left(spoil: Callable) -> None:
    async with listening(obey) as server, Transport(2, PATIENT) as transport:
        error = await send(transport, await spoil(server.address))
    assert isinstance(outcome_of(error), NotSent)
    assert not server.requests


async def test_a_name_that_is_not_found_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    async with Transport(2, PATIENT) as transport:
        assert isinstance(outcome_of(await send(transport, "http://telegram.example")), NotSent)


async def test_a_name_that_takes_too_long_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(*_args: object, **_more: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", endless)
    async with Transport(2, replace(PATIENT, connect=SOON)) as transport:
        error = await send(transport, "http://telegram.example")
    assert isinstance(error, TimedOut)
    assert isinstance(outcome_of(error), NotSent)


async def test_a_certificate_nobody_vouches_for_never_left(tmp_path: Path) -> None:
    async with (
        listening(obey, tls=self_signed(tmp_path / "server.pem")) as server,
        Transport(2, PATIENT) as transport,
    ):
        error = await send(transport, server.address.replace("http:", "https:"))
    assert isinstance(outcome_of(error), NotSent)
    assert not server.requests


async def test_a_server_without_tls_is_told_nothing() -> None:
    async def refuse(line: Line) -> None:
        assert TOKEN.encode() not in await line.reader.read(1 << 16)
        await line.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with listening(refuse) as server, Transport(2, PATIENT) as transport:
        error = await send(transport, server.address.replace("http:", "https:"))
    assert isinstance(outcome_of(error), NotSent)


async def test_a_handshake_that_takes_too_long_never_left() -> None:
    async with (
        listening(Line.until_gone) as server,
        Transport(2, replace(PATIENT, connect=SOON)) as transport,
    ):
        error = await send(transport, server.address.replace("http:", "https:"))
    assert isinstance(error, TimedOut)
    assert isinstance(outcome_of(error), NotSent)


async def test_a_proxy_that_refuses_never_lets_anything_leave() -> None:
    async def forbid(line: Line) -> None:
        await line.take()
        await line.answer(b"", "407 Proxy Authentication Required")

    async with listening(forbid) as server, Transport(2, PATIENT, proxy=server.address) as transport:
        error = await send(transport, "https://telegram.example")
    assert isinstance(outcome_of(error), NotSent)
    assert [request.split()[:2] for request in server.requests] == [[b"CONNECT", b"telegram.example:443"]]
    assert TOKEN.encode() not in server.requests[0]


async def test_a_file_that_cannot_be_read_never_left(tmp_path: Path) -> None:
    async with listening(obey) as server, Transport(2, PATIENT) as transport:
        with (tmp_path / "gone").open("wb") as write_only:
            file = InputFile(write_only, "gone", read_file_handle=False)
            error = await send(transport, server.address, document=file)
    assert isinstance(error, NetworkError)
    assert isinstance(outcome_of(error), NotSent)


@pytest.mark.parametrize("was_open", [False, True])
async def test_a_transport_that_is_not_open_lets_nothing_leave(was_open: bool) -> None:
    transport = Transport(2, PATIENT)
    async with listening(obey) as server:
        if was_open:
            await transport.initialize()
            assert await send(transport, server.address) is None
            await transport.shutdown()
        assert isinstance(outcome_of(await send(transport, server.address)), NotSent)
        assert len(server.requests) == was_open
