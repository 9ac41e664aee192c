"""How others tell many people something: a plain loop, as their own documentation has it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from telegram.ext import AIORateLimiter, ExtBot

TOKEN = "42:playground"  # noqa: S105 - opens nothing
FIRST_CHAT = 7_500_000_001
TEXT = "🔔 فردا از ۸ تا ۱۴ آب محلهٔ ساحلی قطع است. لطفاً آب لازم را ذخیره کنید.\n— شورای محلهٔ ساحلی"

type Send = Callable[[int], Awaitable[object]]
type Opened = AbstractAsyncContextManager[Send]
type Open = Callable[[str], Opened]


@asynccontextmanager
async def stock(base_url: str, *, rate: float) -> AsyncIterator[Send]:
    """Stock python-telegram-bot with its own AIORateLimiter, which tries again after a 429."""
    limiter = AIORateLimiter(overall_max_rate=rate, max_retries=10)
    async with ExtBot(TOKEN, base_url=f"{base_url}/bot", rate_limiter=limiter) as bot:
        yield lambda chat_id: bot.send_message(chat_id, TEXT, parse_mode="HTML")


@asynccontextmanager
async def aiogram_bot(base_url: str, *, pause: float) -> AsyncIterator[Send]:
    """The broadcaster of aiogram's documentation: a pause after each message, once more after a 429."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url))
    async with aiogram.Bot(TOKEN, session=session) as bot:

        async def send(chat_id: int) -> None:
            try:
                await bot.send_message(chat_id, TEXT, parse_mode="HTML")
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
                await send(chat_id)
            await asyncio.sleep(pause)

        yield send


async def tell(send: Send, people: int) -> None:
    """The plain loop."""
    for chat_id in range(FIRST_CHAT, FIRST_CHAT + people):
        await send(chat_id)
