"""A report on a goal while it is written: what its dialogue holds, and its screens. Shared by its modules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from telegram import Message, Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.council.goal_report_preview import send_preview
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import is_attachment, words_of
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.views import goal_report as views
from handlers.views.general import not_text
from handlers.views.goal_report import Reporting
from locales import Translator
from models.errors import NotFound
from models.goal import Goal
from models.goal_progress import Odd, oddities_of_update, progress_of
from models.goal_update_draft import GoalUpdateDraft
from models.resolution import Resolution
from models.resolution_words import title_words
from models.role import Action
from models.services import areas, goal_updates, goals
from models.services.actor import Actor
from models.services.dialogues import DialogueState
from models.submission import Submission

NAME = aside.GOAL_REPORT
SLOT = "goal_report"
_STAMPS = 36**7  # as many as a button's version has room for: two years of milliseconds
_IDLE = timedelta(hours=1)  # after which a message is something else, and not a word more for the report
# What waits for a yes, words that wait for their place, of which album the photo is, the goal's version on the card.
_BESIDES = ("pending", "said", "album", "seen")


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    TEXT = "text"
    VALUE = "value"
    STATED = "stated"
    PHOTO = "photo"
    DOCUMENT = "document"
    DAY = "day"
    CAUSE = "cause"
    CARD = "card"


@dataclass(frozen=True)
class Work:
    """The report that a step works on: who writes it, on which goal, and what is known."""

    actor: Actor
    goal: Goal
    draft: GoalUpdateDraft

    def with_draft(self, **changed: Any) -> "Work":
        """The same with something else in the draft."""
        return replace(self, draft=replace(self.draft, **changed))

    @property
    def is_measured(self) -> bool:
        """Whether its progress is computed from values."""
        return progress_of(self.goal).is_measured

    @property
    def odd(self) -> list[Odd]:
        """What is odd about all of it."""
        draft = self.draft
        return oddities_of_update(self.goal, value=draft.value, stated=draft.stated, status_to=draft.status_to)


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def step_of(context: Context) -> Step:
    """The step that the dialogue stands at; the card, where another version of the program saved it."""
    state = state_of(context)
    return Step(state.step) if state is not None and state.step in set(Step) else Step.CARD


def draft_of(context: Context) -> GoalUpdateDraft | None:
    """What is being written, put aside or not."""
    state = state_of(context)
    return GoalUpdateDraft.from_data(state.data) if state is not None and state.data.get("goal") else None


def noted(context: Context, name: str) -> Any:
    """What the dialogue holds beside the draft."""
    state = state_of(context)
    return None if state is None else state.data.get(name)


def begin(context: Context, draft: GoalUpdateDraft, step: Step) -> None:
    """Another one: nothing of the one before stays here."""
    keep(open_dialogue(context.turn, NAME, step), {**draft.to_data(), **_drawn_now(context)})


def note(context: Context, step: Step, draft: GoalUpdateDraft, **besides: Any) -> None:
    """Stand at a step, with the draft as it is by now; of the rest, what is not given stays, and None is forgotten."""
    state = open_dialogue(context.turn, NAME, step)
    rest = {name: state.data.get(name) for name in _BESIDES} | besides
    kept = {name: value for name, value in rest.items() if value is not None}
    keep(state, {**draft.to_data(), **kept, **_drawn_now(context)})


def _drawn_now(context: Context) -> dict[str, Any]:
    return {"drawn": stamp(context), "at": context.turn.now.isoformat()}


def stamp(context: Context) -> int:
    """What buttons that are drawn now carry, in milliseconds: those drawn at another moment are old."""
    return int(context.turn.now.timestamp() * 1000) % _STAMPS


def drawn_at(context: Context) -> int:
    """What the present buttons carry."""
    return int(noted(context, "drawn") or 0)


def is_forgotten(context: Context) -> bool:
    """Whether so long ago was asked that what is written now is meant for something else."""
    at = noted(context, "at")
    return at is not None and context.turn.now - datetime.fromisoformat(at) > _IDLE


def leave(context: Context, *, is_over: bool = False) -> None:
    """What is typed next is not for it any more; once it is over, nothing is kept."""
    state = state_of(context)
    if state is not None and is_over:
        keep(state, {})
    close_dialogue(context.turn, NAME)


async def pass_on(context: Context, message: Message) -> int:
    """A message that is for no report is the writer's own: it begins a draft as any other does."""
    leave(context)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


