"""Submissions: registering them, and reading them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, bindparam, insert
from sqlalchemy import select as core_select
from sqlmodel import col, func, or_, select, update

from locales import jalali_year
from models import text as persian
from models.database import AsyncSession, table_of, upsert
from models.draft import Draft
from models.errors import AlreadyEnded, EmptyText
from models.submission import ENDED, Addition, Status, StatusEvent, Submission, TrackingSerial
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
    *, session: AsyncSession, person_id: int, draft: Draft, now: datetime, zone: ZoneInfo
) -> OnRecord:
    """Put a draft on record and give it its tracking code; one that is on record already is only named again.

    Normalised text and search key follow from the refill job: nobody waits for them inside a transaction.

    Args:
        session: the caller's transaction.
        person_id: the author.
        draft: at least one part with something in it.
        now: aware; its Jalali year in `zone` is the code's year.
        zone: the city's clock.

    Raises:
        EmptyText: the draft has nothing in it.
    """
    known = (await session.execute(_OF_DRAFT, {"draft": draft.id, "person": person_id})).first()
    if known is not None:
        return OnRecord(*known)
    if not draft.parts:
        raise EmptyText
    year = jalali_year(now, zone)
    serial = await _next_serial(session, year)
    code = tracking_code(year, serial)
    values = _values(draft, person_id, now) | {"code": code, "year": year, "serial": serial}
    submission_id: int = (await session.execute(_RECORD, values)).scalar_one()
    event = {
        "submission_id": submission_id,
        "status_to": Status.REGISTERED.value,
        "person_id": person_id,
        "created_at": now,
    }
    await session.execute(_RECORD_EVENT, event)
    return OnRecord(submission_id, code)


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
_OF_DRAFT = core_select(_submission.id, _submission.code).where(
    _submission.draft_id == bindparam("draft"), _submission.person_id == bindparam("person")
)
_RECORD = insert(table_of(Submission)).returning(_submission.id)
_RECORD_EVENT = insert(table_of(StatusEvent))


async def _next_serial(session: AsyncSession, year: int) -> int:
    statement = _serial_statement(session.get_bind().dialect.name)
    return int((await session.execute(statement, {"of_year": year})).scalar_one())


@cache
def _serial_statement(dialect: str) -> Executable:
    serials = table_of(TrackingSerial)
    statement: Executable = (
        upsert(dialect)(serials)
        .values(year=bindparam("of_year"), last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": serials.c.last + 1})
        .returning(serials.c.last)
    )
    return statement


async def list_own(
    *, session: AsyncSession, person_id: int, offset: int, limit: int
) -> tuple[Sequence[Submission], int]:
    """A page of somebody's submissions, newest first, and how many there are in all."""
    mine = col(Submission.person_id) == person_id
    total = (await session.exec(select(func.count()).select_from(Submission).where(mine))).one()
    page = select(Submission).where(mine).order_by(col(Submission.id).desc()).offset(offset).limit(limit)
    return (await session.exec(page)).all(), total


async def recent(*, session: AsyncSession, person_id: int, since: datetime) -> Submission | None:
    """Somebody's newest submission, if it was registered after a moment and is not at its end."""
    newest = (
        select(Submission)
        .where(Submission.person_id == person_id, col(Submission.created_at) > since)
        .order_by(col(Submission.id).desc())
        .limit(1)
    )
    found = (await session.exec(newest)).first()
    return None if found is None or found.status in ENDED else found


async def add(*, session: AsyncSession, submission: Submission, message_id: int, text: str, now: datetime) -> None:
    """Note what its author added; a message that was added already is not added twice.

    Raises:
        AlreadyEnded: nobody works on it any more.
    """
    if submission.status in ENDED:
        raise AlreadyEnded
    known = select(Addition.id).where(Addition.submission_id == submission.id, Addition.message_id == message_id)
    if (await session.exec(known)).first() is None:
        session.add(Addition(submission_id=submission.id or 0, message_id=message_id, text=text, created_at=now))
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
    event = {
        "submission_id": submission.id,
        "status_from": submission.status,
        "status_to": Status.WITHDRAWN.value,
        "person_id": person_id,
        "created_at": now,
    }
    submission.status, submission.status_at, submission.updated_at = Status.WITHDRAWN.value, now, now
    submission.version += 1
    session.add(submission)
    await session.flush()
    await session.execute(_RECORD_EVENT, event)


async def last_area(*, session: AsyncSession, person_id: int) -> int | None:
    """The area of somebody's newest submission: the likeliest place of the next one."""
    newest = (
        select(Submission.area_id).where(Submission.person_id == person_id).order_by(col(Submission.id).desc()).limit(1)
    )
    return (await session.exec(newest)).first()


async def of_message(*, session: AsyncSession, person_id: int, message_id: int) -> Submission | None:
    """The author's recent submission that a message became part of; None for any other message."""
    recent = select(Submission).where(Submission.person_id == person_id).order_by(col(Submission.id).desc()).limit(20)
    return next((one for one in await session.exec(recent) if message_id in one.message_ids), None)


async def history(*, session: AsyncSession, submission_id: int) -> Sequence[StatusEvent]:
    """The submission's status events, oldest first."""
    events = select(StatusEvent).where(StatusEvent.submission_id == submission_id).order_by(col(StatusEvent.id))
    return (await session.exec(events)).all()


async def underived(*, session: AsyncSession, limit: int) -> Sequence[tuple[int, str]]:
    """Ids and texts of submissions whose derived columns are missing or of another text version."""
    version = col(Submission.text_version)
    stale = or_(version.is_(None), version != persian.TEXT_VERSION)
    rows = await session.execute(
        select(col(Submission.id), col(Submission.text)).where(stale).order_by(col(Submission.id)).limit(limit)
    )
    return [(submission_id or 0, words) for submission_id, words in rows]


async def store_derived(*, session: AsyncSession, derived: Sequence[tuple[int, str, str]]) -> None:
    """Write (id, normalized, search_key) back, stamped with the present text version."""
    for submission_id, normalized, key in derived:
        await session.execute(
            update(Submission)
            .where(col(Submission.id) == submission_id)
            .values(normalized=normalized, search_key=key, text_version=persian.TEXT_VERSION)
        )
