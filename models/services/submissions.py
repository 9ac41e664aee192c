"""Submissions: registering them, and reading them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, insert
from sqlalchemy import select as core_select
from sqlmodel import col, func, select, update

from locales import jalali_year
from models.complaint import body_complained_of
from models.database import AsyncSession, table_of, upsert
from models.draft import Draft
from models.errors import AlreadyEnded, EmptyText, MoveNotAllowed
from models.goal import GoalCall
from models.inbox import Inbox
from models.prepared import Prepared, PreparedInsert
from models.services import areas, goal_call_answers, notice_answers
from models.submission import ENDED, Addition, Kind, Status, StatusEvent, Submission, TrackingSerial
from models.tracking_code import tracking_code


@dataclass(frozen=True)
class OnRecord:
    """What a confirmation is answered with."""

    id: int
    code: str


async def register(*, session: AsyncSession, person_id: int, draft: Draft, now: datetime, zone: ZoneInfo) -> Submission:
    """As `put_on_record`, for whoever wants to read the whole submission."""
    made = await put_on_record(session=session, person_id=person_id, draft=draft, now=now, zone=zone)
    submission = await session.get(Submission, made.id)
    if submission is None:
        raise LookupError("a submission that was just made is not there")
    return submission


async def put_on_record(
    *,
    session: AsyncSession,
    person_id: int,
    draft: Draft,
    now: datetime,
    zone: ZoneInfo,
    said_at: datetime | None = None,
) -> OnRecord:
    """Put a draft on record and give it its tracking code; one that is on record already is only named again.

    Normalised text and search key follow from the refill job: nobody waits for them inside a transaction. A proposal
    that answers a call for ideas stands behind its goal from now on.

    Args:
        session: the caller's transaction.
        person_id: the author.
        draft: at least one part with something in it.
        now: aware; its Jalali year in `zone` is the code's year.
        zone: the city's clock.
        said_at: when its author confirmed it (aware), where that is known: what was in time may come here late.

    Raises:
        EmptyText: the draft has nothing in it.
        CallOver: it answers a call for ideas that takes none any more.
    """
    known = (await session.run(_OF_DRAFT, {"draft": draft.id, "person": person_id})).first()
    if known is not None:
        return OnRecord(*known)
    if not draft.parts:
        raise EmptyText
    call = await _call_of(session, draft, said_at or now)
    year = jalali_year(now, zone)
    serial = await _next_serial(session, year)
    code = tracking_code(year, serial)
    values = _values(draft, person_id, now) | {"code": code, "year": year, "serial": serial}
    values |= await notice_answers.place_of_reply(session=session, notice_id=draft.notice_id, kind=draft.kind)
    if draft.complained_of is not None:
        tree = await areas.load_tree(session=session)
        values["about_area_id"] = body_complained_of(draft.complained_of, draft.area_id, tree)
    submission_id: int = (await session.run(_RECORD, values)).value()
    status = {"status_to": Status.REGISTERED.value, "person_id": person_id, "created_at": now}
    await session.run(_RECORD_EVENT, {"submission_id": submission_id, **status})
    if call is not None:
        await goal_call_answers.link(
            session=session, call=call, submission_id=submission_id, person_id=person_id, now=now, zone=zone
        )
    return OnRecord(submission_id, code)


async def _call_of(session: AsyncSession, draft: Draft, at: datetime) -> GoalCall | None:
    if draft.notice_id is None or draft.kind is not Kind.PROPOSAL:
        return None
    return await goal_call_answers.open_for(session=session, notice_id=draft.notice_id, at=at)


def _values(draft: Draft, person_id: int, now: datetime) -> dict[str, Any]:
    location = draft.location
    return {
        "kind": draft.kind.value,
        "topic": draft.topic,
        "status": Status.REGISTERED.value,
        "status_at": now,
        "visibility": draft.visibility.value,
        "is_anonymous": draft.is_anonymous,
        "person_id": person_id,
        "area_id": draft.area_id,
        "needs_placing": draft.needs_placing,
        "about": draft.complained_of.value if draft.complained_of is not None else None,
        "about_area_id": None,
        "notice_id": draft.notice_id,
        "latitude": location.latitude if location else None,
        "longitude": location.longitude if location else None,
        "text": draft.text,
        "draft_id": draft.id,
        "message_ids": [part.message_id for part in draft.parts],
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }


_submission = table_of(Submission).c
_OF_DRAFT = Prepared(
    core_select(_submission.id, _submission.code).where(
        _submission.draft_id == bindparam("draft"), _submission.person_id == bindparam("person")
    )
)
_RECORD = PreparedInsert(insert(table_of(Submission)).returning(_submission.id))
_RECORD_EVENT = PreparedInsert(insert(table_of(StatusEvent)))
_RECORD_EVENT_AND_ID = insert(table_of(StatusEvent)).returning(table_of(StatusEvent).c.id)


async def _next_serial(session: AsyncSession, year: int) -> int:
    statement = _serial_statement(session.get_bind().dialect.name)
    return int((await session.run(statement, {"of_year": year})).value())


@cache
def _serial_statement(dialect: str) -> Prepared:
    serials = table_of(TrackingSerial)
    return Prepared(
        upsert(dialect)(serials)
        .values(year=bindparam("of_year"), last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": serials.c.last + 1})
        .returning(serials.c.last)
    )


async def list_own(
    *, session: AsyncSession, person_id: int, offset: int, limit: int
) -> tuple[Sequence[Submission], int]:
    """A page of somebody's submissions, newest first, and how many there are in all."""
    mine = col(Submission.person_id) == person_id
    total = (await session.exec(select(func.count()).select_from(Submission).where(mine))).one()
    page = select(Submission).where(mine).order_by(col(Submission.id).desc()).offset(offset).limit(limit)
    return (await session.exec(page)).all(), total


