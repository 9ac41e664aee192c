"""The whole machine, put together: what `run` and `demo` start and stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from telegram.error import TelegramError

from bot.app import Machine, build_application
from bot.lock import ServingLock
from bot.log import get_logger
from bot.office import Office
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed
from bot.outgoing.transport import AiohttpRequest
from bot.senders import Unwritten
from bot.settings import Settings
from models.database import Database, is_database_trouble
from models.schema import migrate
from models.services import topics

log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


class TokenRefusedError(RuntimeError):
    """The messenger does not accept BOT_TOKEN; trying again would not help."""


class Service:
    """Serves one bot from one database until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = asyncio.Event()
        self.serving = asyncio.Event()
        """Set while this process holds the lock and polls."""
        self._was_in_office = False
        self._unwritten = Unwritten()

    def stop(self) -> None:
        """End cleanly: finish the turns in flight, send what they want said, let go of the lock."""
        self._stopping.set()

    async def run(self) -> None:
        """Serve until `stop`.

        Raises:
            TokenRefusedError: with one sentence for the operator.
        """
        settings = self._settings
        database = Database(settings.database_url.get_secret_value())
        client = ApiClient(
            base_url=settings.bot_api_url,
            token=settings.bot_token,
            proxy=settings.bot_proxy.get_secret_value() if settings.bot_proxy else None,
        )
        try:
            await self._until_stopped(self._serve(database, client))
        finally:
            await client.close()
            await database.close()

    async def _until_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not task.done() and not self.serving.is_set():
            task.cancel()  # still waiting for the network, the database or the lock: nothing is in flight
        await asyncio.gather(task, stopping, return_exceptions=True)
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error

    async def _serve(self, database: Database, client: ApiClient) -> None:
        await self._prepare_database(database)
        application = build_application(
            token=self._settings.bot_token.get_secret_value(),
            api_url=self._settings.bot_api_url,
            request=AiohttpRequest(client),
        )
        await self._meet_messenger(application, client)
        lock = ServingLock(database, application.bot.id)
        while not self._stopping.is_set():
            try:
                async with lock.held():
                    await self._hold_office(database, client, application, lock)
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                log.error("database_away", reason=str(error).splitlines()[0][:200])  # noqa: TRY400  (no traceback)
                await asyncio.sleep(_FIRST_PAUSE * 4)

    async def _prepare_database(self, database: Database) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                revision = await asyncio.to_thread(migrate, database)
                async with database.transaction() as session:
                    await topics.ensure_topics(session=session)
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                log.error("database_away", reason=str(error).splitlines()[0][:200])  # noqa: TRY400  (no traceback)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                log.info("database_ready", revision=revision)
                return

    async def _meet_messenger(self, application: Machine, client: ApiClient) -> None:
        """Learn the bot's name. The network may be away for hours: then this takes hours."""
        pause, has_said_so = _FIRST_PAUSE, False
        while True:
            try:
                await client.call("getMe", {})
                await application.initialize()
            except ApiError as error:
                if error.code in {401, 404}:
                    raise TokenRefusedError(
                        f"the messenger refuses BOT_TOKEN ({error.code}): check BOT_TOKEN and BOT_API_URL"
                    ) from None
                reason = error.reason
            except CallFailed as error:
                reason = error.reason
            except TelegramError as error:  # the same trouble, met by PTB's own getMe
                reason = error.message
            else:
                return
            if not has_said_so:
                log.warning("messenger_unreachable", reason=f"{reason}; trying again until it can be reached")
                has_said_so = True
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _hold_office(
        self, database: Database, client: ApiClient, application: Machine, lock: ServingLock
    ) -> None:
        office = Office(self._settings, database, client, application, self._unwritten)
        try:
            await office.open(is_return=self._was_in_office)
            self._was_in_office = True
            self.serving.set()
            log.info("serving", bot=application.bot.username, platform=self._settings.bot_platform)
            await office.serve_until(self._stopping, lock.lost)
        finally:
            self.serving.clear()
            await office.close(is_orderly=not lock.lost.is_set())
            log.info("stopped")
