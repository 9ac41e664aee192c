"""Minutes that several work on in the same moment: published once, and nothing that was written with them is lost."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.broadcast import Broadcast
from models.database import Database, table_of
from models.delivery import DeliveryKind
from models.errors import DomainError
from models.meeting import Invites, Minutes
from models.resolution import Resolution
from models.services import agenda, attendance, minutes, minutes_writing, resolution_removing, resolutions
from models.services.actor import Actor
from models.submission import Status, Submission
from tests.models.sample_rows import NOW
from tests.models.services.meeting_table import LAMP, Rows, Stage, Stands

type Step = Callable[[Actor, Stage, Rows], Awaitable[object]]

WITH: dict[str, Step] = {
    "words": lambda who, _, one: minutes_writing.write_words(who, one.item, "summary", "گفته شد", was=None),
    "guest": lambda who, _, one: attendance.add_by_hand(who, one.id, 1, "مهمان"),
    "resolution": lambda who, stage, one: resolutions.create(
        who, LAMP, area_id=stage.areas["گلسار"], item_id=one.answering
    ),
    "agenda": lambda who, _, one: agenda.add_text(who, one.id, one.version, "بند تازه"),
}

_IS_OF_MINUTES = table_of(Broadcast).c.kind == DeliveryKind.MINUTES.value


async def _opened(database: Database) -> tuple[Stage, Rows]:
    async with database.transaction() as session:
        stage = await Stage.settle(session)
        return stage, await stage.set_up(Stands.MINUTED, Invites.AREA)


async def _at_once(database: Database, stage: Stage, rows: Rows, *steps: tuple[str, float, Step]) -> Counter[str]:
    """How often each outcome came of steps that begin so many seconds later, in a transaction each."""

    async def one(who: str, after: float, step: Step) -> str:
        await asyncio.sleep(after)
        try:
            async with database.transaction() as session:
                actor = await stage.as_(who, NOW, session)
                await step(actor, stage, rows)
                await asyncio.sleep(0.05)
        except DomainError as error:
            return type(error).__name__
        return "done"

    return Counter(await asyncio.gather(*(one(*step) for step in steps)))


async def _publish(who: Actor, _: Stage, one: Rows) -> None:
    await minutes.publish(who, one.id, one.minutes_version)


async def test_two_publish_at_once(database: Database) -> None:
    """Two colleagues press «publish»: it is published once, and told once."""
    stage, rows = await _opened(database)
    steps = ("author", 0.0, _publish), ("colleague", 0.0, _publish)
    assert await _at_once(database, stage, rows, *steps) == {"done": 1, "MeetingChanged": 1}
    async with database.transaction() as session:
        assert len((await session.execute(select(Broadcast).where(_IS_OF_MINUTES))).all()) == 1


@pytest.mark.parametrize("later", [-0.02, 0.02], ids=["before", "after"])
@pytest.mark.parametrize("name", WITH)
async def test_written_while_somebody_publishes(database: Database, name: str, later: float) -> None:
    """What a colleague writes while the minutes are being published is in them, or is a correction that is counted."""
    stage, rows = await _opened(database)
    steps = ("author", max(-later, 0), _publish), ("colleague", max(later, 0), WITH[name])
    outcomes = await _at_once(database, stage, rows, *steps)
    async with database.transaction() as session:
        made = (await session.execute(select(Minutes))).scalars().one()
        sent = (await session.execute(select(Broadcast).where(_IS_OF_MINUTES))).scalars().all()
        decided = (await session.execute(select(Resolution))).scalars().all()
        submission = await session.get(Submission, 1)
    if later > 0:  # published first: what came later is a correction, or too late
        assert outcomes == ({"done": 1, "MeetingChanged": 1} if name == "agenda" else {"done": 2})
        corrected = name != "agenda"
        assert made.revision == 1 + corrected
        assert [one.revision for one in sent] == [made.revision]
    if made.state == "published":
        assert all(one.published_at is not None for one in decided)
    assert submission is not None
    if decided and made.state == "published":
        assert submission.status == Status.APPROVED


@pytest.mark.parametrize("later", [-0.02, 0.02], ids=["before", "after"])
async def test_taken_back_while_somebody_publishes(database: Database, later: float) -> None:
    """A resolution that a colleague takes back while it becomes public is either gone, or public: never half of it."""
    stage, rows = await _opened(database)
    async with database.transaction() as session:
        author = await stage.as_("author", NOW, session)
        made = await resolutions.create(author, LAMP, area_id=stage.areas["گلسار"], item_id=rows.answering)
        resolution_id, version = made.id or 0, made.version

    async def take_back(who: Actor, _: Stage, __: Rows) -> None:
        await resolution_removing.remove(who, resolution_id, version)

    steps = ("author", max(-later, 0), _publish), ("colleague", max(later, 0), take_back)
    outcomes = await _at_once(database, stage, rows, *steps)
    assert outcomes in ({"done": 1, "ResolutionChanged": 1}, {"done": 2})
    async with database.transaction() as session:
        decided = (await session.execute(select(Resolution))).scalars().all()
        said = (await session.execute(select(Audit).where(table_of(Audit).c.action == "resolution.publish"))).all()
    assert [one.published_at is not None for one in decided] == [True] * len(said)
    assert len(decided) == (later > 0)
