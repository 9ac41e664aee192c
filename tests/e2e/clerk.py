"""Somebody at the desk, through the services: what residents are told does not depend on how the desk looks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from models.database import AsyncSession, Database
from models.delivery import Delivery
from models.rights import Rights
from models.services import casework
from models.services.casework import Desk, Words
from models.submission import Status, Submission
from tests.e2e.harness import Town


class Clerk:
    """Acts for the office, with an owner's rights, and waits until everybody was told."""

    def __init__(self, town: Town, person_id: int) -> None:
        self.town = town
        self.person_id = person_id

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction beside the bot's own."""
        database = Database(self.town.settings.database_url.get_secret_value())
        try:
            async with database.transaction() as session:
                yield session
        finally:
            await database.close()

    async def does(self, work: Callable[[Desk], Awaitable[object]], *, waits: bool = True) -> None:
        """Do something at the desk; what is due is told before this returns."""
        async with self.transaction() as session:
            zone = self.town.settings.city.zone
            await work(Desk(session, Rights(self.person_id, is_owner=True), 42, datetime.now(UTC), zone))
        if waits:
            await self.town.quiet()

    async def moves(self, submission: Submission, to: Status, reason: str = "") -> None:
        """Set a status."""
        await self.does(lambda desk: casework.move(desk, submission.id or 0, to, reason))

    async def answers(self, submission: Submission, words: Words) -> None:
        """Answer in public."""
        await self.does(lambda desk: casework.answer(desk, submission.id or 0, words))

    async def asks(self, submission: Submission, text: str) -> None:
        """Ask the author."""
        await self.does(lambda desk: casework.ask(desk, submission.id or 0, Words(text)))

    def told(self) -> list[tuple[str, str]]:
        """(kind, state) of every delivery."""
        return [(row.kind, row.state) for row in self.town.rows(Delivery)]


__all__ = ["Clerk"]
