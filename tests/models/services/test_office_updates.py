from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from models.audit import Audit
from models.database import AsyncSession, Database
from models.delivery import Delivery
from models.documents.submission_update import SheetLine
from models.entry import Claim, Entry
from models.rights import Rights
from models.services import claims, office_updates, submissions
from models.services.casework import Desk
from models.services.office_updates import Preview, RowRefusedError
from models.submission import STAFF_MOVES, Status, StatusEvent, Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident

ACTOR = "cli:alireza"


def _desk(session: AsyncSession) -> Desk:
    return Desk(session, Rights(0, is_owner=True), BOT, NOW, TEHRAN, ACTOR)


async def _registered(session: AsyncSession, number: int = 1, status: Status = Status.REGISTERED) -> Submission:
    one = await submissions.register(
        session=session, person_id=await resident(session), draft=draft(number), now=NOW, zone=TEHRAN
    )
    one.status = status.value
    await session.flush()
    return one


def _line(of: Submission, status: str = "", answer: str = "", note: str = "", row: int = 2) -> SheetLine:
    return SheetLine(row, None, of.code, of.version, status, answer, note)


async def _preview(session: AsyncSession, *lines: SheetLine) -> Preview:
    return await office_updates.preview(session=session, lines=lines, now=NOW)


async def _do(session: AsyncSession, *lines: SheetLine) -> Preview:
    found = await _preview(session, *lines)
    for task in found.tasks:
        await office_updates.apply(_desk(session), task)
    return found


async def test_a_row_is_done(session: AsyncSession) -> None:
    """Status, answer and note are in the file under nobody's name, audited by who ran it; the author is told once."""
    one = await _registered(session)
    found = await _do(session, _line(one, "در دست اقدام", "فردا می‌آییم", "با برق تماس گرفتم"))
    assert (found.moves, found.answers, found.notes, found.problems) == (1, 1, 1, [])
    said = (await session.exec(select(Entry).order_by(col(Entry.id)))).all()
    assert [(entry.kind, entry.text, entry.person_id) for entry in said] == [
        ("note", "با برق تماس گرفتم", None),
        ("answer", "فردا می‌آییم", None),
    ]
    assert one.status == Status.IN_PROGRESS
    events = await submissions.history(session=session, submission_id=one.id or 0)
    assert [(event.status_to, event.person_id) for event in events[1:]] == [("in_progress", None)]
    trail = (await session.exec(select(Audit).order_by(col(Audit.id)))).all()
    assert {(row.person_id, row.actor, row.object_id) for row in trail} == {(None, ACTOR, one.id)}
    assert [row.action for row in trail] == ["submission.note", "submission.answer", "submission.move"]
    told = (await session.exec(select(Delivery))).one()
    assert (told.kind, told.bot_id, told.content["entries"], told.content["events"]) == (
        "change",
        BOT,
        [said[1].id],
        [events[1].id],
    )
    assert (await session.exec(select(func.count()).select_from(Claim))).one() == 0


async def test_a_reason_and_a_question_stand_in_the_column_for_answers(session: AsyncSession) -> None:
    """With «پذیرفته‌نشده» the answer is the reason; with «نیاز به تکمیل اطلاعات» it is what is asked."""
    refused, asked = await _registered(session, 1), await _registered(session, 2)
    found = await _do(
        session, _line(refused, "not_accepted", "بودجه نیست"), _line(asked, "نیاز به تکمیل اطلاعات", "کجا؟", row=3)
    )
    assert found.problems == []
    event = (await submissions.history(session=session, submission_id=refused.id or 0))[-1]
    assert (event.status_to, event.note) == ("not_accepted", "بودجه نیست")
    assert [(entry.kind, entry.text) for entry in (await session.exec(select(Entry))).all()] == [("question", "کجا؟")]
    assert (refused.status, asked.status) == (Status.NOT_ACCEPTED, Status.NEEDS_INFO)
    assert sorted((await session.exec(select(Delivery.kind))).all()) == ["change", "question"]
    again = await _do(session, _line(asked, "needs_info", "پلاک چند؟"))
    assert (len(again.tasks), again.problems) == (1, [])


async def test_the_same_sheet_twice_changes_nothing(session: AsyncSession) -> None:
    """What an earlier time did is counted and left as it is, whatever the row asked for."""
    lines = [
        _line(await _registered(session, 1), "done", "نصب شد", "تمام"),
        _line(await _registered(session, 2), "out_of_scope", "با ۱۲۱ تماس بگیرید", row=3),
        _line(await _registered(session, 3), answer="بررسی می‌کنیم", row=4),
        _line(await _registered(session, 4), note="مهم", row=5),
        _line(await _registered(session, 5), "needs_info", "کجا؟", row=6),
        _line(await _registered(session, 6), "referred", row=7),
    ]
    assert len((await _do(session, *lines)).tasks) == 6
    tables = (Entry, StatusEvent, Audit, Delivery)
    before = [(await session.exec(select(func.count()).select_from(table))).one() for table in tables]
    again = await _do(session, *lines)
    assert (again.tasks, again.problems, again.done_before) == ([], [], 6)
    assert [(await session.exec(select(func.count()).select_from(table))).one() for table in tables] == before
    changed = await _do(session, replace(lines[2], answer="چیز دیگر"))
    assert [problem.reason for problem in changed.problems] == [
        "it was changed since the sheet was exported: export it anew"
    ]


