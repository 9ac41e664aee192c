import asyncio
import json
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

type Act = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Received:
    """One request as it came over the line."""

    verb: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def parameters(self) -> Any:
        """The JSON body."""
        return json.loads(self.body)


class RawServer:
    """HTTP to the letter; each request meets the next act, and when there is none, a plain good answer."""

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.acts: deque[Act] = deque()
        self.connections = 0
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        self.hang_up()
        await self._server.wait_closed()

    def hang_up(self) -> None:
        """Closes every connection, idle ones too."""
        for writer in self._writers:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while not writer.is_closing():
                self.requests.append(await _receive(reader))
                act = self.acts.popleft() if self.acts else answer({"ok": True, "result": True})
                await act(writer)
        writer.close()
        self._writers.discard(writer)


async def _receive(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    verb, target, _ = first.split(" ")
    if headers.get("transfer-encoding") == "chunked":
        return Received(verb, target, headers, await _chunks(reader))
    return Received(verb, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


def answer(content: object, *, status: int = 200, headers: str = "") -> Act:
    """A whole answer: JSON, or the bytes as they are."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    async def act(writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status} Such\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    return act


def raw(content: bytes, *, close: bool = True) -> Act:
    """These bytes, and the connection is closed."""

    async def act(writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        await writer.drain()
        if close:
            writer.close()

    return act


async def reset(writer: asyncio.StreamWriter) -> None:
    """The connection breaks."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()
    await asyncio.sleep(0)


async def silence(writer: asyncio.StreamWriter) -> None:
    """No answer while the connection lasts."""
    await writer.wait_closed()
