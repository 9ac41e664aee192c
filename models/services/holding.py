"""Taking a submission in hand and letting go of it, without anything else done to it: each a row of the audit trail."""

from models.role import Action
from models.services import access, audit, casework, claims
from models.services.casework import Desk
from models.submission import Submission


async def take(desk: Desk, submission_id: int) -> Submission:
    """Hold a submission. Holding longer what one held already is no row.

    Raises:
        NotFound: it is not there, or not for them.
        HeldByAnother: somebody else works on it.
    """
    was = await claims.holder(session=desk.session, submission_id=submission_id, now=desk.now)
    submission = await casework.take_up(desk, submission_id, Action.CLAIM)
    if was is None or was != desk.person_id:
        await audit.write(
            session=desk.session, by=desk.by, action="submission.claim", on=("submission", submission.id), now=desk.now
        )
    return submission


async def let_go(desk: Desk, submission_id: int) -> Submission:
    """Let go of a submission; of one that they do not hold nothing happens.

    Raises:
        NotFound: it is not there, or not for them.
    """
    submission = await access.submission_for(
        session=desk.session, rights=desk.rights, submission_id=submission_id, action=Action.CLAIM
    )
    is_held = desk.person_id is not None and await claims.release(
        session=desk.session, submission_id=submission_id, person_id=desk.person_id
    )
    if is_held:
        await audit.write(
            session=desk.session,
            by=desk.by,
            action="submission.release",
            on=("submission", submission.id),
            now=desk.now,
        )
    return submission
