from datetime import timedelta

import pytest
from sqlmodel import col, select

from models.database import AsyncSession
from models.dialogue import Dialogue
from models.services import dialogues, forgotten, people
from models.services.dialogues import DialogueState
from models.services.forgotten import DELETE_AFTER, REMIND_AFTER, Forgotten
from tests.models.sample_rows import BOT, NOW, resident

MARYAM, PETER = 7_123_456_789, 7_000_000_001
STEPS = ("card", "edit")
SECOND = timedelta(seconds=1)


async def _begin(session: AsyncSession, user: int = MARYAM, step: str = "card", name: str = "draft") -> None:
    person = await resident(session, user)
    state = DialogueState(name, step, is_active=True, data={"id": 5}, is_changed=True)
    await dialogues.save(session=session, bot_id=BOT, chat_id=user, person_id=person, states=[state], now=NOW)


async def _due(session: AsyncSession, after: timedelta = REMIND_AFTER + SECOND, limit: int = 9) -> list[Forgotten]:
    return await forgotten.to_remind(
        session=session, bot_id=BOT, steps={"draft": STEPS, "addition": ("offered",)}, now=NOW + after, limit=limit
    )


@pytest.mark.parametrize(
    ("after", "count"), [(REMIND_AFTER, 0), (REMIND_AFTER + SECOND, 1), (DELETE_AFTER - SECOND, 1), (DELETE_AFTER, 0)]
)
async def test_a_draft_is_due_between_a_day_and_thirty(session: AsyncSession, after: timedelta, count: int) -> None:
    """Not before a day is over, and not once it is to be deleted."""
    await _begin(session)
    assert len(await _due(session, after)) == count


async def test_a_reminder_finds_its_author(session: AsyncSession) -> None:
    """Chat, language, what the row holds and the version its buttons must carry; as many as asked for."""
    for user in (MARYAM, PETER):
        await _begin(session, user)
    (first,) = await _due(session, limit=1)
    assert (first.chat_id, first.language, first.data, first.version) == (MARYAM, "fa", {"id": 5}, 1)
    assert [one.chat_id for one in await _due(session)] == [MARYAM, PETER]


async def test_reminded_of_once(session: AsyncSession) -> None:
    """What was noted is due no more; the others still are."""
    for user in (MARYAM, PETER):
        await _begin(session, user)
    await forgotten.note_reminded(session=session, forgotten=await _due(session, limit=1), now=NOW)
    assert [one.chat_id for one in await _due(session)] == [PETER]


async def test_who_is_not_reminded(session: AsyncSession) -> None:
    """Nobody who blocked the bot, no draft that is ended or put away, and no other dialogue."""
    await _begin(session, MARYAM, step="discarded")
    await _begin(session, PETER)
    await _begin(session, 7_000_000_002, name="start")
    await people.mark_blocked(session=session, bot_id=BOT, chat_id=PETER, now=NOW)
    assert await _due(session) == []


async def test_old_drafts_are_emptied(session: AsyncSession) -> None:
    """After thirty days nothing of the words stays, in no dialogue; each is over, and its buttons are old ones."""
    await _begin(session, MARYAM)
    await _begin(session, PETER, step="offered", name="addition")
    await _begin(session, 7_000_000_002, step="ended")
    late = NOW + DELETE_AFTER
    assert await forgotten.delete_old(session=session, now=late - SECOND) == 0
    assert await forgotten.delete_old(session=session, now=late) == 2
    assert await forgotten.delete_old(session=session, now=late) == 0
    rows = (await session.exec(select(Dialogue).order_by(col(Dialogue.id)))).all()
    assert [(row.data, row.step, row.is_active, row.version) for row in rows] == [
        ({}, "ended", False, 2),
        ({}, "ended", False, 2),
        ({"id": 5}, "ended", True, 1),
    ]


async def test_words_that_wait_for_an_answer_are_reminded_of(session: AsyncSession) -> None:
    """Words that may belong to a submission are found like drafts, with the dialogue that they wait in."""
    await _begin(session, MARYAM, step="offered", name="addition")
    await _begin(session, PETER, step="text", name="addition")
    (found,) = await _due(session)
    assert (found.name, found.chat_id) == ("addition", MARYAM)
