import asyncio
from collections.abc import AsyncIterator
from typing import Self

import pytest

from bot.database_watch import DatabaseWatch
from bot.outgoing.delivery import Result
from bot.outgoing.marks import Marks
from bot.outgoing.replies import ReplySender
from models.answer import AnswerState
from models.database import Database
from models.services.answers import Settled, Waiting
from tests.bot.outgoing.answers_on_disk import BOT, on_disk, record, say, until


class FakeDeliverer:
    """Delivers at once, or when a chat's gate is opened; keeps what was delivered, in order."""

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.outcomes: dict[str, Result | Exception] = {}

    async def deliver(self, answer: Waiting) -> Result:
        """Wait for the gate, and end as the test wants it."""
        if answer.chat_id in self.gates:
            await self.gates[answer.chat_id].wait()
        text = str(answer.parameters["text"])
        self.said.append((answer.chat_id, text))
        outcome = self.outcomes.get(text, Result(Settled(answer.id, AnswerState.SENT, 1)))
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class Post:
    """A sender with a fake deliverer and real marks."""

    def __init__(self, database: Database) -> None:
        self.database = database
        watch = DatabaseWatch(database)
        self.deliverer = FakeDeliverer()
        self.marks = Marks(database=database, watch=watch, unwritten=[])
        self.sender = ReplySender(
            database=database,
            deliverer=self.deliverer,  # type: ignore[arg-type]  # a hand-written fake
            marks=self.marks,
            watch=watch,
            bot_id=BOT,
        )

    async def __aenter__(self) -> Self:
        self._marking = asyncio.create_task(self.marks.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sender.stop(0.0)
        self._marking.cancel()
        await asyncio.gather(self._marking, return_exceptions=True)

    @property
    def said(self) -> list[tuple[int, str]]:
        """What left, in order."""
        return self.deliverer.said

    async def states(self) -> list[str]:
        """What is on disk, once the marks are."""
        await self.marks.flush()
        return [row.state for row in await on_disk(self.database)]


@pytest.fixture
async def post(sqlite_database: Database) -> AsyncIterator[Post]:
    """With its marks running."""
    async with Post(sqlite_database) as post:
        yield post


async def test_order_within_a_chat_and_none_between(post: Post) -> None:
    """A chat whose answer takes long keeps its order and holds nobody else up."""
    gate = post.deliverer.gates[1] = asyncio.Event()
    drafts = [say("a", chat_id=1), say("x", chat_id=2), say("b", chat_id=1), say("y", chat_id=2)]
    post.sender.enqueue(await record(post.database, *drafts))
    await until(lambda: len(post.said) == 2)
    assert post.said == [(2, "x"), (2, "y")]
    gate.set()
    await until(lambda: len(post.said) == 4)
    assert post.said[2:] == [(1, "a"), (1, "b")]
    assert await post.states() == ["sent"] * 4


async def test_nothing_is_taken_twice(post: Post) -> None:
    """What is enqueued and read back from disk at once leaves once."""
    waiting = await record(post.database, say("a"), say("b"))
    post.sender.enqueue(waiting)
    post.sender.enqueue(waiting)
    await post.sender.reload()
    await until(lambda: len(post.said) == 2)
    await post.marks.flush()
    await post.sender.reload()
    await asyncio.sleep(0.02)
    assert [text for _, text in post.said] == ["a", "b"]


async def test_a_restart_takes_up_what_waits(post: Post) -> None:
    """Answers of the last process leave in their order; those of another bot stay."""
    await record(post.database, say("a"), say("b"))
    await record(post.database, say("theirs"), bot_id=77)
    await post.sender.reload()
    await until(lambda: len(post.said) == 2)
    assert [text for _, text in post.said] == ["a", "b"]
    assert await post.states() == ["sent", "sent", "waiting"]


async def test_what_comes_back_late_goes_where_it_belongs(post: Post) -> None:
    """An older answer read back after a newer one was enqueued leaves before it."""
    gate = post.deliverer.gates[1] = asyncio.Event()
    first, second, third = await record(post.database, *[say(text, chat_id=1) for text in "abc"])
    post.sender.enqueue([first, third])
    post.sender.enqueue([second])
    gate.set()
    await until(lambda: len(post.said) == 3)
    assert [text for _, text in post.said] == ["a", "b", "c"]


async def test_a_closed_chat_drops_the_rest(post: Post) -> None:
    """After a 403 nothing more is tried there; what comes later is."""
    waiting = await record(post.database, say("a", chat_id=1), say("b", chat_id=1), say("c", chat_id=2))
    closed = Result(Settled(waiting[0].id, AnswerState.DROPPED), chat_is_closed=True)
    post.deliverer.outcomes["a"] = closed
    post.sender.enqueue(waiting)
    await until(lambda: len(post.said) == 2)
    assert await post.states() == ["dropped", "dropped", "sent"]
    post.sender.enqueue(await record(post.database, say("d", chat_id=1)))
    await until(lambda: len(post.said) == 3)


async def test_a_follow_up_leaves_too(post: Post) -> None:
    """What a refusal brings after it, the general sentence, is delivered."""
    (refused,) = await record(post.database, say("a"))
    follow_up = await record(post.database, say("ببخشید"), inbox_id=None)
    post.deliverer.outcomes["a"] = Result(Settled(refused.id, AnswerState.FAILED, error="x"), follow_up=follow_up)
    post.sender.enqueue([refused])
    await until(lambda: len(post.said) == 2)
    assert await post.states() == ["failed", "sent"]


async def test_a_bug_costs_one_answer_only(post: Post) -> None:
    """A deliverer that breaks fails that answer; the chat goes on."""
    post.deliverer.outcomes["a"] = ZeroDivisionError("a bug on demand")
    post.sender.enqueue(await record(post.database, say("a"), say("b")))
    await until(lambda: len(post.said) == 2)
    assert await post.states() == ["failed", "sent"]


async def test_stopping_leaves_the_rest_on_disk(post: Post) -> None:
    """What could not leave in time waits for the next start; what was under way has its grace."""
    gate = post.deliverer.gates[1] = asyncio.Event()
    post.sender.enqueue(await record(post.database, say("a", chat_id=1), say("b", chat_id=1)))
    await asyncio.sleep(0.01)
    assert post.sender.pending == 1
    asyncio.get_running_loop().call_later(0.05, gate.set)
    await post.sender.stop(0.0, grace=1.0)
    assert await post.states() == ["sent", "waiting"]
    post.sender.enqueue(await record(post.database, say("c", chat_id=2)))
    await asyncio.sleep(0.02)
    assert post.said == [(1, "a")]
