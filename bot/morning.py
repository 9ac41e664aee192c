"""The morning of a working day: at eight, everybody with a desk is to be told what lies on it."""

from datetime import UTC, date, datetime, time

from bot.log import get_logger
from models.city import City
from models.database import Database
from models.quiet_hours import is_working_day
from models.rights import Owners
from models.services import morning

log = get_logger(__name__)
BEGINS, ENDS = time(8), time(14)  # of the city's clock: who was not running by then says it tomorrow


class Mornings:
    """Puts the deliveries of a day. The rows are the truth: a day that was put is not put again, whoever restarts."""

    def __init__(self, *, database: Database, city: City, bot_id: int, owners: Owners) -> None:
        self._database, self._city = database, city
        self._bot_id, self._owners = bot_id, owners
        self._done: date | None = None  # spares the table a look a minute

    async def look(self, now: datetime | None = None) -> bool:
        """Put today's, if it is time and not done; True when there is something new to send. `now` is aware."""
        now = now or datetime.now(UTC)
        local = now.astimezone(self._city.zone)
        if local.date() == self._done or not (BEGINS <= local.time() < ENDS and self._works_on(local.date())):
            return False
        async with self._database.transaction() as session:
            put = await morning.put_mornings(
                session=session,
                bot_id=self._bot_id,
                owners=self._owners,
                day=local.date(),
                now=now,
                zone=self._city.zone,
            )
        self._done = local.date()
        if put:
            log.info("mornings_put", count=put)
        return put > 0

    def _works_on(self, day: date) -> bool:
        return is_working_day(day, self._city.holidays, thursday_is_off=self._city.thursday_is_off)
