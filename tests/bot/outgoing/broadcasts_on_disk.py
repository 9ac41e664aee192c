"""Broadcasts on disk, a sender to many with a fake way to the messenger, and templates that say their revision."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import col, select

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.outgoing.broadcasts import BroadcastSender
from bot.outgoing.limiter import Limiter
from bot.outgoing.line import Line
from bot.outgoing.templates import Template, Told
from bot.outgoing.way import Way
from handlers.calls import Call, Message
from handlers.keyboards import View
from models.audience import Audience
from models.broadcast import Broadcast
from models.database import AsyncSession, Database
from models.delivery import Delivery, DeliveryKind
from models.services import broadcast_sending, broadcasts, people
from models.services.delivery_sending import Due
from models.services.people import Sender
from models.subscription import Subscription
from tests.bot.outgoing.answers_on_disk import BOT, FakeClient

TEHRAN = ZoneInfo("Asia/Tehran")


@dataclass(frozen=True)
class FakeTemplate:
    """Says which revision it is; an album first, if the test wants one."""

    words: str
    has_album: bool

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """An album of two, then the words."""
        if self.has_album and sent < 2 and not without_files:
            return Call("sendMediaGroup", {"media": ["a", "b"]}, 2, has_files=True)
        return Call("sendMessage", {"text": self.words, "parse_mode": "HTML"}, is_last=True)

    def edit_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """The words are the last message."""
        return [Call("editMessageText", {"message_id": message_ids[-1], "text": self.words})]

    def delete_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """Each alone."""
        return [Call("deleteMessage", {"message_id": one}) for one in message_ids]

    def withdrawn_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """One line instead."""
        return [Call("editMessageText", {"message_id": message_ids[-1], "text": "withdrawn"})]


class FakeNotifier:
    """Has a template for each revision; for a digest, something for each person."""

    def __init__(self) -> None:
        self.asked: list[Told] = []
        self.has_album = False
        self.is_broken = False

    async def template(self, *, session: AsyncSession, broadcast: Told, language: str) -> Template | None:  # noqa: ARG002  (the protocol's)
        """Put it into words."""
        self.asked.append(broadcast)
        if self.is_broken:
            raise ZeroDivisionError("a bug on demand")
        if broadcast.kind is DeliveryKind.DIGEST:
            return None
        return FakeTemplate(f"<b>{broadcast.revision}</b> {language}", self.has_album)

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Message | None:  # noqa: ARG002  (the protocol's)
        """Nothing for the second person."""
        return None if due.person_id == 2 else Message(View(Markup(f"for {due.person_id}")))  # noqa: S704  (no markup of anybody)


class Tower:
    """A sender to many at work: what it said, and what the rows say."""

    def __init__(self, database: Database, *, send_rate: float = 0) -> None:
        self.database = database
        self.client = FakeClient()
        self.notifier = FakeNotifier()
        self.watch = DatabaseWatch(database)
        self.alerts = Alerts(database=database, platform="playground", bot_id=BOT, owner_ids=())
        self.unwritten: list[broadcast_sending.Ended] = []
        self.limiter = Limiter(send_rate=send_rate, chat_rate=0)
        self.line = Line()
        self.sender = self.new_sender()
        self._running: asyncio.Task[None] | None = None

    def new_sender(self) -> BroadcastSender:
        """A sender as a process makes it when it takes office."""
        return BroadcastSender(
            database=self.database,
            way=Way(self.client, self.limiter, self.line),  # type: ignore[arg-type]  # a hand-written fake
            watch=self.watch,
            alerts=self.alerts,
            notifier=self.notifier,
            bot_id=BOT,
            zone=TEHRAN,
            unwritten=self.unwritten,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop(0.0)
        await self.watch.close()

    async def begin(self) -> None:
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

    async def meet(self, number: int, *, quiet: str | None = None, language: str = "fa") -> None:
        """So many people wrote to the bot, numbered from 1 as their chats are."""
        now = datetime.now(UTC)
        async with self.database.transaction() as session:
            for chat in range(1, number + 1):
                known = await people.recognise(
                    session=session,
                    sender=Sender("playground", chat, "مریم", None, language),
                    bot_id=BOT,
                    chat_id=chat,
                    now=now,
                )
                if quiet is not None:
                    session.add(Subscription(person_id=known.person.id, quiet=quiet, updated_at=now))

    async def tell(
        self,
        occurrence: str = "1",
        *,
        kind: DeliveryKind = DeliveryKind.NOTICE,
        is_urgent: bool = True,
        now: datetime | None = None,
    ) -> int:
        """Begin to tell everybody; urgent unless a test is about quiet hours, since tests run at any hour."""
        async with self.database.transaction() as session:
            made = await broadcasts.start(
                session=session,
                bot_id=BOT,
                kind=kind,
                source_id=7,
                occurrence=occurrence,
                audience=Audience(),
                is_urgent=is_urgent,
                revision=1,
                now=now or datetime.now(UTC),
            )
        assert made is not None
        self.sender.nudge()
        return made

    async def do(self, step: Any, broadcast_id: int, **given: Any) -> Any:
        """Have a service do something to a broadcast, in a transaction of its own; then look."""
        async with self.database.transaction() as session:
            done = await step(session=session, broadcast_id=broadcast_id, **given)
        self.sender.nudge()
        return done

    async def get(self, broadcast_id: int) -> Broadcast:
        """How it stands."""
        async with self.database.transaction() as session:
            found = await broadcasts.get(session=session, broadcast_id=broadcast_id)
        assert found is not None
        return found

    async def until(self, broadcast_id: int, state: str, seconds: float = 30.0) -> Broadcast:
        """Wait until it stands so."""
        async with asyncio.timeout(seconds):
            while (found := await self.get(broadcast_id)).state != state:  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.01)
        return found

    async def rows(self) -> list[Delivery]:
        """Every copy, in its order."""
        async with self.database.transaction() as session:
            return list((await session.exec(select(Delivery).order_by(col(Delivery.id)))).all())

    async def rows_once(self, condition: Callable[[list[Delivery]], bool], seconds: float = 30.0) -> list[Delivery]:
        """Wait until the copies stand so."""
        async with asyncio.timeout(seconds):
            while not condition(rows := await self.rows()):  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.01)
        return rows

    async def states(self) -> list[str]:
        """What became of each."""
        return [row.state for row in await self.rows()]

    async def add_up(self, broadcast_id: int) -> None:
        """The counters are what the rows say."""
        found = await self.get(broadcast_id)
        rows = [row for row in await self.rows() if row.broadcast_id == broadcast_id]
        states = ["sent" if row.state == "withdrawn" else row.state for row in rows]
        kept = {name: getattr(found, name) for name in ("sent", "blocked", "failed", "uncertain", "dropped")}
        assert kept == {name: states.count(name) for name in kept}
        assert found.total == len(rows)

    def made(self, method: str) -> list[dict[str, object]]:
        """What was given with every call of one method."""
        return [given for name, given in self.client.calls if name == method]
