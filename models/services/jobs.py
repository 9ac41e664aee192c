"""Jobs: asking for one in a turn, taking the next, settling it with its answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from models.database import AsyncSession, table_of
from models.job import Job, JobState
from models.person import Person

_job = table_of(Job).c
_person = table_of(Person).c


@dataclass(frozen=True)
class Waiting:
    """A job that has to be done, and the language of whoever waits for it."""

    id: int
    kind: str
    person_id: int
    chat_id: int
    asked: dict[str, Any]
    attempts: int
    language: str


async def ask(
    *,
    session: AsyncSession,
    bot_id: int,
    person_id: int,
    chat_id: int,
    kind: str,
    asked: dict[str, Any],
    now: datetime,
) -> None:
    """Have a job done after this transaction's commit."""
    await session.execute(
        insert(table_of(Job)).values(
            bot_id=bot_id,
            person_id=person_id,
            chat_id=chat_id,
            kind=kind,
            asked=asked,
            state=JobState.WAITING.value,
            attempts=0,
            created_at=now,
        )
    )


async def is_waiting(*, session: AsyncSession, bot_id: int, person_id: int, kind: str, asked: dict[str, Any]) -> bool:
    """Whether somebody waits for that very work already."""
    waiting = select(_job.asked).where(
        _job.bot_id == bot_id,
        _job.state == JobState.WAITING.value,
        _job.person_id == person_id,
        _job.kind == kind,
    )
    return asked in (await session.execute(waiting)).scalars().all()


async def asked_lately(
    *, session: AsyncSession, bot_id: int, person_id: int, kind: str, asked: dict[str, Any], since: datetime
) -> JobState | None:
    """Whether somebody waits for that very work, or it was done for them since a moment; None if neither."""
    is_waiting_still = _job.state == JobState.WAITING.value
    is_done_lately = (_job.state == JobState.DONE.value) & (_job.created_at >= since)
    rows = await session.execute(
        select(_job.asked, _job.state)
        .where(_job.bot_id == bot_id, _job.person_id == person_id, _job.kind == kind, is_waiting_still | is_done_lately)
        .order_by(_job.id.desc())
    )
    return next((JobState(row.state) for row in rows if row.asked == asked), None)


async def take_next(*, session: AsyncSession, bot_id: int, kind: str) -> Waiting | None:
    """The oldest waiting job of a kind, its attempt counted; None when nothing of it waits."""
    rows = await session.execute(
        select(_job.id, _job.kind, _job.person_id, _job.chat_id, _job.asked, _job.attempts, _person.language)
        .join(table_of(Person), _person.id == _job.person_id)
        .where(_job.bot_id == bot_id, _job.state == JobState.WAITING.value, _job.kind == kind)
        .order_by(_job.id)
        .limit(1)
    )
    row = rows.first()
    if row is None:
        return None
    await session.execute(update(table_of(Job)).where(_job.id == row.id).values(attempts=row.attempts + 1))
    return Waiting(row.id, row.kind, row.person_id, row.chat_id, row.asked, row.attempts + 1, row.language)


async def settle(*, session: AsyncSession, job_id: int, state: JobState, now: datetime) -> None:
    """End a job in the transaction that records its answer."""
    await session.execute(update(table_of(Job)).where(_job.id == job_id).values(state=state.value, settled_at=now))
