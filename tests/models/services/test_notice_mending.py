from dataclasses import replace

import pytest

from models.broadcast import BroadcastState
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.draft import Location
from models.errors import AlreadyDecided, NobodyToAsk, NotFound, NoticeChanged, NoticeEmpty, OnlyWordsAmend
from models.media import MediaItem, MediaKind
from models.notice import Notice, NoticeState
from models.notice_content import Link, NoticeContent, Question
from models.services import notice_approvals, notice_due, notice_mending, notice_sending, notices
from models.services.notice_mending import Amended
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, Town

NEWS = DeliveryKind.NOTICE_NEWS
OTHER = NoticeContent(html="آب فردا <b>وصل</b> است.")


async def _amend(town: Town, notice: Notice, content: NoticeContent = OTHER, name: str = "author") -> Amended:
    row = await town.again(notice)
    return await notice_mending.amend(await town.as_(name, NOW + HOUR), row.id or 0, row.version, content)


async def test_amending(session: AsyncSession) -> None:
    """What only one's own area read is amended at once: the next revision, which every copy is to show."""
    town = await Town.open(session)
    await town.reader("گلسار")
    notice = await town.sent()
    amended = await _amend(town, notice)
    assert (amended.is_applied, amended.number, amended.notice.revision) == (True, 2, 2)
    (time,) = await town.times(notice)
    assert (time.revision, time.state) == (2, BroadcastState.MENDING)
    again = await _amend(town, notice, replace(OTHER, html="سومین"))
    assert again.number == 3
    assert (await town.trail())[-2:] == ["notice.amend", "notice.amend"]


async def test_a_colleague_amends(session: AsyncSession) -> None:
    """Another member of the office may; whoever is of another office, or none, finds nothing."""
    town = await Town.open(session)
    notice = await town.sent()
    assert (await _amend(town, notice, name="colleague")).is_applied
    for name in ("neighbour", "other_manager", "expert", "resident"):
        with pytest.raises(NotFound):
            await _amend(town, notice, name=name)


async def test_a_scheduled_one_keeps_its_time(session: AsyncSession) -> None:
    """«Amend that one» of a notice that has not left yet: it leaves at its time, once, with the newer words."""
    town = await Town.open(session)
    notice = await town.send(await town.draft())
    longer = replace(OTHER, files=(MediaItem(1, MediaKind.PHOTO, "a", "a1"),))
    amended = await _amend(town, notice, longer, name="colleague")
    assert (amended.is_applied, amended.notice.state, amended.notice.starts_at) == (True, "scheduled", NOW + MINUTE)
    assert await town.start(NOW + MINUTE) == 1
    assert [one.revision for one in await town.times(notice)] == [2]


async def test_a_scheduled_one_that_needed_a_yes(session: AsyncSession) -> None:
    """It leaves at its time as it was approved; the newer words follow once they are, too."""
    town = await Town.open(session)
    notice = await town.approve(await town.asked(), "manager")
    assert not (await _amend(town, notice)).is_applied
    assert await town.start(NOW + 2 * MINUTE) == 1
    assert [one.revision for one in await town.times(notice)] == [1]
    notice = await town.approve(notice, "manager", NOW + HOUR)
    assert [one.revision for one in await town.times(notice)] == [2]


async def test_what_cannot_be_amended(session: AsyncSession) -> None:
    """Drafts and what waits for a yes are changed instead; a withdrawn one stays as it is."""
    town = await Town.open(session)
    for notice in (await town.draft(), await town.asked()):
        with pytest.raises(NoticeChanged):
            await _amend(town, notice)
    notice = await town.sent()
    await _withdraw(town, notice)
    with pytest.raises(NoticeChanged):
        await _amend(town, notice)
    with pytest.raises(NoticeChanged):
        await notice_mending.amend(await town.as_("author", NOW + HOUR), notice.id or 0, 1, OTHER)


