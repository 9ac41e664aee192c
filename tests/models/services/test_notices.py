from dataclasses import replace
from datetime import datetime

import pytest

from models.audience import Audience
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.errors import NotFound, NoticeChanged, NoticeEmpty, TimePassed
from models.notice import Notice, NoticeState, Repeats
from models.notice_content import NoticeContent
from models.role import Role
from models.services import notice_changes, notice_sending, notices
from tests.models.sample_rows import NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, WEEK, WORDS, Town

OTHER = NoticeContent(html="فردا آب قطع نیست.")


async def test_in_whose_name(session: AsyncSession) -> None:
    """A member announces for their neighbourhood, the owner and the city's secretariat for the whole city."""
    town = await Town.open(session)
    assert notices.office_areas(await town.as_("author")) == [town.areas["گلسار"]]
    assert notices.office_areas(await town.as_("owner")) == [None]
    assert notices.office_areas(await town.as_("secretary")) == [None]
    assert notices.office_areas(await town.as_("expert")) == []
    assert notices.office_areas(await town.as_("resident")) == []
    await town.office.holder(Role.COUNCIL, "باغ شاه", person_id=town.people["author"])
    assert notices.office_areas(await town.as_("author")) == [town.areas["گلسار"], town.areas["باغ شاه"]]


async def test_beginning_one(session: AsyncSession) -> None:
    """A new notice is its author's draft, to the people of their area; its words are its first revision."""
    town = await Town.open(session)
    notice = await town.draft()
    assert (notice.state, notice.revision, notice.version) == ("draft", 1, 1)
    assert notice.author_id == notice.holder_id == town.people["author"]
    assert notices.audience_of(notice) == Audience((town.areas["گلسار"],))
    said = await notices.content_of(session=session, notice_id=notice.id or 0, number=1)
    assert said.html == WORDS
    assert await town.trail() == ["notice.create"]
    with pytest.raises(NotFound):
        await notices.content_of(session=session, notice_id=notice.id or 0, number=2)


@pytest.mark.parametrize(
    ("name", "area"),
    [("author", "باغ شاه"), ("author", None), ("resident", "گلسار"), ("expert", "گلسار"), ("manager", "منطقهٔ ۲")],
)
async def test_nobody_announces_elsewhere(session: AsyncSession, name: str, area: str | None) -> None:
    """In an area that is not theirs nobody begins a notice."""
    town = await Town.open(session)
    with pytest.raises(NotFound):
        await town.draft(name, area)


async def test_drafts_are_their_holders(session: AsyncSession) -> None:
    """A colleague sees a notice once it is sent, and not the draft; whoever holds no office there never sees it."""
    town = await Town.open(session)
    notice = await town.draft()
    for name in ("colleague", "manager", "owner", "neighbour", "resident"):
        with pytest.raises(NotFound):
            await notices.notice_for(await town.as_(name), notice.id or 0)
    await town.send(notice)
    for name in ("colleague", "manager", "owner"):
        assert await notices.notice_for(await town.as_(name), notice.id or 0) is notice
    for name in ("neighbour", "other_manager", "expert", "resident"):
        with pytest.raises(NotFound):
            await notices.notice_for(await town.as_(name), notice.id or 0)
    with pytest.raises(NotFound):
        await notices.notice_for(replace(await town.as_("author"), bot_id=1), notice.id or 0)
    with pytest.raises(NotFound):
        await notices.notice_for(await town.as_("author"), 999)


async def test_an_office_that_ended(session: AsyncSession) -> None:
    """Whose office is over does not find their own draft any more."""
    town = await Town.open(session)
    notice = await town.draft()
    await town.revoke("author")
    with pytest.raises(NotFound):
        await notices.notice_for(await town.as_("author", NOW + MINUTE), notice.id or 0)


async def test_changing_a_draft(session: AsyncSession) -> None:
    """Words, audience, urgency and time change, each with a version of its own, and each is on record."""
    town = await Town.open(session)
    author, notice = await town.as_("author"), await town.draft()
    key = notice.id or 0
    notice = await notice_changes.change_content(author, key, 1, OTHER)
    assert (notice.revision, notice.version) == (2, 2)
    assert await notices.content_of(session=session, notice_id=key, number=2) == OTHER
    notice = await town.to(notice, "گلسار", "باغ شاه")
    assert notices.audience_of(notice).area_ids == (town.areas["گلسار"], town.areas["باغ شاه"])
    notice = await notice_changes.change_urgency(author, key, 3, is_urgent=True)
    assert notice.is_urgent
    notice = await notice_changes.change_time(
        author, key, 4, starts_at=NOW + DAY, repeats=Repeats.MONTHLY, repeats_until=NOW + 20 * WEEK
    )
    assert (notice.starts_at, notice.repeats, notice.repeats_day) == (NOW + DAY, "monthly", 20)
    notice = await notice_changes.change_time(author, key, 5, starts_at=None)
    assert (notice.starts_at, notice.repeats, notice.repeats_until, notice.repeats_day) == (None, None, None, None)
    assert await town.trail() == ["notice.create", *["notice.change"] * 5]


