"""Answers to an invitation: «I will come», «maybe», «I can't come», below whichever message shows the meeting."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.resident import meeting_card
from handlers.views import meeting_resident as views
from handlers.views.meeting_buttons import RSVP
from models.errors import MeetingPassed, NotFound
from models.meeting import Answer
from models.services import rsvps

_ANSWERS = (Answer.YES, Answer.MAYBE, Answer.NO)


async def answer(update: Update, context: Context) -> None:
    """Note it, and show the meeting as it stands now, with the answer marked: a message may be older than its meeting.

    Of a full meeting, «I will come» is a place in the line; of one that is over or cancelled, the message says so.
    """
    pressed, turn = context.pressed(update), context.turn
    try:
        await rsvps.answer(
            session=turn.session,
            bot_id=turn.bot_id,
            person_id=context.person.id,
            meeting_id=pressed.id,
            answer=Answer(pressed.action),
            now=turn.now,
            city=context.city,
            rights=await context.rights(),
        )
    except NotFound:
        await meeting_card.say_refused(context)
        return
    except MeetingPassed:
        seen = await meeting_card.seen(context, pressed.id)
        context.toast(views.passed_toast(seen, context.tr))
    else:
        seen = await meeting_card.seen(context, pressed.id)
        context.toast(views.answered_toast(seen, context.tr))
        turn.has_deliveries = True  # who waited may have come in
    context.edit_pressed(update, views.meeting_card(seen, context.tr))


def build() -> Handlers:
    """The buttons below an invitation."""
    return [CallbackQueryHandler(answer, pattern(RSVP, *(one.value for one in _ANSWERS)))]
