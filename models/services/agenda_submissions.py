"""Submissions on agendas: which may be put there, and how each follows its meeting there and back.

A submission follows a meeting that people know of: before it is announced, nobody is told that something is on its
agenda.
"""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true, update

from models.database import AsyncSession, table_of
from models.meeting import AgendaItem, Meeting, MeetingState
from models.role import Action
from models.services import access, agenda_words, areas, meeting_told, submission_follow, subscriptions
from models.services.actor import Actor
from models.services.audit import By
from models.services.submission_follow import COUNCIL_MOVES
from models.submission import Kind, Status, StatusEvent, Submission, Visibility

_c, _item, _meeting = table_of(Submission).c, table_of(AgendaItem).c, table_of(Meeting).c
MAY_COME: Final = COUNCIL_MOVES[Status.ON_AGENDA]
"""The statuses from which a submission comes onto an agenda."""
WAITING: Final = frozenset({Status.REGISTERED, Status.REFERRED, Status.UNDER_REVIEW, Status.REOPENED})
"""Those of submissions for which nobody but the council can do more: these fill an agenda by themselves."""
COUNTED: Final = 300  # of what waits: who has more to choose from takes the oldest ones first
KNOWN: Final = frozenset({MeetingState.ANNOUNCED, MeetingState.HELD})
"""The states of a meeting in which the submissions of its agenda follow it."""
_PLANNED = (MeetingState.SCHEDULED.value, MeetingState.ANNOUNCED.value)


def may_be_read(submission: Submission) -> bool:
    """Whether its words may stand on an agenda: public, and no complaint."""
    return submission.visibility == Visibility.PUBLIC and submission.kind != Kind.COMPLAINT


async def candidates(
    actor: Actor, meeting: Meeting, *, offset: int, limit: int, only: Collection[int] | None = None
) -> tuple[list[Submission], int]:
    """What may be put on a meeting's agenda, the longest waiting first, and how much that is, up to `COUNTED` + 1.

    Args:
        actor: who asks; what they may not see is left out.
        meeting: of whose area, and all below it.
        offset: how many come before.
        limit: how many at most.
        only: of these ids alone.
    """
    wanted = and_(
        await _may_come(actor.session, meeting, MAY_COME),
        access.seen_by(actor.rights, Action.MEET),
        true() if only is None else _c.id.in_(only),
    )
    some = select(_c.id).where(wanted).limit(COUNTED + 1).subquery()  # all of a backlog would hold the others up
    total: int = (await actor.session.execute(select(func.count()).select_from(some))).scalar_one()
    page = select(Submission).where(wanted).order_by(_c.id).offset(offset).limit(limit)
    return list((await actor.session.execute(page)).scalars()), total


async def longest_waiting(*, session: AsyncSession, meeting: Meeting, limit: int) -> list[Submission]:
    """What fills a meeting's agenda where nobody chose: what waits longest for the council."""
    wanted = and_(await _may_come(session, meeting, WAITING), _c.kind != Kind.THANKS.value)
    return list((await session.execute(select(Submission).where(wanted).order_by(_c.id).limit(limit))).scalars())


async def _may_come(session: AsyncSession, meeting: Meeting, statuses: Collection[Status]) -> ColumnElement[bool]:
    tree = await areas.load_tree(session=session)
    place: ColumnElement[bool] = _c.area_id.in_([place.id for place in tree.with_all_below(meeting.area_id)])
    if meeting.area_id in {one.id for one in tree.children.get(None, [])}:
        place = or_(place, _c.area_id.is_(None))  # what has no area belongs to the whole city
    return and_(
        place,
        _c.visibility == Visibility.PUBLIC.value,
        _c.kind != Kind.COMPLAINT.value,
        _c.status.in_([status.value for status in statuses]),
        ~_on_agenda_of(_meeting.id == meeting.id),
        ~_on_agenda_of(and_(_meeting.id != meeting.id, _meeting.state.in_(_PLANNED))),
    )


def _on_agenda_of(which: ColumnElement[bool]) -> ColumnElement[bool]:
    there = select(_item.id).join(table_of(Meeting), _meeting.id == _item.meeting_id)
    return exists(there.where(_item.submission_id == _c.id, which).correlate(table_of(Submission)))


async def on_other_agenda(
    *, session: AsyncSession, meeting_id: int, submission_ids: Collection[int]
) -> dict[int, Meeting]:
    """Of these submissions, those on the agenda of another meeting that is to come, and which one that is."""
    rows = await session.execute(
        select(_item.submission_id, Meeting)
        .join(table_of(Meeting), _meeting.id == _item.meeting_id)
        .where(_item.submission_id.in_(submission_ids), _meeting.id != meeting_id, _meeting.state.in_(_PLANNED))
    )
    return {row[0]: row[1] for row in rows}


