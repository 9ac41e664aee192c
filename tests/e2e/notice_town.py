"""A council and its residents in a town, for what happens to notices: who lives where, and who may announce."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import insert, update

from bot import notice_progress, office
from bot.schedule import build_schedule, run_soon
from models.area import Level
from models.broadcast import Broadcast
from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice, NoticeRevision, NoticeState
from models.notice_content import NoticeContent
from models.person import Person
from models.role import Role
from models.subscription import FollowedArea
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, area_id, hire, person_id, settled
from tests.e2e.resident import Resident

OWNER = 7_900_000_001
TEXT = "فردا از ۸ تا ۱۴ آب محله قطع است."


class Timers:
    """The timers of notices, which a test does not wait for: they are called over and over, or stand still."""

    def __init__(self) -> None:
        self.schedules: list[AsyncIOScheduler] = []
        self._calling: asyncio.Task[None] | None = None

    def build(self, **given: Any) -> AsyncIOScheduler:
        """What the office builds."""
        self.schedules.append(build_schedule(**given))
        return self.schedules[-1]

    @asynccontextmanager
    async def hurrying(self) -> AsyncIterator[None]:
        """They tick ten times a second meanwhile."""
        self._calling = asyncio.create_task(self._call())
        try:
            yield
        finally:
            await self.rest()

    async def rest(self) -> None:
        """They stand still: a test may write into the database."""
        if self._calling is not None:
            self._calling.cancel()
            await asyncio.gather(self._calling, return_exceptions=True)
            await asyncio.sleep(0.1)

    async def _call(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self.schedules[-1].running:
                run_soon(self.schedules[-1])

    @asynccontextmanager
    async def resting(self) -> AsyncIterator[None]:
        """They stand still for as long as a test writes into the database."""
        await self.rest()
        try:
            yield
        finally:
            self._calling = asyncio.create_task(self._call())


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Timers:
    """The timers of the bot that a test runs; progress is shown at once and edited as often as it changes."""
    made = Timers()
    monkeypatch.setattr(office, "build_schedule", made.build)
    monkeypatch.setattr(notice_progress, "_AT_ONCE", timedelta(0))
    monkeypatch.setattr(notice_progress, "_EDITS", ((3600, 0.1),))
    return made


@dataclass
class Council:
    """Who there is: Sara and Ali are members for Golsar, where Maryam lives; Reza lives in Bagh-e Shah."""

    town: Town
    maryam: Resident
    reza: Resident
    sara: Staff
    ali: Staff
    timers: Timers

    def district(self) -> int:
        """The id of the district in which both neighbourhoods lie."""
        return area_id(self.town, "منطقهٔ ۱", Level.DISTRICT)

    async def change(self, statement: Any) -> None:
        """Write into the database behind the bot's back."""
        async with self.timers.resting():
            await self.town.change(statement)

    async def member(self, name: str, role: Role, *areas: int | None) -> Staff:
        """Somebody more of the office."""
        async with self.timers.resting():
            return await hire(self.town, name, role, *areas)

    async def follows(self, resident: Resident, name: str) -> None:
        """Somebody wants to hear of another neighbourhood, too."""
        row = {"person_id": person_id(self.town, resident), "area_id": area_id(self.town, name)}
        await self.change(insert(table_of(FollowedArea)).values(**row, created_at=datetime.now(UTC)))

    async def composes(self, sender: Staff, text: str = TEXT) -> None:
        """A message that becomes a notice: its preview and its card stand in the chat."""
        await sender.says_and_sees(text, "پیش‌نویس شما:")
        await self.town.quiet()
        await sender.chooses("اطلاعیه برای گلسار")

    async def sends(
        self, sender: Staff, text: str = TEXT, *, waits: bool = True, content: NoticeContent | None = None
    ) -> None:
        """Two taps: a message, and «send to so many»; with whatever else the notice has, as «settings» make it."""
        await self.composes(sender, text)
        if content is not None:
            await self.change(update(table_of(NoticeRevision)).values(content=content.to_data()))
        await sender.taps(next(label for label in labels_of(sender) if label.startswith("فرستادن به")))
        if waits:
            await self.town.quiet()

    async def neighbours(self, count: int) -> list[Resident]:
        """So many people more who live in Golsar."""
        crowd = [self.town.person(f"همسایهٔ {number}") for number in range(count)]
        for one in crowd:
            await one.says("/start")
        await self.town.quiet(60)
        ids = [person_id(self.town, one) for one in crowd]
        people = table_of(Person)
        await self.change(update(people).where(people.c.id.in_(ids)).values(area_id=area_id(self.town, "گلسار")))
        return crowd

    @property
    def notice(self) -> Notice:
        """The only notice there is."""
        return self.town.row(Notice)

    async def over(self, seconds: float = 45.0) -> None:
        """Wait until the only notice there is stands as sent, whatever its sender was shown before."""
        async with asyncio.timeout(seconds):
            while self.notice.state != NoticeState.SENT:  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.01)

    @property
    def broadcast(self) -> Broadcast:
        """The only broadcast there is."""
        return self.town.row(Broadcast)

    def told(self) -> dict[int, str]:
        """What became of everybody's copy, by person."""
        copies = self.town.rows(Delivery, Delivery.kind == DeliveryKind.NOTICE.value)
        return {copy.person_id: copy.state for copy in copies}

    def got(self, resident: Resident, words: str = TEXT) -> int:
        """In how many messages somebody has the notice now."""
        return len(resident.heard(words))


@asynccontextmanager
async def council(database_url: str, timers: Timers, *, delay: float = 0, **settings: Any) -> AsyncIterator[Council]:
    """A town with a council, its notices leaving after so many seconds."""
    async with running_bot(database_url, notice_delay=delay, owner_ids=(OWNER,), **settings) as town:
        maryam, reza = await settled(town, "مریم"), await settled(town, "رضا", "باغ شاه")
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        ali = await hire(town, "علی", Role.COUNCIL, area_id(town, "گلسار"))
        async with timers.hurrying():
            yield Council(town, maryam, reza, sara, ali, timers)


def labels_of(person: Resident) -> list[str]:
    """The labels of the newest message that has any."""
    return next(message.labels for message in reversed(person.messages) if message.labels)
