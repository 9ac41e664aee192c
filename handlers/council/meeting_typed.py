"""What is typed or sent while a meeting's card stands and nothing was asked: it goes where it fits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council import meeting_fields as fields
from handlers.council import meeting_publishing as publishing
from handlers.council import meeting_time
from handlers.council.meeting_composing import Open, Step
from handlers.keyboards import shortened
from handlers.messages import location_of, message_of, part_of, words_of
from handlers.resident import drafting
from handlers.views import meeting_office_ends as ends
from models.draft import Part
from models.meeting_facts import Field
from models.text import fold

_ANNOUNCE = frozenset(fold(word) for word in ("اعلام", "اعلام کن", "بفرست", "ارسال", "announce", "send"))
_LEAVE = frozenset(fold(word) for word in ("انصراف", "بعدا", "بی‌خیال", "later"))
_IDLE = timedelta(hours=1)  # after which a message is something else, and not a word more for the meeting
_SHOWN = 80  # letters of what was typed


async def take(update: Update, context: Context) -> Any:
    """A message while the card stands."""
    message, work = message_of(update), await composing.current(context)
    if work is None or context.turn.now - work.meeting.updated_at > _IDLE or not work.is_draft:
        return await composing.pass_on(context, message)
    words, said = words_of(message).strip(), fold(message.text or "").strip(" .!؟")
    if said in _LEAVE:
        return await publishing.leave(None, context, work)
    if said in _ANNOUNCE and not work.facts.lacking:
        return await publishing.publish(None, context, work)
    if location_of(message) is not None:
        return await fields.take_place(update, context)
    if not words or message.text is None:
        return await composing.pass_on(context, message) if not work.facts.lacking else await _want_words(context, work)
    return await _sort(context, work, words, part_of(message))


async def _want_words(context: Context, work: Open) -> Step:
    composing.put(None, context, work, ends.file_not_taken(await composing.called(context, work), context.tr))
    return Step.CARD


async def _sort(context: Context, work: Open, words: str, part: Part) -> Any:
    """A moment is its time; else what is missing first; of a whole draft it is asked what the words are for."""
    lacking = work.facts.lacking
    if Field.SESSIONS in lacking or meeting_time.is_moment(words, context):
        return await meeting_time.take_words(context, work, words)
    if Field.TITLE in lacking:
        return await changing.settle(None, context, work, replace(work.facts, title=words), Step.TITLE)
    if Field.PLACE in lacking:
        return await changing.settle(None, context, work, replace(work.facts, place=words), Step.PLACE)
    composing.note(context, Step.CARD, said=part.to_data())
    made = await composing.called(context, work)
    composing.put(None, context, work, ends.said_for_what(made, shortened(words, _SHOWN), context.tr))
    return Step.CARD


async def said_for(update: Update | None, context: Context, work: Open) -> Any:
    """«It is the title», «it is the place», «a message of my own»."""
    said = composing.noted(context, "said")
    action = context.pressed(update).action if update is not None else ""
    if said is None:
        return await composing.show_in_place(update, context, work)
    part = Part.from_data(said)
    if action == "said_title":
        return await changing.settle(update, context, work, replace(work.facts, title=part.text), Step.TITLE)
    if action == "said_place":
        return await changing.settle(update, context, work, replace(work.facts, place=part.text), Step.PLACE)
    composing.note(context, Step.CARD, said=None)
    composing.leave(context)
    composing.put(update, context, work, ends.meeting_kept(await composing.called(context, work), context.tr))
    await drafting.take_parts(context, [part])
    return ConversationHandler.END
