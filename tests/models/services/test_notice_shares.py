import pytest
from sqlalchemy import insert

from models.database import Database, table_of
from models.notice import NoticeAnswer
from models.services import notice_shares
from tests.models.sample_rows import NOW
from tests.models.services.notice_rows import Town


async def _answer(town: Town, notice_id: int, choices: list[int | None]) -> None:
    rows = [
        {"notice_id": notice_id, "person_id": await town.reader("گلسار"), "choice": one, "answered_at": NOW}
        for one in choices
    ]
    await town.session.execute(insert(table_of(NoticeAnswer)), rows)


async def test_every_answer_counts_at_once(database: Database) -> None:
    """Of a few, each new answer is in the next count; who only said that they read it is in none."""
    async with database.transaction() as session:
        town = await Town.open(session)
        number = (await town.sent()).id or 0
        assert list(await notice_shares.shares(session=session, notice_id=number, offered=3)) == [0, 0, 0]
        await _answer(town, number, [0, 0, 2, None])
        assert list(await notice_shares.shares(session=session, notice_id=number, offered=3)) == [2, 0, 1]
        await _answer(town, number, [1])
        assert list(await notice_shares.shares(session=session, notice_id=number, offered=3)) == [2, 1, 1]


async def test_of_many_a_count_is_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit it is not counted at each press; another notice has counts of its own."""
    monkeypatch.setattr(notice_shares, "EXACT_BELOW", 3)
    monkeypatch.setattr(notice_shares, "_A_SECOND", 1)
    async with database.transaction() as session:
        town = await Town.open(session)
        number, other = (await town.sent()).id or 0, (await town.sent()).id or 0
        await _answer(town, number, [0, 0, 1])
        assert list(await notice_shares.shares(session=session, notice_id=number, offered=2)) == [2, 1]
        await _answer(town, number, [1])
        assert list(await notice_shares.shares(session=session, notice_id=number, offered=2)) == [2, 1]
        assert list(await notice_shares.shares(session=session, notice_id=other, offered=2)) == [0, 0]
