"""A season of a city with goals, on a fast clock: who does what at random, and what was seen by whom meanwhile."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from models.database import Database, table_of
from models.errors import DomainError
from models.goal import GoalFollow, GoalRound, GoalSubmission, GoalUpdate
from models.quiet_hours import QuietHours
from models.services import goal_rows, goal_updates
from models.services.goal_updates import UpdateContent
from models.submission import Submission
from models.subscription import DEFAULT_QUIET, NO_QUIET, Digest, Subscription
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.fast_post import KilledError, Shown
from tests.models.services.notice_rows import DAY, HOUR, MINUTE
from tests.models.services.promises import TREES, Promises

LENGTH, QUIET_DAYS = 90 * DAY, 12 * DAY  # nobody does anything in the last ones, and everything arrives
STEPS = (10 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 20 * HOUR)
OFTEN = (20, 30, 30, 8, 1)
READERS, GOALS = 9, 5
_u = table_of(GoalUpdate).c

type Act = Callable[["Season"], Awaitable[None]]


@dataclass(frozen=True)
class Moment:
    """How things stood after a step: by the clock, since the beginning (which no clock sets back), for whom.

    `concerned` are (person, goal) of everybody who is to be told; `gathering` who reads digests. `is_alive`: whatever
    was due at this step was done to its end.
    """

    now: datetime
    age: timedelta
    concerned: frozenset[tuple[int, int]]
    gathering: frozenset[int]
    is_alive: bool


@dataclass
class Season:
    """The city, its clock, and what happened in it. `more` are things that somebody else lets people do."""

    promises: Promises
    chance: random.Random
    more: Sequence[Act] = ()
    now: datetime = NOW
    age: timedelta = timedelta(0)
    kills: int = 0
    back: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    readers: dict[int, QuietHours] = field(default_factory=dict)
    goals: list[int] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    seen: list[tuple[int, Shown]] = field(default_factory=list)
    """Each message with the number of the moment after it."""
    rounds: dict[int, int] = field(default_factory=dict)
    """The number of the first moment after each round began."""
    corrected: set[int] = field(default_factory=set)
    """Reports that somebody corrected at any time."""

    @classmethod
    async def open(cls, database: Database, seed: int, more: Sequence[Act] = ()) -> "Season":
        """Settle it; nobody dies before it is."""
        chance = random.Random(seed)
        season = cls(await Promises.open(database, chance), chance, more)
        for number in range(GOALS):
            season.goals.append(await season.promises.goal(f"هدف {number}", values=TREES if number % 2 else None))
        for number in range(READERS):
            quiet = NO_QUIET if number % 3 == 0 else DEFAULT_QUIET
            person_id = await season.promises.reader(quiet=quiet)
            season.readers[person_id] = QuietHours.of(quiet, TEHRAN)
            for goal_id in chance.sample(season.goals, number % 3):
                await season.promises.follow(goal_id, person_id)
        await season._observe(is_alive=True)
        season.promises.mortal.share = 0.01
        return season

    async def live(self) -> None:
        """Let the season pass, and some days more."""
        while self.age < LENGTH:
            await self._step(self.chance.choices(STEPS, OFTEN)[0])
            for _ in range(self.chance.choice([0, 1, 2, 4])):
                await self._pass(MINUTE)
                await self._act()
        self.promises.mortal.share = 0.0
        while self.age < LENGTH + QUIET_DAYS:
            await self._step(4 * HOUR)
        await self.promises.close()

    async def _pass(self, ahead: timedelta) -> None:
        self.age += ahead
        self.now += ahead
        if self.chance.random() < 1 / 150 and self.age < LENGTH:
            self.back += 1
            self.now -= self.chance.randint(1, 240) * MINUTE  # somebody set the machine's clock

    async def _step(self, ahead: timedelta) -> None:
        await self._pass(ahead)
        is_alive = False
        try:
            await self.promises.look(self.now)
            is_alive = True
        except KilledError:
            await self._restart()
        await self._observe(is_alive=is_alive)

    async def _restart(self) -> None:
        """A new process, with nothing left of the old one but the tables."""
        self.kills += 1
        self.promises.begin_anew()
        await self.promises.post.take_over(self.now)

    async def _act(self) -> None:
        """Somebody does something; where the process dies at it, it was not done, or done and not said."""
        acts, weights = [*ACTS, *self.more], [*ACTS.values(), *(4 for _ in self.more)]
        act = self.chance.choices(acts, weights)[0]
        try:
            await act(self)
        except DomainError as error:
            self.refused[f"{act.__name__}: {type(error).__name__}"] += 1
        except KilledError as killed:
            self.done[act.__name__] += killed.is_committed
            await self._restart()
        else:
            self.done[act.__name__] += 1
        await self._observe(is_alive=False)

    async def _observe(self, *, is_alive: bool) -> None:
        async with self.promises.database.transaction() as session:
            rows = {row.person_id: row for row in await session.execute(select(table_of(Subscription)))}
            pairs = {(row.person_id, row.goal_id) for row in await session.execute(_CONCERNED[0])}
            pairs |= {(row.person_id, row.goal_id) for row in await session.execute(_CONCERNED[1])}
            begun = (await session.execute(select(table_of(GoalRound).c.id))).scalars().all()
        gathering = {one for one, row in rows.items() if row.digest != Digest.OFF}
        wanting = {(person, goal) for person, goal in pairs if person not in rows or rows[person].goals}
        self.moments.append(Moment(self.now, self.age, frozenset(wanting), frozenset(gathering), is_alive))
        last = len(self.moments) - 1
        self.seen += [(last, one) for one in self.promises.post.shown[len(self.seen) :]]
        for one in begun:
            self.rounds.setdefault(one, last)

    # What people do. Each is one turn.

    async def report(self) -> None:
        """The secretariat reports on a goal, sometimes with a value, a status or yesterday's day."""
        number, goal_id = self.done["report"] + self.done["correct"], self.chance.choice(self.goals)
        today = self.now.astimezone(TEHRAN).date()
        said: dict[str, Any] = {
            "value": self.chance.choice([None, 10.0 * number]) if self.goals.index(goal_id) % 2 else None,
            "status_to": self.chance.choice([None, None, None, "paused", "active"]),
            "on_day": today - timedelta(days=self.chance.choice([0, 0, 1])),
        }
        await self.promises.report(goal_id, self._words(), self.now, **said)

    async def correct(self) -> None:
        """Somebody says it better, one that was told or not."""
        one = await self._some(_u.removed_at.is_(None))
        if one is None:
            return
        async with self.promises.turn() as session:
            actor = await self.promises.town.as_("secretary", self.now, session)
            goal = await goal_rows.load(session, one.goal_id)
            said = UpdateContent(self._words(), corrects_id=one.id)
            await goal_updates.publish_update(actor, one.goal_id, goal.version, said)
            self.corrected.add(one.id or 0)

    def _words(self) -> str:
        self.done["words"] += 1
        return f"گزارش {self.done['words']:04}"

    async def remove(self) -> None:
        """Somebody takes one back that was not told yet."""
        if (one := await self._some(_u.told_at.is_(None), _u.removed_at.is_(None))) is not None:
            await self.promises.remove(one.id or 0, self.now)

    async def tell_now(self) -> None:
        """Somebody does not want to wait until five."""
        if (one := await self._some(_u.told_at.is_(None), _u.removed_at.is_(None))) is not None:
            await self.promises.tell_now(one.id or 0, self.now)

    async def follow(self) -> None:
        """Somebody presses «follow»."""
        await self.promises.follow(self.chance.choice(self.goals), self._reader(), self.now)

    async def unfollow(self) -> None:
        """Somebody presses it again."""
        await self.promises.unfollow(self.chance.choice(self.goals), self._reader())

    async def switch(self) -> None:
        """Somebody wants news of goals, or none."""
        await self.promises.switch(self._reader(), self.now, is_on=self.chance.random() < 0.7)

    async def gather(self) -> None:
        """Somebody wants news gathered, or each at once."""
        await self.promises.gather(self._reader(), self.chance.choice(list(Digest)), self.now)

    async def link(self) -> None:
        """Somebody's submission is linked to a goal."""
        await self.promises.author(self.chance.choice(self.goals), self._reader())

    def _reader(self) -> int:
        return self.chance.choice(list(self.readers))

    async def _some(self, *which: object) -> GoalUpdate | None:
        async with self.promises.database.transaction() as session:
            asked = select(GoalUpdate).where(*which).order_by(_u.id.desc()).limit(12)  # type: ignore[arg-type]  # conditions
            found = list((await session.execute(asked)).scalars())
        return self.chance.choice(found) if found else None


ACTS: dict[Act, int] = {
    Season.report: 22,
    Season.correct: 6,
    Season.remove: 3,
    Season.tell_now: 5,
    Season.follow: 16,
    Season.unfollow: 8,
    Season.switch: 6,
    Season.gather: 8,
    Season.link: 1,
}
_link, _own, _follow = table_of(GoalSubmission).c, table_of(Submission).c, table_of(GoalFollow).c
_CONCERNED: tuple[Select[tuple[int, int]], ...] = (
    select(_follow.person_id, _follow.goal_id),
    select(_own.person_id, _link.goal_id).where(_link.submission_id == _own.id),
)
