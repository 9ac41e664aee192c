"""Reading minutes whole, with the agenda, who was there and what was resolved, as messages and papers show them."""

from collections.abc import Mapping
from dataclasses import replace

from models.database import AsyncSession
from models.errors import NotFound
from models.media import MediaItem
from models.meeting import Meeting, MeetingKind, Minutes, MinutesState, Outcome
from models.meeting_facts import Facts
from models.minutes_shown import DecidedResolution, MinutesItem, MinutesShown, SessionAttendance
from models.resolution import Resolution
from models.resolution_words import votes_of
from models.services import agenda_reading, attendance, resolutions
from models.services.agenda_reading import Entry


async def shown(*, session: AsyncSession, meeting: Meeting) -> MinutesShown:
    """The minutes of a meeting as they stand now. Nobody's right to see them is asked here.

    Raises:
        NotFound: nobody began any.
    """
    meeting_id = meeting.id or 0
    minutes = await session.get(Minutes, meeting_id, populate_existing=True)
    if minutes is None:
        raise NotFound
    rows = await resolutions.of_meeting(session=session, meeting_id=meeting_id)
    decided = {one.item_id: _decided(one) for one in rows if one.item_id is not None}
    entries = await agenda_reading.entries(session=session, meeting_id=meeting_id)
    is_corrected = minutes.state == MinutesState.PUBLISHED and minutes.revision > 1
    return MinutesShown(
        meeting_id=meeting_id,
        kind=MeetingKind(meeting.kind),
        area_id=meeting.area_id,
        facts=Facts.from_data(meeting.facts),
        term=minutes.term,
        number=minutes.number,
        chair=minutes.chair,
        version=minutes.version,
        revision=minutes.revision,
        note=minutes.note,
        file=MediaItem.from_data(minutes.file) if minutes.file is not None else None,
        items=[_item(number, one, decided) for number, one in enumerate(entries, start=1)],
        resolutions=[_decided(one) for one in rows if one.item_id is None],
        attendance=await _attendance(session, meeting, minutes),
        published_at=minutes.published_at,
        corrected_at=minutes.updated_at if is_corrected else None,
    )


def _item(number: int, entry: Entry, decided: Mapping[int, DecidedResolution]) -> MinutesItem:
    item = entry.item
    resolution = decided.get(item.id or 0)
    outcome = Outcome(item.outcome) if item.outcome is not None else None
    if outcome is Outcome.RESOLVED and resolution is None:  # it was taken back before anybody read it
        outcome = None
    return MinutesItem(
        line=replace(entry.line, position=number),
        summary=item.summary,
        decision=item.decision,
        outcome=Outcome.RESOLVED if resolution is not None else outcome,
        resolution=resolution,
    )


def _decided(one: Resolution) -> DecidedResolution:
    return DecidedResolution(one.id or 0, one.number, one.year, one.text, one.responsible, one.due_on, votes_of(one))


async def _attendance(session: AsyncSession, meeting: Meeting, minutes: Minutes) -> list[SessionAttendance]:
    """Of the sessions that have begun when the minutes were last written; without a list nobody is absent."""
    found = []
    for number, one in enumerate(Facts.from_data(meeting.facts).sessions, start=1):
        if one.starts_at > minutes.updated_at:
            break
        came = await attendance.of_session(session=session, meeting=meeting, session_no=number, now=minutes.updated_at)
        if not came.came:
            continue
        present, absent = [who.name for who in came.present], [who.name for who in came.absent]
        found.append(SessionAttendance(number, present, absent, len(came.guests)))
    return found
