"""Reading everything for a file: in a thread and on a connection of its own, a page at a time."""

from collections.abc import Iterator

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from models.area import Area, Level
from models.area_tree import AreaTree
from models.documents.submission_row import SubmissionRow
from models.submission import Submission

_PAGE = 1000


def read_submission_rows(engine: Engine) -> Iterator[SubmissionRow]:
    """Every submission, oldest first, with the names of the places above it. Blocking: call it in a thread.

    Each page is a short read of its own: a long one would keep SQLite's log from being folded back meanwhile.
    """
    with Session(engine) as session:
        tree = AreaTree.of(session.exec(select(Area)).all())
    after = 0
    while True:
        with Session(engine) as session:
            page = session.exec(
                select(Submission).where(col(Submission.id) > after).order_by(col(Submission.id)).limit(_PAGE)
            ).all()
        for submission in page:
            yield _row(submission, tree)
        if len(page) < _PAGE:
            return
        after = page[-1].id or 0


def _row(submission: Submission, tree: AreaTree) -> SubmissionRow:
    return SubmissionRow(
        code=submission.code,
        kind=submission.kind,
        status=submission.status,
        district=tree.above(submission.area_id, Level.DISTRICT),
        zone=tree.above(submission.area_id, Level.ZONE),
        neighbourhood=tree.above(submission.area_id, Level.NEIGHBOURHOOD),
        text=submission.text,
        normalized=submission.normalized,
        created=submission.created_at,
    )
