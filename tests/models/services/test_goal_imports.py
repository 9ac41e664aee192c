"""A published text becomes goals: gathered, read, decided, and stored as a whole or not at all."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models import goal_lines
from models.audit import Audit
from models.database import AsyncSession, Database, table_of
from models.errors import BadGoalText, DomainError, GoalChanged, LinesUndecided, NotFound
from models.goal import Goal, GoalImport, ImportState
from models.goal_lines import Lines
from models.goal_reading import MOST_LETTERS, Part, Trouble
from models.services import goal_imports, goals
from models.services.actor import Actor
from tests.models.goal_texts import IZADSHAHR
from tests.models.sample_rows import NOW
from tests.models.services.goal_rows import Plan

type Decide = Callable[[Lines, int], Lines | None]

CITY = "ایزدشهر"
TEXT = "۱- توسعهٔ فضای سبز\n\n۲- عمران شهر\n\nساماندهی آب‌ها\n\n۳- ورزش همگانی"


async def _begun(actor: Actor, plan: Plan, *pieces: str, area: str = CITY) -> GoalImport:
    """A text that was gathered and read."""
    row = await goal_imports.begin(actor, plan.areas[area])
    for piece in pieces or (TEXT,):
        row = await goal_imports.add_piece(actor, row.id or 0, piece)
    return await goal_imports.read(actor, row.id or 0, row.version)


async def _decide(actor: Actor, row: GoalImport, decide: Decide, key: int) -> GoalImport:
    return await goal_imports.change(actor, row.id or 0, row.version, lambda lines: decide(lines, key))


async def _decided(actor: Actor, row: GoalImport) -> GoalImport:
    """Its lines without a number joined to the goals above."""
    for line in goal_lines.strays_of(goal_imports.lines_of(row)):
        row = await _decide(actor, row, goal_lines.join, line.key)
    return row


async def _goals(session: AsyncSession) -> list[Goal]:
    return list((await session.execute(select(Goal).order_by(table_of(Goal).c.position))).scalars())


async def _trail(session: AsyncSession) -> list[tuple[str, dict[str, object]]]:
    """What the audit trail says of goals, and of how many."""
    rows = (await session.execute(select(Audit).order_by(table_of(Audit).c.id))).scalars()
    found = [(row.action, row.after) for row in rows if row.action.startswith("goal.")]
    return [(name, {key: after[key] for key in ("goals", "numbers") if key in after}) for name, after in found]


async def test_read_decided_and_stored(session: AsyncSession) -> None:
    """The goals are public at once, in their order, with their numbers and where they come from; the trail names it."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await _decided(actor, await _begun(actor, plan, TEXT))
    made = await goal_imports.finish(actor, row.id or 0, row.version)
    assert [(one.number, one.position, one.title) for one in made] == [
        (1, 1, "توسعهٔ فضای سبز"),
        (2, 2, "عمران شهر"),
        (3, 3, "ورزش همگانی"),
    ]
    assert all(one.published_at == NOW for one in made)
    assert made[0].description == "برگرفته از متن منتشرشده."
    assert made[1].description == "عمران شهر\nساماندهی آب‌ها\n\nبرگرفته از متن منتشرشده."
    assert len(await plan.listed()) == 3
    assert await _trail(session) == [("goal.import", {"goals": 3, "numbers": [1, 2, 3]})]


async def test_the_city_s_own_text(session: AsyncSession) -> None:
    """Twenty goals from its file."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await goal_imports.begin(actor, plan.areas[CITY])
    text = IZADSHAHR.read_text(encoding="utf-8")
    row = await goal_imports.read(actor, row.id or 0, text=text, source_name="izadshahr-goals.txt")
    row = await _decided(actor, row)
    made = await goal_imports.finish(actor, row.id or 0, row.version)
    assert [one.number for one in made] == list(range(1, 21))
    assert all(one.description.endswith("برگرفته از متن منتشرشدهٔ «izadshahr-goals.txt».") for one in made)
    assert made[3].description.startswith("ارتقاء ایمنی و استحکام محیط سکونت")


async def test_several_messages(session: AsyncSession) -> None:
    """One that was cut because it was too long goes on in the next; others stand by themselves."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    long = "۱- توسعه\n\n" + "۲- " + "شهر سبز " * 450
    row = await _begun(actor, plan, long.strip() + " و", "پاک برای همه\n\n۳- هنر", "۴- ورزش", "بی‌شماره")
    lines = goal_imports.lines_of(row)
    assert [(line.number, line.part) for line in lines] == [
        (1, Part.GOAL), (2, Part.GOAL), (3, Part.GOAL), (4, Part.GOAL), (None, Part.STRAY),
    ]  # fmt: skip
    assert lines[1].text.endswith("شهر سبز و پاک برای همه")


