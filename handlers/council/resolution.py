"""The dialogue in which a council puts on record what it decided: one thing at a time, then a card with everything."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import resolution_answers as answers
from handlers.council import resolution_begin as begin
from handlers.council import resolution_making as making
from handlers.council import resolution_presses as presses
from handlers.council.resolution_making import NAME, Step
from handlers.dialogue import build_dialogue
from handlers.messages import message_of, part_of, words_of
from handlers.resident import drafting
from handlers.views import calendar
from handlers.views import resolution_office as views
from handlers.views.general import not_text
from handlers.views.resolution import OFFICE
from models.resolution_draft import ResolutionDraft
from models.resolution_wording import LONGEST_BODY, LONGEST_TEXT
from models.text import fold
from models.typed_moment import UnknownMomentError, read_next_day
from models.typed_votes import UnknownVotesError, read_votes

_IDLE = 60 * 60 * 1000  # milliseconds, after which words beside the card are a message of the writer's own
_SAVE = frozenset(fold(word) for word in ("ثبت", "ذخیره", "تمام", "save", "done"))
_YES = frozenset(fold(word) for word in ("بله", "بلی", "آره", "درست است", "همین", "yes", "ok"))
_OPEN = frozenset(fold(word) for word in ("باز", "ندارد", "بدون مهلت", "بی‌مهلت", "none", "open"))
_NO_COUNT = frozenset(fold(word) for word in ("ندارد", "بدون رأی", "نمی‌دانم", "none", "skip"))


def _said(update: Update) -> str:
    return fold(words_of(message_of(update))).strip(" .!؟")


async def _typed_for(context: Context) -> ResolutionDraft:
    """What is typed is for this draft, as long as they may still write it.

    Raises:
        NotFound: they may not any more.
    """
    draft = making.draft_of(context) or ResolutionDraft(0)
    await making.actor_for(context, draft.area_id)
    return draft


async def take_text(update: Update, context: Context) -> Step:
    """What was decided."""
    draft, words = await _typed_for(context), words_of(message_of(update)).strip()
    if len(words) > LONGEST_TEXT:
        return await _refuse(context, draft, Step.TEXT, len(words), LONGEST_TEXT)
    return await making.show_next(None, context, making.asked(replace(draft, text=words), "text"))


async def take_body(update: Update, context: Context) -> Step:
    """Whose work it is."""
    draft, words = await _typed_for(context), " ".join(words_of(message_of(update)).split())
    if len(words) > LONGEST_BODY:
        return await _refuse(context, draft, Step.BODY, len(words), LONGEST_BODY)
    return await making.show_next(None, context, making.asked(replace(draft, responsible=words), "body"))


async def _refuse(context: Context, draft: ResolutionDraft, step: Step, length: int, limit: int) -> Step:
    making.note(context, step, draft)
    drawn = await making.making_of(context, draft)
    making.put(None, context, views.too_long(step.value, length, limit, drawn, context.tr))
    return step


async def take_day(update: Update, context: Context) -> Any:
    """Until when; what was understood is shown in words first."""
    draft, said = await _typed_for(context), _said(update)
    if said in _OPEN:
        return await presses.leave_open(None, context, draft)
    if said in _YES and presses.pending_day(context) is not None:
        return await presses.take_pending(None, context, draft)
    try:
        day = read_next_day(words_of(message_of(update)), context.turn.now, context.city.zone)
    except UnknownMomentError:
        making.note(context, Step.DUE, draft)
        making.put(None, context, views.day_not_read(await making.making_of(context, draft), context.tr))
        return Step.DUE
    return await making.confirm_due(None, context, draft, day)


async def take_votes(update: Update, context: Context) -> Step:
    """How it was voted."""
    draft = await _typed_for(context)
    if _said(update) in _NO_COUNT:
        return await making.show_next(None, context, making.asked(replace(draft, votes=None), "votes"))
    try:
        votes = read_votes(words_of(message_of(update)))
    except UnknownVotesError:
        making.note(context, Step.VOTES, draft)
        making.put(None, context, views.votes_not_read(await making.making_of(context, draft), context.tr))
        return Step.VOTES
    return await making.show_next(None, context, making.asked(replace(draft, votes=votes), "votes"))


async def take_beside(update: Update, context: Context) -> Any:
    """Words while the card stands: «save» typed does what the button does; long after, they are a resident's own."""
    message, draft = message_of(update), await _typed_for(context)
    if _said(update) in _SAVE:
        return await presses.save(None, context, draft)
    if making.stamp(context) - making.drawn_at(context) > _IDLE:
        making.leave(context)
        await drafting.take_parts(context, [part_of(message)])
        return ConversationHandler.END
    making.put(None, context, views.press_something(await making.making_of(context, draft), context.tr))
    return Step.CARD


async def want_words(update: Update, context: Context) -> Step:
    """A file or a sticker where words are wanted: the question stands."""
    context.reply(not_text(context.tr, is_sticker=message_of(update).sticker is not None))
    state = making.state_of(context)
    return Step(state.step) if state is not None and state.step in set(Step) else Step.CARD


def build() -> ConversationHandler[Any]:
    """The dialogue: a button of the minutes or of /resolutions begins it, «put on record» ends it."""
    buttons = [
        CallbackQueryHandler(begin.begin, pattern(OFFICE, "new")),
        CallbackQueryHandler(begin.begin_anew, pattern(OFFICE, "anew")),
        CallbackQueryHandler(begin.change, pattern(OFFICE, "change")),
        CallbackQueryHandler(begin.go_on, pattern(OFFICE, "go_on")),
        CallbackQueryHandler(begin.choose_area, pattern(OFFICE, "area")),
        CallbackQueryHandler(presses.press, pattern(OFFICE, *presses.ACTIONS)),
        CallbackQueryHandler(presses.press_day, pattern(views.DAY, *calendar.ACTIONS)),
    ]
    no_words = MessageHandler(guards.ANYTHING & ~filters.TEXT, want_words)
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=buttons,
        states={
            Step.AREA: [MessageHandler(guards.TEXT, begin.take_area), no_words],
            Step.TEXT: [MessageHandler(guards.TEXT, take_text), no_words],
            Step.BODY: [MessageHandler(guards.TEXT, take_body), no_words],
            Step.DUE: [MessageHandler(guards.TEXT, take_day), no_words],
            Step.CONFIRM: [MessageHandler(guards.TEXT, take_day), no_words],
            Step.VOTES: [MessageHandler(guards.TEXT, take_votes), no_words],
            Step.ANSWERS: [MessageHandler(guards.TEXT, answers.take_codes), no_words],
            Step.CARD: [MessageHandler(guards.TEXT, take_beside), no_words],
        },
        fallbacks=[*buttons, CommandHandler("cancel", presses.cancel, guards.IN_PRIVATE)],
    )
