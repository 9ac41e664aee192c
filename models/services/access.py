"""Who may see and do what: the only place that decides. What somebody may not see does not exist for them."""

from sqlalchemy import bindparam
from sqlmodel import col, select

from models.database import AsyncSession
from models.errors import NotFound
from models.submission import Submission
from models.tracking_code import TypedCode


def must_own(*, is_owner: bool) -> None:
    """What only owners may do.

    Raises:
        NotFound: for everybody else it is not there.
    """
    if not is_owner:
        raise NotFound


async def own_submission(*, session: AsyncSession, person_id: int, submission_id: int) -> Submission:
    """The submission, for its author.

    Raises:
        NotFound: there is none of that id, or it is somebody else's.
    """
    submission = await session.get(Submission, submission_id)
    if submission is None or submission.person_id != person_id:
        raise NotFound
    return submission


async def own_submission_by_code(*, session: AsyncSession, person_id: int, code: TypedCode) -> Submission | None:
    """The author's submission that a typed code names, the newest of them for the short form; None for any other."""
    same_serial = select(Submission).where(Submission.person_id == person_id, Submission.serial == code.serial)
    found = (await session.exec(same_serial.order_by(col(Submission.year).desc()))).all()
    return next((one for one in found if code.belongs_to(one.year, one.serial)), None)


_OF_DRAFT = select(Submission).where(
    col(Submission.draft_id) == bindparam("draft"), col(Submission.person_id) == bindparam("person")
)


async def own_submission_of_draft(*, session: AsyncSession, person_id: int, draft_id: int) -> Submission | None:
    """The author's submission that a draft became; None while the draft is unconfirmed, or is somebody else's."""
    found = await session.execute(_OF_DRAFT, {"draft": draft_id, "person": person_id})
    return found.scalars().first()
