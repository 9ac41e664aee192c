"""`mahalleyar status`: whoever operates the bot sees which process serves it, what waits, and what comes next."""

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from bot.lock import ServingLock, is_held
from locales.dates import jalali_stamp
from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import DeliveryKind
from models.inbox import Inbox
from models.notice import Notice
from models.services import deliveries, goal_calls, leadership, subscriptions
from models.services.deliveries import About
from models.subscription import Digest
from models.typed_day import day_ends
from tests.bot.cli.conftest import CommandLine, Said
from tests.models.sample_rows import BOT, TEHRAN, resident
from tests.models.services.goal_rows import Plan

TOKEN = f"{BOT}:playground-token"
LAST_DAY = date(2026, 12, 20)


def settle(url: str, *, since: timedelta = timedelta(hours=3)) -> None:
    """A bot that was served, with an update, three pieces of news, a broadcast and two notices to come."""

    async def work() -> None:
        database, now = Database(url), datetime.now(UTC)
        async with database.transaction() as session:
            await leadership.take(session=session, bot_id=BOT, holder="server-1:4711", now=now - since)
            update = {"bot_id": BOT, "update_id": 1, "lane": 7, "payload": "{}", "crashes": 0}
            await session.execute(insert(table_of(Inbox)).values(received_at=now - timedelta(seconds=90), **update))
            person = await resident(session)
            await subscriptions.choose_digest(
                session=session, person_id=person, digest=Digest.WEEKLY, since=now, now=now
            )
            await _news(session, person, now)
        await database.close()

    asyncio.run(work())


async def _news(session: AsyncSession, person: int, now: datetime) -> None:
    for number, (state, due) in enumerate((("waiting", -1), ("waiting", 2), ("uncertain", -9))):
        about, due_at = About(DeliveryKind.GRANT, number, "used"), now + timedelta(hours=due)
        await deliveries.put(
            session=session, bot_id=BOT, person_id=person, about=about, content={}, due_at=due_at, now=now
        )
        await session.execute(
            text("UPDATE delivery SET state = :state WHERE source_id = :number"), {"state": state, "number": number}
        )
    shared: dict[str, Any] = {"bot_id": BOT, "audience": {}}
    told = {"kind": "notice", "source_id": 1, "occurrence": "1", "state": "sending", "started_at": now}
    counts = {"cursor": 0, "total": 5000, "sent": 3000, "blocked": 41, "failed": 0, "uncertain": 2, "dropped": 0}
    rest = {"is_urgent": False, "revision": 1, "is_withdrawn": False, "mended": 0, "unmended": 0, "frozen_at": now}
    await session.execute(insert(table_of(Broadcast)).values(**shared, **told, **counts, **rest))
    for hours, repeats in ((5, None), (26, "weekly"), (50, None)):
        starts_at = now + timedelta(hours=hours)
        session.add(
            Notice(
                author_id=person, holder_id=person, state="scheduled", repeats=repeats, starts_at=starts_at,
                created_at=now, updated_at=now, **shared,
            )
        )  # fmt: skip
        await session.flush()


@pytest.fixture
def status(mahalleyar: CommandLine, database_url: str) -> CommandLine:
    """`mahalleyar status` of this test's database."""
    order: dict[str, object] = {"bot_token": TOKEN, "database_url": database_url, "timezone": "Asia/Tehran"}
    return lambda *words, **settings: mahalleyar("status", *words, **(order | settings))


@contextmanager
def serving(url: str) -> Iterator[None]:
    """The lock is held meanwhile, as a serving process holds it."""
    loop, database = asyncio.new_event_loop(), Database(url)
    held = ServingLock(database, BOT).held()
    loop.run_until_complete(held.__aenter__())
    try:
        yield
    finally:
        loop.run_until_complete(held.__aexit__(None, None, None))
        loop.run_until_complete(database.close())
        loop.close()


def test_while_the_bot_runs(status: CommandLine, database_url: str) -> None:
    """Who serves it and since when, how much of everything waits, how far a broadcast is, what leaves next."""
    settle(database_url)
    with serving(database_url):
        said = status()
    assert (said.code, said.err) == (0, "")
    assert f"Bot {BOT} is served by server-1:4711, since 14" in said.out
    assert "(3 h" in said.out
    assert _line(said, "messages not worked on yet").split()[5:8] == ["1", "1", "min"]
    assert _line(said, "news for one person, waiting").split()[5:7] == ["2", "1"]
    assert _line(said, "news for one person, uncertain").split()[5] == "1"
    assert "(notice 1) is sending: 5000 people, 3000 sent, 41 blocked, 2 uncertain, 1957 left" in said.out
    assert "next notice (number 1): 14" in said.out
    assert "in 4 h 59 min" in _line(said, "next notice (number 1)")
    assert "in 1 d 1 h" in _line(said, "next notice that repeats (number 2)")
    assert _line(said, "next news for one person").endswith("due")
    assert " 10:00, in " in _line(said, "next weekly digest: 14")
    assert "daily digest" not in said.out


def _line(said: Said, words: str) -> str:
    return next(line for line in said.out.splitlines() if line.startswith(words))


def promise(url: str) -> None:
    """A goal with two reports, of which one was told, and with a call for ideas whose last day is not over."""

    async def work() -> None:
        database, now = Database(url), datetime.now(UTC)
        async with database.transaction() as session:
            town = await Plan.open(session)
            one = await town.goal()
            await town.report(one, tell_at=now - timedelta(days=1), told_at=now)
            await town.report(one, tell_at=now + timedelta(hours=2, seconds=30))
            await goal_calls.open_call(await town.as_("secretary"), one.id or 0, one.version, "کجا؟", LAST_DAY)
        await database.close()

    asyncio.run(work())


