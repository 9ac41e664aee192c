"""The cheapest Bot API there is, in a process of its own: reads a request, writes a canned answer."""

import asyncio
import contextlib
import json
import multiprocessing
import re
from collections.abc import Iterator
from multiprocessing.connection import Connection

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def _canned(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


_BOT = {"id": 42, "is_bot": True, "first_name": "محله‌یار", "username": "mahalleyar_bot"}
_PERSON = {"id": 7_000_000_001, "first_name": "مریم"}
_SENT = {
    "message_id": 1234,
    "from": _BOT,
    "chat": {**_PERSON, "type": "private"},
    "date": 1_790_000_000,
    "text": "ثبت شد. کد رهگیری شما را نگه دارید.",
}
_GET_ME = _canned(_BOT | {"can_join_groups": True, "can_read_all_group_messages": False})
_SEND_MESSAGE = _canned(_SENT)


class _Canned(asyncio.Protocol):
    """Answers every whole request; bodies have a length or come in chunks."""

    def __init__(self) -> None:
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remembers where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers what is complete."""
        self._pending += data
        while (end := _end_of_request(self._pending)) is not None:
            is_get_me = self._pending.find(b"/getMe", 0, 200) != -1
            self._transport.write(_GET_ME if is_get_me else _SEND_MESSAGE)
            self._pending = self._pending[end:]


def _end_of_request(data: bytes) -> int | None:
    head = data.find(b"\r\n\r\n")
    if head == -1:
        return None
    length = _LENGTH.search(data, 0, head)
    if length is not None:
        end = head + 4 + int(length[1])
        return end if len(data) >= end else None
    if b"chunked" in data[:head]:
        last = data.find(b"0\r\n\r\n", head)
        return None if last == -1 else last + 5
    return head + 4


async def _serve(port_to: Connection) -> None:
    server = await asyncio.get_running_loop().create_server(_Canned, "127.0.0.1", 0)
    port_to.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def _run(port_to: Connection) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(port_to))


@contextlib.contextmanager
def loopback_server() -> Iterator[str]:
    """Starts the server; gives its base address, such as `http://127.0.0.1:40123`, and ends it afterwards."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sending,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{receiving.recv()}"
    finally:
        process.terminate()
        process.join()
