"""What goals are: begun, changed, published, discarded and put in order by whoever says what they are."""

from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from models.database import AsyncSession
from models.errors import BadGoalFact, DomainError, GoalChanged, GoalUnready, NotFound
from models.goal import Goal, GoalStatus
from models.goal_facts import GoalValues
from models.role import Action, Role
from models.services import goal_ties, goals
from models.services.actor import Actor
from tests.models.services.goal_rows import WAY, Plan

WHO = ("owner", "secretary", "manager", "author", "neighbour", "expert", "resident")


async def test_a_goal_begins_unread(session: AsyncSession) -> None:
    """Its area counts its own; residents do not find it; the trail names who began it."""
    plan = await Plan.open(session)
    one = await plan.begun(values={**WAY, "topics": ["asphalt"], "due_on": date(2027, 3, 1), "owner_body": " شهرداری "})
    assert (one.number, one.position, one.status, one.published_at) == (1, 1, "active", None)
    assert (one.unit, one.baseline, one.target, one.owner_body) == ("کیلومتر", 5.0, 20.0, "شهرداری")
    assert await goals.topics_of(session, [one.id or 0]) == {one.id: ("asphalt",)}
    assert await plan.listed() == []
    assert (await plan.trails())[0][0] == "goal.create"
    assert (await plan.begun("دومی")).number == 2
    assert (await plan.begun("محله", "گلسار")).number == 1


@pytest.mark.parametrize(
    ("who", "area", "may"),
    [
        ("owner", "گلسار", True),
        ("secretary", "ایزدشهر", True),
        ("secretary", "گلسار", True),
        ("manager", "منطقهٔ ۱", False),
        ("author", "گلسار", False),
        ("expert", "ایزدشهر", False),
        ("resident", "گلسار", False),
    ],
)
async def test_who_says_what_goals_are(session: AsyncSession, who: str, area: str, may: bool) -> None:
    """The secretariat and owners; for everybody else there is no such thing."""
    plan = await Plan.open(session)
    actor = await plan.as_(who)
    if may:
        assert (await goals.create(actor, area_id=plan.areas[area], title="هدف")).area_id == plan.areas[area]
        return
    with pytest.raises(NotFound):
        await goals.create(actor, area_id=plan.areas[area], title="هدف")


async def test_no_goal_of_an_area_that_is_not_there(session: AsyncSession) -> None:
    """A made-up button begins nothing, not even for an owner."""
    plan = await Plan.open(session)
    with pytest.raises(NotFound):
        await goals.create(await plan.as_("owner"), area_id=999, title="هدف")
    with pytest.raises(NotFound):
        await plan.begun(values={"topics": ["made up"]})


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("published", [False, True])
async def test_whose_a_goal_is(session: AsyncSession, who: str, published: bool) -> None:
    """Unpublished: who says what it is. Published: also whoever says there how far it has come."""
    plan = await Plan.open(session)
    one = await (plan.goal if published else plan.begun)(area="گلسار")
    allowed = {"owner", "secretary"} | ({"manager", "author"} if published else set())
    actor = await plan.as_(who)
    assert (goals.may_plan(actor, one), goals.may_pursue(actor, one)) == (
        who in {"owner", "secretary"},
        published and who in allowed,
    )
    if who in allowed:
        assert (await goals.goal_for(actor, one.id or 0)).id == one.id
        assert (await goals.versioned(actor, one.id or 0, one.version)).id == one.id
    else:
        with pytest.raises(NotFound):
            await goals.goal_for(actor, one.id or 0)
    if who not in {"owner", "secretary"}:
        with pytest.raises(NotFound):
            await goals.planned(actor, one.id or 0, one.version)


type Step = Callable[[Actor, Goal, int], Awaitable[object]]
STEPS: dict[str, Step] = {
    "change": lambda who, one, version: goals.change(who, one.id or 0, version, {"title": "دیگر"}),
    "renumber": lambda who, one, version: goals.change(who, one.id or 0, version, {"number": 7}),
    "publish": lambda who, one, version: goals.publish(who, one.id or 0, version),
    "discard": lambda who, one, version: goals.discard(who, one.id or 0, version),
    "move": lambda who, one, version: goals.move(who, one.id or 0, version, up=False),
}


