"""Whom something about a meeting concerns: who is on its list, has a seat in its body, was told of it, or comes.

The conditions are asked of a range of people, each answered by a step in an index; `sources` names the rows that people
come from at all, so that freezing jumps from one to the next instead of asking everybody in the city.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union

from models.area_tree import AreaTree
from models.audience import Audience, Concerned
from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.meeting import Answer, MeetingGuest, Rsvp
from models.meeting_times import ANNOUNCED
from models.meeting_told import ToldOfMeeting
from models.person import Person
from models.role import Grant, Role
from models.services import access

_person, _grant = table_of(Person), table_of(Grant).c
_copy, _rsvp, _guest = table_of(Delivery).c, table_of(Rsvp).c, table_of(MeetingGuest).c
_noted, _broadcast = table_of(ToldOfMeeting).c, table_of(Broadcast).c
_LEFT = [state.value for state in (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)]
_WAIT = [DeliveryState.WAITING.value, DeliveryState.CLAIMED.value]
_STOPPED = [BroadcastState.STOPPING.value, BroadcastState.STOPPED.value]
_COMING = (Answer.YES.value, Answer.MAYBE.value)


class Source(NamedTuple):
    """Rows in which people stand: the column of their ids, and which rows."""

    person_id: ColumnElement[int]
    rows: tuple[ColumnElement[bool], ...]

    @property
    def ids(self) -> Select[Any]:
        """Their ids."""
        return select(self.person_id).where(*self.rows)

    @property
    def holds(self) -> ColumnElement[bool]:
        """The condition that one of the people who are asked about stands there."""
        there = exists().where(*self.rows, self.person_id == _person.c.id)
        return there.correlate(_person)


def is_listed(meeting_id: int) -> ColumnElement[bool]:
    """The condition that somebody is on a meeting's own list."""
    return listed(meeting_id).holds


def concerns(audience: Audience, tree: AreaTree, now: datetime) -> ColumnElement[bool]:
    """The condition that something concerns somebody, for an audience that says how (`concerned`)."""
    if audience.concerned is Concerned.TOLD:
        return _is_told(audience.meeting_id or 0, audience.revision)
    return or_(*(source.holds for source in sources(audience, tree, now)))


def sources(audience: Audience, tree: AreaTree, now: datetime) -> list[Source]:
    """Every row in which somebody stands whom it may concern."""
    meeting_id = audience.meeting_id or 0
    on_list, come = listed(meeting_id), _answers(meeting_id, *_COMING)
    of: dict[Concerned | None, list[Source]] = {
        Concerned.LISTED: [on_list],
        Concerned.MEMBERS: [on_list, _seats(audience, tree, now)],
        Concerned.TOLD: [
            on_list,
            _answers(meeting_id, *_COMING, _WAITS),
            _copies(meeting_id),
            _told_otherwise(meeting_id, audience.revision),
        ],
        Concerned.COMING: [come],
    }
    return of[audience.concerned]


_WAITS = Answer.WAITING.value


def listed(meeting_id: int) -> Source:
    """Who is on a meeting's own list."""
    return Source(_guest.person_id, (_guest.meeting_id == meeting_id,))


def _answers(meeting_id: int, *answers: str) -> Source:
    return Source(_rsvp.person_id, (_rsvp.meeting_id == meeting_id, _rsvp.answer.in_(answers)))


def _copies(meeting_id: int, *narrowed: ColumnElement[bool]) -> Source:
    of_it = (
        _copy.kind == DeliveryKind.MEETING.value,
        _copy.source_id == meeting_id,
        _copy.occurrence == ANNOUNCED,
    )
    return Source(_copy.person_id, (*of_it, *narrowed))


def _told_otherwise(meeting_id: int, below: int) -> Source:
    """Who was told of it in their digest, or with their submission, in an older revision."""
    return Source(_noted.person_id, (_noted.meeting_id == meeting_id, _noted.revision < below))


def _told_so(meeting_id: int, revision: int) -> Source:
    """Who was told of it so in this revision, or a newer one: before this change reached them."""
    return Source(_noted.person_id, (_noted.meeting_id == meeting_id, _noted.revision >= revision))


def _seats(audience: Audience, tree: AreaTree, now: datetime) -> Source:
    """Who sits in the body of an area; whose office is of the whole city, in that of its top."""
    tops = {place.id for place in tree.children.get(None, [])}
    of_it: ColumnElement[bool] = _grant.area_id.in_(audience.area_ids)
    if not tops.isdisjoint(audience.area_ids):
        of_it = or_(of_it, _grant.area_id.is_(None))
    return Source(_grant.person_id, (access.in_force(now), _grant.role == Role.COUNCIL.value, of_it))


def _is_told(meeting_id: int, revision: int) -> ColumnElement[bool]:
    """They got an older revision by its announcement; or know of it otherwise, and did not get this one by that.

    Otherwise: they answered, are on the list, or read of an older revision in their digest or with their submission.
    Whose copy of the announcement is still to leave is told by that, but for those who answered; and who answered is
    told by their digest, where that told this revision before the change's people were known.
    """
    has_left = _copy.state.in_(_LEFT)
    older = _copies(meeting_id, has_left, _copy.revision < revision).holds
    newer = _copies(meeting_id, has_left, _copy.revision >= revision).holds
    leaves = _copies(meeting_id, _copy.state.in_(_WAIT), _goes_on()).holds
    answered = _answers(meeting_id, *_COMING, _WAITS).holds
    return or_(
        older,
        and_(answered, ~newer, ~_told_so(meeting_id, revision).holds),
        and_(_told_otherwise(meeting_id, revision).holds, ~newer, ~leaves),
        and_(listed(meeting_id).holds, ~_copies(meeting_id).holds),
    )


def _goes_on() -> ColumnElement[bool]:
    """Whether the announcement that a copy belongs to was not stopped: its waiting copies leave, with new words."""
    of_it = (_broadcast.id == _copy.broadcast_id, _broadcast.state.not_in(_STOPPED))
    return exists().where(*of_it).correlate(table_of(Delivery))


async def next_reached(
    session: AsyncSession, found: Sequence[Source], *, after: int, upto: int, size: int
) -> tuple[int, ColumnElement[bool]]:
    """Up to whose id a range of so many people goes who stand in some rows, and the condition that names them.

    Args:
        session: the caller's transaction.
        found: the rows.
        after: the last id that was looked at.
        upto: the last one there is; it is reached where fewer are left.
        size: how many at most.
    """
    parts = [
        select(
            source.ids.where(source.person_id > after, source.person_id <= upto)
            .distinct()
            .order_by(source.person_id)
            .limit(size)
            .subquery()
        )
        for source in found
    ]
    together = union(*parts).subquery()
    first = select(together).order_by(together.c[0]).limit(size).subquery()
    last, count = (await session.execute(select(func.max(first.c[0]), func.count()).select_from(first))).one()
    reached = upto if count < size else int(last)
    there = [source.ids.where(source.person_id > after, source.person_id <= reached) for source in found]
    return reached, _person.c.id.in_(union(*there))
