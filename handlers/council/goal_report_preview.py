"""A report on a goal as its followers will get it, while it is written."""

from dataclasses import replace

from handlers.calls import Message
from handlers.context import Context
from handlers.views.goal_news import goal_news
from models.goal import Goal, GoalStatus
from models.goal_progress import progress_of
from models.goal_shown import GoalShown, UpdateShown
from models.goal_told import GoalTold
from models.goal_update_draft import GoalUpdateDraft
from models.resolution import Resolution
from models.services import areas, goal_readers, goal_updates
from models.submission import Submission


async def send_preview(context: Context, goal: Goal, draft: GoalUpdateDraft, *, slot: str) -> None:
    """Send its writer what followers will get: the words in the place of those before, files above them."""
    message = await _message(context, goal, draft)
    sent, number = 0, 0
    while True:
        call = message.call_after(sent)
        number += 1
        context.send(call.method, call.parameters, slot=f"{slot}.0" if call.is_last else f"{slot}.{number}")
        if call.is_last:
            return
        sent += call.messages


async def _message(context: Context, goal: Goal, draft: GoalUpdateDraft) -> Message:
    session, bot_id = context.turn.session, context.turn.bot_id
    today = context.turn.now.astimezone(context.city.zone).date()
    (shown,) = await goal_readers.shown(session=session, goals=[goal], today=today)
    update = await _update_shown(context, draft)
    told = GoalTold(
        _moved(shown, goal, update),
        (update,),
        context.turn.now,
        frozenset({update.id}) if draft.corrects_id is not None else frozenset(),
    )
    tree = await areas.load_tree(session=session)
    return goal_news([told], bot_id=bot_id, tree=tree, today=today, zone=context.city.zone, tr=context.tr)


async def _update_shown(context: Context, draft: GoalUpdateDraft) -> UpdateShown:
    session, now = context.turn.session, context.turn.now
    resolution = await session.get(Resolution, draft.resolution_id) if draft.resolution_id is not None else None
    sent = await session.get(Submission, draft.submission_id) if draft.submission_id is not None else None
    return UpdateShown(
        id=0,
        goal_id=draft.goal_id,
        text=draft.text,
        on_day=draft.on_day or now.astimezone(context.city.zone).date(),
        tell_at=goal_updates.told_at(context.city, now),
        made_at=now,
        bot_id=context.turn.bot_id,
        value=draft.value,
        stated=draft.stated,
        status_to=GoalStatus(draft.status_to) if draft.status_to is not None else None,
        photo=draft.photo,
        document=draft.document,
        resolution=resolution,
        submission_id=draft.submission_id,
        submission_code=sent.code if sent is not None else None,
        corrects_id=draft.corrects_id,
    )


def _moved(shown: GoalShown, goal: Goal, update: UpdateShown) -> GoalShown:
    """The goal as it will stand, as somebody sees it who follows it; a report of an older day does not move it."""
    is_newest = shown.last_day is None or update.on_day >= shown.last_day
    after = Goal(
        bot_id=goal.bot_id,
        area_id=goal.area_id,
        number=goal.number,
        position=goal.position,
        title=goal.title,
        status=(update.status_to or GoalStatus(goal.status)).value,
        status_at=goal.status_at,
        unit=goal.unit,
        baseline=goal.baseline,
        target=goal.target,
        value=update.value if update.value is not None and is_newest else goal.value,
        stated=update.stated if update.stated is not None and is_newest else goal.stated,
        created_at=goal.created_at,
        updated_at=goal.updated_at,
    )
    return replace(shown, progress=progress_of(after), status=GoalStatus(after.status), is_followed=True)
