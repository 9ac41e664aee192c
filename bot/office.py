"""The office of the one process that holds a bot's lock: it polls, runs turns, ticks, downloads and sends."""

import asyncio
import os
import socket
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from bot.alerts import Alerts
from bot.app import Machine
from bot.commands import announce_commands
from bot.database_watch import DatabaseWatch
from bot.digests import Digests
from bot.draft_care import care_for_drafts
from bot.goal_care import GoalCare, GoalTimer
from bot.grant_care import care_for_grants, care_for_invitations
from bot.intake.dispatcher import Dispatcher
from bot.intake.polling import Poller
from bot.intake.turns import Ran, TurnRunner
from bot.jobs import JobRunner, delete_old_exports
from bot.log import get_logger
from bot.media import MediaDownloader
from bot.meeting_care import MeetingCare, MeetingTimer
from bot.memory import settle_memory
from bot.morning import Mornings
from bot.notice_care import NoticeCare, NoticeTimers
from bot.notice_progress import ProgressMessages
from bot.outgoing.api import ApiClient
from bot.outgoing.callbacks import CallbackAnswers
from bot.outgoing.delivery import Deliverer
from bot.outgoing.limiter import Limiter
from bot.outgoing.line import Line
from bot.outgoing.marks import Marks
from bot.outgoing.replies import ReplySender
from bot.outgoing.slots import Slots
from bot.outgoing.way import Way
from bot.schedule import KEPT_FOR, build_schedule, follow_clock, run_soon
from bot.senders import Senders, Unwritten
from bot.settings import Settings
from models import text as persian
from models.database import Database, is_database_trouble
from models.rights import Owners
from models.services import leadership

log = get_logger(__name__)


_STOP_SECONDS = 8.0  # what turns in flight may take to end after SIGTERM; half of it what they want said


