"""What is changed in a meeting: its facts, who comes, and whether it takes place; and who has to hear of that."""

from datetime import datetime
from typing import Any

from locales.dates import jalali_stamp
from models.errors import BadMeetingFact, MeetingChanged, MeetingPassed, MeetingUnready, NoRoom, NotFound, TimePassed
from models.meeting import Invites, Meeting, MeetingKind, MeetingState
from models.meeting_facts import Facts, check_capacity
from models.meeting_facts import Field as Fact
from models.meeting_facts import changed as what_changed
from models.role import Action
from models.services import access, agenda_submissions, agenda_words, meeting_telling, meetings, rsvps
from models.services.actor import Actor

REASON_LIMIT = 500  # letters: it is read by everybody who was told of the meeting
_OPEN = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.ANNOUNCED})
_UNTOLD = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED})


async def change_facts(actor: Actor, meeting_id: int, version: int, facts: Facts) -> Meeting:
    """Say something else. Of an announced meeting, everybody who was told hears once what changed.

    Raises:
        NotFound: it is not for them.
        MeetingChanged: somebody changed it meanwhile, or it is over, cancelled or discarded.
        BadMeetingFact: as `Facts.checked`; several sessions of what is no course; or one that has begun would be gone.
        MeetingUnready: what has been published would lack something.
        MeetingPassed: it is over.
        TimePassed: the new moment is not to come.
    """
    meeting = await _open(actor, meeting_id, version, _OPEN)
    before, after = meetings.facts_of(meeting), facts.checked()
    _check_kind(MeetingKind(meeting.kind), after)
    what = what_changed(before, after)
    if not what:
        return meeting
    if meeting.state != MeetingState.DRAFT:
        _check_published(meeting, before, after, actor.now)
    told = (_told(before, what, actor), _told(after, what, actor))
    if meeting.state != MeetingState.ANNOUNCED:
        is_draft = meeting.state == MeetingState.DRAFT
        times = {} if is_draft else await meeting_telling.times_of(actor, meeting, after)
        return await _write(actor, meeting, "meeting.change", {**meetings.columns_of(after), **times}, told)
    values, was = (
        {**meetings.columns_of(after), "revision": meeting.revision + 1},
        agenda_words.put_on(meeting, actor.city),
    )
    await _write(actor, meeting, "meeting.move", values, told)
    await meetings.put_revision(actor.session, meeting, actor.person_id, actor.now)
    await agenda_submissions.reword(actor, meeting, was)
    await meeting_telling.tell_changed(actor, meeting, before)
    return meeting


def _told(facts: Facts, what: frozenset[Fact], actor: Actor) -> dict[str, Any]:
    """Facts as the audit trail keeps them."""
    said: dict[str, Any] = {
        "title": facts.title,
        "times": [jalali_stamp(one.starts_at, actor.city.zone) for one in facts.sessions],
        "place": facts.place,
        "location": facts.location is not None,
        "link": facts.link,
    }
    return {_NAMES.get(name, name.value): said[_NAMES.get(name, name.value)] for name in sorted(what)}


_NAMES = {Fact.SESSIONS: "times"}


def _check_kind(kind: MeetingKind, facts: Facts) -> None:
    if kind is not MeetingKind.COURSE and len(facts.sessions) > 1:
        raise BadMeetingFact(Fact.SESSIONS.value, 1)


def _check_published(meeting: Meeting, before: Facts, after: Facts, now: datetime) -> None:
    """Whether people can be told this: nothing is missing, and what is new in it is still to come."""
    if after.lacking:
        raise MeetingUnready(after.lacking)
    if meeting.ends_at is None or meeting.ends_at <= now:
        raise MeetingPassed
    if any(one.starts_at <= now for one in set(after.sessions) - set(before.sessions)) or not _is_ahead(after, now):
        raise TimePassed
    if len(before.sessions) > 1 and not _begun(before, now) <= {one.starts_at for one in after.sessions}:
        raise BadMeetingFact("begun", 0)


def _begun(facts: Facts, now: datetime) -> set[datetime]:
    """The beginnings of a course's sessions that people were at: its lists of attendance count by them."""
    return {one.starts_at for one in facts.sessions if one.starts_at <= now}


def _is_ahead(facts: Facts, now: datetime) -> bool:
    return facts.ends_at is not None and facts.ends_at > now


async def change_kind(actor: Actor, meeting_id: int, version: int, kind: MeetingKind) -> Meeting:
    """Make a draft another kind of meeting. Raises as `change_facts`; BadMeetingFact where it has several sessions."""
    meeting = await _open(actor, meeting_id, version, {MeetingState.DRAFT})
    _check_kind(kind, meetings.facts_of(meeting))
    if meeting.kind == kind:
        return meeting
    return await _write(
        actor,
        meeting,
        "meeting.change",
        {"kind": kind.value},
        ({"meeting_kind": meeting.kind}, {"meeting_kind": kind.value}),
    )


async def change_capacity(actor: Actor, meeting_id: int, version: int, capacity: int | None) -> Meeting:
    """Say how many places there are (None: nobody counts). Who waits comes in as far as there is room now.

    Raises:
        NotFound, MeetingChanged: as everywhere here.
        BadMeetingFact: it is less than one, or more than any room holds.
        NoRoom: more people than that have a place already.
    """
    check_capacity(capacity)
    meeting = await _open(actor, meeting_id, version, _OPEN)
    if meeting.capacity == capacity:
        return meeting
    if capacity is not None and (await rsvps.places(session=actor.session, meeting=meeting)).yes > capacity:
        raise NoRoom
    told = ({"capacity": meeting.capacity}, {"capacity": capacity})
    await _write(actor, meeting, "meeting.change", {"capacity": capacity}, told)
    await rsvps.let_in(
        session=actor.session, bot_id=actor.bot_id, meeting_id=meeting_id, city=actor.city, now=actor.now
    )
    return meeting


