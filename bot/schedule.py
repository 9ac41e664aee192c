"""Every timer there is: which runs when. Each only calls a service; none holds state of its own.

What happens to the clock or to the loop costs no timer its work: what was missed is made up for once, at once.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.database_watch import DatabaseWatch
from bot.derived import refill_derived
from bot.log import get_logger
from models.database import Database, is_database_trouble
from models.services import answers, broadcast_retention, inbox

log = get_logger(__name__)
ALERTS_EVERY = 10.0  # seconds: what goes wrong many times meanwhile is said once
KEPT_FOR = timedelta(days=7)  # finished raw updates and sent answers, for looking into a complaint about the bot
COPIES_KEPT_FOR = timedelta(days=90)  # each person's copy of what was told to many: as long as it can be amended
NOTICES, NOTICES_EVERY = "notices", 5.0  # seconds a notice may leave too late; whoever sends one calls the timer
PROGRESS, PROGRESS_EVERY = "progress", 3.0  # seconds; a message that is long at work is edited less often
MEETINGS, MEETINGS_EVERY = "meetings", 5.0  # seconds an announcement or a reminder may leave too late
GOALS, GOALS_EVERY = "goals", 5.0  # seconds that reports on goals may leave too late
CALLED = frozenset({NOTICES, PROGRESS, MEETINGS, GOALS})
_CLOCK_SECONDS = 30.0  # how often somebody looks whether the clock was set back
_CHUNK = 2000  # rows deleted in one transaction, so that nobody waits for a clean-up
_COPIES = 500  # the same of deliveries, which stand in more indexes: 7 ms of SQLite among a million
_BREATH = 0.02  # seconds between them: there may be a million to delete, and residents write meanwhile


type Work = Callable[[], Awaitable[object]]


def build_schedule(  # noqa: PLR0913  (one a timer)
    *,
    database: Database,
    watch: DatabaseWatch,
    flush_alerts: Work,
    check_media: Work,
    look_for_jobs: Work,
    care_for_drafts: Work,
    clear_files: Work,
    greet_staff: Work,
    gather_news: Work,
    care_for_grants: Work,
    care_for_invitations: Work,
    care_for_notices: Work,
    show_progress: Work,
    care_for_meetings: Work,
    care_for_goals: Work,
) -> AsyncIOScheduler:
    """The timers, not started yet. A tick that was missed is made up for once, whatever the delay."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )

    def every(seconds: float, name: str, work: Work) -> None:
        ticking = asyncio.Lock()  # whoever calls a timer while it is at work has it work once more after that

        async def tick() -> None:
            try:
                async with ticking:
                    await _tick(name, work, watch)
            except asyncio.CancelledError:  # the office closes; APScheduler would call it an error
                log.info("timer_interrupted", timer=name)

        most = 2 if name in CALLED else 1
        scheduler.add_job(tick, Every(timedelta(seconds=seconds)), id=name, max_instances=most)

    every(ALERTS_EVERY, "alerts", flush_alerts)
    every(5, "derived_text", lambda: refill_derived(database))
    every(NOTICES_EVERY, NOTICES, care_for_notices)
    every(PROGRESS_EVERY, PROGRESS, show_progress)
    every(MEETINGS_EVERY, MEETINGS, care_for_meetings)
    every(GOALS_EVERY, GOALS, care_for_goals)
    every(60, "jobs", look_for_jobs)
    every(60, "morning", greet_staff)
    every(60, "digests", gather_news)
    every(60, "ended_roles", care_for_grants)
    every(600, "expired_invitations", care_for_invitations)
    every(600, "forgotten_drafts", care_for_drafts)
    every(3600, "media_store", check_media)
    every(3600, "old_exports", clear_files)
    every(1800, "old_rows", lambda: clear_old_rows(database, datetime.now(UTC)))
    return scheduler


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """Fires every so often, and once for however much was missed.

    APScheduler's own trigger counts what was missed one by one: once a clock that stood in the year 2000 is set right,
    a timer of five seconds would hold up the loop for minutes.
    """

    __slots__ = ("interval",)

    def __init__(self, interval: timedelta) -> None:
        self.interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The next time after one that was due, or after now."""
        if previous_fire_time is None or previous_fire_time + self.interval <= now:
            return now + self.interval
        next_fire_time: datetime = previous_fire_time + self.interval
        return next_fire_time


def run_soon(schedule: AsyncIOScheduler) -> None:
    """Have the timers that can be called tick at once: somebody has just given them something to do."""
    if schedule.running:
        for name in CALLED:
            schedule.modify_job(name, next_run_time=datetime.now(UTC))


async def follow_clock(schedule: AsyncIOScheduler) -> None:
    """See to it, for as long as the timers run, that a clock that is set back makes none of them wait."""
    while True:
        await asyncio.sleep(_CLOCK_SECONDS)
        call_late_ones(schedule, datetime.now(UTC))


def call_late_ones(schedule: AsyncIOScheduler, now: datetime) -> int:
    """Run at once every timer that is further off than its interval; return how many those are.

    That happens only where the clock was set back: APScheduler would wait until it shows the old time again.
    """
    late = [job for job in schedule.get_jobs() if job.next_run_time - now > job.trigger.interval + timedelta(seconds=1)]
    for job in late:
        job.modify(next_run_time=now)
    if late:
        log.warning("clock_set_back", timers=len(late))
    return len(late)


async def _tick(name: str, work: Work, watch: DatabaseWatch) -> None:
    if not watch.is_ready:
        return
    try:
        await work()
    except Exception as error:
        if is_database_trouble(error):
            watch.report(error)
        else:
            log.exception("timer_failed", timer=name)


async def clear_old_rows(database: Database, now: datetime) -> int:
    """Delete finished updates and settled answers older than `KEPT_FOR`; return how many rows went.

    Everybody's copy of what was told to many goes after `COPIES_KEPT_FOR`.
    """
    gone = 0
    while True:
        async with database.transaction() as session:
            chunk = await inbox.clear_finished(session=session, before=now - KEPT_FOR, limit=_CHUNK)
            chunk += await answers.clear_settled(session=session, before=now - KEPT_FOR, limit=_CHUNK)
        gone += chunk
        if chunk == 0:
            await clear_old_copies(database, now)
            return gone


async def clear_old_copies(database: Database, now: datetime) -> None:
    """Delete digests, and the deliveries of broadcasts, that were over `COPIES_KEPT_FOR` ago, in small transactions."""
    before, is_more = now - COPIES_KEPT_FOR, True
    while is_more:
        async with database.transaction() as session:
            is_more = await broadcast_retention.clear_copies(session=session, before=before, limit=_COPIES, now=now)
            is_more |= await broadcast_retention.clear_digests(session=session, before=before, limit=_COPIES)
        await asyncio.sleep(_BREATH)
