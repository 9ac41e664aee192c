"""What can be done to a notice while people are being told: pause, go on, cancel the rest; and send again."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.announcing import announcer_of
from handlers.dialogue import Handlers
from handlers.views import notice_progress as views
from handlers.views.notice_list import glimpse
from models.broadcast import Broadcast, BroadcastState
from models.delivery import DeliveryKind
from models.errors import NotFound
from models.services import broadcasts, notice_sending, notices
from models.services.actor import Actor as Announcer

_ON_THE_WAY = frozenset({BroadcastState.SENDING, BroadcastState.PAUSED})


async def pause(update: Update, context: Context) -> None:
    """Nobody more is told until somebody says «go on»."""
    announcer, broadcast = await _pressed(update, context)
    if broadcast.state not in _ON_THE_WAY:
        await _say_over(update, context, broadcast)
        return
    await notice_sending.pause(announcer, broadcast.source_id)
    context.turn.has_due = True
    context.toast(views.paused_toast(context.tr))
    await _show(update, context, broadcast.id or 0)


async def resume(update: Update, context: Context) -> None:
    """«Go on»."""
    announcer, broadcast = await _pressed(update, context)
    if broadcast.state not in _ON_THE_WAY:
        await _say_over(update, context, broadcast)
        return
    await notice_sending.resume(announcer, broadcast.source_id)
    context.turn.has_due = True
    context.toast(views.resumed_toast(context.tr))
    await _show(update, context, broadcast.id or 0)


async def ask_to_stop(update: Update, context: Context) -> None:
    """«Cancel the rest»: asked once more, below; the bar above goes on meanwhile."""
    _, broadcast = await _pressed(update, context)
    if broadcast.state not in _ON_THE_WAY:
        await _say_over(update, context, broadcast)
        return
    context.reply(views.stop_question(broadcast, context.tr))


async def stop(update: Update, context: Context) -> None:
    """«Yes, cancel the rest»."""
    announcer, broadcast = await _pressed(update, context)
    if broadcast.state not in _ON_THE_WAY:
        await _say_over(update, context, broadcast)
        return
    await notice_sending.stop(announcer, broadcast.source_id)
    context.turn.has_due = True
    context.edit_pressed(update, views.stopped_line(context.tr))


async def keep_going(update: Update, context: Context) -> None:
    """«No, go on»: the question goes, nothing else changes."""
    await _pressed(update, context)
    context.edit_pressed(update, views.goes_on_line(context.tr))


async def send_again(update: Update, context: Context) -> None:
    """Once more to those of whom nobody knows whether it arrived."""
    announcer, broadcast = await _pressed(update, context)
    number = await notice_sending.send_again(announcer, broadcast.source_id)
    context.turn.has_due = True
    context.toast(views.again_toast(number, context.tr))


async def _pressed(update: Update, context: Context) -> tuple[Announcer, Broadcast]:
    """The broadcast that the button is about, for somebody whose notice it is.

    Raises:
        NotFound: it is none of a notice, or not theirs.
    """
    announcer, number = await announcer_of(context), context.pressed(update).id
    broadcast = await broadcasts.get(session=context.turn.session, broadcast_id=number)
    if broadcast is None or broadcast.kind != DeliveryKind.NOTICE:
        raise NotFound
    await notices.notice_for(announcer, broadcast.source_id)
    return announcer, broadcast


async def _say_over(update: Update, context: Context, broadcast: Broadcast) -> None:
    context.toast(views.over_toast(context.tr))
    await _show(update, context, broadcast.id or 0)


async def _show(update: Update, context: Context, broadcast_id: int) -> None:
    """How it stands, in the message whose button was pressed."""
    session = context.turn.session
    broadcast = await broadcasts.get(session=session, broadcast_id=broadcast_id)
    if broadcast is None:
        raise NotFound
    content = await notices.content_of(session=session, notice_id=broadcast.source_id, number=broadcast.revision)
    words, slot = glimpse(content, context.tr), views.progress_slot(broadcast_id)
    if broadcast.state in {BroadcastState.DONE, BroadcastState.STOPPED}:
        context.edit_pressed(update, views.progress_over(broadcast, words, context.tr), slot=slot)
        return
    view = views.progress_card(broadcast, words, views.Pace(), zone=context.city.zone, tr=context.tr)
    context.edit_pressed(update, view, slot=slot)


def build() -> Handlers:
    """The buttons of the progress message and of the result."""
    pressed: dict[str, Any] = {
        "pause": pause,
        "resume": resume,
        "stop": ask_to_stop,
        "stopped": stop,
        "back": keep_going,
        "again": send_again,
    }
    return [CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in pressed.items()]
