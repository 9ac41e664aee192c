"""The way to the messenger, which every sender of a process shares, and what its failures mean for all of them."""

from dataclasses import dataclass

from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed
from bot.outgoing.limiter import Limiter
from bot.outgoing.line import Line


@dataclass(frozen=True)
class Way:
    """Client, limiter and line."""

    client: ApiClient
    limiter: Limiter
    line: Line

    async def open(self) -> None:
        """Return when the line works, as far as anybody knows.

        A broken line is tried with a call that tells nobody anything: a message might be lost on it.
        """
        while await self.line.wait():
            try:
                await self.client.call("getMe", {}, timeout=10.0)
            except CallFailed as error:
                if isinstance(error, ApiError) and error.code == 429:
                    self.line.works()
                else:
                    self.line.broke(error, is_probe=True)
            except BaseException:
                self.line.abandon(is_probe=True)
                raise
            else:
                self.line.works()

    def is_cut(self, error: CallFailed) -> bool:
        """Whether nobody gets through just now (no API, one that fails, or a token it does not take): said to all."""
        if isinstance(error, ApiError) and error.code < 500 and error.code not in {401, 404}:
            self.line.works()
            return False
        self.line.broke(error, is_probe=False)
        return True

    def wait_as_told(self, error: ApiError, chat_id: int) -> float:
        """Heed a 429: a group's pauses that group, any other everything. Return for how many seconds."""
        seconds = error.retry_after or 1.0
        self.limiter.pause(seconds, chat_id=chat_id if chat_id < 0 else None)
        return seconds
