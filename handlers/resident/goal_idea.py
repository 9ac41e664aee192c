"""A call for ideas for residents: its card, the ideas of others, and «I have an idea», which begins a proposal."""

from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers, keep, open_dialogue
from handlers.keyboards import View
from handlers.resident import drafting, notice_reply
from handlers.resident.drafting import Step
from handlers.views import goal_call as views
from handlers.views import goal_call_office as office
from handlers.views.general import old_button_toast
from models.errors import CallOver, NotFound
from models.goal_call_shown import CallShown
from models.notice import Notice
from models.role import Action
from models.services import goal_call_answers

_LAST_PAGE = 100_000  # a button can be made up: its page must not grow past what a database counts to


def today(context: Context) -> date:
    """The day of the city's clock."""
    return context.turn.now.astimezone(context.city.zone).date()


async def begin_from_notice(update: Update, context: Context) -> None:
    """«I have an idea» below a call's notice."""
    call = await goal_call_answers.call_of(session=context.turn.session, notice_id=context.pressed(update).id)
    if call is None:  # on the preview of a call that is not opened yet
        context.toast(views.preview_toast(context.tr))
        return
    await _begin(context, call)


async def begin(update: Update, context: Context) -> None:
    """«I have an idea» on a goal's card, or on the call's own."""
    await _begin(context, await _known(context, context.pressed(update).id))


async def _begin(context: Context, call: CallShown) -> None:
    if call.sent_at is None:
        context.toast(views.preview_toast(context.tr))
        return
    if not await _takes_ideas(context, call):
        context.reply(views.call_over(call, context.tr))
        return
    draft = drafting.open_draft(context)
    if draft is not None:
        if draft.notice_id != call.call.notice_id:
            context.reply(views.draft_waits(call, draft.id, context.tr))
        await drafting.show(context, draft)
        return
    state = open_dialogue(context.turn, drafting.NAME, Step.TEXT)
    keep(state, {**state.data, notice_reply.IDEA: call.call.notice_id})
    context.reply(views.idea_asked(call, context.tr))


async def _takes_ideas(context: Context, call: CallShown) -> bool:
    try:
        found = await goal_call_answers.open_for(
            session=context.turn.session, notice_id=call.call.notice_id, at=context.turn.now
        )
    except CallOver:
        return False
    return found is not None


async def join(update: Update, context: Context) -> None:
    """«Yes, it is my idea»: the draft that waits answers the call."""
    pressed = context.pressed(update)
    call, draft = await _known(context, pressed.id), drafting.open_draft(context)
    notice = await context.turn.session.get(Notice, call.call.notice_id)
    context.take_buttons(update)
    if draft is None or draft.id != pressed.version or notice is None:
        context.toast(old_button_toast(context.tr))
        return
    await drafting.show(context, await drafting.guessed(context, await notice_reply.as_answer(context, draft, notice)))


async def open_card(update: Update, context: Context) -> None:
    """The card of a call, below everything else."""
    context.reply(await card(context, context.pressed(update).id))


async def show_card(update: Update, context: Context) -> None:
    """«Back»: its card in the place of what lay behind it."""
    context.edit_pressed(update, await card(context, context.pressed(update).id))


async def card(context: Context, call_id: int) -> View:
    """The card of a call, for whoever asks; the office has its own buttons there.

    Raises:
        NotFound: there is none, or nobody but the office knows of it.
    """
    call = await _known(context, call_id)
    _, public = await goal_call_answers.ideas(session=context.turn.session, call_id=call_id, offset=0, limit=0)
    may_plan = (await context.rights()).may(Action.PLAN, call.goal.area_id)
    rows = office.office_rows(call, context.tr) if may_plan else []
    return views.call_card(call, today(context), context.city.zone, context.tr, public=public, office=rows)


async def _known(context: Context, call_id: int) -> CallShown:
    """A call that people know of; for the office, any.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    call = await goal_call_answers.shown(session=context.turn.session, call_id=call_id)
    may_plan = (await context.rights()).may(Action.PLAN, call.goal.area_id)
    if call.sent_at is None and not may_plan:
        raise NotFound
    return call


async def show_ideas(update: Update, context: Context) -> None:
    """«The ideas of others»: what everybody may read."""
    pressed = context.pressed(update)
    call, page = await _known(context, pressed.id), min(pressed.version, _LAST_PAGE)
    found, total = await goal_call_answers.ideas(
        session=context.turn.session, call_id=call.id, offset=page * views.PAGE, limit=views.PAGE
    )
    context.edit_pressed(update, views.ideas_list(call, found, page, total, context.tr))


def build() -> Handlers:
    """The buttons of a call that everybody can press."""
    pressed: dict[str, Any] = {
        "idea": begin_from_notice,
        "answer": begin,
        "join": join,
        "open": open_card,
        "card": show_card,
        "ideas": show_ideas,
    }
    return [CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in pressed.items()]
