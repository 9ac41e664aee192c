"""The crew that sends copies: what was claimed waits in queues, what is urgent first, and workers empty them."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence

from bot.outgoing.courier import Courier
from models.delivery import DeliveryState
from models.services.broadcast_claims import Copy

AT_ONCE = 96  # requests under way at the same time; the client has 128 connections, so answers always find one
PAGE = 1024  # copies held at most, of what is urgent and of what is not


class Rota:
    """Copies of several broadcasts, one of each in turn."""

    def __init__(self) -> None:
        self._queues: dict[int, deque[Copy]] = {}
        self.held: set[int] = set()

    def __bool__(self) -> bool:
        return bool(self._queues)

    def __iter__(self) -> Iterator[Copy]:
        for queue in self._queues.values():
            yield from queue

    @property
    def room(self) -> int:
        """How many more could be held."""
        return PAGE - len(self.held)

    def add(self, copies: Sequence[Copy]) -> None:
        """Hold these."""
        for copy in copies:
            self._queues.setdefault(copy.broadcast_id, deque()).append(copy)
            self.held.add(copy.id)

    def next(self) -> Copy:
        """The next one; it is held until it is let go."""
        broadcast_id, queue = next(iter(self._queues.items()))
        copy = queue.popleft()
        del self._queues[broadcast_id]
        if queue:
            self._queues[broadcast_id] = queue  # after the others
        return copy

    def remove(self, broadcast_ids: Collection[int]) -> list[int]:
        """Hold no copies of these broadcasts; return the ids of what had not been taken."""
        gone = [copy.id for one in broadcast_ids for copy in self._queues.pop(one, ())]
        self.held.difference_update(gone)
        return gone


class Crew:
    """Sends what it is handed. `on_room` hears when it could hold more, or one has to wait."""

    def __init__(self, *, courier: Courier[Copy], on_room: Callable[[], None]) -> None:
        self._courier, self._on_room = courier, on_room
        self.urgent, self.others = Rota(), Rota()
        self._workers: dict[asyncio.Task[None], Copy | None] = {}
        self.is_stopping = False

    @property
    def held(self) -> set[int]:
        """Every copy that is held."""
        return self.urgent.held | self.others.held

    def start(self) -> None:
        """Send what was added."""
        wanted = sum(1 for _ in self.urgent) + sum(1 for _ in self.others)
        for _ in range(min(wanted, AT_ONCE - len(self._workers))):
            worker = asyncio.create_task(self._serve())
            self._workers[worker] = None
            worker.add_done_callback(self._workers.pop)

    def recall(self, broadcast_ids: Collection[int]) -> list[int]:
        """Give back copies of these broadcasts that no worker has taken up."""
        return self.urgent.remove(broadcast_ids) + self.others.remove(broadcast_ids)

    async def stop(self, grace: float) -> None:
        """Give the calls under way so many seconds to end; nothing else begins."""
        self.is_stopping = True
        for worker, copy in list(self._workers.items()):
            if copy is None or copy.id not in self._courier.under_way:
                worker.cancel()
        if self._workers and grace:
            await asyncio.wait(list(self._workers), timeout=grace)
        for worker in list(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _serve(self) -> None:
        worker = asyncio.current_task()
        while (rota := self.urgent or self.others) and not self.is_stopping and worker is not None:
            copy = self._workers[worker] = rota.next()
            try:
                state = await self._courier.deliver(copy)
            finally:
                rota.held.discard(copy.id)
            if state is DeliveryState.WAITING or len(rota.held) in {0, PAGE // 2}:
                self._on_room()
