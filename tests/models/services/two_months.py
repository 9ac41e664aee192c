"""Two months of a town that calls meetings: who does what at random, and what was said and seen meanwhile."""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from sqlalchemy import select

from bot.digests import Digests
from bot.meeting_care import MeetingCare
from models.city import City
from models.database import AsyncSession, Database, table_of
from models.errors import DomainError
from models.meeting import Answer, Invites, Meeting, MeetingKind, MeetingState, Rsvp
from models.meeting_facts import Facts, Session
from models.quiet_hours import QuietHours
from models.resolution import ResolutionStatus
from models.services import (
    meeting_changes,
    meeting_series,
    meetings,
    resolution_moves,
    resolutions,
    rsvps,
    subscriptions,
)
from models.subscription import DEFAULT_QUIET, NO_QUIET, Digest
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.fast_post import FastPost, KilledError, MortalDatabase
from tests.models.services.notice_rows import CITY, DAY, HOUR, MINUTE
from tests.models.services.resolution_rows import Council
from tests.models.services.two_months_town import Answered, begin_series, decide, settle_gatherers

END = NOW + 60 * DAY
HOLIDAYS = frozenset({date(2026, 12, 24), date(2027, 1, 14)})  # two Thursdays
STEPS = (5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 9 * HOUR, 20 * HOUR)
OFTEN = (5, 15, 30, 30, 8, 1)
READERS = 9
_KEY = tuple[int, int]  # (meeting, person)


