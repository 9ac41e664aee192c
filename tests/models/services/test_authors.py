import pytest
from sqlmodel import select

from models.database import AsyncSession
from models.delivery import Delivery
from models.entry import Entry, EntryKind
from models.errors import EmptyText, MoveNotAllowed, NotFound
from models.services import authors, casework, submissions
from models.services.authors import Author
from models.services.casework import Words
from models.submission import Status, Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.desk_rows import Office, staffed

NIGHT = NOW.replace(hour=20)  # half past eleven in Tehran


def _author(office: Office, name: str = "resident", **changes: object) -> Author:
    given: dict[str, object] = {"bot_id": BOT, "now": NOW, "zone": TEHRAN, **changes}
    return Author(office.session, office.people[name], **given)  # type: ignore[arg-type]  # a test's fields


async def _asked(office: Office, *, was: Status = Status.UNDER_REVIEW) -> tuple[Submission, Entry]:
    one = await office.submission(status=was.value)
    await casework.ask(await office.desk("council"), one.id or 0, Words("کدام کوچه؟", 5))
    entry = (await office.session.exec(select(Entry).where(Entry.kind == EntryKind.QUESTION.value))).one()
    return one, entry


async def _told(session: AsyncSession, kind: str) -> list[Delivery]:
    return list((await session.exec(select(Delivery).where(Delivery.kind == kind))).all())


async def test_a_reply_goes_back_to_who_asked(session: AsyncSession) -> None:
    """The words lie in the file, the status is what it was before the question, and the asker hears of it."""
    office = await staffed(session)
    one, question = await _asked(office)
    replied = await authors.reply(_author(office), question.id or 0, Words("کوچهٔ لاله", 9))
    assert replied.status == Status.UNDER_REVIEW
    entry = (await session.exec(select(Entry).where(Entry.kind == EntryKind.REPLY.value))).one()
    assert (entry.submission_id, entry.text, entry.message_id) == (one.id, "کوچهٔ لاله", 9)
    (told,) = await _told(session, "reply")
    assert (told.person_id, told.content) == (office.people["council"], {"entry": entry.id})


async def test_a_reply_at_night_waits_for_the_morning(session: AsyncSession) -> None:
    """What the author says is on record at once; the asker is not woken for it."""
    office = await staffed(session)
    _, question = await _asked(office)
    await authors.reply(_author(office, now=NIGHT), question.id or 0, Words("کوچهٔ لاله", 9))
    (told,) = await _told(session, "reply")
    assert told.due_at.astimezone(TEHRAN).strftime("%H:%M") == "08:00"
    assert told.due_at > NIGHT


async def test_a_late_reply_is_kept(session: AsyncSession) -> None:
    """A question may be answered twice, and after the status moved on: the words are kept, the status stays."""
    office = await staffed(session)
    one, question = await _asked(office)
    await casework.move(await office.desk("council"), one.id or 0, Status.IN_PROGRESS)
    for number, words in enumerate(("کوچهٔ لاله", "پلاک ۴")):
        await authors.reply(_author(office), question.id or 0, Words(words, 20 + number))
    assert one.status == Status.IN_PROGRESS
    replies = (await session.exec(select(Entry).where(Entry.kind == EntryKind.REPLY.value))).all()
    assert [entry.text for entry in replies] == ["کوچهٔ لاله", "پلاک ۴"]


async def test_only_the_author_replies(session: AsyncSession) -> None:
    """For anybody else the question is not there; what is no question is none for the author either."""
    office = await staffed(session)
    _, question = await _asked(office)
    with pytest.raises(NotFound):
        await authors.reply(_author(office, "manager"), question.id or 0, Words("x", 1))
    replied = await authors.reply(_author(office), question.id or 0, Words("بله", 2))
    entry = (await session.exec(select(Entry).where(Entry.kind == EntryKind.REPLY.value))).one()
    with pytest.raises(NotFound):
        await authors.reply(_author(office), entry.id or 0, Words("x", 3))
    with pytest.raises(EmptyText):
        await authors.reply(_author(office), question.id or 0, Words("  ", 4))
    assert replied.status == Status.UNDER_REVIEW


async def test_the_open_question_is_found(session: AsyncSession) -> None:
    """While it waits, the newest question is what a text may be the reply to; afterwards there is none."""
    office = await staffed(session)
    author = _author(office)
    assert await authors.open_question(author) is None
    _, question = await _asked(office)
    found = await authors.open_question(author)
    assert found is not None
    assert found.id == question.id
    assert await authors.open_question(_author(office, "manager")) is None
    await authors.reply(author, question.id or 0, Words("بله", 2))
    assert await authors.open_question(author) is None


async def test_not_solved_opens_it_again(session: AsyncSession) -> None:
    """«حل نشد» reopens once and tells the level above; the same press again changes nothing."""
    office = await staffed(session)
    one = await office.submission(status=Status.DONE.value)
    author = _author(office)
    reopened = await authors.not_solved(author, one.id or 0)
    assert reopened.status == Status.REOPENED
    told = await _told(session, "reopened")
    assert {one.person_id for one in told} == {office.people["manager"]}
    with pytest.raises(MoveNotAllowed):
        await authors.not_solved(author, one.id or 0)
    assert len(await _told(session, "reopened")) == 1
    await authors.explain_not_solved(author, one.id or 0, Words("هنوز تاریک است", 8))
    entry = (await session.exec(select(Entry))).one()
    assert (entry.kind, entry.text) == (EntryKind.NOT_SOLVED, "هنوز تاریک است")


async def test_owners_hear_where_nobody_is_above(session: AsyncSession) -> None:
    """A complaint about the city's own body that was not solved is told to owners, and to nobody of that body."""
    office = await staffed(session)
    one = await office.submission(status=Status.DONE.value, about_area_id=office.areas["ایزدشهر"])
    await authors.not_solved(_author(office, owner_ids=(office.people["owner"],)), one.id or 0)
    assert [told.person_id for told in await _told(session, "reopened")] == [office.people["owner"]]


async def test_solved_is_noted_once(session: AsyncSession) -> None:
    """«حل شد» leaves the status and one line in the file; a second press none."""
    office = await staffed(session)
    one = await office.submission(status=Status.DONE.value)
    for _ in range(2):
        assert (await authors.solved(_author(office), one.id or 0)).status == Status.DONE
    assert [entry.kind for entry in (await session.exec(select(Entry))).all()] == [EntryKind.SOLVED]


async def test_what_is_not_done_is_neither(session: AsyncSession) -> None:
    """Nothing that is not done, or somebody else's, is solved or not solved."""
    office = await staffed(session)
    going, done = await office.submission(), await office.submission(status=Status.DONE.value)
    for step in (authors.solved, authors.not_solved):
        with pytest.raises(MoveNotAllowed):
            await step(_author(office), going.id or 0)
        with pytest.raises(NotFound):
            await step(_author(office, "council"), done.id or 0)
    events = await submissions.history(session=session, submission_id=done.id or 0)
    assert [event.status_to for event in events] == ["registered"]
