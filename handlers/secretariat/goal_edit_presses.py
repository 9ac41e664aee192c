"""What the buttons of a goal's office card do. Part of the dialogue goal_edit."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.secretariat import goal_edit_begin as begin
from handlers.secretariat import goal_edit_due as due
from handlers.secretariat import goal_edit_fields as fields
from handlers.secretariat import goal_editing as editing
from handlers.secretariat.goal_editing import Open, Step
from handlers.views import goal_office as views
from handlers.views import goal_office_ask as ask
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from models.errors import BadGoalFact, GoalChanged, GoalUnready, NotFound
from models.goal import GoalStatus
from models.goal_facts import MOST_TOPICS
from models.services import goals, topics

type Action = Callable[[Update | None, Context, Open], Awaitable[Any]]
_REFUSALS = (GoalChanged, GoalUnready, BadGoalFact)


async def open_goal(update: Update, context: Context) -> Any:
    """«Edit the goal» on its card: below everything else."""
    work = await editing.load(context, context.pressed(update).id)
    if editing.noted(context, "id") != work.id:
        editing.begin_anew(context, Step.CARD, id=work.id)
    return await editing.show(context, work)


async def press(update: Update, context: Context) -> Any:
    """The present screen's button does its work, an older one's shows how things stand."""
    try:
        work = await editing.pressed_goal(update, context)
    except NotFound:
        if editing.noted(context, "id") == context.pressed(update).id:
            editing.leave(context)  # their office ended meanwhile
        raise
    if work is None:
        return Step.CARD
    action = context.pressed(update).action
    if action.startswith("to_"):
        return await _press_status(update, context, work, action.removeprefix("to_"))
    return await _ACTIONS[action](update, context, work)


async def press_other(update: Update, context: Context) -> Any:
    """A button that names a day or a topic, for the goal that is worked on."""
    pressed, work = context.pressed(update), await editing.current(context)
    if work is None:
        context.toast(old_button_toast(context.tr))
        return ConversationHandler.END
    if work.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        return await editing.show(context, work)
    if pressed.noun == ask.DAY:
        return await due.press_day(update, context, work)
    return await _toggle_topic(update, context, work, pressed.id)


async def _show_topics(update: Update | None, context: Context, work: Open) -> Step:
    editing.note(context, Step.CARD, pending=None, seen=work.version)
    known = await topics.load_topics(session=context.turn.session)
    view = ask.topics_asked(await editing.editing_of(context, work), known, context.tr)
    editing.put(update, context, work, view)
    return Step.CARD


async def _toggle_topic(update: Update, context: Context, work: Open, number: int) -> Any:
    known = (await topics.load_topics(session=context.turn.session)).all
    chosen = (await editing.editing_of(context, work)).topics
    if not 0 < number <= len(known):
        return await _show_topics(update, context, work)
    code = known[number - 1].code
    changed = tuple(one for one in chosen if one != code) if code in chosen else (*chosen, code)
    if len(changed) > MOST_TOPICS:
        context.toast(ask.too_many_topics_toast(context.tr))
        return await _show_topics(update, context, work)
    goal = await goals.change(work.actor, work.id, work.version, {"topics": changed})
    return await _show_topics(update, context, Open(work.actor, goal))


async def _press_status(update: Update, context: Context, work: Open, status: str) -> Any:
    if status not in set(GoalStatus):
        return await editing.show_in_place(update, context, work)
    editing.note(context, Step.CARD, seen=work.version)
    return await editing.settle(update, context, work, {"status": GoalStatus(status)}, "status")


async def _move(update: Update | None, context: Context, work: Open) -> Any:
    is_up = update is not None and context.pressed(update).action == "up"
    goal = await goals.move(work.actor, work.id, work.version, up=is_up)
    has_moved = goal.version != work.version
    context.toast(views.moved_toast(context.tr, has_moved=has_moved))
    return await editing.show_in_place(update, context, Open(work.actor, goal))


async def publish(update: Update | None, context: Context, work: Open) -> Any:
    """«Publish»: everybody reads it from now on."""
    try:
        goal = await goals.publish(work.actor, work.id, work.version)
    except _REFUSALS as error:
        return await editing.refuse(update, context, work, error, "card")
    editing.begin_anew(context, Step.CARD)
    editing.leave(context)
    drawn = await editing.editing_of(context, Open(work.actor, goal))
    editing.put(update, context, work, views.goal_published(drawn, context.tr))
    return ConversationHandler.END


async def leave(update: Update | None, context: Context, work: Open) -> int:
    """«Later»: it stays as it is, and is found on the list."""
    drawn = await editing.editing_of(context, work)
    editing.leave(context)
    editing.put(update, context, work, views.goal_kept(drawn, context.tr))
    return ConversationHandler.END


async def _ask_to_discard(update: Update | None, context: Context, work: Open) -> Any:
    view = views.goal_discard_asked(await editing.editing_of(context, work), context.tr)
    editing.put(update, context, work, view)
    return Step.CARD


async def _discard(update: Update | None, context: Context, work: Open) -> Any:
    try:
        await goals.discard(work.actor, work.id, work.version)
    except GoalChanged as error:
        editing.note(context, Step.CARD)
        drawn = await editing.editing_of(context, work)
        editing.put(update, context, work, ask.refused(drawn, error_view(error, context.tr).text, "card", context.tr))
        return Step.CARD
    editing.begin_anew(context, Step.CARD)
    editing.leave(context)
    editing.put(update, context, work, views.goal_removed(context.tr))
    return ConversationHandler.END


_ACTIONS: dict[str, Action] = {
    "card": editing.show_in_place,
    "publish": publish,
    "leave": leave,
    "discard": _ask_to_discard,
    "discarded": _discard,
    "title": fields.asking(Step.TITLE, ask.title_asked),
    "description": fields.asking(Step.DESCRIPTION, ask.description_asked),
    "undescribe": fields.setting("description", {"description": ""}),
    "body": fields.asking(Step.BODY, ask.body_asked),
    "unbody": fields.setting("body", {"owner_body": ""}),
    "number": fields.asking(Step.NUMBER, ask.number_asked),
    "measure": fields.ask_measure,
    "unmeasure": fields.setting("measure", {"unit": None, "baseline": None, "target": None}),
    "budget": fields.ask_budget,
    "again": fields.ask_again,
    "keep": fields.keep_it,
    "unknown": fields.not_known,
    "this_year": fields.choose_year,
    "next_year": fields.choose_year,
    "due": due.ask_due,
    "undue": fields.setting("due", {"due_on": None}),
    "topics": _show_topics,
    "area": begin.ask_area,
    "status": fields.asking(Step.CARD, ask.status_asked),
    "up": _move,
    "down": _move,
    "sure": editing.be_sure,
}
ACTIONS = (*_ACTIONS, *(f"to_{status.value}" for status in GoalStatus))
