"""Goals: reports on them that are due are told, and calls for ideas close."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.log import get_logger
from models.city import City
from models.database import AsyncSession, Database, is_database_trouble
from models.rights import Owners
from models.services import goal_calls, goal_rounds

log = get_logger(__name__)

type _Step = Callable[[AsyncSession, datetime], Awaitable[int]]


class GoalCare:
    """Looks after goals. The rows are the truth: each step is taken once, whoever restarts."""

    def __init__(self, *, database: Database, city: City, bot_id: int, owners: Owners) -> None:
        self._database, self._city = database, city
        self._bot_id, self._owners = bot_id, owners

    async def look(self, now: datetime | None = None) -> int:
        """Take every step that is due, each in a transaction of its own; return how many things are to be told.

        Args:
            now: aware; none for the present moment.

        Raises:
            Exception: what the first step raised that failed, after the others; database trouble at once.
        """
        now = now or datetime.now(UTC)
        done: dict[str, int] = {}
        failed: list[Exception] = []
        steps: list[tuple[str, _Step]] = [("reports", self._tell), ("calls", self._close)]
        for name, step in steps:
            try:
                async with self._database.transaction() as session:
                    done[name] = await step(session, now)
            except Exception as error:
                if is_database_trouble(error):
                    raise
                failed.append(error)  # that a call cannot be closed is no reason not to tell the rest
        if any(done.values()):
            log.info("goals_cared_for", **{name: count for name, count in done.items() if count})
        if failed:
            raise failed[0]
        return sum(done.values())

    async def _tell(self, session: AsyncSession, now: datetime) -> int:
        return await goal_rounds.tell_due(session=session, bot_id=self._bot_id, city=self._city, now=now)

    async def _close(self, session: AsyncSession, now: datetime) -> int:
        return await goal_calls.close_due(
            session=session, bot_id=self._bot_id, city=self._city, owners=self._owners, now=now
        )


class Sender(Protocol):
    """Whoever sends what the tables say is due."""

    def nudge(self) -> None:
        """There may be something to send."""


class GoalTimer:
    """What the timer of goals does, and whom it wakes by it."""

    def __init__(self, *, care: GoalCare, senders: Sequence[Sender]) -> None:
        self._care, self._senders = care, senders

    async def care(self) -> None:
        """Take the steps that are due, and wake who sends what came of them."""
        told = 1
        try:
            told = await self._care.look()
        finally:  # of two steps, one that failed does not keep back what the other has to tell
            if told:
                for sender in self._senders:
                    sender.nudge()
