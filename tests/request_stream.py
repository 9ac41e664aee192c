"""Cutting a connection's bytes into requests, for servers of the tests that must cost next to nothing."""

import asyncio
import json
import re
from collections.abc import Callable

type Take = Callable[[asyncio.Transport, str, bytes], None]

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_METHOD = re.compile(rb"/bot[^/]*/(\w+)")
_CHAT = re.compile(rb"chat_id\D+(\d+)")
_STATUS = {200: "OK", 403: "Forbidden", 429: "Too Many Requests"}


class RequestStream(asyncio.Protocol):
    """Gives each whole request (transport, the API's method, its bytes) to `take`; bodies have a length or chunks."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand on what is complete."""
        self._pending += data
        while (end := _end_of_request(self._pending)) is not None:
            request, self._pending = self._pending[:end], self._pending[end:]
            found = _METHOD.search(request, 0, 200)
            self._take(self._transport, found[1].decode() if found else "", request)


def _end_of_request(data: bytes) -> int | None:
    head = data.find(b"\r\n\r\n")
    if head == -1:
        return None
    length = _LENGTH.search(data, 0, head)
    if length is None and b"chunked" in data[:head]:
        last = data.find(b"0\r\n\r\n", head)
        return None if last == -1 else last + 5
    end = head + 4 + (int(length[1]) if length else 0)
    return end if len(data) >= end else None


def chat_of(request: bytes) -> int:
    """The chat that a request names, in JSON or in a form; 0 for none."""
    found = _CHAT.search(request, max(0, request.find(b"\r\n\r\n")))
    return int(found[1]) if found else 0


def answer(result: object) -> bytes:
    """The API's «ok» as a whole response."""
    return response(200, json.dumps({"ok": True, "result": result}).encode())


def refusal(code: int, description: str, **parameters: object) -> bytes:
    """The API's error as a whole response."""
    body = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return response(code, json.dumps(body).encode())


def response(code: int, body: bytes) -> bytes:
    """A whole response with a JSON body."""
    head = f"HTTP/1.1 {code} {_STATUS[code]}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
