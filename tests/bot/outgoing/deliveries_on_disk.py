"""Deliveries on disk, a sender with a fake way to the messenger, and a notifier that says what it is told to."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Self

from markupsafe import Markup
from sqlmodel import col, select

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.outgoing.courier import Courier
from bot.outgoing.deliveries import DeliverySender
from bot.outgoing.limiter import Limiter
from bot.outgoing.line import Line
from bot.outgoing.personal_book import PersonalBook
from bot.outgoing.way import Way
from handlers.calls import File, Message
from handlers.keyboards import View
from models.database import AsyncSession, Database
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.services import answers, deliveries, people
from models.services.delivery_sending import Due, Settled
from models.services.people import Sender
from tests.bot.outgoing.answers_on_disk import BOT, FakeClient


class FakeNotifier:
    """Says a delivery's occurrence; nothing for «nothing»; breaks for «broken»."""

    def __init__(self) -> None:
        self.files: list[File] = []
        self.followed: list[str] = []
        self.breaks_after = False
        self.night_ends: datetime | None = None

    def waits_until(self, *, due: Due, now: datetime) -> datetime | None:
        """The night that the test wants."""
        return self.night_ends if self.night_ends is not None and due.due_at < now < self.night_ends else None

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Message | None:  # noqa: ARG002  (the protocol's)
        """Put it into words."""
        if due.occurrence == "broken":
            raise ZeroDivisionError("a bug on demand")
        return None if due.occurrence == "nothing" else Message(View(Markup(due.occurrence)), self.files)  # noqa: S704  (no markup of anybody)

    async def follow_up(self, *, session: AsyncSession, due: Due, now: datetime) -> list[answers.Draft]:  # noqa: ARG002  (the protocol's)
        """Take a message away."""
        if self.breaks_after:
            raise ZeroDivisionError("a bug on demand")
        self.followed.append(due.occurrence)
        return [answers.Draft(due.chat_id or 0, "deleteMessage", {"message_id": 1})]


class Post:
    """A sender at work: what it said, and what the rows say."""

    def __init__(self, database: Database, *, chat_rate: float = 0) -> None:
        self.database = database
        self.client = FakeClient()
        self.notifier = FakeNotifier()
        self.watch = DatabaseWatch(database)
        self.alerts = Alerts(database=database, platform="playground", bot_id=BOT, owner_ids=())
        self.enqueued: list[answers.Waiting] = []
        self.unwritten: list[Settled] = []
        self.limiter = Limiter(send_rate=0, chat_rate=chat_rate)
        self.line = Line()
        self.sender = self.new_sender()
        self._running: asyncio.Task[None] | None = None

    def new_sender(self) -> DeliverySender:
        """A sender as a process makes it when it takes office."""
        book = PersonalBook(
            database=self.database,
            watch=self.watch,
            alerts=self.alerts,
            notifier=self.notifier,
            enqueue=self._enqueue,
            bot_id=BOT,
            unwritten=self.unwritten,
        )
        way = Way(self.client, self.limiter, self.line)  # type: ignore[arg-type]  # a hand-written fake
        courier = Courier(way=way, watch=self.watch, alerts=self.alerts, book=book)
        return DeliverySender(
            database=self.database, courier=courier, watch=self.watch, bot_id=BOT, unwritten=self.unwritten
        )

    def _enqueue(self, waiting: Iterable[answers.Waiting]) -> None:
        self.enqueued += waiting

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop(0.0)
        await self.watch.close()

    async def start(self) -> None:
        """Take office and send."""
        await self.sender.take_over()
        self._running = asyncio.create_task(self.sender.run())

    async def stop(self, grace: float) -> None:
        """Stop sending."""
        if self._running is not None:
            await self.sender.stop(grace)
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None

    async def put(self, *occurrences: str, chat: int = 1, after: timedelta = timedelta()) -> None:
        """Have something told to somebody, in this order."""
        async with self.database.transaction() as session:
            known = await people.recognise(
                session=session,
                sender=Sender("playground", chat, "مریم", None, "fa"),
                bot_id=BOT,
                chat_id=chat,
                now=datetime.now(UTC),
            )
            for number, occurrence in enumerate(occurrences):
                now = datetime.now(UTC) + after
                await deliveries.put(
                    session=session,
                    bot_id=BOT,
                    person_id=known.person.id,
                    about=deliveries.About(DeliveryKind.CHANGE, chat, occurrence),
                    content={},
                    due_at=now + timedelta(microseconds=number - 1000),
                    now=now,
                )
        self.sender.nudge()

    async def rows(self) -> list[Delivery]:
        """Every delivery, in its order."""
        async with self.database.transaction() as session:
            return list((await session.exec(select(Delivery).order_by(col(Delivery.id)))).all())

    async def states(self) -> list[str]:
        """What became of each."""
        return [row.state for row in await self.rows()]

    async def settled(self, *states: DeliveryState, seconds: float = 30.0) -> list[Delivery]:
        """Wait until the rows stand so."""
        wanted = [state.value for state in states]
        async with asyncio.timeout(seconds):
            while await self.states() != wanted:  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.01)
        return await self.rows()

    @property
    def said(self) -> list[tuple[object, object]]:
        """(chat, text) of every message, in order; probes and files left out."""
        return [(given["chat_id"], given["text"]) for method, given in self.client.calls if method == "sendMessage"]
