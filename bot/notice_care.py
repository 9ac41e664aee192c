"""Notices to come and notices that are over: what is due leaves, who was asked is reminded, who waits is told."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.log import get_logger
from bot.notice_progress import ProgressMessages
from models.city import City
from models.database import Database
from models.rights import Owners
from models.services import notice_approval_care, notice_due
from models.services.answers import Waiting

log = get_logger(__name__)
REMIND_EVERY = timedelta(seconds=30)  # between two looks at who was asked for a yes and has not answered


@dataclass(frozen=True)
class Cared:
    """What there is to do now: a broadcast has begun, and so many people are to be told something about a notice."""

    started: int = 0
    told: int = 0


class NoticeCare:
    """Looks after notices. The rows are the truth: each step is taken once, whoever restarts."""

    def __init__(self, *, database: Database, city: City, bot_id: int, owners: Owners) -> None:
        self._database, self._city = database, city
        self._bot_id, self._owners = bot_id, owners
        self._reminded_at: datetime | None = None  # spares the tables a look every few seconds

    async def look(self, now: datetime | None = None) -> Cared:
        """Take every step that is due; `now` is aware."""
        now = now or datetime.now(UTC)
        async with self._database.transaction() as session:
            started = await notice_due.start_due(
                session=session, bot_id=self._bot_id, city=self._city, owners=self._owners, now=now
            )
        async with self._database.transaction() as session:
            told = await notice_due.finish_told(session=session, bot_id=self._bot_id, city=self._city, now=now)
        if started.count or started.held:
            log.info("notices_started", count=started.count, held=started.held)
        return Cared(started.count, told + started.held + await self._remind(now))

    async def _remind(self, now: datetime) -> int:
        if self._reminded_at is not None and timedelta(0) <= now - self._reminded_at < REMIND_EVERY:
            return 0  # a clock that was set back is no reason to wait
        async with self._database.transaction() as session:
            told = await notice_approval_care.care_for_approvals(
                session=session, bot_id=self._bot_id, city=self._city, owners=self._owners, now=now
            )
        self._reminded_at = now
        return told


class Sender(Protocol):
    """Whoever sends what the tables say is due."""

    def nudge(self) -> None:
        """There may be something to send."""


class NoticeTimers:
    """What the two timers of notices do, and whom they wake by it."""

    def __init__(
        self,
        *,
        care: NoticeCare,
        progress: ProgressMessages,
        enqueue: Callable[[Iterable[Waiting]], None],
        senders: Sequence[Sender],
    ) -> None:
        self._care, self._progress = care, progress
        self._enqueue, self._senders = enqueue, senders

    async def care(self) -> None:
        """Take the steps that are due, and wake who sends what came of them."""
        cared = await self._care.look()
        if cared.started or cared.told:
            for sender in self._senders:
                sender.nudge()

    async def show_progress(self) -> None:
        """Edit the messages that show how far notices have come."""
        self._enqueue(await self._progress.look())