async def change_invites(actor: Actor, meeting_id: int, version: int, invites: Invites) -> Meeting:
    """Say who is told of it, as long as nobody was. Raises NotFound and MeetingChanged."""
    meeting = await _open(actor, meeting_id, version, _UNTOLD)
    if meeting.invites == invites:
        return meeting
    told = ({"invites": meeting.invites}, {"invites": invites.value})
    return await _write(actor, meeting, "meeting.change", {"invites": invites.value}, told)


async def change_chair(actor: Actor, meeting_id: int, version: int, person_id: int) -> Meeting:
    """Have somebody else lead it.

    Raises:
        NotFound, MeetingChanged: as everywhere here; NotFound, too, where that person may not call meetings there.
    """
    meeting = await _open(actor, meeting_id, version, _OPEN | {MeetingState.HELD})
    if meeting.chair_id == person_id:
        return meeting
    rights = await access.rights_of_another(
        session=actor.session, person_id=person_id, owners=actor.owners, now=actor.now
    )
    if not rights.may(Action.MEET, meeting.area_id):
        raise NotFound
    told = ({"person": meeting.chair_id}, {"person": person_id})
    return await _write(actor, meeting, "meeting.chair", {"chair_id": person_id}, told)


async def publish(actor: Actor, meeting_id: int, version: int) -> Meeting:
    """Have a draft announced in a moment; until then `unpublish` stops it.

    Raises:
        NotFound: it is not for them.
        MeetingChanged: it is no draft any more, or another one than they saw.
        MeetingUnready: something is missing.
        TimePassed: it would begin before it is announced.
    """
    meeting = await _open(actor, meeting_id, version, {MeetingState.DRAFT})
    facts = meetings.facts_of(meeting)
    at = actor.now + actor.city.notice_delay
    check_ready(facts, at)
    times = await meeting_telling.times_of(actor, meeting, facts)
    values = {"state": MeetingState.SCHEDULED.value, "announce_at": at, **times}
    return await _write(actor, meeting, "meeting.publish", values)


def check_ready(facts: Facts, at: datetime) -> None:
    """Look whether people can be told of it at a moment.

    Raises:
        MeetingUnready: something is missing.
        TimePassed: it begins before that.
    """
    if facts.lacking:
        raise MeetingUnready(facts.lacking)
    if facts.starts_at is None or facts.starts_at <= at:
        raise TimePassed


async def unpublish(actor: Actor, meeting_id: int, version: int) -> Meeting:
    """Stop an announcement before it leaves: it is a draft again. MeetingChanged where it has left."""
    meeting = await _open(actor, meeting_id, version, {MeetingState.SCHEDULED})
    values = {"state": MeetingState.DRAFT.value, "announce_at": None}
    return await _write(actor, meeting, "meeting.unpublish", values)


async def discard(actor: Actor, meeting_id: int, version: int) -> Meeting:
    """Throw a draft away. MeetingChanged where it is none any more."""
    meeting = await _open(actor, meeting_id, version, {MeetingState.DRAFT})
    return await _write(actor, meeting, "meeting.discard", {"state": MeetingState.DISCARDED.value})


async def cancel(actor: Actor, meeting_id: int, version: int, reason: str) -> Meeting:
    """Have it not take place. Whoever was told of it is told once, and why; who was not, hears nothing of it.

    Args:
        actor: who cancels it.
        meeting_id: which.
        version: of the button.
        reason: why, in a sentence that everybody reads; it may be empty.

    Raises:
        NotFound: it is not for them.
        MeetingChanged: it is a draft, was cancelled before, or is another one by now.
        MeetingPassed: it is over.
        BadMeetingFact: the reason is too long.
    """
    words = " ".join(reason.split())
    if len(words) > REASON_LIMIT:
        raise BadMeetingFact("reason", REASON_LIMIT)
    meeting = await _open(actor, meeting_id, version, {MeetingState.SCHEDULED, MeetingState.ANNOUNCED})
    if meeting.ends_at is None or meeting.ends_at <= actor.now:
        raise MeetingPassed
    was_told = meeting.state == MeetingState.ANNOUNCED
    values = {
        "state": MeetingState.CANCELLED.value,
        "cancelled_at": actor.now,
        "cancel_reason": words or None,
        "revision": meeting.revision + was_told,
    }
    await _write(actor, meeting, "meeting.cancel", values, (None, {"reason": words}))
    if was_told:
        await meetings.put_revision(actor.session, meeting, actor.person_id, actor.now)
        await meeting_telling.tell_cancelled(actor, meeting)
    await agenda_submissions.release(actor, meeting)
    return meeting


async def _open(
    actor: Actor, meeting_id: int, version: int, states: frozenset[MeetingState] | set[MeetingState]
) -> Meeting:
    meeting = await meetings.versioned(actor, meeting_id, version)
    if meeting.state not in states:
        raise MeetingChanged
    return meeting


async def _write(
    actor: Actor, meeting: Meeting, action: str, values: dict[str, Any], told: tuple[Any, Any] = (None, None)
) -> Meeting:
    await meetings.change(actor, meeting, values)
    await meetings.note(actor, action, meeting.id or 0, told)
    return meeting
