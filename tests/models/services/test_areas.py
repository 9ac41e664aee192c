import random
from dataclasses import replace

import pytest
from sqlmodel import col, select

from models.area import Area, AreaRow, Level
from models.area_tree import AreaTree
from models.database import AsyncSession, Database
from models.errors import AreaImportFailed
from models.services import areas
from models.services.areas import Imported
from tests.models.sample_rows import CITY, settle_city

CITY_ROW, DISTRICT_1, DISTRICT_2, ZONE_1, ZONE_2, GOLSAR, BAGH, GOLSAR_WEST, ALIABAD = CITY


async def _rows(session: AsyncSession) -> dict[str, Area]:
    return {area.path: area for area in (await session.exec(select(Area).order_by(col(Area.id)))).all()}


async def _names(session: AsyncSession) -> set[str]:
    """Every area as the names from the root down to it."""
    tree = AreaTree.of((await session.exec(select(Area))).all())
    return {"/".join(place.name for place in reversed(tree.line(area_id))) for area_id in tree.places}


async def _check_paths(session: AsyncSession) -> None:
    """Every path is the parent's path and the own id, as every question about a subtree relies on."""
    stored = {area.id: area for area in (await session.exec(select(Area))).all()}
    for area in stored.values():
        above = stored[area.parent_id].path if area.parent_id else "/"
        assert area.path == f"{above}{area.id}/"
        if area.parent_id:
            assert Level(stored[area.parent_id].level).depth < Level(area.level).depth


async def _import(session: AsyncSession, *lines: AreaRow) -> Imported:
    done = await areas.import_areas(session=session, lines=lines)
    await session.flush()
    session.expire_all()
    return done


async def _problems(session: AsyncSession, *lines: AreaRow) -> list[tuple[int, str]]:
    with pytest.raises(AreaImportFailed) as failed:
        await areas.import_areas(session=session, lines=lines)
    return [(problem.line, problem.reason) for problem in failed.value.problems]


async def test_a_city_is_imported(session: AsyncSession) -> None:
    """Every line becomes an area below its parent, with the path that leads to it, its code and the office's order."""
    assert await _import(session, *CITY) == Imported(created=9, changed=0, unchanged=0)
    await _check_paths(session)
    assert {"ایزدشهر/منطقهٔ ۱/ناحیهٔ ۲/گلسار", "ایزدشهر/منطقهٔ ۲/ناحیهٔ ۲/گلسار غربی"} <= await _names(session)
    golsar = (await session.exec(select(Area).where(Area.code == "N-1"))).one()
    assert (golsar.level, golsar.name, golsar.position) == ("neighbourhood", "گلسار", 7)


async def test_the_order_of_lines_does_not_matter(session: AsyncSession) -> None:
    """A parent may stand after its children, anywhere in the list."""
    shuffled = list(CITY)
    random.Random(7).shuffle(shuffled)
    await _import(session, *shuffled)
    await _check_paths(session)
    assert len(await _names(session)) == 9
    assert "ایزدشهر/منطقهٔ ۱/ناحیهٔ ۲/باغ شاه" in await _names(session)


async def test_a_parent_may_be_in_the_database_already(session: AsyncSession) -> None:
    """A later list may add to areas of an earlier one, in another spelling of their names."""
    await _import(session, *CITY)
    more = AreaRow(2, Level.NEIGHBOURHOOD, "ساحلی", "منطقه ۲/ناحيه 2")
    assert await _import(session, more) == Imported(created=1, changed=0, unchanged=0)
    assert "ایزدشهر/منطقهٔ ۲/ناحیهٔ ۲/ساحلی" in await _names(session)


async def test_without_a_parent_an_area_lies_in_the_one_city(session: AsyncSession) -> None:
    """An empty parent means the city, if there is exactly one; without any city it is a root of its own."""
    await _import(session, AreaRow(2, Level.NEIGHBOURHOOD, "گلسار", ""))
    assert await _names(session) == {"گلسار"}
    await _import(session, CITY_ROW, AreaRow(3, Level.NEIGHBOURHOOD, "ساحلی", ""))
    assert "ایزدشهر/ساحلی" in await _names(session)


