"""Who stands on a meeting's own list, the link to hand on, and who leads it. Part of the dialogue meeting."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_composing as composing
from handlers.council import meeting_fields as fields
from handlers.council.meeting_composing import Open, Step
from handlers.dialogue import Handlers
from handlers.views import meeting_office_ask as ask
from handlers.views import meeting_office_guests as views
from handlers.views.role import office_label
from models.services import meeting_changes, meeting_guests, meeting_tokens


async def show_guests(update: Update | None, context: Context, work: Open, page: int = 0) -> Step:
    """The list: the office's people, each a switch, and everybody else who stands on it."""
    composing.note(context, Step.CARD, page=page or None)
    found = await meeting_guests.listed(work.actor, work.meeting)
    tree = await composing.tree_of(context)
    people = [
        views.Listed(
            one.person_id,
            one.name,
            office_label(one.role, one.area_id, tree, context.tr) if one.role is not None else "",
            one.is_on,
        )
        for one in found
    ]
    page = min(max(page, 0), max(len(people) - 1, 0) // views.PAGE)
    made = await composing.called(context, work)
    composing.put(update, context, work, views.guests_screen(made, people, page, context.tr))
    return Step.CARD


async def press(update: Update, context: Context) -> Any:
    """A name, another page, or the link."""
    work, pressed = await fields.drawn(update, context), context.pressed(update)
    if work is None:
        return None
    if pressed.action == "link":
        return await _show_link(update, context, work)
    if pressed.action == "page":
        return await show_guests(update, context, work, pressed.id)
    return await _turn(update, context, work, pressed.id)


async def _turn(update: Update, context: Context, work: Open, person_id: int) -> Step:
    found = await meeting_guests.listed(work.actor, work.meeting)
    meant = next((one for one in found if one.person_id == person_id), None)
    if meant is not None:
        if meant.is_on:
            meeting = await meeting_guests.remove(work.actor, work.id, work.version, person_id)
        else:
            meeting = await meeting_guests.add(work.actor, work.id, work.version, [person_id])
            context.turn.has_due = context.turn.has_deliveries = True  # of an announced meeting they are told at once
            context.turn.has_due = True  # of an announced meeting they are told at once
        work = composing.opened(work.actor, meeting)
    return await show_guests(update, context, work, composing.noted(context, "page") or 0)


async def _show_link(update: Update, context: Context, work: Open) -> Step:
    payload = await meeting_tokens.list_payload(session=context.turn.session, meeting_id=work.id)
    link = f"https://t.me/{context.turn.bot_username}?start={payload}"
    made = await composing.called(context, work)
    composing.put(update, context, work, views.guest_link(made, link, context.tr))
    return Step.CARD


async def ask_chair(update: Update | None, context: Context, work: Open) -> Step:
    """«Chair»: one of those who may call it there."""
    composing.note(context, Step.CARD)
    found = await meeting_guests.callers(work.actor, work.meeting.area_id)
    names = [(one.person_id, one.name) for one in found]
    composing.put(update, context, work, ask.chair_asked(await composing.called(context, work), names, context.tr))
    return Step.CARD


async def take_chair(update: Update, context: Context) -> Any:
    """This one leads it."""
    work = await fields.drawn(update, context)
    if work is None:
        return None
    meeting = await meeting_changes.change_chair(work.actor, work.id, work.version, context.pressed(update).id)
    return await composing.show_in_place(update, context, composing.opened(work.actor, meeting))


def buttons() -> Handlers:
    """The list's and the chair's; the ways in are the card's."""
    return [
        CallbackQueryHandler(press, pattern(views.NOUN, "turn", "page", "link")),
        CallbackQueryHandler(take_chair, pattern(ask.CHAIR, "take")),
    ]
