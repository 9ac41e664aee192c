import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot import database_watch
from bot.outgoing import crew, line
from bot.outgoing.errors import ApiError, NotSent, Unknown
from bot.outgoing.freezer import Freezer
from models.audience import Audience, Concerned
from models.database import AsyncSession, Database
from models.delivery import DeliveryKind
from models.services import broadcasts, people
from tests.bot.outgoing.answers_on_disk import BOT, until
from tests.bot.outgoing.broadcasts_on_disk import Tower


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(database_watch, "_FIRST_PAUSE", 0.01)


@pytest.fixture
async def tower(database: Database) -> AsyncIterator[Tower]:
    """Three people were told, on both databases."""
    async with Tower(database) as tower:
        await tower.meet(3)
        told = await tower.tell()
        await tower.begin()
        await tower.until(told, "done")
        yield tower


def _refusal(description: str, code: int = 400) -> ApiError:
    return ApiError("editMessageText", code, description)


async def test_amended(tower: Tower) -> None:
    """Everybody's message is edited once, and the broadcast is done again."""
    assert await tower.do(broadcasts.raise_revision, 1, revision=2)
    done = await tower.until(1, "done")
    assert (done.mended, done.unmended, done.sent) == (3, 0, 3)
    assert sorted(str(given["text"]) for given in tower.made("editMessageText")) == ["<b>2</b> fa"] * 3
    assert {row.revision for row in await tower.rows()} == {2}
    assert not await tower.do(broadcasts.raise_revision, 1, revision=2)


async def test_amended_while_it_is_sent(database: Database) -> None:
    """Who was told the old one is shown the new one, who waits is told the new one."""
    async with Tower(database) as tower:
        tower.client.delay = 0.2
        await tower.meet(crew.AT_ONCE + 20)
        told = await tower.tell()
        await tower.begin()
        await until(lambda: len(tower.client.calls) == crew.AT_ONCE)
        await tower.do(broadcasts.raise_revision, told, revision=2)
        await tower.until(told, "done")
        texts = [given["text"] for given in tower.made("sendMessage")]
        assert (texts.count("<b>1</b> fa"), texts.count("<b>2</b> fa")) == (crew.AT_ONCE, 20)
        assert len(tower.made("editMessageText")) == crew.AT_ONCE
        assert {row.revision for row in await tower.rows()} == {2}
        await tower.add_up(told)


async def test_whose_copies_still_say_what_they_were_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A meeting's announcement is mended once it was asked who got it as it was: each of them hears the change."""
    freeze = Freezer._freeze_next

    async def freeze_slowly(self: Freezer) -> None:
        await asyncio.sleep(0.2)
        await freeze(self)

    async with Tower(database) as tower:
        await tower.meet(3)
        told = await tower.tell("announced", kind=DeliveryKind.MEETING)
        await tower.begin()
        await tower.until(told, "done")
        monkeypatch.setattr(Freezer, "_freeze_next", freeze_slowly)
        changed = await tower.do(_change, told, source_id=7)
        await tower.until(changed, "done")
        done = await tower.until(told, "done")
        assert (done.mended, (await tower.get(changed)).sent) == (3, 3)


async def _change(*, session: AsyncSession, broadcast_id: int, source_id: int) -> int | None:
    """Raise a meeting's announcement, and have who was told an older revision told so."""
    await broadcasts.raise_revision(session=session, broadcast_id=broadcast_id, revision=2)
    return await broadcasts.start(
        session=session,
        bot_id=BOT,
        kind=DeliveryKind.MEETING_CHANGE,
        source_id=source_id,
        occurrence="2",
        audience=Audience(meeting_id=source_id, concerned=Concerned.TOLD, revision=2),
        is_urgent=True,
        revision=2,
        now=datetime.now(UTC),
    )


async def test_what_says_so_already_is_mended(tower: Tower) -> None:
    """A crash repeats edits: «not modified» is success. What cannot be edited any more is counted, without a noise."""
    tower.client.failures = [
        _refusal("Bad Request: message is not modified"),
        _refusal("Bad Request: message can't be edited"),
    ]
    await tower.do(broadcasts.raise_revision, 1, revision=2)
    done = await tower.until(1, "done")
    assert (done.mended, done.unmended) == (2, 1)
    assert dict(tower.alerts._counts) == {}


async def test_mending_meets_trouble(tower: Tower) -> None:
    """Whatever may have been lost is done once more: an edit can be made twice."""
    tower.client.failures = [
        Unknown("editMessageText", "no answer", timed_out=True),
        NotSent("editMessageText", "refused"),
        _refusal("Bad Gateway", 502),
    ]
    await tower.do(broadcasts.raise_revision, 1, revision=2)
    done = await tower.until(1, "done")
    assert (done.mended, done.unmended) == (3, 0)


async def test_mending_meets_a_closed_chat(tower: Tower) -> None:
    """Who blocked the bot meanwhile is marked so, and counted as not mended."""
    tower.client.failures = [_refusal("Forbidden: bot was blocked by the user", 403)]
    await tower.do(broadcasts.raise_revision, 1, revision=2)
    done = await tower.until(1, "done")
    assert (done.mended, done.unmended) == (2, 1)
    async with tower.database.transaction() as session:
        reached = [await people.reached(session=session, bot_id=BOT, person_id=one) for one in (1, 2, 3)]
    assert sum(1 for one in reached if one) == 2


async def test_withdrawn(tower: Tower) -> None:
    """Messages are deleted; one that was deleted before is as good."""
    tower.client.failures = [_refusal("Bad Request: message to delete not found")]
    await tower.do(broadcasts.withdraw, 1)
    done = await tower.until(1, "done")
    assert (done.mended, done.unmended, done.sent, done.is_withdrawn) == (3, 0, 3, True)
    assert await tower.states() == ["withdrawn"] * 3
    assert len(tower.made("deleteMessage")) == 3
    assert not await tower.do(broadcasts.withdraw, 1)


async def test_too_old_to_be_deleted(tower: Tower) -> None:
    """It says that it was withdrawn instead, and is counted as one that could not be deleted."""
    tower.client.failures = [_refusal("Bad Request: message can't be deleted for everyone")]
    await tower.do(broadcasts.withdraw, 1)
    done = await tower.until(1, "done")
    assert (done.mended, done.unmended) == (2, 1)
    assert [given["text"] for given in tower.made("editMessageText")] == ["withdrawn"]
    assert sorted(await tower.states()) == ["sent", "withdrawn", "withdrawn"]


async def test_withdrawn_while_it_is_sent(database: Database) -> None:
    """Who waits is not told, and what was sent is taken back."""
    async with Tower(database) as tower:
        tower.client.delay = 0.2
        await tower.meet(crew.AT_ONCE + 20)
        told = await tower.tell()
        await tower.begin()
        await until(lambda: len(tower.client.calls) == crew.AT_ONCE)
        await tower.do(broadcasts.withdraw, told)
        done = await tower.until(told, "done")
        assert (done.sent, done.dropped, done.mended) == (crew.AT_ONCE, 20, crew.AT_ONCE)
        await tower.add_up(told)
