"""What the Bot API answers when it refuses a call."""

from typing import Any


class RefusedError(Exception):
    """A refusal, worded as the real Bot API words it.

    Args:
        code: The HTTP status and ``error_code``.
        description: The whole ``description``, prefix included ("Bad Request: chat not found").
        parameters: ``ResponseParameters``, such as ``retry_after`` in seconds.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that goes back to the bot."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(sentence: str) -> RefusedError:
    """Returns the 400 whose description is ``sentence`` behind the API's prefix."""
    return RefusedError(400, f"Bad Request: {sentence}")


def forbidden(sentence: str) -> RefusedError:
    """Returns the 403 whose description is ``sentence`` behind the API's prefix."""
    return RefusedError(403, f"Forbidden: {sentence}")


def conflict(sentence: str) -> RefusedError:
    """Returns the 409 that getUpdates gives beside another poller or a webhook."""
    return RefusedError(409, f"Conflict: {sentence}")


def too_many_requests(retry_after: int) -> RefusedError:
    """Returns the 429 that asks to wait ``retry_after`` seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


class PageError(Exception):
    """Something a person cannot do.

    Args:
        sentence: For whoever drives people from Python; may end with a transcript.
        persian: What the page shows.
    """

    def __init__(self, sentence: str, persian: str = "این کار انجام نشد.") -> None:
        super().__init__(sentence)
        self.persian = persian
