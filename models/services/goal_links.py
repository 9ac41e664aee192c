"""Submissions that stand behind goals: linked by a person, told to their author once, and read by everybody."""

from typing import Any

from sqlalchemy import delete, func, select

from models.database import AsyncSession, table_of, upsert
from models.entry import Entry
from models.errors import GoalUnready, NotFound
from models.goal import Goal, GoalSubmission
from models.goal_call_words import stands_behind
from models.role import Action
from models.services import access, goal_candidates, goal_rows, submission_follow
from models.services.actor import Actor
from models.services.goal_call_answers import is_public
from models.submission import Kind, Status, Submission, Visibility

_links, _submissions, _entries = table_of(GoalSubmission), table_of(Submission), table_of(Entry)
_c = _submissions.c


async def goal_for(actor: Actor, goal_id: int) -> Goal:
    """A goal, for whoever says what the goals of its area are.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    goal = await goal_rows.load(actor.session, goal_id)
    if not goal_rows.may_plan(actor, goal):
        raise NotFound
    return goal


def may_stand_behind(submission: Submission) -> bool:
    """Whether it may stand behind a goal, where everybody reads it: public, no complaint, not withdrawn or merged."""
    is_gone = submission.status in {Status.WITHDRAWN, Status.MERGED}
    return submission.visibility == Visibility.PUBLIC and submission.kind != Kind.COMPLAINT and not is_gone


async def suggest(actor: Actor, goal_id: int, limit: int = 5) -> list[tuple[Submission, float]]:
    """Submissions that may stand behind a goal, the likeliest first, with how likely (0 to 1). Raises as `goal_for`.

    They are looked for among the newest open ones of its area; what stands behind it already is left out.
    """
    return await goal_candidates.submissions_for(actor, await goal_for(actor, goal_id), limit)


async def suggest_goals(actor: Actor, submission_id: int, limit: int = 3) -> list[tuple[Goal, float]]:
    """Goals behind which a submission may stand, the likeliest first, with how likely (0 to 1).

    Raises:
        NotFound: the submission is not theirs to see.
    """
    return await goal_candidates.goals_for(actor, await _seen(actor, submission_id), limit)


async def _seen(actor: Actor, submission_id: int) -> Submission:
    return await access.submission_for(
        session=actor.session, rights=actor.rights, submission_id=submission_id, action=Action.SEE
    )


async def link(actor: Actor, goal_id: int, submission_id: int) -> bool:
    """Let a submission stand behind a goal; its author is told once, however often it is linked and unlinked.

    Returns:
        False where it stands there already.

    Raises:
        NotFound: the goal is not theirs, or the submission is not for them, or not for everybody to read.
        GoalUnready: nobody can read the goal yet (`published_at`).
    """
    goal, submission = await goal_for(actor, goal_id), await _seen(actor, submission_id)
    if not may_stand_behind(submission):
        raise NotFound
    if goal.published_at is None:
        raise GoalUnready(("published_at",))
    values = {"goal_id": goal_id, "submission_id": submission_id, "linked_by": actor.person_id, "created_at": actor.now}
    made = upsert(actor.session.get_bind().dialect.name)(_links).values(values).on_conflict_do_nothing()
    if (await actor.session.execute(made.returning(_links.c.goal_id))).first() is None:
        return False
    await goal_rows.note(actor, "goal.link", goal_id, (None, {"submission": submission_id}))
    words = stands_behind(goal, actor.city)
    if not await _was_told(actor.session, submission_id, words):
        await submission_follow.follow(actor, submission_id, None, words)
    return True


async def _was_told(session: AsyncSession, submission_id: int, words: str) -> bool:
    said = select(_entries.c.id).where(_entries.c.submission_id == submission_id, _entries.c.text == words)
    return (await session.execute(said.limit(1))).first() is not None


async def unlink(actor: Actor, goal_id: int, submission_id: int) -> bool:
    """Take a submission away from behind a goal; nobody is told. What answered a call for ideas stays.

    Returns:
        False where it does not stand there, or by its author's own answer to a call.

    Raises:
        NotFound: the goal is not theirs, or the submission is not for them.
    """
    await goal_for(actor, goal_id)
    await _seen(actor, submission_id)
    of_it = (_links.c.goal_id == goal_id, _links.c.submission_id == submission_id, _links.c.call_id.is_(None))
    gone = await actor.session.execute(delete(_links).where(*of_it).returning(_links.c.goal_id))
    if gone.first() is None:
        return False
    await goal_rows.note(actor, "goal.unlink", goal_id, ({"submission": submission_id}, None))
    return True


async def behind(*, session: AsyncSession, goal_id: int, offset: int, limit: int) -> tuple[list[Submission], int]:
    """A page of what everybody may read of the submissions behind a goal, the newest first, and how many that are.

    Their words are as they came: whoever shows them masks what leads to a person (`models.text.masking.mask`).
    """
    return await _page(session, goal_id, offset, limit, is_public())


async def linked(actor: Actor, goal_id: int, *, offset: int, limit: int) -> tuple[list[tuple[Submission, bool]], int]:
    """As `behind`, for the office, hidden ones too: with whether each can be unlinked. Raises as `goal_for`."""
    await goal_for(actor, goal_id)
    found, total = await _page(actor.session, goal_id, offset, limit, access.seen_by(actor.rights))
    theirs = select(_links.c.submission_id).where(_links.c.goal_id == goal_id, _links.c.call_id.is_(None))
    by_hand = set((await actor.session.execute(theirs)).scalars())
    return [(one, one.id in by_hand) for one in found], total


async def _page(
    session: AsyncSession, goal_id: int, offset: int, limit: int, *wanted: Any
) -> tuple[list[Submission], int]:
    joined = _links.join(_submissions, _c.id == _links.c.submission_id)
    where = (_links.c.goal_id == goal_id, *wanted)
    total: int = (await session.execute(select(func.count()).select_from(joined).where(*where))).scalar_one()
    page = select(Submission).select_from(joined).where(*where).order_by(_c.id.desc()).offset(offset).limit(limit)
    return list((await session.execute(page)).scalars()), total


async def goals_of(actor: Actor, submission_id: int) -> list[tuple[Goal, bool]]:
    """The goals behind which a submission stands, with whether that can be undone. Raises as `suggest_goals`."""
    await _seen(actor, submission_id)
    found = await actor.session.execute(
        select(Goal, _links.c.call_id)
        .join(_links, _links.c.goal_id == table_of(Goal).c.id)
        .where(_links.c.submission_id == submission_id)
        .order_by(table_of(Goal).c.id)
    )
    return [(goal, call_id is None and goal_rows.may_plan(actor, goal)) for goal, call_id in found]


async def public_goals_of(*, session: AsyncSession, submission_id: int, limit: int) -> list[Goal]:
    """The goals that everybody reads and behind which a submission stands; whose it is was asked before."""
    goal = table_of(Goal).c
    asked = (
        select(Goal)
        .join(_links, _links.c.goal_id == goal.id)
        .where(_links.c.submission_id == submission_id, goal.published_at.is_not(None))
    )
    return list((await session.execute(asked.order_by(goal.id).limit(limit))).scalars())
