"""Meetings to come and meetings that are over: announced, reminded of, closed; and what became of their resolutions."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from bot.log import get_logger
from models.city import City
from models.database import AsyncSession, Database, is_database_trouble
from models.rights import Owners
from models.services import agenda_prefill, meeting_due, meeting_left, meeting_series, resolution_due

log = get_logger(__name__)
SLOW_EVERY = timedelta(seconds=30)  # between two looks at what is due on a day, not at a moment

type _Step = Callable[[AsyncSession, datetime], Awaitable[int]]


class MeetingCare:
    """Looks after meetings. The rows are the truth: each step is taken once, whoever restarts."""

    def __init__(self, *, database: Database, city: City, bot_id: int, owners: Owners) -> None:
        self._database, self._city = database, city
        self._bot_id, self._owners = bot_id, owners
        self._slow_at: datetime | None = None  # spares the tables a look every few seconds

    async def look(self, now: datetime | None = None) -> int:
        """Take every step that is due, each in a transaction of its own; return how many things are to be told.

        Args:
            now: aware; none for the present moment.

        Raises:
            Exception: what the first step raised that failed, after all the others; database trouble at once.
        """
        now = now or datetime.now(UTC)
        done: dict[str, int] = {}
        failed: list[Exception] = []
        for name, step in [*self._slow(now), *await self._announcements(now), *self._quick]:
            try:
                async with self._database.transaction() as session:
                    told = await step(session, now)
                done[name] = done.get(name, 0) + told
            except Exception as error:
                if is_database_trouble(error):
                    raise
                failed.append(error)  # one of the steps has a bug: a reminder is no reason not to announce
        if any(done.values()):
            log.info("meetings_cared_for", **{name: count for name, count in done.items() if count})
        if failed:
            raise failed[0]
        return sum(done.values())

    def _slow(self, now: datetime) -> list[tuple[str, _Step]]:
        if self._slow_at is not None and timedelta(0) <= now - self._slow_at < SLOW_EVERY:
            return []  # a clock that was set back is no reason to wait
        self._slow_at = now
        return [
            ("occurrences", self._materialise),
            ("agendas", self._fill),
            ("binding", self._bind),
            ("overdue", self._put_overdue),
        ]

    async def _announcements(self, now: datetime) -> list[tuple[str, _Step]]:
        """A step for each: one that cannot be announced keeps back no other."""
        async with self._database.transaction() as session:
            due = await meeting_due.due(session=session, bot_id=self._bot_id, now=now)
        return [("announced", partial(self._announce, meeting_id=meeting_id)) for meeting_id in due]

    @property
    def _quick(self) -> list[tuple[str, _Step]]:
        return [("reminded", self._remind), ("left", self._tell_left), ("over", self._end)]

    async def _materialise(self, session: AsyncSession, now: datetime) -> int:
        return await meeting_series.materialise(session=session, bot_id=self._bot_id, city=self._city, now=now)

    async def _fill(self, session: AsyncSession, now: datetime) -> int:
        return await agenda_prefill.fill_due(
            session=session, bot_id=self._bot_id, city=self._city, owners=self._owners, now=now
        )

    async def _announce(self, session: AsyncSession, now: datetime, *, meeting_id: int) -> int:
        return await meeting_due.announce(
            session=session, meeting_id=meeting_id, city=self._city, owners=self._owners, now=now
        )

    async def _remind(self, session: AsyncSession, now: datetime) -> int:
        return await meeting_due.remind_due(session=session, bot_id=self._bot_id, now=now)

    async def _tell_left(self, session: AsyncSession, now: datetime) -> int:
        return await meeting_left.tell_left(session=session, bot_id=self._bot_id, city=self._city, now=now)

    async def _end(self, session: AsyncSession, now: datetime) -> int:
        return await meeting_due.end_over(
            session=session, bot_id=self._bot_id, city=self._city, now=now, owners=self._owners
        )

    async def _bind(self, session: AsyncSession, now: datetime) -> int:
        return await resolution_due.bind_due(session=session, bot_id=self._bot_id, city=self._city, now=now)

    async def _put_overdue(self, session: AsyncSession, now: datetime) -> int:
        return await resolution_due.put_overdue(
            session=session, bot_id=self._bot_id, city=self._city, owners=self._owners, now=now
        )


class Sender(Protocol):
    """Whoever sends what the tables say is due."""

    def nudge(self) -> None:
        """There may be something to send."""


class MeetingTimer:
    """What the timer of meetings does, and whom it wakes by it."""

    def __init__(self, *, care: MeetingCare, senders: Sequence[Sender]) -> None:
        self._care, self._senders = care, senders

    async def care(self) -> None:
        """Take the steps that are due, and wake who sends what came of them."""
        told = 1
        try:
            told = await self._care.look()
        finally:  # of several steps, one that failed does not keep back what the others have to tell
            if told:
                for sender in self._senders:
                    sender.nudge()
