"""Agendas: the items of a meeting in their order, and everything that is done to them.

Each step checks the right anew and counts the meeting's version up: of two who change an agenda at once, one is told.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.errors import AgendaFull, BadMeetingFact, EmptyText, ItemWritten, MeetingChanged, NotFound
from models.meeting import (
    AgendaItem,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
)
from models.meeting_facts import MOST_ITEMS
from models.resolution import Resolution
from models.services import (
    agenda_reading,
    agenda_submissions,
    agenda_words,
    broadcasts,
    meetings,
)
from models.services.actor import Actor
from models.services.audit import By
from models.submission import Submission
from models.text.masking import mask

ITEM_LIMIT: Final = 1000  # letters of one item
PRESENTER_LIMIT: Final = 80
FILLS: Final = 5  # submissions that an agenda is filled with where nobody chose any
FILL_BEFORE: Final = timedelta(hours=30)  # before a meeting begins: its chair has the day before to reorder it
_SHOWN = 300  # letters of a submission that stand on an agenda
_AT_ONCE = 50  # meetings in one transaction; the next call takes the next ones
_TIMER = By(None, "timer")
_CHANGEABLE = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.ANNOUNCED, MeetingState.HELD})
_NUMBERING = re.compile(r"^\s*(?:[-–—•*▪●]+|[0-9۰-۹٠-٩]{1,3}\s*[.)\]ـ:،-])(?:\s+|(?=[^\W\d_]))")
_items, _meetings, _minutes = table_of(AgendaItem), table_of(Meeting), table_of(Minutes)
_i = _items.c


@dataclass(frozen=True)
class Added:
    """What came of putting submissions on an agenda: how many are there, and of which that was not possible."""

    meeting: Meeting
    count: int
    left_out: Sequence[int] = ()


async def item_for(actor: Actor, item_id: int) -> tuple[Meeting, AgendaItem]:
    """An item and its meeting, for whoever may see the meeting in the office.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    item = await actor.session.get(AgendaItem, item_id, populate_existing=True)
    if item is None:
        raise NotFound
    return await meetings.meeting_for(actor, item.meeting_id), item


def read_items(text: str) -> list[str]:
    """The items of a message: one a line, without the numbers and dots that people put before them."""
    said = (" ".join(_NUMBERING.sub("", line).split()) for line in text.splitlines())
    return [one for one in said if one]


async def add_text(actor: Actor, meeting_id: int, version: int, text: str, presenter: str | None = None) -> Meeting:
    """Put words on an agenda, each line as an item of its own, after what is there.

    Raises:
        NotFound, MeetingChanged: as `meetings.versioned`; or its agenda is settled.
        EmptyText: there are no words.
        BadMeetingFact: one of them is too long.
        AgendaFull: there is no room for all of them; none is added.
    """
    said = read_items(text)
    if not said:
        raise EmptyText
    for one in said:
        _check("item", one, ITEM_LIMIT)
    named = _presenter(presenter)
    meeting = await _changeable(actor, meeting_id, version)
    await _append(actor, meeting, [{"text": one, "presenter": named} for one in said])
    return meeting


async def add_submissions(actor: Actor, meeting_id: int, version: int, submission_ids: Sequence[int]) -> Added:
    """Put submissions on an agenda, in this order; what cannot come there any more is left out.

    Where people know of the meeting, the authors are told.

    Raises:
        NotFound, MeetingChanged, AgendaFull: as `add_text`.
    """
    meeting = await _changeable(actor, meeting_id, version)
    most = len(submission_ids)
    found, _ = await agenda_submissions.candidates(actor, meeting, offset=0, limit=most, only=set(submission_ids))
    by_id = {one.id: one for one in found}
    chosen = [by_id[one] for one in dict.fromkeys(submission_ids) if one in by_id]
    left_out = [one for one in dict.fromkeys(submission_ids) if one not in by_id]
    if chosen:
        await _append(actor, meeting, [of_submission(one) for one in chosen])
        if meeting.state in agenda_submissions.KNOWN:
            await agenda_submissions.put_on(actor, meeting, chosen)
    return Added(meeting, len(chosen), left_out)


def of_submission(submission: Submission) -> dict[str, Any]:
    """The columns of an item that is about a submission: its words as everybody may read them, in short."""
    words = " ".join(mask(submission.text).split())
    return {"text": words if len(words) <= _SHOWN else words[:_SHOWN] + "…", "submission_id": submission.id}


async def change(
    actor: Actor,
    meeting_id: int,
    version: int,
    item_id: int,
    *,
    text: str | None = None,
    presenter: str | None = None,
) -> Meeting:
    """Say something else in an item, or who presents it (empty: nobody). The words of a submission stay its own.

    Raises:
        NotFound, MeetingChanged, EmptyText, BadMeetingFact: as `add_text`.
    """
    meeting = await _changeable(actor, meeting_id, version)
    item = await _item_of(actor.session, meeting_id, item_id)
    values: dict[str, Any] = {}
    if text is not None:
        words = " ".join(text.split())
        if not words:
            raise EmptyText
        if item.submission_id is not None:
            raise NotFound
        _check("item", words, ITEM_LIMIT)
        values["text"] = words
    if presenter is not None:
        values["presenter"] = _presenter(presenter)
    was = {name: getattr(item, name) for name in values}
    await meetings.change(actor, meeting, {})
    await actor.session.execute(update(_items).where(_i.id == item_id).values(values))
    await meetings.note(actor, "agenda.change", meeting_id, (was, values))
    return meeting


