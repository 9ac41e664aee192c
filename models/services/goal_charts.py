"""A goal's history as its picture shows it, read from the reports that hold."""

from datetime import date

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.documents.goal_chart import GoalChart, Report
from models.goal import Goal, GoalStatus, GoalUpdate
from models.goal_progress import progress_of
from models.rights import NOBODY, Rights
from models.services import areas, goal_readers
from models.services.goal_values import newest_first, valid

_u = table_of(GoalUpdate).c


async def chart(*, session: AsyncSession, goal_id: int, today: date, rights: Rights = NOBODY) -> GoalChart:
    """What the picture of a goal shows.

    Args:
        session: the caller's transaction.
        goal_id: which.
        today: of the city's calendar.
        rights: of whoever asks; residents see what is published.

    Raises:
        NotFound: it is not there for them.
    """
    goal: Goal = await goal_readers.goal(session=session, goal_id=goal_id, rights=rights)
    tree = await areas.load_tree(session=session)
    return GoalChart(
        place=tree.places[goal.area_id].name,
        number=goal.number,
        title=goal.title,
        status=GoalStatus(goal.status),
        progress=progress_of(goal),
        reports=await _reports(session, goal_id),
        drawn_on=today,
        unit=goal.unit,
        baseline=goal.baseline,
        target=goal.target,
        due_on=goal.due_on,
    )


async def _reports(session: AsyncSession, goal_id: int) -> list[Report]:
    """Oldest first."""
    asked = select(_u.on_day, _u.text, _u.value, _u.stated, _u.status_to).where(_u.goal_id == goal_id, valid())
    rows = (await session.execute(asked.order_by(*newest_first()))).all()
    return [
        Report(row.on_day, row.text, row.value, row.stated, GoalStatus(row.status_to) if row.status_to else None)
        for row in reversed(rows)
    ]
