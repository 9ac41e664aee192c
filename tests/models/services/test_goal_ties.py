"""What belongs to goals: resolutions and meetings that are tied to them, and who follows them."""

import pytest

from models.database import AsyncSession
from models.errors import NotFound
from models.meeting import MeetingState
from models.services import goal_follows, goal_ties
from tests.models.sample_rows import NOW
from tests.models.services.goal_rows import Plan


async def test_only_public_things_are_tied(session: AsyncSession) -> None:
    """Whoever ties what residents may not see would show them that it is there."""
    plan = await Plan.open(session)
    one, actor = await plan.goal(), await plan.as_("secretary")
    hidden, draft = await plan.decide(), await plan.announced(state=MeetingState.DRAFT.value)
    await plan.set(hidden, published_at=None)
    for tie, other in ((goal_ties.tie_resolution, hidden.id), (goal_ties.tie_meeting, draft.id)):
        with pytest.raises(NotFound):
            await tie(actor, one.id or 0, other or 0)
        with pytest.raises(NotFound):
            await tie(actor, one.id or 0, 999)


async def test_tied_once_and_taken_off_once(session: AsyncSession) -> None:
    """A second press changes nothing and leaves no row in the trail; only who plans there may."""
    plan = await Plan.open(session)
    one, actor = await plan.goal(), await plan.as_("secretary")
    made, meeting = await plan.decide(), await plan.announced()
    goal_id = one.id or 0
    for tie, untie, other in (
        (goal_ties.tie_resolution, goal_ties.untie_resolution, made.id or 0),
        (goal_ties.tie_meeting, goal_ties.untie_meeting, meeting.id or 0),
    ):
        for who in ("manager", "author", "resident"):
            with pytest.raises(NotFound):
                await tie(await plan.as_(who), goal_id, other)
            with pytest.raises(NotFound):
                await untie(await plan.as_(who), goal_id, other)
        assert [await tie(actor, goal_id, other), await tie(actor, goal_id, other)] == [True, False]
        assert [await untie(actor, goal_id, other), await untie(actor, goal_id, other)] == [True, False]
    trail = [(name, before, after) for name, before, after in await plan.trails() if "tie" in name]
    assert trail == [
        ("goal.tie", None, {"resolution": made.id}),
        ("goal.untie", {"resolution": made.id}, None),
        ("goal.tie", None, {"meeting": meeting.id}),
        ("goal.untie", {"meeting": meeting.id}, None),
    ]


async def test_what_may_be_tied(session: AsyncSession) -> None:
    """What is public of the goal's area, those above and those below it, the newest first, and not tied yet."""
    plan = await Plan.open(session)
    one, actor = await plan.goal(area="منطقهٔ ۱"), await plan.as_("secretary")
    bodies = (("secretary", "ایزدشهر"), ("author", "گلسار"), ("secretary", "گلسار غربی"), ("author", "گلسار"))
    made = [await plan.decide(who=who, area=area) for who, area in bodies]
    await plan.set(made[3], published_at=None)
    found, total = await goal_ties.resolution_candidates(actor, one, offset=0, limit=10)
    assert ([row.id for row in found], total) == ([made[1].id, made[0].id], 2)
    await goal_ties.tie_resolution(actor, one.id or 0, made[1].id or 0)
    found, total = await goal_ties.resolution_candidates(actor, one, offset=0, limit=10)
    assert ([row.id for row in found], total) == ([made[0].id], 1)
    city, elsewhere = await plan.announced(), await plan.announced("گلسار غربی")
    meetings, total = await goal_ties.meeting_candidates(actor, one, offset=0, limit=10)
    assert ([row.id for row in meetings], total) == ([city.id], 1)
    assert elsewhere.id


async def test_following(session: AsyncSession) -> None:
    """Once, until one does not want it any more; nobody follows what nobody may read."""
    plan = await Plan.open(session)
    one, draft = await plan.goal(), await plan.begun("پیش‌نویس")
    reader = await plan.reader("گلسار")
    goal_id = one.id or 0
    pressed = [await goal_follows.follow(session=session, goal_id=goal_id, person_id=reader, now=NOW) for _ in range(2)]
    assert pressed == [True, False]
    assert await goal_follows.followers(session=session, goal_ids=[one.id or 0, 99]) == {one.id: 1}
    assert await goal_follows.followed_ids(session=session, person_id=reader) == {one.id}
    assert await goal_follows.followed_ids(session=session, person_id=reader, goal_ids=[99]) == set()
    pressed = [await goal_follows.unfollow(session=session, goal_id=goal_id, person_id=reader) for _ in range(2)]
    assert pressed == [True, False]
    for unread in (draft.id or 0, 99):
        with pytest.raises(NotFound):
            await goal_follows.follow(session=session, goal_id=unread, person_id=reader, now=NOW)