@dataclass
class Months:
    """The town, its clock, and what happened in it."""

    database: Database
    mortal: MortalDatabase
    town: Council
    chance: random.Random
    now: datetime = NOW
    readers: dict[int, QuietHours] = field(default_factory=dict)
    gatherers: dict[int, Digest] = field(default_factory=dict)
    """Those of the readers who have news gathered."""
    alive: list[datetime] = field(default_factory=list)
    """Every moment at which whatever was due was done to its end."""
    kills: int = 0
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)
    """Meetings that somebody changed by themselves."""
    series: dict[str, int] = field(default_factory=dict)
    answers: dict[_KEY, Answered] = field(default_factory=dict)
    first_answers: dict[_KEY, datetime] = field(default_factory=dict)
    let_in: Counter[_KEY] = field(default_factory=Counter)
    resolution_done_at: datetime | None = None

    def __post_init__(self) -> None:
        self.post = FastPost(self.mortal, self.city)
        self._begin()

    @property
    def city(self) -> City:
        """With holidays on which no Thursday's meeting takes place."""
        return self.town.city

    def _begin(self) -> None:
        self.care = MeetingCare(database=self.mortal, city=self.city, bot_id=BOT, owners=OWNERS)
        self.digests = Digests(database=self.mortal, city=self.city, bot_id=BOT)

    @classmethod
    async def open(cls, database: Database, seed: int) -> "Months":
        """Settle the town; nobody dies before it is."""
        chance = random.Random(seed)
        mortal = MortalDatabase(database.url.render_as_string(hide_password=False), chance, share=0.01)
        async with database.transaction() as session:
            town = await Council.open(session)
            town.city = replace(CITY, holidays=HOLIDAYS)
            months = cls(database, mortal, town, chance)
            for number in range(READERS):
                person_id = await town.reader("گلسار")
                quiet = NO_QUIET if number % 3 == 0 else DEFAULT_QUIET
                await subscriptions.choose_quiet(session=session, person_id=person_id, quiet=quiet, now=NOW)
                months.readers[person_id] = QuietHours.of(quiet, TEHRAN)
            months.gatherers = await settle_gatherers(town, session)
            months.readers |= dict.fromkeys(months.gatherers, QuietHours(TEHRAN))
            for _ in range(24):
                await town.proposed()
            months.series = await begin_series(town, session)
            await decide(town, session)
        return months

    async def live(self) -> None:
        """Let the two months pass, and another two days in which nobody does anything."""
        while self.now < END:
            await self._step(self.chance.choices(STEPS, OFTEN)[0])
            for _ in range(self.chance.choice([0, 0, 1, 4])):
                self.now += MINUTE
                await self._act()
        self.mortal.share = 0.0
        for _ in range(24):
            await self._step(2 * HOUR)
        await self.mortal.close()

    async def _step(self, ahead: timedelta) -> None:
        self.now += ahead
        try:
            await self.care.look(self.now)
            await self.digests.look(self.now)
            await self.post.deliver(self.now)
            self.alive.append(self.now)
        except KilledError:
            await self._restart()
        await self._observe()

    async def _restart(self) -> None:
        """A new process, with nothing left of the old one but the tables."""
        self.kills += 1
        self._begin()
        await self.post.take_over(self.now)

    async def _act(self) -> None:
        """Somebody does something; where they die at it, it was not done, or done and not said."""
        act = self.chance.choices(list(self._acts), list(self._acts.values()))[0]
        try:
            async with self.mortal.transaction() as session:
                await act(self, session)
        except DomainError as error:
            self.refused[f"{act.__name__}: {type(error).__name__}"] += 1
        except KilledError as killed:
            self.done[act.__name__] += killed.is_committed
            await self._restart()
        else:
            self.done[act.__name__] += 1
        await self._observe()

    async def _observe(self) -> None:
        """Look who has which answer now, and that never more people have a place than there are."""
        async with self.database.transaction() as session:
            rows = list((await session.execute(select(table_of(Rsvp)))).all())
            open_ones = (await session.execute(_OPEN)).scalars().all()
        self._note_answers(rows)
        for meeting in open_ones:
            said = Counter(row.answer for row in rows if row.meeting_id == meeting.id)
            assert meeting.capacity is None or said["yes"] <= meeting.capacity
            assert not said["waiting"] or said["yes"] == meeting.capacity, "a place is free, and somebody waits"

    def _note_answers(self, rows: list[Any]) -> None:
        for row in rows:
            key, answer = (row.meeting_id, row.person_id), Answer(row.answer)
            before = self.answers.get(key)
            self.first_answers.setdefault(key, self.now)
            if before is None or before.answer is not answer:
                self.let_in[key] += before is not None and (before.answer, answer) == (Answer.WAITING, Answer.YES)
                self.answers[key] = Answered(answer, self.now)

    def reaches(self, person_id: int, since: datetime, until: datetime) -> bool:
        """Whether somebody told something from a moment on has to have it before another, awake and served."""
        begun = next((at for at in self.alive if at >= since), None)
        if begun is None:
            return False
        quiet = self.readers.get(person_id, QuietHours(TEHRAN))
        due = quiet.next_allowed(begun)
        return any(due <= at < until and quiet.next_allowed(at) == at for at in self.alive)

    # What people do. Each is one turn.

    async def call_meeting(self, session: AsyncSession) -> None:
        """Somebody calls a meeting within the next ten days, of anybody or of the council alone."""
        colleague = await self.town.as_("colleague", self.now, session)
        facts = Facts(f"جلسهٔ {self.now:%d %H:%M}", (Session(self._moment()),), "سرای محله")
        area_id = self.town.areas["گلسار"]
        made = await meetings.create(colleague, area_id=area_id, kind=MeetingKind.ORDINARY, facts=facts)
        if self.chance.random() < 0.5:
            places = self.chance.randint(1, 4)
            made = await meeting_changes.change_capacity(colleague, made.id or 0, made.version, places)
        if self.chance.random() < 0.2:
            made = await meeting_changes.change_invites(colleague, made.id or 0, made.version, Invites.MEMBERS)
        await meeting_changes.publish(colleague, made.id or 0, made.version)

    async def take_back(self, session: AsyncSession) -> None:
        """Somebody stops an announcement before it leaves."""
        found = await self._some(session, MeetingState.SCHEDULED)
        if found is not None and found.series_id is None:
            colleague = await self.town.as_("colleague", self.now, session)
            await meeting_changes.unpublish(colleague, found.id or 0, found.version)

    async def move(self, session: AsyncSession) -> None:
        """Somebody says another time or place, both, or what was said first."""
        found = await self._some(session, MeetingState.SCHEDULED, MeetingState.ANNOUNCED)
        if found is None:
            return
        colleague, facts = await self.town.as_("colleague", self.now, session), meetings.facts_of(found)
        changes = {
            "time": replace(facts, sessions=(Session(self._moment()),)),
            "place": replace(facts, place=self.chance.choice(["مدرسهٔ شهید رجایی", "سرای محله", "مسجد جامع"])),
            "both": replace(facts, sessions=(Session(self._moment()),), place="فرهنگسرا"),
            "longer": replace(facts, sessions=(replace(facts.sessions[0], minutes=120),)),
        }
        after = changes[self.chance.choice(list(changes))]
        if self.chance.random() < 0.3 and found.state == MeetingState.ANNOUNCED:
            after = await meetings.facts_at(session=session, meeting_id=found.id or 0, number=1)
        await meeting_changes.change_facts(colleague, found.id or 0, found.version, after)
        self.touched.add(found.id or 0)

    async def cancel(self, session: AsyncSession) -> None:
        """Somebody calls a meeting off."""
        found = await self._some(session, MeetingState.SCHEDULED, MeetingState.ANNOUNCED)
        if found is not None:
            colleague = await self.town.as_("colleague", self.now, session)
            await meeting_changes.cancel(colleague, found.id or 0, found.version, "برف")

    async def answer(self, session: AsyncSession) -> None:
        """A neighbour answers, often more than once."""
        found = await self._some(session, MeetingState.ANNOUNCED)
        if found is None:
            return
        await rsvps.answer(
            session=session,
            bot_id=BOT,
            person_id=self.chance.choice(list(self.readers)),
            meeting_id=found.id or 0,
            answer=self.chance.choice([Answer.YES, Answer.YES, Answer.MAYBE, Answer.NO]),
            now=self.now,
            city=self.city,
        )

    async def make_room(self, session: AsyncSession) -> None:
        """Another number of places."""
        found = await self._some(session, MeetingState.ANNOUNCED)
        if found is not None:
            colleague = await self.town.as_("colleague", self.now, session)
            places = self.chance.choice([None, 1, 2, 3, 5])
            await meeting_changes.change_capacity(colleague, found.id or 0, found.version, places)

    async def later(self, session: AsyncSession) -> None:
        """The weekly meeting begins at six from the fifth week on."""
        colleague = await self.town.as_("colleague", self.now, session)
        series = await meeting_series.load(session, self.series["weekly"])
        facts = Facts.from_data(series.facts)
        begins = facts.sessions[0].starts_at.astimezone(TEHRAN)
        if self.now < NOW + 30 * DAY or begins.hour == 18:
            return
        moved = Session(begins.replace(hour=18).astimezone(UTC))
        await meeting_series.change(colleague, series.id or 0, series.version, facts=replace(facts, sessions=(moved,)))

    async def leave_office(self, session: AsyncSession) -> None:
        """In the fourth week whoever began the series loses their office."""
        self.town.session = session
        if self.now > NOW + 25 * DAY:
            await self.town.revoke("author", self.now)

    async def finish_resolution(self, session: AsyncSession) -> None:
        """In the seventh week what was decided is done."""
        if self.now < NOW + 40 * DAY or self.resolution_done_at is not None:
            return
        secretary = await self.town.as_("secretary", self.now, session)
        one = await resolutions.load(session, 1)
        await resolution_moves.move(secretary, 1, one.version, ResolutionStatus.DONE, "نصب شد.")
        self.resolution_done_at = self.now

    _acts: ClassVar[dict[Callable[..., Awaitable[None]], int]] = {
        call_meeting: 7,
        take_back: 1,
        move: 10,
        cancel: 3,
        answer: 40,
        make_room: 5,
        later: 2,
        leave_office: 1,
        finish_resolution: 1,
    }

    def _moment(self) -> datetime:
        """An hour of one of the next ten days by the city's clock, at least a quarter of an hour from now."""
        day = self.now.astimezone(TEHRAN).date() + timedelta(days=self.chance.randrange(10))
        at = datetime.combine(day, time(self.chance.randrange(8, 21)), TEHRAN).astimezone(UTC)
        return at if at > self.now + 15 * MINUTE else at + DAY

    async def _some(self, session: AsyncSession, *states: MeetingState) -> Meeting | None:
        rows = table_of(Meeting).c
        asked = select(Meeting).where(rows.state.in_([state.value for state in states])).order_by(rows.id)
        found = list((await session.execute(asked)).scalars())
        return self.chance.choice(found) if found else None


_OPEN = select(Meeting).where(table_of(Meeting).c.state == MeetingState.ANNOUNCED.value)
