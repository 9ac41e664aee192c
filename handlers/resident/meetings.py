"""/meetings: the meetings of one's neighbourhoods and one's own, and what is pressed to look closer at one."""

from collections.abc import Sequence

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.resident import meeting_card
from handlers.views import meeting_list as views
from handlers.views.meeting_agenda import all_sessions, whole_agenda
from handlers.views.meeting_buttons import MEET
from handlers.views.meeting_resident import cannot_open
from handlers.views.notice_office import office_name
from models.errors import NotFound
from models.meeting import Meeting, MeetingState
from models.meeting_facts import Facts
from models.services import areas, meeting_readers, rsvps
from models.services.meeting_readers import Tab

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to


async def show_list(_: Update, context: Context) -> None:
    """After /meetings: those to come."""
    context.reply(await _page(context, Tab.NEXT, 0))


async def turn_page(update: Update, context: Context) -> None:
    """Another list, or another page of it, in place of the present one."""
    pressed = context.pressed(update)
    context.edit_pressed(update, await _page(context, Tab(pressed.action), pressed.id))


async def _page(context: Context, tab: Tab, page: int) -> View:
    page = min(max(page, 0), _LAST_PAGE)
    reader = await meeting_card.reader_of(context)
    found, total = await meeting_readers.page(reader, tab, offset=page * views.PAGE, limit=views.PAGE)
    if not found and total:  # the list grew shorter since that button was drawn
        return await _page(context, tab, (total - 1) // views.PAGE)
    return views.meeting_list(
        await _lines(context, found),
        total,
        tab.value,
        page,
        zone=context.city.zone,
        now=context.turn.now,
        tr=context.tr,
        has_home=context.person.area_id is not None,
    )


async def _lines(context: Context, found: Sequence[Meeting]) -> list[views.Line]:
    session, ids = context.turn.session, [one.id or 0 for one in found]
    answers = await rsvps.answers_to(session=session, person_id=context.person.id, meeting_ids=ids)
    tree = await areas.load_tree(session=session)
    return [
        views.Line(
            one.id or 0,
            Facts.from_data(one.facts),
            MeetingState(one.state),
            office_name(one.area_id, tree, context.city, context.tr),
            answers.get(one.id or 0),
        )
        for one in found
    ]


async def show_card(update: Update, context: Context) -> None:
    """One meeting, with one's own answer."""
    try:
        view = await meeting_card.card(context, context.pressed(update).id)
    except NotFound:
        view = cannot_open(context.tr)
    context.reply(view)


async def show_agenda(update: Update, context: Context) -> None:
    """All that is on the agenda, a page at a time: the first in a message of its own, the others in its place."""
    pressed = context.pressed(update)
    try:
        seen = await meeting_card.seen(context, pressed.id)
    except NotFound:
        await meeting_card.say_refused(context)
        return
    view = whole_agenda(seen.shown, pressed.version, context.tr)
    if _is_agenda(update):
        context.edit_pressed(update, view)
    else:
        context.reply(view)


def _is_agenda(update: Update) -> bool:
    """Whether the pressed message is a page of an agenda itself: all others have buttons for more than that."""
    message = update.callback_query.message if update.callback_query is not None else None
    markup = getattr(message, "reply_markup", None)
    rows = markup.inline_keyboard if markup is not None else ()
    found = [button.callback_data for row in rows for button in row if isinstance(button.callback_data, str)]
    return bool(found) and all(pattern(MEET, "agenda", "open").match(one) for one in found)


async def show_sessions(update: Update, context: Context) -> None:
    """Every session of a course."""
    try:
        seen = await meeting_card.seen(context, context.pressed(update).id)
    except NotFound:
        await meeting_card.say_refused(context)
        return
    context.reply(all_sessions(seen.shown, context.city.zone, context.tr))


async def show_pin(update: Update, context: Context) -> None:
    """Where it is, on a map."""
    try:
        seen = await meeting_card.seen(context, context.pressed(update).id)
    except NotFound:
        await meeting_card.say_refused(context)
        return
    pin = seen.shown.facts.location
    if pin is None:  # it was taken away since the button was drawn
        context.reply(await meeting_card.card(context, seen.shown.id))
        return
    context.send("sendLocation", {"latitude": pin.latitude, "longitude": pin.longitude})


def build() -> Handlers:
    """The command, the buttons of its lists, and those that look closer at one meeting."""
    return [
        CommandHandler("meetings", show_list, guards.IN_PRIVATE),
        CallbackQueryHandler(turn_page, pattern(views.NOUN, *(tab.value for tab in Tab))),
        CallbackQueryHandler(show_card, pattern(MEET, "open")),
        CallbackQueryHandler(show_agenda, pattern(MEET, "agenda")),
        CallbackQueryHandler(show_sessions, pattern(MEET, "sessions")),
        CallbackQueryHandler(show_pin, pattern(MEET, "pin")),
    ]
