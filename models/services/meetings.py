"""Meetings: who may call one and where, beginning one, reading it back, and the lists of the office.

Each step of a meeting checks the right anew, changes the row only if nobody else did meanwhile (`version`), and is one
row of the audit trail.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, true, update

from models.database import AsyncSession, table_of
from models.errors import MeetingChanged, NotFound
from models.meeting import Meeting, MeetingKind, MeetingRevision, MeetingState
from models.meeting_facts import Facts
from models.role import Action
from models.services import areas, audit
from models.services.actor import Actor

_meetings, _revisions = table_of(Meeting), table_of(MeetingRevision)
_m = _meetings.c
_PRIVATE = (MeetingState.DRAFT.value, MeetingState.DISCARDED.value)


async def office_areas(actor: Actor) -> list[int]:
    """The areas whose body they may call together, the whole city's first; each once, by their offices' age."""
    held = [office.area_id for office in actor.rights.offices if office.allows(Action.MEET)]
    found = [area_id for area_id in held if area_id is not None]
    if actor.rights.is_owner or None in held:
        tree = await areas.load_tree(session=actor.session)
        found = [*(place.id for place in tree.children.get(None, [])), *found]
    return list(dict.fromkeys(found))


async def create(actor: Actor, *, area_id: int, kind: MeetingKind, facts: Facts | None = None) -> Meeting:
    """Begin a meeting of an area's body: a draft, of which its author is the chair until somebody else is named.

    Args:
        actor: who calls it.
        area_id: whose body meets; the whole city's is the root of the tree.
        kind: what kind of meeting it is.
        facts: what is known of it already.

    Raises:
        NotFound: they may not call meetings there.
        BadMeetingFact: as `Facts.checked`.
    """
    tree = await areas.load_tree(session=actor.session)
    if area_id not in tree.places or not actor.rights.may(Action.MEET, area_id):
        raise NotFound
    values = {
        "bot_id": actor.bot_id,
        "kind": kind.value,
        "area_id": area_id,
        "author_id": actor.person_id,
        "chair_id": actor.person_id,
        "state": MeetingState.DRAFT.value,
        **columns_of((facts or Facts()).checked()),
        "created_at": actor.now,
        "updated_at": actor.now,
    }
    meeting_id = await insert_row(actor.session, values)
    await note(actor, "meeting.create", meeting_id or 0, (None, {"area_id": area_id, "meeting_kind": kind.value}))
    return await load(actor.session, meeting_id or 0)


async def insert_row(session: AsyncSession, values: dict[str, Any]) -> int:
    """Put a meeting on record; return its id."""
    defaults = {"invites": "area", "revision": 1, "version": 1}
    made = await session.execute(insert(_meetings).values({**defaults, **values}).returning(_m.id))
    found: int = made.scalar_one()
    return found


def columns_of(facts: Facts) -> dict[str, Any]:
    """The columns that hold what is told of a meeting."""
    return {"facts": facts.to_data(), "starts_at": facts.starts_at, "ends_at": facts.ends_at}


def facts_of(meeting: Meeting) -> Facts:
    """What is told of a meeting now."""
    return Facts.from_data(meeting.facts)


async def facts_at(*, session: AsyncSession, meeting_id: int, number: int) -> Facts:
    """What was told of a meeting in a revision.

    Raises:
        NotFound: there is none of that number.
    """
    asked = select(_revisions.c.facts).where(_revisions.c.meeting_id == meeting_id, _revisions.c.number == number)
    found = (await session.execute(asked)).first()
    if found is not None:
        return Facts.from_data(found[0])
    meeting = await load(session, meeting_id)
    if meeting.revision != number:
        raise NotFound
    return facts_of(meeting)


async def put_revision(session: AsyncSession, meeting: Meeting, made_by: int | None, now: datetime) -> None:
    """Keep what people are told from now on: the facts of a meeting as they are, under its revision's number."""
    values = {
        "meeting_id": meeting.id,
        "number": meeting.revision,
        "facts": meeting.facts,
        "made_by": made_by,
        "made_at": now,
    }
    await session.execute(insert(_revisions).values(values))


