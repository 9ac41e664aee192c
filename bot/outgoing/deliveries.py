"""The sender of deliveries: claims what is due, many chats at once, each chat's in the order in which they are due.

The table is the truth. What this process holds is claimed on disk; at a stop it is put back, after a crash the next
holder of the office takes it up.
"""

import asyncio
from collections import deque
from datetime import UTC, datetime

from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.outgoing.courier import Courier
from bot.outgoing.lookout import keep_looking
from models.database import Database
from models.delivery import DeliveryState
from models.services import delivery_sending
from models.services.delivery_sending import Due, Settled

log = get_logger(__name__)
AT_ONCE = 16  # chats served at the same time
PAGE = 64  # deliveries held at most
_LOOK_EVERY = 30.0  # seconds; a nudge is quicker
_GATHER = 0.02  # seconds in which many nudges are one look


class DeliverySender:
    """Sends what is due. Only the holder of the bot's lock runs it.

    `unwritten` are ends that this process knows and could not write before it lost the office.
    """

    def __init__(
        self, *, database: Database, courier: Courier[Due], watch: DatabaseWatch, bot_id: int, unwritten: list[Settled]
    ) -> None:
        self._database, self._courier, self._watch = database, courier, watch
        self._bot_id = bot_id
        self._unwritten = unwritten
        self._queues: dict[int, deque[Due]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._held: set[int] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._nudged = asyncio.Event()
        self._is_stopping = False

    def nudge(self) -> None:
        """There may be something to tell. Costs nothing: many nudges are one look at the table."""
        self._nudged.set()

    async def take_over(self) -> None:
        """Write what this process still knows, then take up what another left: before `run`, with the lock held."""
        now = datetime.now(UTC)
        async with self._database.transaction() as session:
            for settled in self._unwritten:
                await delivery_sending.settle(session=session, settled=settled, now=now)
            again, lost = await delivery_sending.take_over(session=session, bot_id=self._bot_id, now=now)
        self._unwritten.clear()
        if again or lost:
            log.warning("deliveries_taken_over", tried_again=again, uncertain=lost)

    async def reload(self) -> None:
        """The database was away: a claim may be on disk of which nobody was told."""
        async with self._database.transaction() as session:
            await delivery_sending.put_back_unheld(session=session, bot_id=self._bot_id, held=self._held)
        self.nudge()

    async def run(self) -> None:
        """Send until cancelled."""
        await keep_looking(self._look, nudged=self._nudged, watch=self._watch, gather=_GATHER)

    async def _look(self) -> float:
        """Claim what there is room for; return how many seconds there is nothing to look for, unless nudged."""
        room, now = PAGE - len(self._held), datetime.now(UTC)
        if room < PAGE // 2 or self._is_stopping:
            return _LOOK_EVERY  # whoever finishes says so
        async with self._database.transaction() as session:
            claimed = await delivery_sending.claim_due(session=session, bot_id=self._bot_id, now=now, limit=room)
            next_at = await delivery_sending.next_due(session=session, bot_id=self._bot_id)
        for due in claimed:
            self._hold(due)
        if next_at is None or len(claimed) == room:
            return _LOOK_EVERY
        return min(max((next_at - now).total_seconds(), _GATHER), _LOOK_EVERY)

    def _hold(self, due: Due) -> None:
        self._held.add(due.id)
        key = due.chat_id or 0
        self._queues.setdefault(key, deque()).append(due)
        if key not in self._workers:
            self._workers[key] = asyncio.create_task(self._serve(key))

    async def _serve(self, key: int) -> None:
        """Empty one chat's queue, in its order."""
        try:
            async with self._places:
                while (queue := self._queues.get(key)) and not self._is_stopping:
                    state = await self._courier.deliver(queue[0])
                    self._let_go(queue.popleft(), is_waiting=state is DeliveryState.WAITING)
                    if state is DeliveryState.BLOCKED and key:
                        await self._close(key)
        finally:
            self._workers.pop(key, None)
            if not self._queues.get(key):
                self._queues.pop(key, None)

    async def _close(self, key: int) -> None:
        """The chat refuses this bot: the rest of its queue goes the same way without being tried."""
        for due in self._queues.get(key, deque()):
            await self._courier.refuse(due)
            self._held.discard(due.id)
        self._queues.pop(key, None)

    def _let_go(self, due: Due, *, is_waiting: bool) -> None:
        self._held.discard(due.id)
        if is_waiting or not self._held or len(self._held) == PAGE // 2:
            self.nudge()

    async def stop(self, grace: float) -> None:
        """Give the calls under way so many seconds to end; what has not begun is put back by `put_back_held`."""
        self._is_stopping = True
        for key, worker in list(self._workers.items()):
            if not self._is_under_way(key):
                worker.cancel()
        if self._workers and grace:
            await asyncio.wait(list(self._workers.values()), timeout=grace)
        for worker in list(self._workers.values()):
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    def _is_under_way(self, key: int) -> bool:
        queue = self._queues.get(key) or None
        return queue is not None and queue[0].id in self._courier.under_way

    async def put_back_held(self) -> None:
        """Let what was claimed and has not begun wait again, for the next start. To be called after `stop`."""
        async with self._database.transaction() as session:
            await delivery_sending.put_back_unheld(session=session, bot_id=self._bot_id, held=())