async def move_item(
    actor: Actor, meeting_id: int, version: int, item_id: int, *, up: bool, is_far: bool = False
) -> Meeting:
    """Take an item one place up or down, or (`is_far`) to the very top or end; at the end of its way it stays.

    Raises:
        NotFound, MeetingChanged: as `add_text`.
    """
    meeting = await _changeable(actor, meeting_id, version)
    ordered = [one.id or 0 for one in await agenda_reading.items(session=actor.session, meeting_id=meeting_id)]
    if item_id not in ordered:
        raise NotFound
    place = ordered.index(item_id)
    ordered.remove(item_id)
    ends = (0, len(ordered))
    target = ends[not up] if is_far else min(max(place + (-1 if up else 1), 0), len(ordered))
    ordered.insert(target, item_id)
    await meetings.change(actor, meeting, {})
    for position, one in enumerate(ordered, start=1):
        moved = update(_items).where(_i.id == one, _i.position != position)
        await actor.session.execute(moved.values(position=position))
    await meetings.note(actor, "agenda.move", meeting_id, ({"position": place + 1}, {"position": target + 1}))
    return meeting


async def remove(actor: Actor, meeting_id: int, version: int, item_id: int) -> Meeting:
    """Take an item off; its submission goes back to what is under review, and its author is told.

    Raises:
        NotFound, MeetingChanged: as `add_text`.
        ItemWritten: the minutes say something of it, or a resolution came of it.
    """
    meeting = await _changeable(actor, meeting_id, version)
    item = await _item_of(actor.session, meeting_id, item_id)
    decided = select(table_of(Resolution).c.id).where(table_of(Resolution).c.item_id == item_id)
    has_words = item.summary or item.decision or item.outcome
    if has_words or (await actor.session.execute(decided)).first() is not None:
        raise ItemWritten
    submission_id, text = item.submission_id, item.text
    await meetings.change(actor, meeting, {})
    gone = delete(_items).where(_i.id == item_id).returning(_i.position)
    position = (await actor.session.execute(gone)).scalar_one()
    below = update(_items).where(_i.meeting_id == meeting_id, _i.position > position)
    await actor.session.execute(below.values(position=_i.position - 1))
    await meetings.note(actor, "agenda.remove", meeting_id, ({"text": text, "submission": submission_id}, None))
    if submission_id is not None and meeting.state in agenda_submissions.KNOWN:
        note = agenda_words.taken_off(meeting, actor.city)
        await agenda_submissions.take_off(actor, meeting, submission_id, note)
    return meeting


async def publish(actor: Actor, meeting_id: int, version: int) -> Meeting:
    """Have the announcement that people got show the agenda as it is now; nobody is told anew.

    Raises:
        NotFound: as `add_text`.
        MeetingChanged: the same, or it is not announced.
    """
    meeting = await meetings.versioned(actor, meeting_id, version)
    if meeting.state != MeetingState.ANNOUNCED:
        raise MeetingChanged
    number = meeting.revision + 1
    await meetings.change(actor, meeting, {"revision": number})
    await meetings.put_revision(actor.session, meeting, actor.person_id, actor.now)
    for one in await broadcasts.of_source(session=actor.session, kind=DeliveryKind.MEETING, source_id=meeting_id):
        await broadcasts.raise_revision(session=actor.session, broadcast_id=one.id or 0, revision=number)
    await meetings.note(actor, "agenda.publish", meeting_id, (None, {"revision": number}))
    return meeting


async def release(actor: Actor, meeting_id: int) -> int:
    """As `agenda_submissions.release`: for whoever cancels a meeting."""
    return await agenda_submissions.release(actor, await meetings.load(actor.session, meeting_id))


async def _changeable(actor: Actor, meeting_id: int, version: int) -> Meeting:
    """The meeting, as long as its agenda is not settled by what the minutes say of it."""
    meeting = await meetings.versioned(actor, meeting_id, version)
    published = select(_minutes.c.meeting_id).where(
        _minutes.c.meeting_id == meeting_id, _minutes.c.state == MinutesState.PUBLISHED.value
    )
    if meeting.state not in _CHANGEABLE or (await actor.session.execute(published)).first() is not None:
        raise MeetingChanged
    return meeting


async def _item_of(session: AsyncSession, meeting_id: int, item_id: int) -> AgendaItem:
    item = await session.get(AgendaItem, item_id, populate_existing=True)
    if item is None or item.meeting_id != meeting_id:
        raise NotFound
    return item


async def _append(actor: Actor, meeting: Meeting, rows: Sequence[dict[str, Any]]) -> None:
    meeting_id = meeting.id or 0
    found = select(func.count(), func.max(_i.position)).where(_i.meeting_id == meeting_id)
    count, last = (await actor.session.execute(found)).one()
    if count + len(rows) > MOST_ITEMS:
        raise AgendaFull(MOST_ITEMS)
    await meetings.change(actor, meeting, {})
    await put_rows(actor, meeting_id, rows, first=(last or 0) + 1)
    await meetings.note(actor, "agenda.add", meeting_id, (None, {"items": [row["text"] for row in rows]}))


async def put_rows(actor: Actor, meeting_id: int, rows: Sequence[dict[str, Any]], *, first: int) -> None:
    """Write items from a position on; whether they may be written is for the caller to know."""
    shared = {"meeting_id": meeting_id, "created_at": actor.now}
    empty = {"submission_id": None, "presenter": None, "is_prefilled": False}
    made = [{**empty, **shared, **row, "position": first + number} for number, row in enumerate(rows)]
    await actor.session.execute(insert(_items), made)


def _presenter(name: str | None) -> str | None:
    named = " ".join((name or "").split())
    _check("presenter", named, PRESENTER_LIMIT)
    return named or None


def _check(field: str, words: str, limit: int) -> None:
    if len(words) > limit:
        raise BadMeetingFact(field, limit)
