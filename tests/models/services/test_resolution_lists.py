"""/resolutions: what everybody finds, by body, status, topic and words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.database import AsyncSession
from models.resolution import Resolution, ResolutionStatus
from models.resolution_wording import Wording
from models.services import resolution_lists, resolutions, topics
from models.services.resolution_lists import Wish
from tests.models.sample_rows import NOW
from tests.models.services.resolution_rows import LAMP, Council

TODAY = date(2026, 12, 10)


async def _found(session: AsyncSession, wish: Wish) -> list[int]:
    rows, total = await resolution_lists.page(session=session, wish=wish, today=TODAY, offset=0, limit=50)
    assert total == len(rows)
    return [one.id or 0 for one in rows]


async def _everywhere(council: Council) -> dict[str, Resolution]:
    """One of each body on the way from the city to گلسار, and one elsewhere."""
    made = {}
    for number, (who, area) in enumerate(
        [("secretary", "ایزدشهر"), ("secretary", "منطقهٔ ۱"), ("author", "گلسار"), ("neighbour", "باغ شاه")]
    ):
        made[area] = await council.decide(who=who, area=area, now=NOW + timedelta(minutes=number))
    return made


async def test_the_newest_first_page_by_page(session: AsyncSession) -> None:
    """Pages follow each other, and the total counts all of them."""
    council = await Council.open(session)
    made = [await council.decide(now=NOW + timedelta(minutes=number)) for number in range(5)]
    ids = []
    for offset in (0, 2, 4, 6):
        rows, total = await resolution_lists.page(session=session, wish=Wish(), today=TODAY, offset=offset, limit=2)
        assert total == 5
        ids += [one.id for one in rows]
    assert ids == [one.id for one in reversed(made)]


async def test_what_is_not_public_is_not_found(session: AsyncSession) -> None:
    """Whatever is asked for."""
    council = await Council.open(session)
    meeting = await council.meeting()
    item = await council.item(meeting)
    one = await resolutions.create(await council.as_("author"), LAMP, area_id=meeting.area_id, item_id=item.id)
    await council.set(one, due_on=date(2026, 12, 1))
    for wish in (Wish(), Wish(words="چراغ"), Wish(is_overdue=True), Wish(area_id=meeting.area_id)):
        assert await _found(session, wish) == []
    assert await resolution_lists.bodies(session=session) == {}
    assert await resolution_lists.used_topics(session=session) == []


@pytest.mark.parametrize(
    ("area", "around", "own"),
    [
        ("گلسار", {"گلسار", "منطقهٔ ۱", "ایزدشهر"}, {"گلسار"}),
        ("منطقهٔ ۱", {"گلسار", "باغ شاه", "منطقهٔ ۱", "ایزدشهر"}, {"منطقهٔ ۱"}),
        ("منطقهٔ ۲", {"ایزدشهر"}, set()),
        ("ایزدشهر", {"گلسار", "باغ شاه", "منطقهٔ ۱", "ایزدشهر"}, {"ایزدشهر"}),
    ],
)
async def test_by_body(session: AsyncSession, area: str, around: set[str], own: set[str]) -> None:
    """An area's own, those above and those below it; or its own alone."""
    council = await Council.open(session)
    made = await _everywhere(council)
    area_id = council.areas[area]
    assert set(await _found(session, Wish(area_id=area_id))) == {made[name].id for name in around}
    assert set(await _found(session, Wish(area_id=area_id, is_own_only=True))) == {made[name].id for name in own}


async def test_an_area_that_nobody_drew(session: AsyncSession) -> None:
    """A made-up button finds nothing."""
    council = await Council.open(session)
    await council.decide()
    assert await _found(session, Wish(area_id=999_999)) == []
    assert await _found(session, Wish(topic="nonsense")) == []


