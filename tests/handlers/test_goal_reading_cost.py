"""What it costs to show goals: as many questions to the database for ten thousand as for ten."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, insert
from telegram import Update

from handlers.context import Context
from handlers.resident import goal_card, goals
from models.database import AsyncSession, Database, table_of
from models.goal import Goal, GoalFollow, GoalStatus, GoalUpdate
from models.rights import NOBODY
from tests.handlers.turns import NOW, open_turn
from tests.models.sample_rows import resident, settle_city

MOST_OF_LIST, MOST_OF_CARD = 16, 24
CARD = 7


@contextmanager
def counted(session: AsyncSession) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _goal(number: int, area_id: int) -> dict[str, Any]:
    return {
        "id": number,
        "bot_id": 42,
        "area_id": area_id,
        "number": number,
        "position": number,
        "title": f"هدف {number}",
        "description": "چراغ کوچه‌ها " * 20,
        "owner_body": "",
        "status": GoalStatus.ACTIVE.value,
        "status_at": NOW,
        "search_key": f"هدف {number}",
        "stated": number % 100,
        "published_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "version": 1,
    }


def _report(number: int) -> dict[str, Any]:
    told = {"text": f"گزارش {number}", "stated": 30, "on_day": NOW.date(), "tell_at": NOW, "told_at": NOW}
    return {"goal_id": CARD, "bot_id": 42, "made_at": NOW, **told}


async def _fill(session: AsyncSession, count: int) -> None:
    """So many goals, somebody who follows them all, and reports on one of them."""
    areas = list((await settle_city(session)).values())
    person_id = await resident(session)
    rows = [_goal(number, areas[number % len(areas)]) for number in range(1, count + 1)]
    await session.execute(insert(table_of(Goal)), rows)
    follows = [{"goal_id": number, "person_id": person_id, "created_at": NOW} for number in range(1, count + 1)]
    await session.execute(insert(table_of(GoalFollow)), follows)
    await session.execute(insert(table_of(GoalUpdate)), [_report(number) for number in range(count)])


@pytest.mark.parametrize("count", [10, 10_000])
async def test_the_questions_are_few(database: Database, count: int) -> None:
    """A page of the list and a card ask as often as ever, however many goals, followers and reports there are."""
    async with database.transaction() as session:
        await _fill(session, count)
        turn = open_turn(rights=NOBODY)
        turn.session = session
        context = Context(application=None)  # type: ignore[arg-type]  # nothing here asks for it
        with counted(session) as of_list:
            await goals.show(Update(update_id=1), context)
        with counted(session) as of_card:
            view = await goal_card.card(context, CARD)
    assert "هدف‌های شهر" in turn.answers[-1].parameters["text"]
    assert "هدف 7" in str(view.text)
    assert len(of_list) <= MOST_OF_LIST, of_list
    assert len(of_card) <= MOST_OF_CARD, of_card
