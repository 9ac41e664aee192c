"""The whole machine, put together: what `run` and `demo` start and stop."""

import asyncio
import os
import socket
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from telegram.error import TelegramError

from bot.alerts import Alerts
from bot.app import Machine, build_application
from bot.commands import announce_commands
from bot.database_watch import DatabaseWatch
from bot.intake.dispatcher import Dispatcher
from bot.intake.polling import Poller
from bot.intake.turns import Ran, TurnRunner
from bot.lock import ServingLock
from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.callbacks import CallbackAnswers
from bot.outgoing.delivery import Deliverer
from bot.outgoing.errors import ApiError, CallFailed
from bot.outgoing.limiter import Limiter
from bot.outgoing.marks import Marks
from bot.outgoing.replies import ReplySender
from bot.outgoing.slots import Slots
from bot.outgoing.transport import AiohttpRequest
from bot.schedule import build_schedule
from bot.settings import Settings
from models import text as persian
from models.database import Database, is_database_trouble
from models.schema import migrate
from models.services import leadership
from models.services.answers import Settled

log = get_logger(__name__)
_STOP_SECONDS = 8.0  # what turns in flight may take to end after SIGTERM; half of it what they want said
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
        self._unwritten: list[Settled] = []  # marks that could not be written before the lock was lost

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


class Office:
    """Everything that only the holder of the lock may do: poll, run turns, tick, send."""

    def __init__(
        self, settings: Settings, database: Database, client: ApiClient, application: Machine, unwritten: list[Settled]
    ) -> None:
        bot = application.bot
        self._settings, self._database, self._bot_id = settings, database, bot.id
        self._client = client
        self.watch = DatabaseWatch(database)
        self.alerts = Alerts(
            database=database, platform=settings.bot_platform, bot_id=bot.id, owner_ids=settings.owner_ids
        )
        self.marks = Marks(database=database, watch=self.watch, unwritten=unwritten)
        self.sender = self._build_sender(client)
        self.callbacks = CallbackAnswers(client)
        runner = TurnRunner(
            database=database, application=application, city=settings.city, platform=settings.bot_platform
        )
        self.dispatcher = Dispatcher(
            database=database, runner=runner, watch=self.watch, alerts=self.alerts, on_ran=self._send
        )
        self.poller = Poller(
            client=client,
            database=database,
            dispatcher=self.dispatcher,
            callbacks=self.callbacks,
            watch=self.watch,
            alerts=self.alerts,
            bot_id=bot.id,
        )
        self.schedule = build_schedule(database=database, watch=self.watch, flush_alerts=self._flush_alerts)
        self.watch.on_return(self.dispatcher.reload)
        self.watch.on_return(self.sender.reload)
        self._tasks: list[asyncio.Task[None]] = []

    def _build_sender(self, client: ApiClient) -> ReplySender:
        deliverer = Deliverer(
            client=client,
            limiter=Limiter(send_rate=self._settings.send_rate, chat_rate=self._settings.chat_rate),
            slots=Slots(database=self._database, bot_id=self._bot_id),
            database=self._database,
            alerts=self.alerts,
            bot_id=self._bot_id,
        )
        return ReplySender(
            database=self._database,
            deliverer=deliverer,
            marks=self.marks,
            watch=self.watch,
            bot_id=self._bot_id,
        )

    def _send(self, ran: Ran) -> None:
        self.sender.enqueue(ran.waiting)
        if ran.callback_id is not None:
            self.callbacks.answer(ran.callback_id, ran.toast)

    async def _flush_alerts(self) -> None:
        self.sender.enqueue(await self.alerts.flush())

    async def open(self, *, is_return: bool) -> None:
        """Take office: note it, take up what the last holder left, begin to work.

        Args:
            is_return: whether this process held the office before and only lost the lock.
        """
        holder = f"{socket.gethostname()}:{os.getpid()}"
        async with self._database.transaction() as session:
            epoch = await leadership.take(session=session, bot_id=self._bot_id, holder=holder, now=datetime.now(UTC))
        log.info("in_office", epoch=epoch)
        await self.marks.flush()
        self._start(self.marks.run())
        await self.sender.reload()
        await self.dispatcher.recover(after_crash=not is_return)
        self._start(self.dispatcher.run())
        self._start(self.poller.run())
        self._start(self._warm_up())
        self.schedule.start()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _warm_up(self) -> None:
        """What the first residents need not wait for: command menus, and the two seconds hazm takes to load."""
        await announce_commands(self._client, self._settings.default_language)
        await asyncio.to_thread(persian.load)

    async def serve_until(self, *events: asyncio.Event) -> None:
        """Work until one of the events is set, or a part of the machine breaks."""
        waits = [asyncio.create_task(event.wait()) for event in events]
        done, _ = await asyncio.wait([*self._tasks[:3], *waits], return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        for task in done:
            if task in self._tasks:
                task.result()  # raises what broke it

    async def close(self, *, is_orderly: bool) -> None:
        """Leave office; without the lock, stop at once: somebody else may be sending already."""
        if self.schedule.running:
            self.schedule.shutdown(wait=False)
        if is_orderly:
            await self._finish_work()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.dispatcher.stop(0.0)
        await self.sender.stop(0.0)
        if is_orderly:
            await self._leave_in_order()
        await self.watch.close()

    async def _finish_work(self) -> None:
        for task in self._tasks[1:3]:  # the dispatcher and the poller: nothing new begins
            task.cancel()
        await asyncio.gather(*self._tasks[1:3], return_exceptions=True)
        await self.dispatcher.stop(_STOP_SECONDS if self.watch.is_ready else 0.0)
        await self.sender.stop(_STOP_SECONDS / 2, grace=_STOP_SECONDS / 4)
        await self.callbacks.close()

    async def _leave_in_order(self) -> None:
        """Write what the next start should know; without a database it learns it from what is on disk."""
        try:
            async with asyncio.timeout(_STOP_SECONDS / 4):
                await self.marks.flush()
                await self.dispatcher.release()
        except Exception as error:
            if not (isinstance(error, TimeoutError) or is_database_trouble(error)):
                raise
            log.warning("left_without_database")
