"""Who may see and do what: the only place that decides. What somebody may not see does not exist for them."""

from sqlmodel import select

from models.database import AsyncSession
from models.errors import NotFound
from models.submission import Submission


async def own_submission(*, session: AsyncSession, person_id: int, submission_id: int) -> Submission:
    """The submission, for its author.

    Raises:
        NotFound: there is none of that id, or it is somebody else's.
    """
    submission = await session.get(Submission, submission_id)
    if submission is None or submission.person_id != person_id:
        raise NotFound
    return submission


async def own_submission_of_draft(*, session: AsyncSession, person_id: int, draft_id: int) -> Submission | None:
    """The author's submission that a draft became; None while the draft is unconfirmed, or is somebody else's."""
    found = await session.exec(
        select(Submission).where(Submission.draft_id == draft_id, Submission.person_id == person_id)
    )
    return found.first()
