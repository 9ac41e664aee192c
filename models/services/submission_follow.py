"""A submission follows what the council does with it: put on an agenda, decided, and its resolution carried out.

Nobody at the desk does this: whoever works with the meeting or the resolution need not hold the submission.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import insert

from models.database import AsyncSession, table_of
from models.entry import Entry, EntryKind
from models.media import MediaItem
from models.services import audit, changes, media, submissions
from models.services.actor import Actor
from models.services.audit import By
from models.submission import Status, Submission

_OPEN: Final = frozenset(
    {
        Status.REGISTERED,
        Status.NEEDS_INFO,
        Status.REFERRED,
        Status.UNDER_REVIEW,
        Status.IN_PROGRESS,
        Status.REOPENED,
    }
)
COUNCIL_MOVES: Final[dict[Status, frozenset[Status]]] = {
    Status.ON_AGENDA: _OPEN,
    Status.UNDER_REVIEW: frozenset({Status.ON_AGENDA, Status.APPROVED}),
    Status.APPROVED: _OPEN | {Status.ON_AGENDA},
    Status.IN_PROGRESS: (_OPEN - {Status.IN_PROGRESS}) | {Status.ON_AGENDA, Status.APPROVED, Status.DONE},
    Status.DONE: _OPEN | {Status.ON_AGENDA, Status.APPROVED},
    Status.NOT_ACCEPTED: _OPEN | {Status.ON_AGENDA, Status.APPROVED},
}
"""To which status the council's work takes a submission, and from where. What ended otherwise is let be."""


async def follow(
    actor: Actor,
    submission_id: int,
    to: Status | None,
    note: str,
    *,
    file: MediaItem | None = None,
    by: By | None = None,
    stopped_at: datetime | None = None,
) -> bool:
    """Move a submission along with the council's work and have its author told, in one message.

    Where its status cannot follow (it is there already, or ended otherwise), or none is given, the words go into its
    file as an answer all the same, as long as nobody withdrew or merged it.

    Args:
        actor: who did it.
        submission_id: of which submission.
        to: one of `COUNCIL_MOVES`; None for words alone.
        note: what happened, in the city's language: it stands in the history, and the author reads it.
        file: a photo that shows it.
        by: for the audit trail, where a timer did it.
        stopped_at: when the council's own work ended it as not accepted, where that goes on now (aware).

    Returns:
        Whether its status changed.
    """
    submission = await actor.session.get(Submission, submission_id, populate_existing=True)
    if submission is None or submission.status in {Status.WITHDRAWN, Status.MERGED}:
        return False
    session, was, person_id = actor.session, submission.status, None if by is not None else actor.person_id
    told = {"session": session, "bot_id": actor.bot_id, "now": actor.now, "zone": actor.city.zone}
    goes_on = was == Status.NOT_ACCEPTED and stopped_at is not None and submission.status_at == stopped_at
    moves = to is not None and (Status(was) in COUNCIL_MOVES[to] or goes_on)
    if to is not None and moves:
        event_id = await submissions.move(
            session=session, submission=submission, to=to, person_id=person_id, note=note, now=actor.now
        )
        await changes.tell_author_of_change(submission=submission, event_id=event_id, **told)  # type: ignore[arg-type]
        after = {"status": to.value, "event": event_id}
        await audit.write(
            session=session,
            by=by or actor.by,
            action="submission.move",
            on=("submission", submission.id),
            now=actor.now,
            change=({"status": was}, after),
        )
    if file is not None or not moves:
        entry_id = await _enter(actor, submission, "" if moves else note, file, person_id)
        await changes.tell_author_of_change(submission=submission, entry_id=entry_id, **told)  # type: ignore[arg-type]
    return moves


async def _enter(
    actor: Actor, submission: Submission, words: str, file: MediaItem | None, person_id: int | None
) -> int:
    session: AsyncSession = actor.session
    values = {
        "submission_id": submission.id,
        "kind": EntryKind.ANSWER.value,
        "person_id": person_id,
        "message_id": file.message_id if file is not None else None,
        "text": words,
        "created_at": actor.now,
    }
    entries = table_of(Entry)
    entry_id: int = (await session.execute(insert(entries).values(values).returning(entries.c.id))).scalar_one()
    await media.attach(
        session=session,
        submission_id=submission.id or 0,
        bot_id=actor.bot_id,
        items=[file] if file is not None else [],
        now=actor.now,
        entry_id=entry_id,
    )
    return entry_id
