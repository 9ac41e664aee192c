"""What may go wrong with a call to the Bot API, by the one question a sender asks: was it carried out?

::

    CallFailed
    ├── NotSent            nothing was carried out: name not resolved, refused, connect timeout, proxy refused
    │   ├── PoolExhausted  every connection was busy for too long
    │   └── ApiError       the API read the call and said no
    └── Unknown            it may have been carried out: read timeout, reset, an answer nobody can read

No text here ever holds the token or a proxy's password: the raiser removes them first.
"""


class CallFailed(Exception):  # noqa: N818 - the four names are answers: what became of the call
    """A call of the Bot API that brought no result.

    Attributes:
        method: The API's method, such as `sendMessage`.
        reason: What happened, for a log; holds no secret.
        timed_out: Whether waiting too long was the reason.
    """

    def __init__(self, method: str, reason: str, *, timed_out: bool = False) -> None:
        super().__init__(method, reason)
        self.method = method
        self.reason = reason
        self.timed_out = timed_out

    def __str__(self) -> str:
        return f"{self.method}: {self.reason}"


class NotSent(CallFailed):
    """Nothing was carried out: the same call may be made again without doing anything twice."""


class PoolExhausted(NotSent):
    """Every connection stayed busy longer than the call was ready to wait."""

    def __init__(self, method: str, seconds: float) -> None:
        super().__init__(method, f"no connection became free within {seconds:g} s", timed_out=True)


class ApiError(NotSent):
    """The API answered with an error body; it did not do what was asked.

    Attributes:
        code: `error_code` of the body (400, 401, 403, 404, 409, 413, 429, 5xx).
        description: The API's own sentence.
        retry_after: Seconds to wait after a 429, else None.
        migrate_to_chat_id: The supergroup a group has become, else None.
    """

    def __init__(
        self,
        method: str,
        code: int,
        description: str,
        *,
        retry_after: float | None = None,
        migrate_to_chat_id: int | None = None,
    ) -> None:
        super().__init__(method, f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to_chat_id = migrate_to_chat_id


class Unknown(CallFailed):
    """The call may or may not have been carried out; nobody can tell.

    Attributes:
        status: HTTP status of an answer that was no answer of the API, None where no answer came.
        answer: What was read of such an answer; empty where none came.
    """

    def __init__(
        self, method: str, reason: str, *, status: int | None = None, timed_out: bool = False, answer: bytes = b""
    ) -> None:
        super().__init__(method, reason, timed_out=timed_out)
        self.status = status
        self.answer = answer
