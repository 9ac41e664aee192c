"""How far a resolution has come: each step with a note, followed by what it answers, its authors told."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import col, select

from locales import translator
from models.database import AsyncSession
from models.errors import EmptyText, NotFound, ResolutionChanged, TextTooLong
from models.media import MediaItem
from models.resolution import RESOLUTION_MOVES, UNFINISHED, Resolution, ResolutionEvent, ResolutionStatus
from models.resolution_words import day_words, status_words, title_words
from models.role import Action
from models.services import areas, submission_follow
from models.services.actor import Actor
from models.services.resolution_rows import answered_by, change_row, note, put_event, versioned
from models.submission import Status

LONGEST_NOTE: Final = 1000  # letters
FOLLOWS: Final = {
    ResolutionStatus.OPEN: Status.APPROVED,  # again: it was stopped, or begun too early
    ResolutionStatus.IN_PROGRESS: Status.IN_PROGRESS,
    ResolutionStatus.DONE: Status.DONE,
    ResolutionStatus.STOPPED: Status.NOT_ACCEPTED,
}
"""What becomes of the submissions that it answers; of any other step their authors are told in words alone."""


async def move(
    actor: Actor,
    resolution_id: int,
    version: int,
    to: ResolutionStatus,
    words: str,
    *,
    file: MediaItem | None = None,
) -> Resolution:
    """Take a resolution a step on, or say how far it has come; the authors of what it answers hear of it.

    Args:
        actor: somebody who calls meetings in its area, or says there how far things have come.
        resolution_id: which.
        version: the row's, as it was shown.
        to: a status that `RESOLUTION_MOVES` leads to.
        words: what happened.
        file: a photo that shows it.

    Raises:
        NotFound: there is none, it is not public yet, or it is not theirs to move.
        ResolutionChanged: it is another one by now, or its status does not lead there.
        EmptyText, TextTooLong: the words are missing, or too many.
    """
    resolution = await _movable(actor, resolution_id, version)
    was = ResolutionStatus(resolution.status)
    if to not in RESOLUTION_MOVES[was]:
        raise ResolutionChanged
    said = _said(words)
    stopped_at = resolution.status_at if was is ResolutionStatus.STOPPED else None
    values: dict[str, Any] = {"status": to.value, "binds_at": None} | ({} if to is was else {"status_at": actor.now})
    await change_row(actor.session, resolution, values, actor.now)
    await put_event(actor, resolution, was.value, said, file=file.to_data() if file is not None else None)
    await note(actor, "resolution.move", resolution_id, ({"status": was.value}, {"status": to.value}))
    await _tell(actor, resolution, FOLLOWS.get(to) if to is not was else None, said, file, stopped_at)
    return resolution


async def postpone(actor: Actor, resolution_id: int, version: int, due_on: date | None, words: str) -> Resolution:
    """Give a public resolution another due day, or none, and say why. Raises as `move`."""
    resolution = await _movable(actor, resolution_id, version)
    if ResolutionStatus(resolution.status) not in UNFINISHED:
        raise ResolutionChanged
    said, zone = _said(words), actor.city.zone
    tr = translator(actor.city.default_language)
    day = tr.plain("Due: {day}.", day=day_words(due_on, zone, tr)) if due_on else tr.plain("Without a due day.")
    before, after = (one.isoformat() if one is not None else None for one in (resolution.due_on, due_on))
    await change_row(actor.session, resolution, {"due_on": due_on}, actor.now)
    await put_event(actor, resolution, resolution.status, f"{said}\n{day}")
    await note(actor, "resolution.postpone", resolution_id, ({"due_on": before}, {"due_on": after}))
    await _tell(actor, resolution, None, f"{said}\n{day}", None)
    return resolution


async def _movable(actor: Actor, resolution_id: int, version: int) -> Resolution:
    resolution = await versioned(actor, resolution_id, version)
    if resolution.published_at is None:
        raise NotFound
    return resolution


def may_move(actor: Actor, resolution: Resolution) -> bool:
    """Whether they may say how far a resolution has come."""
    may = any(actor.rights.may(action, resolution.area_id) for action in (Action.MEET, Action.PURSUE))
    return may and resolution.published_at is not None


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise EmptyText
    if len(said) > LONGEST_NOTE:
        raise TextTooLong(LONGEST_NOTE)
    return said


async def _tell(
    actor: Actor,
    resolution: Resolution,
    to: Status | None,
    said: str,
    file: MediaItem | None,
    stopped_at: datetime | None = None,
) -> None:
    tr = translator(actor.city.default_language)
    tree = await areas.load_tree(session=actor.session)
    title = title_words(resolution, tree.places.get(resolution.area_id), tr)
    status = status_words(resolution.status, tr)
    words = tr.plain("{title}: {status}.", title=title, status=status) + f"\n{said}"
    for submission_id in await answered_by(session=actor.session, resolution_id=resolution.id or 0):
        await submission_follow.follow(actor, submission_id, to, words, file=file, stopped_at=stopped_at)


async def history(*, session: AsyncSession, resolution_id: int) -> Sequence[ResolutionEvent]:
    """Its steps, oldest first; the first says that it was made public."""
    found = select(ResolutionEvent).where(ResolutionEvent.resolution_id == resolution_id)
    return (await session.exec(found.order_by(col(ResolutionEvent.id)))).all()
