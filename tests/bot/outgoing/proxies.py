import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

type Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(handler: Handler) -> AsyncIterator[int]:
    """A server on loopback; gives its port."""
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await handler(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.close()
        await server.wait_closed()


def socks5(reply: int, seen: list[str], *, password: str | None = None) -> Handler:
    """A SOCKS5 proxy: 0 leads on to the port on loopback, any other reply refuses."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        if password is not None:
            writer.write(b"\x05\x02")
            await reader.readexactly(await _size(reader, skip=1))
            given = await reader.readexactly(await _size(reader))
            writer.write(b"\x01\x00" if given == password.encode() else b"\x01\x01")
        else:
            writer.write(b"\x05\x00")
        *_, kind = await reader.readexactly(4)
        host = await reader.readexactly(4 if kind == 1 else await _size(reader))
        port = int.from_bytes(await reader.readexactly(2))
        seen.append(host.decode() if kind == 3 else ".".join(map(str, host)))
        writer.write(bytes([5, reply, 0, 1, 127, 0, 0, 1, 0, 0]))
        if reply == 0:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_pour(reader, inner_writer), _pour(inner_reader, writer))

    return handle


async def _size(reader: asyncio.StreamReader, *, skip: int = 0) -> int:
    return (await reader.readexactly(skip + 1))[skip]


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(65_536):
        target.write(piece)
    target.close()


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Reads the greeting and closes."""
    await reader.read(1)
    writer.close()


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accepts and never answers."""
    while await reader.read(65_536):
        pass
    writer.close()
