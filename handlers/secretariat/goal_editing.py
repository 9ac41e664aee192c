"""A goal while the office says what it is: what its dialogue holds, and its screens. Shared by its modules."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from handlers.resident import drafting, goal_card
from handlers.secretariat import aside
from handlers.views import goal_office as views
from handlers.views import goal_office_ask as ask
from handlers.views.errors import error_view
from handlers.views.general import not_text, old_button_toast
from handlers.views.goal_office import Editing, goal_slot
from handlers.views.notice_office import office_name
from locales import Translator
from models.errors import BadGoalFact, DomainError, GoalChanged, GoalUnready, NotFound
from models.goal import Goal
from models.goal_facts import GoalValues
from models.goal_progress import oddities_of_goal
from models.role import Action
from models.services import areas, goals
from models.services.actor import Actor
from models.services.dialogues import DialogueState

NAME = aside.GOAL
_IDLE = timedelta(hours=1)  # after which a message is something else, and not for the goal
# Asked, and not answered yet: what waits for a yes, what of a measure or a budget was said, which version was seen.
_NOTHING_ASKED: dict[str, Any] = dict.fromkeys(("pending", "gathered", "again", "seen"))


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    NEW_TITLE = "new_title"
    NEW_AREA = "new_area"
    TITLE = "title"
    DESCRIPTION = "description"
    BODY = "body"
    NUMBER = "number"
    UNIT = "unit"
    BASELINE = "baseline"
    TARGET = "target"
    ALLOTTED = "allotted"
    SPENT = "spent"
    YEAR = "year"
    DUE = "due"
    AREA = "area"
    CARD = "card"


@dataclass(frozen=True)
class Open:
    """The goal that a step works on, and who does."""

    actor: Actor
    goal: Goal

    @property
    def id(self) -> int:
        """The goal's."""
        return self.goal.id or 0

    @property
    def version(self) -> int:
        """The row's, which buttons drawn now carry."""
        return self.goal.version


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def step_of(context: Context) -> Step:
    """The step that the dialogue stands at; the card, where another version of the program saved it."""
    state = state_of(context)
    return Step(state.step) if state is not None and state.step in set(Step) else Step.CARD


def noted(context: Context, name: str) -> Any:
    """What the dialogue holds: `id` of the goal, or `new` with a new one's area; what is asked."""
    state = state_of(context)
    return None if state is None else state.data.get(name)


def note(context: Context, step: Step, **changed: Any) -> None:
    """Keep something more, and stand at a step; what is None is forgotten."""
    state = open_dialogue(context.turn, NAME, step)
    data = {**state.data, **changed, "at": context.turn.now.isoformat()}
    keep(state, {name: value for name, value in data.items() if value is not None})


def begin_anew(context: Context, step: Step, **data: Any) -> None:
    """Another goal: nothing of what was asked about the one before stays here."""
    keep(open_dialogue(context.turn, NAME, step), {**data, "at": context.turn.now.isoformat()})


def leave(context: Context) -> None:
    """What is typed next is not for the goal any more; its buttons bring it back."""
    close_dialogue(context.turn, NAME)


def is_forgotten(context: Context) -> bool:
    """Whether so long ago was asked that what is written now is meant for something else."""
    at = noted(context, "at")
    return at is not None and context.turn.now - datetime.fromisoformat(at) > _IDLE


async def pass_on(context: Context, message: Message) -> int:
    """A message that is for no goal is the writer's own: it begins a draft as any other does."""
    leave(context)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


async def load(context: Context, goal_id: int) -> Open:
    """A goal, for whoever says what the goals of its area are.

    Raises:
        NotFound: there is none, or it is not theirs.
    """
    actor = await actor_of(context, Action.PLAN)
    goal = await goals.goal_for(actor, goal_id)
    if not goals.may_plan(actor, goal):
        raise NotFound
    return Open(actor, goal)


async def current(context: Context) -> Open | None:
    """The goal that is worked on; None where none is, or it is not theirs any more."""
    goal_id = noted(context, "id")
    if goal_id is None:
        return None
    try:
        return await load(context, goal_id)
    except NotFound:
        return None


async def pressed_goal(update: Update, context: Context) -> Open | None:
    """The goal whose button was pressed; for an older card None, and how it stands is shown.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    pressed = context.pressed(update)
    work = await load(context, pressed.id)
    if noted(context, "id") != work.id:
        begin_anew(context, Step.CARD, id=work.id)
    if work.version == pressed.version:
        return work
    context.toast(old_button_toast(context.tr))
    await show(context, work)
    return None


def today(context: Context) -> date:
    """Of the city's calendar."""
    return context.turn.now.astimezone(context.city.zone).date()