@pytest.mark.parametrize("step", STEPS)
async def test_each_step_looks_anew(session: AsyncSession, step: str) -> None:
    """Who may not any more cannot; a button that was drawn before somebody changed it does nothing."""
    plan = await Plan.open(session)
    one = await plan.begun()
    for who in ("manager", "author", "resident"):
        with pytest.raises(NotFound):
            await STEPS[step](await plan.as_(who), one, one.version)
    with pytest.raises(GoalChanged):
        await STEPS[step](await plan.as_("secretary"), one, one.version + 1)
    await plan.revoke("secretary")
    with pytest.raises(NotFound):
        await STEPS[step](await plan.as_("secretary"), one, one.version)
    assert (await goals.load(session, one.id or 0)).version == 1


async def test_what_changed_is_on_record(session: AsyncSession) -> None:
    """The trail holds what it was and what it is, without what stayed; what stays the same is no change."""
    plan = await Plan.open(session)
    one = await plan.goal(values=GoalValues(topics=["asphalt"]))
    again = await plan.change(one, {"title": "عنوان تازه", "due_on": date(2027, 3, 1), "topics": ["parks"], **WAY})
    assert (again.version, again.title, again.unit) == (3, "عنوان تازه", "کیلومتر")
    _, before, after = (await plan.trails())[-1]
    was = {"title": "ساخت مسیر دوچرخه", "due_on": None, "topics": ["asphalt"]}
    assert before == was | {"unit": None, "baseline": None, "target": None}
    assert after == {"title": "عنوان تازه", "due_on": "2027-03-01", "topics": ["parks"], **WAY}
    same = await plan.change(again, {"title": "عنوان تازه ", "topics": ["parks"]})
    assert same.version == 3
    assert len(await plan.trails()) == 3


async def test_words_are_found_after_a_change(session: AsyncSession) -> None:
    """By its new title, and not by its old one."""
    plan = await Plan.open(session)
    one = await plan.goal()
    await plan.change(one, {"title": "کتابخانهٔ محله"})
    assert "کتابخانه" in one.search_key
    assert "دوچرخه" not in one.search_key


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"title": " "}, GoalUnready),
        ({"title": "ا" * 201}, BadGoalFact),
        ({"baseline": 20.0}, BadGoalFact),
        ({"target": 5.0}, BadGoalFact),
        ({"target": float("nan")}, BadGoalFact),
        ({"number": 2}, BadGoalFact),
        ({"topics": ["made up"]}, NotFound),
        ({"area_id": 999}, NotFound),
        ({"status": GoalStatus.REACHED}, GoalChanged),
    ],
)
async def test_what_cannot_be_changes_nothing(
    session: AsyncSession, changes: GoalValues, error: type[DomainError]
) -> None:
    """Neither the goal nor the trail."""
    plan = await Plan.open(session)
    one = await plan.goal(values=WAY)
    await plan.begun("دومی")
    trail = len(await plan.trails())
    with pytest.raises(error):
        await plan.change(one, changes)
    assert (await goals.load(session, one.id or 0)).version == 2
    assert len(await plan.trails()) == trail


async def test_a_status_before_it_is_published(session: AsyncSession) -> None:
    """The office says where a goal stands as long as nobody reads it; afterwards reports do."""
    plan = await Plan.open(session)
    one = await plan.change(await plan.begun(), {"status": GoalStatus.PLANNED})
    assert one.status == "planned"
    one = await goals.publish(await plan.as_("secretary"), one.id or 0, one.version)
    with pytest.raises(GoalChanged):
        await plan.change(one, {"status": GoalStatus.ACTIVE})
    assert (await plan.change(one, {"status": GoalStatus.PLANNED, "title": "دیگر"})).title == "دیگر"


async def test_published_once(session: AsyncSession) -> None:
    """Everybody reads it from then on; a second press does nothing."""
    plan = await Plan.open(session)
    one = await plan.goal()
    assert one.published_at is not None
    with pytest.raises(GoalChanged):
        await goals.publish(await plan.as_("secretary"), one.id or 0, one.version)
    with pytest.raises(GoalChanged):
        await goals.discard(await plan.as_("secretary"), one.id or 0, one.version)
    assert [name for name, _, _ in await plan.trails()] == ["goal.create", "goal.publish"]


