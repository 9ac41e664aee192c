"""What papers say, read from the rows, for whoever may have them; `models.documents` makes the files."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from models.area import Level
from models.area_tree import AreaTree, Place
from models.city import City
from models.database import AsyncSession, table_of
from models.documents.calendar_file import CalendarFile
from models.documents.door_picture import Door
from models.documents.letter_paper import LetterPaper
from models.documents.minutes_paper import Came, Decided, ItemSaid, MinutesPaper
from models.errors import NotFound
from models.meeting import (
    Meeting,
    MeetingKind,
    MeetingRevision,
    MeetingState,
    Minutes,
    MinutesState,
    Outcome,
)
from models.meeting_facts import Facts, Session
from models.resolution import Resolution, ResolutionSubmission
from models.resolution_words import is_proposal, votes_of
from models.role import Action, Grant, Role
from models.services import (
    access,
    agenda_reading,
    areas,
    attendance,
    meeting_readers,
    meeting_reading,
    meeting_tokens,
    meetings,
    people,
    resolutions,
    topics,
)
from models.services.actor import Actor
from models.services.meeting_readers import Reader
from models.submission import Submission

_grants = table_of(Grant).c
_links, _submissions = table_of(ResolutionSubmission).c, table_of(Submission).c
_WITH_DOOR = frozenset({MeetingState.SCHEDULED, MeetingState.ANNOUNCED, MeetingState.HELD})


async def calendar_file(reader: Reader, meeting_id: int, *, bot_id: int, city: City) -> CalendarFile:
    """A meeting for somebody's calendar.

    Raises:
        NotFound: it is not for them, or has no time.
    """
    meeting = await meeting_readers.meeting_for_reader(reader, meeting_id)
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    if not shown.facts.sessions:
        raise NotFound
    return CalendarFile(
        number=meeting_id,
        bot_id=bot_id,
        revision=meeting.revision,
        title=shown.facts.title,
        sessions=shown.facts.sessions,
        zone=city.zone,
        made_at=reader.now,
        place=shown.facts.place,
        location=shown.facts.location,
        link=shown.facts.link,
        agenda=[line.text or line.code or "" for line in shown.agenda],
        is_cancelled=shown.state is MeetingState.CANCELLED,
        cancel_reason=shown.cancel_reason,
        known=await _most_sessions(reader.session, meeting_id),
    )


async def _most_sessions(session: AsyncSession, meeting_id: int) -> int:
    told = select(table_of(MeetingRevision).c.facts).where(table_of(MeetingRevision).c.meeting_id == meeting_id)
    return max((len(Facts.from_data(facts).sessions) for facts in (await session.execute(told)).scalars()), default=0)


async def door(actor: Actor, meeting_id: int, session_no: int, bot_username: str) -> Door:
    """The link for the door of a session; 0: of the one that is on, or comes next.

    Raises:
        NotFound: the meeting is not theirs to call, not called (any more), or has no such session.
    """
    meeting = await meetings.meeting_for(actor, meeting_id)
    facts = meetings.facts_of(meeting)
    if meeting.state not in _WITH_DOOR or not 0 <= session_no <= len(facts.sessions) or not facts.sessions:
        raise NotFound
    number = session_no or _next(facts.sessions, actor.now)
    payload = await meeting_tokens.door_payload(session=actor.session, meeting_id=meeting_id, session_no=number)
    link = f"https://t.me/{bot_username}?start={payload}"
    return Door(meeting_id, facts.title, facts.sessions[number - 1], number, len(facts.sessions), link)


def _next(sessions: Sequence[Session], now: datetime) -> int:
    return next((number for number, one in enumerate(sessions, 1) if one.ends_at > now), len(sessions))


async def minutes_paper(actor: Actor, meeting_id: int) -> MinutesPaper:
    """The minutes of a meeting: published ones for whoever may see the meeting, others for who calls meetings there.

    Guests are named for the latter alone.

    Raises:
        NotFound: there are none, or they are not for them.
    """
    session = actor.session
    minutes = await session.get(Minutes, meeting_id, populate_existing=True)
    if minutes is None:
        raise NotFound
    is_published = minutes.state == MinutesState.PUBLISHED
    is_office = actor.rights.may(Action.MEET, minutes.area_id)
    if is_published and not is_office:
        meeting = await meeting_readers.meeting_for_reader(_reader(actor), meeting_id)
    else:
        meeting = await meetings.meeting_for(actor, meeting_id)
    facts, place = meetings.facts_of(meeting), await _place(session, meeting.area_id)
    return MinutesPaper(
        city=actor.city.name,
        level=place.level,
        place=place.name,
        number=minutes.number,
        term=minutes.term,
        title=facts.title,
        kind=MeetingKind(meeting.kind),
        sessions=facts.sessions,
        zone=actor.city.zone,
        chair=minutes.chair,
        where=facts.place or facts.link,
        attendance=[
            await _came(actor, meeting, number, names_guests=is_office) for number in range(1, len(facts.sessions) + 1)
        ],
        items=await _items_said(session, meeting_id),
        resolutions=[
            _decided(one)
            for one in await resolutions.of_meeting(
                session=session, meeting_id=meeting_id, published_only=not is_office
            )
        ],
        note=minutes.note,
        is_draft=not is_published,
    )


def _reader(actor: Actor) -> Reader:
    return Reader(actor.session, actor.person_id, actor.now, actor.rights)


async def _place(session: AsyncSession, area_id: int) -> Place:
    place = (await areas.load_tree(session=session)).places.get(area_id)
    if place is None:
        raise NotFound
    return place


async def _came(actor: Actor, meeting: Meeting, number: int, *, names_guests: bool) -> Came:
    there = await attendance.of_session(session=actor.session, meeting=meeting, session_no=number, now=actor.now)
    return Came(
        present=[one.name for one in there.present],
        absent=[one.name for one in there.absent] if there.came else [],  # else nobody kept a list
        guests=len(there.guests),
        guest_names=[one.name for one in there.guests] if names_guests else None,
    )


async def _items_said(session: AsyncSession, meeting_id: int) -> list[ItemSaid]:
    """The items as everybody reads them: what residents wrote masked, without their names."""
    return [
        ItemSaid(
            text=entry.line.text,
            presenter=entry.line.presenter,
            code=entry.line.code,
            summary=entry.item.summary,
            decision=entry.item.decision,
            outcome=Outcome(entry.item.outcome) if entry.item.outcome else None,
            is_withdrawn=entry.line.is_withdrawn,
        )
        for entry in await agenda_reading.entries(session=session, meeting_id=meeting_id)
    ]


def _decided(resolution: Resolution) -> Decided:
    return Decided(
        _number(resolution), resolution.text, resolution.responsible, resolution.due_on, votes_of(resolution)
    )


def _number(resolution: Resolution) -> str:
    return f"{resolution.year}/{resolution.number}"


async def letter_paper(actor: Actor, resolution_id: int, language: str) -> LetterPaper:
    """A neighbourhood council's proposal as a letter to the mayor of its district, for who calls meetings there.

    Raises:
        NotFound: there is none, it is not theirs, or its body decides by itself.
    """
    session = actor.session
    resolution = await resolutions.resolution_for(actor, resolution_id)
    tree = await areas.load_tree(session=session)
    place = tree.places.get(resolution.area_id)
    if place is None or not is_proposal(place) or not actor.rights.may(Action.MEET, resolution.area_id):
        raise NotFound
    zone = actor.city.zone
    meeting = await session.get(Meeting, resolution.meeting_id) if resolution.meeting_id else None
    return LetterPaper(
        city=actor.city.name,
        level=place.level,
        place=place.name,
        district=_district(tree, place),
        number=_number(resolution),
        written_on=(resolution.published_at or actor.now).astimezone(zone).date(),
        text=resolution.text,
        subject=(await topics.load_topics(session=session)).name(resolution.topic, language),
        responsible=resolution.responsible,
        due_on=resolution.due_on,
        votes=votes_of(resolution),
        decided_on=meeting.starts_at.astimezone(zone).date() if meeting and meeting.starts_at else None,
        codes=await _codes(session, resolution_id),
        signers=await _signers(actor, resolution),
    )


def _district(tree: AreaTree, place: Place) -> str | None:
    return next((one.name for one in tree.line(place.id) if one.level is Level.DISTRICT), None)


async def _codes(session: AsyncSession, resolution_id: int) -> list[str]:
    linked = select(_links.submission_id).where(_links.resolution_id == resolution_id)
    found = select(_submissions.code).where(_submissions.id.in_(linked)).order_by(_submissions.id)
    return list((await session.execute(found)).scalars())


async def _signers(actor: Actor, resolution: Resolution) -> list[str]:
    """The chair of the meeting that decided it, then the members of the body as it is now, each once."""
    minutes = await actor.session.get(Minutes, resolution.meeting_id) if resolution.meeting_id else None
    held = select(_grants.person_id).where(
        _grants.role == Role.COUNCIL.value, _grants.area_id == resolution.area_id, access.in_force(actor.now)
    )
    ids = list(dict.fromkeys((await actor.session.execute(held.order_by(_grants.id))).scalars()))
    names = await people.names_of(session=actor.session, person_ids=ids)
    chair = [minutes.chair] if minutes is not None else []
    return [name for name in dict.fromkeys([*chair, *(names.get(one, "") for one in ids)]) if name]