async def test_by_status(session: AsyncSession) -> None:
    """Each status alone, and what is overdue: past its day, and not finished."""
    council = await Council.open(session)
    late = await council.decide(replace(LAMP, due_on=TODAY - timedelta(days=1)))
    today = await council.decide(replace(LAMP, due_on=TODAY))
    done = await council.decide(replace(LAMP, due_on=TODAY - timedelta(days=9)))
    await council.step(done, ResolutionStatus.DONE)
    assert await _found(session, Wish(is_overdue=True)) == [late.id]
    assert await _found(session, Wish(status=ResolutionStatus.DONE)) == [done.id]
    assert await _found(session, Wish(status=ResolutionStatus.OPEN)) == [today.id, late.id]
    assert [resolution_lists.is_overdue(one, TODAY) for one in (late, today, done)] == [True, False, False]


async def test_by_topic(session: AsyncSession) -> None:
    """A topic with those below it."""
    council = await Council.open(session)
    await topics.ensure_topics(session=session)
    known = await topics.load_topics(session=session)
    parent = next(one for one in known.below(None) if known.below(one.code))
    child, other = known.below(parent.code)[0], next(one for one in known.below(None) if one is not parent)
    whole = await council.decide(replace(LAMP, topic=parent.code))
    part = await council.decide(replace(LAMP, topic=child.code))
    await council.decide(replace(LAMP, topic=other.code))
    assert await _found(session, Wish(topic=parent.code)) == [part.id, whole.id]
    assert await _found(session, Wish(topic=child.code)) == [part.id]
    assert set(await resolution_lists.used_topics(session=session)) == {parent.code, child.code, other.code}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("چراغ", {1, 3}),
        ("چراغ کوچه", {1}),
        ("كوچه  چراغ", {1}),
        ("کوچهٔ لاله", {1}),
        ("برق", {1}),
        ("آسفالت", {2}),
        ("اسفالت شهرداري", {2}),
        ("پارک‌بان", {3}),
        ("۲", {2}),
        ("2", {2}),
        ("شمارهٔ", set()),
        ("1405", {1, 2, 3}),
        ("۳ ۱۴۰۵", {3}),
        ("120", {3}),
        ("۱۲۰ چراغ", {3}),
        ("چراغ آسفالت", set()),
        ("100%", set()),
        ("_", {1, 2, 3}),
        ("%", {1, 2, 3}),
        ("", {1, 2, 3}),
        ("گل‌سار", {1, 2, 3}),
        ("گلسار آسفالت", {2}),
        ("باغ", set()),
    ],
)
async def test_by_words(session: AsyncSession, words: str, found: set[int]) -> None:
    """In any spelling, all of them, in its text or its body; a number is that of the resolution, too."""
    council = await Council.open(session)
    said = [
        Wording("نصب چراغ در کوچهٔ لاله", "شرکت توزیع برق"),
        Wording("آسفالت خیابان یاس", "شهرداری"),
        Wording("خرید ۱۲۰ چراغ برای پارک‌بان", "شهرداری"),
    ]
    made = [await council.decide(one) for one in said]
    numbers = {one.id: one.number for one in made}
    assert {numbers[one] for one in await _found(session, Wish(words=words))} == found


async def test_everything_at_once(session: AsyncSession) -> None:
    """Filters narrow together."""
    council = await Council.open(session)
    made = await _everywhere(council)
    wish = Wish(area_id=council.areas["گلسار"], status=ResolutionStatus.OPEN, words="چراغ ۱")
    assert set(await _found(session, wish)) == {made["گلسار"].id, made["منطقهٔ ۱"].id}
    assert Wish.from_data(wish.to_data()) == wish
    assert Wish.from_data({"status": "of another program"}) == Wish()


async def test_what_it_answers_is_counted(session: AsyncSession) -> None:
    """Nobody reads who sent it: only how many; and a submission knows the newest that answers it."""
    council = await Council.open(session)
    both = (await council.proposed(), await council.proposed())
    first, second = await council.decide(answers=both), await council.decide(answers=both[:1])
    ids = [first.id or 0, second.id or 0]
    assert await resolution_lists.linked(session=session, resolution_ids=ids) == {first.id: 2, second.id: 1}
    for submission, answer in zip(both, (second, first), strict=True):
        found = await resolution_lists.answering(session=session, submission_id=submission.id or 0)
        assert found is not None
        assert found.id == answer.id
    assert await resolution_lists.answering(session=session, submission_id=9_999) is None
    assert await resolution_lists.bodies(session=session) == {council.areas["گلسار"]: 2}
