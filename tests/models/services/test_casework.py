from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from itertools import product

import pytest
from sqlmodel import select

from models.audit import Audit
from models.database import AsyncSession
from models.delivery import Delivery
from models.draft import Draft, Part
from models.entry import Entry, EntryKind
from models.errors import EmptyText, HeldByAnother, MoveNotAllowed, NotFound, ReasonNeeded
from models.role import Action
from models.services import casework, claims, submissions
from models.services.casework import Desk, Words
from models.submission import ENDED, NEEDS_REASON, STAFF_MOVES, Kind, Status, Submission, Visibility
from tests.models.sample_rows import NOW
from tests.models.services.desk_rows import staffed

WORDS = Words("چراغ کدام کوچه؟", message_id=7)


async def _audit(session: AsyncSession) -> list[str]:
    rows = (await session.exec(select(Audit).order_by(Audit.id))).all()  # type: ignore[arg-type]  # sqlmodel's columns
    return [row.action for row in rows]


async def _deliveries(session: AsyncSession) -> list[tuple[str, int]]:
    return [(one.kind, one.person_id) for one in (await session.exec(select(Delivery))).all()]


async def test_a_question_waits_for_the_author(session: AsyncSession) -> None:
    """Asking sets the status, keeps the words, tells the author, and is on record."""
    office = await staffed(session)
    one = await office.submission()
    asked = await casework.ask(await office.desk("council"), one.id or 0, WORDS)
    assert asked.status == Status.NEEDS_INFO
    entry = (await session.exec(select(Entry))).one()
    assert (entry.kind, entry.text, entry.person_id) == (EntryKind.QUESTION, WORDS.text, office.people["council"])
    assert await _deliveries(session) == [("question", office.people["resident"])]
    assert await _audit(session) == ["submission.ask"]


async def test_a_second_question_leaves_the_status(session: AsyncSession) -> None:
    """Asking again while the author is asked already is one more question, and no step of the history."""
    office = await staffed(session)
    one = await office.submission()
    desk = await office.desk("council")
    await casework.ask(desk, one.id or 0, WORDS)
    await casework.ask(desk, one.id or 0, Words("و از کی؟", 8))
    events = await submissions.history(session=session, submission_id=one.id or 0)
    assert [event.status_to for event in events] == ["registered", "needs_info"]


async def test_a_question_nobody_waits_for_leaves_no_words(session: AsyncSession) -> None:
    """Where a question leads nowhere it is refused before anything is written; a walk-in has nobody to be asked."""
    office = await staffed(session)
    desk = await office.desk("secretariat")
    for changes in ({"status": "done"}, {"status": "withdrawn"}, {"recorded_by": office.people["secretariat"]}):
        one = await office.submission(**changes)
        with pytest.raises(MoveNotAllowed):
            await casework.ask(desk, one.id or 0, WORDS)
    assert (await session.exec(select(Entry))).all() == []
    assert (await _deliveries(session), await _audit(session)) == ([], [])


async def test_an_answer_is_told_and_a_note_is_not(session: AsyncSession) -> None:
    """The author hears of an answer; of a note between colleagues nobody outside does."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("manager")
    await casework.note(desk, one.id or 0, Words("به برق زنگ زدم", 3))
    assert await _deliveries(session) == []
    await casework.answer(desk, one.id or 0, Words("فردا نصب می‌شود", 4))
    assert await _deliveries(session) == [("change", office.people["resident"])]
    assert await _audit(session) == ["submission.note", "submission.answer"]


async def test_only_the_tables_moves_are_made(session: AsyncSession) -> None:
    """From every status exactly the moves of STAFF_MOVES are possible, but a question needs its words."""
    office = await staffed(session)
    desk = await office.desk("secretariat")
    for was, to in product(Status, Status):
        one = await office.submission(status=was.value)
        is_allowed = to in STAFF_MOVES[was] and to is not Status.NEEDS_INFO
        if is_allowed:
            moved = await casework.move(desk, one.id or 0, to, "چون")
            assert moved.status == to
        else:
            with pytest.raises(MoveNotAllowed):
                await casework.move(desk, one.id or 0, to, "چون")


async def test_the_history_explains_the_status(session: AsyncSession) -> None:
    """Each move is a line of history that begins where the one before ended."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("manager")
    for to in (Status.UNDER_REVIEW, Status.REFERRED, Status.IN_PROGRESS, Status.DONE):
        await casework.move(desk, one.id or 0, to, "یادداشت")
    events = await submissions.history(session=session, submission_id=one.id or 0)
    assert [event.status_from for event in events[1:]] == [event.status_to for event in events[:-1]]
    assert events[-1].status_to == Status.DONE
    assert {event.note for event in events[1:]} == {"یادداشت"}


