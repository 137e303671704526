"""Servers that misbehave on the wire as the sandbox cannot, and what a failed request gives away."""

import asyncio
import ssl
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from telegram.error import TelegramError

from bot.transport import Timeouts, Transport
from bot.wiring import build_bot

PATIENT = Timeouts(connect=10, read=10, write=10, pool=10, media_write=10)
SOON = 0.1  # seconds, for what never comes
TOKEN = "4711:AAFfakeTokenThatMustNeverBeSeenAnywhere"
SENT = b'{"ok":true,"result":{"message_id":5,"date":0,"chat":{"id":1,"type":"private"},"text":"x"}}'


@dataclass
class Line:
    """One connection from the server's side."""

    server: "Server"
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def take(self) -> bytes:
        """One whole request, written down; nothing when the client has gone."""
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return b""
        length = next(
            (line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), b":0"
        )
        request = head + await self.reader.readexactly(int(length.partition(b":")[2]))
        self.server.requests.append(request)
        return request

    async def say(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def answer(self, body: bytes = SENT, status: str = "200 OK", more: str = "") -> None:
        await self.say(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body)

    async def until_gone(self) -> None:
        while await self.reader.read(1 << 16):
            pass

    def reset(self) -> None:
        self.writer.transport.abort()


Behaviour = Callable[[Line], Awaitable[None]]


@dataclass
class Server:
    """Where it listens, every request it was given in full, and how many connections it had at once."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    open: int = 0
    most_open: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def listening(behave: Behaviour, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """A server that treats every connection in this way, and closes it then."""
    server, at_work = Server(), set[asyncio.Task[None]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(server, reader, writer)
        at_work.add(asyncio.current_task())
        server.lines.append(line)
        server.open += 1
        server.most_open = max(server.most_open, server.open)
        try:
            await behave(line)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            server.open -= 1
            writer.close()

    listener = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for task in at_work:
            task.cancel()
        await asyncio.gather(*at_work, return_exceptions=True)


async def obey(line: Line) -> None:
    """What a good server does."""
    while await line.take():
        await line.answer()


async def send(transport: Transport, address: str, **file: object) -> TelegramError | None:
    """The error of one send, None when it went well; whatever it is, it gives nothing away."""
    bot = build_bot(TOKEN, address, lambda: transport)
    error = None
    try:
        await (bot.send_document(1, **file) if file else bot.send_message(1, "x"))
    except TelegramError as caught:
        error = caught
    assert error is None or TOKEN not in given_away(error)
    return error


def given_away(error: BaseException) -> str:
    """Everything that could be printed of an error and of all that led to it."""
    told, seen = "".join(traceback.format_exception(error)), set[int]()
    todo: list[BaseException | None] = [error]
    while todo:
        each = todo.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            told += f"{each!s} {each!r} {each.args!r} {vars(each)!r}"
            todo += [each.__cause__, each.__context__]
    return told


def self_signed(file: Path) -> ssl.SSLContext:
    """TLS for a server that vouches for itself; key and certificate are left in `file`."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "me")]),
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2120, 1, 1, tzinfo=UTC)
    )
    paper = builder.add_extension(here, critical=False).sign(key, hashes.SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(secret + paper.public_bytes(Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context