async def editing_of(context: Context, work: Open) -> Editing:
    """What its screens say."""
    tree = await areas.load_tree(session=context.turn.session)
    place = office_name(work.goal.area_id, tree, context.city, context.tr)
    topics = await goals.topics_of(context.turn.session, [work.id])
    return Editing(work.goal, str(place), context.turn.now, context.city.zone, topics.get(work.id, ()))


async def show(context: Context, work: Open) -> Step:
    """What everybody reads, or will, and below it the card. Those above go."""
    if noted(context, "id") != work.id:
        begin_anew(context, Step.CARD, id=work.id)
    note(context, Step.CARD, **_NOTHING_ASKED)
    preview = await goal_card.card(context, work.id)
    context.move(f"{goal_slot(work.id)}.0", replace(preview, rows=()))
    context.move(goal_slot(work.id), views.office_card(await editing_of(context, work), context.tr))
    return Step.CARD


async def show_in_place(update: Update | None, context: Context, work: Open) -> Step:
    """The card where the button was pressed: nothing was changed."""
    if update is None:
        return await show(context, work)
    note(context, Step.CARD, **_NOTHING_ASKED)
    view = views.office_card(await editing_of(context, work), context.tr)
    context.edit_pressed(update, view, slot=goal_slot(work.id))
    return Step.CARD


def put(update: Update | None, context: Context, work: Open, view: View) -> None:
    """A screen of the goal: in place of the pressed message; below everything else when it was typed."""
    slot = goal_slot(work.id)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


async def ask_for(
    update: Update | None, context: Context, work: Open, step: Step, view: Callable[[Editing, Translator], View]
) -> Step:
    """Ask for one thing, in place of the card."""
    note(context, step, **(_NOTHING_ASKED | {"seen": work.version}))
    put(update, context, work, view(await editing_of(context, work), context.tr))
    return step


async def settle(
    update: Update | None,
    context: Context,
    work: Open,
    changes: GoalValues,
    again: str,
    said: Callable[[Translator], Any] = lambda _: "",
) -> Step:
    """Something is said of it: taken at once; where it is odd, only once somebody says that it is meant so.

    Args:
        update: what was pressed; None where it was typed.
        context: the turn's.
        work: the goal.
        changes: what is said.
        again: the action that asks for it anew.
        said: the same in words.
    """
    odd = oddities_of_goal(work.goal, changes, today=today(context))
    if not odd:
        return await make(update, context, work, changes, again)
    note(context, step_of(context), pending=_as_json(changes), again=again, seen=work.version)
    view = ask.odd_goal_asked(await editing_of(context, work), said(context.tr), odd, again, context.tr)
    put(update, context, work, view)
    return step_of(context)


async def make(update: Update | None, context: Context, work: Open, changes: GoalValues, again: str) -> Step:
    """Change it; where that cannot be, why is said where it was asked. Nothing that was said is lost."""
    seen = noted(context, "seen") or work.version
    try:
        goal = await goals.change(work.actor, work.id, seen, changes)
    except GoalChanged as error:
        note(context, Step.CARD, **(_NOTHING_ASKED | {"pending": _as_json(changes), "again": again}))
        drawn = await editing_of(context, replace(work, goal=await goals.load(work.actor.session, work.id)))
        put(update, context, work, views.changed_meanwhile(drawn, error_view(error, context.tr).text, context.tr))
        return Step.CARD
    except (BadGoalFact, GoalUnready) as error:
        return await refuse(update, context, work, error, again)
    return await show(context, replace(work, goal=goal))


async def be_sure(update: Update | None, context: Context, work: Open) -> Step:
    """«Yes, keep it»: what stands there in words is taken."""
    pending, again = noted(context, "pending"), noted(context, "again") or "card"
    if not pending:
        return await show_in_place(update, context, work)
    note(context, step_of(context), seen=work.version)  # the button was drawn for the goal as it is now
    return await make(update, context, work, _of_json(pending), again)


async def refuse(update: Update | None, context: Context, work: Open, error: DomainError, again: str) -> Step:
    """What was given cannot be: why, and the question stands."""
    step = step_of(context)
    note(context, step, pending=None)
    problem = error_view(error, context.tr).text
    put(update, context, work, ask.refused(await editing_of(context, work), problem, again, context.tr))
    return step


def _as_json(changes: GoalValues) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in changes.items()}


def _of_json(data: dict[str, Any]) -> GoalValues:
    changes: Any = dict(data)
    if changes.get("due_on"):
        changes["due_on"] = date.fromisoformat(changes["due_on"])
    values: GoalValues = changes
    return values
