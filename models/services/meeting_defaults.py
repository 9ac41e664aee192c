"""What a new meeting begins with, so that the usual one takes two taps; and which meetings are at the same time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.jalali_calendar import next_weekly
from models.meeting import Meeting, MeetingKind, MeetingState
from models.meeting_facts import Facts, Session
from models.services.actor import Actor

_meetings = table_of(Meeting)
_SOONEST = timedelta(hours=20)  # a meeting that begins earlier is not called by habit
_CALLED = (MeetingState.SCHEDULED.value, MeetingState.ANNOUNCED.value)
_HAPPENED = (*_CALLED, MeetingState.HELD.value)


async def usual_facts(actor: Actor, area_id: int, *, title: str) -> Facts:
    """Title, place, link, day of the week and hour of the last meeting there; a title alone, where there was none.

    The time is left out where a series brings the next one by itself, or where one is called already for then.

    Args:
        actor: who calls it; they may do so there.
        area_id: whose body meets.
        title: what it is called where there was none before.
    """
    last = await _last(actor, area_id)
    if last is None:
        return Facts(title=title)
    facts = Facts.from_data(last.facts)
    when = _again(facts.sessions[0], actor.now, actor.city.zone)
    repeats = last.series_id is not None
    taken = await clashing(session=actor.session, area_id=area_id, sessions=[when], but=0)
    sessions = () if repeats or taken else (when,)
    return Facts(title if repeats else facts.title, sessions, facts.place, facts.location, facts.link)


async def _last(actor: Actor, area_id: int) -> Meeting | None:
    found = await actor.session.execute(
        select(Meeting)
        .where(
            _meetings.c.area_id == area_id,
            _meetings.c.bot_id == actor.bot_id,
            _meetings.c.kind == MeetingKind.ORDINARY.value,
            _meetings.c.state.in_(_HAPPENED),
            _meetings.c.starts_at.is_not(None),
        )
        .order_by(_meetings.c.starts_at.desc(), _meetings.c.id.desc())
        .limit(1)
    )
    return found.scalars().first()


def _again(last: Session, now: datetime, zone: ZoneInfo) -> Session:
    """The same day of the week and hour, a week later or the next time that leaves people a day."""
    at = next_weekly(last.starts_at, zone)
    while at < now + _SOONEST:
        at = next_weekly(at, zone)
    return Session(at, last.minutes)


async def clashing(*, session: AsyncSession, area_id: int, sessions: Sequence[Session], but: int) -> list[Meeting]:
    """The meetings of the same body that are called for the same time, soonest first; at most three.

    Args:
        session: the caller's transaction.
        area_id: whose body meets.
        sessions: the times that are meant, in order.
        but: the id of the meeting that they are of, which does not clash with itself.
    """
    if not sessions:
        return []
    found = await session.execute(
        select(Meeting)
        .where(
            _meetings.c.area_id == area_id,
            _meetings.c.state.in_(_CALLED),
            _meetings.c.id != but,
            _meetings.c.starts_at < sessions[-1].ends_at,
            _meetings.c.ends_at > sessions[0].starts_at,
        )
        .order_by(_meetings.c.starts_at, _meetings.c.id)
        .limit(20)
    )
    return [one for one in found.scalars() if _overlap(sessions, Facts.from_data(one.facts).sessions)][:3]


def _overlap(one: Sequence[Session], other: Sequence[Session]) -> bool:
    return any(a.starts_at < b.ends_at and b.starts_at < a.ends_at for a in one for b in other)


async def coming_of_series(*, session: AsyncSession, series_id: int) -> list[Meeting]:
    """The meetings of a series that are on record and not over yet, soonest first; at most ten."""
    found = await session.execute(
        select(Meeting)
        .where(_meetings.c.series_id == series_id, _meetings.c.state.in_(_CALLED))
        .order_by(_meetings.c.starts_at, _meetings.c.id)
        .limit(10)
    )
    return list(found.scalars())
