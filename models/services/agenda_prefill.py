"""Agendas that fill themselves: those of a series, the day before, with what waits longest in the area."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from models.city import City
from models.database import AsyncSession, table_of
from models.meeting import AgendaItem, Meeting, MeetingNews, MeetingState
from models.rights import Owners
from models.services import access, agenda, agenda_reading, agenda_submissions, meeting_news, meetings
from models.services.actor import Actor
from models.services.audit import By

FILLS: Final = 5  # submissions that an agenda is filled with where nobody chose any
FILL_BEFORE: Final = timedelta(hours=30)  # before a meeting begins: its chair has the day before to reorder it
_AT_ONCE = 50  # meetings in one transaction; the next call takes the next ones
_TIMER = By(None, "timer")
_items, _meetings = table_of(AgendaItem), table_of(Meeting)


async def fill_due(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Fill the agendas of tomorrow's meetings of series with what waits longest, and have the chairs told, once.

    An agenda that somebody began by hand is left alone, and so is one that was filled before.

    Args:
        session: the caller's transaction.
        bot_id: whose meetings.
        city: its clock says when it is night, its language is that of the histories.
        owners: whom the settings name.
        now: aware.

    Returns:
        How many were filled.
    """
    waits = _meetings.c.state.in_([MeetingState.SCHEDULED.value, MeetingState.ANNOUNCED.value])
    due = select(_meetings.c.id).where(
        _meetings.c.bot_id == bot_id,
        waits,
        _meetings.c.series_id.is_not(None),
        _meetings.c.agenda_filled_at.is_(None),
        _meetings.c.starts_at > now,
        _meetings.c.starts_at <= now + FILL_BEFORE,
        ~select(_items.c.id).where(_items.c.meeting_id == _meetings.c.id).exists(),
    )
    filled = 0
    for meeting_id in (await session.execute(due.order_by(_meetings.c.id).limit(_AT_ONCE))).scalars().all():
        meeting = await meetings.load(session, meeting_id, is_locked=True)
        rights = await access.rights_of_another(session=session, person_id=meeting.chair_id, owners=owners, now=now)
        filled += await _fill(Actor(session, rights, bot_id, city, owners, now), meeting)
    return filled


async def _fill(actor: Actor, meeting: Meeting) -> bool:
    session, meeting_id = actor.session, meeting.id or 0
    is_begun = meeting.agenda_filled_at is not None or await agenda_reading.items(
        session=session, meeting_id=meeting_id
    )
    if is_begun or meeting.state not in {MeetingState.SCHEDULED, MeetingState.ANNOUNCED}:
        return False
    chosen = await agenda_submissions.longest_waiting(session=session, meeting=meeting, limit=FILLS)
    await meetings.change_row(session, meeting, {"agenda_filled_at": actor.now}, actor.now)
    if not chosen:
        return False
    rows = [{**agenda.of_submission(one), "is_prefilled": True} for one in chosen]
    await agenda.put_rows(actor, meeting_id, rows, first=1)
    if meeting.state in agenda_submissions.KNOWN:
        await agenda_submissions.put_on(actor, meeting, chosen, by=_TIMER)
    await meeting_news.tell(
        session=session,
        meeting=meeting,
        person_ids=[meeting.chair_id],
        what=MeetingNews.AGENDA,
        now=actor.now,
        zone=actor.city.zone,
    )
    return True
