"""Goals in a town: made behind the bot's back, and what the office does with them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from models.area import Level
from models.database import table_of
from models.goal import Goal, GoalFollow, GoalUpdate
from models.person import Contact
from models.role import Role
from tests.e2e.harness import Town
from tests.e2e.office import Staff, area_id, hire, person_id
from tests.e2e.resident import Resident
from tests.e2e.resolution_town import base36

TITLE = "۲۰ کیلومتر مسیر دوچرخهٔ تازه"
TEXT = "آسفالت مسیر ساحلی تمام شد"
MEASURE: dict[str, Any] = {"unit": "کیلومتر", "baseline": 0.0, "target": 20.0}


async def clerk(town: Town, name: str = "زهرا") -> Staff:
    """Somebody of the whole city's secretariat, who says what the goals are."""
    return await hire(town, name, Role.SECRETARIAT, None)


async def member(town: Town, name: str = "سارا", where: str = "گلسار") -> Staff:
    """Somebody of a neighbourhood's council, who reports on its goals."""
    return await hire(town, name, Role.COUNCIL, area_id(town, where))


async def goal(town: Town, *, where: str = "گلسار", is_public: bool = True, **values: Any) -> int:
    """The id of a goal of an area, with a measure."""
    level = Level.CITY if where == "ایزدشهر" else Level.NEIGHBOURHOOD
    now = datetime.now(UTC)
    number = len(town.rows(Goal)) + 1
    row = {
        "bot_id": town.rows(Contact)[0].bot_id,
        "area_id": area_id(town, where, level),
        "number": number,
        "position": number,
        "title": TITLE,
        "description": "",
        "owner_body": "",
        "status": "active",
        "status_at": now,
        "search_key": "",
        "published_at": now if is_public else None,
        "created_at": now,
        "updated_at": now,
        "version": 1,
        **MEASURE,
        **values,
    }
    await town.change(insert(table_of(Goal)).values(row))
    return town.rows(Goal)[-1].id or 0


async def follows(town: Town, resident: Resident, goal_id: int) -> None:
    """Somebody wants to hear of a goal."""
    row = {"goal_id": goal_id, "person_id": person_id(town, resident), "created_at": datetime.now(UTC)}
    await town.change(insert(table_of(GoalFollow)).values(row))


async def presses(person: Resident, data: str) -> None:
    """Presses a button of this data below the newest message, drawn there or not."""
    await person.says_and_sees("/help", "راهنما")
    await person.town.quiet()
    person.phone.press(data=data, message_id=person.last.id)
    await person.town.quiet()


async def reports(staff: Staff, goal_id: int, text: str = TEXT) -> GoalUpdate:
    """A report of one sentence: a press, the sentence, a press."""
    await presses(staff, f"1:gupdate:new:{base36(goal_id)}:0")
    await staff.says_and_sees(text, "دنبال‌کنندگان همین پیام بالا را می‌گیرند")
    await staff.town.quiet()
    await staff.taps_and_sees("ثبت", "ثبت شد")
    await staff.town.quiet()
    return staff.town.rows(GoalUpdate)[-1]
