from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import update

from bot.morning import Mornings
from bot.outgoing import deliveries
from models.area import Area, Level
from models.database import Database
from models.delivery import Delivery
from models.entry import Entry
from models.media import MediaItem, MediaKind
from models.rights import Owners
from models.role import Grant, Role
from models.services import authors
from models.services.authors import Author
from models.services.casework import Words
from models.submission import Status
from tests.e2e.clerk import Clerk
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk works beside the bot: nobody nudges its sender."""
    monkeypatch.setattr(deliveries, "_LOOK_EVERY", 0.05)


class Hall:
    """A town with one resident who has registered something, and a manager of their district."""

    def __init__(self, town: Town, maryam: Resident, manager: Resident) -> None:
        self.town, self.maryam, self.manager = town, maryam, manager
        self.clerk = Clerk(town, 1)

    async def author_does(self, work: str, *given: object) -> None:
        """Let the author do something, as one of the services of authors."""
        async with self.clerk.transaction() as session:
            author = Author(session, self.town.submission.person_id, 42, datetime.now(UTC))
            await getattr(authors, work)(author, *given)
        await self.town.quiet()

    async def appoint(self, level: Level = Level.DISTRICT) -> None:
        """Give the manager their office."""
        area = self.town.rows(Area, Area.level == level.value)[0]
        async with self.clerk.transaction() as session:
            begins = datetime.now(UTC) - timedelta(days=1)
            grant = Grant(person_id=1, role=Role.MANAGER.value, area_id=area.id, starts_at=begins, created_at=begins)
            session.add(grant)

    def states(self) -> list[tuple[str, str]]:
        """(kind, state) of every delivery."""
        return [(row.kind, row.state) for row in self.town.rows(Delivery)]


@pytest.fixture
async def hall(database_url: str, tmp_path: Path) -> AsyncIterator[Hall]:
    """With the manager in office."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        manager, maryam = town.person("شهردار"), town.person("مریم")
        await manager.says_and_sees("/start", "محله‌یار هستم")
        await maryam.settles("گلسار")
        await maryam.registers("کوچه تاریک است")
        await town.quiet()
        hall = Hall(town, maryam, manager)
        await hall.appoint()
        yield hall


async def test_whoever_asked_reads_the_reply(hall: Hall) -> None:
    """The author's words and photo come with the code and the way to the file; no name comes with them."""
    await hall.clerk.asks(hall.town.submission, "کدام پلاک؟")
    size = hall.maryam.phone.send_photo().api["photo"][-1]
    await hall.town.quiet()
    item = MediaItem(500, MediaKind.PHOTO, size["file_id"], size["file_unique_id"])
    await hall.author_does("reply", hall.town.rows(Entry)[0].id, Words("پلاک ۱۲", 500, [item]))
    told = await hall.manager.sees("پاسخ سؤال شما", "«پلاک ۱۲»")
    assert "photo" in told.api
    assert "مریم" not in bare(told.text)
    assert hall.manager.data_of("باز کردن") == "1:desk:open:1:0"


async def test_an_ended_office_is_told_nothing_more(hall: Hall) -> None:
    """Who asked and holds no office any more does not get the reply."""
    await hall.clerk.asks(hall.town.submission, "کدام پلاک؟")
    await hall.town.change(update(Grant).values(revoked_at=datetime.now(UTC)))
    await hall.author_does("reply", hall.town.rows(Entry)[0].id, Words("پلاک ۱۲", 500))
    assert hall.states() == [("question", "sent"), ("reply", "dropped")]


async def test_not_solved_reaches_the_next_level(hall: Hall) -> None:
    """The district hears that a submission of its neighbourhood was opened again, with where and what it is."""
    await hall.clerk.moves(hall.town.submission, Status.DONE)
    await hall.author_does("not_solved", hall.town.submission.id)
    await hall.manager.sees("«حل نشد»", "محلهٔ گلسار", "«کوچه تاریک است»")
    assert hall.states() == [("change", "sent"), ("reopened", "sent")]


async def test_the_morning_of_a_working_day(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, however often the timer ticks and whoever restarts: what is new, and what waits longest; none if empty."""
    monkeypatch.setattr("bot.morning.is_working_day", lambda *_, **__: True)
    for _ in range(2):
        await _tick(hall)
    await hall.manager.sees("صبح بخیر", "۱ پیام تازه")
    assert hall.states() == [("morning", "sent")]
    await hall.town.change(update(Delivery).values(occurrence="2026-01-01"))
    await hall.clerk.moves(hall.town.submission, Status.IN_PROGRESS)
    await _tick(hall)
    assert hall.states() == [("morning", "sent"), ("change", "sent"), ("morning", "dropped")]


async def test_the_morning_of_another_day_is_not_told(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not leave on its day is dropped: today's message tells of today."""
    monkeypatch.setattr("bot.morning.is_working_day", lambda *_, **__: True)
    await hall.town.stop()
    await _tick(hall, waits=False)
    await hall.town.change(update(Delivery).values(occurrence="2026-01-01"))
    await hall.town.start()
    await hall.town.quiet()
    assert hall.states() == [("morning", "dropped")]


async def _tick(hall: Hall, *, waits: bool = True) -> None:
    """The timer, of a process that has just started."""
    database = Database(hall.town.settings.database_url.get_secret_value())
    try:
        mornings = Mornings(database=database, city=hall.town.settings.city, bot_id=42, owners=Owners())
        await mornings.look()
    finally:
        await database.close()
    if waits:
        await hall.town.quiet()


async def test_a_reply_that_waited_for_somebody_who_left(hall: Hall) -> None:
    """The asker's office ends before the reply leaves: the successor reads it, the one before is told nothing."""
    town, heir = hall.town, hall.town.person("جانشین")
    await heir.says_and_sees("/help", "راهنما")
    await hall.clerk.asks(town.submission, "کدام پلاک؟")
    await town.stop()
    async with hall.clerk.transaction() as session:
        author = Author(session, town.submission.person_id, 42, datetime.now(UTC))
        await authors.reply(author, town.rows(Entry)[0].id or 0, Words("پلاک ۱۲", 500))
    assert [(row.person_id, row.state) for row in town.rows(Delivery, Delivery.kind == "reply")] == [(1, "waiting")]
    now = datetime.now(UTC)
    await town.change(update(Grant).values(revoked_at=now, settled_at=now))
    async with hall.clerk.transaction() as session:
        area = town.row(Grant).area_id
        session.add(Grant(person_id=3, role=Role.MANAGER.value, area_id=area, starts_at=now, created_at=now))
    await town.start()
    await heir.sees("سؤال دبیرخانه دربارهٔ", "«پلاک ۱۲»")
    await town.quiet()
    told = {row.person_id: row.state for row in town.rows(Delivery, Delivery.kind == "reply")}
    assert told == {1: "dropped", 3: "sent"}
    assert hall.manager.heard("پلاک ۱۲") == []
