"""Where links between goals and submissions are looked for: few rows, found by an index, compared in a thread.

A city has a hundred thousand submissions; what waits for somebody is among the newest open ones.
"""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, case, exists, false, select, true

from models.area_tree import AreaTree
from models.database import table_of
from models.goal import Goal, GoalStatus, GoalSubmission
from models.goal_matching import LIKELY, Matcher, Text, goal_text, submission_text
from models.role import Action
from models.services import access, areas, topics
from models.services.actor import Actor
from models.services.goal_rows import topics_of
from models.submission import ENDED, Kind, Status, Submission, Visibility
from models.topic import Topics

NEWEST: Final = 2_000  # open submissions of the goal's area among which is chosen
COMPARED: Final = 300  # of them, whose words are compared: those of its topics first
GOALS: Final = 300  # goals with which a submission is compared
_SMALL_PART: Final = 4  # of a city: a quarter of its areas is found by their index, more by looking at the newest rows
_OPEN: Final = tuple(status.value for status in Status if status not in ENDED)
_NOT_FOR_GOALS: Final = (Kind.COMPLAINT.value, Kind.THANKS.value)
_OVER: Final = (GoalStatus.DROPPED.value, GoalStatus.REACHED.value)

_submissions = table_of(Submission)
_c, _links = _submissions.c, table_of(GoalSubmission).c
_goals = table_of(Goal).c


async def submissions_for(actor: Actor, goal: Goal, limit: int) -> list[tuple[Submission, float]]:
    """The open submissions that likeliest stand behind a goal, the likeliest first, with how likely (0 to 1)."""
    known = await topics.load_topics(session=actor.session)
    tree = await areas.load_tree(session=actor.session)
    chosen = (await topics_of(actor.session, [goal.id or 0])).get(goal.id or 0, ())
    rows = await _newest(actor, goal, tree, _kin(chosen, known))
    scores = await asyncio.to_thread(_score_submissions, _said(goal), chosen, rows, known, goal.area_id)
    best = sorted(zip(rows, scores, strict=True), key=lambda one: (-one[1], -one[0].id))[:limit]
    likely = {row.id: score for row, score in best if score >= LIKELY}
    found = await actor.session.execute(select(Submission).where(_c.id.in_(likely)))
    by_id = {one.id or 0: one for one in found.scalars()}
    return [(by_id[number], score) for number, score in likely.items() if number in by_id]


async def goals_for(actor: Actor, submission: Submission, limit: int) -> list[tuple[Goal, float]]:
    """The goals behind which a submission likeliest stands, the likeliest first; of its area and those above it."""
    known = await topics.load_topics(session=actor.session)
    tree = await areas.load_tree(session=actor.session)
    line = [place.id for place in tree.line(submission.area_id)] or [one.id for one in tree.children.get(None, [])]
    goals = await _goals_of(actor, line, submission.id or 0)
    chosen = await topics_of(actor.session, [goal.id or 0 for goal in goals])
    told = [(_said(goal), chosen.get(goal.id or 0, ()), goal.area_id == submission.area_id) for goal in goals]
    wish = (submission.text, submission.search_key, submission.topic)
    scores = await asyncio.to_thread(_score_goals, wish, told, known)
    best = sorted(zip(goals, scores, strict=True), key=lambda one: (-one[1], one[0].id or 0))
    return [(goal, score) for goal, score in best[:limit] if score >= LIKELY]


def _said(goal: Goal) -> tuple[str, str]:
    return goal.title, goal.description


def _score_submissions(
    said: tuple[str, str], chosen: Sequence[str], rows: Sequence[Any], known: Topics, area_id: int
) -> list[float]:
    goal = goal_text(*said, chosen)
    texts = [submission_text(row.text, row.search_key, row.topic) for row in rows]
    matcher = Matcher([goal, *texts], known.all)
    return [matcher.score(goal, one, is_near=row.area_id == area_id) for one, row in zip(texts, rows, strict=True)]


def _score_goals(
    wish: tuple[str, str | None, str | None],
    told: Sequence[tuple[tuple[str, str], Sequence[str], bool]],
    known: Topics,
) -> list[float]:
    submission = submission_text(*wish)
    goals: list[Text] = [goal_text(*said, chosen) for said, chosen, _ in told]
    matcher = Matcher([submission, *goals], known.all)
    return [matcher.score(goal, submission, is_near=near) for goal, (_, _, near) in zip(goals, told, strict=True)]


def _kin(chosen: Collection[str], known: Topics) -> frozenset[str]:
    """These topics, those above them and those below."""
    above = {one.parent_code for one in known.all if one.code in chosen and one.parent_code is not None}
    below = {one.code for one in known.all if one.parent_code in chosen}
    return frozenset({*chosen, *above, *below})


async def _newest(actor: Actor, goal: Goal, tree: AreaTree, kin: Collection[str]) -> Sequence[Any]:
    """The newest open submissions of a goal's area that everybody may read, those of its topics first."""
    behind = exists(select(_links.goal_id).where(_links.goal_id == goal.id, _links.submission_id == _c.id))
    newest = (
        select(_c.id, _c.topic)
        .where(
            _place_of(goal.area_id, tree),
            _c.status.in_(_OPEN),
            _c.visibility == Visibility.PUBLIC.value,
            _c.kind.not_in(_NOT_FOR_GOALS),
            access.seen_by(actor.rights, Action.SEE),
            ~behind.correlate(_submissions),
        )
        .order_by(_c.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    is_kin: ColumnElement[bool] = newest.c.topic.in_(sorted(kin)) if kin else false()
    first = select(newest.c.id).order_by(case((is_kin, 0), else_=1), newest.c.id.desc()).limit(COMPARED)
    rows = select(_c.id, _c.area_id, _c.topic, _c.search_key, _c.text).where(_c.id.in_(first.scalar_subquery()))
    return (await actor.session.execute(rows)).all()


def _place_of(area_id: int, tree: AreaTree) -> ColumnElement[bool]:
    if area_id in {one.id for one in tree.children.get(None, [])}:
        return true()  # what has no area belongs to the whole city
    reach = sorted(place.id for place in tree.with_all_below(area_id))
    if len(reach) * _SMALL_PART < len(tree.places):
        return _c.area_id.in_(reach)
    return (_c.area_id + 0).in_(reach)  # so many that SQLite would gather and sort them all by their index


async def _goals_of(actor: Actor, line: Collection[int], submission_id: int) -> list[Goal]:
    """The newest goals of these areas that somebody may link to, without those behind which it stands already."""
    reach = actor.rights.reach(Action.PLAN)
    mine = true() if reach is None else _goals.area_id.in_(sorted(reach))
    behind = select(_links.goal_id).where(_links.submission_id == submission_id)
    found = (
        select(Goal)
        .where(_goals.bot_id == actor.bot_id, _goals.area_id.in_(line), mine)
        .where(_goals.published_at.is_not(None), _goals.status.not_in(_OVER), _goals.id.not_in(behind))
        .order_by(_goals.id.desc())
        .limit(GOALS)
    )
    return list((await actor.session.execute(found)).scalars())
