"""Minutes: begun with number and chair filled in, and published to whoever was invited to the meeting."""

from typing import Any, Final

from sqlalchemy import func, select, update

from models.database import AsyncSession, table_of, upsert
from models.delivery import DeliveryKind
from models.errors import MeetingChanged, MinutesUnready, NotFound, ReasonNeeded
from models.meeting import AgendaItem, Meeting, MeetingState, Minutes, MinutesState, Outcome
from models.resolution import Resolution
from models.services import (
    agenda_reading,
    agenda_submissions,
    agenda_words,
    broadcasts,
    meeting_audience,
    meetings,
    people,
    resolutions,
    submission_follow,
)
from models.services.actor import Actor
from models.services.agenda_reading import Entry
from models.services.meeting_declined import declined_at
from models.submission import ENDED, Status

OCCURRENCE: Final = "published"
_TRIES = 20  # numbers that others may take at the same moment
_minutes, _items = table_of(Minutes), table_of(AgendaItem)
_HELD = frozenset({MeetingState.ANNOUNCED, MeetingState.HELD})


async def minutes_of(*, session: AsyncSession, meeting_id: int, is_locked: bool = False) -> Minutes | None:
    """The minutes of a meeting as they are now; None where nobody began any. Nobody's right is asked here."""
    return await session.get(Minutes, meeting_id, populate_existing=True, with_for_update=is_locked or None)


async def minutes_for(actor: Actor, meeting_id: int, *, is_locked: bool = False) -> tuple[Meeting, Minutes]:
    """A meeting and its minutes, for whoever writes them; locked, nobody else changes either until this turn ends.

    Raises:
        NotFound: there are none, or they are not for them.
    """
    meeting = await meetings.meeting_for(actor, meeting_id, is_locked=is_locked)
    minutes = await minutes_of(session=actor.session, meeting_id=meeting_id, is_locked=is_locked)
    if minutes is None:
        raise NotFound
    return meeting, minutes


async def begin(actor: Actor, meeting_id: int) -> Minutes:
    """The minutes of a meeting that has begun; where there are none, a draft with number and chair filled in.

    Raises:
        NotFound: the meeting is not there for them.
        MinutesUnready: it has not begun, or was cancelled.
    """
    meeting = await meetings.meeting_for(actor, meeting_id)
    if (known := await minutes_of(session=actor.session, meeting_id=meeting_id)) is not None:
        return known
    if meeting.state not in _HELD or meeting.starts_at is None or meeting.starts_at > actor.now:
        raise MinutesUnready
    names = await people.names_of(session=actor.session, person_ids=[meeting.chair_id])
    for _ in range(_TRIES):
        await _put(actor, meeting, names.get(meeting.chair_id, ""))
        if (made := await minutes_of(session=actor.session, meeting_id=meeting_id)) is not None:
            return made
    raise MeetingChanged


async def _put(actor: Actor, meeting: Meeting, chair: str) -> None:
    """Write the row under the next number of the body in its term, unless somebody takes that number just now."""
    term, c = actor.city.council_term, _minutes.c
    last = select(func.coalesce(func.max(c.number), 0)).where(c.area_id == meeting.area_id, c.term == term)
    number: int = (await actor.session.execute(last)).scalar_one() + 1
    values = {
        "meeting_id": meeting.id,
        "area_id": meeting.area_id,
        "term": term,
        "number": number,
        "chair": chair,
        "state": MinutesState.DRAFT.value,
        "revision": 1,
        "made_by": actor.person_id,
        "created_at": actor.now,
        "updated_at": actor.now,
        "version": 1,
    }
    made = upsert(actor.session.get_bind().dialect.name)(_minutes).values(values).on_conflict_do_nothing()
    if (await actor.session.execute(made.returning(c.meeting_id))).first() is not None:
        await meetings.note(actor, "minutes.begin", meeting.id or 0, (None, {"number": number, "term": term}))


