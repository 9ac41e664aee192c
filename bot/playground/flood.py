"""Flood control: 429 for a bot that sends faster than the real servers let it."""

import math
from collections.abc import Callable

from bot.playground.errors import too_many_requests

COUNTED = frozenset({
    "sendMessage", "sendPhoto", "sendDocument", "sendVoice", "sendVideo", "sendLocation", "sendMediaGroup",
    "copyMessage", "editMessageText", "editMessageCaption", "editMessageReplyMarkup",
})  # fmt: skip
"""Methods that count against the rates."""


class _Bucket:
    """Tokens that come back at a rate, up to a burst."""

    __slots__ = ("at", "burst", "rate", "tokens")

    def __init__(self, rate: float, burst: float, at: float) -> None:
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.at = at

    def missing(self, now: float) -> float:
        """Returns the seconds until one token is there; 0 if it is there now."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class FloodControl:
    """Counts messages per chat, per group and altogether.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._on = False
        self._overall = _Bucket(30, 30, 0)
        self._chats: dict[int, _Bucket] = {}
        self._chat_rate, self._chat_burst, self._group_rate = 1.0, 3.0, 20 / 60
        self.refused = 0

    def switch_on(
        self,
        *,
        overall: float = 30,
        overall_burst: float = 30,
        per_chat: float = 1,
        chat_burst: float = 3,
        per_group: float = 20 / 60,
    ) -> None:
        """Refuses from now on what is faster than these messages a second.

        The defaults are those of core.telegram.org/bots/faq#my-bot-is-hitting-limits; a private chat may
        have a short burst. ``refused`` counts the 429s.
        """
        self._on = True
        self._overall = _Bucket(overall, overall_burst, self._clock())
        self._chats.clear()
        self._chat_rate, self._chat_burst, self._group_rate = per_chat, chat_burst, per_group

    def switch_off(self) -> None:
        """Lets everything pass, which is how a playground starts."""
        self._on = False

    def check(self, method: str, chat_id: object) -> None:
        """Counts a call.

        Raises:
            RefusedError: 429 where it comes too early; it does not count then.
        """
        if not self._on or method not in COUNTED or not isinstance(chat_id, int):
            return
        now = self._clock()
        bucket = self._chats.get(chat_id) or self._new_bucket(chat_id, now)
        missing = max(bucket.missing(now), self._overall.missing(now))
        if missing > 0:
            self.refused += 1
            raise too_many_requests(max(1, math.ceil(missing)))
        bucket.tokens -= 1
        self._overall.tokens -= 1

    def _new_bucket(self, chat_id: int, now: float) -> _Bucket:
        if chat_id < 0:
            bucket = _Bucket(self._group_rate, max(1.0, self._group_rate * 60), now)
        else:
            bucket = _Bucket(self._chat_rate, self._chat_burst, now)
        self._chats[chat_id] = bucket
        return bucket
