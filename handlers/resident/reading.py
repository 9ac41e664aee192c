"""What readers of a notice press: that they read it, one of its answers; and opening it from a digest."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.views import reading as views
from handlers.views.notice_buttons import READING
from models.delivery import DeliveryKind
from models.errors import NotFound, NoticeOver
from models.notice import Notice, NoticeState
from models.services import deliveries, notice_answers, notice_shares, notices
from models.services.deliveries import About


async def note_read(update: Update, context: Context) -> None:
    """«I have read it»: counted once."""
    notice_id = context.pressed(update).id
    try:
        is_first = await notice_answers.mark_read(
            session=context.turn.session,
            person_id=_person_id(context),
            area_id=context.person.area_id,
            notice_id=notice_id,
            now=context.turn.now,
        )
    except NotFound:
        context.toast(views.preview_toast(context.tr))
    except NoticeOver:
        context.toast(views.over_toast(context.tr))
    else:
        context.toast(views.read_toast(context.tr, is_first=is_first))


async def note_answer(update: Update, context: Context) -> None:
    """An answer of its question: the last one that somebody pressed counts."""
    pressed, session = context.pressed(update), context.turn.session
    try:
        await notice_answers.pick(
            session=session,
            person_id=_person_id(context),
            area_id=context.person.area_id,
            notice_id=pressed.id,
            choice=pressed.version,
            now=context.turn.now,
        )
    except NotFound:
        context.toast(views.preview_toast(context.tr))
    except NoticeOver:
        context.toast(views.over_toast(context.tr))
    else:
        await _thank(context, pressed.id, pressed.version)


async def _thank(context: Context, notice_id: int, choice: int) -> None:
    session = context.turn.session
    notice = await notices.load(session, notice_id)
    content = await notices.content_of(session=session, notice_id=notice_id, number=notice.revision)
    if content.question is None:
        raise NotFound
    question = content.question
    if not question.shows_results:
        context.toast(views.answered_toast(question, choice, [], context.tr))
        return
    counts = await notice_shares.shares(session=session, notice_id=notice_id, offered=len(question.answers))
    context.toast(views.answered_toast(question, choice, counts, context.tr))


async def open_whole(update: Update, context: Context) -> None:
    """From a digest: the notice as everybody else has it. It is a delivery, so that it can be answered by a reply."""
    turn, notice_id = context.turn, context.pressed(update).id
    notice = await turn.session.get(Notice, notice_id)
    if notice is None or notice.sent_at is None or notice.state == NoticeState.WITHDRAWN:
        context.reply(views.cannot_open(context.tr))
        return
    is_theirs = await notice_answers.is_reader(
        session=turn.session, notice=notice, person_id=_person_id(context), now=turn.now
    )
    if not is_theirs:
        context.reply(views.cannot_open(context.tr))
        return
    await deliveries.put(
        session=turn.session,
        bot_id=turn.bot_id,
        person_id=_person_id(context),
        about=About(DeliveryKind.NOTICE, notice_id, f"opened {turn.inbox_id}"),
        content={},
        due_at=turn.now,
        now=turn.now,
    )
    turn.has_deliveries = True


def _person_id(context: Context) -> int:
    return context.person.id or 0


def build() -> Handlers:
    """The buttons below a notice, and those of a digest's list."""
    pressed: dict[str, Any] = {"read": note_read, "pick": note_answer, "open": open_whole}
    return [CallbackQueryHandler(step, pattern(READING, action)) for action, step in pressed.items()]
