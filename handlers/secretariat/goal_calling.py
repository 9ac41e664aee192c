"""A call for ideas while it is written: what its dialogue holds, and its screens. Shared by its modules."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import is_attachment, words_of
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.views import goal_call_office as views
from handlers.views.calendar import Picker
from handlers.views.general import not_text
from handlers.views.goal_call_office import Asking
from models.jalali_calendar import month_of
from models.role import Action
from models.services import goal_call_notice, goal_links
from models.services.actor import Actor
from models.services.goal_calls import LONGEST

NAME = aside.GOAL_CALL
SLOT = "goal_call"
DAY = "gcall_day"  # noun of the calendar's buttons
_IDLE = timedelta(hours=1)  # after which a message is something else


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    QUESTION = "question"
    DAY = "day"
    CHECK = "check"  # everything is there, and «send» is waited for
    RESULT = "result"  # of a call that is over: what became of it
    RESULT_CHECK = "result_check"


def data_of(context: Context) -> dict[str, Any]:
    """What it holds: `goal`, `question`, `day`, or `call` and `words`; and `at`, when it was last touched."""
    state = context.turn.dialogues.get(NAME)
    return state.data if state is not None else {}


def note(context: Context, step: Step, **data: Any) -> None:
    """Stand at a step and hold this."""
    keep(open_dialogue(context.turn, NAME, step), {**data, "at": context.turn.now.isoformat()})


def end(context: Context) -> None:
    """Nothing of it is kept."""
    if NAME in context.turn.dialogues:
        aside.end(context, NAME)


def is_at(context: Context, step: Step) -> bool:
    """Whether it stands there, put aside or not."""
    state = context.turn.dialogues.get(NAME)
    return state is not None and state.step == step


def unchanged(context: Context) -> Any:
    """The dialogue goes on where it stands; None: a press changes nothing of it."""
    state = context.turn.dialogues.get(NAME)
    is_open = state is not None and state.is_active and state.step in set(Step)
    return Step(state.step) if state is not None and is_open else None


def is_forgotten(context: Context) -> bool:
    """Whether so long ago was asked that what is written now is meant for something else."""
    at = data_of(context).get("at")
    return at is None or context.turn.now - datetime.fromisoformat(at) > _IDLE


async def pass_on(context: Context, message: Message) -> int:
    """A message of the writer's own: it begins a draft as any other does; what was asked waits for its buttons."""
    close_dialogue(context.turn, NAME)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


async def planner_of(context: Context) -> Actor:
    """Whoever wrote, as somebody who says what goals are.

    Raises:
        NotFound: they may do this nowhere.
    """
    return await actor_of(context, Action.PLAN)


async def asking_of(context: Context, actor: Actor) -> Asking:
    """The call that is being written.

    Raises:
        NotFound: its goal is not theirs any more; what was written goes.
    """
    data = data_of(context)
    with aside.ending_without_right(context, NAME):
        goal = await goal_links.goal_for(actor, data.get("goal", 0))
    day = date.fromisoformat(data["day"]) if data.get("day") else None
    return Asking(goal, data.get("question", ""), day)


def hold(context: Context, step: Step, asking: Asking) -> None:
    """Stand at a step with the call as it is by now."""
    day = asking.closes_on.isoformat() if asking.closes_on is not None else ""
    note(context, step, goal=asking.goal.id, question=asking.question, day=day)


def put(update: Update | None, context: Context, view: View) -> None:
    """A screen: in place of the pressed message; below everything else when something was typed."""
    if update is None:
        context.move(SLOT, view)
    else:
        context.edit_pressed(update, view, slot=SLOT)


def picker_of(context: Context, version: int) -> Picker:
    """The calendar from which the last day is chosen: from today, as long as a call may run."""
    city, now = context.city, context.turn.now
    today = now.astimezone(city.zone).date()
    return Picker(
        DAY,
        version,
        now,
        today,
        city.zone,
        context.tr,
        latest=today + timedelta(days=LONGEST),
        holidays=city.holidays,
        thursday_is_off=city.thursday_is_off,
    )


def show_month(update: Update | None, context: Context, asking: Asking, month: tuple[int, int] | None = None) -> Step:
    """Until when? The month of the day that was chosen before, else this one."""
    hold(context, Step.DAY, asking)
    picker = picker_of(context, asking.goal.version)
    year, number = month or month_of(max(asking.closes_on or picker.today, picker.today))
    put(update, context, views.day_asked(asking, picker, year, number))
    return Step.DAY


async def show_preview(update: Update | None, context: Context, actor: Actor, asking: Asking) -> Step:
    """All of it as residents will read it. Raises as `goal_call_notice.reach`."""
    if not asking.question:
        return show_question(update, context, asking)
    if asking.closes_on is None:
        return show_month(update, context, asking)
    reach = await goal_call_notice.reach(actor, asking.goal)
    html = goal_call_notice.content_of(actor, asking.goal, asking.question, asking.closes_on).html
    hold(context, Step.CHECK, asking)
    zone, people = context.city.zone, reach.size.everybody
    put(update, context, views.preview(asking, html, people, reach.whys, zone, context.tr))
    return Step.CHECK


def show_question(update: Update | None, context: Context, asking: Asking) -> Step:
    """What is asked?"""
    hold(context, Step.QUESTION, asking)
    put(update, context, views.question_asked(asking, context.tr))
    return Step.QUESTION
