"""A Bot API that answers at once and does nothing, in a process of its own: what is measured is whoever calls it."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

TOKEN = "123456789:AAE-nobody-s-token-for-measuring-only"  # noqa: S105 - it opens nothing
BODY = b'{"ok":true,"result":{"message_id":5,"date":0,"chat":{"id":1,"type":"private"},"text":"x"}}'
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
    len(BODY),
    BODY,
)


class _NoOp(asyncio.Protocol):
    """Reads as far as where a request ends and says that all is well."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self._taken = transport, b""

    def data_received(self, data: bytes) -> None:
        self._taken += data
        head, found, body = self._taken.partition(b"\r\n\r\n")
        if found and len(body) >= int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]):
            self._taken = b""
            assert isinstance(self._transport, asyncio.Transport)
            self._transport.write(ANSWER)


def _serve(told: Connection) -> None:
    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(_NoOp, "127.0.0.1", 0, backlog=1024)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())


@contextmanager
def served() -> Iterator[str]:
    """Its address, while it runs."""
    hears, tells = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(tells,), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{hears.recv()}"
    finally:
        server.terminate()
        server.join()
