"""Meetings whose moment has come: each is announced once, reminded of once a session, and over once its time is."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from models.broadcast import Broadcast
from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.meeting import Meeting, MeetingNews, MeetingRevision, MeetingState
from models.meeting_facts import Facts
from models.meeting_times import AHEAD, ANNOUNCED, Reminder, begins_at, is_to_come, reminders_of
from models.rights import Owners
from models.services import (
    access,
    agenda_submissions,
    audit,
    broadcasts,
    meeting_audience,
    meeting_chair,
    meeting_news,
    meeting_telling,
    meetings,
)
from models.services.actor import Actor
from models.services.audit import By

_log = logging.getLogger(__name__)
_AT_ONCE = 100  # meetings in one transaction; the next call takes the next ones
_LOOK_AGAIN = timedelta(minutes=10)  # at a meeting that nobody may announce
_TIMER = By(None, "timer")
_FURTHEST = max(AHEAD.values())
_meetings, _broadcasts, _revisions = table_of(Meeting), table_of(Broadcast), table_of(MeetingRevision)
_m = _meetings.c


async def start_due(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Announce every meeting whose announcement is due; return how many began to leave, or have somebody told.

    One whose chair and author may not call meetings there any more is announced by somebody else who may; where there
    is nobody, it stays, and the owners hear of it once. What has begun before it could be announced is announced no
    more.

    Args:
        session: the caller's transaction.
        bot_id: whose meetings.
        city: its clock says when it is night.
        owners: whom the settings name.
        now: aware.
    """
    found = await due(session=session, bot_id=bot_id, now=now)
    return sum([await announce(session=session, meeting_id=one, city=city, owners=owners, now=now) for one in found])


async def due(*, session: AsyncSession, bot_id: int, now: datetime) -> list[int]:
    """The meetings whose announcement is due at a moment (aware), the longest due first."""
    found = (
        select(_m.id)
        .where(_m.bot_id == bot_id, _m.state == MeetingState.SCHEDULED.value, _m.announce_at <= now)
        .order_by(_m.announce_at, _m.id)
        .limit(_AT_ONCE)
    )
    return list((await session.execute(found)).scalars())


