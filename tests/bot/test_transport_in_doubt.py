"""What left and was not answered is in doubt: it is said so, it went out once, and the token stays here."""

import asyncio
from dataclasses import replace

import pytest
from telegram.error import TimedOut

from bot.core.outgoing import NotSent, Uncertain
from bot.sender import outcome_of
from bot.transport import Transport
from tests.bot.lines import PATIENT, SOON, Behaviour, Line, listening, send

pytestmark = pytest.mark.usefixtures("no_token_in_the_logs")

PAGE = b"<html><body>This hotel's network wants your room number.</body></html>"


async def close(line: Line) -> None:
    await line.take()


async def reset(line: Line) -> None:
    await line.take()
    line.reset()


async def reset_in_the_middle(line: Line) -> None:
    await line.reader.readuntil(b"\r\n\r\n")
    line.reset()


async def half_a_head(line: Line) -> None:
    await line.take()
    await line.say(b"HTTP/1.1 200 OK\r\nContent-Le")


async def half_an_answer(line: Line) -> None:
    await line.take()
    await line.say(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":true')


async def noise(line: Line) -> None:
    await line.take()
    await line.say(b"\x00\x01\x02 not HTTP at all\r\n\r\n")


async def silence(line: Line) -> None:
    await line.take()
    await line.until_gone()


async def silence_in_the_middle(line: Line) -> None:
    await line.take()
    await line.say(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok":true')
    await line.until_gone()


async def elsewhere(line: Line) -> None:
    while await line.take():
        await line.answer(b"", "307 Temporary Redirect", f"Location: {line.server.address}/elsewhere\r\n")


def page(status: str) -> Behaviour:
    async def show(line: Line) -> None:
        while await line.take():
            await line.answer(PAGE, status)

    show.__name__ = f"page_{status[:3]}"
    return show


PAGES = [page(status) for status in ("200 OK", "401 U", "403 Forbidden", "404 N", "413 L", "502 B")]
SILENT = silence, silence_in_the_middle
BROKEN = close, reset, reset_in_the_middle, half_a_head, half_an_answer, noise, elsewhere, *PAGES
WORDS = b"true", b'{"hello":1}', b'{"ok":true}'


@pytest.mark.parametrize("behave", [*BROKEN, *SILENT], ids=lambda each: each.__name__)
async def test_what_left_and_was_not_answered_is_uncertain_and_not_sent_again(behave: Behaviour) -> None:
    timeouts = replace(PATIENT, read=SOON) if behave in SILENT else PATIENT
    async with listening(behave) as server, Transport(2, timeouts) as transport:
        error = await send(transport, server.address)
    assert isinstance(outcome_of(error), Uncertain)
    assert isinstance(error, TimedOut) == (behave in SILENT)
    assert len(server.lines) == 1
    assert len(server.requests) == (behave is not reset_in_the_middle)


@pytest.mark.parametrize("words", WORDS)
async def test_an_answer_that_says_nothing_is_uncertain(words: bytes) -> None:
    async def mumble(line: Line) -> None:
        await line.take()
        await line.answer(words)

    async with listening(mumble) as server, Transport(2, PATIENT) as transport:
        assert isinstance(outcome_of(await send(transport, server.address)), Uncertain)


@pytest.mark.parametrize("at_the_end", [close, reset, silence], ids=lambda each: each.__name__)
async def test_a_connection_that_ends_as_it_is_used_again_leaves_one_request_in_doubt(
    at_the_end: Behaviour,
) -> None:
    async def once_only(line: Line) -> None:
        await line.take()
        await line.answer()
        await at_the_end(line)

    timeouts = replace(PATIENT, read=SOON) if at_the_end in SILENT else PATIENT
    async with listening(once_only) as server, Transport(2, timeouts) as transport:
        assert await send(transport, server.address) is None
        error = await send(transport, server.address)
    assert isinstance(outcome_of(error), Uncertain)
    assert (len(server.lines), len(server.requests)) == (1, 2)


async def test_a_connection_that_was_closed_while_idle_is_not_used_again() -> None:
    gone = asyncio.Event()

    async def once(line: Line) -> None:
        await line.take()
        await line.answer()
        line.writer.write_eof()
        await line.until_gone()
        gone.set()

    async with listening(once) as server, Transport(2, PATIENT) as transport:
        for _ in range(3):
            assert await send(transport, server.address) is None
            await gone.wait()
            gone.clear()
    assert len(server.lines) == len(server.requests) == 3


@pytest.mark.parametrize("is_a_step_later", [False, True])
async def test_a_connection_that_ends_as_it_is_taken_leaves_doubt_only_if_something_was_written(
    is_a_step_later: bool,
) -> None:
    """The server's end lies in the socket, unread, when the second request takes the connection."""
    ended = asyncio.Event()

    async def answer_then_listen(line: Line) -> None:
        await line.take()
        await line.answer()
        await line.take()
        ended.set()

    async with listening(answer_then_listen) as server, Transport(1, PATIENT) as transport:
        assert await send(transport, server.address) is None
        server.lines[0].writer.write_eof()
        sending = send(transport, server.address)
        outcome = outcome_of(await (asyncio.create_task(sending) if is_a_step_later else sending))
        await ended.wait()
    assert outcome == (NotSent() if len(server.requests) == 1 else Uncertain())


async def test_a_server_that_takes_nothing_more_ends_the_writing() -> None:
    async def deaf(line: Line) -> None:
        await asyncio.Event().wait()

    big = b"x" * (24 << 20)
    async with listening(deaf) as server, Transport(1, replace(PATIENT, media_write=SOON)) as transport:
        error = await send(transport, server.address, document=big, filename="big.bin")
        assert isinstance(error, TimedOut)
        assert isinstance(outcome_of(error), Uncertain)
        assert not server.requests
