"""Meetings as residents find them: who may see one, and the lists of those to come, those that were, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true, union
from sqlmodel import col

from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.errors import NotFound
from models.meeting import Answer, Attendance, Invites, Meeting, MeetingGuest, MeetingState, Rsvp
from models.meeting_told import ToldOfMeeting
from models.rights import NOBODY, Rights
from models.role import Action
from models.services import areas, subscriptions

_guest, _rsvp, _attended, _delivery = (
    table_of(MeetingGuest).c,
    table_of(Rsvp).c,
    table_of(Attendance).c,
    table_of(Delivery).c,
)
_noted = table_of(ToldOfMeeting).c
_near_one = table_of(Meeting).alias()
_LEFT = tuple(
    state.value for state in (DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)
)
_COMES = tuple(answer.value for answer in (Answer.YES, Answer.MAYBE, Answer.WAITING))
_SEES = (Action.MEET, Action.SEE)


class Tab(StrEnum):
    """The lists of /meetings."""

    NEXT = "next"
    PAST = "past"
    MINE = "mine"  # to which somebody said that they come, may come or would come, was invited by name, or was at


@dataclass(frozen=True)
class Reader:
    """Who looks, in which transaction, with which offices, and when (aware)."""

    session: AsyncSession
    person_id: int
    now: datetime
    rights: Rights = field(default=NOBODY)


async def meeting_for_reader(reader: Reader, meeting_id: int) -> Meeting:
    """The meeting, for somebody who may see it: announced to everybody of an area, or to them by name or by message.

    Raises:
        NotFound: there is none of that id, nobody was told of it yet, or it is not for them.
    """
    found = select(Meeting).where(col(Meeting.id) == meeting_id, was_announced())
    meeting = (await reader.session.execute(found)).scalars().first()
    if meeting is None or not await _is_for(reader, meeting):
        raise NotFound
    return meeting


def was_announced() -> ColumnElement[bool]:
    """The condition that people were told of a meeting, whatever became of it."""
    told = (MeetingState.ANNOUNCED.value, MeetingState.HELD.value)
    cancelled = and_(col(Meeting.state) == MeetingState.CANCELLED.value, col(Meeting.announced_at).is_not(None))
    return or_(col(Meeting.state).in_(told), cancelled)


async def _is_for(reader: Reader, meeting: Meeting) -> bool:
    if meeting.invites == Invites.AREA or any(reader.rights.may(action, meeting.area_id) for action in _SEES):
        return True
    by_name = select(_guest.person_id).where(_is_listed(reader.person_id), _guest.meeting_id == meeting.id)
    if (await reader.session.execute(by_name)).first() is not None:
        return True
    noted = select(_noted.person_id).where(_noted.meeting_id == meeting.id, _noted.person_id == reader.person_id)
    if (await reader.session.execute(noted)).first() is not None:
        return True
    came = select(_delivery.id).where(
        _delivery.kind == DeliveryKind.MEETING.value,
        _delivery.source_id == meeting.id,
        _delivery.person_id == reader.person_id,
        _delivery.state.in_(_LEFT),
    )
    return (await reader.session.execute(came.limit(1))).first() is not None


async def page(reader: Reader, tab: Tab, *, offset: int, limit: int) -> tuple[Sequence[Meeting], int]:
    """A page of a list, and how many there are in all: the next one first, then, of those that were, the newest.

    Those to come and those that were are of the places somebody lives in or follows, with what lies above these, and
    of all that their offices reach; of the whole city, as long as no place is known. A cancelled one stays until its
    time is over.
    """
    wanted = [was_announced(), *await _conditions(reader, tab)]
    total: int = (await reader.session.execute(select(func.count(col(Meeting.id))).where(*wanted))).scalar_one()
    rows = select(Meeting).where(*wanted).order_by(*_order(tab, reader.now)).offset(offset).limit(limit)
    return (await reader.session.execute(rows)).scalars().all(), total


def _order(tab: Tab, now: datetime) -> tuple[ColumnElement[Any], ...]:
    starts_at, meeting_id = col(Meeting.starts_at), col(Meeting.id)
    if tab is Tab.NEXT:
        return starts_at.asc(), meeting_id.asc()
    newest = starts_at.desc(), meeting_id.desc()
    if tab is Tab.PAST:
        return newest
    is_to_come = col(Meeting.ends_at) > now
    return case((is_to_come, 0), else_=1), case((is_to_come, starts_at)), *newest


async def _conditions(reader: Reader, tab: Tab) -> list[ColumnElement[bool]]:
    if tab is Tab.MINE:
        return [col(Meeting.id).in_(union(*_own(reader.person_id)))]
    is_to_come = col(Meeting.ends_at) > reader.now
    over = and_(~is_to_come, col(Meeting.state) != MeetingState.CANCELLED.value)
    # By two indexes and a union of their ids: for an OR of the two, PostgreSQL would look at every meeting there is.
    mine = union(await _near(reader), *_own(reader.person_id))
    return [is_to_come if tab is Tab.NEXT else over, col(Meeting.id).in_(mine)]


def _own(person_id: int) -> list[Select[Any]]:
    """The ids of the meetings that are somebody's own."""
    return [
        select(_rsvp.meeting_id).where(_rsvp.person_id == person_id, _rsvp.answer.in_(_COMES)),
        select(_guest.meeting_id).where(_is_listed(person_id)),
        select(_attended.meeting_id).where(_attended.person_id == person_id),
    ]


def _is_listed(person_id: int) -> ColumnElement[bool]:
    return _guest.person_id == person_id


async def _near(reader: Reader) -> Select[Any]:
    """The ids of the meetings of their places that are for everybody there, or for whom they are in office."""
    nearby = await _places(reader)
    near = select(_near_one.c.id).where(or_(_near_one.c.invites == Invites.AREA.value, _is_in_reach(reader.rights)))
    return near.where(_near_one.c.area_id.in_(nearby)) if nearby else near


async def _places(reader: Reader) -> list[int]:
    """Where they live, what they follow, all that their offices reach, and what lies above these; none: the city."""
    offices = [office.area_id for office in reader.rights.offices]
    if None in offices:
        return []
    tree = await areas.load_tree(session=reader.session)
    found = await subscriptions.areas_of(session=reader.session, person_id=reader.person_id)
    below = [place.id for area_id in offices if area_id is not None for place in tree.with_all_below(area_id)]
    return list(dict.fromkeys([*found, *subscriptions.lines_of(offices, tree), *below]))


def _is_in_reach(rights: Rights) -> ColumnElement[bool]:
    reaches = [rights.reach(action) for action in _SEES]
    if any(reach is None for reach in reaches):
        return true()
    ids = sorted(frozenset().union(*(reach for reach in reaches if reach is not None)))
    return _near_one.c.area_id.in_(ids)
