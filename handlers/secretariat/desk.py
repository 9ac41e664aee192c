"""/desk: what waits in somebody's areas, tray by tray, filtered, one after another."""

from dataclasses import replace

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, CommandHandler, MessageHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.messages import message_of
from handlers.resident import drafting
from handlers.secretariat import aside, desk_card, desk_run
from handlers.views import area as area_views
from handlers.views import desk as views
from handlers.views.general import unknown_command
from models.area_tree import AreaTree
from models.role import Action
from models.services import access, areas, desk, topics
from models.services.desk import Tray
from models.submission import Kind
from models.tracking_code import parse_tracking_code

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to
_LONGEST_CODE = 40  # letters of a code with every blank and isolate that a copy may bring along


async def show(_: Update, context: Context) -> None:
    """After /desk: how much lies where. For whoever has no desk it is a command like any unknown one."""
    if not (await context.rights()).may_somewhere(Action.SEE):
        context.reply(unknown_command(context.tr))
        return
    aside.put_aside(context)
    context.reply(await _overview(context))


async def show_home(update: Update, context: Context) -> None:
    """«Desk» below a list or a card: the overview in place of a list, below a card, which stays."""
    view = await _overview(context)
    aside.put_aside(context)
    if context.pressed(update).version == views.STAYS:
        context.reply(view)
    else:
        context.edit_pressed(update, view)


async def _overview(context: Context) -> View:
    staff, session = await desk_card.desk_of(context), context.turn.session
    counted = await desk.counts(session=session, rights=staff.rights, now=staff.now, only=await desk_run.only(context))
    return views.desk_overview(
        {tray.value: number for tray, number in counted.trays.items()},
        counted.longest,
        desk_run.looked(context),
        await areas.load_tree(session=session),
        await topics.load_topics(session=session),
        now=staff.now,
        tr=context.tr,
    )


async def show_tray(update: Update, context: Context) -> None:
    """A page of a tray, in place of what the button stood below."""
    pressed = context.pressed(update)
    tray, staff = Tray(pressed.action.removeprefix(views.OPEN_TRAY)), await desk_card.desk_of(context)
    page = min(max(pressed.id, 0), _LAST_PAGE)
    found = await desk.page(
        session=staff.session,
        rights=staff.rights,
        tray=tray,
        offset=page * views.PAGE,
        limit=views.PAGE + 1,
        now=staff.now,
        only=await desk_run.only(context),
    )
    tree = await areas.load_tree(session=staff.session)
    shown, has_more = found[: views.PAGE], len(found) > views.PAGE
    held = await desk.held_by_others(
        session=staff.session, rights=staff.rights, submission_ids=[one.id or 0 for one in shown], now=staff.now
    )
    view = views.tray_list(tray.value, shown, page, tree, held=held, has_more=has_more, now=staff.now, tr=context.tr)
    context.edit_pressed(update, view)


async def open_case(update: Update, context: Context) -> None:
    """One submission, chosen by its code; whoever only looks at it does not hold it."""
    submission = await desk_card.load(context, context.pressed(update).id)
    aside.put_aside(context)
    await desk_card.show(context, submission)


async def begin(update: Update, context: Context) -> None:
    """«Next», «one after another» or «three in a row»: the first of them, held for whoever pressed."""
    await desk_card.desk_of(context)
    aside.put_aside(context)
    action = context.pressed(update).action
    if action == "three":
        await desk_run.begin_three(context)
    elif action.startswith(views.BEGIN):
        await desk_run.begin(context, Tray(action.removeprefix(views.BEGIN)))
    else:
        await desk_run.begin(context)


async def go_on(update: Update, context: Context) -> None:
    """«Next» below a card."""
    await desk_card.desk_of(context)
    aside.put_aside(context)
    await desk_run.go_on(context, context.pressed(update).id)


