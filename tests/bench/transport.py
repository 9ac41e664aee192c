"""Messages a second that one process sends, 50 at once, to a server that costs next to nothing.

`ours` is what the answer sender calls; `ours_ptb` is python-telegram-bot's Bot over our transport; `stock` is
the same Bot over its own HTTPXRequest. The server runs in a process of its own: its CPU is not counted here.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiogram
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from pydantic import SecretStr
from telegram.request import HTTPXRequest

from bot.outgoing.api import ApiClient
from bot.outgoing.transport import AiohttpRequest
from tests.bench.harness import Bench, Contestant, Floor
from tests.bench.loopback_server import loopback_server

TOKEN = "42:playground"  # noqa: S105 - opens nothing
AT_ONCE = 50
CONNECTIONS = 64
TEXT = "✅ ثبت شد. کد رهگیری: ۱۴۰۵-۰۰۰۱۲۳-۷\nدبیرخانه بررسی می‌کند و هر تغییری شد همین‌جا خبر می‌دهیم."

type Send = Callable[[int], Awaitable[object]]
type Opened = AbstractAsyncContextManager[Send]


@asynccontextmanager
async def ours(base_url: str) -> AsyncIterator[Send]:
    """Our client, called directly."""
    client = ApiClient(base_url=base_url, token=SecretStr(TOKEN), connections=CONNECTIONS)
    yield lambda chat_id: client.call("sendMessage", {"chat_id": chat_id, "text": TEXT, "parse_mode": "HTML"})
    await client.close()


@asynccontextmanager
async def ours_ptb(base_url: str) -> AsyncIterator[Send]:
    """python-telegram-bot's Bot over our client."""
    client = ApiClient(base_url=base_url, token=SecretStr(TOKEN), connections=CONNECTIONS)
    request = AiohttpRequest(client)
    async with telegram.Bot(TOKEN, base_url=f"{base_url}/bot", request=request, get_updates_request=request) as bot:
        yield lambda chat_id: bot.send_message(chat_id, TEXT, parse_mode="HTML")
    await client.close()


@asynccontextmanager
async def stock(base_url: str) -> AsyncIterator[Send]:
    """python-telegram-bot as it comes, with room for all."""
    request = HTTPXRequest(connection_pool_size=CONNECTIONS, pool_timeout=20)
    async with telegram.Bot(TOKEN, base_url=f"{base_url}/bot", request=request) as bot:
        yield lambda chat_id: bot.send_message(chat_id, TEXT, parse_mode="HTML")


@asynccontextmanager
async def aiogram_bot(base_url: str) -> AsyncIterator[Send]:
    """The peer, aiogram 3, as it comes."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url), limit=CONNECTIONS)
    async with aiogram.Bot(TOKEN, session=session) as bot:
        yield lambda chat_id: bot.send_message(chat_id, TEXT, parse_mode="HTML")


class Turn:
    """One contestant's turn; remembers what CPU its messages cost."""

    def __init__(self, opened: Callable[[str], Opened], base_url: str, messages: int) -> None:
        self._opened = opened
        self._base_url = base_url
        self._messages = messages
        self._cpu_seconds = 0.0

    async def messages_per_second(self) -> float:
        """Sends them all, over connections that are open already."""
        async with self._opened(self._base_url) as send:
            await _send_all(send, 4 * AT_ONCE)
            started, cpu = time.perf_counter(), time.process_time()
            await _send_all(send, self._messages)
            self._cpu_seconds = time.process_time() - cpu
            return self._messages / (time.perf_counter() - started)

    def cpu_milliseconds(self) -> float:
        """CPU of this process a message, in the turn just taken."""
        return self._cpu_seconds * 1_000 / self._messages


async def _send_all(send: Send, messages: int) -> None:
    chats = iter(range(7_000_000_001, 7_000_000_001 + messages))

    async def work() -> None:
        for chat_id in chats:
            await send(chat_id)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def build(base_url: str) -> Bench:
    """Names the contestants and the floors of issue 2."""
    everybody = {
        "ours": (Turn(ours, base_url, 8_000), "ApiClient.call"),
        "ours_ptb": (Turn(ours_ptb, base_url, 6_000), "telegram.Bot over AiohttpRequest"),
        "stock": (Turn(stock, base_url, 1_000), "telegram.Bot over its HTTPXRequest"),
        "aiogram": (Turn(aiogram_bot, base_url, 6_000), "aiogram.Bot"),
    }
    speeds = [
        Contestant(name, turn.messages_per_second, "messages/s", note) for name, (turn, note) in everybody.items()
    ]
    costs = [
        Contestant(f"{name}_cpu", turn.cpu_milliseconds, "ms CPU/message") for name, (turn, _) in everybody.items()
    ]
    return Bench(
        name="transport",
        title=f"sendMessage, {AT_ONCE} at once, one process, server on loopback",
        contestants=[*speeds, *costs],
        floors=(
            Floor("ours/stock", 5.0),
            Floor("ours/aiogram", 0.95),
            Floor("ours_ptb/stock", 5.0),
            Floor("ours_ptb/aiogram", 0.95),
        ),
    )


def main() -> int:
    """Runs the bench beside its server."""
    with loopback_server() as base_url:
        return build(base_url).run()


if __name__ == "__main__":
    sys.exit(main())
