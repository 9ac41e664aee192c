"""Choosing submissions for an agenda: several at once, over as many pages as there are."""

from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import agenda_sheet as sheets
from handlers.dialogue import Handlers, close_dialogue, remember
from handlers.views import agenda_picking as views
from handlers.views.agenda import PICK
from handlers.views.agenda_picking import Picking
from handlers.views.general import old_button_toast
from models.meeting import Meeting
from models.meeting_facts import MOST_ITEMS
from models.role import Action
from models.services import agenda, agenda_submissions, agenda_words
from models.services.actor import Actor
from models.text.masking import mask

_CHOICE = "agenda_choice"  # the row that keeps what was chosen so far; never change it
_LAST_PAGE = 100_000  # a button can be made up


async def list_candidates(update: Update, context: Context) -> None:
    """«Submissions», or another page of them; what was chosen stays chosen."""
    pressed = context.pressed(update)
    actor, meeting = await sheets.load(context, pressed.id)
    close_dialogue(context.turn, sheets.NAME)
    await _show(update, context, actor, meeting, min(pressed.version, _LAST_PAGE), _chosen(context, pressed.id))


async def toggle(update: Update, context: Context) -> None:
    """One of them, chosen or not any more."""
    pressed = context.pressed(update)
    actor, meeting = await sheets.load(context, pressed.version)
    chosen = _chosen(context, pressed.version)
    if pressed.id in chosen:
        chosen.remove(pressed.id)
    elif len(chosen) < MOST_ITEMS:
        chosen.append(pressed.id)
    page = _row(context).get("page", 0) if _row(context).get("meeting") == pressed.version else 0
    await _show(update, context, actor, meeting, page, chosen)


async def put_chosen(update: Update, context: Context) -> None:
    """«Put so many on the agenda»: in the order in which they were chosen."""
    pressed = context.pressed(update)
    actor, meeting = await sheets.load(context, pressed.id)
    chosen = _chosen(context, pressed.id)
    if meeting.version != pressed.version and chosen:  # somebody changed it: what was chosen is shown once more
        context.toast(old_button_toast(context.tr))
        await _show(update, context, actor, meeting, 0, chosen)
        return
    said = await _put(context, actor, meeting, chosen) if chosen else None
    remember(context.turn, _CHOICE, {})
    _, meeting = await sheets.load(context, pressed.id)
    await sheets.show(update, context, actor, meeting, page=_LAST_PAGE, said=said)


async def _put(context: Context, actor: Actor, meeting: Meeting, chosen: list[int]) -> Markup:
    added = await agenda.add_submissions(actor, meeting.id or 0, meeting.version, chosen)
    context.turn.has_deliveries = True
    there = await agenda_submissions.on_other_agenda(
        session=actor.session, meeting_id=meeting.id or 0, submission_ids=added.left_out
    )
    visible = {one.id: one for one in there.values() if actor.rights.may(Action.MEET, one.area_id)}
    names = [agenda_words.named(one, context.city, context.tr) for one in visible.values()]
    return views.put_said(added.count, len(added.left_out), names, tr=context.tr)


async def _show(update: Update, context: Context, actor: Actor, meeting: Meeting, page: int, chosen: list[int]) -> None:
    size = views.PAGE
    found, total = await agenda_submissions.candidates(actor, meeting, offset=page * size, limit=size)
    if not found and page > 0:  # the list grew shorter since that button was drawn
        page = max(total - 1, 0) // size
        found, _ = await agenda_submissions.candidates(actor, meeting, offset=page * size, limit=size)
    remember(context.turn, _CHOICE, {"meeting": meeting.id, "chosen": chosen, "page": page})
    sheet = await sheets.sheet_of(actor, meeting)
    picking = Picking(sheet, found, [mask(one.text) for one in found], frozenset(chosen), page, total)
    view = views.picking_card(picking, context.turn.now, context.city.zone, context.tr)
    sheets.put(update, context, meeting.id or 0, view)


def _row(context: Context) -> dict[str, Any]:
    state = context.turn.dialogues.get(_CHOICE)
    return state.data if state is not None else {}


def _chosen(context: Context, meeting_id: int) -> list[int]:
    row = _row(context)
    return list(row.get("chosen", [])) if row.get("meeting") == meeting_id else []


def build() -> Handlers:
    """The buttons of the list."""
    return [
        CallbackQueryHandler(list_candidates, pattern(PICK, "list")),
        CallbackQueryHandler(toggle, pattern(PICK, "toggle")),
        CallbackQueryHandler(put_chosen, pattern(PICK, "put")),
    ]
