import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from bot.database_watch import DatabaseWatch
from bot.outgoing.marks import GROUP, Marks
from models.answer import AnswerState
from models.database import Database
from models.services import answers
from models.services.answers import Settled
from tests.bot.outgoing.answers_on_disk import on_disk, record, say


def _marks(database: Database) -> tuple[Marks, list[Settled]]:
    unwritten: list[Settled] = []
    return Marks(database=database, watch=DatabaseWatch(database), unwritten=unwritten), unwritten


async def test_an_answer_is_taken_on_once(database: Database) -> None:
    """From being taken on until its end is on disk, nobody takes it on again."""
    marks, _ = _marks(database)
    (waiting,) = await record(database, say("x"))
    assert marks.take_on(waiting.id)
    assert not marks.take_on(waiting.id)
    marks.settle(Settled(waiting.id, AnswerState.SENT, 7))
    assert not marks.take_on(waiting.id)
    await marks.flush()
    (row,) = await on_disk(database)
    assert (row.state, row.message_id, row.attempts) == ("sent", 7, 1)
    assert row.settled_at is not None
    assert marks.take_on(waiting.id)


async def test_marks_are_written_in_groups(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full group leaves at once, a smaller one within 50 ms: a kill repeats at most those."""
    sizes: list[int] = []
    settle = answers.settle

    async def counting(**given: object) -> None:
        sizes.append(len(given["settled"]))  # type: ignore[arg-type]  # a sequence
        await settle(**given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(answers, "settle", counting)
    marks, unwritten = _marks(database)
    waiting = await record(database, *[say(str(number)) for number in range(GROUP + 3)])
    running = asyncio.create_task(marks.run())
    for one in waiting[:GROUP]:
        marks.settle(Settled(one.id, AnswerState.SENT, 1))
    await asyncio.sleep(0.02)
    assert sizes == [GROUP]
    for one in waiting[GROUP:]:
        marks.settle(Settled(one.id, AnswerState.SENT, 1))
    await asyncio.sleep(0.15)
    assert sizes == [GROUP, 3]
    assert unwritten == []
    running.cancel()


async def test_nothing_is_forgotten_while_the_database_is_away(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark that cannot be written stays, and is written once the database is back."""
    settle, failures = answers.settle, 2

    async def failing(**given: object) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError("UPDATE", {}, full)
        await settle(**given)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(answers, "settle", failing)
    marks, unwritten = _marks(sqlite_database)
    (waiting,) = await record(sqlite_database, say("x"))
    marks.settle(Settled(waiting.id, AnswerState.DROPPED, error="403"))
    async with asyncio.timeout(30):
        await marks.flush()
    assert unwritten == []
    (row,) = await on_disk(sqlite_database)
    assert (row.state, row.error) == ("dropped", "403")


async def test_what_is_settled_stays_settled(database: Database) -> None:
    """A second word about an answer changes nothing."""
    marks, _ = _marks(database)
    (waiting,) = await record(database, say("x"))
    for settled in (Settled(waiting.id, AnswerState.SENT, 7), Settled(waiting.id, AnswerState.FAILED, error="late")):
        marks.settle(settled)
        await marks.flush()
    (row,) = await on_disk(database)
    assert (row.state, row.message_id, row.error) == ("sent", 7, None)
