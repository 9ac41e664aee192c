"""How long an event loop stood still: everybody waits for as long."""

import asyncio
import contextlib
import time
from types import TracebackType
from typing import Self

_EVERY = 0.005  # seconds between two looks at the clock


class StallWatch:
    """Looks at the clock again and again; `longest` is by how many seconds it came too late at worst."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    def start_over(self) -> None:
        """Count from now on."""
        self.longest = 0.0

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            await asyncio.sleep(0)  # a stall that has just ended is noticed
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _look(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_EVERY)
            self.longest = max(self.longest, time.perf_counter() - before - _EVERY)
