"""What the buttons of a resolution's draft do. Part of the dialogue resolution."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import resolution_making as making
from handlers.council.resolution_answers import ask_codes, forget_codes
from handlers.council.resolution_making import Step
from handlers.council.resolution_shown import show_work
from handlers.views import calendar
from handlers.views import resolution_office as views
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.resolution_work import put_on_record
from models.errors import ResolutionChanged, ResolutionUnready
from models.resolution import Resolution
from models.resolution_draft import ResolutionDraft
from models.services import resolutions, topics
from models.services.actor import Actor

type Action = Callable[[Update | None, Context, ResolutionDraft], Awaitable[Any]]


async def press(update: Update, context: Context) -> Any:
    """The present screen's button does its work; an older one's shows how things stand."""
    draft = await _drawn(update, context)
    if draft is None:
        return ConversationHandler.END if making.draft_of(context) is None else making.Step.CARD
    pressed = context.pressed(update)
    if pressed.action in _NUMBERED:
        return await _NUMBERED[pressed.action](update, context, draft, pressed.id)
    return await _ACTIONS[pressed.action](update, context, draft)


async def _drawn(update: Update, context: Context) -> ResolutionDraft | None:
    """The draft, where the button was drawn for it as it is now; else its card anew."""
    draft = making.draft_of(context)
    if draft is None:
        _forget(update, context)
        return None
    await making.actor_for(context, draft.area_id)
    if making.drawn_at(context) == context.pressed(update).version:
        return draft
    context.toast(old_button_toast(context.tr))
    await making.show_card(None, context, draft)
    return None


def _forget(update: Update, context: Context) -> None:
    """A button of what is over, or pressed twice; where the area is asked still, «cancel» ends that."""
    if context.pressed(update).action == "leave":
        making.leave(context, is_over=True)
        context.edit_pressed(update, views.nothing_begun(context.tr))
    else:
        context.toast(views.over_toast(context.tr))


async def press_day(update: Update, context: Context) -> Any:
    """A button of the calendar: another month, or a day, which is shown in words."""
    draft = await _drawn(update, context)
    if draft is None:
        return ConversationHandler.END if making.draft_of(context) is None else making.Step.CARD
    pressed = context.pressed(update)
    day = calendar.picked_day(pressed.id) if pressed.action == "day" else None
    if day is not None:
        return await making.confirm_due(update, context, draft, day)
    month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
    return await making.ask_due(update, context, draft, None if month is None else (month.year, month.month))


def pending_day(context: Context) -> date | None:
    """The day that stands there in words and waits for a yes."""
    state = making.state_of(context)
    pending = state.data.get("pending") if state is not None else None
    return date.fromisoformat(pending) if pending else None


async def take_pending(update: Update | None, context: Context, draft: ResolutionDraft) -> Any:
    """«Yes, this day»."""
    day = pending_day(context)
    if day is None:
        return await making.ask_due(update, context, draft)
    return await making.show_next(update, context, making.asked(replace(draft, due_on=day), "due"))


async def leave_open(update: Update | None, context: Context, draft: ResolutionDraft) -> Any:
    """«Leave it open»: no day."""
    return await making.show_next(update, context, making.asked(replace(draft, due_on=None), "due"))


async def _voteless(update: Update | None, context: Context, draft: ResolutionDraft) -> Any:
    return await making.show_next(update, context, making.asked(replace(draft, votes=None), "votes"))


async def _choose_topic(update: Update | None, context: Context, draft: ResolutionDraft) -> Step:
    making.note(context, Step.CARD, draft)
    known = await topics.load_topics(session=context.turn.session)
    making.put(update, context, views.topic_asked(await making.making_of(context, draft), known, context.tr))
    return Step.CARD


async def _take_topic(update: Update | None, context: Context, draft: ResolutionDraft, number: int) -> Any:
    known = (await topics.load_topics(session=context.turn.session)).all
    topic = known[number - 1].code if 0 < number <= len(known) else None
    return await making.show_card(update, context, replace(draft, topic=topic))


async def _take_body(update: Update | None, context: Context, draft: ResolutionDraft, number: int) -> Any:
    state = making.state_of(context)
    offered = state.data.get("bodies", []) if state is not None else []
    if not 0 <= number < len(offered):
        return await making.ask_body(update, context, draft)
    return await making.show_next(update, context, making.asked(replace(draft, responsible=offered[number]), "body"))


async def save(update: Update | None, context: Context, draft: ResolutionDraft) -> Any:
    """«Put on record»: its number is given now. What is missing is said, and nothing is lost."""
    actor = await making.actor_for(context, draft.area_id)
    try:
        made = await _put_on_record(actor, draft)
    except ResolutionUnready as error:
        making.note(context, Step.CARD, draft)
        drawn = await making.making_of(context, draft)
        card = views.draft_card(drawn, making.picker_of(context, drawn.version), context.tr)
        making.put(update, context, card.preceded_by(error_view(error, context.tr).text))
        return Step.CARD
    except ResolutionChanged as error:
        return await _show_other(context, draft, error)
    making.leave(context, is_over=True)
    context.turn.has_deliveries = True
    await show_work(update, context, made.id or 0, actor=actor, above=put_on_record)
    return ConversationHandler.END


async def _put_on_record(actor: Actor, draft: ResolutionDraft) -> Resolution:
    if draft.resolution_id is not None:
        return await resolutions.change(actor, draft.resolution_id, draft.version, draft.wording)
    return await resolutions.create(
        actor, draft.wording, area_id=draft.area_id, item_id=draft.item_id, submission_ids=draft.submission_ids
    )


async def _show_other(context: Context, draft: ResolutionDraft, error: ResolutionChanged) -> int:
    """Somebody put one of this item on record, or changed it meanwhile: that one is shown; this one stays kept."""
    making.leave(context)
    context.reply(error_view(error, context.tr))
    number = draft.resolution_id
    if number is None and draft.item_id is not None:
        made = await resolutions.of_item(session=context.turn.session, item_id=draft.item_id)
        number = made.id if made is not None else None
    if number is not None:
        await show_work(None, context, number)
    return ConversationHandler.END


async def leave(update: Update | None, context: Context, draft: ResolutionDraft) -> int:
    """«Cancel»: nothing is on record, and what is written is kept until another one begins."""
    drawn = await making.making_of(context, draft)
    making.leave(context, is_over=not draft.is_begun)
    view = views.put_away(drawn, context.tr) if draft.is_begun else views.nothing_begun(context.tr)
    making.put(update, context, view)
    return ConversationHandler.END


async def cancel(_: Update, context: Context) -> int:
    """/cancel: as the button does."""
    draft = making.draft_of(context)
    if draft is not None:
        return await leave(None, context, draft)
    making.leave(context, is_over=True)
    context.reply(views.nothing_begun(context.tr))
    return ConversationHandler.END


_ACTIONS: dict[str, Action] = {
    "card": making.show_card,
    "text": making.ask_text,
    "body": making.ask_body,
    "due": making.ask_due,
    "due_yes": take_pending,
    "due_open": leave_open,
    "votes": making.ask_votes,
    "voteless": _voteless,
    "topics": _choose_topic,
    "answers": ask_codes,
    "answerless": forget_codes,
    "save": save,
    "leave": leave,
}
_NUMBERED: dict[str, Callable[[Update | None, Context, ResolutionDraft, int], Awaitable[Any]]] = {
    "topic": _take_topic,
    "chosen": _take_body,
}
ACTIONS = (*_ACTIONS, *_NUMBERED)
