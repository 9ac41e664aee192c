"""What follows from the reports on a goal: its value, its percentage and its status, whatever is taken back."""

from datetime import date

import pytest

from models.database import AsyncSession
from models.errors import NotFound
from models.services import goal_readers, goal_values, goals
from tests.models.sample_rows import NOW
from tests.models.services.goal_rows import WAY, Plan


async def test_the_newest_report_counts(session: AsyncSession) -> None:
    """By the day of which it tells, then as they were made; one without a value leaves the last one."""
    plan = await Plan.open(session)
    one = await plan.goal(values=WAY)
    await plan.report(one, 3, value=8.0)
    await plan.report(one, 1, value=12.0)
    await plan.report(one, 2, value=9.0)
    assert (one.value, one.stated) == (12.0, None)
    await plan.report(one, 0, stated=60)
    assert (one.value, one.stated) == (12.0, 60)
    await plan.report(one, 0, value=13.0)
    await plan.report(one, 0, value=12.5)
    assert one.value == 12.5


async def test_a_correction_takes_its_place(session: AsyncSession) -> None:
    """What was corrected does not count; where the correction is taken back, it does again."""
    plan = await Plan.open(session)
    one = await plan.goal(values=WAY)
    wrong = await plan.report(one, 1, value=19.0)
    right = await plan.report(one, 1, value=9.0, corrects_id=wrong)
    assert one.value == 9.0
    assert await goal_values.corrected_ids(session=session, goal_id=one.id or 0) == {wrong}
    again = await plan.report(one, 1, value=10.0, corrects_id=right)
    assert one.value == 10.0
    await plan.remove(one, again)
    assert one.value == 9.0
    await plan.remove(one, right)
    assert one.value == 19.0
    await plan.remove(one, wrong)
    assert one.value is None


async def test_a_correction_without_a_value(session: AsyncSession) -> None:
    """It takes the value with it: what was said before that counts."""
    plan = await Plan.open(session)
    one = await plan.goal(values=WAY)
    await plan.report(one, 2, value=8.0)
    wrong = await plan.report(one, 1, value=19.0)
    await plan.report(one, 1, corrects_id=wrong)
    assert one.value == 8.0


async def test_the_status_follows(session: AsyncSession) -> None:
    """The newest report that gives one; taken back, the one before it, and in the end what the first one found."""
    plan = await Plan.open(session)
    one = await plan.goal()
    assert one.status == "active"
    paused = await plan.report(one, 2, status_from="active", status_to="paused")
    assert (one.status, one.status_at) == ("paused", NOW)
    reached = await plan.report(one, 1, status_from="paused", status_to="reached")
    await plan.report(one, 3, status_from="reached", status_to="active")
    assert one.status == "reached"
    await plan.remove(one, reached)
    assert one.status == "paused"
    await plan.remove(one, paused)
    assert one.status == "active"


async def test_a_correction_leaves_the_status(session: AsyncSession) -> None:
    """As long as it says nothing of it; where it does, its own counts."""
    plan = await Plan.open(session)
    one = await plan.goal()
    wrong = await plan.report(one, 1, status_from="active", status_to="reached")
    right = await plan.report(one, 1, corrects_id=wrong)
    assert one.status == "reached"
    await plan.remove(one, right)
    await plan.report(one, 2, status_from="reached", status_to="paused", corrects_id=wrong)
    assert one.status == "paused"


async def test_a_button_that_was_drawn_before_is_old(session: AsyncSession) -> None:
    """Every report makes the goal another one, also one that only tells something: two presses are one report."""
    plan = await Plan.open(session)
    one = await plan.goal()
    version = one.version
    await plan.report(one)
    assert one.version == version + 1
    assert (await goals.load(session, one.id or 0)).version == version + 1


async def test_no_goal_to_refresh(session: AsyncSession) -> None:
    """Of a goal that is not there nothing follows."""
    with pytest.raises(NotFound):
        await goal_values.refresh(session=session, goal_id=99, now=NOW)


async def test_the_history_for_a_chart(session: AsyncSession) -> None:
    """Every report that holds, the oldest first."""
    plan = await Plan.open(session)
    one = await plan.goal(values=WAY)
    wrong = await plan.report(one, 1, value=19.0)
    await plan.report(one, 5, value=8.0, status_from="active", status_to="paused")
    await plan.report(one, 1, value=9.0, corrects_id=wrong)
    await plan.remove(one, await plan.report(one, 0, value=20.0))
    history = await goal_readers.points(session=session, goal_id=one.id or 0)
    assert [(point.on_day, point.value, point.status_to) for point in history] == [
        (date(2026, 12, 5), 8.0, "paused"),
        (date(2026, 12, 9), 9.0, None),
    ]
