"""A process that commits and then dies: `python -m tests.models.committer ADDRESS`.

It commits one year, says so, writes another without committing, and is killed by itself with SIGKILL.
"""

import asyncio
import os
import signal
import sys

from models.database import Database
from models.submission import TrackingSerial


async def _commit_and_die(address: str) -> None:
    database = Database(address)
    async with database.transaction() as session:
        session.add(TrackingSerial(year=1404, last=1))
    async with database.transaction() as session:
        session.add(TrackingSerial(year=1405, last=1))
        await session.flush()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(_commit_and_die(sys.argv[1]))