async def publish(actor: Actor, meeting_id: int, version: int) -> Minutes:
    """Tell everybody who was invited what came of the meeting, and have the submissions of its agenda follow.

    Its resolutions are published with it. Whoever wants no news of meetings is not told.

    Args:
        actor: who publishes.
        meeting_id: of which meeting.
        version: of the minutes, as they were shown.

    Raises:
        NotFound: as `minutes_for`.
        MeetingChanged: they are published, or somebody wrote something since they were shown.
        MinutesUnready: they say nothing.
        ReasonNeeded: a submission is declined without a word.
    """
    meeting, minutes = await minutes_for(actor, meeting_id, is_locked=True)
    if minutes.version != version or minutes.state != MinutesState.DRAFT:
        raise MeetingChanged
    entries = await agenda_reading.entries(session=actor.session, meeting_id=meeting_id)
    decided = await resolved(actor.session, meeting_id)
    has_resolutions = bool(await resolutions.of_meeting(session=actor.session, meeting_id=meeting_id))
    _check(minutes, entries, has_resolutions=has_resolutions)
    now = actor.now
    values = {"state": MinutesState.PUBLISHED.value, "published_at": now, "updated_at": now}
    await change_row(actor, minutes, values)
    await meetings.note(actor, "minutes.publish", meeting_id, (None, {"number": minutes.number}))
    await resolutions.publish_of_meeting(actor, meeting_id)
    for entry in entries:
        if entry.item.id not in decided:
            await follow(actor, meeting, entry)
    await broadcasts.start(
        session=actor.session,
        bot_id=meeting.bot_id,
        kind=DeliveryKind.MINUTES,
        source_id=meeting_id,
        occurrence=OCCURRENCE,
        audience=meeting_audience.audience_of(meeting),
        is_urgent=False,
        revision=minutes.revision,
        now=now,
    )
    return minutes


def _check(minutes: Minutes, entries: list[Entry], *, has_resolutions: bool) -> None:
    items = [entry.item for entry in entries]
    written = any(one.summary or one.decision or one.outcome for one in items)
    if not (written or has_resolutions or minutes.note or minutes.file is not None):
        raise MinutesUnready
    for entry in entries:
        has_words = entry.item.decision or entry.item.summary
        if entry.item.outcome == Outcome.DECLINED and entry.submission is not None and not has_words:
            raise ReasonNeeded


async def follow(actor: Actor, meeting: Meeting, entry: Entry, *, is_correction: bool = False) -> None:
    """Have an item's submission go where the meeting left it; one that ended or moved on meanwhile is left alone.

    What this very meeting had declined is looked at again where that is put right.
    """
    submission, item = entry.submission, entry.item
    if submission is None:
        return
    is_declined = item.outcome == Outcome.DECLINED
    stands = Status(submission.status)
    is_untold = meeting.announced_at is None and stands in agenda_submissions.WAITING  # it never came onto the agenda
    is_corrected = is_correction and stands is Status.NOT_ACCEPTED
    follows = stands is Status.ON_AGENDA or is_corrected or (is_declined and (is_correction or is_untold))
    if not follows or (stands in ENDED and stands is not Status.NOT_ACCEPTED):
        return
    outcome = Outcome(item.outcome) if item.outcome is not None else None
    words = item.decision or item.summary or ""
    note = agenda_words.decided(meeting, actor.city, outcome, words)
    to = Status.NOT_ACCEPTED if is_declined else Status.UNDER_REVIEW
    since = await declined_at(actor, meeting.id or 0, submission.id or 0)
    await submission_follow.follow(actor, submission.id or 0, to, note, stopped_at=since)


async def resolved(session: AsyncSession, meeting_id: int) -> frozenset[int]:
    """The items of which a resolution came."""
    c = table_of(Resolution).c
    rows = await session.execute(select(c.item_id).where(c.meeting_id == meeting_id, c.item_id.is_not(None)))
    return frozenset(rows.scalars())


async def change_row(actor: Actor, minutes: Minutes, values: dict[str, Any]) -> None:
    """Change columns of minutes that nobody else changed since they were read.

    Raises:
        MeetingChanged: somebody did.
    """
    done = await actor.session.execute(
        update(_minutes)
        .where(_minutes.c.meeting_id == minutes.meeting_id, _minutes.c.version == minutes.version)
        .values(**values, version=minutes.version + 1)
        .returning(_minutes.c.meeting_id)
    )
    if done.first() is None:
        raise MeetingChanged
    await actor.session.refresh(minutes)
