from datetime import UTC, datetime
from typing import Any

import pytest

from bot.outgoing import slots as slots_module
from bot.outgoing.slots import Slots
from models.answer import AnswerState
from models.database import Database
from models.services import answers
from models.services.answers import Settled, Waiting
from tests.bot.outgoing.answers_on_disk import BOT, CHAT, record, say

CARD = "draft.1"


async def _show(slots: Slots, waiting: Waiting, message_id: int, database: Database | None = None) -> None:
    """The answer was shown; with a database, its mark is on disk too."""
    slots.remember(waiting, message_id)
    if database is not None:
        async with database.transaction() as session:
            settled = [Settled(waiting.id, AnswerState.SENT, message_id)]
            await answers.settle(session=session, settled=settled, now=datetime.now(UTC))


async def _moved(database: Database, inbox_id: int) -> list[Waiting]:
    return await record(database, say("card", slot=CARD), say("", method="deleteMessage", slot=CARD), inbox_id=inbox_id)


def _slots(database: Database) -> Slots:
    return Slots(database=database, bot_id=BOT)


async def test_what_has_no_slot_is_sent_as_it_is(database: Database) -> None:
    """So is an edit that names its message."""
    plain, edit = await record(database, say("x"), say("y", method="editMessageText", slot=CARD, message_id=9))
    assert await _slots(database).resolve(plain) == ("sendMessage", {"chat_id": CHAT, "text": "x"})
    expected = ("editMessageText", {"chat_id": CHAT, "text": "y", "message_id": 9})
    assert await _slots(database).resolve(edit) == expected


async def test_an_edit_of_nothing_is_sent_new(database: Database) -> None:
    """Where the slot was never shown, there is nothing to change."""
    (edit,) = await record(database, say("y", method="editMessageText", slot=CARD))
    assert await _slots(database).resolve(edit) == ("sendMessage", {"chat_id": CHAT, "text": "y"})


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_moving_takes_the_older_message_away(database: Database, is_restarted: bool) -> None:
    """First nothing is there to take away, then the one before; known from memory, and from disk after a restart."""
    slots = _slots(database)
    previous: int | None = None
    for turn in (1, 2, 3):
        shown, gone = await _moved(database, turn)
        if is_restarted:
            slots = _slots(database)
        assert await slots.resolve(shown) == ("sendMessage", {"chat_id": CHAT, "text": "card"})
        await _show(slots, shown, 100 + turn, database)
        expected: tuple[str, dict[str, Any]] | None = None
        if previous is not None:
            expected = ("deleteMessage", {"chat_id": CHAT, "message_id": previous})
        if is_restarted:
            slots = _slots(database)
        assert await slots.resolve(gone) == expected
        previous = 100 + turn


async def test_an_edit_changes_the_newest(database: Database) -> None:
    """After a move the card is the message below."""
    slots = _slots(database)
    for turn in (1, 2):
        shown, _ = await _moved(database, turn)
        await _show(slots, shown, 100 + turn)
    (edit,) = await record(database, say("y", method="editMessageText", slot=CARD), inbox_id=3)
    call = await slots.resolve(edit)
    assert call is not None
    assert call[1]["message_id"] == 102


async def test_after_an_edit_the_same_message_is_moved(database: Database) -> None:
    """An edit shows the slot in the message it already had: a later move takes that one away."""
    slots = _slots(database)
    shown, _ = await _moved(database, 1)
    await _show(slots, shown, 101, database)
    (edit,) = await record(database, say("y", method="editMessageText", slot=CARD), inbox_id=2)
    await _show(slots, edit, 101, database)
    shown, gone = await _moved(database, 3)
    await _show(slots, shown, 103, database)
    assert await slots.resolve(gone) == ("deleteMessage", {"chat_id": CHAT, "message_id": 101})


async def test_a_card_that_could_not_be_shown_takes_nothing_away(database: Database) -> None:
    """If the new card was refused, the old one stays."""
    slots = _slots(database)
    shown, _ = await _moved(database, 1)
    await _show(slots, shown, 101, database)
    _, gone = await _moved(database, 2)
    assert await slots.resolve(gone) is None


async def test_slots_and_chats_are_apart(database: Database) -> None:
    """The same slot in another chat, or another slot in this one, is another message."""
    slots = _slots(database)
    shown, _ = await _moved(database, 1)
    await _show(slots, shown, 101, database)
    for draft in (
        say("y", method="editMessageText", slot=CARD, chat_id=8),
        say("y", method="editMessageText", slot="draft.2"),
    ):
        (edit,) = await record(database, draft, inbox_id=2)
        call = await slots.resolve(edit)
        assert call is not None
        assert call[0] == "sendMessage"


async def test_memory_is_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was forgotten is read from disk again."""
    monkeypatch.setattr(slots_module, "_REMEMBERED", 2)
    slots = _slots(database)
    for chat in range(1, 6):
        (shown,) = await record(database, say("card", slot=CARD, chat_id=chat))
        await _show(slots, shown, 100 + chat, database)
    assert len(slots._known) <= 2
    (edit,) = await record(database, say("y", method="editMessageText", slot=CARD, chat_id=1), inbox_id=2)
    call = await slots.resolve(edit)
    assert call is not None
    assert call[1]["message_id"] == 101
