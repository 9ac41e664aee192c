"""What authors say to the office about a submission on record: replies to questions, «حل شد» and «حل نشد»."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select

from models.database import AsyncSession, table_of
from models.draft import has_words
from models.entry import Entry, EntryKind
from models.errors import EmptyText, MoveNotAllowed, NotFound
from models.prepared import Prepared
from models.services import access, changes, media, submissions
from models.services.casework import Words
from models.submission import Status, StatusEvent, Submission

_entry, _event, _submission = table_of(Entry).c, table_of(StatusEvent).c, table_of(Submission).c
_SHARED = (EntryKind.QUESTION, EntryKind.REPLY, EntryKind.ANSWER, EntryKind.SOLVED, EntryKind.NOT_SOLVED)


@dataclass(frozen=True)
class Author:
    """Who speaks, in which transaction, when, and through which bot. `owner_ids` are the persons above everybody.

    `zone` is the city's clock: by night staff are left in peace; None where they are not.
    """

    session: AsyncSession
    person_id: int
    bot_id: int
    now: datetime
    owner_ids: Sequence[int] = ()
    zone: ZoneInfo | None = None


async def question(author: Author, entry_id: int) -> tuple[Submission, Entry]:
    """A question of the office and the author's submission that it is about.

    Raises:
        NotFound: it is no question, or about somebody else's submission.
    """
    entry = await author.session.get(Entry, entry_id)
    if entry is None or entry.kind != EntryKind.QUESTION:
        raise NotFound
    submission = await access.own_submission(
        session=author.session, person_id=author.person_id, submission_id=entry.submission_id
    )
    return submission, entry


async def open_question(author: Author) -> Entry | None:
    """The newest question that waits for this author; None when none does."""
    found = (await author.session.run(_OPEN_QUESTION, {"person": author.person_id})).first()
    return None if found is None else await author.session.get(Entry, found[0])


_OPEN_QUESTION = Prepared(  # asked at every message that comes outside of a dialogue
    select(_entry.id)
    .join(table_of(Submission), _submission.id == _entry.submission_id)
    .where(
        _submission.person_id == bindparam("person"),
        _submission.status == Status.NEEDS_INFO.value,
        _entry.kind == EntryKind.QUESTION.value,
    )
    .order_by(_entry.id.desc())
    .limit(1)
)


async def correspondence(*, session: AsyncSession, submission_id: int) -> Sequence[Entry]:
    """What the office and the author said to each other, oldest first; what the office says to itself is left out."""
    said = select(Entry).where(_entry.submission_id == submission_id, _entry.kind.in_([one.value for one in _SHARED]))
    return (await session.execute(said.order_by(_entry.id))).scalars().all()


async def has_said_solved(*, session: AsyncSession, submission: Submission) -> bool:
    """Whether its author said «حل شد» since it was done."""
    return await _has(session, submission, EntryKind.SOLVED)


async def reply(author: Author, entry_id: int, words: Words) -> Submission:
    """Answer a question; whoever asked is told, and the submission goes back to where it was before it.

    A reply to a question that was answered before is one more reply: nothing an author says is refused.

    Raises:
        NotFound: it is no question of theirs.
        EmptyText: there are no words and no files.
    """
    submission, asked = await question(author, entry_id)
    reply_id = await _enter(author, submission, EntryKind.REPLY, words)
    if submission.status == Status.NEEDS_INFO:
        await submissions.move(
            session=author.session,
            submission=submission,
            to=await _before_the_question(author.session, submission),
            person_id=author.person_id,
            note=None,
            now=author.now,
        )
    await changes.tell_asker(
        session=author.session,
        bot_id=author.bot_id,
        submission=submission,
        question_id=asked.id or 0,
        entry_id=reply_id,
        now=author.now,
        zone=author.zone,
        owner_ids=author.owner_ids,
    )
    return submission


async def _before_the_question(session: AsyncSession, submission: Submission) -> Status:
    found = await session.execute(
        select(_event.status_from)
        .where(_event.submission_id == submission.id, _event.status_to == Status.NEEDS_INFO.value)
        .order_by(_event.id.desc())
        .limit(1)
    )
    return Status(found.scalar_one_or_none() or Status.REGISTERED)


async def solved(author: Author, submission_id: int) -> Submission:
    """«حل شد»: the office reads it; the status stays.

    Raises:
        NotFound: it is somebody else's.
        MoveNotAllowed: it is not done, or not any more.
    """
    submission = await _own_done(author, submission_id)
    if not await _has(author.session, submission, EntryKind.SOLVED):
        await _insert(author, submission, EntryKind.SOLVED, Words(""))
    return submission


async def not_solved(author: Author, submission_id: int) -> Submission:
    """«حل نشد»: it is open again, and the next level hears of it.

    Raises:
        NotFound: it is somebody else's.
        MoveNotAllowed: it is not done, or not any more.
    """
    submission = await _own_done(author, submission_id)
    event_id = await submissions.move(
        session=author.session,
        submission=submission,
        to=Status.REOPENED,
        person_id=author.person_id,
        note=None,
        now=author.now,
    )
    await changes.tell_next_level(
        session=author.session,
        bot_id=author.bot_id,
        submission=submission,
        event_id=event_id,
        owner_ids=author.owner_ids,
        now=author.now,
        zone=author.zone,
    )
    return submission


async def explain_not_solved(author: Author, submission_id: int, words: Words) -> Submission:
    """What is still wrong, in words or a photo, after «حل نشد»."""
    submission = await access.own_submission(
        session=author.session, person_id=author.person_id, submission_id=submission_id
    )
    await _enter(author, submission, EntryKind.NOT_SOLVED, words)
    return submission


async def _own_done(author: Author, submission_id: int) -> Submission:
    submission = await access.own_submission(
        session=author.session, person_id=author.person_id, submission_id=submission_id
    )
    if submission.status != Status.DONE:
        raise MoveNotAllowed
    return submission


async def _has(session: AsyncSession, submission: Submission, kind: EntryKind) -> bool:
    done_at = submission.status_at or submission.created_at
    since = _entry.created_at >= done_at
    found = await session.execute(
        select(_entry.id).where(_entry.submission_id == submission.id, _entry.kind == kind.value, since).limit(1)
    )
    return found.first() is not None


async def _enter(author: Author, submission: Submission, kind: EntryKind, words: Words) -> int:
    if not has_words(words.text) and not words.items:
        raise EmptyText
    entry_id = await _insert(author, submission, kind, words)
    await media.attach(
        session=author.session,
        submission_id=submission.id or 0,
        bot_id=author.bot_id,
        items=words.items,
        now=author.now,
        entry_id=entry_id,
    )
    return entry_id


async def _insert(author: Author, submission: Submission, kind: EntryKind, words: Words) -> int:
    values = {
        "submission_id": submission.id,
        "kind": kind.value,
        "person_id": author.person_id,
        "message_id": words.message_id,
        "text": words.text,
        "created_at": author.now,
    }
    made = await author.session.execute(insert(table_of(Entry)).values(values).returning(_entry.id))
    entry_id: int = made.scalar_one()
    return entry_id
