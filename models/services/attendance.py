"""Attendance: who was at a meeting, session by session; by checking in, and by hand."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, case, delete, insert, or_, select

from models.database import AsyncSession, table_of, upsert
from models.errors import BadMeetingFact, CheckInClosed, EmptyText, NotFound
from models.meeting import Answer, Attendance, Meeting, MeetingState, Part, Rsvp
from models.meeting_facts import Facts
from models.role import Grant, Role
from models.services import areas, meetings, people
from models.services.actor import Actor
from models.services.minutes_revision import correct_published

NAME_LIMIT: Final = 80  # letters
OPENS_BEFORE: Final = timedelta(minutes=60)  # a session begins: nobody is marked earlier
_attended, _rsvps, _grants = table_of(Attendance), table_of(Rsvp), table_of(Grant)
_a = _attended.c
_MARKABLE = frozenset({MeetingState.ANNOUNCED, MeetingState.HELD})


@dataclass(frozen=True)
class Attendee:
    """Somebody in the list. `id` is that of their row; None where there is none, and for members who did not come."""

    name: str
    person_id: int | None = None
    id: int | None = None


@dataclass(frozen=True)
class Attendees:
    """The list of one session. `absent` are the members of the body who did not come."""

    present: list[Attendee] = field(default_factory=list)
    absent: list[Attendee] = field(default_factory=list)
    guests: list[Attendee] = field(default_factory=list)

    @property
    def came(self) -> int:
        """How many were there."""
        return len(self.present) + len(self.guests)


@dataclass(frozen=True)
class Attended:
    """One line of a course's closing list: in how many of its sessions somebody was."""

    name: str
    sessions: int
    person_id: int | None = None


async def note(
    *,
    session: AsyncSession,
    meeting_id: int,
    session_no: int,
    person_id: int,
    name: str,
    part: Part,
    noted_by: int | None,
    now: datetime,
) -> bool:
    """Put somebody into the list of a session, or say otherwise of who is in it.

    Who checks in themselves (`noted_by` None) and is in it already stays as they are, but for who was marked absent.

    Args:
        session: the caller's transaction.
        meeting_id: of which meeting.
        session_no: from 1.
        person_id: who.
        name: what they call themselves.
        part: as what.
        noted_by: who says so.
        now: aware.

    Returns:
        Whether the list changed.
    """
    values = {"part": part.value, "name": name, "noted_by": noted_by, "noted_at": now}
    row = {**values, "meeting_id": meeting_id, "session": session_no, "person_id": person_id}
    changes = _a.part == Part.ABSENT.value if noted_by is None else _a.part != part.value
    made = (
        upsert(session.get_bind().dialect.name)(_attended)
        .values(row)
        .on_conflict_do_update(index_elements=["meeting_id", "session", "person_id"], set_=values, where=changes)
    )
    return (await session.execute(made.returning(_a.id))).first() is not None


async def members_of(*, session: AsyncSession, meeting: Meeting, at: datetime) -> dict[int, str]:
    """The names, by person, of who had a seat in the meeting's body at a moment (aware), in the order of their offices.

    Those are the council members of exactly its area; of the whole city's also those whose office names no area.
    """
    rows = await session.execute(
        select(_grants.c.person_id)
        .where(_grants.c.role == Role.COUNCIL.value, await _at_body(session, meeting), _held_at(at))
        .order_by(_grants.c.id)
    )
    ids = list(dict.fromkeys(rows.scalars()))
    names = await people.names_of(session=session, person_ids=ids)
    return {one: names.get(one, "") for one in ids}


async def _at_body(session: AsyncSession, meeting: Meeting) -> ColumnElement[bool]:
    tree = await areas.load_tree(session=session)
    here = _grants.c.area_id == meeting.area_id
    is_top = meeting.area_id in {place.id for place in tree.children.get(None, [])}
    return or_(here, _grants.c.area_id.is_(None)) if is_top else here


