"""Two weeks of timers on a fast clock, killed at random: everything that was scheduled happens exactly once."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice, NoticeState, Repeats
from models.notice_times import next_time, occurrence_of
from models.services import notice_approval_care, notice_approvals, notice_changes, notice_due
from models.services.actor import Actor as Announcer
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, WEEK, Town

TWO_WEEKS = 2 * WEEK


class _Killed(Exception):  # noqa: N818  # what happened, and no error of ours
    """The process died before this transaction was committed."""


@dataclass
class Weeks:
    """Two weeks: who is there, what was scheduled, and the clock."""

    database: Database
    town: Town
    chance: random.Random
    now: datetime = NOW
    plain: dict[int, datetime] = field(default_factory=dict)
    repeating: dict[int, Notice] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    kills: int = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction that a kill may take back whole at its end."""
        try:
            async with self.database.transaction() as session:
                yield session
                self._perhaps_die()
        except _Killed:
            self.kills += 1

    def _perhaps_die(self) -> None:
        if self.chance.random() < 0.25:
            raise _Killed

    async def tick(self) -> None:
        """What the timers do in a minute, each in a transaction of its own; and the engine between them."""
        steps: list[Callable[[AsyncSession], Awaitable[object]]] = [self._start, self._remind, self._send, self._tell]
        for step in steps:
            async with self.transaction() as session:
                await step(session)

    async def _start(self, session: AsyncSession) -> object:
        return await notice_due.start_due(session=session, bot_id=BOT, city=self.town.city, owners=OWNERS, now=self.now)

    async def _remind(self, session: AsyncSession) -> object:
        return await notice_approval_care.care_for_approvals(
            session=session, bot_id=BOT, city=self.town.city, owners=OWNERS, now=self.now
        )

    async def _send(self, session: AsyncSession) -> None:
        """The engine, in short: what is on its way has arrived."""
        rows = table_of(Broadcast)
        over = rows.update().where(rows.c.state == "sending", rows.c.started_at < self.now)
        await session.execute(over.values(state="done", finished_at=self.now))

    async def _tell(self, session: AsyncSession) -> object:
        return await notice_due.finish_told(session=session, bot_id=BOT, city=self.town.city, now=self.now)

    async def approve_one(self) -> None:
        """Somebody says yes to something that waits, or tries to."""
        if not self.asked:
            return
        notice_id = self.asked.pop(self.chance.randrange(len(self.asked)))
        async with self.database.transaction() as session:
            manager = await self.town.as_("manager", self.now, session)
            await notice_approvals.approve(manager, notice_id, 1)
        self.plain[notice_id] = self.now


async def _prepared(session: AsyncSession, database: Database, seed: int) -> Weeks:
    town, chance = await Town.open(session), random.Random(seed)
    weeks = Weeks(database, town, chance)
    author = await town.as_("author")
    for _ in range(8):
        at = NOW + timedelta(minutes=chance.randrange(1, 14 * 24 * 60))
        notice = await _scheduled(town, author, at)
        weeks.plain[notice.id or 0] = at
    for repeats in (Repeats.WEEKLY, Repeats.WEEKLY, Repeats.MONTHLY):
        at = NOW + timedelta(minutes=chance.randrange(1, 5 * 24 * 60))
        notice = await _scheduled(town, author, at, repeats, NOW + chance.randrange(7, 20) * DAY)
        weeks.repeating[notice.id or 0] = Notice(**notice.model_dump())
    weeks.asked = [(await town.asked()).id or 0 for _ in range(5)]
    return weeks


async def _scheduled(
    town: Town, author: Announcer, at: datetime, repeats: Repeats | None = None, until: datetime | None = None
) -> Notice:
    notice = await town.draft()
    notice = await notice_changes.change_time(
        author, notice.id or 0, 1, starts_at=at, repeats=repeats, repeats_until=until
    )
    return await town.send(notice)


