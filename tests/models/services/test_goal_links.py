"""Submissions behind goals: suggested from either side, linked by a person, their authors told once."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from models import text
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.entry import Entry
from models.errors import GoalUnready, NotFound
from models.goal import Goal, GoalStatus
from models.role import Role
from models.services import goal_candidates, goal_links
from models.submission import Kind, Status, Visibility
from tests.models.sample_rows import BOT
from tests.models.services.call_rows import Asking

BENCHES = "یه پارک کوچیک با چمن و نیمکت ته کوچه بسازید"
LAMP = "لامپ سر کوچه سوخته شبا تاریکه"


async def _town(session: AsyncSession) -> tuple[Asking, Goal]:
    town = await Asking.open(session)
    return town, await town.goal(chosen=("green", "parks"))


async def _told(session: AsyncSession) -> list[str]:
    """What authors are told of their submissions."""
    kinds = table_of(Delivery).c
    changes = select(kinds.content).where(kinds.kind == DeliveryKind.CHANGE.value)
    found = [number for row in (await session.execute(changes)).scalars() for number in row["entries"]]
    entries = {one.id: one.text for one in (await session.execute(select(Entry))).scalars()}
    return [entries[number] for number in found]


async def test_what_fits_a_goal_is_suggested(session: AsyncSession) -> None:
    """The likely ones of the goal's area, the likeliest first; what stands behind it already is left out."""
    town, goal = await _town(session)
    text.load()
    person, actor = await town.reader("گلسار"), await town.as_("secretary")
    park = await town.says(person, None, words=BENCHES, topic="parks")
    await town.says(person, None, words=LAMP, topic="lighting")
    found = await goal_links.suggest(actor, goal.id or 0)
    assert [one.id for one, _ in found] == [park.id]
    assert 0 < found[0][1] <= 1
    await goal_links.link(actor, goal.id or 0, park.id)
    assert await goal_links.suggest(actor, goal.id or 0) == []


async def test_what_fits_a_submission_is_suggested(session: AsyncSession) -> None:
    """The goals of its area and those above it; not those of other areas, hidden, dropped or reached ones."""
    town, goal = await _town(session)
    own = await town.goal("گلسار", "ساخت پارک و زمین بازی", chosen=("parks",))
    await town.goal("باغ شاه", "ساخت پارک در باغ شاه", chosen=("parks",))
    over = await town.goal(title="پارک‌های قدیمی", chosen=("parks",))
    await town.stands(over, GoalStatus.DROPPED)
    hidden = await town.goal(title="پارک جنگلی", chosen=("parks",))
    goals = table_of(Goal)
    await session.execute(update(goals).where(goals.c.id == hidden.id).values(published_at=None))
    park = await town.says(await town.reader("گلسار"), None, words=BENCHES, topic="parks")
    actor = await town.as_("secretary")
    assert [one.id for one, _ in await goal_links.suggest_goals(actor, park.id)] == [own.id, goal.id]
    await goal_links.link(actor, own.id or 0, park.id)
    assert [one.id for one, _ in await goal_links.suggest_goals(actor, park.id)] == [goal.id]
    assert [(one.id, may) for one, may in await goal_links.goals_of(actor, park.id)] == [(own.id, True)]


@pytest.mark.parametrize(
    ("kind", "staff_only", "status"),
    [
        (Kind.COMPLAINT, True, None),
        (Kind.THANKS, False, None),
        (Kind.PROPOSAL, True, None),
        (Kind.PROPOSAL, False, Status.WITHDRAWN),
        (Kind.PROPOSAL, False, Status.MERGED),
        (Kind.PROPOSAL, False, Status.DONE),
    ],
)
async def test_what_is_not_suggested(
    session: AsyncSession, kind: Kind, staff_only: bool, status: Status | None
) -> None:
    """Complaints, thanks, what only staff reads, and what nobody works on any more."""
    town, goal = await _town(session)
    person = await town.reader("گلسار")
    one = await town.says(person, None, words=BENCHES, topic="parks", kind=kind, staff_only=staff_only)
    if status is not None:
        await town.becomes(one.id, status)
    assert await goal_links.suggest(await town.as_("secretary"), goal.id or 0) == []


async def test_only_of_its_own_area(session: AsyncSession) -> None:
    """A neighbourhood's goal finds what its own people wrote; the office of one place sees no other's."""
    town = await Asking.open(session)
    goal = await town.goal("گلسار", "ساخت پارک", chosen=("parks",))
    near, far = await town.reader("گلسار"), await town.reader("باغ شاه")
    here = await town.says(near, None, words=BENCHES, topic="parks")
    await town.says(far, None, words=BENCHES, topic="parks", area="باغ شاه")
    found = await goal_links.suggest(await town.as_("secretary"), goal.id or 0)
    assert [one.id for one, _ in found] == [here.id]


