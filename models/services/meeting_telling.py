"""Who has to hear that a meeting changed: each is told once, by the newest change, and nobody by an older one.

What is on its way with older words is stopped in the same transaction. The announcement's copies are raised to the new
revision: whoever waits for one gets the new words, and what was delivered is edited.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from models.audience import Audience
from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.meeting import Meeting, MeetingRevision, MeetingSeries, MeetingState, Rsvp
from models.meeting_facts import Facts
from models.meeting_facts import changed as what_changed
from models.meeting_times import announce_at, begins_at, cannot_wait, reminded_of
from models.meeting_told import ToldOfMeeting
from models.services import broadcasts, meeting_audience, meetings
from models.services.actor import Actor

_b, _d, _r, _rsvp = table_of(Broadcast).c, table_of(Delivery).c, table_of(MeetingRevision).c, table_of(Rsvp).c
_noted = table_of(ToldOfMeeting).c
_LEFT = [state.value for state in (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)]
_TOLD_OF = (DeliveryKind.MEETING_CHANGE, DeliveryKind.MEETING_REMINDER, DeliveryKind.MEETING)
_STOPPED = frozenset({BroadcastState.STOPPING, BroadcastState.STOPPED})


async def times_of(actor: Actor, meeting: Meeting, facts: Facts) -> dict[str, Any]:
    """When a meeting of a series is announced that is to begin at another time: so long before as the others."""
    if meeting.series_id is None or facts.starts_at is None:
        return {}
    series = await actor.session.get(MeetingSeries, meeting.series_id)
    if series is None:
        return {}
    earliest = actor.now + actor.city.notice_delay
    return {"announce_at": announce_at(facts.starts_at, series.announce_before, earliest)}


async def tell_changed(actor: Actor, meeting: Meeting, before: Facts) -> None:
    """Have everybody hear of a meeting's new revision who was told of an older one; its row has the new facts.

    Args:
        actor: who changed it.
        meeting: as it is now.
        before: what was told of it until now.
    """
    after = meetings.facts_of(meeting)
    await _lock(actor.session, meeting)
    await _stop(actor.session, meeting, DeliveryKind.MEETING_CHANGE)
    await _stop_reminders(actor.session, meeting, after)
    await _raise(actor.session, meeting)
    await _hurry(actor, meeting, after)
    if await _is_cut_short(actor.session, meeting, after) or await _is_to_be_told(actor.session, meeting, after):
        await _start(actor, meeting, [*_begins(before), *_begins(after)])


async def tell_cancelled(actor: Actor, meeting: Meeting) -> None:
    """Have everybody hear that it does not take place who was told of it; who was not, is not told of it any more."""
    await stop_all(actor.session, meeting)
    await _raise(actor.session, meeting)
    await _start(actor, meeting, _begins(meetings.facts_of(meeting)))


async def tell_guests(actor: Actor, meeting: Meeting, person_ids: Collection[int]) -> int:
    """Have people told of a meeting who came onto its list after it was announced; how many did not know of it."""
    if meeting.state != MeetingState.ANNOUNCED:
        return 0
    told = 0
    for one in await _of(actor.session, meeting, DeliveryKind.MEETING):
        told += await broadcasts.add(
            session=actor.session,
            broadcast_id=one.id or 0,
            person_ids=person_ids,
            now=actor.now,
            zone=actor.city.zone,
        )
    return told


def _begins(facts: Facts) -> list[datetime]:
    return [one.starts_at for one in facts.sessions]


async def stop_all(session: AsyncSession, meeting: Meeting) -> None:
    """Tell nobody else anything about a meeting, or of a change of it, or that it is near."""
    await _lock(session, meeting)
    for kind in _TOLD_OF:
        await _stop(session, meeting, kind)


async def _lock(session: AsyncSession, meeting: Meeting) -> None:
    of_it = (_b.kind.in_([kind.value for kind in _TOLD_OF]), _b.source_id == meeting.id)
    ids = (await session.execute(select(_b.id).where(*of_it))).scalars().all()
    await broadcasts.lock(session=session, ids=ids)


async def _of(session: AsyncSession, meeting: Meeting, kind: DeliveryKind) -> list[Broadcast]:
    return await broadcasts.of_source(session=session, kind=kind, source_id=meeting.id or 0)


async def _stop(session: AsyncSession, meeting: Meeting, kind: DeliveryKind) -> None:
    for one in await _of(session, meeting, kind):
        await broadcasts.stop(session=session, broadcast_id=one.id or 0)


async def _stop_reminders(session: AsyncSession, meeting: Meeting, after: Facts) -> None:
    """Stop reminders of times that are none any more. The others say how things stand when each of them leaves."""
    for one in await _of(session, meeting, DeliveryKind.MEETING_REMINDER):
        if not begins_at(after, reminded_of(one.occurrence)[1]):
            await broadcasts.stop(session=session, broadcast_id=one.id or 0)


async def _is_cut_short(session: AsyncSession, meeting: Meeting, after: Facts) -> bool:
    """Whether a reminder of a time that holds again was stopped on its way: it does not begin a second time."""
    found = await _of(session, meeting, DeliveryKind.MEETING_REMINDER)
    return any(_stopped_short(one) and begins_at(after, reminded_of(one.occurrence)[1]) for one in found)


async def _raise(session: AsyncSession, meeting: Meeting) -> None:
    for one in await _of(session, meeting, DeliveryKind.MEETING):
        await broadcasts.raise_revision(session=session, broadcast_id=one.id or 0, revision=meeting.revision)


async def _hurry(actor: Actor, meeting: Meeting, after: Facts) -> None:
    """Announce it at once to those who would have read of it in a digest that comes too late for its new time."""
    late = meeting_audience.hurries(after, actor.now, actor.city.zone)
    for one in await _of(actor.session, meeting, DeliveryKind.MEETING):
        meant = Audience.from_data(one.audience)
        if meant.concerned is None and not set(late) <= set(meant.hurries):
            await broadcasts.widen(
                session=actor.session, broadcast_id=one.id or 0, audience=replace(meant, hurries=late)
            )


async def _start(actor: Actor, meeting: Meeting, moments: list[datetime]) -> None:
    await broadcasts.start(
        session=actor.session,
        bot_id=meeting.bot_id,
        kind=DeliveryKind.MEETING_CHANGE,
        source_id=meeting.id or 0,
        occurrence=str(meeting.revision),
        audience=meeting_audience.told_of_change(meeting),
        is_urgent=cannot_wait(moments, actor.now, actor.city.zone),
        revision=meeting.revision,
        now=actor.now,
    )


async def known_before(*, session: AsyncSession, meeting_id: int, number: int) -> int:
    """The newest revision before one that everybody who was told of the meeting knows for sure.

    A change that was stopped on its way, because the next one took its place, did not reach everybody: the next one
    tells what differs from before both.

    Args:
        session: the caller's transaction.
        meeting_id: which meeting.
        number: of the revision that is told; at least 2.
    """
    known = number - 1
    found = await broadcasts.of_source(session=session, kind=DeliveryKind.MEETING_CHANGE, source_id=meeting_id)
    changes = {int(one.occurrence): one for one in found}
    for told in sorted((one for one in changes if one < number), reverse=True):
        if not _stopped_short(changes[told]):
            break
        known = told - 1
    return known


def _stopped_short(change: Broadcast) -> bool:
    is_complete = change.frozen_at is not None and change.settled == change.total and not change.dropped
    return change.state in _STOPPED and not is_complete


async def _is_to_be_told(session: AsyncSession, meeting: Meeting, after: Facts) -> bool:
    """Whether anybody knows other facts than these: a change that was taken back before it reached anybody is none."""
    meeting_id = meeting.id or 0
    known = await known_before(session=session, meeting_id=meeting_id, number=meeting.revision)
    if what_changed(await meetings.facts_at(session=session, meeting_id=meeting_id, number=known), after):
        return True
    return await _was_seen(session, meeting_id, known, meeting.revision)


async def _was_seen(session: AsyncSession, meeting_id: int, known: int, number: int) -> bool:
    """Whether anybody was shown a revision between two, in whatever message or when they answered."""
    between = [str(one) for one in range(known + 1, number)]
    if not between:
        return True
    told_of_it = (_d.kind == DeliveryKind.MEETING_CHANGE.value) & _d.occurrence.in_(between)
    read_it = (_d.kind == DeliveryKind.MEETING.value) & (_d.revision > known) & (_d.revision < number)
    copies = select(_d.id).where(_d.source_id == meeting_id, or_(told_of_it, read_it), _d.state.in_(_LEFT))
    between_them = (_noted.revision > known) & (_noted.revision < number)
    noted = select(_noted.person_id).where(_noted.meeting_id == meeting_id, between_them)
    for shown in (copies, noted):
        if (await session.execute(shown.limit(1))).first() is not None:
            return True
    since = select(func.min(_r.made_at)).where(_r.meeting_id == meeting_id, _r.number > known)
    answers = select(_rsvp.person_id).where(
        _rsvp.meeting_id == meeting_id, _rsvp.answered_at >= since.scalar_subquery()
    )
    return (await session.execute(answers.limit(1))).first() is not None
