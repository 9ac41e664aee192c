"""What is done with a meeting that is called: who comes, what is asked, cancelling it. Part of the dialogue meeting."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council.meeting_composing import Open, Step
from handlers.dialogue import Handlers
from handlers.messages import message_of, words_of
from handlers.views import meeting_office_ends as ends
from handlers.views import meeting_office_running as views
from models.errors import BadMeetingFact
from models.services import meeting_changes, meeting_pauses, meeting_questions, rsvps

_LAST_PAGE = 100_000  # a button can be made up: its page must not grow past what a database counts to


async def show_who(update: Update, context: Context) -> None:
    """«Who comes»: names, in the order in which they answered."""
    pressed = context.pressed(update)
    work, page = await composing.load(context, pressed.id), min(pressed.version, _LAST_PAGE)
    found = await rsvps.coming(
        session=context.turn.session, meeting_id=work.id, offset=page * views.PAGE, limit=views.PAGE + 1
    )
    shown = [(one.answer, one.name) for one in found[: views.PAGE]]
    made = await composing.called(context, work)
    view = views.who_comes(made, shown, page, has_more=len(found) > views.PAGE, tr=context.tr)
    composing.put(update, context, work, view)


async def show_questions(update: Update, context: Context) -> None:
    """«Questions»: what people want to be asked."""
    pressed = context.pressed(update)
    work, page = await composing.load(context, pressed.id), min(pressed.version, _LAST_PAGE)
    found, total = await meeting_questions.of_meeting(
        session=context.turn.session, meeting_id=work.id, offset=page * views.QUESTIONS, limit=views.QUESTIONS
    )
    asked = [(one.name, one.text) for one in found]
    has_more = (page + 1) * views.QUESTIONS < total
    made = await composing.called(context, work)
    composing.put(update, context, work, views.questions_list(made, asked, page, has_more=has_more, tr=context.tr))


async def show_changes(update: Update | None, context: Context, work: Open) -> Step:
    """«More changes»."""
    composing.note(context, Step.CARD)
    composing.put(update, context, work, views.changes_screen(await composing.called(context, work), context.tr))
    return Step.CARD


async def ask_reason(update: Update | None, context: Context, work: Open) -> Any:
    """«Cancel the meeting»: why?"""
    if work.is_draft:
        return await composing.show_in_place(update, context, work)
    composing.note(context, Step.REASON, reason=None)
    composing.put(update, context, work, views.reason_asked(await composing.called(context, work), context.tr))
    return Step.REASON


async def take_reason(update: Update, context: Context) -> Any:
    """The reason that everybody reads who was told."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    words = " ".join(words_of(message_of(update)).split())
    return await _ask_back(None, context, work, words)


async def without_reason(update: Update | None, context: Context, work: Open) -> Any:
    """«Without a reason»."""
    return await _ask_back(update, context, work, "")


async def _ask_back(update: Update | None, context: Context, work: Open, reason: str) -> Any:
    if len(reason) > meeting_changes.REASON_LIMIT:
        error = BadMeetingFact("reason", meeting_changes.REASON_LIMIT)
        return await changing.refuse(update, context, work, error, Step.REASON)
    composing.note(context, Step.REASON, reason=reason)
    made = await composing.called(context, work)
    composing.put(update, context, work, views.cancel_asked_back(made, reason, context.city.zone, context.tr))
    return Step.REASON


async def cancel(update: Update | None, context: Context, work: Open) -> Any:
    """«Yes, cancel it»."""
    if work.is_draft or composing.noted(context, "reason") is None:
        return await composing.show_in_place(update, context, work)
    made, reason = await composing.called(context, work), composing.noted(context, "reason")
    try:
        meeting = await meeting_changes.cancel(work.actor, work.id, work.version, reason)
    except changing.REFUSALS as error:
        return await changing.refuse(update, context, work, error, Step.REASON)
    context.turn.has_due = context.turn.has_deliveries = True
    context.toast(ends.cancelled_toast(made, context.tr))
    return await composing.show_in_place(update, context, composing.opened(work.actor, meeting))


async def resume(update: Update | None, context: Context, work: Open) -> Any:
    """«Go on telling it»: what the messenger refused so often that it was paused is tried once more."""
    if await meeting_pauses.resume(work.actor, work.id):
        context.turn.has_due = context.turn.has_deliveries = True
        context.toast(ends.resumed_toast(context.tr))
    return await composing.show_in_place(update, context, work)


def buttons() -> Handlers:
    """Lists that change nothing: their buttons carry a page, and no version."""
    return [
        CallbackQueryHandler(show_who, pattern("meeting", "who")),
        CallbackQueryHandler(show_questions, pattern("meeting", "questions")),
    ]
