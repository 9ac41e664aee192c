"""Every timer there is: which runs when. Each only calls a service; none holds state of its own."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.database_watch import DatabaseWatch
from bot.derived import refill_derived
from bot.log import get_logger
from models.database import Database, is_database_trouble
from models.services import answers, inbox

log = get_logger(__name__)
ALERTS_EVERY = 10.0  # seconds: what goes wrong many times meanwhile is said once
KEPT_FOR = timedelta(days=7)  # finished raw updates and sent answers, for looking into a complaint about the bot
_CHUNK = 2000  # rows deleted in one transaction, so that nobody waits for a clean-up


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
    care_for_grants: Work,
) -> AsyncIOScheduler:
    """The timers, not started yet. A tick that was missed is made up for once, whatever the delay."""
    scheduler = AsyncIOScheduler(
        timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )

    def every(seconds: float, name: str, work: Work) -> None:
        async def tick() -> None:
            await _tick(name, work, watch)

        scheduler.add_job(tick, "interval", seconds=seconds, id=name)

    every(ALERTS_EVERY, "alerts", flush_alerts)
    every(5, "derived_text", lambda: refill_derived(database))
    every(60, "jobs", look_for_jobs)
    every(60, "morning", greet_staff)
    every(60, "ended_roles", care_for_grants)
    every(600, "forgotten_drafts", care_for_drafts)
    every(3600, "media_store", check_media)
    every(3600, "old_exports", clear_files)
    every(1800, "old_rows", lambda: clear_old_rows(database, datetime.now(UTC)))
    return scheduler


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
    """Delete finished updates and settled answers older than `KEPT_FOR`; return how many rows went."""
    gone = 0
    while True:
        async with database.transaction() as session:
            chunk = await inbox.clear_finished(session=session, before=now - KEPT_FOR, limit=_CHUNK)
            chunk += await answers.clear_settled(session=session, before=now - KEPT_FOR, limit=_CHUNK)
        gone += chunk
        if chunk == 0:
            return gone
