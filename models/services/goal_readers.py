"""Goals for whoever reads them: who may see one, and its card; lists and reports are given on from here."""

from datetime import date

from sqlalchemy import func, select

from models.database import AsyncSession, table_of
from models.errors import NotFound
from models.goal import CallState, Goal, GoalSubmission
from models.goal_shown import GoalCard
from models.rights import NOBODY, Rights
from models.role import Action
from models.services import goal_call_answers, goal_history, goal_rows, goal_ties
from models.services.goal_call_answers import is_public as may_be_shown
from models.services.goal_history import points, updates, updates_shown
from models.services.goal_lists import GoalWish, near, page, used_areas, used_topics
from models.services.goal_showing import known_calls, shown
from models.submission import Submission

__all__ = [
    "GoalWish",
    "behind",
    "card",
    "goal",
    "may_be_shown",
    "near",
    "page",
    "points",
    "shown",
    "updates",
    "updates_shown",
    "used_areas",
    "used_topics",
]

_c, _links = table_of(Submission).c, table_of(GoalSubmission).c


async def goal(*, session: AsyncSession, goal_id: int, rights: Rights = NOBODY) -> Goal:
    """A goal, for everybody; one that is not published, for whoever says what the goals of its area are.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    found = await goal_rows.load(session, goal_id)
    if found.published_at is None and not rights.may(Action.PLAN, found.area_id):
        raise NotFound
    return found


async def card(
    *,
    session: AsyncSession,
    goal_id: int,
    today: date,
    person_id: int | None = None,
    rights: Rights = NOBODY,
    newest: int = 3,
) -> GoalCard:
    """A goal with what belongs to it, as far as residents may read it.

    Args:
        session: the caller's transaction.
        goal_id: which.
        today: of the city's calendar.
        person_id: who reads.
        rights: theirs.
        newest: how many reports, resolutions and meetings of each at most.

    Raises:
        NotFound: as `goal`.
    """
    row = await goal(session=session, goal_id=goal_id, rights=rights)
    (seen,) = await shown(session=session, goals=[row], today=today, person_id=person_id)
    reports, report_count = await updates(session=session, goal_id=goal_id, offset=0, limit=newest)
    resolutions, meetings = await goal_ties.counts(session=session, goal_id=goal_id)
    over = (await session.execute(known_calls([goal_id], CallState.CLOSED))).scalars().all()
    return GoalCard(
        goal=seen,
        updates=tuple(reports),
        update_count=report_count,
        file_count=await goal_history.file_count(session=session, goal_id=goal_id),
        submissions=await behind(session=session, goal_id=goal_id),
        resolutions=tuple(await goal_ties.resolutions_of(session=session, goal_id=goal_id, limit=newest)),
        resolution_count=resolutions,
        meetings=tuple(await goal_ties.meetings_of(session=session, goal_id=goal_id, limit=newest)),
        meeting_count=meetings,
        last_call=over[-1] if over else None,
        ideas=await goal_call_answers.count(session=session, call_id=seen.call.id or 0) if seen.call else 0,
    )


async def behind(*, session: AsyncSession, goal_id: int) -> int:
    """How many submissions that everybody may read stand behind a goal."""
    linked = select(_links.submission_id).where(_links.goal_id == goal_id)
    counted = select(func.count()).select_from(table_of(Submission)).where(_c.id.in_(linked), may_be_shown())
    return int((await session.execute(counted)).scalar_one())
