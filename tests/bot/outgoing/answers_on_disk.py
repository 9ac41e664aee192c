"""Answers on disk, and what became of them, for the senders' tests."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import col, select

from models.answer import Answer
from models.database import Database
from models.services import answers
from models.services.answers import Draft, Waiting

BOT = 42
CHAT = 7_100_000_001


def say(text: str, *, chat_id: int = CHAT, method: str = "sendMessage", slot: str | None = None, **given: Any) -> Draft:
    """An answer as a turn thinks of it."""
    parameters = {} if method == "deleteMessage" else {"text": text}
    return Draft(chat_id, method, {**parameters, **given}, slot)


async def record(database: Database, *drafts: Draft, inbox_id: int | None = 1, bot_id: int = BOT) -> list[Waiting]:
    """Write the answers of one turn."""
    async with database.transaction() as session:
        return await answers.record(
            session=session, bot_id=bot_id, inbox_id=inbox_id, drafts=drafts, now=datetime.now(UTC)
        )


async def on_disk(database: Database) -> list[Answer]:
    """Every answer, in its order."""
    async with database.transaction() as session:
        return list((await session.exec(select(Answer).order_by(col(Answer.id)))).all())


async def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  (what tests look at wakes nobody)
            await asyncio.sleep(0.005)


class FakeClient:
    """Stands where ApiClient does: notes every call, and fails as it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []
        self.failures: list[Exception | None] = []
        self.delay = 0.0
        self.results: dict[str, Any] = {}
        self.most_at_once = 0
        self._at_once = 0

    async def call(self, method: str, parameters: Mapping[str, object], **_: float) -> Any:
        """Note the call; the next of the failures is raised, None being a success."""
        self.calls.append((method, dict(parameters)))
        number = len(self.calls)
        if self.delay:
            await self._take_time()
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        if method in self.results:
            return self.results[method]
        return {"message_id": 100 + number} if method == "sendMessage" else True

    async def _take_time(self) -> None:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await asyncio.sleep(self.delay)
        self._at_once -= 1

    @property
    def texts(self) -> list[object]:
        """What was said, in order."""
        return [parameters.get("text") for _, parameters in self.calls]