@pytest.mark.parametrize("to", sorted(NEEDS_REASON))
async def test_a_refusal_needs_its_reason(session: AsyncSession, to: Status) -> None:
    """«پذیرفته‌نشده» and «خارج از وظایف» are not said without a word of why."""
    office = await staffed(session)
    one = await office.submission()
    with pytest.raises(ReasonNeeded):
        await casework.move(await office.desk("manager"), one.id or 0, to, "  ")
    assert one.status == Status.REGISTERED


async def test_corrections_are_silent(session: AsyncSession) -> None:
    """Kind, topic and visibility are put right without a word to the author, with before and after on record."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("manager")
    await casework.correct(desk, one.id or 0, kind=Kind.PROPOSAL, visibility=Visibility.STAFF_ONLY)
    assert (one.kind, one.visibility, await _deliveries(session)) == ("proposal", "staff_only", [])
    row = (await session.exec(select(Audit))).one()
    assert row.before == {"kind": "report", "visibility": "public"}
    assert row.after == {"kind": "proposal", "visibility": "staff_only"}


async def test_a_complaint_stays_with_the_staff(session: AsyncSession) -> None:
    """What is made a complaint is staff-only at once, and cannot be made public."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("manager")
    await casework.correct(desk, one.id or 0, kind=Kind.COMPLAINT)
    await casework.correct(desk, one.id or 0, visibility=Visibility.PUBLIC)
    assert one.visibility == Visibility.STAFF_ONLY


async def test_the_same_again_changes_nothing(session: AsyncSession) -> None:
    """A correction to what it is already leaves no trace."""
    office = await staffed(session)
    one = await office.submission()
    version = one.version
    await casework.correct(await office.desk("manager"), one.id or 0, kind=Kind.REPORT)
    assert (one.version, await _audit(session)) == (version, [])


async def test_what_has_no_place_is_placed(session: AsyncSession) -> None:
    """Those of the whole city see what no neighbourhood fits, and place it; then its council sees it too."""
    office = await staffed(session)
    one = await office.submission(None, needs_placing=True)
    with pytest.raises(NotFound):
        await casework.place(await office.desk("manager"), one.id or 0, office.areas["گلسار"])
    await casework.place(await office.desk("secretariat"), one.id or 0, office.areas["گلسار"])
    assert (one.area_id, one.needs_placing) == (office.areas["گلسار"], False)
    council = await office.rights("council")
    assert council.may(Action.SEE, one.area_id, one.about_area_id)


