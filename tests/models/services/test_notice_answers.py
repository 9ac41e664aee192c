from datetime import datetime

import pytest
from sqlalchemy import update
from sqlmodel import col

from models.database import AsyncSession
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.draft import Draft, Part
from models.errors import NotFound, NoticeOver
from models.notice import Notice
from models.notice_content import NoticeContent, Question
from models.services import notice_answers, notice_mending, submissions
from models.services.notice_answers import AreaResult
from models.submission import About, Kind
from models.subscription import Digest, Subscription
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import HOUR, Town

ASKS = NoticeContent("جلسه کی باشد؟", asks_read=True, question=Question("کدام روز؟", ("شنبه", "یکشنبه", "دوشنبه")))


async def _read(town: Town, notice: Notice, person: int, area: str | None = "گلسار", now: datetime = NOW) -> bool:
    return await notice_answers.mark_read(
        session=town.session, person_id=person, area_id=_area(town, area), notice_id=notice.id or 0, now=now
    )


async def _pick(town: Town, notice: Notice, person: int, choice: int, area: str | None = "گلسار") -> bool:
    return await notice_answers.pick(
        session=town.session,
        person_id=person,
        area_id=_area(town, area),
        notice_id=notice.id or 0,
        choice=choice,
        now=NOW,
    )


def _area(town: Town, name: str | None) -> int | None:
    return town.areas[name] if name else None


async def test_counted_once(session: AsyncSession) -> None:
    """«Read» counts a person once; another answer moves their vote; results are by answer and by area."""
    town = await Town.open(session)
    mine, yours = await town.reader("گلسار"), await town.reader("گلسار")
    notice = await town.sent(ASKS)
    assert [await _read(town, notice, mine), await _read(town, notice, mine)] == [True, False]
    assert [await _pick(town, notice, mine, 0), await _pick(town, notice, mine, 0)] == [True, False]
    assert await _pick(town, notice, yours, 0)
    assert await _pick(town, notice, yours, 2)
    assert await _pick(town, notice, yours, 0)
    assert await _pick(town, notice, mine, 1)
    found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    assert (found.read, found.answered, found.choices) == (1, 2, [1, 1, 0])
    assert found.by_area == [AreaResult(town.areas["گلسار"], 1, [1, 1, 0])]


async def test_by_area(session: AsyncSession) -> None:
    """Each person counts where they lived when they answered first; whoever said nothing of that stands last."""
    town = await Town.open(session)
    areas = ["گلسار", "باغ شاه", "گلسار غربی", None]
    readers = [await town.reader(area) for area in areas]
    notice = await town.send(await town.draft("owner", None, ASKS), who="owner")
    await town.start(NOW + HOUR)
    await town.finish(notice, NOW + HOUR)
    for number, (area, person) in enumerate(zip(areas, readers, strict=True)):
        assert await _pick(town, notice, person, number % 3, area)
    found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    assert found.choices == [2, 1, 1]
    by_area = {one.area_id: list(one.choices) for one in found.by_area}
    assert by_area == {
        town.areas["گلسار"]: [1, 0, 0],
        town.areas["باغ شاه"]: [0, 1, 0],
        town.areas["گلسار غربی"]: [0, 0, 1],
        None: [1, 0, 0],
    }
    assert found.by_area[-1].area_id is None


@pytest.mark.parametrize("choice", [-1, 3, 99, 10**6])
async def test_answers_that_were_not_offered(session: AsyncSession, choice: int) -> None:
    """A forged index, or a press below a notice that asks nothing, is refused."""
    town = await Town.open(session)
    person = await town.reader("گلسار")
    notice, plain = await town.sent(ASKS), await town.sent()
    with pytest.raises(NotFound):
        await _pick(town, notice, person, choice)
    with pytest.raises(NotFound):
        await _pick(town, plain, person, 0)
    with pytest.raises(NotFound):
        await _read(town, plain, person)


async def test_only_readers(session: AsyncSession) -> None:
    """Whoever never got it cannot answer, nor can anybody before it left."""
    town = await Town.open(session)
    person, stranger = await town.reader("گلسار"), await town.reader("علی‌آباد")
    draft = await town.draft(content=ASKS)
    with pytest.raises(NotFound):
        await _pick(town, draft, person, 0)
    notice = await town.sent(ASKS)
    with pytest.raises(NotFound):
        await _pick(town, notice, stranger, 0)
    with pytest.raises(NotFound):
        await _read(town, notice, stranger)
    with pytest.raises(NotFound):
        await notice_answers.pick(session=session, person_id=person, area_id=None, notice_id=999, choice=0, now=NOW)


async def test_whoever_got_it_and_moved(session: AsyncSession) -> None:
    """A copy of one's own is enough, wherever one lives by now."""
    town = await Town.open(session)
    person = await town.reader("گلسار")
    notice = await town.sent(ASKS)
    await town.move(person, "علی‌آباد")
    assert await _pick(town, notice, person, 1, "علی‌آباد")


