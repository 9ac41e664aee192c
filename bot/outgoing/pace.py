"""How fast: the arithmetic of the limiter, in moments of its clock (seconds, float). Nothing here waits."""

from collections import deque
from math import ceil, inf

OPENING_BURST = 25
"""Answers that may leave at one moment after a quiet while."""

BULK_SHARE = 0.1
"""Bulk leaves evenly: it may only catch up this many seconds, so that an answer always finds a place soon."""

CHAT_BURST = 2
"""Messages one chat may get at one moment. Source: Telegram's FAQ, "avoid sending more than one message per
second; short bursts are allowed"."""

GROUP_MESSAGES = 20
GROUP_SECONDS = 60.0
"""Telegram's FAQ: "not more than 20 messages per minute to the same group"."""

_ROUNDING = 1e-6
"""Sums of fractions never come out even: without it somebody would wait for the last digit of a float."""


class Bucket:
    """A token bucket as one number, the moment it will be full (the generic cell rate algorithm)."""

    __slots__ = ("_interval", "full_at")

    def __init__(self, rate: float) -> None:
        self._interval = 1.0 / rate if rate else 0.0
        self.full_at = -inf

    def ready_at(self, capacity: int) -> float:
        """When a bucket of this capacity holds a token."""
        return self.full_at - (capacity - 1) * self._interval - _ROUNDING

    def take(self, now: float) -> None:
        """Takes one token."""
        self.full_at = max(self.full_at, now) + self._interval

    def give_back(self) -> None:
        """Puts a token that was not used back."""
        self.full_at -= self._interval

    def drain(self, until: float, capacity: int) -> None:
        """Leaves nothing in it until then, and one token at that moment."""
        self.full_at = max(self.full_at, until + (capacity - 1) * self._interval)


class Window:
    """At most so many in any so many seconds, however they are spread."""

    __slots__ = ("_moments", "_most", "_seconds")

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._moments: deque[float] = deque(maxlen=most)

    def ready_at(self) -> float:
        """When the next one fits in."""
        return self._moments[0] + self._seconds if len(self._moments) == self._most else -inf

    def empty_at(self) -> float:
        """When the last one has left the window."""
        return self._moments[-1] + self._seconds if self._moments else -inf

    def take(self, now: float) -> None:
        """Counts one."""
        self._moments.append(now)

    def give_back(self, moment: float) -> None:
        """Forgets one that was counted at that moment."""
        if moment in self._moments:
            self._moments.remove(moment)


class OverallPace:
    """The limit of everything together: a bucket against bursts, a window for the rate in any one second.

    Args:
        rate: Messages a second; 0 for no limit. Below 1 it is one message in 1/rate seconds.
    """

    __slots__ = ("_bucket", "_bulk_burst", "_burst", "_window", "resume_at")

    def __init__(self, rate: float) -> None:
        self._bucket = Bucket(rate)
        self._burst = max(1, min(OPENING_BURST, ceil(rate)))
        self._bulk_burst = max(1, min(self._burst, int(rate * BULK_SHARE)))
        self._window = Window(ceil(rate), ceil(rate) / rate) if rate else None
        self.resume_at = -inf

    def ready_at(self, *, bulk: bool) -> float:
        """When the next message may leave; for bulk never before it is so for an answer."""
        ready = self._bucket.ready_at(self._bulk_burst if bulk else self._burst)
        if self._window is not None:
            ready = max(ready, self._window.ready_at())
        return max(ready, self.resume_at)

    def take(self, now: float) -> None:
        """Counts a message that leaves now."""
        self._bucket.take(now)
        if self._window is not None:
            self._window.take(now)

    def give_back(self, moment: float) -> None:
        """Takes back a message that was to leave at that moment and did not."""
        self._bucket.give_back()
        if self._window is not None:
            self._window.give_back(moment)

    def pause(self, until: float) -> None:
        """Lets nothing leave before then, and no burst follow."""
        self.resume_at = max(self.resume_at, until)
        self._bucket.drain(until, self._burst)


class ChatPace:
    """The limit of one chat; a group (its id is negative) has a limit by the minute as well.

    Args:
        chat_id: Tells groups from people.
        rate: Messages a second; 0 for no limit, by the minute neither.
    """

    __slots__ = ("_bucket", "_resume_at", "_window")

    def __init__(self, chat_id: int, rate: float) -> None:
        self._bucket = Bucket(rate)
        self._window = Window(GROUP_MESSAGES, GROUP_SECONDS) if rate and chat_id < 0 else None
        self._resume_at = -inf

    def ready_at(self) -> float:
        """When the chat may get its next message."""
        ready = max(self._bucket.ready_at(CHAT_BURST), self._resume_at)
        return ready if self._window is None else max(ready, self._window.ready_at())

    def idle_at(self) -> float:
        """From when on nothing of it need be remembered."""
        idle = max(self._bucket.full_at, self._resume_at)
        return idle if self._window is None else max(idle, self._window.empty_at())

    def take(self, now: float) -> None:
        """Counts a message that leaves now."""
        self._bucket.take(now)
        if self._window is not None:
            self._window.take(now)

    def give_back(self, moment: float) -> None:
        """Takes back a message that was to leave at that moment and did not."""
        self._bucket.give_back()
        if self._window is not None:
            self._window.give_back(moment)

    def pause(self, until: float) -> None:
        """Lets nothing leave before then."""
        self._resume_at = max(self._resume_at, until)
