"""Whoever sends what nobody waits for at that moment: to one person, and to many. The office sees them as one."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.notifications import Notifications
from bot.outgoing.broadcasts import BroadcastSender
from bot.outgoing.courier import Courier
from bot.outgoing.deliveries import DeliverySender
from bot.outgoing.personal_book import PersonalBook
from bot.outgoing.way import Way
from bot.settings import Settings
from models.database import Database
from models.rights import Owners
from models.services.answers import Settled, Waiting
from models.services.broadcast_sending import Ended
from models.services.delivery_sending import Settled as SettledDelivery


@dataclass(frozen=True)
class Unwritten:
    """What became of messages and could not be written before the office was lost: written when it is taken again."""

    answers: list[Settled] = field(default_factory=list)
    deliveries: list[SettledDelivery] = field(default_factory=list)
    copies: list[Ended] = field(default_factory=list)


class Senders:
    """The sender of deliveries and the sender to many, which share the way to the messenger."""

    def __init__(
        self,
        *,
        database: Database,
        way: Way,
        watch: DatabaseWatch,
        alerts: Alerts,
        settings: Settings,
        bot_id: int,
        enqueue: Callable[[Iterable[Waiting]], None],
        unwritten: Unwritten,
    ) -> None:
        city, owners = settings.city, Owners(settings.bot_platform, frozenset(settings.owner_ids))
        words = Notifications(city=city, bot_id=bot_id, owners=owners)
        book = PersonalBook(
            database=database,
            watch=watch,
            alerts=alerts,
            notifier=words,
            enqueue=enqueue,
            bot_id=bot_id,
            unwritten=unwritten.deliveries,
        )
        courier = Courier(way=way, watch=watch, alerts=alerts, book=book)
        self._deliveries = DeliverySender(
            database=database, courier=courier, watch=watch, bot_id=bot_id, unwritten=unwritten.deliveries
        )
        self._broadcasts = BroadcastSender(
            database=database,
            way=way,
            watch=watch,
            alerts=alerts,
            notifier=words,
            bot_id=bot_id,
            zone=city.zone,
            unwritten=unwritten.copies,
        )

    def nudge(self) -> None:
        """There may be something to send."""
        self._deliveries.nudge()
        self._broadcasts.nudge()

    async def take_over(self) -> None:
        """Take up what another left: before `run`, with the lock held."""
        await self._deliveries.take_over()
        await self._broadcasts.take_over()

    async def reload(self) -> None:
        """The database was away."""
        await self._deliveries.reload()
        await self._broadcasts.reload()

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as together:
            together.create_task(self._deliveries.run())
            together.create_task(self._broadcasts.run())

    async def stop(self, grace: float) -> None:
        """Give the calls under way so many seconds to end; what has not begun is put back by `put_back_held`."""
        await asyncio.gather(self._deliveries.stop(grace), self._broadcasts.stop(grace))

    async def put_back_held(self) -> None:
        """Let what was claimed and has not begun wait again, for the next start. To be called after `stop`."""
        await self._deliveries.put_back_held()
        await self._broadcasts.put_back_held()