async def test_old_ones_are_not_looked_at(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are, only the newest open ones are compared, those of the goal's topics first."""
    monkeypatch.setattr(goal_candidates, "NEWEST", 3)
    monkeypatch.setattr(goal_candidates, "COMPARED", 2)
    town, goal = await _town(session)
    person = await town.reader("گلسار")
    old, first, second, other = [
        await town.says(person, None, words=BENCHES, topic=topic) for topic in ("parks", "parks", "parks", "noise")
    ]
    found = await goal_links.suggest(await town.as_("secretary"), goal.id or 0)
    assert {one.id for one, _ in found} == {first.id, second.id}
    assert old.id not in {first.id, other.id}


async def test_its_author_is_told_once(session: AsyncSession) -> None:
    """One message however often it is linked and unlinked; another goal is told of in the message that waits."""
    town, goal = await _town(session)
    other = await town.goal(title="هدف دیگر")
    one = await town.says(await town.reader("گلسار"), None)
    actor = await town.as_("secretary")
    assert await goal_links.link(actor, goal.id or 0, one.id)
    assert not await goal_links.link(actor, goal.id or 0, one.id)
    assert await goal_links.unlink(actor, goal.id or 0, one.id)
    assert not await goal_links.unlink(actor, goal.id or 0, one.id)
    assert await goal_links.link(actor, goal.id or 0, one.id)
    assert await goal_links.link(actor, other.id or 0, one.id)
    told = await _told(session)
    assert [goal.title in told[0], other.title in told[1], len(told)] == [True, True, 2]
    deliveries = select(Delivery).where(table_of(Delivery).c.kind == DeliveryKind.CHANGE.value)
    assert len((await session.execute(deliveries)).all()) == 1
    links = [action for action in await town.done() if action in {"goal.link", "goal.unlink"}]
    assert links == ["goal.link", "goal.unlink", "goal.link", "goal.link"]


async def test_who_may_link(session: AsyncSession) -> None:
    """Whoever says what the goals there are; a goal that nobody reads yet, or of another bot, is linked to nothing."""
    town, goal = await _town(session)
    one = await town.says(await town.reader("گلسار"), None)
    for name in ("author", "manager", "expert", "resident"):
        for step in (goal_links.link, goal_links.unlink):
            with pytest.raises(NotFound):
                await step(await town.as_(name), goal.id or 0, one.id)
        with pytest.raises(NotFound):
            await goal_links.suggest(await town.as_(name), goal.id or 0)
        with pytest.raises(NotFound):
            await goal_links.linked(await town.as_(name), goal.id or 0, offset=0, limit=5)
    with pytest.raises(NotFound):
        await goal_links.link(replace(await town.as_("owner"), bot_id=BOT + 1), goal.id or 0, one.id)
    with pytest.raises(NotFound):
        await goal_links.link(await town.as_("owner"), goal.id or 0, 999)
    goals = table_of(Goal)
    await session.execute(update(goals).where(goals.c.id == goal.id).values(published_at=None))
    with pytest.raises(GoalUnready):
        await goal_links.link(await town.as_("owner"), goal.id or 0, one.id)


async def test_an_office_links_what_it_sees(session: AsyncSession) -> None:
    """The office of one neighbourhood links to its own goals alone, and only what its people wrote."""
    town, goal = await _town(session)
    town.people["local"], _ = await town.office.holder(Role.SECRETARIAT, "گلسار")
    own = await town.goal("گلسار", "ساخت پارک", who="local")
    here = await town.says(await town.reader("گلسار"), None)
    there = await town.says(await town.reader("باغ شاه"), None, area="باغ شاه")
    local = await town.as_("local")
    assert await goal_links.link(local, own.id or 0, here.id)
    for goal_id, number in ((goal.id, here.id), (own.id, there.id)):
        with pytest.raises(NotFound):
            await goal_links.link(local, goal_id or 0, number)


async def test_what_everybody_reads_stands_behind(session: AsyncSession) -> None:
    """Only public ones can be linked; what is hidden, withdrawn or merged later is not shown, and comes back."""
    town, goal = await _town(session)
    goal_id = goal.id or 0
    person, actor = await town.reader("گلسار"), await town.as_("secretary")
    private = await town.says(person, None, staff_only=True)
    complaint = await town.says(person, None, kind=Kind.COMPLAINT)
    for one in (private, complaint):
        with pytest.raises(NotFound):
            await goal_links.link(actor, goal_id, one.id)
    shown = await town.says(person, None)
    await goal_links.link(actor, goal_id, shown.id)
    for status, visibility, count in (
        (None, Visibility.STAFF_ONLY, 0),
        (None, Visibility.PUBLIC, 1),
        (Status.MERGED, None, 0),
        (Status.WITHDRAWN, None, 0),
        (Status.DONE, None, 1),
    ):
        await town.becomes(shown.id, status, visibility)
        found, total = await goal_links.behind(session=session, goal_id=goal_id, offset=0, limit=5)
        assert (len(found), total) == (count, count)
    await town.becomes(shown.id, visibility=Visibility.STAFF_ONLY)
    found_by_office, _ = await goal_links.linked(actor, goal_id, offset=0, limit=5)
    assert [(one.id, may) for one, may in found_by_office] == [(shown.id, True)]
