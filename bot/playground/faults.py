"""Faults on demand: what a network and a server do to a bot on bad days."""

import asyncio
import random
import socket
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict, Unpack

from aiohttp import web

from bot.playground.errors import RefusedError, too_many_requests

_BAD_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER with no time left: closing sends RST


class FaultKind(StrEnum):
    """What goes wrong; the value says whether the call has an effect before it does."""

    FLOOD = "429 without effect"
    SERVER_ERROR = "500 with a body of the API, without effect"
    BAD_GATEWAY = "502 with an HTML page, without effect"
    BAD_GATEWAY_AFTER = "502 with an HTML page, after the effect"
    RESET = "connection reset, without effect"
    RESET_AFTER = "connection reset, after the effect"
    SILENCE = "no answer ever, without effect"
    SILENCE_AFTER = "no answer ever, after the effect"
    WRONG_JSON = "200 with half a JSON object, after the effect"
    SLOW = "a late answer, the effect being late too"
    SLOW_AFTER = "a late answer, the effect being in time"
    ERROR = "any error of the API: code and description"


_BEFORE = frozenset({
    FaultKind.FLOOD, FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY, FaultKind.RESET, FaultKind.SILENCE,
    FaultKind.SLOW, FaultKind.ERROR,
})  # fmt: skip


class Rule(TypedDict, total=False):
    """When a fault strikes, and how.

    Attributes:
        method: Only calls of this method; without it every method but getUpdates, which must be named, as
            must "file" for downloads.
        chat_id: Only calls for this chat.
        times: How often it strikes, once by default; None means until ``clear``.
        skip: How many fitting calls it lets pass first.
        probability: 0 to 1, drawn anew at every fitting call.
        retry_after: Seconds in the body of a FLOOD.
        delay: Seconds of a SLOW answer.
        code: The status of an ERROR.
        description: The whole description of an ERROR.
    """

    method: str | None
    chat_id: int | None
    times: int | None
    skip: int
    probability: float
    retry_after: int
    delay: float
    code: int
    description: str


@dataclass(slots=True)
class Fault:
    """One rule in force; ``hits`` tells how often it struck. See ``Rule`` for the other fields."""

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    retry_after: int = 1
    delay: float = 1.0
    code: int = 400
    description: str = "Bad Request: a fault on demand"
    hits: int = 0

    @property
    def is_before(self) -> bool:
        """Whether it strikes before the call has an effect."""
        return self.kind in _BEFORE


class Faults:
    """The rules that are in force; the first that fits a call strikes."""

    def __init__(self, seed: int = 0) -> None:
        self._rules: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311  # repeatable moments, no secrets

    def add(self, kind: FaultKind, **rule: Unpack[Rule]) -> Fault:
        """Puts a rule in force.

        Args:
            kind: What goes wrong.
            rule: Which calls it strikes and how; the fields of ``Rule``.

        Returns:
            The rule; its ``hits`` tells how often it struck.
        """
        fault = Fault(kind, **rule)
        self._rules.append(fault)
        return fault

    def clear(self) -> None:
        """Ends all faults."""
        self._rules.clear()

    def take(self, method: str, chat_id: object) -> Fault | None:
        """Returns the fault that strikes this call, counting it, or None."""
        for rule in self._rules:
            if self._fits(rule, method, chat_id):
                rule.hits += 1
                if rule.times is not None and rule.hits >= rule.times:
                    self._rules.remove(rule)
                return rule
        return None

    def _fits(self, rule: Fault, method: str, chat_id: object) -> bool:
        if rule.method is None and method == "getUpdates":
            return False
        if rule.method is not None and rule.method.lower() != method.lower():
            return False
        if rule.chat_id is not None and rule.chat_id != chat_id:
            return False
        if rule.probability < 1.0 and self._random.random() >= rule.probability:
            return False
        if rule.skip:
            rule.skip -= 1
            return False
        return True


async def strike_before(fault: Fault, request: web.Request) -> web.Response | None:
    """Does what a fault does before the effect.

    Returns:
        The response instead of the call's own; None where the call goes on.

    Raises:
        RefusedError: The refusals among the faults.
    """
    match fault.kind:
        case FaultKind.FLOOD:
            raise too_many_requests(fault.retry_after)
        case FaultKind.SERVER_ERROR:
            raise RefusedError(500, "Internal Server Error: restart")
        case FaultKind.ERROR:
            raise RefusedError(fault.code, fault.description)
        case FaultKind.SLOW:
            await asyncio.sleep(fault.delay)
            return None
        case _:
            return await _break_off(fault, request)


async def strike_after(fault: Fault, request: web.Request, body: bytes) -> web.Response:
    """Does what a fault does after the effect; ``body`` is the answer the call would have got."""
    match fault.kind:
        case FaultKind.WRONG_JSON:
            return web.Response(body=body[: len(body) // 2], content_type="application/json")
        case FaultKind.SLOW_AFTER:
            await asyncio.sleep(fault.delay)
            return web.Response(body=body, content_type="application/json")
        case _:
            return await _break_off(fault, request)


async def _break_off(fault: Fault, request: web.Request) -> web.Response:
    if fault.kind in (FaultKind.RESET, FaultKind.RESET_AFTER):
        reset(request.transport)
    elif fault.kind in (FaultKind.SILENCE, FaultKind.SILENCE_AFTER):
        await asyncio.Event().wait()  # ends when the client hangs up or the playground stops
    return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")


def reset(transport: asyncio.BaseTransport | None) -> None:
    """Ends a connection with RST, as a network does that went away."""
    if not isinstance(transport, asyncio.Transport):
        return
    connection = transport.get_extra_info("socket")
    if connection is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    transport.abort()
