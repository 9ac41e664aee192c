"""What happened to the goals in a season, read from reports, calls and ideas; and a goal's chart."""

from datetime import date, timedelta

import pytest

from models.database import AsyncSession
from models.errors import NotFound
from models.goal import GoalStatus
from models.goal_facts import GoalValues
from models.goal_season import GoalMoved, SeasonShown
from models.season import Season, season_of, season_of_code
from models.services import goal_charts, goal_season
from tests.models.sample_rows import TEHRAN
from tests.models.services.goal_rows import TODAY, WAY, Plan

AUTUMN, SUMMER = Season(1405, 3), Season(1405, 2)


async def summary(plan: Plan, season: Season = AUTUMN, near: int | None = None) -> SeasonShown:
    """What somebody is shown."""
    return await goal_season.summary(session=plan.session, season=season, today=TODAY, zone=TEHRAN, near=near)


def moves(shown: SeasonShown) -> dict[str, tuple[float | None, float | None]]:
    """From where to where each goal came."""
    return {one.title: (_rounded(one.before), _rounded(one.after)) for one in shown.goals}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 9, 22), SUMMER),  # ۳۱ شهریور
        (date(2026, 9, 23), AUTUMN),  # ۱ مهر
        (date(2026, 12, 21), AUTUMN),  # ۳۰ آذر
        (date(2026, 12, 22), Season(1405, 4)),  # ۱ دی
        (date(2027, 3, 20), Season(1405, 4)),  # ۲۹ اسفند
        (date(2027, 3, 21), Season(1406, 1)),  # ۱ فروردین
    ],
)
def test_seasons_are_those_of_the_jalali_year(day: date, season: Season) -> None:
    """Three Jalali months each; the season before and after an end of it is the neighbouring one."""
    assert season_of(day) == season
    assert season.first_day <= day <= season.last_day
    assert season.before.last_day + timedelta(days=1) == season.first_day
    assert season.after.first_day - timedelta(days=1) == season.last_day
    assert season_of_code(season.code, date(2030, 1, 1)) == season


@pytest.mark.parametrize("code", [14060, 14055, 14054, 14061, 999999, -7, 3, 2**62])
def test_seasons_that_are_none(code: int) -> None:
    """A forged button, and a season that has not begun, lead nowhere."""
    with pytest.raises(NotFound):
        season_of_code(code, TODAY)


async def test_from_where_to_where(session: AsyncSession) -> None:
    """What counts is the newest report that holds, before the season and by its end; else where the goal began."""
    plan = await Plan.open(session)
    way, new, stated = await plan.goal("راه", values=WAY), await plan.goal("نو", values=WAY), await plan.goal("گفته")
    await plan.goal("آرام", values=WAY)
    await plan.report(way, 200, value=8.0)
    await plan.report(way, 100, value=11.0)
    await plan.report(way, 40, value=14.0)
    gone = await plan.report(way, 5, value=99.0)
    await plan.remove(way, gone)
    await plan.report(new, 3, value=6.5)
    await plan.report(stated, 120, stated=10)
    await plan.report(stated, 1, stated=40)
    shown = await summary(plan)
    assert moves(shown) == {
        "راه": (0.4, 0.6),
        "نو": (0.0, 0.1),
        "گفته": (0.1, 0.4),
    }
    assert (shown.reports, shown.quiet, shown.is_present, shown.has_before) == (3, 1, True, True)
    assert [one.title for one in shown.goals] == ["گفته", "راه", "نو"]
    before = await summary(plan, SUMMER)
    assert moves(before) == {"راه": (0.2, 0.4), "گفته": (None, 0.1)}
    assert not before.is_present


async def test_a_correction_counts_once(session: AsyncSession) -> None:
    """A report that another one corrects is neither counted nor shown."""
    plan = await Plan.open(session)
    way = await plan.goal("راه", values=WAY)
    wrong = await plan.report(way, 10, value=20.0)
    await plan.report(way, 10, value=12.5, corrects_id=wrong)
    (one,) = (await summary(plan)).goals
    assert (one.reports, _rounded(one.after)) == (1, 0.5)


