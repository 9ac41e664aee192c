"""Several people and timers at one notice in the same moment: one of them is first, the others are told so."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.errors import AlreadyDecided, DomainError, NotFound, NoticeChanged
from models.notice import Notice
from models.notice_content import NoticeContent, Question
from models.services import (
    notice_answers,
    notice_approval_care,
    notice_approvals,
    notice_due,
    notice_held,
    notice_mending,
    notice_sending,
    notices,
)
from models.services.actor import Actor as Announcer
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import HOUR, MINUTE, Town

type Step = Callable[[Announcer], Awaitable[object]]


class Together:
    """A town, and people who act each in a transaction of their own."""

    def __init__(self, database: Database, town: Town) -> None:
        self.database, self.town = database, town

    async def at_once(self, *steps: tuple[str, Step]) -> Counter[str]:
        """How often each outcome came of it: «done», or the error's name."""
        return Counter(await asyncio.gather(*(self._one(who, step) for who, step in steps)))

    async def _one(self, who: str, step: Step) -> str:
        try:
            async with self.database.transaction() as session:
                announcer = await self.town.as_(who, NOW + MINUTE, session)
                await asyncio.sleep(0.01)
                await step(announcer)
                await asyncio.sleep(0.01)
        except DomainError as error:
            return type(error).__name__
        return "done"

    async def count(self, model: type[Notice | Broadcast | Delivery], **wanted: object) -> int:
        """How many rows are like this."""
        rows = table_of(model)
        like = [rows.c[name] == value for name, value in wanted.items()]
        async with self.database.transaction() as session:
            found: int = (await session.execute(select(func.count()).select_from(rows).where(*like))).scalar_one()
        return found


@pytest.fixture
async def together(database: Database) -> Together:
    """The sample city, on disk."""
    async with database.transaction() as session:
        town = await Town.open(session)
    return Together(database, town)


async def _set_up(together: Together, make: Callable[[Town], Awaitable[Notice]]) -> Notice:
    async with together.database.transaction() as session:
        together.town.session = together.town.office.session = session
        return Notice(**(await make(together.town)).model_dump())


def _start(session: AsyncSession, town: Town) -> Awaitable[object]:
    return notice_due.start_due(session=session, bot_id=BOT, city=town.city, owners=OWNERS, now=NOW + MINUTE)


async def test_one_yes(together: Together) -> None:
    """Of three who say yes or no at once, one decides; the others are told that it is decided."""
    notice = await _set_up(together, lambda town: town.asked())
    yes: Step = lambda who: notice_approvals.approve(who, notice.id or 0, 1)  # noqa: E731  # read beside its use
    no: Step = lambda who: notice_approvals.give_back(who, notice.id or 0, 1, "نه")  # noqa: E731  # the same
    found = await together.at_once(("manager", yes), ("secretary", yes), ("owner", no), ("manager", yes))
    assert found == {"done": 1, "AlreadyDecided": 3}
    assert await together.count(Delivery, kind=DeliveryKind.NOTICE_NEWS.value) == 1


async def test_sent_once(together: Together) -> None:
    """«Send», pressed three times at once, sends once."""
    notice = await _set_up(together, lambda town: town.draft())
    press: Step = lambda who: notice_sending.send(who, notice.id or 0, 1)  # noqa: E731  # read beside its use
    assert await together.at_once(*[("author", press)] * 3) == {"done": 1, NoticeChanged.__name__: 2}


async def test_asked_once(together: Together) -> None:
    """The same of a notice that needs a yes: one person is asked, once."""

    async def beyond(town: Town) -> Notice:
        return await town.to(await town.draft(), "گلسار", "باغ شاه")

    notice = await _set_up(together, beyond)
    press: Step = lambda who: notice_sending.send(who, notice.id or 0, notice.version)  # noqa: E731  # the same
    assert await together.at_once(*[("author", press)] * 3) == {"done": 1, "NoticeChanged": 2}
    assert await together.count(Delivery, kind=DeliveryKind.NOTICE_APPROVAL.value) == 1


async def test_two_timers_and_its_sender(together: Together) -> None:
    """Two processes that let it leave while its sender stops it: it leaves once, or not at all."""
    for _ in range(6):
        notice = await _set_up(together, _scheduled)
        stop: Step = lambda who, one=notice: notice_sending.unsend(who, one.id or 0, one.version)  # type: ignore[misc]  # noqa: E731  # bound here
        tick: Step = lambda who: _start(who.session, together.town)  # noqa: E731  # read beside its use
        found = await together.at_once(("owner", tick), ("author", stop), ("owner", tick))
        left = await together.count(Broadcast, source_id=notice.id)
        assert (left, found) in [(1, {"done": 2, "NoticeChanged": 1}), (0, {"done": 3})]
        state = "sending" if left else "draft"
        assert await together.count(Notice, id=notice.id, state=state) == 1