async def of_meeting(*, session: AsyncSession, meeting_id: int) -> dict[int, Submission]:
    """The submissions of an agenda as they are now, by the ids of their items."""
    rows = await session.execute(
        select(_item.id, Submission)
        .join(table_of(Submission), _c.id == _item.submission_id)
        .where(_item.meeting_id == meeting_id)
        .execution_options(populate_existing=True)
    )
    return {row[0]: row[1] for row in rows}


async def hold_meetings_of(*, session: AsyncSession, submission_id: int) -> list[Meeting]:
    """The announced meetings whose agenda a submission is on; until the transaction ends, nobody changes them."""
    its = select(_item.meeting_id).join(table_of(Meeting), _meeting.id == _item.meeting_id)
    its = its.where(_item.submission_id == submission_id, _meeting.state == MeetingState.ANNOUNCED.value)
    ids = list((await session.execute(its)).scalars())
    if not ids:
        return []
    await meeting_told.hold(session=session, meeting_ids=ids)
    rows = select(Meeting).where(_meeting.id.in_(ids), _meeting.state == MeetingState.ANNOUNCED.value)
    return list((await session.execute(rows.execution_options(populate_existing=True))).scalars())


async def engage(actor: Actor, meeting: Meeting, *, by: By | None = None) -> int:
    """Have every submission of an agenda follow its meeting, which people know of from now on.

    Args:
        actor: who announces it, or for whom a timer does.
        meeting: which.
        by: for the audit trail, where a timer did it.

    Returns:
        How many follow.
    """
    found = await of_meeting(session=actor.session, meeting_id=meeting.id or 0)
    return await put_on(actor, meeting, list(found.values()), by=by)


async def put_on(actor: Actor, meeting: Meeting, found: Sequence[Submission], *, by: By | None = None) -> int:
    """Have submissions follow a meeting onto its agenda, as far as nobody ended, withdrew or hid them meanwhile."""
    note, followed = agenda_words.put_on(meeting, actor.city), 0
    for one in found:
        if may_be_read(one) and Status(one.status) in MAY_COME:
            followed += await submission_follow.follow(actor, one.id or 0, Status.ON_AGENDA, note, by=by)
    return followed


async def reword(actor: Actor, meeting: Meeting, was: str) -> None:
    """Have the histories of an agenda's submissions say when its meeting is now, where they said when it was to be.

    Args:
        actor: who moved it.
        meeting: as it is now.
        was: what `agenda_words.put_on` said of it before.
    """
    words = agenda_words.put_on(meeting, actor.city)
    if words == was:
        return
    theirs = select(_item.submission_id).where(_item.meeting_id == meeting.id, _item.submission_id.is_not(None))
    events = table_of(StatusEvent)
    said = (events.c.status_to == Status.ON_AGENDA.value, events.c.note == was)
    since = (
        events.c.created_at >= meeting.announced_at
    )  # not of one that was called off before, of the same name and day
    await actor.session.execute(
        update(events).where(events.c.submission_id.in_(theirs), *said, since).values(note=words)
    )


async def take_off(actor: Actor, meeting: Meeting, submission_id: int, note: str) -> bool:
    """Have a submission go back to what is under review; one that has moved on otherwise is left alone."""
    submission = await actor.session.get(Submission, submission_id, populate_existing=True)
    if submission is None or submission.status != Status.ON_AGENDA:
        return False
    elsewhere = select(_item.id).join(table_of(Meeting), _meeting.id == _item.meeting_id)
    elsewhere = elsewhere.where(
        _item.submission_id == submission_id,
        _meeting.id != meeting.id,
        _meeting.state == MeetingState.ANNOUNCED.value,
    )
    if (await actor.session.execute(elsewhere.limit(1))).first() is not None:
        return False
    return await submission_follow.follow(actor, submission_id, Status.UNDER_REVIEW, note)


async def release(actor: Actor, meeting: Meeting) -> int:
    """Have every submission of a cancelled meeting's agenda go back, and its author told; how many these are.

    Of one that nobody was told of yet, nothing has to go back.
    """
    if meeting.announced_at is None:
        return 0
    note, released = agenda_words.cancelled(meeting, actor.city), 0
    for one in (await of_meeting(session=actor.session, meeting_id=meeting.id or 0)).values():
        if await take_off(actor, meeting, one.id or 0, note):
            released += 1
            await _hears_of_it(actor, meeting, one.person_id)
    return released


async def _hears_of_it(actor: Actor, meeting: Meeting, person_id: int) -> None:
    """An author reads in their submission's own news that it does not take place: that is once."""
    if (await subscriptions.of(session=actor.session, person_id=person_id)).own:
        await meeting_told.catch_up(
            session=actor.session, meeting_id=meeting.id or 0, person_id=person_id, revision=meeting.revision
        )
