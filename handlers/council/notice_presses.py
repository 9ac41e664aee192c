"""What the buttons of a notice's card do. Part of the dialogue notice."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import composing
from handlers.council.composing import Open, Step
from handlers.resident import drafting
from handlers.views import notice as views
from handlers.views import notice_ends as ends
from models.notice import NoticeState
from models.services import notice_approvers, notice_changes, notice_lists, notice_sending, notices, people

type Action = Callable[[Update | None, Context, Open], Awaitable[Any]]


async def press(update: Update, context: Context) -> Any:
    """The present card's button does its work, an older one's shows how things stand."""
    pressed = context.pressed(update)
    if pressed.action == "unsend":
        return await _unsend(update, context)
    if pressed.action == "card" and pressed.version == 0:  # from a list, which knows no version
        work = await composing.load(context, pressed.id)
        await composing.show_standing(context, work)
        return Step.CARD if work.notice.state == NoticeState.DRAFT else None
    drawn = await composing.pressed_notice(update, context)
    if drawn is None:
        return _standing_step(context)
    return await ACTIONS[pressed.action](update, context, drawn)


def _standing_step(context: Context) -> Any:
    state = composing.state_of(context)
    return Step.CARD if state is not None and state.is_active else None


async def send(update: Update | None, context: Context, work: Open) -> Any:
    """«Send»: one like it of the last days is shown first; else it leaves in a moment, or somebody is asked."""
    older = await notice_lists.similar(work.announcer, work.notice)
    if older is None:
        return await send_anyway(update, context, work)
    there = await composing.opened(work.announcer, older)
    made, now, zone = await composing.composed(context, work), work.announcer.now, context.city.zone
    composing.note(context, Step.CARD)
    composing.put(update, context, work, ends.similar_found(made, older, there.content, now, zone, context.tr))
    return Step.CARD


async def send_anyway(update: Update | None, context: Context, work: Open) -> int:
    """It leaves in a moment or at its time; where a second person must agree, they are asked."""
    made = await composing.composed(context, work)
    notice = await notice_sending.send(work.announcer, work.id, work.version)
    context.turn.has_due = True  # where nobody has to wait, it leaves at once
    left = views.Composed(notice, made.audience, made.everybody, made.in_digest, made.whys)
    zone, now, delay = context.city.zone, context.turn.now, context.city.notice_delay
    if notice.state == NoticeState.APPROVAL:
        context.turn.has_deliveries = True
        view = ends.notice_waits(left, await _names_of_asked(context, work), context.tr)
    else:
        view = ends.notice_leaves(left, delay, zone, now, context.tr)
    composing.leave(context)
    composing.put(update, context, work, view)
    return ConversationHandler.END


async def _names_of_asked(context: Context, work: Open) -> list[str]:
    session = context.turn.session
    notice = await notices.load(session, work.id)
    asked = await notice_approvers.asked_whom(session=session, notice=notice)
    names = await people.names_of(session=session, person_ids=asked)
    return [names[one] for one in asked if one in names]


async def _unsend(update: Update, context: Context) -> Any:
    """«Do not send»: it is a draft again; too late, where it stands is shown."""
    pressed = context.pressed(update)
    work = await composing.load(context, pressed.id)
    if work.version != pressed.version or work.notice.state not in {NoticeState.SCHEDULED, NoticeState.APPROVAL}:
        return await _too_late(context, work)
    notice = await notice_sending.unsend(work.announcer, work.id, pressed.version)
    context.turn.has_deliveries = True
    context.toast(ends.unsent_toast(context.tr))
    if notice.state != NoticeState.DRAFT or notice.holder_id != work.announcer.person_id:
        context.take_buttons(update)
        return None
    return await composing.show_in_place(update, context, await composing.opened(work.announcer, notice))


async def _too_late(context: Context, work: Open) -> Any:
    context.toast(ends.too_late_toast(context.tr))
    await composing.show_standing(context, work)
    return Step.CARD if work.notice.state == NoticeState.DRAFT else None


async def leave(update: Update | None, context: Context, work: Open) -> int:
    """«Discard»: nothing is sent, and it stays among the drafts."""
    made = await composing.composed(context, work)
    composing.leave(context)
    composing.put(update, context, work, ends.notice_kept(made, context.tr))
    return ConversationHandler.END


async def _remove(update: Update | None, context: Context, work: Open) -> int:
    await notice_changes.discard(work.announcer, work.id, work.version)
    composing.begin_anew(context, Step.CARD)
    composing.leave(context)
    composing.put(update, context, work, ends.notice_removed(context.tr))
    return ConversationHandler.END


async def _own(update: Update | None, context: Context, work: Open) -> Any:
    """«My own submission»: the draft that it came from is back, and the notice goes."""
    draft = drafting.stored_draft(context)
    if draft is None or draft.id != composing.noted(context, "draft") or drafting.open_draft(context) is not None:
        return await composing.show_in_place(None, context, work)
    await notice_changes.discard(work.announcer, work.id, work.version)
    composing.begin_anew(context, Step.CARD)
    composing.leave(context)
    composing.put(update, context, work, ends.notice_given_up(context.tr))
    await drafting.show(context, draft)
    return ConversationHandler.END


ACTIONS: dict[str, Action] = {
    "card": composing.show_in_place,
    "send": send,
    "send_anyway": send_anyway,
    "leave": leave,
    "remove": _remove,
    "own": _own,
}
BUTTONS = (*ACTIONS, "unsend")  # what is to be stopped is no draft: `press` takes it before
