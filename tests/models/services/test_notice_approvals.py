from dataclasses import replace

import pytest
from sqlalchemy import select, update

from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.errors import AlreadyDecided, DomainError, NobodyToAsk, NotFound, ReasonNeeded
from models.notice import Notice, NoticeState, Repeats, Why
from models.notice_content import NoticeContent
from models.person import Account, Contact
from models.role import Role
from models.services import (
    notice_approvals,
    notice_approvers,
    notice_changes,
    notice_mending,
    notice_sending,
    notices,
)
from models.services.audience import Size
from tests.models.office import OWNERS
from tests.models.sample_rows import NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, WEEK, Town

ASKED, NEWS = DeliveryKind.NOTICE_APPROVAL, DeliveryKind.NOTICE_NEWS
OTHER = NoticeContent(html="آب وصل شد.")


async def test_when_a_second_person_is_needed(session: AsyncSession) -> None:
    """Beyond one's own area, above the city's number of people, and urgent: each is a reason, and they add up."""
    town = await Town.open(session, approval_above=100)
    author, notice = await town.as_("author"), await town.draft()
    assert notice_sending.why_approval(author, notice, Size(100)) == frozenset()
    assert notice_sending.why_approval(author, notice, Size(99, 2)) == {Why.MANY}
    notice = await town.to(notice, "باغ شاه")
    assert notice_sending.why_approval(author, notice, Size(1)) == {Why.BEYOND}
    notice = await town.to(notice)
    assert notice_sending.why_approval(author, notice, Size(1)) == {Why.BEYOND}
    assert notice_sending.why_approval(await town.as_("owner"), notice, Size(1)) == frozenset()
    assert notice_sending.why_approval(await town.as_("secretary"), notice, Size(1)) == frozenset()
    notice = await notice_changes.change_urgency(author, notice.id or 0, notice.version, is_urgent=True)
    assert notice_sending.why_approval(author, notice, Size(101)) == {Why.BEYOND, Why.MANY, Why.URGENT}


async def test_it_waits_for_a_yes(session: AsyncSession) -> None:
    """The nearest of those who may is asked; at their yes it leaves in a minute, and its sender hears of it."""
    town = await Town.open(session)
    notice = await town.asked()
    assert (notice.state, notice.asked_revision, notice.asked_at) == ("approval", 1, NOW)
    assert await town.told(ASKED) == [("manager", "1 ask")]
    assert await notice_approvers.asked_whom(session=session, notice=notice) == [town.people["manager"]]
    assert await town.start(NOW + DAY) == 0
    notice = await _approve(town, notice, "manager")
    assert (notice.state, notice.starts_at, notice.is_approved) == ("scheduled", NOW + 2 * MINUTE, True)
    assert notice.asked_revision is None
    revision = await notices.revision_of(session=session, notice_id=notice.id or 0, number=1)
    assert (revision.approved_by, revision.approved_at) == (town.people["manager"], NOW + MINUTE)
    assert await town.told(NEWS) == [("author", "approved")]
    assert await town.trail() == ["notice.create", "notice.change", "notice.ask", "notice.approve"]
    assert await town.start(NOW + 2 * MINUTE) == 1


async def _approve(town: Town, notice: Notice, name: str, revision: int | None = None) -> Notice:
    number = notice.asked_revision if revision is None else revision
    return await notice_approvals.approve(await town.as_(name, NOW + MINUTE), notice.id or 0, number or 0)


@pytest.mark.parametrize("name", ["author", "colleague", "neighbour", "other_manager", "expert", "resident"])
async def test_who_cannot_say_yes(session: AsyncSession, name: str) -> None:
    """The author, and whoever has no right in every area of the audience, cannot; for them it is not there."""
    town = await Town.open(session)
    notice = await town.asked()
    with pytest.raises(NotFound):
        await _approve(town, notice, name)
    with pytest.raises(NotFound):
        await notice_approvals.give_back(await town.as_(name), notice.id or 0, 1, "نه")
    assert await town.state(notice) is NoticeState.APPROVAL


@pytest.mark.parametrize("name", ["manager", "secretary", "owner"])
async def test_who_can(session: AsyncSession, name: str) -> None:
    """Whoever else has the right in every area may say yes, asked or not."""
    town = await Town.open(session)
    assert (await _approve(town, await town.asked(), name)).state == "scheduled"


