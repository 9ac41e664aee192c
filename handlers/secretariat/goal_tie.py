"""Tying resolutions and meetings to a goal, and untying them: lists with pages, a press each."""

from collections.abc import Sequence

from markupsafe import Markup
from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.secretariat import goal_editing as editing
from handlers.secretariat.goal_editing import Open
from handlers.views import goal_tie as views
from handlers.views.goal_behind import tie_words
from handlers.views.goal_tie import OFFICE, PAGE
from models.meeting import Meeting
from models.resolution import Resolution
from models.services import areas, goal_ties

_KINDS = {"resolutions": "resolution", "meetings": "meeting"}


async def open_menu(update: Update, context: Context) -> None:
    """«Link decisions»: below everything else; from its own lists in place."""
    pressed = context.pressed(update)
    work = await editing.load(context, pressed.id)
    session = context.turn.session
    resolutions = await goal_ties.resolutions_of(session=session, goal_id=work.id, only_public=False)
    meetings = await goal_ties.meetings_of(session=session, goal_id=work.id, only_public=False)
    view = views.ties_menu(work.id, work.goal.title, len(resolutions), len(meetings), context.tr)
    if pressed.action == "menu":
        context.edit_pressed(update, view)
    else:
        context.reply(view)


async def open_list(update: Update, context: Context) -> None:
    """A page of them; the button's version is page + 1."""
    pressed = context.pressed(update)
    work = await editing.load(context, pressed.id)
    view = await _page(context, work, _KINDS[pressed.action], max(pressed.version - 1, 0))
    context.edit_pressed(update, view)


async def _page(context: Context, work: Open, kind: str, page: int) -> View:
    """What is tied comes first, then what may be, the newest first."""
    tied = await _tied(context, work, kind)
    free, count = await _free(work, kind, tied, page)
    total = len(tied) + count
    if page and page * PAGE >= total:
        page = max(0, (total - 1) // PAGE)
        free, _ = await _free(work, kind, tied, page)
    shown = [*tied[page * PAGE : (page + 1) * PAGE], *free]
    names = await _names(context, shown)
    of_tied = {one.id for one in tied}
    lines = [(one.id or 0, name, one.id in of_tied) for one, name in zip(shown, names, strict=True)]
    return views.ties_list(work.id, kind, lines, page, total, context.tr)


async def _tied(context: Context, work: Open, kind: str) -> Sequence[Resolution | Meeting]:
    session = context.turn.session
    if kind == "meeting":
        return await goal_ties.meetings_of(session=session, goal_id=work.id, only_public=False)
    return await goal_ties.resolutions_of(session=session, goal_id=work.id, only_public=False)


async def _free(
    work: Open, kind: str, tied: Sequence[Resolution | Meeting], page: int
) -> tuple[Sequence[Resolution | Meeting], int]:
    """What may be tied of a page, behind what is, and how many there are of it in all."""
    offset = max(0, page * PAGE - len(tied))
    limit = max(0, min(PAGE, (page + 1) * PAGE - len(tied)))
    if kind == "meeting":
        return await goal_ties.meeting_candidates(work.actor, work.goal, offset=offset, limit=limit)
    return await goal_ties.resolution_candidates(work.actor, work.goal, offset=offset, limit=limit)


async def _names(context: Context, found: Sequence[Resolution | Meeting]) -> list[Markup]:
    tree = await areas.load_tree(session=context.turn.session)
    return tie_words(found, tree, context.city.zone, context.tr)


async def change_tie(update: Update, context: Context) -> None:
    """A press on one of the list: tied, or untied; pressed twice it stays so. The button's version is the goal's id.

    Raises:
        NotFound: the goal is not theirs, or the other is not there for everybody.
    """
    pressed = context.pressed(update)
    work = await editing.load(context, pressed.version)
    does_tie, _, kind = pressed.action.rpartition("tie_")
    service = {
        "tie_resolution": goal_ties.tie_resolution,
        "untie_resolution": goal_ties.untie_resolution,
        "tie_meeting": goal_ties.tie_meeting,
        "untie_meeting": goal_ties.untie_meeting,
    }[pressed.action]
    await service(work.actor, work.id, pressed.id)
    context.toast(views.tied_toast(context.tr, is_tied=not does_tie))
    context.edit_pressed(update, await _page(context, work, kind, 0))


def build() -> Handlers:
    """The buttons of what belongs to a goal."""
    changes = [f"{way}tie_{kind}" for way in ("", "un") for kind in _KINDS.values()]
    return [
        CallbackQueryHandler(open_menu, pattern(OFFICE, "open", "menu")),
        CallbackQueryHandler(open_list, pattern(OFFICE, *_KINDS)),
        CallbackQueryHandler(change_tie, pattern(OFFICE, *changes)),
    ]
