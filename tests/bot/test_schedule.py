"""Timers on clocks that jump and in loops that are held up: nothing is dropped, nothing is done a thousand times."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from inspect import signature

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.database_watch import DatabaseWatch
from bot.schedule import Every, build_schedule, call_late_ones
from models.database import Database
from tests.crash.waiting import until

NOW = datetime(2026, 12, 10, 8, 30, tzinfo=UTC)
type Work = Callable[[], Awaitable[object]]


def _count(ran: Counter[str], name: str) -> Work:
    async def work() -> None:
        ran[name] += 1

    return work


@pytest.fixture
async def timers(sqlite_database: Database) -> AsyncIterator[tuple[AsyncIOScheduler, Counter[str]]]:
    """Every timer there is, started; and how often the work of each was done."""
    ran: Counter[str] = Counter()
    works: dict[str, Work] = {name: _count(ran, name) for name in _works()}
    schedule = build_schedule(database=sqlite_database, watch=DatabaseWatch(sqlite_database), **works)
    schedule.start()
    yield schedule, ran
    schedule.shutdown(wait=False)
    await asyncio.sleep(0)


def _postpone(schedule: AsyncIOScheduler, by: timedelta) -> None:
    """As if the clock had been set so much the other way."""
    for job in schedule.get_jobs():
        job.modify(next_run_time=datetime.now(UTC) + by)


@pytest.mark.parametrize("away", [timedelta(seconds=2), timedelta(days=3), timedelta(days=9000)])
async def test_what_was_missed_is_made_up_for_once(
    timers: tuple[AsyncIOScheduler, Counter[str]], away: timedelta
) -> None:
    """After a held-up loop, three days off, or a clock that stood in 2002: each timer once, at once, then as always."""
    schedule, ran = timers
    _postpone(schedule, -away)
    await until(lambda: all(ran[name] for name in _works()), "every timer ran", within=30)
    await asyncio.sleep(0.1)
    assert set(ran.values()) == {1}
    for job in schedule.get_jobs():
        assert timedelta(0) < job.next_run_time - datetime.now(UTC) <= job.trigger.interval


def _works() -> list[str]:
    return [name for name in signature(build_schedule).parameters if name not in {"database", "watch"}]


async def test_a_held_up_loop_drops_no_timer(timers: tuple[AsyncIOScheduler, Counter[str]]) -> None:
    """A loop that stands still while timers come due runs each of them afterwards: lateness excuses nothing."""
    schedule, ran = timers
    _postpone(schedule, timedelta(seconds=0.2))
    time.sleep(1.5)  # noqa: ASYNC251  (that is the trouble)
    await until(lambda: all(ran[name] for name in _works()), "every timer ran", within=30)


async def test_a_clock_that_is_set_back_stops_no_timer(timers: tuple[AsyncIOScheduler, Counter[str]]) -> None:
    """Set back by an hour or a year, the timers do not wait until the old time comes round: all run at once."""
    schedule, ran = timers
    assert call_late_ones(schedule, datetime.now(UTC)) == 0
    _postpone(schedule, timedelta(days=365))
    assert call_late_ones(schedule, datetime.now(UTC)) == len(schedule.get_jobs())
    await until(lambda: all(ran[name] for name in _works()), "every timer ran", within=30)
    assert call_late_ones(schedule, datetime.now(UTC)) == 0


async def test_a_timer_that_is_slow_misses_nothing(sqlite_database: Database) -> None:
    """Work that takes longer than its interval is never done twice at once, and again as soon as it has ended."""
    at_once: list[int] = []
    running = 0

    async def slow() -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0.25)
        running -= 1

    idle: dict[str, Work] = {name: _count(Counter(), name) for name in _works()}
    schedule = build_schedule(
        database=sqlite_database, watch=DatabaseWatch(sqlite_database), **(idle | {"flush_alerts": slow})
    )
    schedule.get_job("alerts").modify(trigger=Every(timedelta(seconds=0.1)), next_run_time=datetime.now(UTC))
    schedule.start()
    await asyncio.sleep(1.5)
    schedule.shutdown(wait=False)
    await asyncio.sleep(0.4)
    assert set(at_once) == {1}
    assert len(at_once) >= 4


def test_the_next_time() -> None:
    """In step with what was due, however late it ran; what was missed altogether is left out."""
    every = Every(timedelta(seconds=5))
    assert every.get_next_fire_time(None, NOW) == NOW + timedelta(seconds=5)
    assert every.get_next_fire_time(NOW, NOW + timedelta(seconds=1)) == NOW + timedelta(seconds=5)
    assert every.get_next_fire_time(NOW, NOW + timedelta(seconds=7)) == NOW + timedelta(seconds=12)


async def test_a_timer_that_fails_comes_again(sqlite_database: Database) -> None:
    """An exception in a timer's work is logged, and ends neither the timer nor anything else."""
    ran: Counter[str] = Counter()

    async def broken() -> None:
        ran["broken"] += 1
        raise ValueError(ran["broken"])

    works: dict[str, Work] = dict.fromkeys(_works(), broken)
    schedule = build_schedule(database=sqlite_database, watch=DatabaseWatch(sqlite_database), **works)
    for _ in range(3):
        await schedule.get_job("alerts").func()
    assert ran["broken"] == 3
