"""Media: noting what came with a submission, what is to be fetched, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select, update

from models.database import AsyncSession, rows_touched, table_of, upsert
from models.media import Media, MediaItem, MediaKind, MediaState, MediaTrouble

UNCLAIMED_FOR = timedelta(days=30)
"""After this long without a try no process serves the file's bot any more: its token is gone, and with it the file."""

_media = table_of(Media).c


@dataclass(frozen=True)
class Waiting:
    """A file that is to be fetched. `attempts` counts the failures of the kind `trouble` in a row."""

    id: int
    file_id: str
    mime_type: str | None
    size: int | None
    sha256: str | None
    stored_size: int | None
    attempts: int
    trouble: MediaTrouble | None


@dataclass(frozen=True)
class Copy:
    """What the table says of a file that is, or was, among ours."""

    id: int
    state: MediaState
    sha256: str
    stored_size: int | None


async def attach(
    *,
    session: AsyncSession,
    submission_id: int,
    bot_id: int,
    items: Sequence[MediaItem],
    now: datetime,
    entry_id: int | None = None,
) -> int:
    """Note files as parts of a submission, behind those it has; what it has already is not noted again.

    `entry_id` says which reply or answer they came with. A file known to be larger than the messenger gives bots is
    noted as `too_large`, the others wait to be fetched.

    Returns:
        How many files are new.
    """
    if not items:
        return 0
    held = select(func.coalesce(func.max(_media.position) + 1, 0)).where(_media.submission_id == submission_id)
    first = (await session.execute(held)).scalar_one()
    rows = [
        _row(submission_id, bot_id, first + number, item, now) | {"entry_id": entry_id}
        for number, item in enumerate(items)
    ]
    statement = upsert(session.get_bind().dialect.name)(table_of(Media)).values(rows).on_conflict_do_nothing()
    return len((await session.execute(statement.returning(_media.id))).all())


def _row(submission_id: int, bot_id: int, position: int, item: MediaItem, now: datetime) -> dict[str, Any]:
    return {
        "submission_id": submission_id,
        "bot_id": bot_id,
        "message_id": item.message_id,
        "position": position,
        "kind": item.kind.value,
        "file_id": item.file_id,
        "file_unique_id": item.file_unique_id,
        "file_name": item.file_name,
        "mime_type": item.mime_type,
        "duration": item.duration,
        "size": item.size,
        "state": (MediaState.TOO_LARGE if item.is_too_large else MediaState.WAITING).value,
        "attempts": 0,
        "created_at": now,
        "next_try_at": now,
    }


def _waiting_of(bot_id: int) -> tuple[Any, Any]:
    return _media.bot_id == bot_id, _media.state == MediaState.WAITING.value


async def due(*, session: AsyncSession, bot_id: int, now: datetime, limit: int) -> list[Waiting]:
    """Files to be fetched now, the longest due first."""
    chosen = (
        select(table_of(Media))
        .where(*_waiting_of(bot_id), _media.next_try_at <= now)
        .order_by(_media.next_try_at, _media.id)
        .limit(limit)
    )
    return [_as_waiting(row) for row in await session.execute(chosen)]


def _as_waiting(row: Row[Any]) -> Waiting:
    trouble = (row.error or "").partition(":")[0]
    return Waiting(
        id=row.id,
        file_id=row.file_id,
        mime_type=row.mime_type,
        size=row.size,
        sha256=row.sha256,
        stored_size=row.stored_size,
        attempts=row.attempts,
        trouble=MediaTrouble(trouble) if trouble else None,
    )


async def next_due_at(*, session: AsyncSession, bot_id: int) -> datetime | None:
    """When the next file is to be fetched (perhaps in the past); None while none waits."""
    earliest = select(func.min(_media.next_try_at)).where(*_waiting_of(bot_id))
    found: datetime | None = (await session.execute(earliest)).scalar_one()
    return found


async def mark_stored(*, session: AsyncSession, media_id: int, sha256: str, size: int, now: datetime) -> None:
    """The file lies in MEDIA_DIR under its hash; `size` is that of our copy, in bytes."""
    await _settle(
        session,
        media_id,
        state=MediaState.STORED.value,
        sha256=sha256,
        stored_size=size,
        stored_at=now,
        attempts=0,
        error=None,
    )


async def mark_too_large(*, session: AsyncSession, media_id: int) -> None:
    """The messenger does not give it to bots."""
    await _settle(session, media_id, state=MediaState.TOO_LARGE.value, error=None)


