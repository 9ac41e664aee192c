"""How a draft leaves its author's hands: announced, stopped again, kept, deleted. Part of the dialogue meeting."""

from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council.meeting_composing import Open, Step
from handlers.views import meeting_office_ends as ends
from models.meeting import MeetingState
from models.services import meeting_changes


async def publish(update: Update | None, context: Context, work: Open) -> Any:
    """«Announce»: what is unusual about its time is said first; else it leaves in a moment."""
    if not work.is_draft:
        return await composing.show_in_place(update, context, work)
    remarks = await changing.remarks_of(context, work, work.facts.sessions)
    if not remarks:
        return await publish_anyway(update, context, work)
    composing.note(context, Step.CARD)
    composing.put(update, context, work, ends.warned(await composing.called(context, work), remarks, context.tr))
    return Step.CARD


async def publish_anyway(update: Update | None, context: Context, work: Open) -> Any:
    """It leaves in a moment; until then it can be stopped."""
    if not work.is_draft:
        return await composing.show_in_place(update, context, work)
    try:
        meeting = await meeting_changes.publish(work.actor, work.id, work.version)
    except changing.REFUSALS as error:
        return await changing.refuse(update, context, work, error, Step.WHEN)
    context.turn.has_due = True
    made = await composing.called(context, composing.opened(work.actor, meeting))
    city, now = context.city, context.turn.now
    composing.leave(context)
    composing.put(update, context, work, ends.meeting_leaves(made, city.notice_delay, city.zone, now, context.tr))
    return ConversationHandler.END


async def unsend(update: Update, context: Context) -> Any:
    """«Do not announce it»: it is a draft again; too late, where it stands is shown."""
    pressed = context.pressed(update)
    work = await composing.load(context, pressed.id)
    if work.version != pressed.version or work.meeting.state != MeetingState.SCHEDULED:
        context.toast(ends.too_late_toast(context.tr))
        return await composing.show(context, work)
    meeting = await meeting_changes.unpublish(work.actor, work.id, pressed.version)
    context.toast(ends.unsent_toast(context.tr))
    return await composing.show(context, composing.opened(work.actor, meeting))


async def leave(update: Update | None, context: Context, work: Open) -> int:
    """«Later»: nothing is announced, and it stays among the drafts."""
    made = await composing.called(context, work)
    composing.leave(context)
    composing.put(update, context, work, ends.meeting_kept(made, context.tr))
    return ConversationHandler.END


async def ask_to_discard(update: Update | None, context: Context, work: Open) -> Any:
    """«Delete the draft»: really?"""
    composing.put(update, context, work, ends.discard_asked(await composing.called(context, work), context.tr))
    return Step.CARD


async def discard(update: Update | None, context: Context, work: Open) -> Any:
    """«Yes, delete it»."""
    await meeting_changes.discard(work.actor, work.id, work.version)
    composing.begin_anew(context, Step.CARD)
    composing.leave(context)
    composing.put(update, context, work, ends.meeting_removed(context.tr))
    return ConversationHandler.END