async def test_readers_of_a_digest(session: AsyncSession) -> None:
    """Whoever reads it in their digest has no copy of their own and answers all the same."""
    town = await Town.open(session)
    person = await town.reader("گلسار")
    session.add(Subscription(person_id=person, digest=Digest.DAILY.value, updated_at=NOW))
    await session.flush()
    notice = await town.sent(ASKS)
    assert await _pick(town, notice, person, 1)


async def test_after_it_was_withdrawn(session: AsyncSession) -> None:
    """Answers to a withdrawn notice are not counted; strangers still find nothing."""
    town = await Town.open(session)
    person, stranger = await town.reader("گلسار"), await town.reader("علی‌آباد")
    notice = await town.sent(ASKS)
    assert await _pick(town, notice, person, 1)
    await notice_mending.withdraw(await town.as_("author", NOW + HOUR), notice.id or 0, notice.version)
    with pytest.raises(NoticeOver):
        await _pick(town, notice, person, 0)
    with pytest.raises(NoticeOver):
        await _read(town, notice, person)
    with pytest.raises(NotFound):
        await _pick(town, notice, stranger, 0)
    found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    assert found.choices == [0, 1, 0]


async def test_answers_stay_with_an_amendment(session: AsyncSession) -> None:
    """An amended notice keeps its answers: they are of the same question."""
    town = await Town.open(session)
    person = await town.reader("گلسار")
    notice = await town.sent(ASKS)
    await _pick(town, notice, person, 2)
    content = NoticeContent("جلسه کی باشد؟ (اصلاح)", asks_read=True, question=ASKS.question)
    author = await town.as_("author", NOW + HOUR)
    await notice_mending.amend(author, notice.id or 0, notice.version, content)
    found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    assert found.choices == [0, 0, 1]


async def test_a_reply_to_ones_own_copy(session: AsyncSession) -> None:
    """The message that somebody replied to leads to the notice, for them and in that bot's chat alone."""
    town = await Town.open(session)
    person, other = await town.reader("گلسار"), await town.reader("گلسار")
    notice = await town.sent()
    mine = (col(Delivery.person_id) == person, col(Delivery.kind) == DeliveryKind.NOTICE.value)
    await session.execute(update(Delivery).where(*mine).values(message_ids=[71, 72]))

    async def found(person_id: int, message_id: int, bot_id: int = BOT) -> int | None:
        return await notice_answers.notice_of_message(
            session=session, bot_id=bot_id, person_id=person_id, message_id=message_id
        )

    assert [await found(person, 71), await found(person, 72)] == [notice.id] * 2
    assert [await found(person, 73), await found(other, 71), await found(person, 71, 1)] == [None] * 3


async def test_a_reply_on_record(session: AsyncSession) -> None:
    """An opinion goes to the council that sent the notice and names it; a report or a complaint to where one lives."""
    town = await Town.open(session)
    person = await town.reader("علی‌آباد")
    notice = await town.sent()
    home, office = town.areas["علی‌آباد"], town.areas["گلسار"]
    for number, (kind, area) in enumerate(
        [(Kind.OPINION, office), (Kind.REPORT, home), (Kind.COMPLAINT, home)], start=1
    ):
        draft = Draft(
            id=number, kind=kind, about=About.COUNCIL, area_id=home, notice_id=notice.id, parts=(Part(1, "ممنون"),)
        )
        assert Draft.from_data(draft.to_data()) == draft
        one = await submissions.register(session=session, person_id=person, draft=draft, now=NOW, zone=TEHRAN)
        assert (one.notice_id, one.area_id, one.kind) == (notice.id, area, kind.value)


async def test_a_reply_to_the_city(session: AsyncSession) -> None:
    """A notice of the whole city has no council of an area: an opinion on it belongs where its author lives."""
    town = await Town.open(session)
    person = await town.reader("علی‌آباد")
    notice = await town.draft("owner", None)
    draft = Draft(id=9, kind=Kind.OPINION, area_id=town.areas["علی‌آباد"], notice_id=notice.id, parts=(Part(1, "خوب"),))
    one = await submissions.register(session=session, person_id=person, draft=draft, now=NOW, zone=TEHRAN)
    assert (one.notice_id, one.area_id) == (notice.id, town.areas["علی‌آباد"])


async def test_what_was_stopped_before_it_came(session: AsyncSession) -> None:
    """A copy that was dropped is none, for whoever is not in the audience."""
    town = await Town.open(session)
    person = await town.reader("گلسار")
    notice = await town.sent(ASKS)
    dropped = update(Delivery).where(col(Delivery.person_id) == person).values(state=DeliveryState.DROPPED.value)
    await session.execute(dropped)
    await town.move(person, "علی‌آباد")
    with pytest.raises(NotFound):
        await _pick(town, notice, person, 0)
