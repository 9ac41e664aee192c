"""The book of what is told to one person: each step a transaction of its own, with what it means for older messages."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol, override

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.outgoing.courier import Book, End, Trip
from bot.outgoing.limiter import Lane
from handlers.calls import Call, Sendable
from models.database import AsyncSession, Database, is_database_trouble
from models.delivery import DeliveryState
from models.services import answers, delivery_sending, people
from models.services.delivery_sending import Due, NotYet, Settled

log = get_logger(__name__)


class Notifier(Protocol):
    """Who knows what a delivery says."""

    def waits_until(self, *, due: Due, now: datetime) -> datetime | None:
        """When it may leave, if it came too late to leave now; else None."""

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Sendable | None:
        """What to show; None when there is nothing left to say."""

    async def follow_up(self, *, session: AsyncSession, due: Due, now: datetime) -> list[answers.Draft]:
        """What to do to older messages, now that this one stands below them."""


class PersonalBook(Book[Due]):
    """Writes down what becomes of deliveries to one person.

    `unwritten` are ends that could not be written before the office was lost: they are written when it is taken again.
    """

    def __init__(
        self,
        *,
        database: Database,
        watch: DatabaseWatch,
        alerts: Alerts,
        notifier: Notifier,
        enqueue: Callable[[Iterable[answers.Waiting]], None],
        bot_id: int,
        unwritten: list[Settled],
    ) -> None:
        self._database, self._watch, self._alerts = database, watch, alerts
        self._notifier, self._enqueue = notifier, enqueue
        self._bot_id = bot_id
        self._unwritten = unwritten

    @override
    def lane_of(self, due: Due) -> Lane:
        return Lane.PERSONAL

    @override
    def waits_until(self, *, due: Due, now: datetime) -> datetime | None:
        return self._notifier.waits_until(due=due, now=now)

    @override
    async def begin(self, trip: Trip[Due]) -> Call | DeliveryState:
        """Put it into words as things stand now, and note that the request starts."""
        due, now = trip.due, datetime.now(UTC)
        async with self._database.transaction() as session:
            message = await self._notifier.render(session=session, due=due, now=now)
            if message is not None and await delivery_sending.begin_sending(session=session, delivery_id=due.id):
                return message.call_after(len(due.message_ids), without_files=trip.without_files)
            # Nothing is left to say; of what left before that, the album, nobody needs to be told.
            dropped = Settled(due.id, DeliveryState.DROPPED, due.message_ids)
            await delivery_sending.settle(session=session, settled=dropped, now=now)
        return DeliveryState.DROPPED

    @override
    async def keep(self, due: Due, tried: NotYet) -> None:
        await self._write(lambda session: delivery_sending.keep(session=session, tried=tried))

    @override
    async def put_back(self, due: Due, tried: NotYet) -> None:
        await self._write(lambda session: delivery_sending.put_back(session=session, tried=tried))

    @override
    async def move(self, *, chat_id: int, to: int) -> None:
        await self._write(
            lambda session: people.move_chat(session=session, bot_id=self._bot_id, chat_id=chat_id, to=to)
        )

    @override
    async def end(self, due: Due, end: End) -> None:
        """Write its end, and what it means for older messages in the same transaction."""
        now, chat_id = datetime.now(UTC), end.closed_chat
        if chat_id is not None:
            closed = [(due.person_id, chat_id)]
            await self._write(
                lambda session: people.close_chats(session=session, bot_id=self._bot_id, chats=closed, now=now)
            )
        settled = Settled(due.id, end.state, end.message_ids, end.error)
        self._unwritten.append(settled)

        async def write(session: AsyncSession) -> list[answers.Waiting]:
            if not await delivery_sending.settle(session=session, settled=settled, now=now):
                return []
            drafts = await self._notifier.follow_up(session=session, due=due, now=now)
            return await answers.record(session=session, bot_id=self._bot_id, inbox_id=None, drafts=drafts, now=now)

        is_sent = end.state is DeliveryState.SENT
        try:
            self._enqueue(await self._write(write) if is_sent else await self._note(settled, now))
        except Exception:
            if not is_sent:
                raise
            log.exception("follow_up_failed", delivery_id=due.id)  # it was sent, whatever becomes of older ones
            self._alerts.add("follow_up_failed", f"delivery {due.id}: older messages stay as they are")
            await self._note(settled, now)
        self._unwritten.remove(settled)

    async def _note(self, settled: Settled, now: datetime) -> list[answers.Waiting]:
        await self._write(lambda session: delivery_sending.settle(session=session, settled=settled, now=now))
        return []

    async def _write[T](self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Write something; while the database is away, wait and try again."""
        while True:
            try:
                async with self._database.transaction() as session:
                    done = await work(session)
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                await self._watch.wait()
                continue
            return done