async def test_old_buttons(session: AsyncSession) -> None:
    """A button of an older version, a forged version, and somebody else's press change nothing."""
    town = await Town.open(session)
    notice = await town.draft()
    key, author = notice.id or 0, await town.as_("author")
    await notice_changes.change_content(author, key, 1, OTHER)
    for version in (1, 3, 0, -1):
        with pytest.raises(NoticeChanged):
            await notice_changes.change_urgency(author, key, version, is_urgent=True)
        with pytest.raises(NoticeChanged):
            await notice_sending.send(author, key, version)
        with pytest.raises(NoticeChanged):
            await notice_changes.discard(author, key, version)
    with pytest.raises(NotFound):
        await notice_changes.change_content(await town.as_("owner"), key, 2, OTHER)
    assert (await town.again(notice)).version == 2


async def test_what_cannot_be(session: AsyncSession) -> None:
    """Nothing to say, an area that is none, and a time that has passed are refused."""
    town = await Town.open(session)
    notice = await town.draft()
    key, author = notice.id or 0, await town.as_("author")
    with pytest.raises(NoticeEmpty):
        await notice_changes.change_content(author, key, 1, NoticeContent())
    with pytest.raises(NotFound):
        await notice_changes.change_audience(author, key, 1, Audience((999,)))
    for starts_at, repeats, until in (
        (NOW, None, None),
        (NOW - MINUTE, None, None),
        (None, Repeats.WEEKLY, NOW + DAY),
        (NOW + DAY, Repeats.WEEKLY, None),
        (NOW + DAY, Repeats.WEEKLY, NOW + HOUR),
    ):
        with pytest.raises(TimePassed):
            await notice_changes.change_time(author, key, 1, starts_at=starts_at, repeats=repeats, repeats_until=until)
    assert (await town.again(notice)).version == 1


async def test_sending_now(session: AsyncSession) -> None:
    """What only one's own area reads leaves in a minute, and until then it can be stopped."""
    town = await Town.open(session)
    notice = await town.send(await town.draft())
    assert (notice.state, notice.starts_at) == ("scheduled", NOW + MINUTE)
    with pytest.raises(NoticeChanged):
        await town.send(notice)  # twice
    notice = await notice_sending.unsend(await town.as_("author"), notice.id or 0, notice.version)
    assert (notice.state, notice.starts_at) == ("draft", None)
    assert await town.start(NOW + DAY) == 0
    assert await town.trail() == ["notice.create", "notice.send", "notice.unsend"]
    assert await town.told(DeliveryKind.NOTICE_NEWS) == []


async def test_a_colleague_stops_it(session: AsyncSession) -> None:
    """Another member of the office may stop a notice on its way; its holder is told."""
    town = await Town.open(session)
    notice = await town.send(await town.draft())
    await notice_sending.unsend(await town.as_("colleague"), notice.id or 0, notice.version)
    assert await town.state(notice) is NoticeState.DRAFT
    assert await town.told(DeliveryKind.NOTICE_NEWS) == [("author", "unsent")]


async def test_a_time_that_was_chosen(session: AsyncSession) -> None:
    """It is kept when the notice is stopped; once it is over, another one has to be chosen."""
    town = await Town.open(session)
    notice = await _at(town, NOW + DAY)
    assert notice.starts_at == NOW + DAY
    notice = await notice_sending.unsend(await town.as_("author"), notice.id or 0, notice.version)
    assert notice.starts_at == NOW + DAY
    with pytest.raises(TimePassed):
        await town.send(notice, now=NOW + DAY)
    assert await town.state(notice) is NoticeState.DRAFT


async def _at(town: Town, starts_at: datetime) -> Notice:
    notice, author = await town.draft(), await town.as_("author")
    return await town.send(await notice_changes.change_time(author, notice.id or 0, 1, starts_at=starts_at))


async def test_changing_what_waits_for_its_time(session: AsyncSession) -> None:
    """A scheduled notice that is changed is a draft again: it leaves only when it is sent anew."""
    town = await Town.open(session)
    notice = await _at(town, NOW + DAY)
    notice = await notice_changes.change_content(await town.as_("author"), notice.id or 0, notice.version, OTHER)
    assert notice.state == "draft"
    assert await town.start(NOW + WEEK) == 0


async def test_discarding(session: AsyncSession) -> None:
    """A draft that is thrown away cannot be sent by an old button, nor found."""
    town = await Town.open(session)
    notice = await town.draft()
    author = await town.as_("author")
    await notice_changes.discard(author, notice.id or 0, 1)
    for version in (1, 2):
        with pytest.raises(NoticeChanged):
            await notice_sending.send(author, notice.id or 0, version)
    assert await town.start(NOW + DAY) == 0


async def test_what_was_sent_is_not_sent_again(session: AsyncSession) -> None:
    """Replayed buttons of a notice that has left change nothing."""
    town = await Town.open(session)
    await town.reader("گلسار")
    notice = await town.sent()
    author, key = await town.as_("author", NOW + HOUR), notice.id or 0
    for version in range(notice.version + 2):
        with pytest.raises(NoticeChanged):
            await notice_sending.send(author, key, version)
        with pytest.raises(NoticeChanged):
            await notice_sending.unsend(author, key, version)
        with pytest.raises(NoticeChanged):
            await notice_changes.change_content(author, key, version, OTHER)
    assert len(await town.times(notice)) == 1