@pytest.mark.parametrize(
    ("status", "change", "reason"),
    [
        (Status.REGISTERED, {"code": ""}, "it has no tracking code"),
        (Status.REGISTERED, {"code": "1405-000009-9"}, "there is no submission «1405-000009-9»"),
        (Status.REGISTERED, {"code": "سلام"}, "there is no submission «سلام»"),
        (Status.REGISTERED, {"version": None}, "its version is missing: export the sheet anew"),
        (Status.REGISTERED, {"version": 9}, "it was changed since the sheet was exported: export it anew"),
        (Status.REGISTERED, {"status": "تمام شد"}, "there is no status «تمام شد»"),
        (Status.REGISTERED, {"status": "approved"}, "from registered it cannot be moved to approved"),
        (Status.DONE, {"status": "referred"}, "it has ended: from done it cannot be moved to referred"),
        (Status.DONE, {"status": "needs_info", "answer": "کجا؟"}, "it has ended: from done it cannot be moved to"),
        (Status.REGISTERED, {"status": "not_accepted"}, "not_accepted needs a reason"),
        (Status.REGISTERED, {"status": "out_of_scope"}, "out_of_scope needs a reason"),
        (Status.REGISTERED, {"status": "needs_info"}, "needs_info needs a question"),
        (Status.WITHDRAWN, {"answer": "باشد"}, "it has ended (withdrawn): only a note can be added"),
        (Status.MERGED, {"status": "done"}, "it has ended (merged): only a note can be added"),
    ],
)
async def test_every_refusal(session: AsyncSession, status: Status, change: dict[str, object], reason: str) -> None:
    """Each is named with its line, and nothing of the line is done."""
    one = await _registered(session, status=status)
    found = await _do(session, replace(_line(one, note="یادداشت", row=14), **change))  # type: ignore[arg-type]  # each case knows its columns
    assert found.tasks == []
    (problem,) = found.problems
    assert problem.reason.startswith(reason)
    assert problem.line.place == "row 14"
    assert (await session.exec(select(func.count()).select_from(Entry))).one() == 0


@pytest.mark.parametrize("status", Status)
async def test_the_moves_are_those_of_the_desk(session: AsyncSession, status: Status) -> None:
    """From every status a sheet moves where staff may move, and nowhere else; the same status is no move."""
    one = await _registered(session, status=status)
    for to in Status:
        found = await _preview(session, _line(one, to.value, "چون"))
        may = to in STAFF_MOVES[status] or (to is status and status not in {Status.WITHDRAWN, Status.MERGED})
        assert bool(found.tasks) is may, to
        assert bool(found.problems) is not may
        assert [task.to for task in found.tasks if task.to is not Status.NEEDS_INFO] in ([], [None], [to])


async def test_what_somebody_works_on_is_left_to_them(session: AsyncSession) -> None:
    """A row whose submission is held is refused, in the preview and afterwards; once the time is over it is done."""
    one, other = await _registered(session), await resident(session, 7_000_000_001)
    task = (await _preview(session, _line(one, "done"))).tasks[0]
    await claims.take(session=session, submission_id=one.id or 0, person_id=other, now=NOW)
    (problem,) = (await _preview(session, _line(one, "done"))).problems
    assert problem.reason == "somebody is working on it just now: try again later"
    with pytest.raises(RowRefusedError, match="somebody is working"):
        await office_updates.apply(_desk(session), task)
    await session.refresh(one)
    later = replace(_desk(session), now=NOW + timedelta(hours=1))
    found = await office_updates.preview(session=session, lines=[_line(one, "done")], now=later.now)
    await office_updates.apply(later, found.tasks[0])
    assert one.status == Status.DONE


async def test_a_row_is_done_whole_or_not_at_all(database: Database) -> None:
    """What somebody changes between the preview and the row is refused, and nothing of the row stays."""
    async with database.transaction() as session:
        one = await _registered(session)
        task = (await _preview(session, _line(one, "done", "نصب شد", "یادداشت"))).tasks[0]
    async with database.transaction() as session:
        mine = (await session.exec(select(Submission))).one()
        await submissions.withdraw(session=session, submission=mine, person_id=mine.person_id, now=NOW)
    with pytest.raises(RowRefusedError, match="changed since"):
        async with database.transaction() as session:
            await office_updates.apply(_desk(session), task)
    async with database.transaction() as session:
        assert (await session.exec(select(Submission.status))).one() == "withdrawn"
        for table in (Entry, Audit, Delivery):
            assert (await session.exec(select(func.count()).select_from(table))).one() == 0


async def test_a_row_twice_in_a_sheet(session: AsyncSession) -> None:
    """The first counts, the second is refused with the first one's place; a row that asks for nothing is idle."""
    one, two = await _registered(session, 1), await _registered(session, 2)
    found = await _do(session, _line(one, note="یک", row=5), _line(one, note="دو", row=9), _line(two, "registered"))
    assert [problem.reason for problem in found.problems] == ["the same submission stands in row 5 already"]
    assert (len(found.tasks), found.idle) == (1, 1)


@pytest.mark.parametrize("spell", [str, lambda code: code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))])
async def test_codes_in_any_digits(session: AsyncSession, spell: Callable[[str], str]) -> None:
    """A code is found in Persian digits too."""
    one = await _registered(session)
    found = await _do(session, replace(_line(one, "ارجاع‌شده"), code=spell(one.code)))
    assert (len(found.tasks), one.status) == (1, Status.REFERRED)
