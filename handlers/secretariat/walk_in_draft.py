"""What somebody said at the counter, while it is written down: shared by the dialogue walk_in and its buttons."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.dialogue import keep, open_dialogue
from handlers.keyboards import View
from handlers.resident import drafting
from handlers.secretariat import aside, desk_card
from handlers.views import walk_in as views
from models.area_tree import AreaTree
from models.draft import Draft
from models.rights import Rights
from models.role import Action
from models.services import areas, casework, claims
from models.services.casework import Words
from models.services.dialogues import DialogueState

NAME = aside.WALK_IN


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    TEXT = "text"
    AREA = "area"
    CONTACT = "contact"


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def draft_of(context: Context) -> Draft | None:
    """What is written down so far; None when nothing was begun."""
    state = state_of(context)
    return Draft.from_data(state.data["draft"]) if state is not None and "draft" in state.data else None


def noted(context: Context, name: str) -> Any:
    """What else the dialogue holds: `contact`, a message id and words; `wants_registering`."""
    state = state_of(context)
    return None if state is None else state.data.get(name)


async def own_areas(context: Context) -> AreaTree:
    """Where whoever writes it down may register something."""
    rights = await context.rights()
    return (await areas.load_tree(session=context.turn.session)).within(rights.reach(Action.RECORD))


def save(context: Context, draft: Draft, step: Step, **changed: Any) -> int:
    """Keep it at a step; return the version that buttons drawn now must carry."""
    state = open_dialogue(context.turn, NAME, step)
    keep(state, {**state.data, "draft": draft.to_data(), **changed})
    return state.version


def answer(update: Update | None, context: Context, draft: Draft, view: View) -> None:
    """In place of the pressed message; below everything else when it was typed."""
    slot = f"{NAME}.{draft.id}"
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


async def show(update: Update | None, context: Context, draft: Draft, **changed: Any) -> Step:
    """The card: what will be registered, and what can be changed."""
    version = save(context, draft, Step.TEXT, **changed)
    all_topics, contact = await drafting.all_topics(context), noted(context, "contact")
    tree, said = await own_areas(context), contact[1] if contact else None
    answer(update, context, draft, views.walk_in_card(draft, said, tree, all_topics, version=version, tr=context.tr))
    return Step.TEXT


async def settle(update: Update | None, context: Context, draft: Draft) -> Any:
    """Its area is chosen: the card, or, where «register» was said before, that is done now."""
    if noted(context, "wants_registering"):
        return await confirm(update, context, draft)
    return await show(update, context, draft)


async def confirm(update: Update | None, context: Context, draft: Draft) -> Any:
    """Put it on record; should its area be missing, that is asked first."""
    tree = await own_areas(context)
    if draft.area_id is None and tree.choosable():
        version = save(context, draft, Step.AREA, wants_registering=True)
        answer(update, context, draft, views.walk_in_areas(tree, 0, 0, version=version, tr=context.tr))
        return Step.AREA
    await _record(update, context, draft)
    return ConversationHandler.END


async def _record(update: Update | None, context: Context, draft: Draft) -> None:
    staff, contact = await desk_card.desk_of(context), noted(context, "contact")
    made = await casework.record(staff, draft, context.city.default_language)
    await drafting.attach(context, made.id, draft.parts)
    if contact:
        # A complaint about the clerk's own body is out of their sight at once: what they were told still goes with it.
        unbound = replace(staff, rights=Rights(staff.rights.person_id, is_owner=True))
        await casework.note(unbound, made.id, Words(contact[1], contact[0]))
        await claims.release(session=staff.session, submission_id=made.id, person_id=staff.rights.person_id)
    aside.end(context, NAME)
    answer(update, context, draft, views.walk_in_recorded(made.code, made.id, context.tr))
