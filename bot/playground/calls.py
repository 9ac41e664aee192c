"""The log of what the bot called."""

import logging
from collections import deque
from dataclasses import dataclass, field
from typing import Any

logger = logging.getLogger(__name__)
KEPT_CALLS = 200_000


@dataclass(slots=True)
class Call:
    """One call of the bot.

    Attributes:
        method: Its name as the schema writes it.
        parameters: With the types of the schema; raw where they were refused.
        time: ``time.monotonic()`` when it came in, in seconds.
        outcome: "ok", the error's description, or the name of the fault that struck; "pending" before.
        result: What was answered, if it was answered.
    """

    method: str
    parameters: dict[str, Any]
    time: float
    outcome: str = "pending"
    result: Any = None


@dataclass(slots=True)
class CallLog:
    """The last 200,000 calls, and everything that should not have been called or sent."""

    calls: deque[Call] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    unknown_calls: list[str] = field(default_factory=list)
    unknown_parameters: list[str] = field(default_factory=list)

    def report_unknown_method(self, method: str) -> None:
        """Notes a method that does not exist here."""
        self.unknown_calls.append(method)
        logger.error("the playground does not know the method %r: the bot got 404", method)

    def report_unknown_parameter(self, name: str) -> None:
        """Notes a parameter or nested field that the published schema does not have."""
        self.unknown_parameters.append(name)
        logger.error("the Bot API has no %s: it was ignored, as the real server does", name)