async def _scheduled(town: Town) -> Notice:
    return await town.send(await town.draft())


async def test_reminded_once(together: Together) -> None:
    """Two processes remind at the same moment: whoever was asked is reminded once."""
    await _set_up(together, lambda town: town.asked())

    async def tick(who: Announcer) -> object:
        return await notice_approval_care.care_for_approvals(
            session=who.session, bot_id=BOT, city=together.town.city, owners=OWNERS, now=NOW + HOUR
        )

    assert await together.at_once(*[("owner", tick)] * 3) == {"done": 3}
    assert await together.count(Delivery, occurrence="1 remind") == 1


async def test_taken_over_once(together: Together) -> None:
    """Of two who take a held notice over at once, one has it; for the other it is somebody's draft."""

    async def held(town: Town) -> Notice:
        notice = await _scheduled(town)
        await town.revoke("author")
        await town.start(NOW)
        return await town.again(notice)

    notice = await _set_up(together, held)
    take: Step = lambda who: notice_held.take_over(who, notice.id or 0)  # noqa: E731  # read beside its use
    found = await together.at_once(("colleague", take), ("manager", take), ("owner", take))
    assert found["done"] == 1
    assert found.keys() <= {"done", NotFound.__name__, NoticeChanged.__name__}


async def test_told_once_how_it_ended(together: Together) -> None:
    """Two processes close the same notice, while it is withdrawn: no deadlock, and one result card for each end."""

    async def over(town: Town) -> Notice:
        notice = await _scheduled(town)
        await town.start(NOW + MINUTE)
        rows = table_of(Broadcast)
        await town.session.execute(rows.update().values(state="done", finished_at=NOW))
        return await town.again(notice)

    notice = await _set_up(together, over)

    async def close(who: Announcer) -> object:
        return await notice_due.finish_told(session=who.session, bot_id=BOT, city=together.town.city, now=NOW)

    async def withdraw(who: Announcer) -> object:
        row = await notices.load(who.session, notice.id or 0)
        return await notice_mending.withdraw(who, notice.id or 0, row.version)

    found = await together.at_once(("owner", close), ("author", withdraw), ("owner", close))
    assert found["done"] >= 2
    assert found.keys() <= {"done", "NoticeChanged"}
    assert await together.count(Delivery, kind=DeliveryKind.NOTICE_NEWS.value) <= 1


async def test_an_amendment_and_a_yes(together: Together) -> None:
    """An amendment replaced in the moment of its yes: the yes counts for what was read, or not at all."""

    async def amended(town: Town) -> Notice:
        notice = await town.approve(await town.asked(), "manager", NOW)
        await town.start(NOW + MINUTE)
        row = await town.again(notice)
        author = await town.as_("author")
        done = await notice_mending.amend(author, row.id or 0, row.version, NoticeContent("دو"))
        return done.notice

    notice = await _set_up(together, amended)
    yes: Step = lambda who: notice_approvals.approve(who, notice.id or 0, 2)  # noqa: E731  # read beside its use
    again: Step = lambda who: notice_mending.amend(who, notice.id or 0, notice.version, NoticeContent("سه"))  # noqa: E731  # the same
    found = await together.at_once(("manager", yes), ("author", again))
    assert found in [{"done": 1, AlreadyDecided.__name__: 1}, {"done": 1, NoticeChanged.__name__: 1}]
    async with together.database.transaction() as session:
        row = await notices.load(session, notice.id or 0)
    assert (row.revision, row.asked_revision) in [(2, None), (1, 3)]


async def test_many_answers_at_once(together: Together) -> None:
    """Fifty presses of ten people at once: each of them is counted once."""
    asks = NoticeContent("کی؟", asks_read=True, question=Question("کی؟", ("شنبه", "یکشنبه")))

    async def asked(town: Town) -> Notice:
        readers.extend([await town.reader("گلسار") for _ in range(10)])
        return await town.sent(asks)

    readers: list[int] = []
    notice = await _set_up(together, asked)

    async def press(number: int) -> None:
        async with together.database.transaction() as session:
            who = {"session": session, "person_id": readers[number % 10], "area_id": None, "notice_id": notice.id or 0}
            await notice_answers.pick(**who, choice=number % 2, now=NOW)  # type: ignore[arg-type]  # the four are as they are asked for
            await notice_answers.mark_read(**who, now=NOW)  # type: ignore[arg-type]  # the same

    await asyncio.gather(*(press(number) for number in range(50)))
    async with together.database.transaction() as session:
        found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    assert (found.read, found.answered, list(found.choices)) == (10, 10, [5, 5])
