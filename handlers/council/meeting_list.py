"""/meeting: drafts, what is to come and what was; each opens as a card with all that may be done."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_begin
from handlers.council import meeting_composing as composing
from handlers.council.acting import actor_of
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.secretariat import aside
from handlers.views import meeting_office_list as views
from handlers.views.general import unknown_command
from models.meeting import MeetingState
from models.role import Action
from models.services import areas, meetings
from models.services.actor import Actor
from models.services.meetings import Tab

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to
_FIRST = (Tab.COMING, Tab.DRAFTS, Tab.PAST)  # the first of these in which anything lies is shown


async def show(update: Update, context: Context) -> Any:
    """/meeting: the list; with words, a new meeting at that time. For whoever may not it is an unknown command."""
    if not (await context.rights()).may_somewhere(Action.MEET):
        context.reply(unknown_command(context.tr))
        return None
    _, _, words = words_of(message_of(update)).partition(" ")
    if words.strip():
        return await meeting_begin.new(None, context, words.strip())
    aside.put_aside(context)
    context.reply(await _list(context, await actor_of(context), None, 0))
    return None


async def show_list(update: Update, context: Context) -> None:
    """«All meetings», in place of a card."""
    context.edit_pressed(update, await _list(context, await actor_of(context), None, 0))


async def show_tab(update: Update, context: Context) -> None:
    """A tab, or another page of it."""
    pressed = context.pressed(update)
    tab, page = Tab(pressed.action.removeprefix(views.TAB)), min(max(pressed.id, 0), _LAST_PAGE)
    context.edit_pressed(update, await _list(context, await actor_of(context), tab, page))


async def _list(context: Context, actor: Actor, tab: Tab | None, page: int) -> View:
    totals = await meetings.counts(actor)
    tab = tab or next((one for one in _FIRST if totals[one]), Tab.COMING)
    page = min(page, max(totals[tab] - 1, 0) // views.PAGE)  # the list grew shorter since that button was drawn
    found, _ = await meetings.page(actor, tab, offset=page * views.PAGE, limit=views.PAGE)
    tree = await areas.load_tree(session=actor.session)
    counted = {one.value: number for one, number in totals.items()}
    return views.meeting_office_list(found, tab.value, page, counted, tree=tree, zone=context.city.zone, tr=context.tr)


async def open_card(update: Update, context: Context) -> Any:
    """One meeting, in place of the list; a draft that is whole, with what people will see, below everything else."""
    work = await composing.load(context, context.pressed(update).id)
    composing.begin_anew(context, composing.Step.CARD, id=work.id)
    if work.meeting.state == MeetingState.DRAFT:
        return await composing.show(context, work)
    return await composing.show_in_place(update, context, work)


def buttons() -> Handlers:
    """Those of the list, and the one that opens a card from anywhere."""
    tabs = [views.TAB + tab.value for tab in Tab]
    return [
        CallbackQueryHandler(show_tab, pattern("meeting", *tabs)),
        CallbackQueryHandler(show_list, pattern("meeting", "list")),
        CallbackQueryHandler(open_card, pattern("meeting", "open")),
    ]