async def announce(*, session: AsyncSession, meeting_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Announce one of them, as `start_due` says, if it still is due; return how many things are to be told."""
    meeting = await meetings.load(session, meeting_id, is_locked=True)
    if meeting.state != MeetingState.SCHEDULED or meeting.announce_at is None or meeting.announce_at > now:
        return 0
    return await _announce(session, meeting, city, owners, now)


async def _announce(session: AsyncSession, meeting: Meeting, city: City, owners: Owners, now: datetime) -> int:
    if not is_to_come(meetings.facts_of(meeting), now):
        return await _miss(session, meeting, now)
    chair_id = await meeting_chair.who_announces(session=session, meeting=meeting, owners=owners, now=now)
    if chair_id is None:
        return await _hold_back(session, meeting, city, owners, now)
    if chair_id != meeting.chair_id:
        await meeting_chair.pass_on(session=session, meeting=meeting, to=chair_id, now=now)
    values = {"state": MeetingState.ANNOUNCED.value, "announced_at": now}
    await meetings.change_row(session, meeting, values, now)
    await meetings.put_revision(session, meeting, chair_id, now)
    started = await broadcasts.start(
        session=session,
        bot_id=meeting.bot_id,
        kind=DeliveryKind.MEETING,
        source_id=meeting.id or 0,
        occurrence=ANNOUNCED,
        audience=meeting_audience.announced_to(meeting, now, city.zone),
        is_urgent=False,
        revision=meeting.revision,
        now=now,
    )
    rights = await access.rights_of_another(session=session, person_id=chair_id, owners=owners, now=now)
    await agenda_submissions.engage(Actor(session, rights, meeting.bot_id, city, owners, now), meeting, by=_TIMER)
    await _note(session, "meeting.announce", meeting, {"broadcast": started, "revision": meeting.revision}, now)
    return 1


async def _miss(session: AsyncSession, meeting: Meeting, now: datetime) -> int:
    """Days off: it has begun, and nobody was told. Its minutes can be written all the same."""
    _log.warning("meeting %s began before it could be announced", meeting.id)
    await meetings.change_row(session, meeting, {"state": MeetingState.HELD.value}, now)
    await _note(session, "meeting.miss", meeting, {}, now)
    return 0


async def _hold_back(session: AsyncSession, meeting: Meeting, city: City, owners: Owners, now: datetime) -> int:
    told = await meeting_news.tell(
        session=session,
        meeting=meeting,
        person_ids=await meeting_chair.owners_of(session=session, owners=owners, now=now),
        what=MeetingNews.HELD_BACK,
        now=now,
        zone=city.zone,
    )
    later = update(_meetings).where(_m.id == meeting.id).values(announce_at=now + _LOOK_AGAIN)
    await session.execute(later)  # its version stays: somebody may be looking at its card to put this right
    if told:
        await _note(session, "meeting.hold_back", meeting, {}, now)
    return told


async def remind_due(*, session: AsyncSession, bot_id: int, now: datetime) -> int:
    """Begin every reminder that is due; return how many that are. Each session is reminded of once at each distance.

    Args:
        session: the caller's transaction.
        bot_id: whose meetings.
        now: aware.
    """
    begun = 0
    for meeting in await _near(session, bot_id, now):
        for one in await _due_of(session, meeting, now):
            locked = await meetings.load(session, meeting.id or 0, is_locked=True)
            facts = meetings.facts_of(locked)
            if locked.state == MeetingState.ANNOUNCED and begins_at(facts, one.starts_at):
                begun += await _remind(session, locked, one, now)
    return begun


async def _near(session: AsyncSession, bot_id: int, now: datetime) -> list[Meeting]:
    """Announced meetings of which a session may be near; few at any time."""
    near = select(Meeting).where(
        _m.bot_id == bot_id, _m.state == MeetingState.ANNOUNCED.value, _m.starts_at <= now + _FURTHEST
    )
    rows = near.order_by(_m.starts_at, _m.id).execution_options(populate_existing=True)
    return list((await session.execute(rows)).scalars())


async def _due_of(session: AsyncSession, meeting: Meeting, now: datetime) -> list[Reminder]:
    due = [one for one in reminders_of(meetings.facts_of(meeting)) if one.at <= now < one.until]
    if not due:
        return []
    begun = select(_broadcasts.c.occurrence).where(
        _broadcasts.c.kind == DeliveryKind.MEETING_REMINDER.value,
        _broadcasts.c.source_id == meeting.id,
        _broadcasts.c.occurrence.in_([one.occurrence for one in due]),
    )
    known = set((await session.execute(begun)).scalars())
    left = [one for one in due if one.occurrence not in known]
    told = await _told_since(session, meeting) if left else {}
    return [one for one in left if told.get(one.starts_at, now) <= one.at]


async def _told_since(session: AsyncSession, meeting: Meeting) -> dict[datetime, datetime]:
    """Since when people know of each session's beginning: whoever was told a moment ago needs no reminder."""
    rows = await session.execute(
        select(_revisions.c.facts, _revisions.c.made_at)
        .where(_revisions.c.meeting_id == meeting.id)
        .order_by(_revisions.c.number)
    )
    since: dict[datetime, datetime] = {}
    for row in rows:
        begins = [one.starts_at for one in Facts.from_data(row.facts).sessions]
        since = {one: since.get(one, row.made_at) for one in begins}
    return since


async def _remind(session: AsyncSession, meeting: Meeting, one: Reminder, now: datetime) -> bool:
    started = await broadcasts.start(
        session=session,
        bot_id=meeting.bot_id,
        kind=DeliveryKind.MEETING_REMINDER,
        source_id=meeting.id or 0,
        occurrence=one.occurrence,
        audience=meeting_audience.coming(meeting),
        is_urgent=False,
        revision=meeting.revision,
        now=now,
    )
    return started is not None


async def end_over(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Close every meeting whose time is over, and have its chair told that the minutes are to be written.

    Where the chair's office has ended since, it is whoever would announce it now. Whoever was not told of it yet, or of
    a change, hears nothing of it any more.

    Args:
        session: the caller's transaction.
        bot_id: whose meetings.
        city: its clock says when it is night.
        owners: whom the settings name.
        now: aware.

    Returns:
        How many these are.
    """
    over = select(_m.id).where(
        _m.bot_id == bot_id, _m.state == MeetingState.ANNOUNCED.value, _m.starts_at <= now, _m.ends_at <= now
    )
    closed = 0
    for meeting_id in (await session.execute(over.order_by(_m.starts_at, _m.id).limit(_AT_ONCE))).scalars().all():
        meeting = await meetings.load(session, meeting_id, is_locked=True)
        if meeting.state == MeetingState.ANNOUNCED and meeting.ends_at is not None and meeting.ends_at <= now:
            await _end(session, meeting, city, owners, now)
            closed += 1
    return closed


async def _end(session: AsyncSession, meeting: Meeting, city: City, owners: Owners, now: datetime) -> None:
    writer = await meeting_chair.who_announces(session=session, meeting=meeting, owners=owners, now=now)
    await meetings.change_row(session, meeting, {"state": MeetingState.HELD.value}, now)
    await meeting_telling.stop_all(session, meeting)
    await meeting_news.tell(
        session=session,
        meeting=meeting,
        person_ids=[writer or meeting.chair_id],
        what=MeetingNews.OVER,
        now=now,
        zone=city.zone,
    )
    await _note(session, "meeting.over", meeting, {}, now)


async def next_due(*, session: AsyncSession, bot_id: int, now: datetime) -> datetime | None:
    """When the next meeting is announced, reminded of or over (aware, UTC); None when none is to come.

    Args:
        session: the caller's transaction.
        bot_id: whose meetings.
        now: aware; reminders that were due before it are not looked for.
    """
    ours = _m.bot_id == bot_id
    leaves = select(func.min(_m.announce_at)).where(ours, _m.state == MeetingState.SCHEDULED.value)
    found: list[datetime | None] = [(await session.execute(leaves)).scalar_one()]
    rows = select(Meeting).where(ours, _m.state == MeetingState.ANNOUNCED.value)
    for meeting in (await session.execute(rows.execution_options(populate_existing=True))).scalars():
        reminders = [one.at for one in reminders_of(meetings.facts_of(meeting)) if one.at > now]
        found += [meeting.ends_at, *reminders[:1]]
    return min((at for at in found if at is not None), default=None)


async def _note(session: AsyncSession, action: str, meeting: Meeting, after: dict[str, Any], now: datetime) -> None:
    on = ("meeting", meeting.id)
    await audit.write(session=session, by=_TIMER, action=action, on=on, now=now, change=(None, after or None))
