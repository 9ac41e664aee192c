import pytest

from models.database import AsyncSession
from models.errors import NotFound
from models.services import access, submissions
from models.submission import Submission
from models.tracking_code import parse_tracking_code
from tests.models.sample_rows import NOW, TEHRAN, draft, resident


async def _registered(session: AsyncSession, person: int, number: int = 1) -> Submission:
    return await submissions.register(session=session, person_id=person, draft=draft(number), now=NOW, zone=TEHRAN)


async def test_an_author_sees_their_own(session: AsyncSession) -> None:
    """Whoever wrote a submission is given it, by its id, its draft and its code."""
    person = await resident(session)
    mine = await _registered(session, person)
    assert await access.own_submission(session=session, person_id=person, submission_id=mine.id or 0) is mine
    assert await access.own_submission_of_draft(session=session, person_id=person, draft_id=1) is mine
    code = parse_tracking_code(mine.code)
    assert code is not None
    assert await access.own_submission_by_code(session=session, person_id=person, code=code) is mine


async def test_somebody_elses_looks_as_if_it_did_not_exist(session: AsyncSession) -> None:
    """A foreign submission and one that never was give the same answer: nothing tells them apart."""
    author, other = await resident(session), await resident(session, 7_000_000_001)
    foreign = await _registered(session, author)
    refusals = []
    for submission_id in (foreign.id or 0, 404):
        with pytest.raises(NotFound) as refused:
            await access.own_submission(session=session, person_id=other, submission_id=submission_id)
        refusals.append((str(refused.value), vars(refused.value)))
    assert refusals[0] == refusals[1]
    assert await access.own_submission_of_draft(session=session, person_id=other, draft_id=1) is None
    code = parse_tracking_code(foreign.code)
    assert code is not None
    assert await access.own_submission_by_code(session=session, person_id=other, code=code) is None


async def test_an_unconfirmed_draft_is_no_submission(session: AsyncSession) -> None:
    """A draft that nobody confirmed leads to nothing."""
    person = await resident(session)
    await _registered(session, person)
    assert await access.own_submission_of_draft(session=session, person_id=person, draft_id=2) is None
