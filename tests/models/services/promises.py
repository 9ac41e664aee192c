"""A city with goals: who reports on them, who follows them, and everything that is told of them on a fast clock."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from bot.digests import Digests
from bot.goal_care import GoalCare
from bot.notice_care import NoticeCare
from models.database import AsyncSession, Database, table_of
from models.delivery import DeliveryKind
from models.goal import GoalSubmission
from models.goal_facts import GoalValues
from models.services import digests, goal_follows, goal_rows, goal_updates, goals, submissions, subscriptions
from models.services.goal_updates import UpdateContent
from models.submission import Submission
from models.subscription import NO_QUIET, Digest, NewsKind
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.fast_post import FastPost, MortalDatabase, Shown
from tests.models.services.resolution_rows import Council

FIVE = datetime(2026, 12, 10, 17, tzinfo=TEHRAN)  # NOW is noon of that day
TREES: GoalValues = {"unit": "اصله", "baseline": 0.0, "target": 500.0}


class Promises:
    """The council's town with goals; each thing that somebody does is a transaction of its own."""

    def __init__(self, database: Database, town: Council, mortal: MortalDatabase) -> None:
        self.database, self.town, self.mortal = database, town, mortal
        self.post = FastPost(mortal, town.city)
        self.begin_anew()

    @classmethod
    async def open(cls, database: Database, chance: random.Random | None = None) -> "Promises":
        """Settle it; nobody dies as long as `mortal.share` is 0."""
        mortal = MortalDatabase(database.url.render_as_string(hide_password=False), chance or random.Random(0), 0.0)
        async with database.transaction() as session:
            return cls(database, await Council.open(session), mortal)

    def begin_anew(self) -> None:
        """What a process begins with."""
        self.care = GoalCare(database=self.mortal, city=self.town.city, bot_id=BOT, owners=OWNERS)
        self.notices = NoticeCare(database=self.mortal, city=self.town.city, bot_id=BOT, owners=OWNERS)
        self.digests = Digests(database=self.mortal, city=self.town.city, bot_id=BOT)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[AsyncSession]:
        """One thing that somebody does."""
        async with self.mortal.transaction() as session:
            self.town.session = session
            yield session

    async def goal(self, title: str, area: str = "گلسار", values: GoalValues | None = None) -> int:
        """The id of a goal that everybody reads."""
        async with self.turn() as session:
            secretary = await self.town.as_("secretary", NOW, session)
            made = await goals.create(secretary, area_id=self.town.areas[area], title=title, values=values)
            return (await goals.publish(secretary, made.id or 0, made.version)).id or 0

    async def report(self, goal_id: int, text: str, now: datetime = NOW, who: str = "secretary", **said: Any) -> int:
        """The id of a report."""
        async with self.turn() as session:
            actor = await self.town.as_(who, now, session)
            goal = await goal_rows.load(session, goal_id)
            made = await goal_updates.publish_update(actor, goal_id, goal.version, UpdateContent(text, **said))
            return made.id or 0

    async def remove(self, update_id: int, now: datetime) -> None:
        """Take one back."""
        async with self.turn() as session:
            await goal_updates.remove(await self.town.as_("secretary", now, session), update_id)

    async def tell_now(self, update_id: int, now: datetime) -> None:
        """Have it told soon."""
        async with self.turn() as session:
            await goal_updates.tell_now(await self.town.as_("secretary", now, session), update_id)

    async def reader(self, *goal_ids: int, quiet: str = NO_QUIET, area: str = "گلسار") -> int:
        """Somebody new who follows these goals and never sleeps."""
        async with self.turn() as session:
            person_id = await self.town.reader(area)
            await subscriptions.choose_quiet(session=session, person_id=person_id, quiet=quiet, now=NOW)
        for goal_id in goal_ids:
            await self.follow(goal_id, person_id)
        return person_id

    async def author(self, goal_id: int, person_id: int | None = None) -> int:
        """Somebody whose submission stands behind a goal."""
        person_id = person_id or await self.reader()
        async with self.turn() as session:
            sent = await self.town.proposed(author=person_id)
            row = {"goal_id": goal_id, "submission_id": sent.id, "created_at": NOW}
            await session.execute(insert(table_of(GoalSubmission)).values(row))
        return person_id

    async def withdraw(self, person_id: int) -> None:
        """Take back everything that somebody sent."""
        async with self.turn() as session:
            sent = select(Submission).where(col(Submission.person_id) == person_id)
            for one in (await session.execute(sent)).scalars().all():
                await submissions.withdraw(session=session, submission=one, person_id=person_id, now=NOW)

    async def follow(self, goal_id: int, person_id: int, now: datetime = NOW) -> None:
        """Press «follow»."""
        async with self.turn() as session:
            await goal_follows.follow(session=session, goal_id=goal_id, person_id=person_id, now=now)

    async def unfollow(self, goal_id: int, person_id: int) -> None:
        """Press it again."""
        async with self.turn() as session:
            await goal_follows.unfollow(session=session, goal_id=goal_id, person_id=person_id)

    async def switch(self, person_id: int, now: datetime = NOW, *, is_on: bool) -> None:
        """Have news of goals on or off."""
        async with self.turn() as session:
            await subscriptions.switch(session=session, person_id=person_id, kind=NewsKind.GOALS, is_on=is_on, now=now)

    async def gather(self, person_id: int, digest: Digest, now: datetime = NOW) -> None:
        """Have news gathered, or no more."""
        async with self.turn() as session:
            await digests.choose(session=session, bot_id=BOT, person_id=person_id, digest=digest, now=now, zone=TEHRAN)

    async def tick(self, now: datetime) -> int:
        """What the timers do; how many things are to be told of goals."""
        await self.notices.look(now)
        told = await self.care.look(now)
        await self.digests.look(now)
        return told

    async def post_all(self, now: datetime) -> list[Shown]:
        """What is sent at a moment."""
        before = len(self.post.shown)
        await self.post.deliver(now)
        return self.post.shown[before:]

    async def look(self, now: datetime) -> list[Shown]:
        """The timers, and what is sent by it."""
        await self.tick(now)
        return await self.post_all(now)

    async def close(self) -> None:
        """Put the second connection away."""
        await self.mortal.close()


def people(shown: list[Shown], *kinds: DeliveryKind) -> list[int]:
    """Who got a message, in the order of their ids; without kinds, one of goals."""
    wanted = kinds or (DeliveryKind.GOAL_NEWS,)
    return sorted(one.person_id for one in shown if one.kind in wanted)


@pytest.fixture
async def city(database: Database) -> AsyncIterator[Promises]:
    """The town with goals, empty."""
    made = await Promises.open(database)
    yield made
    await made.close()
