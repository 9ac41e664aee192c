"""What somebody looks at on their desk, and going through it one after another; kept in a row of their chat."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from handlers.context import Context
from handlers.dialogue import remember
from handlers.secretariat import desk_card
from handlers.views import desk as views
from handlers.views.desk import Looked
from models.errors import HeldByAnother, NotFound
from models.services import areas, desk, holding, topics
from models.services.desk import Only, Tray
from models.submission import Kind, Status, Submission

NAME = "desk"  # of the row; it is no conversation
_WAITING = (Tray.REOPENED, Tray.NEW, Tray.UNPLACED)  # what «next» hands out first
_THREE = 3
_REMEMBERED = 100  # submissions of one run that are not handed out again


@dataclass(frozen=True)
class Run:
    """Going through trays. `seen` was handed out, `opened` is held because of that alone, `left` counts three down."""

    trays: Sequence[str] = tuple(tray.value for tray in _WAITING)
    seen: Sequence[int] = ()
    opened: int | None = None
    left: int | None = None


def _data(context: Context) -> dict[str, Any]:
    row = context.turn.dialogues.get(NAME)
    return {} if row is None else row.data


def looked(context: Context) -> Looked:
    """What the desk is narrowed to."""
    data = _data(context).get("looked", {})
    kind = data.get("kind")
    return Looked(data.get("area_id"), Kind(kind) if kind in set(Kind) else None, data.get("topic"))


def look(context: Context, chosen: Looked) -> None:
    """Narrow the desk to something else."""
    remember(context.turn, NAME, {**_data(context), "looked": asdict(chosen)})


async def only(context: Context) -> Only:
    """What the desk is narrowed to, for the services."""
    chosen, session = looked(context), context.turn.session
    places = None
    if chosen.area_id is not None:
        tree = await areas.load_tree(session=session)
        places = frozenset(place.id for place in tree.with_all_below(chosen.area_id))
    codes = None
    if chosen.topic is not None:
        all_topics = await topics.load_topics(session=session)
        codes = frozenset({chosen.topic, *(topic.code for topic in all_topics.below(chosen.topic))})
    return Only(places, None if chosen.kind is None else chosen.kind.value, codes)


def _run(context: Context) -> Run:
    data = _data(context).get("run", {})
    return Run(**data) if data else Run()


def _keep(context: Context, run: Run) -> None:
    remember(context.turn, NAME, {**_data(context), "run": asdict(run)})


async def begin(context: Context, tray: Tray | None = None) -> None:
    """Hand out the first of a tray, or of whatever waits."""
    trays = _WAITING if tray is None else (tray,)
    await _hand_out(context, Run(trays=tuple(one.value for one in trays)))


async def begin_three(context: Context) -> None:
    """Hand out three, one after another."""
    await _hand_out(context, Run(left=_THREE))


async def go_on(context: Context, submission_id: int) -> None:
    """«Next» on a card: let go of what was only looked at, and hand out another one."""
    run = _run(context)
    if run.opened == submission_id:
        await _let_go(context, submission_id)
    await _hand_out(context, replace(run, seen=(*run.seen, submission_id)))


async def _let_go(context: Context, submission_id: int) -> None:
    """Of what was handed out and not touched; what is theirs no more was let go already."""
    with suppress(NotFound):
        await holding.let_go(await desk_card.desk_of(context), submission_id)


def is_worked_on(context: Context, submission: Submission) -> None:
    """Something was done with what was handed out: «next» does not let go of it any more."""
    run = _run(context)
    if run.opened == submission.id:
        _keep(context, replace(run, opened=None))


def is_of_three(context: Context, submission: Submission) -> bool:
    """Whether it is the one of three that was handed out last, and is through now: its author hears, or was asked."""
    run = _run(context)
    is_last = bool(run.seen) and run.seen[-1] == submission.id
    return bool(run.left) and is_last and submission.status not in {Status.REGISTERED, Status.REOPENED}


async def finish_one(context: Context) -> None:
    """One of three is through: the next comes by itself, or the end is said."""
    run = _run(context)
    left = (run.left or 1) - 1
    if left:
        await _hand_out(context, replace(run, left=left))
        return
    _keep(context, Run())
    context.reply(views.three_done(context.tr))


async def _hand_out(context: Context, run: Run) -> None:
    submission = await _take_one(context, run)
    if submission is None:
        _keep(context, Run())
        context.reply(views.nothing_next(context.tr))
        return
    seen = [one for one in run.seen if one != submission.id]
    kept = (*seen[-_REMEMBERED:], submission.id or 0)
    _keep(context, replace(run, seen=kept, opened=submission.id))
    await desk_card.show(context, submission)


async def _take_one(context: Context, run: Run) -> Submission | None:
    staff, narrowed = await desk_card.desk_of(context), await only(context)
    for tray in run.trays:
        waiting = await desk.next_of(
            session=staff.session,
            rights=staff.rights,
            tray=Tray(tray),
            now=staff.now,
            limit=len(run.seen) + _THREE,
            only=narrowed,
        )
        for submission_id in waiting:
            if submission_id in run.seen:
                continue
            try:
                return await holding.take(staff, submission_id)
            except (HeldByAnother, NotFound):  # somebody was quicker, or may look at it and no more
                continue
    return None