def _held_at(at: datetime) -> ColumnElement[bool]:
    """As `access.in_force`, of a moment that may be over: what ended since then counts."""
    return (
        (_grants.c.starts_at <= at)
        & or_(_grants.c.ends_at.is_(None), _grants.c.ends_at > at)
        & or_(_grants.c.revoked_at.is_(None), _grants.c.revoked_at > at)
    )


async def of_session(*, session: AsyncSession, meeting: Meeting, session_no: int, now: datetime) -> Attendees:
    """Who was there; absent are the members of the body, as it was when the session began, who did not come."""
    rows = await session.execute(
        select(_a.id, _a.person_id, _a.name, _a.part)
        .where(_a.meeting_id == meeting.id, _a.session == session_no)
        .order_by(_a.noted_at, _a.id)
    )
    members = await members_of(session=session, meeting=meeting, at=began_at(meeting, session_no, now))
    found, rows_of = Attendees(), {}
    for row in rows:
        one = Attendee(row.name, row.person_id, row.id)
        rows_of[row.person_id] = one
        if row.part == Part.PRESENT:
            found.present.append(one)
        elif row.part == Part.GUEST:
            found.guests.append(one)
        elif row.person_id not in members:  # marked, and no member (any more) by the offices
            found.absent.append(one)
    came = {one.person_id for one in (*found.present, *found.guests)}
    found.absent[:0] = [rows_of.get(one, Attendee(name, one)) for one, name in members.items() if one not in came]
    return found


def began_at(meeting: Meeting, session_no: int, now: datetime) -> datetime:
    """When a session began (aware); now, where it has not begun."""
    sessions = Facts.from_data(meeting.facts).sessions
    if not 1 <= session_no <= len(sessions):
        return now
    return min(sessions[session_no - 1].starts_at, now)


async def mark(actor: Actor, meeting_id: int, session_no: int, person_id: int, part: Part) -> Meeting:
    """Say of a member, or of somebody who said that they come, whether they are there.

    Raises:
        NotFound: the meeting, or such a session, or such a person of it is not there for them.
        CheckInClosed: it is too early for that.
    """
    meeting = await _markable(actor, meeting_id, session_no)
    expected = await expected_at(actor, meeting, session_no)
    if person_id not in expected:
        raise NotFound
    members = await members_of(session=actor.session, meeting=meeting, at=began_at(meeting, session_no, actor.now))
    if part is not Part.ABSENT:
        part = Part.PRESENT if person_id in members else Part.GUEST
    elif person_id not in members:  # a guest who is not there is no entry at all
        await _forget(actor, meeting_id, session_no, _a.person_id == person_id)
        return await _noted(actor, meeting, {"session": session_no, "person": person_id, "part": None})
    is_new = await note(
        session=actor.session,
        meeting_id=meeting_id,
        session_no=session_no,
        person_id=person_id,
        name=expected[person_id],
        part=part,
        noted_by=actor.person_id,
        now=actor.now,
    )
    if is_new:
        await _noted(actor, meeting, {"session": session_no, "person": person_id, "part": part.value})
    return meeting


async def expected_at(actor: Actor, meeting: Meeting, session_no: int) -> dict[int, str]:
    """The names, by person, of who may be marked: the members, who is in the list, and who said that they come."""
    found = await members_of(session=actor.session, meeting=meeting, at=began_at(meeting, session_no, actor.now))
    comes = _rsvps.c.answer.in_([Answer.YES.value, Answer.MAYBE.value])
    sure_first = case((_rsvps.c.answer == Answer.YES.value, 0), else_=1)
    rows = await actor.session.execute(
        select(_rsvps.c.person_id)
        .where(_rsvps.c.meeting_id == meeting.id, comes)
        .order_by(sure_first, _rsvps.c.asked_at, _rsvps.c.person_id)
    )
    listed = select(_a.person_id, _a.name).where(
        _a.meeting_id == meeting.id, _a.session == session_no, _a.person_id.is_not(None)
    )
    there: dict[int, str] = {row[0]: row[1] for row in await actor.session.execute(listed.order_by(_a.id))}
    more = [one for one in dict.fromkeys([*rows.scalars(), *there]) if one not in found]
    names = await people.names_of(session=actor.session, person_ids=more)
    return found | {one: names.get(one) or there.get(one, "") for one in more}


