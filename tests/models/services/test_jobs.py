from datetime import timedelta
from typing import Any

from sqlmodel import select

from models.database import AsyncSession, Database
from models.job import Job, JobState
from models.services import jobs
from tests.models.sample_rows import BOT, NOW, resident

OTHER_BOT = BOT + 1


async def _ask(session: AsyncSession, person: int, bot: int = BOT, kind: str = "export", **asked: Any) -> None:
    await jobs.ask(session=session, bot_id=bot, person_id=person, chat_id=9, kind=kind, asked=asked, now=NOW)


async def test_jobs_are_taken_oldest_first(session: AsyncSession) -> None:
    """Each is given with what was asked, where the answer goes and in which language, until nothing waits."""
    person = await resident(session)
    await _ask(session, person, suffix=".csv")
    await _ask(session, person, suffix=".json")
    for suffix in (".csv", ".json"):
        job = await jobs.take_next(session=session, bot_id=BOT, kind="export")
        assert job is not None
        assert (job.asked, job.kind, job.chat_id, job.language, job.attempts) == (
            {"suffix": suffix},
            "export",
            9,
            "fa",
            1,
        )
        await jobs.settle(session=session, job_id=job.id, state=JobState.DONE, now=NOW + timedelta(seconds=1))
    assert await jobs.take_next(session=session, bot_id=BOT, kind="export") is None
    done = (await session.exec(select(Job))).all()
    assert [(job.state, job.settled_at) for job in done] == [("done", NOW + timedelta(seconds=1))] * 2


async def test_a_job_that_was_not_settled_is_taken_again(database: Database) -> None:
    """After a crash it begins again, and every beginning is counted."""
    async with database.transaction() as session:
        await _ask(session, await resident(session))
    for attempt in (1, 2, 3):
        async with database.transaction() as session:
            job = await jobs.take_next(session=session, bot_id=BOT, kind="export")
        assert job is not None
        assert job.attempts == attempt


async def test_each_bot_does_its_own_jobs(session: AsyncSession) -> None:
    """What was asked of one bot is not taken by another; what has failed is taken by nobody."""
    await _ask(session, await resident(session), OTHER_BOT)
    assert await jobs.take_next(session=session, bot_id=BOT, kind="export") is None
    job = await jobs.take_next(session=session, bot_id=OTHER_BOT, kind="export")
    assert job is not None
    await jobs.settle(session=session, job_id=job.id, state=JobState.FAILED, now=NOW)
    assert await jobs.take_next(session=session, bot_id=OTHER_BOT, kind="export") is None


async def test_each_kind_is_taken_by_itself(session: AsyncSession) -> None:
    """What is quick does not wait behind what is long: each kind has its own oldest job."""
    person = await resident(session)
    await _ask(session, person, suffix=".csv")
    await _ask(session, person, kind="paper", paper="minutes", id=1)
    job = await jobs.take_next(session=session, bot_id=BOT, kind="paper")
    assert job is not None
    assert (job.kind, job.person_id, job.asked) == ("paper", person, {"paper": "minutes", "id": 1})


async def test_the_same_work_is_known_to_wait(session: AsyncSession) -> None:
    """Asked for twice by one person it waits; other work, another person and what is done do not count."""
    person = await resident(session)
    await _ask(session, person, kind="paper", paper="minutes", id=1)

    async def waits(who: int, number: int) -> bool:
        asked = {"paper": "minutes", "id": number}
        return await jobs.is_waiting(session=session, bot_id=BOT, person_id=who, kind="paper", asked=asked)

    assert [await waits(person, 1), await waits(person, 2), await waits(person + 1, 1)] == [True, False, False]
    job = await jobs.take_next(session=session, bot_id=BOT, kind="paper")
    assert job is not None
    await jobs.settle(session=session, job_id=job.id, state=JobState.DONE, now=NOW)
    assert not await waits(person, 1)
