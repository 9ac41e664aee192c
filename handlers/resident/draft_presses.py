"""What the buttons of the draft's card do; draft.py says when. Part of that dialogue."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.dialogue import close_dialogue
from handlers.keyboards import View
from handlers.resident import drafting
from handlers.resident.drafting import Step
from handlers.views import draft as views
from handlers.views import draft_ends as ends
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from models.area_tree import AreaTree
from models.draft import Draft
from models.errors import CallOver
from models.services import access
from models.submission import About, Kind

type Action = Callable[[Update | None, Context, Draft], Awaitable[Any]]


async def show_in_place(update: Update | None, context: Context, draft: Draft) -> Step:
    """Show the card where the button was pressed; below everything else when it was typed."""
    _show(update, context, draft, await drafting.card(context, draft))
    return Step.CARD


def _show(update: Update | None, context: Context, draft: Draft, view: View) -> None:
    if update is None:
        context.move(views.draft_slot(draft), view)
    else:
        context.edit_pressed(update, view, slot=views.draft_slot(draft))


async def how_it_stands(context: Context, draft: Draft) -> Step:
    """A button drawn before something changed: say so, and show the card as it is now."""
    context.toast(old_button_toast(context.tr))
    await drafting.show(context, draft)
    return Step.CARD


def press_version(context: Context) -> int:
    """The version that a button of the present card carries."""
    state = drafting.state_of(context)
    return 0 if state is None else state.version


def put_away(context: Context, draft: Draft) -> View:
    """Put the draft away; the view has the way back."""
    version = close_dialogue(context.turn, drafting.NAME, step=drafting.DISCARDED)
    return ends.draft_discarded(draft, version=version, tr=context.tr)


async def old_button(update: Update, context: Context) -> Any:
    """A button of a draft that is not the open one: what became of it, and the open one below."""
    pressed = context.pressed(update)
    submission = await access.own_submission_of_draft(
        session=context.turn.session, person_id=context.person.id or 0, draft_id=pressed.id
    )
    context.toast(old_button_toast(context.tr))
    if pressed.noun == ends.NOUN and submission is not None:
        context.edit_pressed(update, ends.registered_card(submission.code, submission.id or 0, context.tr))
    else:
        context.edit_pressed(update, ends.draft_gone(context.tr))
    draft = drafting.open_draft(context)
    if draft is None:
        return ConversationHandler.END
    await drafting.show(context, draft)
    return Step.CARD


async def _confirm(update: Update | None, context: Context, draft: Draft) -> Any:
    tree = await drafting.tree(context)
    if draft.area_id is not None or draft.needs_placing or not tree.choosable():
        return await register(update, context, draft)
    version = drafting.save(context, draft, Step.PLACE)
    _show(update, context, draft, views.draft_place_needed(draft, tree, version=version, tr=context.tr))
    return Step.PLACE


async def register(update: Update | None, context: Context, draft: Draft) -> Any:
    """Put the draft on record, and show its code in place of the card.

    Where it answers a call for ideas that was closed meanwhile, it goes on as a proposal like any other.
    """
    try:
        submission = await drafting.register(context, draft)
    except CallOver as error:
        context.reply(error_view(error, context.tr))
        await drafting.show(context, replace(draft, notice_id=None))
        return Step.CARD
    _show(update, context, draft, ends.registered_card(submission.code, submission.id or 0, context.tr))
    return ConversationHandler.END


async def _register_anywhere(update: Update | None, context: Context, draft: Draft) -> Any:
    return await register(update, context, replace(draft, area_id=whole_city(await drafting.tree(context))))


async def _register_unplaced(update: Update | None, context: Context, draft: Draft) -> Any:
    city = whole_city(await drafting.tree(context))
    return await register(update, context, replace(draft, area_id=city, needs_placing=True))


def whole_city(tree: AreaTree) -> int | None:
    """The area that all others lie below; None where there is no single one."""
    root = tree.children.get(None, [])
    return root[0].id if len(root) == 1 else None


async def _edit(update: Update | None, context: Context, draft: Draft) -> Step:
    version = drafting.save(context, draft, Step.EDIT)
    _show(update, context, draft, views.draft_edit(draft, version=version, tr=context.tr))
    return Step.EDIT


async def _rewrite(update: Update | None, context: Context, draft: Draft) -> Step:
    version = drafting.save(context, draft, Step.REWRITE)
    _show(update, context, draft, views.draft_rewrite(draft, version=version, tr=context.tr))
    return Step.REWRITE


async def _remove_attachments(update: Update | None, context: Context, draft: Draft) -> Any:
    bare = draft.without_attachments()
    if bare.parts:
        return await show_in_place(update, context, bare)
    _show(update, context, draft, put_away(context, draft))  # nothing would be left of it
    return ConversationHandler.END


async def _toggle_name(update: Update | None, context: Context, draft: Draft) -> Step:
    return await show_in_place(update, context, replace(draft, is_anonymous=not draft.is_anonymous))


async def _toggle_visibility(update: Update | None, context: Context, draft: Draft) -> Step:
    return await show_in_place(update, context, replace(draft, staff_only=not draft.staff_only))


async def _show_kinds(update: Update | None, context: Context, draft: Draft) -> Step:
    version = drafting.save(context, draft, Step.KIND)
    _show(update, context, draft, views.draft_kinds(draft, version=version, tr=context.tr))
    return Step.KIND


def _choose_kind(kind: Kind) -> Action:
    async def choose(update: Update | None, context: Context, draft: Draft) -> Step:
        chosen = replace(draft, kind=kind, kind_chosen=True)
        return await show_in_place(update, context, await drafting.guessed(context, chosen))

    return choose


async def _show_abouts(update: Update | None, context: Context, draft: Draft) -> Step:
    version = drafting.save(context, draft, Step.ABOUT)
    _show(update, context, draft, views.draft_abouts(draft, version=version, tr=context.tr))
    return Step.ABOUT


def _choose_about(about: About | None) -> Action:
    async def choose(update: Update | None, context: Context, draft: Draft) -> Step:
        return await show_in_place(update, context, replace(draft, about=about, about_chosen=True))

    return choose


async def _discard(update: Update | None, context: Context, draft: Draft) -> int:
    _show(update, context, draft, put_away(context, draft))
    return ConversationHandler.END


ACTIONS: dict[str, Action] = {
    "confirm": _confirm,
    "anywhere": _register_anywhere,
    "unplaced": _register_unplaced,
    "card": show_in_place,
    "edit": _edit,
    "rewrite": _rewrite,
    "bare": _remove_attachments,
    "anonymous": _toggle_name,
    "visibility": _toggle_visibility,
    "kinds": _show_kinds,
    "discard": _discard,
    **{f"kind_{kind.value}": _choose_kind(kind) for kind in Kind},
    "abouts": _show_abouts,
    "about_nobody": _choose_about(None),
    **{f"about_{about.value}": _choose_about(about) for about in About},
}
