"""Looking for work in a table: when somebody says that there may be some, or after a while."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from bot.database_watch import DatabaseWatch
from models.database import is_database_trouble


async def keep_looking(
    look: Callable[[], Awaitable[float]], *, nudged: asyncio.Event, watch: DatabaseWatch, gather: float
) -> None:
    """Look, and look again, until cancelled; while the database is away, wait for it.

    Args:
        look: sees to what there is; says for how many seconds there is nothing to look for, unless nudged.
        nudged: set when there may be something.
        watch: knows when the database is back.
        gather: seconds in which many nudges are one look.
    """
    while True:
        await watch.wait()
        nudged.clear()
        try:
            pause = await look()
        except Exception as error:
            if not is_database_trouble(error):
                raise
            watch.report(error)
            continue
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(nudged.wait(), pause)
            await asyncio.sleep(gather)
