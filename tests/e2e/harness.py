"""A town in which the whole bot runs: its messenger is the playground, its database the test's."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Self, override

import structlog
from pydantic import SecretStr
from sqlalchemy import Engine, and_, func, not_, or_
from sqlmodel import Session, SQLModel, col, select

from bot.playground import Playground
from bot.service import Service
from bot.settings import Settings, load_settings
from models.answer import Answer, AnswerState
from models.area import AreaRow, Level
from models.broadcast import Broadcast, BroadcastState
from models.database import Database
from models.delivery import Delivery, DeliveryState
from models.dialogue import Dialogue
from models.inbox import Inbox, Outcome
from models.services import areas
from models.submission import Submission
from tests.daytime import daytime_zone
from tests.e2e.resident import Resident

TOKEN = "42:playground"  # noqa: S105  (no secret: the playground knows no other)
_UNSETTLED = (DeliveryState.WAITING.value, DeliveryState.CLAIMED.value, DeliveryState.SENDING.value)
_MOVING = (BroadcastState.STOPPING, BroadcastState.MENDING)
_CITY = (
    ("city", "ایزدشهر", ""),
    ("district", "منطقهٔ ۱", "ایزدشهر"),
    ("district", "منطقهٔ ۲", "ایزدشهر"),
    ("neighbourhood", "گلسار", "منطقهٔ ۱"),
    ("neighbourhood", "باغ شاه", "منطقهٔ ۱"),
    ("neighbourhood", "ساحلی", "منطقهٔ ۱"),
    ("neighbourhood", "ساحلی", "منطقهٔ ۲"),
    ("neighbourhood", "علی‌آباد", "منطقهٔ ۲"),
)


def _goes_on(broadcast: Broadcast) -> bool:
    """Whether something is still being told to many, changed or taken back; not what waits for somebody's morning."""
    if broadcast.state == BroadcastState.SENDING:
        return broadcast.frozen_at is None or broadcast.settled >= broadcast.total
    return broadcast.state in _MOVING


