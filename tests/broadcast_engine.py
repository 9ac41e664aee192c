"""The engine that tells many, put together as the office does, against a server of the tests' own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.notifications import Notifications
from bot.outgoing.api import ApiClient
from bot.outgoing.broadcasts import BroadcastSender
from bot.outgoing.limiter import Limiter
from bot.outgoing.line import Line
from bot.outgoing.way import Way
from bot.settings import load_settings
from models.database import Database
from models.rights import Owners

TOKEN = "42:playground"  # noqa: S105  (opens nothing)
BOT = 42


@asynccontextmanager
async def engine(database: Database, base_url: str) -> AsyncIterator[BroadcastSender]:
    """Take office and send, without any limit of our own; at the end stop as the office does."""
    client = ApiClient(base_url=base_url, token=SecretStr(TOKEN))
    watch = DatabaseWatch(database)
    city = load_settings().city
    sender = BroadcastSender(
        database=database,
        way=Way(client, Limiter(send_rate=0, chat_rate=0), Line()),
        watch=watch,
        alerts=Alerts(database=database, platform="playground", bot_id=BOT, owner_ids=()),
        notifier=Notifications(city=city, bot_id=BOT, owners=Owners("playground", frozenset())),
        bot_id=BOT,
        zone=city.zone,
        unwritten=[],
    )
    await sender.take_over()
    running = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        await sender.stop(2.0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await sender.put_back_held()
        await watch.close()
        await client.close()
