"""What people want to be asked at a meeting, collected for its chair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlmodel import col

from models.database import AsyncSession, table_of, upsert
from models.draft import has_words
from models.errors import EmptyText, MeetingPassed, NotFound, TextTooLong, TooManyQuestions
from models.meeting import Meeting, MeetingQuestion, MeetingState
from models.services import people
from models.services.meeting_readers import Reader, meeting_for_reader

TEXT_LIMIT = 1000  # letters: a question is read out
MOST = 20  # of one person for one meeting

_question = table_of(MeetingQuestion)
_c = _question.c


@dataclass(frozen=True)
class Asked:
    """A question, as the chair reads it. `name` is what its author calls themselves; `asked_at` is aware."""

    id: int
    person_id: int
    name: str
    text: str
    asked_at: datetime


async def meeting_to_ask(reader: Reader, meeting_id: int) -> Meeting:
    """The meeting, as long as questions for it are collected: until it is over.

    Raises:
        NotFound: there is no such meeting for them.
        MeetingPassed: it is over, or was cancelled.
    """
    meeting = await meeting_for_reader(reader, meeting_id)
    if meeting.state != MeetingState.ANNOUNCED or meeting.ends_at is None or meeting.ends_at <= reader.now:
        raise MeetingPassed
    return meeting


async def ask(reader: Reader, meeting_id: int, *, message_id: int, text: str) -> int:
    """Put a question on the meeting's list; return its id. The same message asks once.

    Raises:
        NotFound, MeetingPassed: as `meeting_to_ask`.
        EmptyText: there are no words.
        TextTooLong: it is more than `TEXT_LIMIT` letters.
        TooManyQuestions: somebody asked `MOST` already.
    """
    await meeting_to_ask(reader, meeting_id)
    text = text.strip()
    if not has_words(text):
        raise EmptyText
    if len(text) > TEXT_LIMIT:
        raise TextTooLong(TEXT_LIMIT)
    mine = (_c.meeting_id == meeting_id, _c.person_id == reader.person_id)
    session = reader.session
    asked: int = (await session.execute(select(func.count()).select_from(_question).where(*mine))).scalar_one()
    if asked >= MOST:
        raise TooManyQuestions(MOST)
    row = {"meeting_id": meeting_id, "person_id": reader.person_id, "message_id": message_id}
    make = upsert(session.get_bind().dialect.name)(_question).values(**row, text=text, created_at=reader.now)
    await session.execute(make.on_conflict_do_nothing())
    kept = await session.execute(select(_c.id).where(*mine, _c.message_id == message_id))
    return int(kept.scalar_one())


async def own_question(reader: Reader, question_id: int) -> MeetingQuestion:
    """One's own question, for its author.

    Raises:
        NotFound: there is none of that id, it is somebody else's, or it was taken back.
    """
    own = (col(MeetingQuestion.id) == question_id, col(MeetingQuestion.person_id) == reader.person_id)
    found = (await reader.session.execute(select(MeetingQuestion).where(*own))).scalars().first()
    if found is None:
        raise NotFound
    return found


async def take_back(reader: Reader, question_id: int) -> MeetingQuestion:
    """Take one's own question off the list again; return it as it was.

    Raises:
        NotFound: as `own_question`.
    """
    found = await own_question(reader, question_id)
    await reader.session.execute(delete(_question).where(_c.id == question_id, _c.person_id == reader.person_id))
    return found


async def of_meeting(
    *, session: AsyncSession, meeting_id: int, offset: int = 0, limit: int = 100
) -> tuple[Sequence[Asked], int]:
    """A page of a meeting's questions, in the order they were asked, and how many there are in all."""
    total = select(func.count()).select_from(_question).where(_c.meeting_id == meeting_id)
    rows = select(_question).where(_c.meeting_id == meeting_id).order_by(_c.id).offset(offset).limit(limit)
    found = (await session.execute(rows)).all()
    names = await people.names_of(session=session, person_ids={row.person_id for row in found})
    asked = [Asked(row.id, row.person_id, names.get(row.person_id, ""), row.text, row.created_at) for row in found]
    return asked, (await session.execute(total)).scalar_one()
