"""A bot's side of the API for these tests: plain aiohttp, no library of bots."""

from typing import Any

import aiohttp

from bot.playground import Playground


class HandClock:
    """A clock that tests turn forward."""

    def __init__(self, now: float = 1_790_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Returns Unix time in seconds."""
        return self.now

    def forward(self, seconds: float) -> None:
        """Turns the clock forward."""
        self.now += seconds


class Caller:
    """Calls methods; gives the whole answer, the result, or the description of a refusal."""

    def __init__(self, session: aiohttp.ClientSession, playground: Playground) -> None:
        self.session = session
        self.playground = playground

    def url(self, method: str, token: str | None = None) -> str:
        """Returns the address of a method."""
        return f"{self.playground.base_url}/bot{token or self.playground.token}/{method}"

    async def answer(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Returns the whole answer of a call with a JSON body."""
        async with self.session.post(self.url(method), json=parameters) as response:
            body: dict[str, Any] = await response.json()
            assert body["ok"] or body["error_code"] == response.status
            return body

    async def result(self, method: str, **parameters: Any) -> Any:
        """Returns the result of a call that has to succeed."""
        body = await self.answer(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> str:
        """Returns the description of a call that has to be refused."""
        body = await self.answer(method, **parameters)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        """Returns what getUpdates gives."""
        updates: list[dict[str, Any]] = await self.result("getUpdates", **parameters)
        return updates


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Returns an inline keyboard."""
    return {"inline_keyboard": list(rows)}


def button(text: str, data: str) -> dict[str, Any]:
    """Returns a button that sends data."""
    return {"text": text, "callback_data": data}