async def mark_gone(*, session: AsyncSession, media_id: int, reason: str) -> None:
    """The messenger does not have it, or not for this bot."""
    await _settle(session, media_id, state=MediaState.GONE.value, error=f"{MediaTrouble.REFUSED}: {reason}")


async def postpone(
    *, session: AsyncSession, media_id: int, until: datetime, attempts: int, trouble: MediaTrouble, reason: str
) -> None:
    """It could not be fetched: not before `until` again. `attempts` counts failures of this kind in a row."""
    await _settle(session, media_id, next_try_at=until, attempts=attempts, error=f"{trouble}: {reason}")


async def _settle(session: AsyncSession, media_id: int, **values: Any) -> None:
    waits = (_media.id == media_id, _media.state == MediaState.WAITING.value)
    await session.execute(update(table_of(Media)).where(*waits).values(**values))


async def copies(*, session: AsyncSession, bot_id: int, after: int, limit: int) -> list[Copy]:
    """Files of a bot that we hold or once held, by id from `after` on: to be compared with what lies in MEDIA_DIR."""
    chosen = (
        select(_media.id, _media.state, _media.sha256, _media.stored_size)
        .where(_media.bot_id == bot_id, _media.sha256.is_not(None), _media.id > after)
        .order_by(_media.id)
        .limit(limit)
    )
    return [Copy(row[0], MediaState(row[1]), row[2], row[3]) for row in await session.execute(chosen)]


async def note_missing(*, session: AsyncSession, media_ids: Sequence[int], now: datetime) -> None:
    """Stored files are not in MEDIA_DIR any more: they are to be fetched again."""
    missing = (_media.id.in_(media_ids), _media.state == MediaState.STORED.value)
    await session.execute(
        update(table_of(Media))
        .where(*missing)
        .values(
            state=MediaState.WAITING.value,
            next_try_at=now,
            stored_at=None,
            attempts=0,
            error=f"{MediaTrouble.MISSING}: not in MEDIA_DIR",
        )
    )


async def note_found(*, session: AsyncSession, media_ids: Sequence[int], now: datetime) -> None:
    """Files that were missing are in MEDIA_DIR again: its disk was only away."""
    found = (_media.id.in_(media_ids), _media.sha256.is_not(None), _media.state != MediaState.STORED.value)
    await session.execute(
        update(table_of(Media))
        .where(*found)
        .values(state=MediaState.STORED.value, stored_at=now, attempts=0, error=None)
    )


async def give_up_unclaimed(*, session: AsyncSession, bot_id: int, now: datetime) -> int:
    """Files that wait for another bot which nobody has served for `UNCLAIMED_FOR`: gone. Returns how many."""
    unclaimed = (
        _media.bot_id != bot_id,
        _media.state == MediaState.WAITING.value,
        _media.next_try_at < now - UNCLAIMED_FOR,
    )
    result = await session.execute(
        update(table_of(Media))
        .where(*unclaimed)
        .values(state=MediaState.GONE.value, error=f"{MediaTrouble.REFUSED}: its bot is not served any more")
    )
    return rows_touched(result)


async def list_of(*, session: AsyncSession, submission_id: int) -> Sequence[Media]:
    """A submission's files, in the order they came."""
    chosen = select(Media).where(_media.submission_id == submission_id).order_by(_media.position, _media.id)
    return (await session.execute(chosen)).scalars().all()


async def count_by_kind(*, session: AsyncSession, submission_ids: Sequence[int]) -> dict[int, dict[MediaKind, int]]:
    """How many files of each kind came with each of these submissions; one without files is left out."""
    chosen = (
        select(_media.submission_id, _media.kind, func.count())
        .where(_media.submission_id.in_(submission_ids))
        .group_by(_media.submission_id, _media.kind)
        .order_by(_media.submission_id, func.min(_media.position))
    )
    counts: dict[int, dict[MediaKind, int]] = {}
    for submission_id, kind, number in await session.execute(chosen):
        counts.setdefault(submission_id, {})[MediaKind(kind)] = number
    return counts


async def count_by_state(*, session: AsyncSession) -> dict[MediaState, int]:
    """How many files there are in each state, in all."""
    chosen = select(_media.state, func.count()).group_by(_media.state)
    found = {MediaState(state): number for state, number in await session.execute(chosen)}
    return {state: found.get(state, 0) for state in MediaState}