def test_what_comes_next_of_goals(status: CommandLine, database_url: str) -> None:
    """When the next report is told and the next call closes; what was told already is not said."""
    promise(database_url)
    said = status()
    assert "in 2 h" in _line(said, "next report on a goal to be told (number 2)")
    assert f"{jalali_stamp(day_ends(LAST_DAY, TEHRAN), TEHRAN)}, " in _line(
        said, "next call for ideas to close (number 1)"
    )
    coming = json.loads(status("--json").out)["next"]
    assert datetime.fromisoformat(coming["call"]["at"]) == day_ends(LAST_DAY, TEHRAN)
    assert coming["report"]["id"] == 2


def test_while_it_is_stopped(status: CommandLine, database_url: str) -> None:
    """The row of the last process stays: that nobody serves the bot now is told by the lock, kill -9 included."""
    settle(database_url, since=timedelta(days=2, hours=1))
    said = status()
    assert said.code == 0
    assert f"Bot {BOT} is not served by anybody now; the last was server-1:4711, since" in said.out
    assert "(2 d 1 h)" in said.out


def test_before_anything_happened(status: CommandLine) -> None:
    """An empty database says so, and nothing is planned."""
    said = status()
    assert said.code == 0
    assert "no process has served it" in said.out
    assert "Nothing is planned." in said.out


def test_as_json(status: CommandLine, database_url: str) -> None:
    """The same for programs: counts as numbers, moments in UTC."""
    settle(database_url)
    with serving(database_url):
        told = json.loads(status("--json").out)
    assert (told["bot_id"], told["is_served"], told["holder"], told["epoch"]) == (BOT, True, "server-1:4711", 1)
    assert {name: queue["waiting"] for name, queue in told["queues"].items()} == {
        "updates": 1, "answers": 0, "deliveries_waiting": 2, "deliveries_in_flight": 0, "deliveries_uncertain": 1,
        "files": 0, "jobs": 0,
    }  # fmt: skip
    assert told["queues"]["deliveries_waiting"]["due"] == 1
    (broadcast,) = told["broadcasts"]
    assert (broadcast["state"], broadcast["total"], broadcast["left"]) == ("sending", 5000, 1957)
    digest = told["next"].pop("weekly_digest")
    assert datetime.fromisoformat(digest["at"]).astimezone(TEHRAN).strftime("%A %H") == "Friday 10"
    assert [(name, one["id"]) for name, one in told["next"].items()] == [("delivery", 1), ("notice", 1), ("repeat", 2)]
    assert datetime.fromisoformat(told["next"]["notice"]["at"]).utcoffset() == timedelta(0)
    assert json.loads(status("--json").out)["is_served"] is False


def test_another_bot_has_its_own(status: CommandLine, database_url: str) -> None:
    """Bots that share a database share neither lock nor queues."""
    settle(database_url)
    with serving(database_url):
        told = json.loads(status("--json", bot_token="43:another").out)  # noqa: S106  (nobody's)
    assert (told["bot_id"], told["is_served"], told["holder"]) == (43, False, None)
    assert {queue["waiting"] for queue in told["queues"].values()} == {0}
    assert (told["broadcasts"], told["next"]) == ([], {})


def test_looking_takes_the_lock_from_nobody(database_url: str) -> None:
    """However often somebody looks, a process that begins gets the lock at once, and keeps it."""

    async def work() -> None:
        database = Database(database_url)
        engine = database.open_reading_engine()
        with engine.connect() as connection:
            for _ in range(20):
                async with asyncio.timeout(5), ServingLock(database, BOT).held():
                    assert is_held(database, connection, BOT)
                    assert not is_held(database, connection, BOT + 1)
                async with asyncio.timeout(5):
                    while is_held(database, connection, BOT):  # noqa: ASYNC110 (the server tells nobody when it is free)
                        await asyncio.sleep(0.001)
        engine.dispose()
        await database.close()

    asyncio.run(work())


def test_a_database_that_is_away(mahalleyar: CommandLine, tmp_path: Path) -> None:
    """Exit code 1 and one sentence, no traceback: no such file, or no server; no password is printed."""
    said = mahalleyar("status", bot_token=TOKEN, database_url=f"sqlite:///{tmp_path / 'none.db'}")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 0)
    assert "there is no database" in said.err
    assert not (tmp_path / "none.db").exists()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = mahalleyar("status", bot_token=TOKEN, database_url=f"postgresql://me:hidden-word@127.0.0.1:{port}/none")
    assert (said.code, said.out, len(said.err.splitlines())) == (1, "", 1)
    assert "the database cannot be used" in said.err
    assert "hidden-word" not in said.err


def test_tables_of_another_version(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path) -> None:
    """Older tables name the command that mends it, newer ones ask for the newer program, and nothing is changed."""
    engine = Database(sqlite_url).open_reading_engine()
    for revision, word in (("0001", "mahalleyar db upgrade"), ("9999", "newer than this program")):
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        said = mahalleyar("status", bot_token=TOKEN, database_url=sqlite_url)
        assert (said.code, said.out) == (1, "")
        assert word in said.err
    engine.dispose()
    said = mahalleyar("status", bot_token=TOKEN, database_url=f"sqlite:///{tmp_path / 'empty.db'}")
    assert said.code == 1


def test_without_a_token(mahalleyar: CommandLine, sqlite_url: str) -> None:
    """The token says which bot is meant: without one, that is said."""
    said = mahalleyar("status", bot_token="", database_url=sqlite_url)
    assert said.code == 1
    assert "BOT_TOKEN" in said.err