async def test_the_first_yes_counts(session: AsyncSession) -> None:
    """A second yes, a late return, a replayed and a forged press change nothing and say that it is decided."""
    town = await Town.open(session)
    notice = await _approve(town, await town.asked(), "manager")
    version = notice.version
    for name in ("secretary", "manager", "owner"):
        with pytest.raises(AlreadyDecided):
            await _approve(town, notice, name, 1)
        with pytest.raises(AlreadyDecided):
            await notice_approvals.give_back(await town.as_(name), notice.id or 0, 1, "نه")
        with pytest.raises(NotFound):
            await _approve(town, notice, name, 7)
    assert (await town.again(notice)).version == version
    assert await town.told(NEWS) == [("author", "approved")]


async def test_returned_with_a_remark(session: AsyncSession) -> None:
    """It is a draft again, its author reads why, and a yes that comes late does not count."""
    town = await Town.open(session)
    notice = await town.asked()
    with pytest.raises(ReasonNeeded):
        await notice_approvals.give_back(await town.as_("manager"), notice.id or 0, 1, "  ")
    notice = await notice_approvals.give_back(await town.as_("manager"), notice.id or 0, 1, "ساعت را بنویسید")
    assert (notice.state, notice.remark, notice.asked_revision) == ("draft", "ساعت را بنویسید", None)
    assert await town.told(NEWS) == [("author", "returned")]
    with pytest.raises(AlreadyDecided):
        await _approve(town, notice, "owner", 1)
    again = await town.send(notice)
    assert (again.remark, again.asked_revision) == (None, 2)


@pytest.mark.parametrize("is_given", [False, True], ids=["asked", "given"])
@pytest.mark.parametrize("what", ["content", "audience", "urgency", "time", "repeats", "unsend"])
async def test_no_yes_survives_a_change(session: AsyncSession, what: str, is_given: bool) -> None:
    """Whatever is changed after a yes was asked for or given, it has to be asked for anew, for another revision."""
    town = await Town.open(session)
    notice = await town.asked()
    old = notice.asked_revision or 0
    if is_given:
        notice = await _approve(town, notice, "manager")
    notice = await _change(town, notice, what)
    assert (notice.state, notice.is_approved, notice.asked_revision) == ("draft", False, None)
    assert await town.start(NOW + 10 * WEEK) == 0
    with pytest.raises(AlreadyDecided):
        await _approve(town, notice, "secretary", old)
    notice = await town.send(notice)
    assert notice.state == "approval"
    assert (notice.asked_revision or 0) > old
    with pytest.raises(AlreadyDecided):
        await _approve(town, notice, "secretary", old)
    assert (await _approve(town, notice, "secretary")).state == "scheduled"


async def _change(town: Town, notice: Notice, what: str) -> Notice:
    author, key, version = await town.as_("author"), notice.id or 0, notice.version
    if what == "content":
        return await notice_changes.change_content(author, key, version, OTHER)
    if what == "audience":
        return await town.to(notice, "باغ شاه")
    if what == "urgency":
        return await notice_changes.change_urgency(author, key, version, is_urgent=True)
    if what == "unsend":
        return await notice_sending.unsend(author, key, version)
    repeats = {"repeats": Repeats.WEEKLY, "repeats_until": NOW + WEEK * 9} if what == "repeats" else {}
    return await notice_changes.change_time(author, key, version, starts_at=NOW + DAY, **repeats)  # type: ignore[arg-type]  # the two belong together


async def test_the_maker_of_the_words_cannot_say_yes(session: AsyncSession) -> None:
    """Who amended a notice cannot approve the amendment, though neither its author nor its holder."""
    town = await Town.open(session)
    await town.reader("باغ شاه")
    notice = await _approve(town, await town.asked(), "manager")
    assert await town.start(NOW + HOUR) == 1
    await town.finish(notice, NOW + HOUR)
    secretary = await town.as_("secretary", NOW + 2 * HOUR)
    amended = await notice_mending.amend(secretary, notice.id or 0, (await town.again(notice)).version, OTHER)
    assert not amended.is_applied
    for name in ("secretary", "author"):
        with pytest.raises(NotFound):
            await _approve(town, amended.notice, name, amended.number)
    notice = await _approve(town, amended.notice, "owner", amended.number)
    assert (notice.revision, notice.state) == (2, "sent")
    assert [one.revision for one in await town.times(notice)] == [2]


async def test_an_approver_whose_office_ended(session: AsyncSession) -> None:
    """A yes counts by the rights of its moment: whoever was asked and holds the office no more cannot give it."""
    town = await Town.open(session)
    notice = await town.asked()
    await town.revoke("manager", NOW)
    with pytest.raises(NotFound):
        await _approve(town, notice, "manager")
    assert (await _approve(town, notice, "owner")).state == "scheduled"


