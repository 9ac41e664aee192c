"""The desk: what waits for somebody in their areas, counted, listed, and handed out one after another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, not_, select, true
from sqlmodel import col

from models.database import AsyncSession, table_of
from models.entry import Claim, Entry
from models.media import Media
from models.rights import Rights
from models.services import access, claims
from models.submission import ENDED, Addition, Status, StatusEvent, Submission

_open = tuple(status.value for status in Status if status not in ENDED)
_c, _claim = table_of(Submission).c, table_of(Claim).c


class Tray(StrEnum):
    """Which submissions of the desk are looked at."""

    NEW = "new"
    NEEDS_INFO = "needs_info"
    REOPENED = "reopened"
    UNPLACED = "unplaced"
    MINE = "mine"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True)
class Waiting:
    """The submission that waits longest."""

    id: int
    code: str
    since: datetime


@dataclass(frozen=True)
class Counts:
    """How many submissions lie in each tray, and the oldest new one."""

    trays: dict[Tray, int] = field(default_factory=dict)
    longest: Waiting | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody has to be told anything in the morning."""
        return not any(self.trays.get(tray) for tray in (Tray.NEW, Tray.REOPENED, Tray.UNPLACED))


@dataclass(frozen=True)
class File:
    """Everything that lies in a submission's file, oldest first; `held_by` is who works on it just now."""

    submission: Submission
    history: Sequence[StatusEvent]
    additions: Sequence[Addition]
    entries: Sequence[Entry]
    attachments: Sequence[Media]
    held_by: int | None


@dataclass(frozen=True)
class Only:
    """What a desk is narrowed to: some areas, a kind, some topics; None leaves nothing out."""

    area_ids: frozenset[int] | None = None
    kind: str | None = None
    topics: frozenset[str] | None = None

    def condition(self) -> ColumnElement[bool]:
        """As a condition on submissions."""
        return and_(
            true() if self.area_ids is None else _c.area_id.in_(self.area_ids),
            true() if self.kind is None else _c.kind == self.kind,
            true() if self.topics is None else _c.topic.in_(self.topics),
        )


EVERYTHING = Only()


async def counts(*, session: AsyncSession, rights: Rights, now: datetime, only: Only = EVERYTHING) -> Counts:
    """What lies on somebody's desk, or on the part of it that they look at."""
    seen = and_(access.seen_by(rights), only.condition())
    by_status = await session.execute(
        select(_c.status, _c.needs_placing, func.count())
        .where(seen, _c.status.in_(_open))
        .group_by(_c.status, _c.needs_placing)
    )
    numbers = dict.fromkeys(Tray, 0)
    for status, needs_placing, number in by_status:
        numbers[Tray.OPEN] += number
        numbers[Tray.UNPLACED] += number if needs_placing else 0
        for tray in (Tray.NEW, Tray.NEEDS_INFO, Tray.REOPENED):
            numbers[tray] += number if status == _STATUS_OF[tray].value else 0
    held = select(func.count()).select_from(table_of(Claim)).join(table_of(Submission), _c.id == _claim.submission_id)
    mine = held.where(_held_by(rights.person_id, now), seen)
    numbers[Tray.MINE] = (await session.execute(mine)).scalar_one()
    return Counts(numbers, await _longest(session, seen))


_STATUS_OF = {Tray.NEW: Status.REGISTERED, Tray.NEEDS_INFO: Status.NEEDS_INFO, Tray.REOPENED: Status.REOPENED}


async def _longest(session: AsyncSession, seen: ColumnElement[bool]) -> Waiting | None:
    oldest = select(_c.id, _c.code, _c.created_at).where(seen, _c.status == Status.REGISTERED.value)
    row = (await session.execute(oldest.order_by(_c.id).limit(1))).first()
    return None if row is None else Waiting(*row)


def _held_by(person_id: int, now: datetime) -> ColumnElement[bool]:
    return and_(_claim.person_id == person_id, _claim.ends_at > now)


def _in_tray(tray: Tray, rights: Rights, now: datetime) -> ColumnElement[bool]:
    if tray in _STATUS_OF:
        return _c.status == _STATUS_OF[tray].value
    if tray is Tray.UNPLACED:
        return and_(_c.status.in_(_open), _c.needs_placing.is_(True))
    if tray is Tray.MINE:
        return _c.id.in_(select(_claim.submission_id).where(_held_by(rights.person_id, now)))
    return _c.status.in_(_open) if tray is Tray.OPEN else _c.status.in_([status.value for status in ENDED])


async def page(
    *,
    session: AsyncSession,
    rights: Rights,
    tray: Tray,
    offset: int,
    limit: int,
    now: datetime,
    only: Only = EVERYTHING,
) -> Sequence[Submission]:
    """A page of a tray: the longest waiting first; of what is ended, the newest first."""
    order = col(Submission.id).desc() if tray is Tray.ENDED else col(Submission.id)
    found = select(Submission).where(access.seen_by(rights), only.condition(), _in_tray(tray, rights, now))
    return (await session.execute(found.order_by(order).offset(offset).limit(limit))).scalars().all()


async def held_by_others(
    *, session: AsyncSession, rights: Rights, submission_ids: Sequence[int], now: datetime
) -> frozenset[int]:
    """The ids of those that colleagues work on just now."""
    held = select(_claim.submission_id).where(
        _claim.submission_id.in_(submission_ids), _claim.person_id != rights.person_id, _claim.ends_at > now
    )
    return frozenset((await session.execute(held)).scalars())


async def next_of(
    *,
    session: AsyncSession,
    rights: Rights,
    tray: Tray,
    now: datetime,
    after: int = 0,
    limit: int = 1,
    only: Only = EVERYTHING,
) -> Sequence[int]:
    """The ids of what comes next in a tray, the longest waiting first, leaving out what others work on."""
    by_another = exists(
        select(_claim.submission_id).where(
            _claim.submission_id == _c.id, _claim.person_id != rights.person_id, _claim.ends_at > now
        )
    )
    found = select(_c.id).where(
        access.seen_by(rights), only.condition(), _in_tray(tray, rights, now), _c.id > after, not_(by_another)
    )
    return list((await session.execute(found.order_by(_c.id).limit(limit))).scalars())


async def file_of(*, session: AsyncSession, submission: Submission, now: datetime) -> File:
    """The submission with everything that was said, sent and decided. Whoever asks may see it already."""
    submission_id = submission.id or 0

    async def all_of[Row: (StatusEvent, Addition, Entry, Media)](table: type[Row]) -> Sequence[Row]:
        rows = select(table).where(col(table.submission_id) == submission_id).order_by(col(table.id))
        return (await session.execute(rows)).scalars().all()

    return File(
        submission,
        await all_of(StatusEvent),
        await all_of(Addition),
        await all_of(Entry),
        await all_of(Media),
        await claims.holder(session=session, submission_id=submission_id, now=now),
    )