async def test_two_cities_leave_no_guessing(session: AsyncSession) -> None:
    """With two cities a line without a parent is refused."""
    two = (CITY_ROW, replace(CITY_ROW, line=3, name="نور"))
    problems = await _problems(session, *two, AreaRow(4, Level.NEIGHBOURHOOD, "ساحلی", ""))
    assert [line for line, _ in problems] == [4]
    assert "more than one city" in problems[0][1]


async def test_levels_may_be_missing(session: AsyncSession) -> None:
    """A small city has neighbourhoods right below it."""
    await _import(session, CITY_ROW, AreaRow(3, Level.NEIGHBOURHOOD, "گلسار", "ایزدشهر"))
    assert await _names(session) == {"ایزدشهر", "ایزدشهر/گلسار"}


async def test_an_ambiguous_parent_is_asked_for_by_path(session: AsyncSession) -> None:
    """A parent's name that stands for two areas is refused with the way to write it; the path then works."""
    lost = AreaRow(6, Level.NEIGHBOURHOOD, "ساحلی", "ناحیهٔ ۲")
    lines = (CITY_ROW, DISTRICT_1, DISTRICT_2, ZONE_1, replace(ZONE_2, line=7))
    problems = await _problems(session, *lines, lost)
    assert [line for line, _ in problems] == [6]
    assert "2 areas" in problems[0][1]
    assert "/ناحیهٔ ۲" in problems[0][1]


async def test_all_bad_lines_are_named_at_once(session: AsyncSession) -> None:
    """Every bad line of a list is named by its number, in order, and the good ones between them are not."""
    problems = await _problems(
        session,
        CITY_ROW,
        AreaRow(3, Level.NEIGHBOURHOOD, "الف", "نیست"),
        DISTRICT_1,
        AreaRow(9, Level.NEIGHBOURHOOD, "ب", "منطقهٔ ۹"),
        AreaRow(8, Level.ZONE, "ناحیهٔ ۱", "گلسار"),
    )
    assert [line for line, _ in problems] == [3, 8, 9]
    assert "«نیست»" in problems[0][1]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(replace(GOLSAR, line=20), id="the same line"),
        pytest.param(replace(GOLSAR, line=20, name="گل‌سار", code=None), id="another spelling"),
        pytest.param(replace(GOLSAR, line=20, name="ساحلی"), id="the same code"),
    ],
)
async def test_a_line_that_stands_twice_is_refused(session: AsyncSession, second: AreaRow) -> None:
    """An area named twice in a list, by spelling or by code, is refused at its second line."""
    problems = await _problems(session, *CITY, second)
    assert [line for line, _ in problems] == [20]
    assert "7" in problems[0][1]


async def test_nothing_is_half_imported(database: Database) -> None:
    """One bad line among many good ones, and nothing is stored: neither new areas nor changes to old ones."""
    async with database.transaction() as session:
        await settle_city(session)
        before = await _names(session)
    with pytest.raises(AreaImportFailed):
        async with database.transaction() as session:
            await areas.import_areas(
                session=session,
                lines=[
                    AreaRow(2, Level.DISTRICT, "منطقهٔ ۳", "ایزدشهر"),
                    replace(GOLSAR, name="گلسار شرقی"),
                    AreaRow(9, Level.NEIGHBOURHOOD, "ساحلی", "هیچ‌جا"),
                ],
            )
    async with database.transaction() as session:
        assert await _names(session) == before


async def test_importing_again_changes_nothing(session: AsyncSession) -> None:
    """The same list once more finds everything as it was and keeps every id."""
    await _import(session, *CITY)
    before = {path: area.id for path, area in (await _rows(session)).items()}
    assert await _import(session, *CITY) == Imported(created=0, changed=0, unchanged=9)
    assert {path: area.id for path, area in (await _rows(session)).items()} == before


async def test_a_corrected_spelling_updates_the_area(session: AsyncSession) -> None:
    """A name in a better spelling replaces the old one; the area stays the same one."""
    await _import(session, CITY_ROW, AreaRow(3, Level.NEIGHBOURHOOD, "علي اباد", "ایزدشهر"))
    corrected = AreaRow(3, Level.NEIGHBOURHOOD, "علی‌آباد", "ایزدشهر")
    assert await _import(session, CITY_ROW, corrected) == Imported(created=0, changed=1, unchanged=1)
    assert await _names(session) == {"ایزدشهر", "ایزدشهر/علی‌آباد"}


