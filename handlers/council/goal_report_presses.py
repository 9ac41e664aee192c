"""What the buttons of a report's card do. Part of the dialogue goal_report."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import goal_report_cause as cause
from handlers.council import goal_report_day as days
from handlers.council import goal_report_values as values
from handlers.council import goal_reporting as reporting
from handlers.council.goal_report_told import show_update
from handlers.council.goal_reporting import Step, Work
from handlers.resident import drafting
from handlers.views import goal_report as views
from handlers.views import goal_report_ask as ask
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from models.draft import Part
from models.errors import BadGoalFact, DomainError, EmptyText, GoalChanged, GoalUnready, NotFound, TextTooLong
from models.goal import GoalStatus
from models.goal_update_draft import GoalUpdateDraft
from models.services import goal_readers, goal_updates
from models.services.goal_updates import UpdateContent

type Action = Callable[[Update | None, Context, Work], Awaitable[Any]]
# Said above the card; everything that was written is still there.
_REFUSALS = (GoalChanged, GoalUnready, BadGoalFact, EmptyText, TextTooLong)


async def press(update: Update, context: Context) -> Any:
    """The present screen's button does its work; an older one's shows how things stand."""
    if reporting.draft_of(context) is None:
        context.toast(views.report_over_toast(context.tr))
        return ConversationHandler.END
    try:
        work = await reporting.work_of(context)
    except NotFound:
        return await reporting.refuse_right(update, context)
    if work is None:
        return ConversationHandler.END
    pressed = context.pressed(update)
    if reporting.drawn_at(context) != pressed.version:
        context.toast(old_button_toast(context.tr))
        return await reporting.show_card(None, context, work)
    return await _do(update, context, work)


async def _do(update: Update, context: Context, work: Work) -> Any:
    pressed = context.pressed(update)
    if pressed.noun == ask.DAY:
        return await days.press_day(update, context, work)
    if pressed.action in _NUMBERED:
        return await _NUMBERED[pressed.action](update, context, work, pressed.id)
    if pressed.action in _STATUSES:
        return await values.press_status(update, context, work)
    return await _ACTIONS[pressed.action](update, context, work)


async def _ask_sentence(update: Update | None, context: Context, work: Work) -> Step:
    return await reporting.ask(update, context, work, Step.TEXT, ask.sentence_asked)


async def _ask_photo(update: Update | None, context: Context, work: Work) -> Step:
    return await reporting.ask(
        update, context, work, Step.PHOTO, lambda drawn, tr: ask.file_asked(drawn, tr, is_photo=True)
    )


async def _ask_document(update: Update | None, context: Context, work: Work) -> Step:
    return await reporting.ask(
        update, context, work, Step.DOCUMENT, lambda drawn, tr: ask.file_asked(drawn, tr, is_photo=False)
    )


async def _without_photo(update: Update | None, context: Context, work: Work) -> Step:
    reporting.note(context, Step.CARD, work.draft, album=None)
    return await reporting.show_card(update, context, work.with_draft(photo=None))


async def _without_document(update: Update | None, context: Context, work: Work) -> Step:
    return await reporting.show_card(update, context, work.with_draft(document=None))


async def _be_sure(update: Update | None, context: Context, work: Work) -> Any:
    """«Yes, keep it»: what stands there in words is taken."""
    pending = reporting.noted(context, "pending")
    if not pending:
        return await reporting.show_in_place(update, context, work)
    if "on_day" in pending:
        return await days.take_pending(update, context, work, pending)
    return await reporting.show_card(update, context, work.with_draft(**pending))


async def _take_said(update: Update | None, context: Context, work: Work) -> Any:
    """«Add to the sentence», «in its place», «a message of my own»."""
    said = reporting.noted(context, "said")
    action = context.pressed(update).action if update is not None else ""
    if said is None:
        return await reporting.show_in_place(update, context, work)
    part = Part.from_data(said)
    if action == "said_own":
        reporting.note(context, Step.CARD, work.draft, said=None)
        reporting.leave(context)
        drawn = await reporting.reporting_of(context, work)
        reporting.put(update, context, views.report_put_away(drawn, context.tr))
        await drafting.take_parts(context, [part])
        return ConversationHandler.END
    words = part.text.strip()
    text = f"{work.draft.text}\n{words}".strip() if action == "said_more" else words
    if len(text) > goal_updates.LONGEST:
        drawn = await reporting.reporting_of(context, work)
        reporting.put(update, context, ask.sentence_too_long(drawn, len(text), context.tr))
        return Step.CARD
    return await reporting.show_card(update, context, work.with_draft(text=text))


async def save(update: Update | None, context: Context, work: Work) -> Any:
    """«Put it on record»: followers are told later. What is missing or new is said, and nothing is lost."""
    seen = reporting.noted(context, "seen")
    try:
        made = await goal_updates.publish_update(
            work.actor, work.draft.goal_id, seen or work.goal.version, _content(work.draft)
        )
    except NotFound:
        return await _cause_gone(update, context)
    except _REFUSALS as error:
        return await _say_why(context, error)
    reporting.leave(context, is_over=True)
    context.turn.has_due = True
    await show_update(update, context, made.id or 0, slot=reporting.SLOT, is_new=True)
    return ConversationHandler.END


def _content(draft: GoalUpdateDraft) -> UpdateContent:
    return UpdateContent(
        text=draft.text,
        value=draft.value,
        stated=draft.stated,
        status_to=draft.status_to,
        photo=draft.photo,
        document=draft.document,
        resolution_id=draft.resolution_id,
        submission_id=draft.submission_id,
        on_day=draft.on_day,
        corrects_id=draft.corrects_id,
    )


async def _cause_gone(update: Update | None, context: Context) -> Any:
    """What it names is not there for everybody any more, or the goal is not theirs any more."""
    try:
        work = await reporting.work_of(context)
    except NotFound:
        work = None
    if work is None:
        return await reporting.refuse_right(update, context)
    work = work.with_draft(resolution_id=None, submission_id=None)
    return await reporting.show_card(None, context, work, above=ask.cause_gone(context.tr))


async def _say_why(context: Context, error: DomainError) -> Any:
    """It is refused: why, above the card as things stand by now."""
    work = await reporting.work_of(context)
    if work is None:
        return ConversationHandler.END
    corrects, above = work.draft.corrects_id, error_view(error, context.tr).text
    if isinstance(error, GoalChanged) and corrects is not None and not await _stands(work, corrects):
        work, above = work.with_draft(corrects_id=None), ask.corrected_gone(context.tr)
    return await reporting.show_card(None, context, work, above=above)


async def _stands(work: Work, update_id: int) -> bool:
    """Whether a report can still be corrected: it was neither taken back, nor did another one take its place."""
    found = await goal_updates.update_for(work.actor, update_id)
    (shown,) = await goal_readers.updates_shown(session=work.actor.session, rows=[found])
    return found.removed_at is None and not shown.is_corrected


async def leave(update: Update | None, context: Context, work: Work) -> int:
    """«Discard»: nothing is on record, and what is written is kept until another one begins."""
    drawn = await reporting.reporting_of(context, work)
    reporting.leave(context, is_over=not work.draft.is_begun)
    view = views.report_put_away(drawn, context.tr) if work.draft.is_begun else views.nothing_reported(context.tr)
    reporting.put(update, context, view)
    return ConversationHandler.END


async def cancel(_: Update, context: Context) -> int:
    """/cancel: as the button does."""
    try:
        work = await reporting.work_of(context)
    except NotFound:
        return await reporting.refuse_right(None, context)
    if work is not None:
        return await leave(None, context, work)
    reporting.leave(context, is_over=True)
    context.reply(views.nothing_reported(context.tr))
    return ConversationHandler.END


_ACTIONS: dict[str, Action] = {
    "card": reporting.show_in_place,
    "text": _ask_sentence,
    "value": values.ask_value,
    "valueless": values.take_back_value,
    "stated": values.ask_value,
    "statedless": values.take_back_percent,
    "status": values.ask_status,
    "photo": _ask_photo,
    "photoless": _without_photo,
    "document": _ask_document,
    "documentless": _without_document,
    "day": days.ask_day,
    "cause": cause.ask_cause,
    "causeless": cause.forget_cause,
    "sure": _be_sure,
    "said_more": _take_said,
    "said_new": _take_said,
    "said_own": _take_said,
    "save": save,
    "leave": leave,
}
_NUMBERED: dict[str, Callable[[Update, Context, Work, int], Awaitable[Any]]] = {
    "percent": values.press_percent,
    "by_resolution": cause.press_resolution,
    "by_submission": cause.press_submission,
}
_STATUSES = tuple(f"to_{status.value}" for status in GoalStatus)
ACTIONS = (*_ACTIONS, *_NUMBERED, *_STATUSES)
