import pytest

from models.audience import Audience
from models.database import AsyncSession
from models.notice import Notice
from models.notice_content import NoticeContent
from models.services import notice_changes, notice_held, notice_lists, notice_mending
from models.services.notice_lists import Tab
from tests.models.sample_rows import NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, WEEK, WORDS, Town

NOTICED = ("author", "colleague", "neighbour", "manager", "other_manager", "secretary", "owner", "expert", "resident")


async def _ids(town: Town, name: str, tab: Tab) -> list[int]:
    rows, total = await notice_lists.page(await town.as_(name, NOW + DAY), tab, offset=0, limit=50)
    assert total == len(rows)
    assert (await notice_lists.counts(await town.as_(name, NOW + DAY)))[tab] == total
    return [one.id or 0 for one in rows]


async def test_who_finds_what(session: AsyncSession) -> None:
    """Drafts are one's own; the others are found by those whose office reaches them, and by nobody else."""
    town = await Town.open(session)
    sent = await town.sent()
    draft, waiting = await town.draft(), await town.asked()
    scheduled = await town.send(await town.draft())
    for name in NOTICED:
        sees = name in {"author", "colleague", "manager", "secretary", "owner"}
        assert await _ids(town, name, Tab.DRAFTS) == ([draft.id] if name == "author" else [])
        assert await _ids(town, name, Tab.WAITING) == ([waiting.id] if sees else [])
        assert await _ids(town, name, Tab.SCHEDULED) == ([scheduled.id] if sees else [])
        assert await _ids(town, name, Tab.SENT) == ([sent.id] if sees else [])


async def test_whoever_is_asked_finds_it(session: AsyncSession) -> None:
    """A notice to another neighbourhood alone waits in the list of its council, until somebody decided."""
    town = await Town.open(session)
    notice = await town.send(await town.to(await town.draft(), "باغ شاه"))
    assert await _ids(town, "neighbour", Tab.WAITING) == [notice.id]
    assert await _ids(town, "other_manager", Tab.WAITING) == []
    await town.approve(notice, "neighbour")
    assert await _ids(town, "neighbour", Tab.WAITING) == []


async def test_an_amendment_waits_too(session: AsyncSession) -> None:
    """An amendment that needs a yes is in the list of what waits, and its notice still in that of what was sent."""
    town = await Town.open(session)
    notice = await town.approve(await town.asked(), "manager")
    await town.start(NOW + HOUR)
    await town.finish(notice, NOW + HOUR)
    notice = await town.again(notice)
    author = await town.as_("author", NOW + 2 * HOUR)
    await notice_mending.amend(author, notice.id or 0, notice.version, NoticeContent("نو"))
    assert await _ids(town, "author", Tab.WAITING) == await _ids(town, "author", Tab.SENT) == [notice.id]


async def test_held_ones_wait(session: AsyncSession) -> None:
    """What was held is found by those who may take it over."""
    town = await Town.open(session)
    notice = await town.send(await town.draft())
    await town.revoke("author")
    await town.start(NOW + MINUTE)
    assert await _ids(town, "colleague", Tab.WAITING) == [notice.id]
    assert await _ids(town, "author", Tab.WAITING) == []
    await notice_held.take_over(await town.as_("colleague", NOW + HOUR), notice.id or 0)
    assert await _ids(town, "colleague", Tab.DRAFTS) == [notice.id]


async def test_order_and_pages(session: AsyncSession) -> None:
    """Scheduled ones by their time, the next first; drafts by their last change; a page is a part of the list."""
    town = await Town.open(session)
    author = await town.as_("author")
    made = []
    for days in (3, 1, 2):
        notice = await town.draft()
        notice = await notice_changes.change_time(author, notice.id or 0, 1, starts_at=NOW + days * DAY)
        made.append((await town.send(notice)).id)
    assert await _ids(town, "author", Tab.SCHEDULED) == [made[1], made[2], made[0]]
    rows, total = await notice_lists.page(author, Tab.SCHEDULED, offset=1, limit=1)
    assert ([one.id for one in rows], total) == ([made[2]], 3)


async def _like(town: Town, notice: Notice, name: str = "author", days: int = 1) -> int | None:
    found = await notice_lists.similar(await town.as_(name, NOW + days * DAY), notice)
    return None if found is None else found.id


async def test_one_like_it(session: AsyncSession) -> None:
    """The same words of the last seven days to some of the same people are pointed out, the likest first."""
    town = await Town.open(session)
    old = await town.sent()
    likest = await town.sent(NoticeContent(f"<b>سلام!</b> {WORDS}"))
    await town.sent(NoticeContent("جلسهٔ شورای محله پنجشنبه ساعت ۱۷ است."))
    again = await town.draft(content=NoticeContent(f"سلام. {WORDS}"))
    assert await _like(town, again) == likest.id
    assert await _like(town, await town.draft()) == old.id
    assert await _like(town, again, days=6) == likest.id
    assert await _like(town, again, days=8) is None
    assert await _like(town, await town.draft(content=NoticeContent("کلاس ورزش بانوان"))) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "is_like"),
    [
        (["گلسار"], ["گلسار"], True),
        (["گلسار"], ["منطقهٔ ۱"], True),
        (["منطقهٔ ۱"], ["گلسار"], True),
        ([], ["گلسار"], True),
        (["گلسار"], [], True),
        (["گلسار"], ["باغ شاه"], False),
        (["منطقهٔ ۲"], ["منطقهٔ ۱"], False),
        (["گلسار", "علی‌آباد"], ["باغ شاه", "علی‌آباد"], True),
    ],
)
async def test_to_some_of_the_same_people(
    session: AsyncSession, mine: list[str], theirs: list[str], is_like: bool
) -> None:
    """Areas that are the same, or of which one holds the other."""
    town = await Town.open(session)
    sent = await town.to(await town.draft("owner", None), *theirs, who="owner")
    await town.send(sent, who="owner")
    notice = await town.to(await town.draft("owner", None), *mine, who="owner")
    assert await _like(town, notice, "owner") == (sent.id if is_like else None)


async def test_what_is_not_pointed_out(session: AsyncSession) -> None:
    """Drafts, discarded and withdrawn notices, other languages, and what whoever asks could not amend."""
    town = await Town.open(session)
    notice = await town.draft()
    other = await town.draft()
    assert await _like(town, notice) is None
    await notice_changes.discard(await town.as_("author"), other.id or 0, 1)
    assert await _like(town, notice) is None
    gone = await town.sent()
    await notice_mending.withdraw(await town.as_("author", NOW + HOUR), gone.id or 0, gone.version)
    assert await _like(town, notice) is None
    english = await town.draft()
    audience = Audience((town.areas["گلسار"],), language="en")
    english = await notice_changes.change_audience(await town.as_("author"), english.id or 0, 1, audience)
    await town.send(english)
    persian = await notice_changes.change_audience(
        await town.as_("author"), notice.id or 0, 1, Audience((town.areas["گلسار"],), language="fa")
    )
    assert await _like(town, persian) is None
    city = await town.draft("owner", None)
    await town.send(city, who="owner")
    assert await _like(town, persian) is None
    assert await _like(town, persian, "owner") == city.id


async def test_an_old_repeating_one(session: AsyncSession) -> None:
    """A notice counts from when it first left."""
    town = await Town.open(session)
    await town.sent()
    notice = await town.draft()
    found = await notice_lists.similar(await town.as_("author", NOW + WEEK - HOUR), notice)
    assert found is not None
    assert await notice_lists.similar(await town.as_("author", NOW + WEEK + HOUR), notice) is None
