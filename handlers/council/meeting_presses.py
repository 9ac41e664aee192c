"""What the buttons of a meeting's card do. Part of the dialogue meeting."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council import meeting_fields as fields
from handlers.council import (
    meeting_guests,
    meeting_repeat,
    meeting_running,
    meeting_time,
    meeting_titles,
    meeting_typed,
)
from handlers.council import meeting_publishing as publishing
from handlers.council.meeting_composing import Open, Step
from handlers.dialogue import Handlers
from handlers.views import meeting_office_ask as ask
from handlers.views.meeting_office_series import RULE
from models.errors import BadMeetingFact
from models.meeting import Invites, MeetingKind, MeetingState, Rule
from models.services import meeting_changes

type Action = Callable[[Update | None, Context, Open], Awaitable[Any]]


async def press(update: Update, context: Context) -> Any:
    """The present card's button does its work, an older one's shows how things stand."""
    pressed = context.pressed(update)
    if pressed.action == "unsend":
        return await publishing.unsend(update, context)
    if pressed.action == "card":  # whatever it was drawn for: it leads to how things stand now
        return await _show_card(update, context)
    work = await composing.pressed_meeting(update, context)
    if work is None:
        return None
    return await ACTIONS[pressed.action](update, context, work)


async def press_kind(update: Update, context: Context) -> Any:
    """Ordinary, extraordinary, a course: a title that nobody chose goes with it."""
    work, kind = await composing.pressed_meeting(update, context), context.pressed(update).action
    if work is None or not work.is_draft or kind not in set(MeetingKind):
        return None if work is None else await composing.show_in_place(update, context, work)
    try:
        meeting = await meeting_changes.change_kind(work.actor, work.id, work.version, MeetingKind(kind))
    except BadMeetingFact:  # a course with several sessions: they are taken away first
        context.toast(ask.one_session_toast(context.tr))
        return await changing.show_sessions(update, context, work)
    changed = composing.opened(work.actor, meeting)
    if not await meeting_titles.is_usual(context, work):
        return await composing.show(context, changed)
    title = await meeting_titles.usual_title(context, meeting.area_id, MeetingKind(kind))
    facts = replace(changed.facts, title=title)
    return await changing.settle(update, context, changed, facts, Step.TITLE)


async def _invite(update: Update | None, context: Context, work: Open) -> Any:
    key = context.pressed(update).action.removeprefix("invite_") if update is not None else ""
    if key in set(Invites) and work.meeting.state != MeetingState.ANNOUNCED:
        meeting = await meeting_changes.change_invites(work.actor, work.id, work.version, Invites(key))
        work = composing.opened(work.actor, meeting)
    return await _show_invites(update, context, work)


async def _show_invites(update: Update | None, context: Context, work: Open) -> Step:
    composing.note(context, Step.CARD)
    composing.put(update, context, work, ask.invites_asked(await composing.called(context, work), context.tr))
    return Step.CARD


async def _preview(_: Update | None, context: Context, work: Open) -> Step:
    """«As people see it»: below everything else."""
    await composing.send_preview(context, await composing.called(context, work))
    return Step.CARD


async def _show_card(update: Update, context: Context) -> Any:
    pressed = context.pressed(update)
    work = await composing.load(context, pressed.id)
    if composing.noted(context, "id") != work.id:
        composing.begin_anew(context, Step.CARD, id=work.id)
    if work.version != pressed.version:
        return await composing.show(context, work)
    return await composing.show_in_place(update, context, work)


ACTIONS: dict[str, Action] = {
    "publish": publishing.publish,
    "publish_anyway": publishing.publish_anyway,
    "leave": publishing.leave,
    "discard": publishing.ask_to_discard,
    "discarded": publishing.discard,
    "when": meeting_time.show_month,
    "sessions": changing.show_sessions,
    "length": fields.ask_length,
    "title": fields.asking(Step.TITLE, ask.title_asked),
    "kind": fields.asking(Step.CARD, ask.kind_asked),
    "place": fields.asking(Step.PLACE, ask.place_asked),
    "unplace": fields.without,
    "link": fields.asking(Step.LINK, ask.link_asked),
    "unlink": fields.without,
    "capacity": fields.asking(Step.CAPACITY, ask.capacity_asked),
    "uncapacity": fields.without,
    "chair": meeting_guests.ask_chair,
    "invites": _show_invites,
    **{f"invite_{one.value}": _invite for one in Invites},
    "guests": meeting_guests.show_guests,
    "repeat": meeting_repeat.ask_rule,
    **{RULE + one.value: meeting_repeat.take_rule for one in Rule},
    "skips": meeting_repeat.change_plan,
    "until": meeting_repeat.change_plan,
    "endless": meeting_repeat.change_plan,
    "begin": meeting_repeat.begin,
    "yes": changing.confirm,
    "changes": meeting_running.show_changes,
    "cancel": meeting_running.ask_reason,
    "noreason": meeting_running.without_reason,
    "cancelled": meeting_running.cancel,
    "resume": meeting_running.resume,
    "preview": _preview,
    **{f"said_{what}": meeting_typed.said_for for what in ("title", "place", "own")},
}
BUTTONS = (*ACTIONS, "card", "unsend")


def buttons() -> Handlers:
    """Every button that names a meeting and the version it was drawn for."""
    return [
        CallbackQueryHandler(press, pattern("meeting", *BUTTONS)),
        CallbackQueryHandler(press_kind, pattern(ask.KIND)),
    ]
