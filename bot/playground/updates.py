"""The queue of updates that wait for the bot, with the Bot API's rules of acknowledgement."""

import asyncio
import json
import random
from collections import deque
from collections.abc import Callable
from typing import Any

from bot.playground.errors import conflict

KEPT = 24 * 3600
"""Seconds for which an update waits for the bot (core.telegram.org/bots/api#getting-updates)."""
QUIET = 7 * 24 * 3600
"""After this many seconds without updates the next update id is chosen at random (same page)."""
MAX_POLL = 50
"""Seconds after which the real server answers a long poll at the latest, whatever was asked for."""
_AHEAD = 10  # TDLib's TQueue takes an offset further ahead than this for a mistake and starts at the head
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """Everything the bot has not acknowledged yet.

    Args:
        clock: Unix time in seconds.
        first_id: The first update id.
    """

    def __init__(self, clock: Callable[[], float], first_id: int = 100_000_001) -> None:
        self._clock = clock
        self._waiting: deque[tuple[int, float, bytes]] = deque()
        self._next_id = first_id
        self._pushed_at: float | None = None
        self._poll: asyncio.Future[bool] | None = None
        self.allowed: frozenset[str] | None = None

    def __len__(self) -> int:
        """How many updates wait."""
        return len(self._waiting)

    @property
    def next_id(self) -> int:
        """The id that the next update will get."""
        return self._next_id

    def wanted(self, kind: str) -> bool:
        """Tells whether the bot asked for updates of this kind (``allowed_updates``, else all but three)."""
        return kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queues an update; returns its id, or None if the bot does not want this kind."""
        if not self.wanted(kind):
            return None
        update_id = self._take_id()
        self._add(update_id, json.dumps({"update_id": update_id, kind: content}).encode())
        return update_id

    def push_raw(self, update: dict[str, Any] | str) -> int:
        """Queues anything at all, verbatim, for tests of malformed updates.

        A dict gets the next ``update_id`` unless it has one that is an int; a string is sent as it is, and
        whoever wants a right id in it formats ``next_id`` into it first.

        Returns:
            The id under which the queue keeps it until it is acknowledged.
        """
        given = update.get("update_id") if isinstance(update, dict) else None
        if isinstance(given, int) and given >= self._next_id:
            self._next_id = given
        update_id = self._take_id()
        if isinstance(update, dict):
            update = json.dumps({"update_id": update_id, **update})
        self._add(update_id, update.encode("utf-8", "surrogatepass"))
        return update_id

    async def get(self, *, offset: int, limit: int, timeout: float) -> bytes:  # noqa: ASYNC109  # the API's own word
        """Returns a JSON array of waiting updates, as the API answers getUpdates.

        Args:
            offset: Positive: everything before it is acknowledged and forgotten; negative: only the last
                that many are kept; 0: from the oldest.
            limit: 1 to 100.
            timeout: Seconds to wait if nothing is there.

        Raises:
            RefusedError: 409, given to the older of two pollers.
        """
        self._interrupt()
        self._forget(offset)
        if not self._waiting and timeout > 0:
            await self._wait(min(timeout, MAX_POLL))
        chosen = (self._waiting[n][2] for n in range(min(limit, len(self._waiting))))
        return b"[" + b",".join(chosen) + b"]"

    def skip(self, next_id: int) -> None:
        """Goes on with ``next_id`` if it is further on."""
        self._next_id = max(self._next_id, next_id)

    def clear(self) -> None:
        """Forgets everything that waits."""
        self._waiting.clear()

    def _take_id(self) -> int:
        now = self._clock()
        if self._pushed_at is not None and now - self._pushed_at > QUIET:
            self._next_id = random.randint(1, 2**30)  # noqa: S311  # no secret: an id like the real server's
        self._pushed_at = now
        self._next_id += 1
        return self._next_id - 1

    def _add(self, update_id: int, body: bytes) -> None:
        self._waiting.append((update_id, self._clock() + KEPT, body))
        if self._poll and not self._poll.done():
            self._poll.set_result(True)

    def _forget(self, offset: int) -> None:
        now = self._clock()
        while self._waiting and self._waiting[0][1] <= now:
            self._waiting.popleft()
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        elif offset <= self._next_id + _AHEAD:
            while self._waiting and self._waiting[0][0] < offset:
                self._waiting.popleft()

    async def _wait(self, seconds: float) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return  # an empty answer is the right one
        finally:
            if self._poll is poll:
                self._poll = None

    def _interrupt(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(_TERMINATED))
            self._poll = None
