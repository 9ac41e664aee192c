"""What an office wrote into an exported sheet: looked at first, then done row by row, each in a transaction."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.documents.submission_update import SheetLine
from models.entry import Claim, Entry, EntryKind
from models.errors import DomainError, HeldByAnother, MoveNotAllowed, NotFound
from models.export_filter import ExportFilterError, find_status
from models.role import Action
from models.services import access, casework, submissions
from models.services.casework import Desk, Words
from models.submission import ENDED, NEEDS_REASON, STAFF_MOVES, Status, StatusEvent, Submission
from models.tracking_code import parse_tracking_code, tracking_code

_PAGE = 500  # rows of a sheet that are looked up together
_NEEDS_WORDS = NEEDS_REASON | {Status.NEEDS_INFO}
_GONE = frozenset({Status.WITHDRAWN, Status.MERGED})  # nobody reads an answer there
_submission, _claim = table_of(Submission).c, table_of(Claim).c
_CHANGED = "it was changed since the sheet was exported: export it anew"


@dataclass(frozen=True)
class Problem:
    """Why a line of the sheet is not done."""

    line: SheetLine
    reason: str


@dataclass(frozen=True)
class Task:
    """What a line asks for, of a submission as it stood when the sheet was exported."""

    line: SheetLine
    submission_id: int
    to: Status | None


@dataclass(frozen=True)
class Preview:
    """What would be done, what cannot be, and how many lines were done by an earlier time or ask for nothing."""

    tasks: list[Task] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    done_before: int = 0
    idle: int = 0

    @property
    def moves(self) -> int:
        """How many get another status."""
        return sum(task.to is not None for task in self.tasks)

    @property
    def answers(self) -> int:
        """How many authors get an answer, a reason or a question."""
        return sum(bool(task.line.answer) for task in self.tasks)

    @property
    def notes(self) -> int:
        """How many get a note for the office alone."""
        return sum(bool(task.line.note) for task in self.tasks)


class RowRefusedError(Exception):
    """A line cannot be done as things stand; the message says why, and nothing of it was done."""


@dataclass(frozen=True)
class _Known:
    """What the database says of the submission of a line."""

    id: int
    status: Status
    version: int
    held_until: datetime | None


async def preview(*, session: AsyncSession, lines: Sequence[SheetLine], now: datetime) -> Preview:
    """Look at every line and change nothing. A submission that stands in the sheet twice is done once."""
    found, seen = Preview(), dict[str, SheetLine]()
    done_before, idle = 0, 0
    for begin in range(0, len(lines), _PAGE):
        coded = [(line, _code(line)) for line in lines[begin : begin + _PAGE]]
        known = await _known(session, [code for _, code in coded if code is not None], now)
        done = await _done_before(session, [one.id for one in known.values()])
        for line, code in coded:
            one = known.get(code or "")
            if one is not None and line.version != one.version and _is_done(line, one, done):
                done_before += 1
                continue
            try:
                to = _wanted(line, _first(line, one, seen))
            except RowRefusedError as error:
                found.problems.append(Problem(line, str(error)))
                continue
            if to is None and not line.answer and not line.note:
                idle += 1
            elif one is not None:
                found.tasks.append(Task(line, one.id, to))
    return Preview(found.tasks, found.problems, done_before, idle)


def _code(line: SheetLine) -> str | None:
    typed = parse_tracking_code(line.code)
    return None if typed is None or typed.year is None else tracking_code(typed.year, typed.serial)


async def _known(session: AsyncSession, codes: Sequence[str], now: datetime) -> dict[str, _Known]:
    rows = await session.execute(
        select(_submission.code, _submission.id, _submission.status, _submission.version, _claim.ends_at)
        .outerjoin(table_of(Claim), (_claim.submission_id == _submission.id) & (_claim.ends_at > now))
        .where(_submission.code.in_(codes))
    )
    return {row[0]: _Known(row[1], Status(row[2]), row[3], row[4]) for row in rows}


def _first(line: SheetLine, one: _Known | None, seen: dict[str, SheetLine]) -> _Known:
    """The line's submission, if it stands there for the first time.

    Raises:
        RowRefusedError: it does not, or there is none.
    """
    if one is None:
        raise RowRefusedError(f"there is no submission «{line.code}»" if line.code else "it has no tracking code")
    before = seen.setdefault(str(one.id), line)
    if before is not line:
        raise RowRefusedError(f"the same submission stands in {before.place} already")
    return one


def _wanted(line: SheetLine, one: _Known) -> Status | None:
    """The status that is asked for, if it is another one.

    Raises:
        RowRefusedError: what the line asks for cannot be done.
    """
    to = _status(line.status)
    if line.version is None:
        raise RowRefusedError("its version is missing: export the sheet anew")
    if line.version != one.version:
        raise RowRefusedError(_CHANGED)
    if one.held_until is not None:
        raise RowRefusedError("somebody is working on it just now: try again later")
    if to is one.status and not (to is Status.NEEDS_INFO and line.answer):  # one more question is something to do
        to = None
    reason = _refusal(line, one.status, to)
    if reason is not None:
        raise RowRefusedError(reason)
    return to


def _status(words: str) -> Status | None:
    if not words:
        return None
    try:
        return Status(find_status(words))
    except ExportFilterError:
        raise RowRefusedError(f"there is no status «{words}»") from None


def _refusal(line: SheetLine, status: Status, to: Status | None) -> str | None:
    if status in _GONE and (to is not None or line.answer):
        return f"it has ended ({status.value}): only a note can be added"
    if to is None or (to is status and line.answer):
        return None
    if to not in STAFF_MOVES[status]:
        what = "it has ended: " if status in ENDED else ""
        return f"{what}from {status.value} it cannot be moved to {to.value}"
    if to in _NEEDS_WORDS and not line.answer:
        needed = "a question" if to is Status.NEEDS_INFO else "a reason"
        return f"{to.value} needs {needed}: write it into the column for the answer"
    return None


type _Done = dict[int, set[tuple[str, str]]]  # by submission: (kind of entry, its words), ("moved", status), …


async def _done_before(session: AsyncSession, ids: Sequence[int]) -> _Done:
    """What was done by nobody of the chat, which is by sheets."""
    done: _Done = defaultdict(set)
    entries, events = table_of(Entry).c, table_of(StatusEvent).c
    said = select(entries.submission_id, entries.kind, entries.text)
    for number, kind, words in await session.execute(said.where(_by_nobody(entries, ids))):
        done[number].add((kind, words))
    moved = select(events.submission_id, events.status_to, events.note)
    for number, status, note in await session.execute(moved.where(_by_nobody(events, ids))):
        done[number] |= {("moved", status), (status, note or "")}
    return done


def _by_nobody(columns: Any, ids: Sequence[int]) -> Any:
    return columns.submission_id.in_(ids) & columns.person_id.is_(None)


def _is_done(line: SheetLine, one: _Known, done: _Done) -> bool:
    """Whether all that the line asks for is in the file already, as an earlier sheet put it there."""
    try:
        to = _status(line.status)
    except RowRefusedError:
        return False
    wanted = set(_traces(line, to))
    return bool(wanted) and wanted <= done[one.id]


def _traces(line: SheetLine, to: Status | None) -> Iterator[tuple[str, str]]:
    if line.note:
        yield EntryKind.NOTE.value, line.note
    if to is not None:
        yield "moved", to.value
    if line.answer:
        kind = EntryKind.QUESTION if to is Status.NEEDS_INFO else EntryKind.ANSWER
        yield (to.value if to in NEEDS_REASON else kind.value), line.answer


async def apply(desk: Desk, task: Task) -> None:
    """Do what a line asks for: all of it, or nothing where this raises. Its author is told by a delivery.

    Raises:
        RowRefusedError: things have changed since the preview.
    """
    try:
        await _take(desk, task)
        await _do(desk, task)
    except HeldByAnother:
        raise RowRefusedError("somebody is working on it just now: try again later") from None
    except (MoveNotAllowed, NotFound):
        raise RowRefusedError(_CHANGED) from None
    except DomainError as error:
        raise RowRefusedError(f"it was refused: {type(error).__name__}") from None


async def _take(desk: Desk, task: Task) -> None:
    """Make the submission's version another one: the same line never fits it again."""
    submission = await access.submission_for(
        session=desk.session, rights=desk.rights, submission_id=task.submission_id, action=Action.NOTE
    )
    if submission.version != task.line.version:
        raise MoveNotAllowed
    await submissions.change(session=desk.session, submission=submission, values={}, now=desk.now)


async def _do(desk: Desk, task: Task) -> None:
    number, to, words = task.submission_id, task.to, Words(task.line.answer)
    if task.line.note:
        await casework.note(desk, number, Words(task.line.note))
    if to is Status.NEEDS_INFO:
        await casework.ask(desk, number, words)
        return
    if task.line.answer and to not in NEEDS_REASON:
        await casework.answer(desk, number, words)
    if to is not None:
        await casework.move(desk, number, to, task.line.answer if to in NEEDS_REASON else "")
