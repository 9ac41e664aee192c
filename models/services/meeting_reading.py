"""Reading a meeting whole, with its agenda, its places and what was told of it, as its cards show it."""

from dataclasses import replace

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.errors import NotFound
from models.meeting import Invites, Meeting, MeetingKind, MeetingRevision, MeetingState, Minutes, MinutesState
from models.meeting_facts import Facts
from models.meeting_shown import MeetingShown
from models.services import agenda_reading, rsvps

_minutes, _revision = table_of(Minutes).c, table_of(MeetingRevision).c


async def shown(*, session: AsyncSession, meeting: Meeting) -> MeetingShown:
    """A meeting as it stands now. Nobody's right to see it is asked here."""
    meeting_id = meeting.id or 0
    return MeetingShown(
        id=meeting_id,
        kind=MeetingKind(meeting.kind),
        state=MeetingState(meeting.state),
        area_id=meeting.area_id,
        facts=Facts.from_data(meeting.facts),
        revision=meeting.revision,
        version=meeting.version,
        invites=Invites(meeting.invites),
        agenda=await agenda_reading.lines(session=session, meeting_id=meeting_id),
        places=await rsvps.places(session=session, meeting=meeting),
        series_id=meeting.series_id,
        announce_at=meeting.announce_at,
        cancel_reason=meeting.cancel_reason,
        has_minutes=await _has_minutes(session, meeting_id),
    )


async def shown_at(*, session: AsyncSession, meeting: Meeting, revision: int) -> MeetingShown:
    """The same with the facts that people were told as that revision.

    Raises:
        NotFound: nothing was told of it yet.
    """
    facts = await facts_of_revision(session=session, meeting_id=meeting.id or 0, revision=revision)
    return replace(await shown(session=session, meeting=meeting), facts=facts, revision=revision)


async def facts_of_revision(*, session: AsyncSession, meeting_id: int, revision: int) -> Facts:
    """What people were told as that revision; see `revision_of`."""
    return Facts.from_data((await revision_of(session=session, meeting_id=meeting_id, revision=revision)).facts)


async def revision_of(*, session: AsyncSession, meeting_id: int, revision: int) -> MeetingRevision:
    """Whose facts people were told as that revision: its own, or the last before it, where only the agenda changed.

    Raises:
        NotFound: there was none yet.
    """
    asked = select(MeetingRevision).where(_revision.meeting_id == meeting_id, _revision.number <= revision)
    found = (await session.execute(asked.order_by(_revision.number.desc()).limit(1))).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def _has_minutes(session: AsyncSession, meeting_id: int) -> bool:
    published = (_minutes.meeting_id == meeting_id) & (_minutes.state == MinutesState.PUBLISHED.value)
    return (await session.execute(select(_minutes.meeting_id).where(published))).first() is not None
