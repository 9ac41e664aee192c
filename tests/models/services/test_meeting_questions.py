import pytest

from models.database import AsyncSession
from models.errors import DomainError, EmptyText, MeetingPassed, NotFound, TextTooLong, TooManyQuestions
from models.meeting import Invites, MeetingState
from models.services import meeting_questions
from tests.models.sample_rows import NOW
from tests.models.services.gathering import DAY, HOUR, STARTS, Gathering

WORDS = "چراغ کوچهٔ لاله کی درست می‌شود؟"


async def _asked(town: Gathering, meeting_id: int) -> list[tuple[int, str]]:
    found, total = await meeting_questions.of_meeting(session=town.session, meeting_id=meeting_id)
    assert total == len(found)
    return [(one.person_id, one.text) for one in found]


async def test_questions_are_gathered(session: AsyncSession) -> None:
    """Everybody asks as often as they like, in their own name; one message asks once, however often it comes."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    first, second = await town.neighbours(2)
    for person, message, text in ((first, 1, WORDS), (second, 1, "هزینه چقدر است؟"), (first, 2, "  و کی؟ ")):
        reader = await town.reader(person)
        ids = [await meeting_questions.ask(reader, meeting.id or 0, message_id=message, text=text) for _ in range(2)]
        assert len(set(ids)) == 1
    assert await _asked(town, meeting.id or 0) == [(first, WORDS), (second, "هزینه چقدر است؟"), (first, "و کی؟")]
    found, total = await meeting_questions.of_meeting(session=session, meeting_id=meeting.id or 0, offset=1, limit=1)
    assert ([(one.name, one.asked_at) for one in found], total) == ([("مریم", NOW)], 3)


async def test_taking_back(session: AsyncSession) -> None:
    """One's own question can be taken back, once; nobody takes back another's."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    author, other = await town.neighbours(2)
    question = await meeting_questions.ask(await town.reader(author), meeting.id or 0, message_id=1, text=WORDS)
    with pytest.raises(NotFound):
        await meeting_questions.take_back(await town.reader(other), question)
    assert (await meeting_questions.take_back(await town.reader(author), question)).text == WORDS
    with pytest.raises(NotFound):
        await meeting_questions.take_back(await town.reader(author), question)
    assert await _asked(town, meeting.id or 0) == []


@pytest.mark.parametrize(
    ("text", "error"),
    [("", EmptyText), (" \u200c\u200f ", EmptyText), ("س" * 1001, TextTooLong)],
)
async def test_what_is_no_question(session: AsyncSession, text: str, error: type[DomainError]) -> None:
    """Without words there is no question; one that nobody could read out is refused with the limit."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    (person,) = await town.neighbours(1)
    with pytest.raises(error):
        await meeting_questions.ask(await town.reader(person), meeting.id or 0, message_id=1, text=text)
    assert await _asked(town, meeting.id or 0) == []


async def test_the_most_there_are(session: AsyncSession) -> None:
    """One person asks twenty questions for a meeting; a neighbour still asks theirs."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    eager, other = await town.neighbours(2)
    reader = await town.reader(eager)
    for number in range(meeting_questions.MOST):
        await meeting_questions.ask(reader, meeting.id or 0, message_id=number, text=f"{WORDS} {number}")
    with pytest.raises(TooManyQuestions):
        await meeting_questions.ask(reader, meeting.id or 0, message_id=99, text=WORDS)
    await meeting_questions.ask(await town.reader(other), meeting.id or 0, message_id=1, text=WORDS)
    assert len(await _asked(town, meeting.id or 0)) == meeting_questions.MOST + 1


async def test_only_until_it_is_over(session: AsyncSession) -> None:
    """Before it is announced nobody asks, after its end or once it is cancelled neither, a stranger never."""
    town = await Gathering.open(session)
    (person,) = await town.neighbours(1)
    meeting = await town.meeting()
    cases = [
        (meeting, STARTS + 90 * (HOUR / 60), MeetingPassed),
        (await town.meeting(state=MeetingState.CANCELLED.value), NOW, MeetingPassed),
        (await town.meeting(state=MeetingState.HELD.value), NOW, MeetingPassed),
        (await town.meeting(state=MeetingState.SCHEDULED.value), NOW, NotFound),
        (await town.meeting(invites=Invites.LIST.value), NOW, NotFound),
    ]
    for one, now, error in cases:
        with pytest.raises(error):
            await meeting_questions.ask(await town.reader(person, now), one.id or 0, message_id=1, text=WORDS)
    await meeting_questions.ask(await town.reader(person, STARTS + HOUR), meeting.id or 0, message_id=1, text=WORDS)
    assert STARTS - NOW == 3 * DAY