async def load(session: AsyncSession, meeting_id: int, *, is_locked: bool = False) -> Meeting:
    """The row as it is now, whoever asks; locked, nobody else changes it until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    meeting = await session.get(Meeting, meeting_id, populate_existing=True, with_for_update=is_locked or None)
    if meeting is None:
        raise NotFound
    return meeting


async def meeting_for(actor: Actor, meeting_id: int, *, is_locked: bool = False) -> Meeting:
    """A meeting, for whoever may call meetings in its area; a draft is for its author and its chair alone.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    meeting = await load(actor.session, meeting_id, is_locked=is_locked)
    is_theirs = actor.person_id in {meeting.author_id, meeting.chair_id} or meeting.state not in _PRIVATE
    is_of_the_office = actor.rights.may(Action.MEET, meeting.area_id)
    if meeting.bot_id != actor.bot_id or not is_theirs or not is_of_the_office:
        raise NotFound
    return meeting


async def versioned(actor: Actor, meeting_id: int, version: int) -> Meeting:
    """As `meeting_for`, for a button that was drawn for a version; nobody else changes it until this turn ends.

    Raises:
        NotFound: as there.
        MeetingChanged: the meeting is another one by now.
    """
    meeting = await meeting_for(actor, meeting_id, is_locked=True)
    if meeting.version != version:
        raise MeetingChanged
    return meeting


async def change(actor: Actor, meeting: Meeting, values: dict[str, Any]) -> None:
    """Change columns of a meeting that nobody else changed since it was read; `meeting` shows them afterwards.

    Raises:
        MeetingChanged: somebody did.
    """
    await change_row(actor.session, meeting, values, actor.now)


async def change_row(session: AsyncSession, meeting: Meeting, values: dict[str, Any], now: datetime) -> None:
    """As `change`, for timers."""
    done = await session.execute(
        update(_meetings)
        .where(_m.id == meeting.id, _m.version == meeting.version)
        .values(**values, updated_at=now, version=meeting.version + 1)
        .returning(_m.id)
    )
    if done.first() is None:
        raise MeetingChanged
    await session.refresh(meeting)


async def note(actor: Actor, action: str, meeting_id: int, change: tuple[Any, Any] = (None, None)) -> None:
    """Put on record what somebody did to a meeting."""
    on = ("meeting", meeting_id)
    await audit.write(session=actor.session, by=actor.by, action=action, on=on, now=actor.now, change=change)


class Tab(StrEnum):
    """The lists of /meeting; on buttons by name."""

    DRAFTS = "drafts"  # one's own
    COMING = "coming"  # with those whose announcement has not left yet
    PAST = "past"  # with cancelled ones


_STATES: dict[Tab, tuple[MeetingState, ...]] = {
    Tab.DRAFTS: (MeetingState.DRAFT,),
    Tab.COMING: (MeetingState.SCHEDULED, MeetingState.ANNOUNCED),
    Tab.PAST: (MeetingState.HELD, MeetingState.CANCELLED),
}
_ORDER = {
    Tab.DRAFTS: (_m.updated_at.desc(), _m.id.desc()),
    Tab.COMING: (_m.starts_at, _m.id),
    Tab.PAST: (_m.starts_at.desc(), _m.id.desc()),
}


async def page(actor: Actor, tab: Tab, *, offset: int, limit: int) -> tuple[list[Meeting], int]:
    """A page of a list, and how long the list is: drafts by their last change, what comes by its time, newest past."""
    wanted = _listed(actor, tab)
    rows = select(Meeting).where(wanted).order_by(*_ORDER[tab]).offset(offset).limit(limit)
    rows = rows.execution_options(populate_existing=True)
    return list((await actor.session.execute(rows)).scalars()), await _count(actor, tab)


async def counts(actor: Actor) -> dict[Tab, int]:
    """How long each list is."""
    return {tab: await _count(actor, tab) for tab in Tab}


async def _count(actor: Actor, tab: Tab) -> int:
    counted = select(func.count()).select_from(_meetings).where(_listed(actor, tab))
    return int((await actor.session.execute(counted)).scalar_one())


def _listed(actor: Actor, tab: Tab) -> ColumnElement[bool]:
    reach = actor.rights.reach(Action.MEET)
    place = true() if reach is None else _m.area_id.in_(sorted(reach))
    found = and_(_m.bot_id == actor.bot_id, place, _m.state.in_([state.value for state in _STATES[tab]]))
    if tab is Tab.DRAFTS:
        return and_(found, or_(_m.author_id == actor.person_id, _m.chair_id == actor.person_id))
    return found
