import asyncio
from heapq import heappop, heappush
from itertools import count


class FakeClock:
    """Time that passes only when told to."""

    def __init__(self, start: float = 1_000.0) -> None:
        self.now = start
        self._numbers = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        """What time it is."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Returns when so much time has been let pass."""
        sleeper = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.now + seconds, next(self._numbers), sleeper))
        await sleeper

    async def advance(self, seconds: float) -> None:
        """Lets so much time pass; everybody wakes at their own moment, one after the other."""
        end = self.now + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            moment, _, sleeper = heappop(self._sleepers)
            if not sleeper.done():
                self.now = max(self.now, moment)
                sleeper.set_result(None)
                await settle()
        self.now = end

    @property
    def sleeping(self) -> int:
        """How many still wait for a moment."""
        return sum(not sleeper.done() for _, _, sleeper in self._sleepers)


async def settle() -> None:
    """Lets every task that can go on do so."""
    for _ in range(6):
        await asyncio.sleep(0)
