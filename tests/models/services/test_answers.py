from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from models.answer import Answer, AnswerState
from models.database import AsyncSession, Database
from models.services import answers
from models.services.answers import Draft, Settled, Waiting
from tests.models.sample_rows import BOT, NOW

CHAT = 7_123_456_789


def _draft(text: str = "سلام", *, chat: int = CHAT, slot: str | None = None) -> Draft:
    return Draft(chat, "sendMessage", {"text": text}, slot)


async def _record(session: AsyncSession, *drafts: Draft, inbox_id: int | None = 1, bot: int = BOT) -> list[Waiting]:
    return await answers.record(session=session, bot_id=bot, inbox_id=inbox_id, drafts=drafts, now=NOW)


async def _settle(session: AsyncSession, *settled: Settled, days: int = 0) -> None:
    await answers.settle(session=session, settled=settled, now=NOW + timedelta(days=days))


async def _waiting(session: AsyncSession, after: int = 0, limit: int = 5000, bot: int = BOT) -> list[Waiting]:
    return await answers.waiting(session=session, bot_id=bot, after=after, limit=limit)


async def _slot(
    session: AsyncSession, slot: str = "card", before: int = 10**9, **place: int
) -> list[tuple[int | None, int]]:
    where = {"bot_id": BOT, "chat_id": CHAT, **place}
    return await answers.slot_messages(session=session, slot=slot, before=before, **where)


async def _show(session: AsyncSession, message_id: int, *, slot: str = "card", inbox_id: int = 1, days: int = 0) -> int:
    """Record an answer in a slot and settle it as sent; return its id."""
    [one] = await _record(session, _draft(slot=slot), inbox_id=inbox_id)
    await _settle(session, Settled(one.id, AnswerState.SENT, message_id), days=days)
    return one.id


async def test_answers_keep_the_order_of_their_turn(session: AsyncSession) -> None:
    """What a turn says first is recorded, given back and read again first, however much it says."""
    recorded = await _record(session, *(_draft(str(number)) for number in range(1200)))
    assert [one.parameters["text"] for one in recorded] == [str(number) for number in range(1200)]
    assert [one.id for one in recorded] == sorted(one.id for one in recorded)
    assert await _waiting(session) == recorded
    positions = (await session.exec(select(Answer.position).order_by(col(Answer.id)))).all()
    assert list(positions) == list(range(1200))


async def test_an_answer_is_kept_whole(database: Database) -> None:
    """Chat, method, parameters, slot and the update it answers come back from the disk as they were given."""
    parameters: dict[str, Any] = {
        "text": "۱۲۳\u2067\x00\ud83d",
        "reply_markup": {"inline_keyboard": [[{"text": "ثبت"}]]},
    }
    async with database.transaction() as session:
        await _record(session, Draft(-1_002_345_678_901, "editMessageText", parameters, "card"), _draft(), inbox_id=77)
    async with database.transaction() as session:
        first, second = await _waiting(session)
    assert first == Waiting(first.id, -1_002_345_678_901, "editMessageText", parameters, "card", 77)
    assert (second.slot, second.inbox_id) == (None, 77)


async def test_a_silent_turn_records_nothing(session: AsyncSession) -> None:
    """A turn without answers, and a settling of none, do nothing."""
    assert await _record(session) == []
    await _settle(session)
    assert await _waiting(session) == []


async def test_what_waits_is_read_in_pages(session: AsyncSession) -> None:
    """A restart takes up what waits, oldest first, page after page, and never another bot's."""
    ids = [one.id for one in await _record(session, *[_draft()] * 5)]
    await _record(session, _draft(), bot=BOT + 1)
    assert [one.id for one in await _waiting(session, limit=2)] == ids[:2]
    assert [one.id for one in await _waiting(session, after=ids[1], limit=99)] == ids[2:]