async def add_by_hand(actor: Actor, meeting_id: int, session_no: int, name: str) -> Meeting:
    """Write a guest's name into the list, as it was told.

    Raises:
        NotFound, CheckInClosed: as `mark`.
        EmptyText: there is no name.
        BadMeetingFact: it is too long for one.
    """
    said = " ".join(name.split())
    if not said:
        raise EmptyText
    if len(said) > NAME_LIMIT:
        raise BadMeetingFact("name", NAME_LIMIT)
    meeting = await _markable(actor, meeting_id, session_no)
    values = {"meeting_id": meeting_id, "session": session_no, "person_id": None, "name": said}
    noted: dict[str, Any] = {"part": Part.GUEST.value, "noted_by": actor.person_id, "noted_at": actor.now}
    await actor.session.execute(insert(_attended).values(**values, **noted))
    return await _noted(actor, meeting, {"session": session_no, "name": said, "part": Part.GUEST.value})


async def remove(actor: Actor, attendance_id: int) -> tuple[Meeting, int]:
    """Take an entry out of a list; return its meeting and session. A member without one is absent again.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    row = await actor.session.get(Attendance, attendance_id, populate_existing=True)
    if row is None:
        raise NotFound
    meeting, session_no = await _markable(actor, row.meeting_id, row.session), row.session
    told = {"session": session_no, "name": row.name, "person": row.person_id}
    await _forget(actor, meeting.id or 0, session_no, _a.id == attendance_id)
    await _noted(actor, meeting, {**told, "part": None})
    return meeting, session_no


async def _forget(actor: Actor, meeting_id: int, session_no: int, which: ColumnElement[bool]) -> None:
    await actor.session.execute(delete(_attended).where(_a.meeting_id == meeting_id, _a.session == session_no, which))


async def closing_list(*, session: AsyncSession, meeting: Meeting) -> list[Attended]:
    """Who was in how many sessions of a course, the most first; who said that they come and never did, too.

    Who was only written down by name is one person wherever the name is the same.
    """
    rows = await session.execute(
        select(_a.person_id, _a.name, _a.session)
        .where(_a.meeting_id == meeting.id, _a.part != Part.ABSENT.value)
        .order_by(_a.noted_at, _a.id)
    )
    names: dict[int | str, str] = {}
    sessions: Counter[int | str] = Counter()
    seen: set[tuple[int | str, int]] = set()
    for row in rows:
        who: int | str = row.person_id if row.person_id is not None else row.name
        names[who] = row.name
        sessions[who] += (who, row.session) not in seen
        seen.add((who, row.session))
    comes = select(_rsvps.c.person_id).where(_rsvps.c.meeting_id == meeting.id, _rsvps.c.answer == Answer.YES.value)
    missing = [one for one in (await session.execute(comes)).scalars() if one not in names]
    never = await people.names_of(session=session, person_ids=missing)
    found = [Attended(name, sessions[who], who if isinstance(who, int) else None) for who, name in names.items()]
    found += [Attended(never.get(one, ""), 0, one) for one in missing]
    return sorted(found, key=lambda one: (-one.sessions, one.name))


def is_kept(meeting: Meeting) -> bool:
    """Whether a list is kept of it: it was announced, and not cancelled."""
    return meeting.state in _MARKABLE


async def _markable(actor: Actor, meeting_id: int, session_no: int) -> Meeting:
    meeting = await meetings.meeting_for(actor, meeting_id)
    sessions = Facts.from_data(meeting.facts).sessions
    if not is_kept(meeting) or not 1 <= session_no <= len(sessions):
        raise NotFound
    if actor.now < sessions[session_no - 1].starts_at - OPENS_BEFORE:
        raise CheckInClosed
    return meeting


async def _noted(actor: Actor, meeting: Meeting, what: dict[str, Any]) -> Meeting:
    await meetings.note(actor, "attendance.note", meeting.id or 0, (None, what))
    await correct_published(actor, meeting.id or 0)
    return meeting
