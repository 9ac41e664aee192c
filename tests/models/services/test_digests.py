"""Digests: who gets one, when, and what it tells."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from models.audience import Audience
from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.digest import Gathered
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent
from models.services import broadcasts, digest_news, digests, people, subscriptions
from models.subscription import Digest, NewsKind
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import HOUR, MINUTE, Town

DAILY, WEEKLY = Digest.DAILY, Digest.WEEKLY


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TEHRAN)  # the 10th is a Thursday


@pytest.mark.parametrize(
    ("digest", "now", "due"),
    [
        (DAILY, _at(10, 17, 59), _at(9, 18)),
        (DAILY, _at(10, 18), _at(10, 18)),
        (DAILY, _at(11, 3), _at(10, 18)),
        (WEEKLY, _at(10, 12), _at(4, 10)),
        (WEEKLY, _at(11, 9, 59), _at(4, 10)),
        (WEEKLY, _at(11, 10), _at(11, 10)),
        (WEEKLY, _at(15, 1), _at(11, 10)),
    ],
)
def test_when_one_was_last_due(digest: Digest, now: datetime, due: datetime) -> None:
    """Daily at six in the evening, weekly on Friday at ten, by the city's clock."""
    assert digests.last_due(digest, now, TEHRAN) == due


class Readers:
    """A town in which people read notices in digests."""

    def __init__(self, town: Town) -> None:
        self.town, self.session = town, town.session

    @classmethod
    async def open(cls, session: AsyncSession) -> "Readers":
        """The sample city."""
        return cls(await Town.open(session))

    async def reader(self, digest: Digest, area: str | None = "گلسار", since: datetime = NOW) -> int:
        """Somebody who lives there and has news gathered since a moment."""
        person_id = await self.town.reader(area)
        await subscriptions.choose_digest(
            session=self.session, person_id=person_id, digest=digest, since=since, now=since
        )
        return person_id

    async def notice(self, *places: str, at: datetime, words: str = "آب قطع است", is_urgent: bool = False) -> Notice:
        """A notice that is being sent to areas (none: the whole city), frozen."""
        notice = await self.town.draft(content=NoticeContent(html=words))
        meant = Audience(tuple(self.town.areas[place] for place in places))
        notice_id = notice.id or 0
        broadcast = await broadcasts.start(
            session=self.session,
            bot_id=BOT,
            kind=DeliveryKind.NOTICE,
            source_id=notice_id,
            occurrence=at.isoformat(),
            audience=meant,
            is_urgent=is_urgent,
            revision=1,
            now=at,
        )
        while await broadcasts.freeze_next(session=self.session, broadcast_id=broadcast or 0, now=at, zone=TEHRAN):
            pass
        return notice

    async def put(self, digest: Digest, now: datetime) -> int:
        """How many digests the timer puts at a moment."""
        count, reached = 0, 0
        while True:
            put = await digests.put_range(
                session=self.session, bot_id=BOT, digest=digest, after=reached, now=now, zone=TEHRAN
            )
            count += put.count
            if put.reached is None:
                return count
            reached = put.reached

    async def put_for(self, person_id: int) -> Sequence[Delivery]:
        """The digests that somebody was put down for, in order."""
        told = table_of(Delivery).c
        chosen = select(Delivery).where(told.person_id == person_id, told.kind == DeliveryKind.DIGEST.value)
        return (await self.session.execute(chosen.order_by(told.id))).scalars().all()

    async def gather(self, person_id: int, since: datetime = NOW, until: datetime | None = None) -> Gathered:
        """What is gathered for somebody."""
        until = until or NOW + 24 * HOUR
        return await digest_news.gather(digest_news.Asked(self.session, BOT, person_id, since, until, until))

    async def titles(self, person_id: int, **given: Any) -> list[str]:
        """What the notices say that are gathered for somebody, in order."""
        return [one.content.html for one in (await self.gather(person_id, **given)).notices]