class Office:
    """Everything that only the holder of the lock may do: poll, run turns, tick, send."""

    def __init__(
        self, settings: Settings, database: Database, client: ApiClient, application: Machine, unwritten: Unwritten
    ) -> None:
        bot = application.bot
        self._settings, self._database, self._bot_id = settings, database, bot.id
        self._client = client
        self.watch = DatabaseWatch(database)
        self.alerts = Alerts(
            database=database, platform=settings.bot_platform, bot_id=bot.id, owner_ids=settings.owner_ids
        )
        self.marks = Marks(database=database, watch=self.watch, unwritten=unwritten.answers)
        self._way = Way(client, Limiter(send_rate=settings.send_rate, chat_rate=settings.chat_rate), Line())
        self.sender = self._build_sender()
        owners = self._owners = Owners(settings.bot_platform, frozenset(settings.owner_ids))
        self.senders = Senders(
            database=database,
            way=self._way,
            watch=self.watch,
            alerts=self.alerts,
            settings=settings,
            bot_id=bot.id,
            enqueue=self.sender.enqueue,
            unwritten=unwritten,
        )
        self.mornings = Mornings(database=database, city=settings.city, bot_id=bot.id, owners=owners)
        self.digests = Digests(database=database, city=settings.city, bot_id=bot.id)
        self.notices = NoticeTimers(
            care=NoticeCare(database=database, city=settings.city, bot_id=bot.id, owners=owners),
            progress=ProgressMessages(database=database, city=settings.city, bot_id=bot.id),
            enqueue=self.sender.enqueue,
            senders=(self.senders,),
        )
        self.meetings = MeetingTimer(
            care=MeetingCare(database=database, city=settings.city, bot_id=bot.id, owners=owners),
            senders=(self.senders,),
        )
        self.goals = GoalTimer(
            care=GoalCare(database=database, city=settings.city, bot_id=bot.id, owners=owners),
            senders=(self.senders,),
        )
        self.callbacks = CallbackAnswers(client)
        runner = TurnRunner(
            database=database,
            application=application,
            city=settings.city,
            platform=settings.bot_platform,
            owner_ids=settings.owner_ids,
            media_dir=settings.media_dir,
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
        self.media = MediaDownloader(
            database=database,
            client=client,
            watch=self.watch,
            alerts=self.alerts,
            bot_id=bot.id,
            media_dir=settings.media_dir,
        )
        self.jobs = JobRunner(
            settings=settings,
            database=database,
            client=client,
            sender=self.sender,
            watch=self.watch,
            bot_id=bot.id,
        )
        self.schedule = build_schedule(
            database=database,
            watch=self.watch,
            flush_alerts=self._flush_alerts,
            check_media=self.media.check_store,
            look_for_jobs=self._look_for_jobs,
            care_for_drafts=self._care_for_drafts,
            clear_files=self._clear_files,
            greet_staff=self._greet_staff,
            gather_news=self._gather_news,
            care_for_grants=self._care_for_grants,
            care_for_invitations=self._care_for_invitations,
            care_for_notices=self.notices.care,
            show_progress=self.notices.show_progress,
            care_for_meetings=self.meetings.care,
            care_for_goals=self.goals.care,
        )
        self.watch.on_return(self.dispatcher.reload)
        self.watch.on_return(self.sender.reload)
        self.watch.on_return(self.senders.reload)
        self._tasks: list[asyncio.Task[None]] = []

    def _build_sender(self) -> ReplySender:
        deliverer = Deliverer(
            client=self._way.client,
            limiter=self._way.limiter,
            line=self._way.line,
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
        if ran.has_media:
            self.media.nudge()
        if ran.has_jobs:
            self.jobs.nudge()
        if ran.has_deliveries or ran.has_due:
            self.senders.nudge()
        if ran.has_due:
            run_soon(self.schedule)

    async def _look_for_jobs(self) -> None:
        self.jobs.nudge()

    async def _gather_news(self) -> None:
        if await self.digests.look():
            self.senders.nudge()

    async def _greet_staff(self) -> None:
        if await self.mornings.look():
            self.senders.nudge()

    async def _care_for_grants(self) -> None:
        waiting = await care_for_grants(
            self._database,
            bot_id=self._bot_id,
            city=self._settings.city,
            owners=self._owners,
            now=datetime.now(UTC),
        )
        self.sender.enqueue(waiting)
        self.senders.nudge()

    async def _care_for_invitations(self) -> None:
        city, owners, now = self._settings.city, self._owners, datetime.now(UTC)
        if await care_for_invitations(self._database, bot_id=self._bot_id, city=city, owners=owners, now=now):
            self.senders.nudge()

    async def _care_for_drafts(self) -> None:
        waiting = await care_for_drafts(self._database, self._bot_id, self._settings.city, datetime.now(UTC))
        self.sender.enqueue(waiting)

    async def _clear_files(self) -> None:
        await asyncio.to_thread(delete_old_exports, self._settings.media_dir, datetime.now(UTC) - KEPT_FOR)

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
        await self.senders.take_over()
        await self.dispatcher.recover(after_crash=not is_return)
        self._start(self.dispatcher.run())
        self._start(self.poller.run())
        self._start(self.media.run())
        self._start(self.jobs.run())
        self._start(self.senders.run())
        self._start(self._warm_up())
        self.schedule.start()
        self._start(follow_clock(self.schedule))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _warm_up(self) -> None:
        """What the first residents need not wait for: command menus, and the two seconds hazm takes to load."""
        await announce_commands(self._client, self._settings.default_language)
        await asyncio.to_thread(persian.load)
        await asyncio.to_thread(settle_memory)

    async def serve_until(self, *events: asyncio.Event) -> None:
        """Work until one of the events is set, or a part of the machine breaks."""
        waits = [asyncio.create_task(event.wait()) for event in events]
        done, _ = await asyncio.wait([*self._tasks[:6], *waits], return_when=asyncio.FIRST_COMPLETED)
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
        await self.senders.stop(0.0)
        await self.sender.stop(0.0)
        if is_orderly:
            await self._leave_in_order()
        await self.watch.close()

    async def _finish_work(self) -> None:
        for task in self._tasks[1:3]:  # the dispatcher and the poller: nothing new begins
            task.cancel()
        await asyncio.gather(*self._tasks[1:3], return_exceptions=True)
        await self.dispatcher.stop(_STOP_SECONDS if self.watch.is_ready else 0.0)
        await self.senders.stop(_STOP_SECONDS / 2)
        await self.sender.stop(_STOP_SECONDS / 2, grace=_STOP_SECONDS / 4)
        await self.callbacks.close()

    async def _leave_in_order(self) -> None:
        """Write what the next start should know; without a database it learns it from what is on disk."""
        try:
            async with asyncio.timeout(_STOP_SECONDS / 4):
                await self.marks.flush()
                await self.dispatcher.release()
                await self.senders.put_back_held()
        except Exception as error:
            if not (isinstance(error, TimeoutError) or is_database_trouble(error)):
                raise
            log.warning("left_without_database")
