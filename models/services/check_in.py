"""Checking in: whoever opens the link behind the picture at the door is on the list of attendance."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import col, select

from models.database import AsyncSession, table_of, upsert
from models.errors import CheckInClosed, NotFound
from models.meeting import Meeting, MeetingGuest, MeetingState, Part
from models.meeting_facts import Facts, Session
from models.rights import Rights
from models.role import Role
from models.services import areas, attendance, meeting_tokens

BEFORE = AFTER = timedelta(minutes=60)  # of a session, in which its door is open

_OPEN = frozenset({MeetingState.ANNOUNCED, MeetingState.HELD})
_NOT_YET = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED})


class CheckedIn(NamedTuple):
    """Who came: to which session (from 1) of which meeting, as what; `is_first`: they were not on the list before."""

    meeting: Meeting
    session_no: int
    part: Part
    is_first: bool


class Listed(NamedTuple):
    """The meeting on whose own list somebody is; `is_told` says whether it was announced, so that they may see it."""

    meeting: Meeting
    is_told: bool


async def check_in(
    *, session: AsyncSession, rights: Rights, person_id: int, name: str, payload: str, now: datetime
) -> CheckedIn:
    """Put somebody on the list of attendance of the session that a door's link is for.

    Whoever has a seat in the body that meets is present, everybody else a guest.

    Args:
        session: the caller's transaction.
        rights: theirs: whether they have a seat.
        person_id: who came.
        name: what they call themselves.
        payload: of the link.
        now: aware.

    Raises:
        NotFound: the link is none of ours, or what it was for is not there any more.
        CheckInClosed: it is earlier than an hour before that session, or later than an hour after it.
    """
    link = await meeting_tokens.read(session=session, payload=payload)
    if link is None or link.session_no is None:
        raise NotFound
    meeting = await _meeting(session, link.meeting_id)
    if not is_open(meeting, link.session_no, now):
        raise CheckInClosed
    part = Part.PRESENT if await _has_seat(session, rights, meeting) else Part.GUEST
    is_first = await attendance.note(
        session=session,
        meeting_id=link.meeting_id,
        session_no=link.session_no,
        person_id=person_id,
        name=name,
        part=part,
        noted_by=None,
        now=now,
    )
    return CheckedIn(meeting, link.session_no, part, is_first)


def is_open(meeting: Meeting, session_no: int, now: datetime) -> bool:
    """Whether people check in to a session (from 1) at a moment.

    Raises:
        NotFound: the meeting has no such session (any more).
    """
    sessions = Facts.from_data(meeting.facts).sessions
    if not 1 <= session_no <= len(sessions):
        raise NotFound
    opens_at, closes_at = window(sessions[session_no - 1])
    return meeting.state in _OPEN and opens_at <= now <= closes_at


def window(session: Session) -> tuple[datetime, datetime]:
    """From when until when people check in to a session (aware)."""
    return session.starts_at - BEFORE, session.ends_at + AFTER


async def _has_seat(session: AsyncSession, rights: Rights, meeting: Meeting) -> bool:
    seats = [office.area_id for office in rights.offices if office.role is Role.COUNCIL]
    if meeting.area_id in seats:
        return True
    tree = await areas.load_tree(session=session)
    return None in seats and any(place.id == meeting.area_id for place in tree.children.get(None, []))


async def join_list(*, session: AsyncSession, person_id: int, payload: str, now: datetime) -> Listed:
    """Put somebody on a meeting's own list, by its link.

    Raises:
        NotFound: the link is none of ours, or the meeting never came to be.
    """
    link = await meeting_tokens.read(session=session, payload=payload)
    if link is None or link.session_no is not None:
        raise NotFound
    meeting = await _meeting(session, link.meeting_id)
    row = {"meeting_id": link.meeting_id, "person_id": person_id, "added_by": None, "created_at": now}
    guests = upsert(session.get_bind().dialect.name)(table_of(MeetingGuest)).values(row)
    await session.execute(guests.on_conflict_do_nothing())
    return Listed(meeting, meeting.state not in _NOT_YET)


async def _meeting(session: AsyncSession, meeting_id: int) -> Meeting:
    found = await session.execute(select(Meeting).where(col(Meeting.id) == meeting_id))
    meeting: Meeting | None = found.scalars().first()
    if meeting is None or meeting.state == MeetingState.DISCARDED:
        raise NotFound
    if meeting.state == MeetingState.CANCELLED and meeting.announced_at is None:
        raise NotFound
    return meeting