class _Journal(logging.Handler):
    """Keeps what was logged as an error, so that nothing can go wrong in silence."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        event = record.msg.get("event") if isinstance(record.msg, dict) else record.getMessage()
        if not record.name.startswith("bot.playground"):
            self.lines.append(f"{record.name}: {event}")


class Town:
    """The playground, the bot's service, and the rows they leave.

    Attributes:
        may_fail: Set by a test that wants updates set aside, answers refused, or errors logged.
        errors: What was logged as an error.
    """

    def __init__(self, settings: Settings, playground: Playground) -> None:
        self.settings = settings
        self.playground = playground
        self.may_fail = False
        self._journal = _Journal()
        self._engine: Engine | None = None
        self._service: Service | None = None
        self._running: asyncio.Task[None] | None = None

    @property
    def errors(self) -> list[str]:
        """What was logged as an error so far."""
        return self._journal.lines

    @property
    def engine(self) -> Engine:
        """For reading rows beside the bot, without ever holding its transactions up."""
        if self._engine is None:
            self._engine = Database(self.settings.database_url.get_secret_value()).open_reading_engine()
        return self._engine

    def person(self, name: str, *, language: str | None = "fa", **given: Any) -> Resident:
        """Somebody new in town."""
        return Resident(self, self.playground.add_person(name, language_code=language, **given))

    async def start(self, *, waits: bool = True) -> Self:
        """Start the bot and wait until it serves."""
        self._service = Service(self.settings)
        self._running = asyncio.create_task(self._service.run())
        if waits:
            await self.serving()
        return self

    async def serving(self) -> None:
        """Wait until the bot serves; what stopped it from doing so is raised."""
        assert self._service is not None
        assert self._running is not None
        serving = asyncio.create_task(self._service.serving.wait())
        await asyncio.wait({serving, self._running}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
        serving.cancel()
        if self._running.done():
            self._running.result()
        assert self._service.serving.is_set(), "the bot does not serve"

    async def stop(self) -> None:
        """Stop the bot as SIGTERM does."""
        if self._service is not None and self._running is not None:
            self._service.stop()
            await self._running
        self._service = self._running = None

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same database."""
        await self.stop()
        await self.start()

    def rows[Row: SQLModel](self, table: type[Row], *where: Any) -> Sequence[Row]:
        """The rows of a table, in the order of their keys."""
        with Session(self.engine) as session:
            return session.exec(select(table).where(*where).order_by(*table.__table__.primary_key)).all()  # type: ignore[attr-defined]  # sqlmodel does not declare __table__

    def row[Row: SQLModel](self, table: type[Row], *where: Any) -> Row:
        """The only row of a table."""
        (row,) = self.rows(table, *where)
        return row

    @property
    def submission(self) -> Submission:
        """The only record there is."""
        return self.row(Submission)

    def newest(self) -> Submission:
        """The record that was made last."""
        return self.rows(Submission)[-1]

    async def change(self, statement: Any) -> None:
        """Write into the database behind the bot's back; in a thread, so that a turn under way can end meanwhile."""
        await asyncio.to_thread(self._change, statement)

    def _change(self, statement: Any) -> None:
        with self.engine.begin() as connection:
            connection.execute(statement)

    async def quiet(self, seconds: float = 45.0) -> None:
        """Wait until every update has run, every answer has left, and everybody was told what is due."""
        async with asyncio.timeout(seconds):
            while self.playground.state.updates or self._pending():  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.01)

    def _pending(self) -> int:
        with Session(self.engine) as session:
            updates = select(func.count()).select_from(Inbox).where(col(Inbox.finished_at).is_(None))
            answers = select(func.count()).select_from(Answer).where(Answer.state == AnswerState.WAITING.value)
            due = col(Delivery.next_try_at) <= datetime.now(UTC)
            paused = select(col(Broadcast.id)).where(Broadcast.state == BroadcastState.PAUSED.value)
            rests = and_(col(Delivery.broadcast_id).in_(paused), col(Delivery.state) == DeliveryState.WAITING.value)
            told = select(func.count()).select_from(Delivery).where(col(Delivery.state).in_(_UNSETTLED), due)
            told = told.where(or_(col(Delivery.broadcast_id).is_(None), not_(rests)))
            some = sum(session.exec(counted).one() for counted in (updates, told, answers))  # as they follow
            return some + sum(_goes_on(one) for one in session.exec(select(Broadcast)))

    def set_aside(self) -> Sequence[Inbox]:
        """The updates that could not be run."""
        return self.rows(Inbox, Inbox.outcome == Outcome.SET_ASIDE.value)

    def refused(self) -> Sequence[Answer]:
        """The answers that the messenger did not take."""
        return self.rows(Answer, Answer.state == AnswerState.FAILED.value)

    def dialogue(self, name: str) -> Dialogue:
        """The only row of a dialogue."""
        return self.row(Dialogue, Dialogue.name == name)

    def check(self) -> None:
        """Nothing was called that does not exist; and unless the test wanted it, nothing went wrong."""
        assert self.playground.unknown_calls == []
        assert self.playground.unknown_parameters == []
        if not self.may_fail:
            assert [row.error for row in self.set_aside()] == []
            assert [row.error for row in self.refused()] == []
            assert self.errors == []

    @asynccontextmanager
    async def listening_to_logs(self) -> AsyncIterator[None]:
        """Logs go through the standard library for as long as the town lasts."""
        structlog.configure(
            processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            logger_factory=structlog.stdlib.LoggerFactory(),
            wrapper_class=structlog.stdlib.BoundLogger,
        )
        logging.getLogger().addHandler(self._journal)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(self._journal)
            structlog.reset_defaults()

    async def leave(self) -> None:
        """Stop everything."""
        try:
            await self.stop()
        finally:
            await self.playground.stop()
            if self._engine is not None:
                self._engine.dispose()


async def settle_areas(database_url: str, rows: Sequence[tuple[str, str, str]]) -> None:
    """Give the city its areas: (level, name, parent)."""
    lines = [AreaRow(line, Level(level), name, parent) for line, (level, name, parent) in enumerate(rows, 2)]
    database = Database(database_url)
    try:
        async with database.transaction() as session:
            await areas.import_areas(session=session, lines=lines)
    finally:
        await database.close()


@asynccontextmanager
async def running_bot(
    database_url: str,
    *,
    city: Sequence[tuple[str, str, str]] = _CITY,
    playground: Playground | None = None,
    starts: bool = True,
    **settings: Any,
) -> AsyncIterator[Town]:
    """The whole bot in a town of its own; at the end nothing may have gone wrong unseen.

    Args:
        database_url: A migrated, empty database.
        city: Its areas.
        playground: The messenger, where it is not an ordinary one.
        starts: Whether the bot runs from the beginning.
        settings: What differs from the tests' settings; the rates are lifted.
    """
    playground = playground or Playground(token=TOKEN)
    if city:
        await settle_areas(database_url, city)
    await playground.start()
    given: dict[str, Any] = {
        "bot_token": SecretStr(playground.token),
        "council_name": "شوراهای محلات ایزدشهر",
        "timezone": daytime_zone().key,  # what is told by day only is told at whatever hour a test runs
        "send_rate": 0,
        "chat_rate": 0,
        **settings,
    }
    town = Town(
        load_settings(
            _env_file=None,
            bot_platform="playground",
            bot_api_url=playground.base_url,
            bot_proxy=None,
            database_url=SecretStr(database_url),
            city_name="ایزدشهر",
            **given,
        ),
        playground,
    )
    async with town.listening_to_logs():
        try:
            if starts:
                await town.start()
            yield town
            if town._running is not None:
                await town.quiet()
            town.check()
        finally:
            await town.leave()
