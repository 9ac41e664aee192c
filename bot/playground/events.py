"""What happens in the playground, told to whoever looks: open chat pages and waiting tests."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]


class Events:
    """Tells events to any number of listeners; costs next to nothing while nobody listens."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Event]] = set()

    @property
    def heard(self) -> bool:
        """Whether anybody listens, so that an event is worth making."""
        return bool(self._listeners)

    def tell(self, kind: str, person_id: int, **values: Any) -> None:
        """Tells all listeners one event."""
        for listener in self._listeners:
            listener.put_nowait({"type": kind, "person_id": person_id, **values})

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[Event]]:
        """Gives a queue that receives every event from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
