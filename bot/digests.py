"""The digests' timer: every evening and every Friday, whoever wants news gathered is to be told what there is."""

import asyncio
from datetime import UTC, datetime

from bot.log import get_logger
from models.city import City
from models.database import Database
from models.services import digests
from models.subscription import Digest

log = get_logger(__name__)


class Digests:
    """Puts the deliveries of a day or a week, in ranges. The rows are the truth: nobody is put twice."""

    def __init__(self, *, database: Database, city: City, bot_id: int) -> None:
        self._database, self._city, self._bot_id = database, city, bot_id
        self._done: dict[Digest, datetime] = {}  # spares the table a look a minute

    async def look(self, now: datetime | None = None) -> bool:
        """Put what is due and not done; True when there is something new to send. `now` is aware."""
        now = now or datetime.now(UTC)
        put = 0
        for digest in (Digest.DAILY, Digest.WEEKLY):
            due = digests.last_due(digest, now, self._city.zone)
            if self._done.get(digest) != due:
                put += await self._put(digest, now)
                self._done[digest] = due
        return put > 0

    async def _put(self, digest: Digest, now: datetime) -> int:
        put, after = 0, 0
        while True:
            async with self._database.transaction() as session:
                done = await digests.put_range(
                    session=session,
                    bot_id=self._bot_id,
                    digest=digest,
                    after=after,
                    now=now,
                    zone=self._city.zone,
                )
            put += done.count
            if done.reached is None:
                break
            after = done.reached
            await asyncio.sleep(0)  # on SQLite an empty range awaits nothing: others go first
        if put:
            log.info("digests_put", count=put, digest=digest.value)
        return put