async def load(context: Context, goal_id: int) -> tuple[Actor, Goal]:
    """A goal, for whoever reports on it.

    Raises:
        NotFound: it is not there, not published, or not theirs to report on.
    """
    actor = await actor_of(context, Action.PURSUE)
    goal = await goals.goal_for(actor, goal_id)
    if not goals.may_pursue(actor, goal):
        raise NotFound
    return actor, goal


async def work_of(context: Context) -> Work | None:
    """What is being written, for whoever still may; None where nothing is.

    Raises:
        NotFound: they may not any more.
    """
    draft = draft_of(context)
    if draft is None:
        return None
    actor, goal = await load(context, draft.goal_id)
    return Work(actor, goal, draft)


async def refuse_right(update: Update | None, context: Context) -> int:
    """They may not report on it any more: said, and what they wrote stays in its row and in the chat."""
    draft = draft_of(context)
    goal = await context.turn.session.get(Goal, draft.goal_id) if draft is not None else None
    leave(context)
    view = views.no_more_reports(goal.title if goal is not None else "", context.tr)
    if update is None:
        context.reply(view)
    else:
        context.edit_pressed(update, view, slot=SLOT)
    return ConversationHandler.END


async def reporting_of(context: Context, work: Work, *, odd: Sequence[Odd] | None = None) -> Reporting:
    """What its screens say."""
    return Reporting(
        work.goal,
        work.draft,
        drawn_at(context),
        context.turn.now,
        context.city.zone,
        goal_updates.told_at(context.city, context.turn.now),
        await goal_updates.listeners(work.actor, work.draft.goal_id),
        cause=await cause_words(context, work.draft),
        odd=work.odd if odd is None else odd,
    )


async def cause_words(context: Context, draft: GoalUpdateDraft) -> str:
    """What moved the goal, in words; empty without one."""
    session, tr = context.turn.session, context.tr
    if draft.resolution_id is not None:
        found = await session.get(Resolution, draft.resolution_id)
        return await resolution_words(context, found) if found is not None else ""
    if draft.submission_id is not None:
        sent = await session.get(Submission, draft.submission_id)
        return tr.plain("the submission {code}", code=str(tr.code(sent.code))) if sent is not None else ""
    return ""


async def resolution_words(context: Context, resolution: Resolution) -> str:
    """What a resolution is called."""
    tree = await areas.load_tree(session=context.turn.session)
    return title_words(resolution, tree.places.get(resolution.area_id), context.tr)


def put(update: Update | None, context: Context, view: View) -> None:
    """A screen: in place of the pressed message; below everything else when something was typed."""
    if update is None:
        context.move(SLOT, view)
    else:
        context.edit_pressed(update, view, slot=SLOT)


async def ask(
    update: Update | None, context: Context, work: Work, step: Step, view: Callable[[Reporting, Translator], View]
) -> Step:
    """Ask for one thing, in place of the card."""
    note(context, step, work.draft, pending=None, said=None)
    put(update, context, view(await reporting_of(context, work), context.tr))
    return step


async def show_card(_: Update | None, context: Context, work: Work, *, above: Markup | None = None) -> Step:
    """What followers will get, and below it the card; without a sentence the card alone. Those above go."""
    step = Step.CARD if work.draft.text else Step.TEXT
    note(context, step, work.draft, pending=None, said=None, seen=work.goal.version)
    reporting = await reporting_of(context, work)
    if work.draft.text:
        await send_preview(context, work.goal, work.draft, slot=SLOT)
        card = views.report_card(reporting, context.tr)
    else:
        card = views.empty_card(reporting, context.tr)
    context.move(SLOT, card if above is None else card.preceded_by(above))
    return step


async def show_in_place(update: Update | None, context: Context, work: Work) -> Step:
    """The card where the button was pressed: nothing was changed."""
    if update is None:
        return await show_card(None, context, work)
    note(context, Step.CARD if work.draft.text else Step.TEXT, work.draft, pending=None, said=None)
    drawn = views.report_card if work.draft.text else views.empty_card
    context.edit_pressed(update, drawn(await reporting_of(context, work), context.tr), slot=SLOT)
    return step_of(context)
