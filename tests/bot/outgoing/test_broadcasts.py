import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot import database_watch
from bot.outgoing import crew, line
from bot.outgoing.errors import ApiError, NotSent, Unknown
from models.database import Database
from models.delivery import DeliveryKind, DeliveryState
from models.services import broadcast_claims, broadcast_sending, broadcasts, people
from models.subscription import NO_QUIET
from tests.bot.outgoing.answers_on_disk import BOT, until
from tests.bot.outgoing.broadcasts_on_disk import TEHRAN, Tower


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(database_watch, "_FIRST_PAUSE", 0.01)


@pytest.fixture
async def tower(database: Database) -> AsyncIterator[Tower]:
    """On both databases."""
    async with Tower(database) as tower:
        yield tower


def _refusal(code: int, description: str, **more: float) -> ApiError:
    return ApiError("sendMessage", code, description, **more)  # type: ignore[arg-type]  # its own words


async def test_everybody_is_told_once(tower: Tower) -> None:
    """In their language, with one template for each; the counters add up, and the rows keep the messages' ids."""
    await tower.meet(5)
    told = await tower.tell()
    await tower.begin()
    done = await tower.until(told, "done")
    assert sorted(given["chat_id"] for given in tower.made("sendMessage")) == [1, 2, 3, 4, 5]  # type: ignore[type-var]  # numbers
    assert (done.total, done.sent, done.frozen_at is not None, done.finished_at is not None) == (5, 5, True, True)
    assert sorted(row.message_ids[0] for row in await tower.rows()) == [101, 102, 103, 104, 105]
    assert {row.revision for row in await tower.rows()} == {1}
    assert len(tower.notifier.asked) == 1


async def test_nobody_to_tell(tower: Tower) -> None:
    """A broadcast without anybody is over at once."""
    told = await tower.tell()
    await tower.begin()
    assert (await tower.until(told, "done")).total == 0


async def test_an_occurrence_is_told_once(tower: Tower) -> None:
    """The same occurrence again is not a second broadcast; another one is."""
    await tower.tell()
    with pytest.raises(AssertionError):
        await tower.tell()
    await tower.tell("2")


async def test_a_pause_lets_nothing_more_start(tower: Tower) -> None:
    """What is under way ends, nothing else starts until it goes on."""
    tower.client.delay = 0.2
    await tower.meet(crew.AT_ONCE + 40)
    told = await tower.tell()
    await tower.begin()
    await until(lambda: len(tower.client.calls) == crew.AT_ONCE)
    assert await tower.do(broadcasts.pause, told)
    await asyncio.sleep(0.4)
    paused = await tower.get(told)
    assert (paused.state, paused.sent, len(tower.client.calls)) == ("paused", crew.AT_ONCE, crew.AT_ONCE)
    assert (await tower.states()).count("waiting") == 40
    assert await tower.do(broadcasts.resume, told)
    assert (await tower.until(told, "done")).sent == crew.AT_ONCE + 40


async def test_stopped_halfway(tower: Tower) -> None:
    """What is under way ends, who waits is dropped, and nobody else is asked for; the counters add up."""
    tower.client.delay = 0.2
    await tower.meet(crew.AT_ONCE + 40)
    told = await tower.tell()
    await tower.begin()
    await until(lambda: len(tower.client.calls) == crew.AT_ONCE)
    assert await tower.do(broadcasts.stop, told)
    stopped = await tower.until(told, "stopped")
    assert (stopped.sent, stopped.dropped, stopped.finished_at is not None) == (crew.AT_ONCE, 40, True)
    await tower.add_up(told)
    assert not await tower.do(broadcasts.resume, told)


async def test_an_album_before_its_words(tower: Tower) -> None:
    """The ids of the album are on disk before the words leave; begun anew, only the words are missing."""
    tower.notifier.has_album = True
    tower.client.results["sendMediaGroup"] = [{"message_id": 11}, {"message_id": 12}]
    tower.client.failures = [None, _refusal(429, "Too Many Requests: retry after 1", retry_after=60.0)]
    await tower.meet(1)
    told = await tower.tell()
    await tower.begin()
    (row,) = await tower.rows_once(lambda rows: bool(rows and rows[0].error and rows[0].state == "claimed"))
    assert row.message_ids == [11, 12]
    await tower.stop(0.1)
    await tower.sender.put_back_held()
    assert await tower.states() == ["waiting"]
    async with tower.database.transaction() as session:
        await session.execute(text("UPDATE delivery SET next_try_at = created_at, error = NULL"))
    again = Tower(tower.database)
    again.notifier.has_album = True
    await again.begin()
    await again.until(told, "done")
    assert [method for method, _ in again.client.calls] == ["sendMessage"]
    assert (await again.rows())[0].message_ids == [11, 12, 101]
    await again.stop(0)