async def test_a_letter_is_filed(session: AsyncSession) -> None:
    """Number and date of the office's own letter are kept; a number of blanks is none."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("secretariat")
    with pytest.raises(EmptyText):
        await casework.file_letter(desk, one.id or 0, "  ", None)
    await casework.file_letter(desk, one.id or 0, " ۱۲۳/ب ", date(2026, 12, 1))
    assert (one.letter_number, one.letter_date) == ("۱۲۳/ب", date(2026, 12, 1))


async def test_what_was_said_at_the_counter_gets_a_code(session: AsyncSession) -> None:
    """A walk-in is on record under a person of their own, marked with who wrote it down; nobody is written to."""
    office = await staffed(session)
    desk = await office.desk("council")
    draft = Draft(id=900, area_id=office.areas["گلسار"], parts=(Part(1, "خانم احمدی: سطل زباله کم است"),))
    made = await casework.record(desk, draft, "fa")
    one = await session.get(Submission, made.id)
    assert one is not None
    assert (one.code, one.recorded_by) == (made.code, office.people["council"])
    assert one.person_id not in office.people.values()
    await casework.move(desk, made.id, Status.IN_PROGRESS)
    assert await _deliveries(session) == []
    elsewhere = Draft(id=901, area_id=office.areas["علی‌آباد"], parts=(Part(2, "x"),))
    with pytest.raises(NotFound):
        await casework.record(desk, elsewhere, "fa")


async def test_an_anonymous_author_has_no_name_for_anybody(session: AsyncSession) -> None:
    """A look at a name is on record; an anonymous author has none, not even for owners."""
    office = await staffed(session)
    named, nameless = await office.submission(), await office.submission(is_anonymous=True)
    desk = await office.desk("owner")
    assert await casework.reveal_author(desk, named.id or 0) == office.people["resident"]
    assert await casework.reveal_author(desk, nameless.id or 0) is None
    assert await _audit(session) == ["identity.see"]
    with pytest.raises(NotFound):
        await casework.reveal_author(await office.desk("council"), named.id or 0)


type Step = Callable[[Desk, int], Awaitable[object]]
STEPS: dict[str, Step] = {
    "ask": lambda desk, one: casework.ask(desk, one, WORDS),
    "answer": lambda desk, one: casework.answer(desk, one, WORDS),
    "note": lambda desk, one: casework.note(desk, one, WORDS),
    "transcribe": lambda desk, one: casework.transcribe(desk, one, WORDS),
    "move": lambda desk, one: casework.move(desk, one, Status.UNDER_REVIEW),
    "correct": lambda desk, one: casework.correct(desk, one, kind=Kind.OPINION),
    "letter": lambda desk, one: casework.file_letter(desk, one, "7", None),
}


@pytest.mark.parametrize("step", sorted(STEPS))
async def test_what_somebody_else_holds_is_theirs(session: AsyncSession, step: str) -> None:
    """No step is made on a submission that a colleague works on, and none on one that is not there."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("manager")
    await claims.take(session=session, submission_id=one.id or 0, person_id=office.people["secretariat"], now=NOW)
    with pytest.raises(HeldByAnother):
        await STEPS[step](desk, one.id or 0)
    with pytest.raises(NotFound):
        await STEPS[step](desk, 10**6)
    assert await _audit(session) == []
    await STEPS[step](await office.desk("manager", now=NOW + claims.HELD_FOR), one.id or 0)


STAFF = ("owner", "secretariat", "city_secretariat", "manager", "other_manager", "council", "expert", "resident")
CASES = (("گلسار", None), ("علی‌آباد", None), ("گلسار", "گلسار"), ("گلسار", "منطقهٔ ۱"), ("گلسار", "ایزدشهر"))


@pytest.mark.parametrize("step", sorted(STEPS))
async def test_every_cell_of_the_table(session: AsyncSession, step: str) -> None:
    """Role × action × area × whom it is about: who may, does; for everybody else it is not there."""
    office = await staffed(session)
    for name, (area, about) in product(STAFF, CASES):
        one = await office.submission(area, about_area_id=office.areas[about] if about else None)
        before = len(await _audit(session))
        if _should(name, step, area, about):
            await STEPS[step](await office.desk(name), one.id or 0)
        else:
            with pytest.raises(NotFound):
                await STEPS[step](await office.desk(name), one.id or 0)
            assert len(await _audit(session)) == before, (name, area, about)


def _should(name: str, step: str, area: str, about: str | None) -> bool:
    """The same written down a second time, by hand: what each office is there for."""
    if name == "owner":
        return True
    in_first_district = area == "گلسار"
    reaches = {
        "secretariat": True,
        "city_secretariat": True,
        "manager": in_first_district,
        "other_manager": not in_first_district,
        "council": in_first_district,
    }.get(name, False)
    if step == "letter" and name == "council":
        return False
    hidden = {
        None: set(),
        "گلسار": {"council"},
        "منطقهٔ ۱": {"council", "manager"},
        "ایزدشهر": {"council", "manager", "other_manager", "city_secretariat", "secretariat"},
    }[about]
    return reaches and name not in hidden


async def test_an_ended_one_is_let_go(session: AsyncSession) -> None:
    """Whoever brings a submission to its end holds it no longer."""
    office = await staffed(session)
    one = await office.submission()
    await casework.move(await office.desk("manager"), one.id or 0, Status.DONE)
    assert await claims.holder(session=session, submission_id=one.id or 0, now=NOW + timedelta(seconds=1)) is None
    assert Status.DONE in ENDED