async def recent(*, session: AsyncSession, person_id: int, since: datetime) -> OnRecord | None:
    """Somebody's newest submission, if it was registered after a moment and is not at its end."""
    found = (await session.run(_RECENT, {"person": person_id, "since": since})).first()
    return None if found is None or found[2] in ENDED else OnRecord(found[0], found[1])


_RECENT = Prepared(
    core_select(_submission.id, _submission.code, _submission.status)
    .where(_submission.person_id == bindparam("person"), _submission.created_at > bindparam("since"))
    .order_by(_submission.id.desc())
    .limit(1)
)


async def add(*, session: AsyncSession, submission: Submission, message_id: int, text: str, now: datetime) -> None:
    """Note what its author added; a message that was added already is not added twice.

    Raises:
        AlreadyEnded: nobody works on it any more.
    """
    if submission.status in ENDED:
        raise AlreadyEnded
    await note_addition(session=session, submission_id=submission.id or 0, message_id=message_id, text=text, now=now)


async def note_addition(
    *, session: AsyncSession, submission_id: int, message_id: int, text: str, now: datetime
) -> None:
    """Note words that belong to a submission whatever its status; a message that is noted is not noted twice."""
    known = select(Addition.id).where(Addition.submission_id == submission_id, Addition.message_id == message_id)
    if (await session.exec(known)).first() is None:
        session.add(Addition(submission_id=submission_id, message_id=message_id, text=text, created_at=now))
        await session.flush()


async def additions(*, session: AsyncSession, submission_id: int) -> Sequence[Addition]:
    """What its author added, oldest first."""
    found = select(Addition).where(Addition.submission_id == submission_id).order_by(col(Addition.id))
    return (await session.exec(found)).all()


async def withdraw(*, session: AsyncSession, submission: Submission, person_id: int, now: datetime) -> None:
    """End a submission at its author's wish.

    Raises:
        AlreadyEnded: it is at an end already.
    """
    if submission.status in ENDED:
        raise AlreadyEnded
    await move(session=session, submission=submission, to=Status.WITHDRAWN, person_id=person_id, note=None, now=now)


async def move(
    *,
    session: AsyncSession,
    submission: Submission,
    to: Status,
    person_id: int | None,
    note: str | None,
    now: datetime,
) -> int:
    """Give a submission another status and its history a line; return the id of that line.

    Which moves are allowed is for the caller to know.

    Raises:
        MoveNotAllowed: somebody else changed the submission in the meantime.
    """
    event = {
        "submission_id": submission.id,
        "status_from": submission.status,
        "status_to": to.value,
        "person_id": person_id,
        "note": note,
        "created_at": now,
    }
    await change(session=session, submission=submission, values={"status": to.value, "status_at": now}, now=now)
    return int((await session.execute(_RECORD_EVENT_AND_ID, event)).scalar_one())


async def change(*, session: AsyncSession, submission: Submission, values: dict[str, Any], now: datetime) -> None:
    """Change columns of a submission that nobody else changed since it was read.

    Raises:
        MoveNotAllowed: somebody did.
    """
    done = await session.execute(
        update(table_of(Submission))
        .where(_submission.id == submission.id, _submission.version == submission.version)
        .values(**values, updated_at=now, version=submission.version + 1)
        .returning(_submission.id)
    )
    if done.first() is None:
        raise MoveNotAllowed
    await session.refresh(submission)


async def last_area(*, session: AsyncSession, person_id: int) -> int | None:
    """The area of somebody's newest submission: the likeliest place of the next one."""
    newest = (await session.run(_LAST_AREA, {"person": person_id})).first()
    return None if newest is None else newest[0]


_LAST_AREA = Prepared(
    core_select(_submission.area_id)
    .where(_submission.person_id == bindparam("person"))
    .order_by(_submission.id.desc())
    .limit(1)
)


async def of_message(*, session: AsyncSession, bot_id: int, person_id: int, message_id: int) -> Submission | None:
    """The author's recent submission that a message to this bot became part of; None for any other message.

    Message ids count within one bot's chat: what another bot took in is left out, for as long as the inbox holds the
    draft's beginning, which is longer than a message can be edited.
    """
    elsewhere = exists().where(col(Inbox.id) == col(Submission.draft_id), col(Inbox.bot_id) != bot_id)
    recent = (
        select(Submission)
        .where(Submission.person_id == person_id, ~elsewhere)
        .order_by(col(Submission.id).desc())
        .limit(20)
    )
    return next((one for one in await session.exec(recent) if message_id in one.message_ids), None)


async def history(*, session: AsyncSession, submission_id: int) -> Sequence[StatusEvent]:
    """The submission's status events, oldest first."""
    events = select(StatusEvent).where(StatusEvent.submission_id == submission_id).order_by(col(StatusEvent.id))
    return (await session.exec(events)).all()