async def test_a_429_outlives_the_process(tower: Tower) -> None:
    """Its deadline is on disk: whoever takes over sends nothing before it, and no try was burnt."""
    tower.client.failures = [_refusal(429, "Too Many Requests: retry after 1", retry_after=1.0)]
    await tower.meet(3)
    told = await tower.tell()
    await tower.begin()
    await tower.rows_once(
        lambda rows: [row.state for row in rows].count("sent") == 2 and any(row.error for row in rows)
    )
    first = len(tower.client.calls)
    await tower.stop(0)
    again = Tower(tower.database)
    began = datetime.now(UTC)
    await again.begin()
    done = await again.until(told, "done")
    rows = await again.rows()
    assert done.sent == 3
    assert first + len(again.client.calls) == 4
    assert {row.attempts for row in rows} == {1}
    assert datetime.now(UTC) - began > timedelta(seconds=0.5)
    await again.stop(0)


async def test_who_sleeps_is_not_woken(tower: Tower) -> None:
    """Copies of who sleeps at freezing wait until morning; an urgent one does not ask."""
    now = datetime.now(TEHRAN)
    asleep = f"{(now - timedelta(hours=1)).hour}-{(now + timedelta(hours=2)).hour}"
    await tower.meet(2, quiet=asleep)
    await tower.tell(is_urgent=False)
    await tower.begin()
    rows = await tower.rows_once(
        lambda rows: len(rows) == 2 and all(row.next_try_at > now + timedelta(hours=1) for row in rows)
    )
    assert [row.state for row in rows] == ["waiting", "waiting"]
    assert {row.next_try_at.astimezone(TEHRAN).hour for row in rows} == {(now + timedelta(hours=2)).hour}
    assert tower.client.calls == []
    urgent = await tower.tell("2")
    assert (await tower.until(urgent, "done")).sent == 2


async def test_who_fell_asleep_meanwhile(database: Database) -> None:
    """Due by day and claimed by night: put back until their morning, and not among what is sent."""
    tower = Tower(database)
    await tower.meet(3)
    noon = datetime.now(TEHRAN).replace(hour=12, minute=0, second=0, microsecond=0)
    night = noon.replace(hour=23)
    told = await tower.tell(is_urgent=False, now=noon)
    assert not await tower.do(broadcasts.freeze_next, told, now=noon, zone=TEHRAN)
    async with database.transaction() as session:
        found = await broadcasts.get(session=session, broadcast_id=told)
        assert found is not None
        claimed = await broadcast_claims.claim(session=session, broadcast=found, now=night, zone=TEHRAN, limit=2)
        due = await broadcast_claims.next_due(session=session, broadcast_id=told)
    rows = await tower.rows()
    assert claimed == []
    assert due == noon
    assert sorted(row.next_try_at for row in rows)[1:] == [noon.replace(hour=8) + timedelta(days=1)] * 2


async def test_refused_again_and_again(tower: Tower) -> None:
    """A notice that the messenger will not take is paused, and the owners hear of it; the rest is not tried."""
    tower.client.failures = [_refusal(400, "Bad Request: message text is empty")] * 600
    await tower.meet(400)
    told = await tower.tell()
    await tower.begin()
    await tower.until(told, "paused")
    rows = await tower.rows_once(lambda rows: [row.state for row in rows].count("failed") >= 20)
    assert [row.state for row in rows].count("failed") <= 20 + crew.AT_ONCE
    assert tower.alerts._counts["broadcast_paused"] == 1
    tower.client.failures = []
    await tower.do(broadcasts.resume, told)
    done = await tower.until(told, "done")
    assert done.failed + done.sent == 400
    await tower.add_up(told)


async def test_markup_that_cannot_be_read(tower: Tower) -> None:
    """It is told as plain text, and once that is known, at the first try."""
    tower.client.failures = [_refusal(400, "Bad Request: can't parse entities: x")]
    await tower.meet(1)
    told = await tower.tell()
    await tower.begin()
    await tower.until(told, "done")
    assert [given["text"] for given in tower.made("sendMessage")] == ["<b>1</b> fa", "1 fa"]
    await tower.meet(2)
    told = await tower.tell("2")
    await tower.until(told, "done")


async def test_a_bug_in_the_words(tower: Tower) -> None:
    """What cannot be put into words has failed, and is paused like what is refused."""
    tower.notifier.is_broken = True
    await tower.meet(120)
    told = await tower.tell()
    await tower.begin()
    await tower.until(told, "paused", seconds=60)
    await tower.rows_once(lambda rows: [row.state for row in rows].count("failed") >= 20, seconds=60)
    assert tower.client.calls == []


async def test_a_group_that_became_another(tower: Tower) -> None:
    """The message goes to where it moved, and so does the next."""
    tower.client.failures = [_refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100)]
    await tower.meet(1)
    told = await tower.tell()
    await tower.begin()
    await tower.until(told, "done")
    assert [given["chat_id"] for given in tower.made("sendMessage")] == [1, -100]
    async with tower.database.transaction() as session:
        assert await people.reached(session=session, bot_id=BOT, person_id=1) == [(-100, "fa")]


async def test_told_to_each_something_else(tower: Tower) -> None:
    """A kind without a template is put into words for each person; nothing to say drops it."""
    await tower.meet(3)
    told = await tower.tell(kind=DeliveryKind.DIGEST)
    await tower.begin()
    done = await tower.until(told, "done")
    assert (done.sent, done.dropped) == (2, 1)
    assert sorted(str(given["text"]) for given in tower.made("sendMessage")) == ["for 1", "for 3"]