async def test_nobody_to_ask(session: AsyncSession) -> None:
    """Where nobody else has the right, the notice stays a draft, and nothing is on record of an asking."""
    town = await Town.open(session, without=("manager", "secretary"))
    author = replace(await town.as_("author"), owners=replace(OWNERS, user_ids=frozenset()))
    notice = await town.to(await town.draft(), "باغ شاه", "گلسار")
    with pytest.raises(NobodyToAsk):
        await notice_sending.send(author, notice.id or 0, notice.version)
    assert await town.state(notice) is NoticeState.DRAFT
    assert await town.trail() == ["notice.create", "notice.change"]
    assert await town.told(ASKED) == []


async def test_who_cannot_be_reached_is_not_asked(session: AsyncSession) -> None:
    """Whoever blocked the bot would never hear of it: the next one is asked."""
    town = await Town.open(session)
    contacts, accounts = table_of(Contact), table_of(Account)
    theirs = select(accounts.c.id).where(accounts.c.person_id == town.people["manager"])
    await session.execute(update(contacts).where(contacts.c.account_id.in_(theirs)).values(blocked_at=NOW))
    await town.asked()
    assert await town.told(ASKED) == [("secretary", "1 ask")]


async def test_the_nearest_first(session: AsyncSession) -> None:
    """Members of exactly that area, then the offices above it upwards, then the owners."""
    town = await Town.open(session)
    second, _ = await town.office.holder(Role.SECRETARIAT, "گلسار")
    first, _ = await town.office.holder(Role.OWNER, None)
    notice = await town.draft()
    found = await notice_approvers.candidates(
        session=session, notice=notice, made_by=town.people["author"], owners=OWNERS, now=NOW
    )
    wanted = [town.people["colleague"], second, town.people["manager"], town.people["secretary"]]
    assert [one.person_id for one in found][:4] == wanted
    assert {one.person_id for one in found[4:]} == {town.people["owner"], first}
    whole = await town.to(notice)
    found = await notice_approvers.candidates(
        session=session, notice=whole, made_by=town.people["author"], owners=OWNERS, now=NOW
    )
    assert [one.role for one in found] == [Role.SECRETARIAT, Role.OWNER, Role.OWNER]


async def test_urgent_ones_are_asked_of_several(session: AsyncSession) -> None:
    """An urgent notice is asked of five at once, at any hour, and leaves with the first yes."""
    town = await Town.open(session)
    for _ in range(3):
        await town.office.holder(Role.COUNCIL, "گلسار")
    night = NOW.replace(hour=22)
    author, notice = await town.as_("author", night), await town.draft()
    notice = await notice_changes.change_urgency(author, notice.id or 0, 1, is_urgent=True)
    notice = await town.send(notice, now=night)
    asked = await notice_approvers.asked_whom(session=session, notice=notice)
    assert len(asked) == 5
    assert asked[0] == town.people["colleague"]
    assert await town.due(ASKED) == [night] * 5
    colleague = await town.as_("colleague", night + MINUTE)
    notice = await notice_approvals.approve(colleague, notice.id or 0, 1)
    assert (notice.state, notice.starts_at) == ("scheduled", night + MINUTE)
    assert await town.start(night + MINUTE) == 1


async def test_counted_anew_at_sending(session: AsyncSession) -> None:
    """An audience that grew above the number of people since the preview needs a yes."""
    town = await Town.open(session, approval_above=1)
    notice = await town.draft()
    await town.reader("گلسار")
    author = await town.as_("author")
    assert notice_sending.why_approval(author, notice, await notice_sending.count(author, notice)) == frozenset()
    await town.reader("گلسار")
    assert (await town.send(notice)).state == "approval"


async def test_a_late_yes(session: AsyncSession) -> None:
    """A notice whose chosen time passed while it waited leaves a minute after the yes; one to come, at its time."""
    town = await Town.open(session)
    for minutes, leaves in ((30, NOW + 30 * MINUTE), (1, NOW + 2 * MINUTE)):
        notice = await town.to(await town.draft(), "گلسار", "باغ شاه")
        author = await town.as_("author")
        at = NOW + minutes * MINUTE
        notice = await notice_changes.change_time(author, notice.id or 0, notice.version, starts_at=at)
        notice = await _approve(town, await town.send(notice), "manager")
        assert notice.starts_at == leaves


async def test_refusals_leave_no_trace(session: AsyncSession) -> None:
    """Whatever is refused of an asked notice writes nothing: neither its row, nor a delivery, nor the trail."""
    town = await Town.open(session)
    notice = await town.asked()
    before = (notice.version, await town.trail(), await town.told(NEWS), await town.told(ASKED))
    for name in town.people:
        for revision in (0, 2, 99, -1):
            with pytest.raises(DomainError):
                await _approve(town, notice, name, revision)
    notice = await town.again(notice)
    assert (notice.version, await town.trail(), await town.told(NEWS), await town.told(ASKED)) == before
