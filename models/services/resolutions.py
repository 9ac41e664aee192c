"""Resolutions: putting on record what a council decided, and making it public.

A resolution that comes of a meeting is public once the meeting's minutes are; one made alone is at once. Its number is
given when it is put on record and never to another one.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from locales import jalali_year, translator
from models.area import Level
from models.database import AsyncSession, table_of, upsert
from models.errors import NotFound, ResolutionChanged
from models.meeting import AgendaItem, MeetingState, Minutes, MinutesState, Outcome
from models.prepared import Prepared
from models.resolution import Resolution, ResolutionSerial, ResolutionStatus, ResolutionSubmission
from models.resolution_wording import Wording
from models.resolution_words import day_words, title_words
from models.role import Action
from models.services import access, areas, meetings, submission_follow
from models.services.actor import Actor
from models.services.meeting_declined import declined_at
from models.services.minutes_revision import correct_published
from models.services.resolution_rows import (
    answered_by,
    change_row,
    codes_of,
    load,
    note,
    of_item,
    of_meeting,
    published,
    put_event,
    resolution_for,
    used_bodies,
    versioned,
)
from models.submission import Kind, Status, Submission, Visibility

__all__ = [
    "change",
    "codes_of",
    "create",
    "has_public_minutes",
    "is_answerable",
    "load",
    "of_item",
    "of_meeting",
    "publish_of_meeting",
    "published",
    "resolution_for",
    "used_bodies",
    "versioned",
]

_TOLD: Final = 600  # letters of its text that an author is told

_HELD: Final = frozenset({MeetingState.ANNOUNCED, MeetingState.HELD})  # and begun: before, nothing is decided there

_resolutions, _links = table_of(Resolution), table_of(ResolutionSubmission)
_items, _minutes, _submissions = table_of(AgendaItem), table_of(Minutes), table_of(Submission)


async def create(
    actor: Actor,
    wording: Wording,
    *,
    area_id: int,
    meeting_id: int | None = None,
    item_id: int | None = None,
    submission_ids: Collection[int] = (),
) -> Resolution:
    """Put a decision of an area's body on record, with the next number of its term and Jalali year.

    Args:
        actor: somebody who calls meetings there.
        wording: what it says; without a topic it gets that of the first submission.
        area_id: whose body decided.
        meeting_id: where it was decided; it is public once that meeting's minutes are.
        item_id: the item of the agenda it comes of; its meeting and its submission are taken from there.
        submission_ids: what it answers besides; public ones that are no complaints.

    Raises:
        NotFound: the area, the item, the meeting or a submission is not there, or not for them; or the meeting has not
            begun, or was cancelled.
        ResolutionChanged: the item has a resolution already.
        ResolutionUnready, TextTooLong: as `Wording.checked`.
    """
    if not actor.rights.may(Action.MEET, area_id):
        raise NotFound
    said = wording.checked()
    answered = dict.fromkeys(submission_ids)
    for submission_id in answered:
        await _answerable(actor, submission_id)
    if item_id is not None:
        item = await _free_item(actor, item_id)
        meeting_id = item.meeting_id
        answered |= {} if item.submission_id is None else {item.submission_id: None}
    if meeting_id is not None:
        await _meeting_of(actor, meeting_id, area_id)
    topic = said.topic or await _topic_of(actor.session, list(answered))
    values = replace(said, topic=topic).to_values() | await _beginning(actor, area_id, meeting_id, item_id)
    made = await actor.session.execute(insert(_resolutions).values(values).returning(_resolutions.c.id))
    resolution_id: int = made.scalar_one()
    for submission_id in sorted(answered):
        link = {"resolution_id": resolution_id, "submission_id": submission_id}
        await actor.session.execute(insert(_links).values(link))
    if item_id is not None:
        decided = update(_items).where(_items.c.id == item_id).values(outcome=Outcome.RESOLVED.value)
        await actor.session.execute(decided)
    told = {name: values[name] for name in ("area_id", "number", "year")}
    await note(actor, "resolution.create", resolution_id, (None, told))
    resolution = await load(actor.session, resolution_id)
    if meeting_id is None or await has_public_minutes(session=actor.session, meeting_id=meeting_id, is_locked=True):
        await _publish(actor, resolution)
    if meeting_id is not None:
        await correct_published(actor, meeting_id)  # the minutes that people have name it, too
    return resolution


async def _answerable(actor: Actor, submission_id: int) -> None:
    found = await access.submission_for(
        session=actor.session, rights=actor.rights, submission_id=submission_id, action=Action.SEE
    )
    if not is_answerable(found):
        raise NotFound


def is_answerable(submission: Submission) -> bool:
    """Whether a resolution may answer it where everybody reads: what only staff read, and complaints, may not."""
    return submission.visibility == Visibility.PUBLIC and submission.kind != Kind.COMPLAINT


async def _free_item(actor: Actor, item_id: int) -> AgendaItem:
    item = await actor.session.get(AgendaItem, item_id, populate_existing=True, with_for_update=True)
    if item is None:
        raise NotFound
    if await of_item(session=actor.session, item_id=item_id) is not None:
        raise ResolutionChanged
    return item


async def _meeting_of(actor: Actor, meeting_id: int, area_id: int) -> None:
    meeting = await meetings.meeting_for(actor, meeting_id)
    has_begun = meeting.starts_at is not None and meeting.starts_at <= actor.now
    if meeting.area_id != area_id or meeting.state not in _HELD or not has_begun:
        raise NotFound


async def _topic_of(session: AsyncSession, submission_ids: Sequence[int]) -> str | None:
    found = select(_submissions.c.topic).where(_submissions.c.id.in_(submission_ids), _submissions.c.topic.is_not(None))
    topic: str | None = (await session.execute(found.order_by(_submissions.c.id).limit(1))).scalar_one_or_none()
    return topic


async def _beginning(actor: Actor, area_id: int, meeting_id: int | None, item_id: int | None) -> dict[str, Any]:
    """The columns that nobody types; the number is taken last, and held until the transaction ends."""
    tree = await areas.load_tree(session=actor.session)
    place = tree.places.get(area_id)
    if place is None:
        raise NotFound
    waits = place.level is Level.CITY
    year, term = jalali_year(actor.now, actor.city.zone), actor.city.council_term
    return {
        "bot_id": actor.bot_id,
        "area_id": area_id,
        "term": term,
        "year": year,
        "meeting_id": meeting_id,
        "item_id": item_id,
        "status": (ResolutionStatus.AWAITING_REVIEW if waits else ResolutionStatus.OPEN).value,
        "status_at": actor.now,
        "binds_at": _binds_at(actor) if waits else None,
        "published_at": None,
        "made_by": actor.person_id,
        "created_at": actor.now,
        "updated_at": actor.now,
        "version": 1,
        "number": await _next_number(actor.session, area_id, term, year),
    }


def _binds_at(actor: Actor) -> datetime:
    return actor.now + timedelta(days=actor.city.review_days)


async def _next_number(session: AsyncSession, area_id: int, term: int, year: int) -> int:
    statement = _serial_statement(session.get_bind().dialect.name)
    return int((await session.run(statement, {"of_area": area_id, "of_term": term, "of_year": year})).value())


@cache
def _serial_statement(dialect: str) -> Prepared:
    serials = table_of(ResolutionSerial)
    return Prepared(
        upsert(dialect)(serials)
        .values(area_id=bindparam("of_area"), term=bindparam("of_term"), year=bindparam("of_year"), last=1)
        .on_conflict_do_update(index_elements=["area_id", "term", "year"], set_={"last": serials.c.last + 1})
        .returning(serials.c.last)
    )


async def has_public_minutes(*, session: AsyncSession, meeting_id: int, is_locked: bool = False) -> bool:
    """Whether the minutes of a meeting are public: what is put on record of it then is so at once.

    Locked, nobody publishes them until this transaction ends: they would leave out what it puts on record.
    """
    asked = select(_minutes.c.state).where(_minutes.c.meeting_id == meeting_id)
    found = await session.execute(asked.with_for_update() if is_locked else asked)
    return found.scalar_one_or_none() == MinutesState.PUBLISHED.value


async def change(actor: Actor, resolution_id: int, version: int, said: Wording) -> Resolution:
    """Have a resolution say something else, as long as nobody outside has read it.

    Raises:
        NotFound: it is not theirs to change.
        ResolutionChanged: it is public, or another one by now.
        ResolutionUnready, TextTooLong: as `Wording.checked`.
    """
    resolution = await versioned(actor, resolution_id, version)
    if not actor.rights.may(Action.MEET, resolution.area_id):
        raise NotFound
    if resolution.published_at is not None:
        raise ResolutionChanged
    said = said.checked()
    await change_row(actor.session, resolution, said.to_values(), actor.now)
    await note(actor, "resolution.change", resolution_id)
    return resolution


async def publish_of_meeting(actor: Actor, meeting_id: int) -> int:
    """Make public what a meeting decided, with its minutes; return how many that were not public before.

    The authors of what they answer hear of it. Whether the actor may publish the minutes is for the caller to know.
    """
    decided = await of_meeting(session=actor.session, meeting_id=meeting_id, is_locked=True)
    waiting = [one for one in decided if one.published_at is None]
    for resolution in waiting:
        await _publish(actor, resolution)
    return len(waiting)


async def _publish(actor: Actor, resolution: Resolution) -> None:
    """From now on everybody may read it; the days of the review board count from here."""
    waits = resolution.status == ResolutionStatus.AWAITING_REVIEW
    values = {"published_at": actor.now, "status_at": actor.now, "binds_at": _binds_at(actor) if waits else None}
    await change_row(actor.session, resolution, values, actor.now)
    await put_event(actor, resolution, None, "")
    await note(actor, "resolution.publish", resolution.id or 0)
    told = await _decided_words(actor, resolution)
    for submission_id in await answered_by(session=actor.session, resolution_id=resolution.id or 0):
        since = await declined_at(actor, resolution.meeting_id or 0, submission_id)  # and decides otherwise now
        await submission_follow.follow(actor, submission_id, Status.APPROVED, told, stopped_at=since)


async def _decided_words(actor: Actor, resolution: Resolution) -> str:
    """What the authors of what it answers are told, in the city's language."""
    tr, zone = translator(actor.city.default_language), actor.city.zone
    tree = await areas.load_tree(session=actor.session)
    text = resolution.text if len(resolution.text) <= _TOLD else f"{resolution.text[:_TOLD].rstrip()}…"
    title = title_words(resolution, tree.places.get(resolution.area_id), tr)
    lines = [tr.plain("{title}: “{text}”", title=title, text=text)]
    lines.append(tr.plain("Responsible: {body}.", body=resolution.responsible))
    if resolution.due_on is not None:
        lines.append(tr.plain("Due: {day}.", day=day_words(resolution.due_on, zone, tr)))
    if resolution.binds_at is not None:
        day = day_words(resolution.binds_at.astimezone(zone).date(), zone, tr)
        lines.append(tr.plain("The review board may object to it until {day}.", day=day))
    return "\n".join(lines)
