from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text, update

from bot.notice_progress import ProgressMessages
from models.answer import AnswerState
from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import Database, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.notice import Notice
from models.person import Account, Contact
from models.services import answers, notice_progress
from models.services.answers import Settled, Waiting
from tests.announcing import announce
from tests.models.sample_rows import TEHRAN

BOT, CHAT = 42, 7_000_000_001
CITY = City("ایزدشهر", "شوراها", TEHRAN, "fa", ())
NOON = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
_broadcasts = table_of(Broadcast)


class Stage:
    """A broadcast on its way, whose sender has one chat."""

    def __init__(self, database: Database, number: int) -> None:
        self.database, self.number = database, number
        self.messages = ProgressMessages(database=database, bot_id=BOT, city=CITY)

    @classmethod
    async def open(cls, database: Database) -> "Stage":
        """With a thousand people to be told; it began at noon."""
        number = await announce(database)
        stage = cls(database, number)
        async with database.transaction() as session:
            holder = (await session.execute(select(table_of(Notice).c.holder_id))).scalar_one()
            account = {"platform": "playground", "user_id": CHAT, "person_id": holder, "name": "سارا"}
            made = await session.execute(insert(table_of(Account)).values(account).returning(table_of(Account).c.id))
            contact = {"account_id": made.scalar_one(), "bot_id": BOT, "chat_id": CHAT}
            await session.execute(insert(table_of(Contact)).values(contact))
        await stage.stands(total=1000, started_at=NOON)
        return stage

    async def stands(self, **values: Any) -> None:
        """The broadcast has come that far."""
        async with self.database.transaction() as session:
            await session.execute(update(_broadcasts).where(_broadcasts.c.id == self.number).values(**values))

    async def looks(self, seconds: float) -> list[Waiting]:
        """What the timer writes so many seconds after the beginning; the messenger takes it at once."""
        found = list(await self.messages.look(NOON + timedelta(seconds=seconds)))
        await self.settles(found)
        return found

    async def settles(self, found: Sequence[Waiting]) -> None:
        """These were shown."""
        async with self.database.transaction() as session:
            shown = [Settled(one.id, AnswerState.SENT, message_id=77) for one in found]
            await answers.settle(session=session, settled=shown, now=NOON)


async def test_it_is_edited_only_where_something_changed(database: Database) -> None:
    """Nothing at the very beginning; then one slot, an edit for each change, and none where all is as it was."""
    stage = await Stage.open(database)
    assert await stage.looks(1) == []
    (first,) = await stage.looks(3)
    assert (first.chat_id, first.method, first.slot) == (CHAT, "editMessageText", f"progress.{stage.number}")
    assert "۰٪" in first.parameters["text"]
    assert await stage.looks(30) == []
    await stage.stands(sent=300)
    (second,) = await stage.looks(33)
    assert second.slot == first.slot
    assert "۳۰٪ · ۳۰۰ رسید · حدود" in second.parameters["text"]


async def test_it_is_edited_less_often_as_it_goes_on(database: Database) -> None:
    """In six hours of sending a message whose counts change all the time is edited once a minute at most."""
    stage = await Stage.open(database)
    edits = 0
    for minute in range(0, 360, 4):
        await stage.stands(sent=minute + 1)
        edits += len(await stage.looks(minute * 60 + 3))
        edits += len(await stage.looks(minute * 60 + 9))
    assert 80 < edits <= 91


async def test_a_state_is_shown_at_once(database: Database) -> None:
    """Paused a moment after the last edit: said with the next tick, whatever the counts."""
    stage = await Stage.open(database)
    await stage.looks(3600)
    await stage.stands(state=BroadcastState.PAUSED.value)
    (edit,) = await stage.looks(3601)
    assert "متوقف" in edit.parameters["text"]


async def test_a_restart_goes_on_with_the_same_message(database: Database) -> None:
    """What it shows is kept on disk: nothing new is said for nothing, and the slot is the same."""
    stage = await Stage.open(database)
    (first,) = await stage.looks(5)
    stage.messages = ProgressMessages(database=database, bot_id=BOT, city=CITY)
    assert await stage.looks(10) == []
    await stage.stands(sent=10)
    (second,) = await stage.looks(15)
    assert second.slot == first.slot


async def test_the_last_word_is_said_once(database: Database) -> None:
    """Over while nobody looked, and a restart between: one edit without buttons, then nothing more."""
    stage = await Stage.open(database)
    await stage.looks(5)
    await stage.stands(sent=1000, state=BroadcastState.DONE.value, finished_at=NOON)
    stage.messages = ProgressMessages(database=database, bot_id=BOT, city=CITY)
    (last,) = await stage.looks(10)
    assert last.parameters["reply_markup"] == {"inline_keyboard": []}
    assert "۱٬۰۰۰ رسید" in last.parameters["text"]
    assert await stage.looks(20) == []


async def test_edits_do_not_pile_up(database: Database) -> None:
    """While the messenger is away one edit waits, not one for each tick."""
    stage = await Stage.open(database)
    waiting = list(await stage.messages.look(NOON + timedelta(seconds=3)))
    for second in range(10, 60, 5):
        await stage.stands(sent=second)
        assert await stage.messages.look(NOON + timedelta(seconds=second)) == []
    await stage.settles(waiting)
    assert len(await stage.looks(70)) == 1


async def test_the_last_word_waits_for_its_turn(database: Database) -> None:
    """It ended while an edit had not left yet: the last word follows once that has."""
    stage = await Stage.open(database)
    waiting = list(await stage.messages.look(NOON + timedelta(seconds=3)))
    await stage.stands(sent=1000, state=BroadcastState.DONE.value, finished_at=NOON)
    assert await stage.looks(6) == []
    assert await stage.looks(9) == []
    await stage.settles(waiting)
    (last,) = await stage.looks(12)
    assert last.parameters["reply_markup"] == {"inline_keyboard": []}
    assert await stage.looks(15) == []


async def test_the_morning_is_named(database: Database) -> None:
    """Where all who are left sleep, it says when they are told."""
    stage = await Stage.open(database)
    morning = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # eight o'clock in Tehran
    copy = {
        "bot_id": BOT, "kind": DeliveryKind.NOTICE.value, "source_id": 1, "occurrence": "1", "person_id": 1,
        "broadcast_id": stage.number, "state": DeliveryState.WAITING.value, "content": {}, "revision": 1,
        "message_ids": [], "due_at": morning, "next_try_at": morning, "attempts": 0, "created_at": NOON,
    }  # fmt: skip
    async with database.transaction() as session:
        await session.execute(insert(table_of(Delivery)).values(copy))
    (edit,) = await stage.looks(5)
    assert "۰۸:۰۰" in edit.parameters["text"]


async def test_a_look_reads_no_whole_table(sqlite_database: Database) -> None:
    """Every three seconds, beside a million copies: SQLite finds what waits by its partial indexes."""
    async with sqlite_database.transaction() as session:
        for asked in (
            notice_progress.of_waiting(broadcast_id=1),
            notice_progress.of_unsent(bot_id=BOT, slot="progress.1"),
        ):
            compiled = asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            plan = (await session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))).all()
            assert [row.detail.split()[0] for row in plan] == ["SEARCH"], plan