async def test_each_is_told_once_a_day(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often the timer looks, in whatever ranges, one digest a day is put for each who wants it."""
    monkeypatch.setattr(digests, "RANGE", 2)
    there = await Readers.open(session)
    daily = [await there.reader(DAILY) for _ in range(5)]
    weekly, off = await there.reader(WEEKLY), await there.reader(Digest.OFF)
    await there.notice("گلسار", at=_at(10, 13))
    assert [await there.put(DAILY, _at(10, 18, minute)) for minute in range(3)] == [5, 0, 0]
    await there.notice("گلسار", at=_at(10, 19))
    assert await there.put(DAILY, _at(10, 20)) == 0
    assert await there.put(DAILY, _at(11, 18)) == 5
    for person_id in daily:
        assert [one.occurrence for one in await there.put_for(person_id)] == ["2026-12-10", "2026-12-11"]
    assert await there.put(WEEKLY, _at(11, 10)) == 1
    assert len(await there.put_for(weekly)) == 1
    assert await there.put_for(off) == []


async def test_after_days_off_one_tells_of_all(session: AsyncSession) -> None:
    """After three days off only one is put, and it tells of everything since the last one."""
    there = await Readers.open(session)
    reader = await there.reader(DAILY, since=_at(7, 18))
    for day in (8, 9, 10):
        await there.notice("گلسار", at=_at(day, 12), words=f"روز {day}")
    assert await there.put(DAILY, _at(11, 9)) == 1
    (told,) = await there.put_for(reader)
    assert told.occurrence == "2026-12-10"
    since, until = digests.window(told.content)
    assert await there.titles(reader, since=since, until=until) == ["روز 10", "روز 9", "روز 8"]


async def test_nothing_new_puts_nothing(session: AsyncSession) -> None:
    """Where no notice was sent since the last digest, none is put; a blocked reader is left out."""
    there = await Readers.open(session)
    await there.reader(DAILY)
    assert await there.put(DAILY, _at(10, 18)) == 0
    await there.notice("گلسار", at=_at(10, 19))
    blocked = await there.reader(DAILY)
    await people.mark_blocked(session=session, bot_id=BOT, chat_id=7_600_000_002, now=NOW)
    assert await there.put(DAILY, _at(11, 18)) == 1
    assert await there.put_for(blocked) == []


async def test_quiet_hours_are_the_readers_own(session: AsyncSession) -> None:
    """A digest that is put at night leaves when its reader's night ends."""
    there = await Readers.open(session)
    reader = await there.reader(DAILY)
    await subscriptions.choose_quiet(session=session, person_id=reader, quiet="21-7", now=NOW)
    await there.notice("گلسار", at=_at(10, 13))
    assert await there.put(DAILY, _at(10, 23)) == 1
    assert [one.due_at for one in await there.put_for(reader)] == [_at(11, 7)]


async def test_what_is_gathered(session: AsyncSession) -> None:
    """Notices for one's areas and for the city, the newest first; nothing of others, nothing told at once already."""
    there = await Readers.open(session)
    reader = await there.reader(DAILY)
    await there.notice("گلسار", at=NOW + HOUR, words="محله")
    await there.notice("منطقهٔ ۱", at=NOW + 2 * HOUR, words="منطقه")
    await there.notice(at=NOW + 3 * HOUR, words="شهر")
    await there.notice("علی‌آباد", at=NOW + 4 * HOUR, words="جای دیگر")
    await there.notice("گلسار", at=NOW + 5 * HOUR, words="فوری", is_urgent=True)
    assert await there.titles(reader) == ["شهر", "منطقه", "محله"]
    assert await there.titles(reader, since=NOW + HOUR, until=NOW + 2 * HOUR) == ["منطقه"]
    assert await there.titles(await there.reader(DAILY, None)) == ["شهر"]
    follower = await there.reader(DAILY, "باغ شاه")
    known = people.KnownPerson(follower, "fa", there.town.areas["باغ شاه"])
    await subscriptions.follow(session=session, person=known, area_id=there.town.areas["علی‌آباد"], now=NOW)
    assert await there.titles(follower) == ["جای دیگر", "شهر", "منطقه"]


async def test_what_was_taken_back_is_not_told(session: AsyncSession) -> None:
    """A withdrawn or stopped notice, or a kind that is switched off, is in no digest."""
    there = await Readers.open(session)
    reader = await there.reader(DAILY)
    for words in ("لغوشده", "متوقف", "مانده"):
        await there.notice("گلسار", at=NOW + HOUR, words=words)
    notices, times = table_of(Notice), table_of(Broadcast)
    ids = list((await session.execute(select(notices.c.id).order_by(notices.c.id))).scalars())
    withdrawn = {"state": NoticeState.WITHDRAWN.value}
    await session.execute(update(notices).where(notices.c.id == ids[0]).values(withdrawn))
    await session.execute(update(times).where(times.c.source_id == ids[1]).values(state="stopped"))
    assert await there.titles(reader) == ["مانده"]
    await subscriptions.switch(session=session, person_id=reader, kind=NewsKind.NOTICES, is_on=False, now=NOW)
    assert (await there.gather(reader)).is_empty


async def test_a_notice_that_repeats_is_named_once(session: AsyncSession) -> None:
    """However often it went out meanwhile, it is one line, of the last time."""
    there = await Readers.open(session)
    reader = await there.reader(WEEKLY)
    notice = await there.notice("گلسار", at=NOW + HOUR)
    again: dict[str, Any] = {"kind": DeliveryKind.NOTICE, "source_id": notice.id or 0, "occurrence": "later"}
    audience = Audience((there.town.areas["گلسار"],))
    later = NOW + 3 * HOUR
    await broadcasts.start(
        session=session, bot_id=BOT, audience=audience, is_urgent=False, revision=1, now=later, **again
    )
    assert [one.at for one in (await there.gather(reader)).notices] == [later]


async def test_switching_it_off_loses_nothing(session: AsyncSession) -> None:
    """Whoever wants news one by one again is told at once what was gathered until then."""
    there = await Readers.open(session)
    reader = await there.reader(DAILY)
    await there.notice("گلسار", at=NOW + HOUR)
    given: dict[str, Any] = {"session": session, "bot_id": BOT, "person_id": reader, "zone": TEHRAN}
    assert not await digests.choose(**given, digest=WEEKLY, now=NOW + HOUR)
    assert await digests.choose(**given, digest=Digest.OFF, now=NOW + 2 * HOUR)
    (told,) = await there.put_for(reader)
    assert told.due_at == NOW + 2 * HOUR
    since, until = digests.window(told.content)
    assert await there.titles(reader, since=since, until=until) == ["آب قطع است"]
    assert not await digests.choose(**given, digest=Digest.OFF, now=NOW + 3 * HOUR)


async def test_the_first_one_looks_back_a_little(session: AsyncSession) -> None:
    """What was on its way when somebody chose a digest is in the first one; it is not due before the next time."""
    there = await Readers.open(session)
    reader = await there.town.reader("گلسار")
    given: dict[str, Any] = {"session": session, "bot_id": BOT, "person_id": reader, "zone": TEHRAN}
    await digests.choose(**given, digest=DAILY, now=_at(10, 14))
    assert (await subscriptions.of(session=session, person_id=reader)).digested_at == _at(10, 13)
    await digests.choose(**given, digest=Digest.OFF, now=_at(10, 15))
    await digests.choose(**given, digest=DAILY, now=_at(10, 18, 5))
    assert (await subscriptions.of(session=session, person_id=reader)).digested_at == _at(10, 18)
    await there.notice("گلسار", at=_at(10, 18, 6))
    assert await there.put(DAILY, _at(10, 18) + 10 * MINUTE) == 0
    assert await there.put(DAILY, _at(11, 18)) == 1


async def test_only_ones_own_pages(session: AsyncSession) -> None:
    """A digest opens for the one whom it was for."""
    there = await Readers.open(session)
    reader, other = await there.reader(DAILY), await there.reader(WEEKLY)
    await there.notice("گلسار", at=_at(10, 13))
    await there.put(DAILY, _at(10, 18))
    (told,) = await there.put_for(reader)
    own = await digests.own(session=session, person_id=reader, delivery_id=told.id or 0)
    assert own is not None
    assert own.until == _at(10, 18)
    assert await digests.own(session=session, person_id=other, delivery_id=told.id or 0) is None
    assert await digests.own(session=session, person_id=reader, delivery_id=(told.id or 0) + 1) is None


def test_a_week_has_seven_days() -> None:
    """Nothing lies between one weekly digest and the next."""
    moments = [_at(1, 0) + timedelta(hours=hours) for hours in range(24 * 28)]
    due = {digests.last_due(WEEKLY, moment, TEHRAN) for moment in moments}
    assert {later - sooner for sooner, later in zip(sorted(due), sorted(due)[1:], strict=False)} == {timedelta(7)}
