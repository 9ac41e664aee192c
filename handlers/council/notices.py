"""/notices: what was written, waits, is scheduled and was sent; each opens as a card with all that may be done."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import composing
from handlers.council.announcing import announcer_of, message_of_notice, show_message
from handlers.council.notice_card import result_view, show_card
from handlers.council.notice_question import asks, show_question
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.views import notice_list as views
from handlers.views.general import old_button_toast, unknown_command
from handlers.views.notice_standing import draft_again_toast, taken_over_toast
from models.delivery import DeliveryKind
from models.notice import NoticeState
from models.role import Action
from models.services import areas, broadcasts, notice_held, notice_lists, notice_sending, notices
from models.services.actor import Actor as Announcer
from models.services.notice_lists import Tab

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to


async def show(_: Update, context: Context) -> None:
    """After /notices: what was sent, or what waits where anything does. For others a command like any unknown one."""
    if not (await context.rights()).may_somewhere(Action.ANNOUNCE):
        context.reply(unknown_command(context.tr))
        return
    context.reply(await _list(context, await announcer_of(context), None, 0))


async def show_list(update: Update, context: Context) -> None:
    """«All notices», in place of a card."""
    context.edit_pressed(update, await _list(context, await announcer_of(context), None, 0))


async def show_tab(update: Update, context: Context) -> None:
    """A tab, or another page of it."""
    pressed = context.pressed(update)
    tab, page = Tab(pressed.action.removeprefix(views.TAB)), min(max(pressed.id, 0), _LAST_PAGE)
    context.edit_pressed(update, await _list(context, await announcer_of(context), tab, page))


async def _list(context: Context, announcer: Announcer, tab: Tab | None, page: int) -> View:
    totals = await notice_lists.counts(announcer)
    tab = tab or next((one for one in _FIRST if totals[one]), Tab.SENT)
    page = min(page, max(totals[tab] - 1, 0) // views.PAGE)  # the list grew shorter since that button was drawn
    found, _ = await notice_lists.page(announcer, tab, offset=page * views.PAGE, limit=views.PAGE)
    shown = [
        (
            one,
            await notices.content_of(
                session=announcer.session, notice_id=one.id or 0, number=one.asked_revision or one.revision
            ),
        )
        for one in found
    ]
    tree = await areas.load_tree(session=announcer.session)
    counted = {one.value: number for one, number in totals.items()}
    return views.notice_list(shown, tab.value, page, counted, tree=tree, zone=context.city.zone, tr=context.tr)


_FIRST = (Tab.WAITING, Tab.SCHEDULED, Tab.SENT, Tab.DRAFTS)  # the first of these in which anything lies is shown


async def open_card(update: Update, context: Context) -> None:
    """One notice, in place of the list."""
    announcer, number = await announcer_of(context), context.pressed(update).id
    if await asks(announcer, number):
        await show_question(context, announcer, number)
        return
    await show_card(context, announcer, await notices.notice_for(announcer, number), update)


async def show_below(update: Update, context: Context) -> None:
    """One notice, below the card of words that answer it."""
    announcer = await announcer_of(context)
    await show_card(context, announcer, await notices.notice_for(announcer, context.pressed(update).id))


async def go_on(update: Update, context: Context) -> None:
    """«Go on with it»: a draft of one's own, with its preview and its card, below everything else."""
    announcer = await announcer_of(context)
    draft = await notices.own_draft(announcer, context.pressed(update).id)
    await composing.show(context, await composing.opened(announcer, draft))


async def change(update: Update, context: Context) -> None:
    """«Change it» on one that has its time: a draft again, which leaves once it is sent anew."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    notice = await notices.own(announcer, pressed.id)
    if notice.version != pressed.version or notice.state != NoticeState.SCHEDULED or notice.sent_at is not None:
        context.toast(old_button_toast(context.tr))
        await show_card(context, announcer, notice, update)
        return
    notice = await notice_sending.unsend(announcer, pressed.id, pressed.version)
    context.toast(draft_again_toast(context.tr))
    await composing.show(context, await composing.opened(announcer, notice))


async def preview(update: Update, context: Context) -> None:
    """«As readers see it»: below everything else."""
    announcer = await announcer_of(context)
    notice = await notices.notice_for(announcer, context.pressed(update).id)
    content = await notices.content_of(
        session=announcer.session, notice_id=notice.id or 0, number=notice.asked_revision or notice.revision
    )
    show_message(context, await message_of_notice(context, notice, content))


async def show_result(update: Update, context: Context) -> None:
    """What became of it so far, of one that comes again."""
    announcer = await announcer_of(context)
    notice = await notices.notice_for(announcer, context.pressed(update).id)
    times = await broadcasts.of_source(session=announcer.session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)
    if times:
        context.edit_pressed(update, await result_view(context, notice, times))
    else:
        await show_card(context, announcer, notice, update)


async def take_over(update: Update, context: Context) -> None:
    """What somebody had scheduled whose office ended: it is a draft of whoever takes it."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    notice = await notices.notice_for(announcer, pressed.id)
    if notice.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        await show_card(context, announcer, notice, update)
        return
    notice = await notice_held.take_over(announcer, pressed.id)
    context.toast(taken_over_toast(context.tr))
    await show_card(context, announcer, notice, update)


def build() -> Handlers:
    """The command and the buttons of list and card."""
    tabs = [views.TAB + tab.value for tab in Tab]
    pressed: dict[str, Any] = {
        "list": show_list,
        "open": open_card,
        "card": show_below,
        "go_on": go_on,
        "change": change,
        "preview": preview,
        "result": show_result,
        "take": take_over,
    }
    return [
        CommandHandler("notices", show, guards.IN_PRIVATE),
        CallbackQueryHandler(show_tab, pattern(views.NOUN, *tabs)),
        *(CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in pressed.items()),
    ]