async def _withdraw(town: Town, notice: Notice, name: str = "author") -> Notice:
    row = await town.again(notice)
    return await notice_mending.withdraw(await town.as_(name, NOW + HOUR), row.id or 0, row.version)


async def test_an_amendment_cannot_slip_past(session: AsyncSession) -> None:
    """Of a notice that needed a yes, an amendment needs one too: until then readers see what was approved."""
    town = await Town.open(session)
    await town.reader("باغ شاه")
    notice = await _approved(town)
    amended = await _amend(town, notice)
    assert not amended.is_applied
    assert (amended.notice.revision, amended.notice.asked_revision, amended.notice.state) == (1, 2, "sent")
    assert [one.revision for one in await town.times(notice)] == [1]
    assert (await town.told(DeliveryKind.NOTICE_APPROVAL))[-1] == ("manager", "2 ask")
    newer = await _amend(town, notice, replace(OTHER, html="بازهم"))
    assert newer.notice.asked_revision == 3
    with pytest.raises(AlreadyDecided):  # the one before
        await notice_approvals.approve(await town.as_("manager"), notice.id or 0, 2)
    notice = await town.approve(notice, "manager", NOW + 2 * HOUR)
    assert (notice.revision, notice.asked_revision, notice.state) == (3, None, "sent")
    assert [one.revision for one in await town.times(notice)] == [3]
    assert (await town.told(NEWS))[-1] == ("author", "approved")


async def _approved(town: Town) -> Notice:
    notice = await town.approve(await town.asked(), "manager")
    await town.start(NOW + 2 * MINUTE)
    await town.finish(notice, NOW + 3 * MINUTE)
    return await town.again(notice)


async def test_a_yes_that_was_needed_once(session: AsyncSession) -> None:
    """A notice that was approved for being to many needs a yes to its amendment, also where they are fewer by now."""
    town = await Town.open(session, approval_above=1)
    person = await town.reader("گلسار")
    await town.reader("گلسار")
    notice = await town.approve(await town.send(await town.draft()), "manager")
    await town.start(NOW + 2 * MINUTE)
    await town.move(person, "علی‌آباد")
    assert not (await _amend(town, notice)).is_applied


async def test_a_returned_amendment(session: AsyncSession) -> None:
    """What is shown stays; its maker reads the remark."""
    town = await Town.open(session)
    notice = await _approved(town)
    await _amend(town, notice)
    manager = await town.as_("manager", NOW + 2 * HOUR)
    notice = await notice_approvals.give_back(manager, notice.id or 0, 2, "نه این‌طور")
    assert (notice.state, notice.revision, notice.asked_revision, notice.remark) == ("sent", 1, None, "نه این‌طور")
    assert (await town.told(NEWS))[-1] == ("author", "returned")


async def test_nobody_to_ask_for_an_amendment(session: AsyncSession) -> None:
    """Without anybody who may say yes, an amendment is refused and nothing changes."""
    town = await Town.open(session, without=("secretary",))
    notice = await _approved(town)
    await town.revoke("manager", NOW + 3 * MINUTE)
    author = await town.as_("author", NOW + HOUR)
    alone = replace(author, owners=replace(author.owners, user_ids=frozenset()))
    with pytest.raises(NobodyToAsk):
        await notice_mending.amend(alone, notice.id or 0, notice.version, OTHER)
    assert (await town.again(notice)).version == notice.version
    assert await notices.next_number(session, notice.id or 0) == 2


