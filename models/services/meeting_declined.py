"""What a meeting itself declined: putting that right opens it again; what others ended since stays ended."""

from datetime import datetime

from sqlalchemy import select

from models.database import table_of
from models.meeting import Meeting, Outcome
from models.services import agenda_words
from models.services.actor import Actor
from models.submission import Status, StatusEvent, Submission

_e = table_of(StatusEvent).c


async def declined_at(actor: Actor, meeting_id: int, submission_id: int) -> datetime | None:
    """Since when a submission is not accepted because this very meeting declined it (aware); None where it is not.

    Args:
        actor: who puts the minutes right; the history says in their city's language what a meeting did.
        meeting_id: whose minutes these are.
        submission_id: of which submission.
    """
    session = actor.session
    submission, meeting = await session.get(Submission, submission_id), await session.get(Meeting, meeting_id)
    if submission is None or meeting is None or submission.status != Status.NOT_ACCEPTED:
        return None
    last = select(_e.note).where(_e.submission_id == submission_id, _e.status_to == Status.NOT_ACCEPTED.value)
    note = (await session.execute(last.order_by(_e.id.desc()).limit(1))).scalar_one_or_none()
    said, _, _ = (note or "").partition("\n")  # the meeting's own words follow in further lines
    return submission.status_at if said == agenda_words.decided(meeting, actor.city, Outcome.DECLINED, "") else None