async def test_undecided_lines_keep_all_back(session: AsyncSession) -> None:
    """Nothing is stored until each is decided; what was decided before is kept."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await _begun(actor, plan)
    with pytest.raises(LinesUndecided):
        await goal_imports.finish(actor, row.id or 0, row.version)
    assert await _goals(session) == []
    again = await goal_imports.open_of(actor)
    assert again is not None
    assert again.entries == row.entries


async def test_numbers_of_other_goals(session: AsyncSession) -> None:
    """A number that a goal of the area has is in the way; new ones follow the greatest; other areas do not count."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    await plan.goal("هدف پیشین")
    other = await _decided(actor, await _begun(actor, plan, area="گلسار"))
    await goal_imports.finish(actor, other.id or 0, other.version)
    row = await _decided(actor, await _begun(actor, plan))
    with pytest.raises(LinesUndecided):
        await goal_imports.finish(actor, row.id or 0, row.version)
    taken = await goal_imports.taken_numbers(actor, plan.areas[CITY])
    (clash,) = goal_lines.undecided(goal_imports.lines_of(row), taken)
    row = await goal_imports.change(
        actor, row.id or 0, row.version, lambda lines: goal_lines.renumber(lines, [clash.key])
    )
    made = await goal_imports.finish(actor, row.id or 0, row.version)
    assert [one.number for one in made] == [4, 2, 3]


async def test_pressed_twice(session: AsyncSession) -> None:
    """The second finds it done; nothing is there twice."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await _decided(actor, await _begun(actor, plan))
    import_id, version = row.id or 0, row.version
    await goal_imports.finish(actor, import_id, version)
    for step in (goal_imports.finish, goal_imports.discard):
        with pytest.raises(GoalChanged):
            await step(actor, import_id, version)
    assert len(await _goals(session)) == 3


async def test_an_old_button(session: AsyncSession) -> None:
    """A decision about the text as it was changes nothing."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await _begun(actor, plan)
    old = row.version
    row = await _decided(actor, row)
    with pytest.raises(GoalChanged):
        await goal_imports.change(actor, row.id or 0, old, lambda lines: goal_lines.drop(lines, 1))
    with pytest.raises(GoalChanged):
        await goal_imports.change(actor, row.id or 0, row.version, lambda _: None)


@pytest.mark.parametrize("who", ["manager", "author", "expert", "resident"])
async def test_who_may(session: AsyncSession, who: str) -> None:
    """Whoever may not say what goals are may not begin, and does not see another's text."""
    plan = await Plan.open(session)
    row = await _begun(await plan.as_("secretary"), plan)
    actor = await plan.as_(who)
    with pytest.raises(NotFound):
        await goal_imports.begin(actor, plan.areas[CITY])
    for step in (goal_imports.finish, goal_imports.discard, goal_imports.versioned):
        with pytest.raises(NotFound):
            await step(actor, row.id or 0, row.version)


async def test_another_secretary_s_text(session: AsyncSession) -> None:
    """Everybody has their own; the owner does not work on the secretary's."""
    plan = await Plan.open(session)
    row = await _begun(await plan.as_("secretary"), plan)
    owner = await plan.as_("owner")
    assert await goal_imports.open_of(owner) is None
    with pytest.raises(NotFound):
        await goal_imports.finish(owner, row.id or 0, row.version)
    mine = await _begun(owner, plan, "۱- هنر\n۲- ورزش")
    assert mine.id != row.id
    kept = await goal_imports.open_of(await plan.as_("secretary"))
    assert kept is not None
    assert kept.id == row.id


