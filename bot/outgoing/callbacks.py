"""Answers to presses: within a second, with a word or without, never twice and never replayed."""

import asyncio
from typing import Any

from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed

log = get_logger(__name__)
EMPTY_AFTER = 1.0  # seconds a resident sees the clock on a button before it is taken away without a word


class CallbackAnswers:
    """Takes the clock off a pressed button: with the turn's toast right after its commit, or empty after a second."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def expect(self, callback_id: str) -> None:
        """A press arrived: if its turn takes longer than a second, answer it empty."""
        loop = asyncio.get_running_loop()
        self._timers[callback_id] = loop.call_later(EMPTY_AFTER, self._too_slow, callback_id)

    def _too_slow(self, callback_id: str) -> None:
        self._timers.pop(callback_id, None)
        self._send(callback_id, None)

    def answer(self, callback_id: str, toast: str | None) -> None:
        """The turn of a press was committed: answer it, unless that was done already."""
        timer = self._timers.pop(callback_id, None)
        if timer is not None:
            timer.cancel()
            self._send(callback_id, toast)
        elif toast is not None:
            log.info("toast_too_late")

    def _send(self, callback_id: str, toast: str | None) -> None:
        task = asyncio.create_task(self._call(callback_id, toast))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _call(self, callback_id: str, toast: str | None) -> None:
        parameters: dict[str, Any] = {"callback_query_id": callback_id}
        if toast:
            parameters["text"] = toast
        try:
            await self._client.call("answerCallbackQuery", parameters, timeout=10.0)
        except ApiError as error:
            if "query is too old" not in error.description:
                log.warning("press_not_answered", reason=error.description)
        except CallFailed as error:
            log.info("press_not_answered", reason=error.reason)

    async def close(self) -> None:
        """Let the answers that are leaving leave; the others are given up, the clock goes by itself."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
