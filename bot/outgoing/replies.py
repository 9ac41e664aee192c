"""Sending answers: after their turn's commit, at least once, in order within each chat, residents before everything."""

import asyncio
from collections import deque
from collections.abc import Iterable

from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.outgoing.delivery import Deliverer
from bot.outgoing.marks import Marks
from models.answer import AnswerState
from models.database import Database, is_database_trouble
from models.services import answers
from models.services.answers import Settled, Waiting

log = get_logger(__name__)
_PAGE = 2000


class ReplySender:
    """One queue a chat, each emptied by a task of its own; what was sent is noted in groups."""

    def __init__(
        self, *, database: Database, deliverer: Deliverer, marks: Marks, watch: DatabaseWatch, bot_id: int
    ) -> None:
        self._database = database
        self._deliverer = deliverer
        self._marks = marks
        self._watch = watch
        self._bot_id = bot_id
        self._queues: dict[int, deque[Waiting]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._is_stopping = False

    @property
    def pending(self) -> int:
        """How many answers wait to leave."""
        return sum(len(queue) for queue in self._queues.values())

    def enqueue(self, waiting: Iterable[Waiting]) -> None:
        """Take on answers that are on disk. One that is known already is not taken twice."""
        for answer in waiting:
            if not self._marks.take_on(answer.id):
                continue
            queue = self._queues.setdefault(answer.chat_id, deque())
            is_late = bool(queue) and queue[-1].id > answer.id
            queue.append(answer)
            if is_late:  # read back from disk after newer ones: the order of the turns is the order in the chat
                self._queues[answer.chat_id] = deque(sorted(queue, key=lambda one: one.id))
            if answer.chat_id not in self._workers and not self._is_stopping:
                self._workers[answer.chat_id] = asyncio.create_task(self._empty(answer.chat_id))

    async def reload(self) -> None:
        """Take on every answer that waits on disk: after a start, and whenever the database was away."""
        after = 0
        while True:
            async with self._database.transaction() as session:
                page = await answers.waiting(session=session, bot_id=self._bot_id, after=after, limit=_PAGE)
            self.enqueue(page)
            if len(page) < _PAGE:
                return
            after = page[-1].id

    async def _empty(self, chat_id: int) -> None:
        try:
            while (queue := self._queues.get(chat_id)) and not self._is_stopping:
                answer = queue.popleft()
                try:
                    await self._deliver(answer)
                except asyncio.CancelledError:
                    queue.appendleft(answer)
                    raise
        finally:
            self._workers.pop(chat_id, None)
            if not self._queues.get(chat_id):
                self._queues.pop(chat_id, None)

    async def _deliver(self, answer: Waiting) -> None:
        while True:
            try:
                result = await self._deliverer.deliver(answer)
            except Exception as error:
                if not is_database_trouble(error):
                    log.exception("answer_failed", answer_id=answer.id)
                    self._marks.settle(Settled(answer.id, AnswerState.FAILED, error=f"{type(error).__name__}: {error}"))
                    return
                self._watch.report(error)
                await self._watch.wait()
                continue
            self._marks.settle(result.settled)
            self.enqueue(result.follow_up)
            if result.chat_is_closed:
                self._drop_rest(answer.chat_id)
            return

    def _drop_rest(self, chat_id: int) -> None:
        for answer in self._queues.pop(chat_id, deque()):
            self._marks.settle(Settled(answer.id, AnswerState.DROPPED, error="the chat refuses this bot"))

    async def stop(self, seconds: float, *, grace: float = 0.0) -> None:
        """Give what waits a moment to leave; the rest stays on disk for the next start.

        Args:
            seconds: for everything that waits.
            grace: seconds more for calls under way then: what became of them should be known, or they are made again.
        """
        if self._workers:
            await asyncio.wait(list(self._workers.values()), timeout=seconds)
        self._is_stopping = True
        if self._workers and grace:
            await asyncio.wait(list(self._workers.values()), timeout=grace)
        for worker in list(self._workers.values()):
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
