"""Reports on goals: putting one on record, taking it back until it is told, and having it told sooner.

A report stands on the goal's card at once; followers are told at `told_at`, with everything else of that day. What was
told is never taken back: another report takes its place, and that is told as well.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update

from models.audience import Audience, Concerned
from models.city import City
from models.database import AsyncSession, table_of
from models.errors import BadGoalFact, EmptyText, GoalChanged, GoalUnready, NotFound, TextTooLong, UpdateTold
from models.goal import Goal, GoalStatus, GoalUpdate
from models.goal_facts import UPDATE_LIMIT, check_amount, check_percent
from models.goal_shown import UpdateShown
from models.media import MediaItem
from models.services import areas, audience, goal_readers, goal_values, goals, resolutions
from models.services.actor import Actor
from models.submission import Status, Submission
from models.subscription import NewsKind

LONGEST: Final = UPDATE_LIMIT
_GONE = frozenset({Status.WITHDRAWN, Status.MERGED})
_updates = table_of(GoalUpdate)
_u = _updates.c


@dataclass(frozen=True)
class UpdateContent:
    """What a report says.

    `on_day` is of the city's calendar; None: today's, or that of the report that it corrects. `status_to` of a
    correction is what the goal's status should have become; None: it became what it should.
    """

    text: str
    value: float | None = None
    stated: int | None = None
    status_to: GoalStatus | str | None = None
    photo: MediaItem | None = None
    document: MediaItem | None = None
    resolution_id: int | None = None
    submission_id: int | None = None
    on_day: date | None = None
    corrects_id: int | None = None


def told_at(city: City, now: datetime) -> datetime:
    """When a report that is put on record now (aware) is told: at the next hour that leaves time to take it back."""
    earliest = (now + city.notice_delay).astimezone(city.zone)
    today = datetime.combine(earliest.date(), city.goal_news_at, city.zone)
    if earliest <= today:
        return today
    return datetime.combine(earliest.date() + timedelta(days=1), city.goal_news_at, city.zone)


async def listeners(actor: Actor, goal_id: int) -> int:
    """How many people would be told of a report on a goal, at once or in their digest."""
    found = await audience.size(
        session=actor.session,
        audience=audience_of([goal_id]),
        tree=await areas.load_tree(session=actor.session),
        bot_id=actor.bot_id,
        now=actor.now,
        is_urgent=False,
    )
    return found.everybody


def audience_of(goal_ids: Collection[int]) -> Audience:
    """Who is told of reports on goals."""
    return Audience(kind=NewsKind.GOALS, goal_ids=tuple(sorted(goal_ids)), concerned=Concerned.FOLLOWING)


async def publish_update(actor: Actor, goal_id: int, version: int, said: UpdateContent) -> GoalUpdate:
    """Put a report on a goal on record: its card shows it at once, followers are told later.

    Args:
        actor: somebody who says how far the goal has come.
        goal_id: which.
        version: the goal's, as it was shown.
        said: what it says.

    Raises:
        NotFound: the goal is not theirs to work on, or what the report names is not there or not for everybody.
        GoalChanged: the goal is another one by now; or what it corrects is gone, or corrected already.
        GoalUnready: the goal is not public (`published_at`), or has no measure for a value (`unit`).
        BadGoalFact: a value, a percentage or a day (`on_day`: one that is to come) cannot be.
        EmptyText, TextTooLong: the words are missing, or more than `LONGEST` letters.
    """
    goal = await goals.versioned(actor, goal_id, version)
    if goal.published_at is None:
        raise GoalUnready(("published_at",))
    corrected = await _corrected(actor.session, goal, said.corrects_id)
    values = _values(actor, goal, said, corrected)
    await _check_named(actor.session, said)
    row = {**values, **_beginning(actor, goal)}
    made = await actor.session.execute(insert(_updates).values(row).returning(_u.id))
    update_id: int = made.scalar_one()
    await goal_values.refresh(session=actor.session, goal_id=goal_id, now=actor.now)
    kept = ("value", "stated", "status_to", "corrects_id", "resolution_id", "submission_id")
    after = {"update": update_id, **{name: values[name] for name in kept if values[name] is not None}}
    await goals.note(actor, "goal.update", goal_id, (None, after))
    return await load(actor.session, update_id)


async def _corrected(session: AsyncSession, goal: Goal, corrects_id: int | None) -> GoalUpdate | None:
    if corrects_id is None:
        return None
    found = await load(session, corrects_id, is_locked=True)
    if found.goal_id != goal.id:
        raise NotFound
    if found.removed_at is not None or await _is_corrected(session, corrects_id):
        raise GoalChanged
    return found


async def _is_corrected(session: AsyncSession, update_id: int) -> bool:
    rows = select(_u.id).where(_u.corrects_id == update_id, _u.removed_at.is_(None))
    return (await session.execute(rows.limit(1))).first() is not None


def _values(actor: Actor, goal: Goal, said: UpdateContent, corrected: GoalUpdate | None) -> dict[str, Any]:
    words = said.text.strip()
    if not words:
        raise EmptyText
    if len(words) > LONGEST:
        raise TextTooLong(LONGEST)
    if said.value is not None and not goal.unit:
        raise GoalUnready(("unit",))
    check_amount("value", said.value)
    check_percent(said.stated)
    today = actor.now.astimezone(actor.city.zone).date()
    on_day = said.on_day or (corrected.on_day if corrected is not None else today)
    if on_day > today:
        raise BadGoalFact("on_day", 0)
    was, becomes = _status(goal, said, corrected)
    return {
        "text": words,
        "value": said.value,
        "stated": said.stated,
        "status_from": was if becomes is not None else None,
        "status_to": becomes,
        "photo": said.photo.to_data() if said.photo is not None else None,
        "document": said.document.to_data() if said.document is not None else None,
        "resolution_id": said.resolution_id,
        "submission_id": said.submission_id,
        "corrects_id": said.corrects_id,
        "on_day": on_day,
    }


def _status(goal: Goal, said: UpdateContent, corrected: GoalUpdate | None) -> tuple[str, str | None]:
    """From which status to which it takes the goal; to none where it stays what it is."""
    becomes = GoalStatus(said.status_to).value if said.status_to is not None else None
    if corrected is not None and corrected.status_to is not None:  # said in its place, be it what was before it
        return corrected.status_from or goal.status, becomes
    return goal.status, becomes if becomes != goal.status else None


async def _check_named(session: AsyncSession, said: UpdateContent) -> None:
    """What moved the goal is for everybody to read."""
    if said.resolution_id is not None:
        await resolutions.published(session=session, resolution_id=said.resolution_id)
    if said.submission_id is not None:
        found = await session.get(Submission, said.submission_id, populate_existing=True)
        if found is None or not resolutions.is_answerable(found) or found.status in _GONE:
            raise NotFound


def _beginning(actor: Actor, goal: Goal) -> dict[str, Any]:
    return {
        "goal_id": goal.id,
        "bot_id": actor.bot_id,
        "tell_at": told_at(actor.city, actor.now),
        "made_by": actor.person_id,
        "made_at": actor.now,
    }


async def remove(actor: Actor, update_id: int) -> GoalUpdate:
    """Take a report back that nobody was told of: what it said does not count, and what it corrected stands again.

    Raises:
        NotFound: there is none, or it is not theirs to work on.
        UpdateTold: its goal's followers were told.
        GoalChanged: it is gone already, or another report has taken its place.
    """
    found = await _untold(actor, update_id)
    gone = update(_updates).where(_u.id == update_id, _u.told_at.is_(None), _u.removed_at.is_(None))
    gone = gone.values(removed_at=actor.now, corrects_id=None)
    if (await actor.session.execute(gone.returning(_u.id))).first() is None:
        raise UpdateTold
    await goal_values.refresh(session=actor.session, goal_id=found.goal_id, now=actor.now)
    before = {"update": update_id, "text": found.text}
    await goals.note(actor, "goal.update_remove", found.goal_id, (before, None))
    return await load(actor.session, update_id)


async def tell_now(actor: Actor, update_id: int) -> GoalUpdate:
    """Have a report told as soon as the time to take it back is over, and not wait for the day's hour.

    Raises as `remove`.
    """
    found = await _untold(actor, update_id)
    at = actor.now + actor.city.notice_delay
    if at < found.tell_at:
        sooner = update(_updates).where(_u.id == update_id, _u.told_at.is_(None), _u.removed_at.is_(None))
        if (await actor.session.execute(sooner.values(tell_at=at).returning(_u.id))).first() is None:
            raise UpdateTold
        await goals.note(actor, "goal.tell_now", found.goal_id, (None, {"update": update_id}))
    return await load(actor.session, update_id)


async def _untold(actor: Actor, update_id: int) -> GoalUpdate:
    """A report that can still be taken back, its goal and itself locked."""
    found = await load(actor.session, update_id)
    goal = await goals.goal_for(actor, found.goal_id, is_locked=True)
    if not (goals.may_plan(actor, goal) or goals.may_pursue(actor, goal)):
        raise NotFound
    found = await load(actor.session, update_id, is_locked=True)
    if found.removed_at is not None:
        raise GoalChanged
    if found.told_at is not None:
        raise UpdateTold
    if await _is_corrected(actor.session, update_id):
        raise GoalChanged
    return found


async def load(session: AsyncSession, update_id: int, *, is_locked: bool = False) -> GoalUpdate:
    """The row as it is now, whoever asks; locked, nobody else changes it until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    found = await session.get(GoalUpdate, update_id, populate_existing=True, with_for_update=is_locked or None)
    if found is None:
        raise NotFound
    return found


async def update_for(actor: Actor, update_id: int) -> GoalUpdate:
    """A report, for whoever works on its goal.

    Raises:
        NotFound: there is none, or its goal is not theirs to work on.
    """
    found = await load(actor.session, update_id)
    await goals.goal_for(actor, found.goal_id)
    return found


async def updates_of(*, session: AsyncSession, goal_id: int, offset: int, limit: int) -> list[UpdateShown]:
    """A goal's reports, the newest first, with those that others took the place of; none that was taken back."""
    shown, _ = await goal_readers.updates(
        session=session, goal_id=goal_id, offset=offset, limit=limit, with_corrected=True
    )
    return shown


async def pending(*, session: AsyncSession, goal_id: int) -> list[UpdateShown]:
    """A goal's reports of which its followers are still to be told, in the order in which they were made."""
    waits = (_u.goal_id == goal_id, _u.told_at.is_(None), _u.removed_at.is_(None))
    rows = select(GoalUpdate).where(*waits).order_by(_u.id).execution_options(populate_existing=True)
    shown = await goal_readers.updates_shown(session=session, rows=list((await session.execute(rows)).scalars()))
    return [one for one in shown if not one.is_corrected]
