"""What people answer to an invitation, and who comes in when there is room again.

Whoever answers locks the meeting's row first, so that of two who want the last place one gets it and the other waits.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select, update
from sqlmodel import col

from models.city import City
from models.database import AsyncSession, table_of, upsert
from models.delivery import DeliveryKind
from models.errors import MeetingPassed, NotFound
from models.meeting import Answer, Meeting, MeetingNews, MeetingState, Rsvp
from models.meeting_shown import Places
from models.rights import NOBODY, Rights
from models.services import deliveries, people, subscriptions
from models.services.deliveries import About
from models.services.meeting_readers import Reader, meeting_for_reader

_SOON = timedelta(hours=2)  # before a meeting begins nobody's quiet hours are worth a place that they never hear of

_rsvp = table_of(Rsvp)
_c = _rsvp.c


@dataclass(frozen=True)
class Coming:
    """Somebody who answered, by what they call themselves."""

    person_id: int
    name: str
    answer: Answer
    asked_at: datetime


async def answer(
    *,
    session: AsyncSession,
    bot_id: int,
    person_id: int,
    meeting_id: int,
    answer: Answer,
    now: datetime,
    city: City,
    rights: Rights = NOBODY,
) -> Answer:
    """Note what somebody answers; their last answer counts. Where they leave a place, who waits longest comes in.

    Args:
        session: the caller's transaction.
        bot_id: through which bot who comes in is told.
        person_id: who answers.
        meeting_id: to which invitation.
        answer: yes, maybe or no.
        now: aware.
        city: whose clock quiet hours are of.
        rights: of whoever answers, where they hold an office.

    Returns:
        Their answer as it became: `WAITING` for a yes when there is no room.

    Raises:
        NotFound: there is no such meeting for them.
        MeetingPassed: it is over, or was cancelled.
    """
    await meeting_for_reader(Reader(session, person_id, now, rights), meeting_id)
    meeting = await _locked(session, meeting_id)
    if meeting.state != MeetingState.ANNOUNCED or meeting.ends_at is None or meeting.ends_at <= now:
        raise MeetingPassed
    before = await of(session=session, meeting_id=meeting_id, person_id=person_id)
    became = await _became(session, meeting, before, answer)
    said = {"answer": became.value, "asked_at": now, "answered_at": now}
    await _write(session, meeting_id, person_id, said)
    if before is Answer.YES and became is not Answer.YES:
        await _let_in(session, meeting, bot_id, city, now)
    return became


async def _locked(session: AsyncSession, meeting_id: int) -> Meeting:
    found = select(Meeting).where(col(Meeting.id) == meeting_id).with_for_update(key_share=True)
    meeting = (await session.execute(found.execution_options(populate_existing=True))).scalars().first()
    if meeting is None:
        raise NotFound
    return meeting


async def _became(session: AsyncSession, meeting: Meeting, before: Answer | None, wanted: Answer) -> Answer:
    if wanted is not Answer.YES:
        return wanted
    if before in {Answer.YES, Answer.WAITING}:
        return before
    return Answer.WAITING if (await places(session=session, meeting=meeting)).is_full else Answer.YES


async def _write(session: AsyncSession, meeting_id: int, person_id: int, said: dict[str, Any]) -> None:
    """Who waits, or has a place, and says so again keeps their turn."""
    make = upsert(session.get_bind().dialect.name)(_rsvp).values(meeting_id=meeting_id, person_id=person_id, **said)
    is_another = _c.answer != said["answer"]
    await session.execute(
        make.on_conflict_do_update(index_elements=["meeting_id", "person_id"], set_=said, where=is_another)
    )


async def let_in(*, session: AsyncSession, bot_id: int, meeting_id: int, city: City, now: datetime) -> int:
    """Let in who waits, in their order, as far as there is room; each is told once. Return how many came in.

    Raises:
        NotFound: there is no such meeting.
    """
    return await _let_in(session, await _locked(session, meeting_id), bot_id, city, now)


async def _let_in(session: AsyncSession, meeting: Meeting, bot_id: int, city: City, now: datetime) -> int:
    if meeting.state != MeetingState.ANNOUNCED or meeting.ends_at is None or meeting.ends_at <= now:
        return 0
    waiting = (
        select(_c.person_id, _c.asked_at)
        .where(_c.meeting_id == meeting.id, _c.answer == Answer.WAITING.value)
        .order_by(_c.asked_at, _c.person_id)
    )
    if meeting.capacity is not None:
        there = await places(session=session, meeting=meeting)
        waiting = waiting.limit(max(meeting.capacity - there.yes, 0))
    found = (await session.execute(waiting)).all()
    for row in found:
        await session.execute(
            update(_rsvp)
            .where(_c.meeting_id == meeting.id, _c.person_id == row.person_id)
            .values(answer=Answer.YES.value)
        )
        await _tell(session, meeting, row, bot_id, city, now)
    return len(found)


async def _tell(session: AsyncSession, meeting: Meeting, row: Any, bot_id: int, city: City, now: datetime) -> None:
    due_at = await subscriptions.due_at(session=session, person_id=row.person_id, now=now, zone=city.zone)
    begins = meeting.starts_at
    await deliveries.put(
        session=session,
        bot_id=bot_id,
        person_id=row.person_id,
        about=About(DeliveryKind.MEETING_NEWS, meeting.id or 0, f"room {row.asked_at.isoformat()}"),
        content={"what": MeetingNews.ROOM.value},
        due_at=now if begins is not None and now < begins < due_at + _SOON else due_at,
        now=now,
    )


async def of(*, session: AsyncSession, meeting_id: int, person_id: int) -> Answer | None:
    """What somebody answered; None where they did not."""
    found = await session.execute(select(_c.answer).where(_c.meeting_id == meeting_id, _c.person_id == person_id))
    said = found.scalar_one_or_none()
    return None if said is None else Answer(said)


async def answers_to(*, session: AsyncSession, person_id: int, meeting_ids: Collection[int]) -> dict[int, Answer]:
    """What somebody answered to each of these meetings; those that they did not answer are left out."""
    asked = select(_c.meeting_id, _c.answer).where(_c.person_id == person_id, _c.meeting_id.in_(meeting_ids))
    return {row.meeting_id: Answer(row.answer) for row in await session.execute(asked)}


async def turn_of(*, session: AsyncSession, meeting_id: int, person_id: int) -> int | None:
    """The how many-th somebody is among those who wait, from 1; None for whoever does not."""
    waiting = (_c.meeting_id == meeting_id, _c.answer == Answer.WAITING.value)
    found = await session.execute(select(_c.person_id).where(*waiting).order_by(_c.asked_at, _c.person_id))
    order = list(found.scalars())
    return order.index(person_id) + 1 if person_id in order else None


async def places(*, session: AsyncSession, meeting: Meeting) -> Places:
    """How many said what to a meeting, and how many places it has."""
    rows = await session.execute(select(_c.answer, func.count()).where(_c.meeting_id == meeting.id).group_by(_c.answer))
    said = {row[0]: row[1] for row in rows}
    yes, maybe, waiting = (said.get(one.value, 0) for one in (Answer.YES, Answer.MAYBE, Answer.WAITING))
    return Places(meeting.capacity, yes, maybe, waiting)


async def coming(
    *,
    session: AsyncSession,
    meeting_id: int,
    answers: Sequence[Answer] = (Answer.YES, Answer.MAYBE, Answer.WAITING),
    offset: int = 0,
    limit: int = 100,
) -> list[Coming]:
    """A page of who gave one of these answers, for the chair: first by answer, in the order given, then by time."""
    found = (
        select(_c.person_id, _c.answer, _c.asked_at)
        .where(_c.meeting_id == meeting_id, _c.answer.in_([one.value for one in answers]))
        .order_by(_order_of(answers), _c.asked_at, _c.person_id)
    )
    rows = (await session.execute(found.offset(offset).limit(limit))).all()
    names = await people.names_of(session=session, person_ids={row.person_id for row in rows})
    return [Coming(row.person_id, names.get(row.person_id, ""), Answer(row.answer), row.asked_at) for row in rows]


def _order_of(answers: Sequence[Answer]) -> Any:
    return case({one.value: number for number, one in enumerate(answers)}, value=_c.answer)
