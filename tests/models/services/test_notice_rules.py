"""Random sequences of what people and timers do with notices: nothing leaves without the yes that it needed."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from models.audience import Audience
from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.errors import DomainError
from models.notice import Notice, NoticeRevision, NoticeState
from models.notice_content import NoticeContent
from models.role import Role
from models.services import (
    notice_approval_care,
    notice_approvals,
    notice_changes,
    notice_due,
    notice_held,
    notice_mending,
    notice_sending,
    notices,
)
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import HOUR, MINUTE, Town
from tests.models.services.test_notice_table import WHEN

PEOPLE = ("author", "colleague", "neighbour", "manager", "secretary", "owner", "resident")
AUDIENCES = (("گلسار",), ("گلسار", "باغ شاه"), ("باغ شاه",), ("منطقهٔ ۱",), ())
ACTS = (
    "content", "audience", "urgency", "time", "send", "unsend", "approve", "return", "amend", "withdraw", "discard",
    "take_over", "create", "send", "approve", "approve", "amend", "tick", "tick", "office",
)  # fmt: skip

_DECIDES = frozenset({"approve", "return"})


@dataclass
class Play:
    """The town while everybody presses everything; what was agreed to is written down outside of the database."""

    town: Town
    chance: random.Random
    now: datetime = NOW
    agreed: dict[tuple[int, int], tuple[Any, bool, int]] = field(default_factory=dict)
    worked: Counter[str] = field(default_factory=Counter)

    async def act(self) -> None:
        """Somebody tries something with some notice, often with an old button."""
        self.now += self.chance.choice([MINUTE / 2, 2 * MINUTE, 40 * MINUTE])
        name = self.chance.choice(ACTS)
        try:
            await self._try(name)
        except DomainError:
            return
        self.worked[name] += 1

    async def _try(self, name: str) -> None:
        if name == "tick":
            await self._tick()
        elif name == "office":
            await self._change_office()
        elif name == "create":
            await self.begin()
        else:
            notice = await self._some(name)
            who = self._somebody(name, notice)
            await self._press(name, who, notice, notice.version - self.chance.choice([0, 0, 0, 1]))

    def _somebody(self, name: str, notice: Notice) -> str:
        """Mostly whoever may, and anybody else."""
        if self.chance.random() < 0.3:
            return self.chance.choice(PEOPLE)
        if name in _DECIDES:
            return self.chance.choice(["manager", "secretary", "owner"])
        return next(one for one, person_id in self.town.people.items() if person_id == notice.holder_id)

    async def begin(self) -> None:
        """Somebody writes a notice, to whomever."""
        who = self.chance.choice(["author", "colleague", "manager"])
        notice = await self.town.draft(who)
        await self._press("audience", who, notice, 1)
        if self.chance.random() < 0.3:
            await self._press("urgency", who, notice, 2)

    async def _some(self, name: str) -> Notice:
        """Mostly one of which that is possible just now, else one of the newest."""
        rows = (await self.town.session.execute(select(table_of(Notice)).order_by(table_of(Notice).c.id))).all()
        fitting = [row.id for row in rows if row.state in WHEN[name] or (name in _DECIDES and row.asked_revision)]
        ids = fitting if fitting and self.chance.random() < 0.8 else [row.id for row in rows][-5:]
        return await notices.load(self.town.session, self.chance.choice(ids))

    async def _press(self, name: str, who: str, notice: Notice, version: int) -> None:
        announcer, key = await self.town.as_(who, self.now), notice.id or 0
        words = NoticeContent(f"متن {self.chance.random()}")
        match name:
            case "content":
                await notice_changes.change_content(announcer, key, version, words)
            case "audience":
                areas = tuple(self.town.areas[area] for area in self.chance.choice(AUDIENCES))
                await notice_changes.change_audience(announcer, key, version, Audience(areas))
            case "urgency":
                await notice_changes.change_urgency(announcer, key, version, is_urgent=self.chance.random() < 0.3)
            case "time":
                at = self.chance.choice([None, self.now + HOUR])
                await notice_changes.change_time(announcer, key, version, starts_at=at)
            case "amend":
                await notice_mending.amend(announcer, key, version, words)
            case "approve" | "return":
                await self._decide(name, who, notice)
            case "take_over":
                await notice_held.take_over(announcer, key)
            case _:
                step: Any = {
                    "send": notice_sending.send,
                    "unsend": notice_sending.unsend,
                    "withdraw": notice_mending.withdraw,
                    "discard": notice_changes.discard,
                }[name]
                await step(announcer, key, version)

    async def _decide(self, name: str, who: str, notice: Notice) -> None:
        revision = self.chance.randrange(1, 4 + notice.revision)
        if self.chance.random() < 0.7:
            revision = notice.asked_revision or revision
        announcer, key = await self.town.as_(who, self.now), notice.id or 0
        if name == "return":
            await notice_approvals.give_back(announcer, key, revision, "نه")
            return
        asked = (notice.audience, notice.is_urgent, notice.holder_id)
        made = await notices.revision_of(session=self.town.session, notice_id=key, number=revision)
        await notice_approvals.approve(announcer, key, revision)
        assert self.town.people[who] not in {notice.author_id, notice.holder_id, made.made_by}
        assert (key, revision) not in self.agreed, "two yeses to one revision"
        self.agreed[key, revision] = asked

    async def _tick(self) -> None:
        await self.town.start(self.now)
        await notice_approval_care.care_for_approvals(
            session=self.town.session, bot_id=BOT, city=self.town.city, owners=OWNERS, now=self.now
        )
        rows = table_of(Broadcast)
        is_open = rows.c.state.in_(["sending", "stopping", "mending"])
        over = rows.update().where(is_open, rows.c.started_at < self.now)
        await self.town.session.execute(over.values(state="done", finished_at=self.now))
        await notice_due.finish_told(session=self.town.session, bot_id=BOT, city=self.town.city, now=self.now)

    async def _change_office(self) -> None:
        """The author's office ends, or they have it again."""
        if self.chance.random() < 0.3:
            await self.town.revoke("author", self.now)
        elif not notices.office_areas(await self.town.as_("author", self.now)):
            await self.town.office.holder(Role.COUNCIL, "گلسار", person_id=self.town.people["author"])

    async def check(self) -> None:
        """What left, and what is shown now, was agreed to for these people and as urgent as it is, where it must be."""
        session = self.town.session
        times = (await session.execute(select(Broadcast).execution_options(populate_existing=True))).scalars().all()
        assert len({(one.source_id, one.occurrence) for one in times}) == len(times)
        for one in times:
            notice = await notices.load(session, one.source_id)
            if one.is_urgent or self._is_beyond(notice, one.audience):
                audience, is_urgent, _ = self.agreed[one.source_id, one.revision]
                assert (audience, is_urgent) == (one.audience, one.is_urgent)
        await self._check_states(session)

    def _is_beyond(self, notice: Notice, audience: dict[str, Any]) -> bool:
        names = {person_id: name for name, person_id in self.town.people.items()}
        if names[notice.holder_id] in {"secretary", "owner"}:
            return False
        own = [self.town.areas[area] for area in ("گلسار", "باغ شاه", "منطقهٔ ۱")]
        mine = own if names[notice.holder_id] == "manager" else own[:1]
        return not audience["areas"] or not set(audience["areas"]) <= set(mine)

    async def _check_states(self, session: AsyncSession) -> None:
        for row in (await session.execute(select(table_of(Notice)))).all():
            assert (row.asked_revision is None) == (row.asked_at is None)
            if row.state == NoticeState.APPROVAL:
                assert row.asked_revision == row.revision
            if row.state in {NoticeState.DRAFT, NoticeState.WITHDRAWN, NoticeState.DISCARDED, NoticeState.HELD}:
                assert row.asked_revision is None
            if row.state in {NoticeState.DRAFT, NoticeState.HELD}:
                assert not row.is_approved
        numbers = select(table_of(NoticeRevision).c.notice_id, table_of(NoticeRevision).c.number)
        known = {tuple(one) for one in (await session.execute(numbers)).all()}
        for row in (await session.execute(select(table_of(Notice)))).all():
            assert {(row.id, row.revision), (row.id, row.asked_revision or row.revision)} <= known


@pytest.mark.parametrize("seed", [5, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(20, 40))])
async def test_nothing_leaves_without_its_yes(session: AsyncSession, seed: int) -> None:
    """However people and timers press: what goes beyond its holder's office, or is urgent, was agreed to as it is."""
    play = Play(await Town.open(session), random.Random(seed))
    for _ in range(3):
        await play.begin()
    for number in range(400):
        await play.act()
        if number % 5 == 4:
            await play.check()
    assert {"send", "approve"} <= play.worked.keys()