async def test_urgent_before_the_rest(database: Database) -> None:
    """What is urgent leaves before copies that were claimed earlier and wait for the limiter."""
    tower = Tower(database, send_rate=100)
    await tower.meet(100, quiet=NO_QUIET)
    await tower.tell(is_urgent=False)
    await tower.begin()
    await until(lambda: len(tower.client.calls) >= 5)
    urgent = await tower.tell("2")
    await tower.until(urgent, "done")
    told = [one for one in await tower.rows() if one.broadcast_id != urgent and one.state == "sent"]
    assert len(told) < 100
    await tower.stop(0)


async def test_two_at_a_time(database: Database) -> None:
    """Neither waits for the other's end: one copy of each in turn."""
    tower = Tower(database, send_rate=100)
    await tower.meet(250)
    first = await tower.tell()
    await tower.begin()
    await until(lambda: len(tower.client.calls) >= 5)
    second = await tower.tell("2")
    await tower.rows_once(lambda rows: sum(row.state == "sent" for row in rows if row.broadcast_id == second) >= 10)
    assert (await tower.get(first)).sent < 240
    await tower.stop(0)


async def test_uncertain_ones_are_told_again_if_their_sender_wants(tower: Tower) -> None:
    """Nobody knows is counted; told again on demand, the counters are right again."""
    tower.client.failures = [Unknown("sendMessage", "no answer", timed_out=True)]
    await tower.meet(3)
    told = await tower.tell()
    await tower.begin()
    assert (await tower.until(told, "done")).uncertain == 1
    assert await tower.do(broadcasts.resend_uncertain, told, now=datetime.now(UTC)) == 1
    done = await tower.until(told, "done")
    assert (done.sent, done.uncertain) == (3, 0)
    assert await tower.do(broadcasts.resend_uncertain, told, now=datetime.now(UTC)) == 0


async def test_after_a_crash(tower: Tower) -> None:
    """What was claimed is sent, what was being sent is uncertain, and counted so."""
    await tower.meet(4)
    told = await tower.tell()
    await tower.do(broadcasts.freeze_next, told, now=datetime.now(UTC), zone=TEHRAN)
    async with tower.database.transaction() as session:
        found = await broadcasts.get(session=session, broadcast_id=told)
        assert found is not None
        copies = await broadcast_claims.claim(
            session=session, broadcast=found, now=datetime.now(UTC), zone=TEHRAN, limit=3
        )
        await broadcast_sending.begin_sending(session=session, ids=[copies[0].id], revision=1)
    await tower.begin()
    done = await tower.until(told, "done")
    assert (done.sent, done.uncertain) == (3, 1)
    assert len(tower.made("sendMessage")) == 3


async def test_the_one_that_sent_it_knows(tower: Tower) -> None:
    """An end that could not be written is written when the office is taken again, whatever was said meanwhile."""
    await test_after_a_crash(tower)
    await tower.stop(0)
    lost = next(row for row in await tower.rows() if row.state == "uncertain")
    told = lost.broadcast_id or 0
    tower.unwritten.append(broadcast_sending.Ended(lost.id or 0, DeliveryState.SENT, [55], broadcast_id=told))
    tower.sender = tower.new_sender()
    await tower.begin()
    found = await tower.get(told)
    assert (found.sent, found.uncertain) == (4, 0)
    assert tower.unwritten == []


async def test_the_database_goes_away(tower: Tower, monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups that could not be written are written when it is back: nobody twice, everybody counted."""
    real, times = broadcast_sending.settle, [0]

    async def broken(**given: object) -> None:
        times[0] += 1
        if times[0] in {2, 3}:
            raise ConnectionError("away")
        await real(**given)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(broadcast_sending, "settle", broken)
    await tower.meet(100)
    told = await tower.tell()
    await tower.begin()
    assert (await tower.until(told, "done")).sent == 100
    assert len(tower.made("sendMessage")) == 100


async def test_a_stop_leaves_nothing_unknown(tower: Tower) -> None:
    """Calls under way end and are noted, the rest waits again."""
    tower.client.delay = 0.2
    await tower.meet(crew.AT_ONCE + 20)
    told = await tower.tell()
    await tower.begin()
    await until(lambda: len(tower.client.calls) == crew.AT_ONCE)
    await tower.stop(2.0)
    await tower.sender.put_back_held()
    states = await tower.states()
    assert (states.count("sent"), states.count("waiting")) == (crew.AT_ONCE, 20)
    await tower.add_up(told)


async def test_not_sent_is_tried_again(tower: Tower) -> None:
    """Nothing reached the messenger: a harmless call tries the line, and everybody is told once."""
    tower.client.failures = [NotSent("sendMessage", "refused"), NotSent("getMe", "refused")]
    await tower.meet(1)
    told = await tower.tell()
    await tower.begin()
    await tower.until(told, "done")
    assert [method for method, _ in tower.client.calls] == ["sendMessage", "getMe", "getMe", "sendMessage"]