async def test_a_discarded_goal_is_gone(session: AsyncSession) -> None:
    """With its topics and ties; its number is free again, and the trail says what it was called."""
    plan = await Plan.open(session)
    one = await plan.begun(values=GoalValues(topics=["asphalt"]))
    meeting = await plan.announced()
    await goal_ties.tie_meeting(await plan.as_("secretary"), one.id or 0, meeting.id or 0)
    await goals.discard(await plan.as_("secretary"), one.id or 0, one.version)
    with pytest.raises(NotFound):
        await goals.load(session, one.id or 0)
    assert (await plan.trails())[-1] == (
        "goal.discard",
        {"area_id": plan.areas["ایزدشهر"], "number": 1, "title": "ساخت مسیر دوچرخه"},
        None,
    )
    assert (await plan.begun("تازه")).number == 1


async def test_numbers_of_the_publication(session: AsyncSession) -> None:
    """A goal takes the number that it has on paper, if no other one of its area has it; the next one goes on."""
    plan = await Plan.open(session)
    actor, city = await plan.as_("secretary"), plan.areas["ایزدشهر"]
    assert (await goals.create(actor, area_id=city, title="بیستم", number=20)).number == 20
    with pytest.raises(BadGoalFact) as refused:
        await goals.create(actor, area_id=city, title="بیستم", number=20)
    assert (refused.value.field, refused.value.limit) == ("number_taken", 20)
    one = await plan.begun("بعدی")
    assert one.number == 21
    assert (await plan.change(one, {"number": 3})).number == 3
    assert await goals.taken_numbers(session, city) == {20, 3}


async def test_to_another_area(session: AsyncSession) -> None:
    """It keeps its number where that is free there, else gets the next one, and stands last in the list."""
    plan = await Plan.open(session)
    await plan.begun("محله ۱", "گلسار")
    first, second = await plan.begun("یک"), await plan.begun("دو")
    moved = await plan.change(second, {"area_id": plan.areas["گلسار"]})
    assert (moved.number, moved.position) == (2, 2)
    moved = await plan.change(first, {"area_id": plan.areas["گلسار"]})
    assert (moved.number, moved.position) == (3, 3)
    with pytest.raises(BadGoalFact):
        await plan.change(moved, {"area_id": plan.areas["گلسار"], "number": 1})
    assert await plan.numbers("ایزدشهر") == []


async def test_only_where_both_areas_are_theirs(session: AsyncSession) -> None:
    """Nobody hands a goal to an area for which they do not speak."""
    plan = await Plan.open(session)
    one = await plan.begun(area="گلسار")
    local = await plan.office.holder(Role.SECRETARIAT, "گلسار")
    plan.people["local"] = local[0]
    with pytest.raises(NotFound):
        await plan.change(one, {"area_id": plan.areas["باغ شاه"]}, "local")
    assert (await plan.change(one, {"title": "از محله"}, "local")).title == "از محله"


async def test_the_order_of_the_list(session: AsyncSession) -> None:
    """A goal changes places with its neighbour; at the ends it stays, and no other goal's buttons grow old."""
    plan = await Plan.open(session)
    rows = [await plan.begun(name) for name in ("یک", "دو", "سه")]
    actor = await plan.as_("secretary")
    moved = await goals.move(actor, rows[2].id or 0, 1, up=True)
    assert [title for _, title in await plan.numbers("ایزدشهر")] == ["یک", "سه", "دو"]
    assert (moved.version, (await goals.load(session, rows[1].id or 0)).version) == (2, 1)
    await goals.move(actor, rows[0].id or 0, 1, up=False)
    assert [title for _, title in await plan.numbers("ایزدشهر")] == ["سه", "یک", "دو"]
    assert (await goals.move(actor, rows[1].id or 0, 1, up=False)).version == 1
    assert (await goals.move(actor, rows[2].id or 0, 2, up=True)).version == 2


async def test_where_somebody_may_plan(session: AsyncSession) -> None:
    """The whole city's root for an office of the whole city; nothing for who may not."""
    plan = await Plan.open(session)
    city = plan.areas["ایزدشهر"]
    assert await goals.office_areas(await plan.as_("secretary")) == [city]
    assert await goals.office_areas(await plan.as_("owner")) == [city]
    assert await goals.office_areas(await plan.as_("author")) == []
    assert await goals.office_areas(await plan.as_("author"), Action.PURSUE) == [plan.areas["گلسار"]]


async def test_another_bots_goal(session: AsyncSession) -> None:
    """What another bot of the same database keeps is not this one's to change."""
    plan = await Plan.open(session)
    one = await plan.goal()
    actor = await plan.as_("secretary")
    other = Actor(session, actor.rights, actor.bot_id + 1, actor.city, actor.owners, actor.now)
    with pytest.raises(NotFound):
        await goals.goal_for(other, one.id or 0)
