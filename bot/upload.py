"""Bodies of requests: a form, or a form with files, written out with an end to how long nothing may move."""

import asyncio
import secrets
from collections.abc import Iterable, Mapping
from typing import IO

from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import StreamWriter
from aiohttp.payload import Payload

FORM = "application/x-www-form-urlencoded"
_PIECE = 1 << 16  # bytes
_ESCAPES = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})  # as browsers write names

File = tuple[str, bytes | IO[bytes], str]


class Body(Payload):
    """Bytes that are all there; `within` is the seconds each piece of them may take to be written, None for no end.

    Until `begun` none of them was handed over, and without its body no request is carried out.
    """

    def __init__(self, content: bytes, kind: str, within: float | None) -> None:
        super().__init__(content, content_type=kind)
        self._content, self._within, self._size = content, within, len(content)
        self.begun = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return self._content.decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Raises TimeoutError when the other side takes nothing for too long, ConnectionError when it has gone."""
        if isinstance(writer, StreamWriter) and (writer.transport is None or writer.transport.is_closing()):
            raise ConnectionResetError("closed before the first byte")
        self.begun = True
        content = memoryview(self._content)
        for start in range(0, len(content), _PIECE):
            async with asyncio.timeout(self._within):
                await writer.write(content[start : start + _PIECE])
                await writer.drain()


async def multipart(fields: Mapping[str, str], files: Mapping[str, File]) -> tuple[bytes, str]:
    """(body, content type) of a form with files. It is made in memory: Telegram takes 50 MB at most.

    Raises OSError when a file cannot be read.
    """
    boundary = secrets.token_hex(16)
    parts = [_part(boundary, _named(name), value.encode()) for name, value in fields.items()]
    for name, (filename, content, kind) in files.items():
        head = f'{_named(name)}; filename="{filename.translate(_ESCAPES)}"\r\nContent-Type: {kind}'
        parts.append(_part(boundary, head, await _read(content)))
    return _joined(parts, boundary), f"multipart/form-data; boundary={boundary}"


def _named(name: str) -> str:
    return f'Content-Disposition: form-data; name="{name.translate(_ESCAPES)}"'


def _part(boundary: str, head: str, content: bytes) -> tuple[bytes, bytes, bytes]:
    return f"--{boundary}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"


def _joined(parts: Iterable[tuple[bytes, bytes, bytes]], boundary: str) -> bytes:
    return b"".join(piece for part in parts for piece in part) + f"--{boundary}--\r\n".encode()


async def _read(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else await asyncio.to_thread(content.read)
