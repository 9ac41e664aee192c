"""The rows of resolutions: who may have which, and changing one that nobody else changed meanwhile."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update

from models.database import AsyncSession, table_of
from models.errors import NotFound, ResolutionChanged
from models.resolution import Resolution, ResolutionEvent, ResolutionSubmission
from models.role import Action
from models.services import audit
from models.services.actor import Actor
from models.submission import Submission
from models.text import fold

_resolutions, _links, _events = table_of(Resolution), table_of(ResolutionSubmission), table_of(ResolutionEvent)
_submissions = table_of(Submission)


async def load(session: AsyncSession, resolution_id: int, *, is_locked: bool = False) -> Resolution:
    """The row as it is now, whoever asks; locked, nobody else changes it until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    found = await session.get(Resolution, resolution_id, populate_existing=True, with_for_update=is_locked or None)
    if found is None:
        raise NotFound
    return found


async def resolution_for(actor: Actor, resolution_id: int) -> Resolution:
    """A resolution, for whoever calls meetings in its area or says how far it has come; unpublished, for the former.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    resolution = await load(actor.session, resolution_id)
    may_meet = actor.rights.may(Action.MEET, resolution.area_id)
    may_pursue = actor.rights.may(Action.PURSUE, resolution.area_id) and resolution.published_at is not None
    if not may_meet and not may_pursue:
        raise NotFound
    return resolution


async def versioned(actor: Actor, resolution_id: int, version: int) -> Resolution:
    """As `resolution_for`, for a button that was drawn for a version.

    Raises:
        NotFound: as there.
        ResolutionChanged: the resolution is another one by now.
    """
    resolution = await resolution_for(actor, resolution_id)
    if resolution.version != version:
        raise ResolutionChanged
    return resolution


async def published(*, session: AsyncSession, resolution_id: int) -> Resolution:
    """A resolution, for everybody.

    Raises:
        NotFound: there is none, or nobody may read it yet.
    """
    resolution = await load(session, resolution_id)
    if resolution.published_at is None:
        raise NotFound
    return resolution


async def of_item(*, session: AsyncSession, item_id: int) -> Resolution | None:
    """What came of an item of an agenda."""
    found = select(Resolution).where(_resolutions.c.item_id == item_id).execution_options(populate_existing=True)
    return (await session.execute(found)).scalar_one_or_none()


async def of_meeting(
    *, session: AsyncSession, meeting_id: int, published_only: bool = False, is_locked: bool = False
) -> list[Resolution]:
    """What a meeting decided, by number; locked, nobody else changes it until this transaction ends."""
    found = select(Resolution).where(_resolutions.c.meeting_id == meeting_id)
    if published_only:
        found = found.where(_resolutions.c.published_at.is_not(None))
    if is_locked:
        found = found.with_for_update()
    ordered = found.order_by(_resolutions.c.year, _resolutions.c.number).execution_options(populate_existing=True)
    return list((await session.execute(ordered)).scalars())


async def change_row(session: AsyncSession, resolution: Resolution, values: dict[str, Any], now: datetime) -> None:
    """Change columns of a resolution that nobody else changed since it was read; it shows them afterwards.

    Raises:
        ResolutionChanged: somebody did.
    """
    done = await session.execute(
        update(_resolutions)
        .where(_resolutions.c.id == resolution.id, _resolutions.c.version == resolution.version)
        .values(**values, updated_at=now, version=resolution.version + 1)
        .returning(_resolutions.c.id)
    )
    if done.first() is None:
        raise ResolutionChanged
    await session.refresh(resolution)


async def put_event(
    actor: Actor, resolution: Resolution, was: str | None, words: str, *, file: Any = None, by_timer: bool = False
) -> None:
    """Give its history a line; `file` is a `MediaItem` as JSON."""
    values = {
        "resolution_id": resolution.id,
        "status_from": was,
        "status_to": resolution.status,
        "note": words,
        "file": file,
        "bot_id": actor.bot_id,
        "person_id": None if by_timer else actor.person_id,
        "created_at": actor.now,
    }
    await actor.session.execute(insert(_events).values(values))


async def answered_by(*, session: AsyncSession, resolution_id: int) -> list[int]:
    """The ids of the submissions that a resolution answers, locked until this transaction ends, oldest first."""
    linked = select(_links.c.submission_id).where(_links.c.resolution_id == resolution_id)
    found = select(_submissions.c.id).where(_submissions.c.id.in_(linked)).order_by(_submissions.c.id)
    return list((await session.execute(found.with_for_update())).scalars())


async def codes_of(*, session: AsyncSession, submission_ids: Collection[int]) -> list[str]:
    """The tracking codes of some submissions, oldest first."""
    found = select(_submissions.c.code).where(_submissions.c.id.in_(submission_ids)).order_by(_submissions.c.id)
    return list((await session.execute(found)).scalars())


async def used_bodies(actor: Actor, area_id: int, *, limit: int = 6) -> list[str]:
    """Whom resolutions made responsible before: those of the same body first, the most used first; each once.

    Of other bodies those alone that are public.
    """
    ours = (_resolutions.c.area_id == area_id).label("ours")
    used = select(_resolutions.c.responsible, ours, func.count().label("times"))
    used = used.where(or_(_resolutions.c.area_id == area_id, _resolutions.c.published_at.is_not(None)))
    used = used.group_by(_resolutions.c.responsible, ours)
    used = used.order_by(ours.desc(), func.count().desc(), func.max(_resolutions.c.id).desc()).limit(limit * 4)
    names = [row[0] for row in (await actor.session.execute(used)).all()]
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold(name), name)
    return list(kept.values())[:limit]


async def note(actor: Actor, action: str, resolution_id: int, change: tuple[Any, Any] = (None, None)) -> None:
    """Put on record what somebody did to a resolution."""
    on = ("resolution", resolution_id)
    await audit.write(session=actor.session, by=actor.by, action=action, on=on, now=actor.now, change=change)