@pytest.mark.parametrize(
    "seed", [1405, pytest.param(9, marks=pytest.mark.soak), pytest.param(17, marks=pytest.mark.soak)]
)
async def test_two_weeks(database: Database, seed: int) -> None:
    """Whatever was scheduled leaves once at the first tick after its time, through kills and hours of absence."""
    async with database.transaction() as session:
        weeks = await _prepared(session, database, seed)
    waiting = set(weeks.asked)
    while weeks.now < NOW + TWO_WEEKS:
        weeks.now += weeks.chance.choice([MINUTE, 17 * MINUTE, HOUR, 3 * HOUR, 20 * HOUR])
        if weeks.chance.random() < 0.03:
            await weeks.approve_one()
        await weeks.tick()
    for _ in range(20):  # long enough for every kill to be made up for
        weeks.now += MINUTE
        await weeks.tick()
    assert weeks.kills > 20
    async with database.transaction() as session:
        await _check_times(session, weeks)
        await _check_askings(session, waiting)
        await _check_news(session)


async def _check_times(session: AsyncSession, weeks: Weeks) -> None:
    rows = (await session.execute(select(Broadcast).order_by(table_of(Broadcast).c.id))).scalars().all()
    started = Counter((row.source_id, row.occurrence) for row in rows)
    assert set(started.values()) == {1}
    missed = await _skipped(session)
    for notice_id, at in weeks.plain.items():
        if at <= NOW + TWO_WEEKS - HOUR:
            assert (notice_id, "once") in started
            assert (await _state(session, notice_id)) is NoticeState.SENT
    for notice_id, notice in weeks.repeating.items():
        left = [occurrence for source, occurrence in started if source == notice_id]
        assert sorted([*left, *missed.get(notice_id, [])]) == sorted(_expected(notice, weeks.now))


async def _skipped(session: AsyncSession) -> dict[int, list[str]]:
    rows = await session.execute(select(Audit).where(table_of(Audit).c.action == "notice.skip"))
    skipped: dict[int, list[str]] = {}
    for row in rows.scalars():
        at = [datetime.fromisoformat(one).astimezone(TEHRAN) for one in row.after["missed"]]
        skipped.setdefault(row.object_id or 0, []).extend(one.isoformat(timespec="minutes") for one in at)
    return skipped


def _expected(notice: Notice, now: datetime) -> list[str]:
    """Every time of a repeating notice until a moment."""
    at, times = notice.starts_at, list[str]()
    while at is not None and at <= now:
        times.append(occurrence_of(notice, at, TEHRAN))
        at = next_time(notice, at, TEHRAN)
    return times


async def _state(session: AsyncSession, notice_id: int) -> NoticeState:
    rows = table_of(Notice).c
    return NoticeState((await session.execute(select(rows.state).where(rows.id == notice_id))).scalar_one())


async def _check_askings(session: AsyncSession, waiting: set[int]) -> None:
    """Each was asked of somebody, reminded of, and asked of the secretariat and the owner, once, if it waited on."""
    rows = await session.execute(
        select(Delivery).where(table_of(Delivery).c.kind == DeliveryKind.NOTICE_APPROVAL.value)
    )
    told: dict[int, list[str]] = {}
    for row in rows.scalars():
        told.setdefault(row.source_id, []).append(row.occurrence)
    assert set(told) == waiting
    for notice_id in waiting:
        notice = await session.get(Notice, notice_id)
        assert notice is not None
        if notice.asked_revision is not None:
            assert Counter(told[notice_id]) == {"1 ask": 3, "1 remind": 1}


async def _check_news(session: AsyncSession) -> None:
    """The holder was told of each time how it ended, once."""
    rows = await session.execute(select(Delivery).where(table_of(Delivery).c.kind == DeliveryKind.NOTICE_NEWS.value))
    done = [row.content["broadcast"] for row in rows.scalars() if row.content["what"] == "done"]
    times = (await session.execute(select(table_of(Broadcast).c.id))).scalars().all()
    assert sorted(done) == sorted(times)
    starts = select(table_of(Audit).c.id).where(table_of(Audit).c.action == "notice.start")
    assert len((await session.execute(starts)).all()) == len(times)