async def show_filter(update: Update, context: Context) -> None:
    """What the desk can be narrowed to."""
    await desk_card.desk_of(context)
    tree, all_topics = await _own_areas(context), await topics.load_topics(session=context.turn.session)
    context.edit_pressed(update, views.desk_filter(desk_run.looked(context), tree, all_topics, context.tr))


async def press_area(update: Update, context: Context) -> None:
    """A button of somebody's own areas: go down or up, or look at one and what lies below it."""
    await desk_card.desk_of(context)
    pressed, tree = context.pressed(update), await _own_areas(context)
    if pressed.action == "back":
        await show_filter(update, context)
    elif pressed.action == "choose" and pressed.id in tree.places:
        desk_run.look(context, replace(desk_run.looked(context), area_id=pressed.id))
        context.edit_pressed(update, await _overview(context))
    else:
        context.edit_pressed(update, views.desk_areas(tree, *area_views.opened(tree, pressed), context.tr))


async def _own_areas(context: Context) -> AreaTree:
    rights = await context.rights()
    return (await areas.load_tree(session=context.turn.session)).within(rights.reach(Action.SEE))


async def press_filter(update: Update, context: Context) -> None:
    """A kind or a topic to look at, or everything again."""
    await desk_card.desk_of(context)
    pressed, looked = context.pressed(update), desk_run.looked(context)
    all_topics = await topics.load_topics(session=context.turn.session)
    if pressed.action == "kinds":
        context.edit_pressed(update, views.desk_kinds(context.tr))
        return
    if pressed.action == "topics":
        context.edit_pressed(update, views.desk_topics(all_topics, context.tr))
        return
    if pressed.action == "everything":
        looked = views.Looked()
    elif pressed.action == "topic":
        topic = next((one.code for one in all_topics.below(None) if one.position == pressed.id), None)
        looked = replace(looked, topic=topic)
    else:
        looked = replace(looked, kind=_KINDS.get(pressed.action))
    desk_run.look(context, looked)
    context.edit_pressed(update, await _overview(context))


_KINDS = {views.OF_KIND + kind: kind for kind in Kind}


async def find(update: Update, context: Context) -> None:
    """A tracking code, typed anywhere by staff who may see it, opens its card.

    Raises:
        ApplicationHandlerStop: the card was shown; no dialogue takes the code for words.
    """
    text = message_of(update).text or ""
    code = parse_tracking_code(text) if len(text) <= _LONGEST_CODE else None
    if code is None or context.turn.known is None or aside.takes_numbers(context):
        return
    session, rights = context.turn.session, await context.rights()
    submission = await access.submission_by_code_for(session=session, rights=rights, code=code)
    if submission is None:
        return
    aside.put_aside(context)
    await desk_card.show(context, submission)
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


def build_codes() -> Handlers:
    """Asked before every dialogue, after the author's own codes."""
    return [MessageHandler(guards.TEXT, find)]


def build() -> Handlers:
    """The command and the buttons of overview, lists and filters."""
    lists = [views.OPEN_TRAY + tray for tray in views.TRAYS]
    runs = [views.BEGIN + tray for tray in views.TRAYS]
    return [
        CommandHandler("desk", show, guards.IN_PRIVATE),
        CallbackQueryHandler(show_home, pattern(views.NOUN, "home")),
        CallbackQueryHandler(show_tray, pattern(views.NOUN, *lists)),
        CallbackQueryHandler(open_case, pattern(views.NOUN, "open")),
        CallbackQueryHandler(begin, pattern(views.NOUN, "begin", "three", *runs)),
        CallbackQueryHandler(go_on, pattern(views.NOUN, "next")),
        CallbackQueryHandler(show_filter, pattern(views.NOUN, "filter")),
        CallbackQueryHandler(
            press_filter, pattern(views.NOUN, "kinds", "topics", "topic", "everything", views.ANY_KIND, *_KINDS)
        ),
        CallbackQueryHandler(press_area, pattern(views.AREA, "choose", "open", "page", "back")),
    ]
