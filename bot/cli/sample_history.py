"""What an office might have done with the sample submissions of `mahalleyar demo`, so that its desk looks like one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.entry import Entry, EntryKind
from models.services import areas, submissions
from models.submission import Kind, Status, Submission

_OLD, _RECENT = timedelta(days=30), timedelta(days=12)


@dataclass(frozen=True)
class _Step:
    """One step: a status with its note, or something said."""

    to: Status | None = None
    note: str | None = None
    said: EntryKind | None = None
    text: str = ""


_REVIEWED = _Step(Status.UNDER_REVIEW)
_REFERRED = _Step(Status.REFERRED, "به واحد اجرایی منطقه ارجاع شد.")
_WORKED_ON = _Step(Status.IN_PROGRESS, "در برنامهٔ این هفتهٔ واحد اجرایی است.")
_DONE = _Step(Status.DONE, "انجام شد؛ لطفاً بگویید حل شد یا نه.")
_ASKED = _Step(said=EntryKind.QUESTION, text="لطفاً نشانی دقیق‌تر را بنویسید: کدام کوچه و نزدیک چه پلاکی؟")
_NOTED = _Step(said=EntryKind.NOTE, text="با واحد اجرایی منطقه هماهنگ شد.")
_THANKED = _Step(said=EntryKind.ANSWER, text="از محبت شما سپاسگزاریم؛ پیام شما به همکاران رسید.")
_NOT_SOLVED = _Step(said=EntryKind.NOT_SOLVED, text="هنوز همان‌طور است و کسی نیامده.")

_LONG_AGO: tuple[tuple[_Step, ...], ...] = (
    (_REVIEWED, _REFERRED, _WORKED_ON, _DONE),
    (_REFERRED, _NOTED, _WORKED_ON),
    (_REVIEWED, _NOTED, _REFERRED),
    (_WORKED_ON, _DONE, _Step(Status.REOPENED), _NOT_SOLVED),
)
_LATELY: tuple[tuple[_Step, ...], ...] = ((_REVIEWED,), (_ASKED, _Step(Status.NEEDS_INFO)), (_REFERRED, _NOTED), ())


def _history(submission: Submission, key: int, now: datetime) -> Sequence[_Step]:
    """What happened to it: the older, the more; the same for the same text."""
    waited = now - submission.created_at
    if submission.kind == Kind.THANKS and waited > _RECENT:
        return (_THANKED, _Step(Status.DONE))
    if waited > _OLD:
        return _LONG_AGO[key % len(_LONG_AGO)]
    return _LATELY[key % len(_LATELY)] if waited > _RECENT else ()


async def give_history(session: AsyncSession, submission: Submission, key: int, now: datetime) -> None:
    """Let an untouched sample submission have been worked on; nobody is told of it.

    Args:
        session: the caller's transaction.
        submission: as it was registered; one that was touched since stays as it is.
        key: a number that is the same for the same text.
        now: aware; every step lies before it.
    """
    if submission.version > 1 or submission.status != Status.REGISTERED:
        return
    begun, steps = submission.created_at, _history(submission, key, now)
    pause = (now - begun) / (len(steps) + 1)
    for number, step in enumerate(steps, start=1):
        await _take(session, submission, step, begun + pause * number)
    if now - submission.created_at < _RECENT and key % 5 == 0:
        await _lose_place(session, submission, await areas.load_tree(session=session))


async def _take(session: AsyncSession, submission: Submission, step: _Step, at: datetime) -> None:
    if step.to is not None:
        await submissions.move(
            session=session, submission=submission, to=step.to, person_id=None, note=step.note, now=at
        )
    if step.said is not None:
        values = {"submission_id": submission.id, "kind": step.said.value, "text": step.text, "created_at": at}
        await session.execute(insert(table_of(Entry)).values(values))


async def _lose_place(session: AsyncSession, submission: Submission, tree: AreaTree) -> None:
    """Its author found no neighbourhood that fits: it waits for somebody who knows."""
    root = tree.line(submission.area_id)[-1].id
    await submissions.change(
        session=session,
        submission=submission,
        values={"area_id": root, "needs_placing": True},
        now=submission.created_at,
    )