async def test_a_code_finds_a_renamed_area(session: AsyncSession) -> None:
    """An area that keeps its code may change its name; a line without code leaves the code as it is."""
    await _import(session, *CITY)
    golsar = (await session.exec(select(Area.id).where(Area.code == "N-1"))).one()
    await _import(session, replace(GOLSAR, name="گلسار نو"))
    await _import(session, replace(GOLSAR, name="گلسار نو", code=None))
    area = await session.get_one(Area, golsar)
    assert (area.name, area.code, area.folded_name) == ("گلسار نو", "N-1", "گلسارنو")


async def test_a_code_and_a_name_that_disagree_are_refused(session: AsyncSession) -> None:
    """A line whose code is one area's and whose name is another's is refused, not guessed."""
    await _import(session, *CITY)
    problems = await _problems(session, replace(BAGH, code="N-1"))
    assert "N-1" in problems[0][1]


async def test_moving_an_area_moves_all_below_it(session: AsyncSession) -> None:
    """A zone that gets another parent takes its neighbourhoods along, paths and all."""
    await _import(session, *(line for line in CITY if line is not ZONE_2 and line.line < 9))
    zone = (await session.exec(select(Area).where(Area.level == "zone"))).one()
    zone.code = "Z-1"
    await session.flush()
    done = await _import(session, replace(ZONE_1, parent="منطقهٔ ۲", code="Z-1"))
    assert done == Imported(created=0, changed=1, unchanged=0)
    await _check_paths(session)
    assert "ایزدشهر/منطقهٔ ۲/ناحیهٔ ۲/گلسار" in await _names(session)
    assert "ایزدشهر/منطقهٔ ۱" in await _names(session)


async def test_a_new_level_may_be_put_between(session: AsyncSession) -> None:
    """A small city that is divided later gets its districts, and its neighbourhoods move into them by their codes."""
    await _import(session, CITY_ROW, AreaRow(3, Level.NEIGHBOURHOOD, "گلسار", "", "N-1"))
    await _import(session, CITY_ROW, DISTRICT_1, AreaRow(4, Level.NEIGHBOURHOOD, "گلسار", "منطقهٔ ۱", "N-1"))
    await _check_paths(session)
    assert await _names(session) == {"ایزدشهر", "ایزدشهر/منطقهٔ ۱", "ایزدشهر/منطقهٔ ۱/گلسار"}


async def test_a_level_that_would_stand_on_its_head_is_refused(session: AsyncSession) -> None:
    """An area cannot become smaller than what lies in it; the line that says so is named."""
    await _import(session, *CITY)
    problems = await _problems(session, CITY_ROW, replace(DISTRICT_1, level=Level.NEIGHBOURHOOD))
    assert [line for line, _ in problems] == [DISTRICT_1.line]
    assert "ناحیهٔ ۲" in problems[0][1]


async def test_a_level_may_change_with_everything_below(session: AsyncSession) -> None:
    """A district that becomes a zone is taken when what lies in it fits below a zone."""
    await _import(session, CITY_ROW, DISTRICT_1, AreaRow(4, Level.NEIGHBOURHOOD, "گلسار", "منطقهٔ ۱"))
    assert await _import(session, replace(DISTRICT_1, level=Level.ZONE)) == Imported(created=0, changed=1, unchanged=0)
    await _check_paths(session)


async def test_the_tree_shows_an_import_at_once(database: Database) -> None:
    """Who asks for the tree right after an import, in that process, sees it; nobody sees one that was taken back."""
    async with database.transaction() as session:
        assert (await areas.load_tree(session=session)).places == {}
    async with database.transaction() as session:
        await areas.import_areas(session=session, lines=CITY)
    async with database.transaction() as session:
        assert len((await areas.load_tree(session=session)).places) == 9


async def test_an_import_taken_back_is_not_shown(database: Database) -> None:
    """An import whose transaction fails afterwards never shows in the tree, not even for a moment."""
    with pytest.raises(LookupError):
        async with database.transaction() as session:
            await areas.import_areas(session=session, lines=CITY)
            await areas.load_tree(session=session)
            raise LookupError
    async with database.transaction() as session:
        assert (await areas.load_tree(session=session)).places == {}