PHOTO = MediaItem(1, MediaKind.PHOTO, "a", "a1")
ANOTHER = MediaItem(2, MediaKind.PHOTO, "b", "b1")
ASKS = Question("می‌آیید؟", ("بله", "نه"))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (NoticeContent("متن"), NoticeContent("متن", (PHOTO,))),
        (NoticeContent("متن", (PHOTO,)), NoticeContent("متن")),
        (NoticeContent("متن", (PHOTO, ANOTHER)), NoticeContent("متن", (ANOTHER, PHOTO))),
        (NoticeContent("متن"), NoticeContent("متن", location=Location(1.0, 2.0))),
        (NoticeContent("متن"), NoticeContent("متن", question=ASKS)),
        (NoticeContent("متن", question=ASKS), NoticeContent("متن")),
        (NoticeContent("متن", question=ASKS), NoticeContent("متن", question=replace(ASKS, answers=("نه", "بله")))),
    ],
)
async def test_what_the_messenger_cannot_change(
    session: AsyncSession, was: NoticeContent, becomes: NoticeContent
) -> None:
    """Files come or go, the pin, and the question's answers: refused before anything is written."""
    town = await Town.open(session)
    notice = await town.sent(was)
    with pytest.raises(OnlyWordsAmend):
        await _amend(town, notice, becomes)
    assert (await town.again(notice)).version == notice.version


async def test_what_can_change(session: AsyncSession) -> None:
    """Words, a link, one photo for another, and whether results are shown."""
    town = await Town.open(session)
    was = NoticeContent("متن", (PHOTO,), question=ASKS)
    notice = await town.sent(was)
    link = Link("برنامه", "https://example.org/plan")
    becomes = NoticeContent("نو", (ANOTHER,), link=link, question=replace(ASKS, shows_results=True))
    assert (await _amend(town, notice, becomes)).is_applied
    with pytest.raises(NoticeEmpty):
        await _amend(town, notice, NoticeContent(""))


async def test_withdrawing(session: AsyncSession) -> None:
    """Its copies are to be deleted, an asked amendment is void, it never leaves again, and its end is told."""
    town = await Town.open(session)
    await town.reader("باغ شاه")
    notice = await _approved(town)
    await _amend(town, notice)
    notice = await _withdraw(town, notice)
    assert (notice.state, notice.withdrawn_at, notice.asked_revision) == ("withdrawn", NOW + HOUR, None)
    (time,) = await town.times(notice)
    assert time.is_withdrawn
    with pytest.raises(AlreadyDecided):
        await notice_approvals.approve(await town.as_("manager", NOW + HOUR), notice.id or 0, 2)
    with pytest.raises(NoticeChanged):
        await _withdraw(town, notice)
    with pytest.raises(NoticeChanged):
        await notice_sending.send_again(await town.as_("author", NOW + HOUR), notice.id or 0)
    assert await town.finish(notice, NOW + 2 * HOUR) == 1
    assert await notice_due.finish_told(session=session, bot_id=BOT, city=town.city, now=NOW + DAY) == 0
    assert await town.told(NEWS) == [("author", "approved"), ("author", "done"), ("author", "done")]
    assert await town.state(notice) is NoticeState.WITHDRAWN


async def test_a_colleague_withdraws(session: AsyncSession) -> None:
    """The holder hears who took it back; a notice that never left is stopped instead."""
    town = await Town.open(session)
    with pytest.raises(NoticeChanged):
        await _withdraw(town, await town.send(await town.draft()))
    notice = await town.sent()
    with pytest.raises(NotFound):
        await _withdraw(town, notice, "neighbour")
    await _withdraw(town, notice, "manager")
    assert (await town.told(NEWS))[-1] == ("author", "withdrawn")


async def test_sending_again_to_the_uncertain(session: AsyncSession) -> None:
    """Nobody is uncertain: nothing is sent again, and nothing is on record."""
    town = await Town.open(session)
    await town.reader("گلسار")
    notice = await town.sent()
    assert await notice_sending.send_again(await town.as_("author", NOW + HOUR), notice.id or 0) == 0
    assert await town.state(notice) is NoticeState.SENT
    await town.lose(notice)
    assert await notice_sending.send_again(await town.as_("author", NOW + HOUR), notice.id or 0) == 1
    assert await town.state(notice) is NoticeState.SENDING
    assert (await town.trail())[-1] == "notice.send_again"
    assert await town.finish(notice, NOW + 2 * HOUR) == 1  # told how it ended this time
    assert await town.told(NEWS) == [("author", "done")] * 2
