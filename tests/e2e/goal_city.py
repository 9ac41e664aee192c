"""Goals of a town with their reports, as residents find them: put there behind the bot's back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.playground.messages import Message
from models.area import Level
from models.database import Database, table_of
from models.goal import Goal, GoalStatus, GoalSubmission, GoalUpdate
from models.goal_facts import search_key_of
from models.person import Contact
from models.services import goal_values
from tests.e2e.harness import Town
from tests.e2e.office import area_id

LAMPS, PARK = "روشن شدن همهٔ کوچه‌های گلسار", "ساختن پارک ساحلی"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def bot_id(town: Town) -> int:
    """The id of the bot that runs; somebody has written to it."""
    return town.rows(Contact)[0].bot_id


async def goal(town: Town, title: str = LAMPS, *, where: int | None = None, **values: Any) -> int:
    """A published goal of the whole city, or of an area; returns its id."""
    area = where if where is not None else area_id(town, "ایزدشهر", Level.CITY)
    number = 1 + sum(one.area_id == area for one in town.rows(Goal))
    row: dict[str, Any] = {
        "bot_id": bot_id(town),
        "area_id": area,
        "number": number,
        "position": number,
        "title": title,
        "description": "",
        "owner_body": "",
        "status": GoalStatus.ACTIVE.value,
        "status_at": NOW,
        "published_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "version": 1,
        **values,
    }
    key = search_key_of(row["title"], row["description"], row["owner_body"])
    await town.change(insert(table_of(Goal)).values(search_key=key, **row))
    return town.rows(Goal)[-1].id or 0


async def measured(town: Town, **values: Any) -> int:
    """A goal with a measure: from 0 to 20 lamps."""
    return await goal(town, unit="چراغ", baseline=0.0, target=20.0, **values)


async def unpublished(town: Town, title: str = PARK, **values: Any) -> int:
    """A goal that the office still prepares."""
    return await goal(town, title, published_at=None, **values)


async def report(town: Town, goal_id: int, text: str, day: date = date(2026, 11, 20), **values: Any) -> int:
    """A report that is on record; the goal stands as it says. Returns its id."""
    row = {"goal_id": goal_id, "bot_id": bot_id(town), "text": text, "on_day": day, "made_at": NOW, "tell_at": NOW}
    told: dict[str, Any] = {"told_at": NOW, **values}
    await town.change(insert(table_of(GoalUpdate)).values(**row, **told))
    database = Database(town.settings.database_url.get_secret_value())
    try:
        async with database.transaction() as session:
            await goal_values.refresh(session=session, goal_id=goal_id, now=NOW)
    finally:
        await database.close()
    return town.rows(GoalUpdate)[-1].id or 0


async def reports(town: Town, goal_id: int, count: int) -> None:
    """So many reports, a day apart, the newest last."""
    for number in range(1, count + 1):
        await report(town, goal_id, f"گزارش {number}", date(2026, 9, 1) + timedelta(days=number))


async def stands_behind(town: Town, goal_id: int, submission_id: int) -> None:
    """A submission is linked to a goal."""
    row = {"goal_id": goal_id, "submission_id": submission_id, "created_at": NOW}
    await town.change(insert(table_of(GoalSubmission)).values(row))


def photo_of(message: Message) -> dict[str, Any]:
    """The photo that somebody sent, as a report keeps it."""
    largest = message.api["photo"][-1]
    return {
        "message_id": message.id,
        "kind": "photo",
        "file_id": largest["file_id"],
        "file_unique_id": largest["file_unique_id"],
    }