async def test_what_is_settled_waits_no_more(session: AsyncSession) -> None:
    """Each answer keeps what became of it, its message id or the reason, and when."""
    one, two, three, four = await _record(session, *[_draft()] * 4)
    await _settle(
        session,
        Settled(one.id, AnswerState.SENT, 7_000_000_001),
        Settled(two.id, AnswerState.FAILED, error="Bad Request: x"),
        Settled(three.id, AnswerState.DROPPED, error="Forbidden"),
    )
    assert [waiting.id for waiting in await _waiting(session)] == [four.id]
    session.expire_all()
    rows = (await session.exec(select(Answer).order_by(col(Answer.id)))).all()
    assert [(row.state, row.message_id, row.error, row.attempts) for row in rows] == [
        ("sent", 7_000_000_001, None, 1),
        ("failed", None, "Bad Request: x", 1),
        ("dropped", None, "Forbidden", 1),
        ("waiting", None, None, 0),
    ]
    assert [row.settled_at for row in rows] == [NOW, NOW, NOW, None]


async def test_the_first_settling_counts(session: AsyncSession) -> None:
    """An answer that was settled already stays as it was: a repeat changes neither its state nor its message."""
    [one] = await _record(session, _draft())
    await _settle(session, Settled(one.id, AnswerState.SENT, 10))
    await _settle(session, Settled(one.id, AnswerState.FAILED, error="late"), days=1)
    row = await session.get_one(Answer, one.id)
    assert (row.state, row.message_id, row.error, row.attempts) == ("sent", 10, None, 1)


async def test_a_slot_leads_to_its_messages(session: AsyncSession) -> None:
    """A slot is looked up as the last two messages it was shown as, the newest last, with the updates they answered."""
    assert await _slot(session) == []
    await _show(session, 10, inbox_id=1)
    assert await _slot(session) == [(1, 10)]
    await _show(session, 11, inbox_id=2)
    last = await _show(session, 12, inbox_id=3)
    assert await _slot(session) == [(2, 11), (3, 12)]
    assert await _slot(session, before=last) == [(1, 10), (2, 11)]


async def test_a_slot_is_one_chats_and_one_bots(session: AsyncSession) -> None:
    """The same name of a slot in another chat, of another bot, or another name, is another slot."""
    await _show(session, 10)
    assert await _slot(session, slot="list") == []
    assert await _slot(session, chat_id=1) == []
    assert await _slot(session, bot_id=BOT + 1) == []


async def test_what_was_not_shown_is_no_message_of_a_slot(session: AsyncSession) -> None:
    """An answer that failed, or still waits, does not hide the message that the slot is."""
    await _show(session, 10)
    failed, _ = await _record(session, _draft(slot="card"), _draft(slot="card"))
    await _settle(session, Settled(failed.id, AnswerState.FAILED, error="x"))
    assert await _slot(session) == [(1, 10)]


async def _clear(session: AsyncSession, limit: int = 100) -> int:
    return await answers.clear_settled(session=session, before=NOW + timedelta(days=1), limit=limit)


async def _ids(session: AsyncSession) -> list[int | None]:
    return list((await session.exec(select(Answer.id).order_by(col(Answer.id)))).all())


async def test_old_settled_answers_are_cleared(session: AsyncSession) -> None:
    """Old settled answers go, as many as asked for; waiting and recent ones stay."""
    one, two, three, four, five = await _record(session, *[_draft()] * 5)
    await _settle(session, *(Settled(each.id, AnswerState.SENT, 1) for each in (one, two, three)))
    await _settle(session, Settled(four.id, AnswerState.SENT, 1), days=3)
    assert [await _clear(session, limit=2) for _ in range(3)] == [2, 1, 0]
    assert await _ids(session) == [four.id, five.id]


async def test_the_newest_of_each_slot_outlives_the_clearing(session: AsyncSession) -> None:
    """However old, the message that a slot is stays known, so that a card of last month can still be changed."""
    await _show(session, 10)
    await _show(session, 11)
    await _show(session, 20, slot="list")
    assert await _clear(session) == 1
    assert (await _slot(session), await _slot(session, slot="list")) == ([(1, 11)], [(1, 20)])


async def test_a_failed_change_does_not_cost_a_slot_its_message(session: AsyncSession) -> None:
    """When the newest answer of a slot was never shown, the one before it is what the slot is, and stays."""
    await _show(session, 10)
    [failed] = await _record(session, _draft(slot="card"))
    await _settle(session, Settled(failed.id, AnswerState.DROPPED, error="Forbidden"))
    await _clear(session)
    assert await _slot(session) == [(1, 10)]