async def test_a_new_text_takes_the_place_of_the_old(session: AsyncSession) -> None:
    """One person works on one text."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    first = await _begun(actor, plan)
    second = await goal_imports.begin(actor, plan.areas["گلسار"])
    assert (await goal_imports.open_of(actor)) == second
    await session.refresh(first)
    assert first.state == ImportState.DISCARDED


async def test_what_cannot_be_read_stays_gathered(session: AsyncSession) -> None:
    """A text that is no list: said, and the messages are still there."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await goal_imports.begin(actor, plan.areas[CITY])
    row = await goal_imports.add_piece(actor, row.id or 0, "شهر ما سبز است.")
    with pytest.raises(BadGoalText) as caught:
        await goal_imports.read(actor, row.id or 0, row.version)
    assert caught.value.why == Trouble.NO_LIST
    row = await goal_imports.add_piece(actor, row.id or 0, "۱- توسعه\n۲- هنر")
    row = await goal_imports.read(actor, row.id or 0, row.version)
    assert len(goal_lines.goals_of(goal_imports.lines_of(row))) == 2


async def test_a_text_that_grows_too_long(session: AsyncSession) -> None:
    """Is said at the message that is too much; what came before stays."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await goal_imports.begin(actor, plan.areas[CITY])
    row = await goal_imports.add_piece(actor, row.id or 0, "۱- هنر " * (MOST_LETTERS // 8))
    with pytest.raises(BadGoalText) as caught:
        await goal_imports.add_piece(actor, row.id or 0, "۲- ورزش " * 4000)
    assert (caught.value.why, caught.value.limit) == (Trouble.TOO_LONG, MOST_LETTERS)
    assert len(goal_imports.lines_of(row)) == 1


async def test_nothing_left(session: AsyncSession) -> None:
    """Where every line was left out, there is nothing to publish."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await _begun(actor, plan, "۱- هنر\n۲- ورزش")
    for line in goal_imports.lines_of(row):
        row = await _decide(actor, row, goal_lines.drop, line.key)
    with pytest.raises(BadGoalText):
        await goal_imports.finish(actor, row.id or 0, row.version)


async def test_the_right_ends_meanwhile(session: AsyncSession) -> None:
    """Whoever does not say what goals are any more stores nothing."""
    plan = await Plan.open(session)
    row = await _decided(await plan.as_("secretary"), await _begun(await plan.as_("secretary"), plan))
    await plan.revoke("secretary")
    with pytest.raises(NotFound):
        await goal_imports.finish(await plan.as_("secretary"), row.id or 0, row.version)


async def test_two_import_at_once(database: Database) -> None:
    """Of two texts with the same numbers, pressed thrice each, one is stored; the other finds its numbers taken."""
    async with database.transaction() as session:
        plan = await Plan.open(session)
        rows = {}
        for who in ("secretary", "owner"):
            actor = await plan.as_(who)
            rows[who] = await _decided(actor, await _begun(actor, plan))

    async def finish(who: str) -> str:
        try:
            async with database.transaction() as own:
                actor = await plan.as_(who, NOW, own)
                await asyncio.sleep(0.01)
                await goal_imports.finish(actor, rows[who].id or 0, rows[who].version)
                await asyncio.sleep(0.02)
        except DomainError as error:
            return type(error).__name__
        return "done"

    ended = await asyncio.wait_for(asyncio.gather(*(finish(who) for who in ("secretary", "owner") * 3)), 60)
    assert Counter(ended)["done"] == 1
    assert set(ended) <= {"done", "LinesUndecided", "GoalChanged"}
    async with database.transaction() as session:
        assert [one.number for one in await _goals(session)] == [1, 2, 3]


async def test_the_audit_s_numbers(session: AsyncSession) -> None:
    """Nothing of an import is counted as a goal begun by hand; each can be changed afterwards as any other."""
    plan = await Plan.open(session)
    actor = await plan.as_("secretary")
    row = await _begun(actor, plan, "۱- هنر\n۲- ورزش")
    made = await goal_imports.finish(actor, row.id or 0, row.version)
    changed = await goals.change(actor, made[0].id or 0, made[0].version, {"title": "هنر همگانی"})
    assert changed.title == "هنر همگانی"
    assert [name for name, _ in await _trail(session)] == ["goal.import", "goal.change"]
