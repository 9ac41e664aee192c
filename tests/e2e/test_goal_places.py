"""Goals in a city without any area, with one area, and where areas get other names while goals are theirs."""

import asyncio

from sqlalchemy import update

from models.area import Area
from models.database import table_of
from models.goal import Goal, GoalImport
from tests.e2e import goal_city
from tests.e2e.desk_stage import OWNER
from tests.e2e.goal_office_town import presses
from tests.e2e.harness import running_bot
from tests.e2e.office import area_id, settled
from tests.e2e.resident import Resident

_SCREENS = (
    *("1:goals:list:0:0", "1:goals:areas:0:0", "1:goals:topics:0:0", "1:goals:mine:0:0", "1:goals:own:0:0"),
    *("1:gchart:season:0:0", "1:gchart:season:0:1", "1:goal:open:1:0", "1:goal:behind:1:0", "1:gchart:text:1:0"),
    *("1:gchart:goal:1:0", "1:gcall:goal:1:0", "1:glink:goal:1:0", "1:gtie:open:1:0", "1:gupdate:list:1:0"),
)


async def _looks(person: Resident) -> None:
    """At everything that there is of goals: each press is answered, and nothing goes wrong."""
    for said in ("/goals", "/goals پارک", "/start goal_1"):
        await person.says(said)
        await person.town.quiet()
    for data in _SCREENS:
        await presses(person, data)
    await person.town.quiet(60)
    assert person.town.set_aside() == []
    assert person.town.refused() == []


async def test_a_city_without_areas(sqlite_url: str) -> None:
    """Nobody can begin a goal where there is no place for it, and everybody hears that there is none."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,)) as town:
        reza = town.person("رضا")
        owner = town.person("داود", person_id=OWNER)
        for one in (reza, owner):
            await _looks(one)
        for data in ("1:gedit:new:0:0", "1:gimport:begin:0:0", "1:gedit:new_area:0:0", "1:gimport:area:1:0"):
            await presses(owner, data)
            await owner.says("ساختن پارک")
            await town.quiet()
        assert town.set_aside() == []
        assert town.rows(Goal) == []
        assert town.rows(GoalImport) == []


async def test_a_city_of_one_area(sqlite_url: str) -> None:
    """Its goals are the city's; nothing asks which area is meant."""
    async with running_bot(sqlite_url, city=[("city", "ایزدشهر", "")], owner_ids=(OWNER,)) as town:
        owner = town.person("داود", person_id=OWNER)
        await presses(owner, "1:gedit:new:0:0")
        await owner.says("ساختن پارک ساحلی")
        await town.quiet()
        assert town.row(Goal).title == "ساختن پارک ساحلی"
        await presses(owner, "1:gedit:publish:1:1")
        assert town.row(Goal).published_at is not None
        await _looks(owner)
        await presses(owner, "1:gimport:begin:0:0")
        await owner.says("۱. خرید اتوبوس\n۲. کاشت درخت")
        await town.quiet()
        assert town.set_aside() == []
        assert town.row(GoalImport).area_id == town.row(Goal).area_id


async def test_an_area_gets_another_name(sqlite_url: str) -> None:
    """Its goals stay its own: card, list, season and words of the picture say the name that it has now."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        golsar = area_id(town, "گلسار")
        goal_id = await goal_city.measured(town, where=golsar)
        await goal_city.report(town, goal_id, "پنج چراغ روشن شد", value=5.0)
        names = table_of(Area)
        await town.change(update(names).where(names.c.id == golsar).values(name="گل‌آباد"))
        async with asyncio.timeout(30):
            while "گل‌آباد" not in maryam.last.text:  # what another process changed is seen a moment later
                await presses(maryam, "1:goal:open:1:0")
        await _looks(maryam)
