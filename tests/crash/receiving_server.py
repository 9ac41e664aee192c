"""A messenger that remembers every effect: which messages came, which it showed, which of them it had answered.

It takes its time before and after showing a message, so that a kill finds calls in every state.
"""

import asyncio
import random
from collections import Counter
from typing import Self

from tests.request_stream import RequestStream, answer, chat_of, refusal

_BOT = {"id": 42, "is_bot": True, "first_name": "محله‌یار", "username": "mahalleyar_bot", "can_join_groups": True}
_AFTERMATH = 1.0  # seconds after its answer in which a call may not be on record yet


class ReceivingServer:
    """Shows messages. A message that was received is shown, also when whoever sent it is gone by then.

    Attributes:
        shown: how often something was shown to a chat.
        blocked: chats that answer 403.
        slowness: seconds that a call may take before it is shown, and again before it is answered.
    """

    def __init__(self, chance: random.Random) -> None:
        self.shown: Counter[int] = Counter()
        self.blocked: set[int] = set()
        self.slowness = 0.05
        self.calls = 0
        self._chance = chance
        self._in_flight: set[int] = set()
        self._answered_at: dict[int, float] = {}
        self._connections: set[asyncio.Transport] = set()
        self._server: asyncio.Server | None = None
        self._true, self._me = answer(True), answer(_BOT)
        self._message_id = 1000

    @property
    def base_url(self) -> str:
        """The address for BOT_API_URL."""
        if self._server is None:
            raise RuntimeError("the server was not started")
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def in_flight(self) -> set[int]:
        """Chats with a message that was received and is not answered, or was a moment ago."""
        now = asyncio.get_running_loop().time()
        return self._in_flight | {chat for chat, moment in self._answered_at.items() if now - moment < _AFTERMATH}

    def unanswered(self) -> set[int]:
        """Chats with a message that was received and is not answered."""
        return set(self._in_flight)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: RequestStream(self._take), "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
            for transport in self._connections:
                transport.abort()
            await self._server.wait_closed()

    def _take(self, transport: asyncio.Transport, method: str, request: bytes) -> None:
        self.calls += 1
        self._connections.add(transport)
        if method == "getUpdates":
            return  # there is no news: the long poll stays open
        if method != "sendMessage":
            transport.write(self._me if method == "getMe" else self._true)
            return
        chat_id = chat_of(request)
        if chat_id in self.blocked:
            transport.write(refusal(403, "Forbidden: bot was blocked by the user"))
            return
        self._in_flight.add(chat_id)
        self._later(self._show, transport, chat_id)

    def _later(self, *work_and_values: object) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._chance.uniform(0, self.slowness), *work_and_values)  # type: ignore[arg-type]  # a function and what it takes

    def _show(self, transport: asyncio.Transport, chat_id: int) -> None:
        self.shown[chat_id] += 1
        self._later(self._answer, transport, chat_id)

    def _answer(self, transport: asyncio.Transport, chat_id: int) -> None:
        self._in_flight.discard(chat_id)
        self._answered_at[chat_id] = asyncio.get_running_loop().time()
        self._message_id += 1
        chat = {"id": chat_id, "first_name": "شهروند", "type": "private"}
        transport.write(
            answer({"message_id": self._message_id, "from": _BOT, "chat": chat, "date": 1_790_000_000, "text": "…"})
        )