async def test_reached_in_the_season(session: AsyncSession) -> None:
    """A goal is counted where a report of the season calls it reached, and no later one takes that back."""
    plan = await Plan.open(session)
    reached, again, long_ago = [await plan.goal(title) for title in ("رسید", "برگشت", "پارسال")]
    await plan.report(reached, 10, status_to=GoalStatus.REACHED.value, status_from="active")
    await plan.report(again, 20, status_to=GoalStatus.REACHED.value, status_from="active")
    await plan.report(again, 5, status_to=GoalStatus.ACTIVE.value, status_from="reached")
    await plan.report(long_ago, 150, status_to=GoalStatus.REACHED.value, status_from="active")
    shown = await summary(plan)
    assert [(one.title, one.is_newly_reached) for one in shown.goals] == [("رسید", True), ("برگشت", False)]
    assert (shown.reached, shown.quiet) == (1, 0)


async def test_what_moved_them(session: AsyncSession) -> None:
    """Public resolutions and residents' words that reports name are counted, each once."""
    plan = await Plan.open(session)
    way = await plan.goal("راه", values=WAY)
    made, hidden, said = await plan.decide(), await plan.decide(), await plan.proposed()
    await plan.set(hidden, published_at=None)
    for days in (10, 20):
        await plan.report(way, days, value=9.0, resolution_id=made.id, submission_id=said.id)
    await plan.report(way, 5, resolution_id=hidden.id)
    shown = await summary(plan)
    assert [(one.id, place.name) for one, place in shown.resolutions] == [(made.id, "گلسار")]
    assert shown.submissions == 1


async def test_of_somebodys_own_places(session: AsyncSession) -> None:
    """Near: their neighbourhood and what is above it; unpublished goals are in no season."""
    plan = await Plan.open(session)
    for title, area in (("شهر", "ایزدشهر"), ("گلسار", "گلسار"), ("باغ شاه", "باغ شاه")):
        await plan.report(await plan.goal(title, area), 2)
    await plan.report(await plan.begun("پنهان"), 2)
    shown = await summary(plan, near=await plan.reader("گلسار"))
    stranger = await summary(plan, near=await plan.reader(None))
    assert {one.title for one in (await summary(plan)).goals} == {"شهر", "گلسار", "باغ شاه"}
    assert {one.title for one in shown.goals} == {"شهر", "گلسار"}
    assert (shown.place, shown.is_near) == ("گلسار", True)
    assert (stranger.place, stranger.is_near, len(stranger.goals)) == ("ایزدشهر", False, 3)


async def test_an_empty_season(session: AsyncSession) -> None:
    """Nothing happened: it says so, and knows whether anything did before."""
    plan = await Plan.open(session)
    shown = await summary(plan)
    assert (shown.is_empty, shown.has_before, shown.goals) == (True, False, ())
    await plan.report(await plan.goal(), 200)
    shown = await summary(plan)
    assert (shown.is_empty, shown.has_before, shown.quiet) == (True, True, 1)


async def test_a_chart_has_what_holds(session: AsyncSession) -> None:
    """The reports that hold, oldest first, with the goal as it is now; nobody draws what is not published."""
    plan = await Plan.open(session)
    way = await plan.goal("راه", values=GoalValues(**WAY, due_on=date(2027, 3, 1)))
    wrong = await plan.report(way, 30, "اشتباه", value=20.0)
    await plan.report(way, 30, "درست", value=12.5, corrects_id=wrong)
    await plan.report(way, 60, "نخست", value=8.0)
    await plan.remove(way, await plan.report(way, 1, "برداشته", value=19.0))
    chart = await goal_charts.chart(session=session, goal_id=way.id or 0, today=TODAY)
    assert [(one.text, one.value) for one in chart.reports] == [("نخست", 8.0), ("درست", 12.5)]
    assert (chart.place, chart.target, chart.due_on) == ("ایزدشهر", 20.0, date(2027, 3, 1))
    assert chart.progress.fraction == pytest.approx(0.5)
    hidden = await plan.begun("پنهان")
    with pytest.raises(NotFound):
        await goal_charts.chart(session=session, goal_id=hidden.id or 0, today=TODAY)


def test_how_much_a_goal_gained() -> None:
    """Without any number it gained nothing; backwards is below zero."""
    one = GoalMoved(1, 1, "هدف", 1, "شهر", GoalStatus.ACTIVE, 1)
    assert one.gain == 0.0
    assert GoalMoved(1, 1, "هدف", 1, "شهر", GoalStatus.ACTIVE, 1, 0.5, 0.25).gain == -0.25
