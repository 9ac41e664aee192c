"""The playground: a server on loopback, started in-process by ``mahalleyar demo`` and by the tests."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.playground.api import Api
from bot.playground.calls import Call
from bot.playground.faults import Faults, reset
from bot.playground.flood import FloodControl
from bot.playground.groups import Group
from bot.playground.memory import load, save
from bot.playground.page_api import PageApi
from bot.playground.page_attach import PageAttach
from bot.playground.page_files import PageFiles
from bot.playground.page_groups import PageGroups
from bot.playground.person import Person
from bot.playground.state import State

_MAX_BODY = 60 * 1024 * 1024  # above the API's own 50 MB, so that it is the API that complains


class Playground:
    """A messenger of our own with the Bot API, people and a chat page.

    Args:
        token: The only token that is accepted; the number before the colon is the bot's user id.
        bot_name: The bot's name.
        bot_username: Its @name, without the @.
        clock: Unix time in seconds; tests turn it forward.

    Attributes:
        faults: Faults on demand.
        flood: Flood control, off until ``flood.switch_on()``.
        state: The world behind the API.
    """

    def __init__(
        self,
        *,
        token: str = "42:playground",  # noqa: S107  # nobody's secret: this server exists on loopback only
        bot_name: str = "محله‌یار",
        bot_username: str = "mahalleyar_bot",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.state = State(token=token, bot_name=bot_name, bot_username=bot_username, clock=clock)
        self.faults = Faults()
        self.flood = FloodControl(clock=time.monotonic)
        self._api = Api(self.state, self.faults, self.flood)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._host = "127.0.0.1"
        self._port = 0

    @property
    def base_url(self) -> str:
        """The address for ``BOT_API_URL``; the page is at the same address."""
        return f"http://{self._host}:{self._port}"

    @property
    def port(self) -> int:
        """The port, also while nothing listens on it."""
        return self._port

    @property
    def calls(self) -> list[Call]:
        """Every call the bot made, oldest first, getUpdates included."""
        return list(self._api.log.calls)

    def calls_of(self, method: str) -> list[Call]:
        """Returns the calls of one method, oldest first."""
        return [call for call in self._api.log.calls if call.method == method]

    @property
    def unknown_calls(self) -> list[str]:
        """Methods that the bot called and the playground does not have."""
        return self._api.log.unknown_calls

    @property
    def unknown_parameters(self) -> list[str]:
        """Dotted names of parameters and nested fields the published schema does not have."""
        return self._api.log.unknown_parameters

    @property
    def people(self) -> list[Person]:
        """Everybody, in the order they were added."""
        return list(self.state.people.values())

    def add_person(
        self,
        name: str,
        *,
        language_code: str | None = "fa",
        username: str | None = None,
        person_id: int | None = None,
    ) -> Person:
        """Adds somebody with a private chat with the bot; the id is above 7·10⁹ unless one is given.

        Raises:
            ValueError: The given id is taken.
        """
        return self.state.add_person(name, language_code=language_code, username=username, person_id=person_id)

    def add_group(self, title: str, members: list[Person]) -> Group:
        """Adds a supergroup in which the bot and these people are."""
        return self.state.add_group(title, members)

    def push_raw(self, update: dict[str, Any] | str) -> int:
        """Queues an update verbatim, however malformed; see ``Updates.push_raw``."""
        return self.state.updates.push_raw(update)

    def save(self, path: Path) -> None:
        """Writes everything that was said to a file, so that a later playground can go on from there."""
        save(self.state, path)

    def load(self, path: Path) -> None:
        """Goes on where ``save`` left off; to be called before anything else happens.

        Raises:
            OSError: The file cannot be read.
            ValueError: It is not a file of ``save``.
        """
        load(self.state, path)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one, to be read from ``base_url``.

        Raises:
            OSError: The port is taken.
        """
        application = web.Application(client_max_size=_MAX_BODY)
        self._api.add_routes(application)
        for part in (PageApi, PageAttach, PageGroups, PageFiles):
            part(self.state).add_routes(application)
        # handler_cancellation: a long poll ends when its client hangs up
        self._runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        self._host, self._port = host, port
        self.state.closing = False
        try:
            await self.resume_listening()
        except OSError:
            await self.stop()
            raise

    async def stop_listening(self) -> None:
        """The network goes away: open connections are reset, new ones are refused."""
        if self._site is not None:
            site, self._site = self._site, None
            await site.stop()
        server = self._runner.server if self._runner else None
        for connection in list(server.connections) if server else []:
            reset(connection.transport)

    async def resume_listening(self) -> None:
        """The network is back, on the same port; nothing was forgotten meanwhile."""
        if self._runner is None:
            raise RuntimeError("the playground was not started")
        if self._site is None:
            site = web.TCPSite(self._runner, self._host, self._port, reuse_address=True)
            await site.start()
            self._site = site
            self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Ends everything; what was said stays readable."""
        self.state.closing = True
        await self.stop_listening()
        if self._runner is not None:
            runner, self._runner = self._runner, None
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        """Starts on a free port of 127.0.0.1 unless it runs already."""
        if self._runner is None:
            await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops."""
        await self.stop()
