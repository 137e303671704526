"""Files on their way to Telegram arrive as they were."""

import asyncio
import io
from typing import Any

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import StreamWriter
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from telegram import InputFile, InputMediaDocument

from bot.sandbox import SANDBOX_TOKEN
from bot.transport import Transport
from bot.upload import Body, multipart
from bot.wiring import build_bot
from tests.bot.lines import PATIENT, TOKEN, Line, listening

ADA = 7


async def read_form(raw: bytes) -> dict[str, Any]:
    """The parts of a request by name: text, or (content, file name, content type)."""
    head, _, body = raw.partition(b"\r\n\r\n")
    headers = [line.split(b": ", 1) for line in head.split(b"\r\n")[1:]]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    scope = {"type": "http", "method": "POST", "headers": [(name.lower(), value) for name, value in headers]}
    async with Request(scope, receive).form(max_part_size=1 << 24) as form:
        return {
            name: part if isinstance(part, str) else (await part.read(), part.filename, part.content_type)
            for name, part in form.multi_items()
        }


async def test_files_arrive_byte_for_byte(address: str) -> None:
    every_byte = bytes(range(256)) * 4096 + b"\r\n--"
    async with Transport(2, PATIENT) as transport:
        bot = build_bot(SANDBOX_TOKEN, address, lambda: transport)
        for document in (every_byte, InputFile(io.BytesIO(every_byte), read_file_handle=False)):
            sent = await bot.send_document(ADA, document, caption="für dich", filename='März "1".pdf')
            assert sent.caption == "für dich"
            file = await bot.get_file(sent.document.file_id)
            assert bytes(await file.download_as_bytearray()) == every_byte


async def test_several_files_go_in_one_request() -> None:
    async def answer(line: Line) -> None:
        await line.take()
        await line.answer(b'{"ok":true,"result":[]}')

    async with listening(answer) as server, Transport(2, PATIENT) as transport:
        bot = build_bot(TOKEN, server.address, lambda: transport)
        media = [InputMediaDocument(content, filename=content.decode()) for content in (b"first", b"second")]
        await bot.send_media_group(1, media)
    form = await read_form(server.requests[0])
    kind = "application/octet-stream"
    assert {(b"first", "first", kind), (b"second", "second", kind)} <= set(form.values())


@given(st.dictionaries(st.text(min_size=1), st.text()), st.text(min_size=1), st.binary())
async def test_any_text_and_any_bytes_make_a_form_that_reads_the_same(
    fields: dict[str, str], filename: str, content: bytes
) -> None:
    fields.pop("file", None)
    body, kind = await multipart(fields, {"file": (filename, content, "image/png")})
    form = await read_form(f"POST / HTTP/1.1\r\nContent-Type: {kind}\r\n\r\n".encode() + body)
    assert form.pop("file") == (content, as_named(filename), "image/png")
    assert form == {as_named(name): value for name, value in fields.items()}


def as_named(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


async def test_a_name_in_an_upload_cannot_write_headers() -> None:
    body, _kind = await multipart({}, {"file": ('a"\r\nX-Evil: 1\r\n\r\n', b"", "text/plain")})
    assert b"\r\nX-Evil" not in body


async def test_a_body_for_a_connection_that_has_gone_is_not_begun() -> None:
    loop, body = asyncio.get_running_loop(), Body(b"x", "text/plain", None)
    with pytest.raises(ConnectionResetError):
        await body.write(StreamWriter(BaseProtocol(loop), loop))
    assert not body.begun
