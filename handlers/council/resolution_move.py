"""The dialogue in which somebody says how far a resolution has come: a step, or a word; a sentence, maybe a photo."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.resolution_making import picker_of
from handlers.council.resolution_shown import show_work, worker_of
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.messages import is_attachment, media_of, message_of, words_of
from handlers.resident import drafting, resolution_card
from handlers.secretariat import aside
from handlers.views import calendar
from handlers.views import resolution_work as views
from handlers.views.errors import error_view
from handlers.views.general import not_text, old_button_toast
from handlers.views.resolution import OFFICE, Shown
from models.errors import NotFound, ResolutionChanged
from models.jalali_calendar import month_of
from models.media import MediaItem, MediaKind
from models.resolution import RESOLUTION_MOVES, Resolution, ResolutionStatus
from models.services import resolution_moves, resolutions
from models.services.resolution_moves import LONGEST_NOTE
from models.text import fold
from models.typed_moment import UnknownMomentError, read_next_day

NAME = aside.RESOLUTION_STEP
_IDLE = timedelta(hours=1)
_OPEN = frozenset(fold(word) for word in ("باز", "ندارد", "بدون مهلت", "بی‌مهلت", "none", "open"))


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    NOTE = "note"
    DAY = "day"  # another due day is asked
    REASON = "reason"  # and why


async def open_card(update: Update, context: Context) -> None:
    """«Work on it»: the card, below everything else; from its own list in place."""
    await show_work(None, context, context.pressed(update).id)


async def back_to_card(update: Update, context: Context) -> int:
    """«Back» from a question: the card in its place; nothing has happened."""
    _end(context)
    await show_work(update, context, context.pressed(update).id)
    return ConversationHandler.END


async def ask_note(update: Update, context: Context) -> Any:
    """A step, or a word on it: what happened is asked."""
    shown = await _drawn(update, context)
    if shown is None:
        return ConversationHandler.END
    action, one = context.pressed(update).action, shown.resolution
    to = ResolutionStatus(one.status if action == views.WORD else action.removeprefix(views.TO))
    if to not in RESOLUTION_MOVES[ResolutionStatus(one.status)]:
        raise ResolutionChanged
    _keep(context, Step.NOTE, {"id": shown.id, "version": one.version, "to": to.value})
    context.edit_pressed(update, views.note_asked(shown, to, context.tr), slot=_slot(shown.id))
    return Step.NOTE


async def _drawn(update: Update, context: Context) -> Shown | None:
    """What the button was drawn for; where it is another one by now, or not theirs to move, how it stands.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    pressed, actor = context.pressed(update), await worker_of(context)
    resolution = await resolutions.resolution_for(actor, pressed.id)
    if resolution.version == pressed.version and resolution_moves.may_move(actor, resolution):
        return await resolution_card.shown(context, resolution)
    context.toast(old_button_toast(context.tr))
    _end(context)
    await show_work(update, context, pressed.id)
    return None


def _slot(resolution_id: int) -> str:
    return f"{NAME}.{resolution_id}"


def _data(context: Context) -> dict[str, Any]:
    state = context.turn.dialogues.get(NAME)
    return state.data if state is not None else {}


def _keep(context: Context, step: Step, data: dict[str, Any]) -> None:
    keep(open_dialogue(context.turn, NAME, step), {**data, "at": context.turn.now.isoformat()})


def _is_forgotten(context: Context) -> bool:
    """Whether so long ago was asked that what is written now is meant for something else."""
    at = _data(context).get("at")
    return at is not None and context.turn.now - datetime.fromisoformat(at) > _IDLE


async def _pass_on(context: Context, message: Message) -> int:
    """A message of the writer's own: it begins a draft as any other does."""
    _end(context)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


def _end(context: Context) -> None:
    if NAME in context.turn.dialogues:
        keep(context.turn.dialogues[NAME], {})
        close_dialogue(context.turn, NAME)


async def take_note(update: Update, context: Context) -> Any:
    """A sentence, with a photo or after one: it is done, and the authors hear of it."""
    message, data = message_of(update), _data(context)
    if _is_forgotten(context):
        return await _pass_on(context, message)
    shown = await _current(context, data)
    photo, words = media_of(message), words_of(message).strip()
    if photo is not None and photo.kind is not MediaKind.PHOTO:
        photo = None
    if photo is not None:
        data = {**data, "photo": photo.to_data()}
    step, to = Step(context.turn.dialogues[NAME].step), ResolutionStatus(data.get("to", shown.resolution.status))
    if not words or len(words) > LONGEST_NOTE:
        _keep(context, step, data)
        context.move(_slot(shown.id), _ask_again(shown, to, len(words), context, has_photo=photo is not None))
        return step
    return await _do(context, shown, data, words)


def _ask_again(shown: Shown, to: ResolutionStatus, length: int, context: Context, *, has_photo: bool) -> Any:
    if length:
        return views.note_too_long(shown, length, LONGEST_NOTE, context.tr)
    return (
        views.note_asked(shown, to, context.tr, has_photo=True) if has_photo else views.words_needed(shown, context.tr)
    )


async def _current(context: Context, data: dict[str, Any]) -> Shown:
    """What is worked on, for whoever still may.

    Raises:
        NotFound: they may not any more.
    """
    try:
        actor = await worker_of(context)
        return await resolution_card.shown(context, await resolutions.resolution_for(actor, data.get("id", 0)))
    except NotFound:
        _end(context)
        raise


async def _do(context: Context, shown: Shown, data: dict[str, Any], words: str) -> int:
    try:
        await _write(context, data, words)
    except ResolutionChanged as error:
        _end(context)
        context.reply(error_view(error, context.tr))
        await show_work(None, context, shown.id)
        return ConversationHandler.END
    _end(context)
    context.turn.has_deliveries = context.turn.has_media = True
    await show_work(None, context, shown.id, above=views.noted)
    return ConversationHandler.END


async def _write(context: Context, data: dict[str, Any], words: str) -> Resolution:
    actor, number, version = await worker_of(context), data["id"], data["version"]
    if "to" not in data:
        day = date.fromisoformat(data["day"]) if data.get("day") else None
        return await resolution_moves.postpone(actor, number, version, day, words)
    photo = MediaItem.from_data(data["photo"]) if "photo" in data else None
    return await resolution_moves.move(actor, number, version, ResolutionStatus(data["to"]), words, file=photo)


async def ask_day(update: Update, context: Context) -> Any:
    """«Another due day»: chosen or typed."""
    shown = await _drawn(update, context)
    if shown is None:
        return ConversationHandler.END
    _keep(context, Step.DAY, {"id": shown.id, "version": shown.resolution.version})
    _show_month(update, context, shown)
    return Step.DAY


def _show_month(update: Update, context: Context, shown: Shown, month: tuple[int, int] | None = None) -> None:
    picker = picker_of(context, shown.resolution.version, noun=views.DAY)
    year, number = month or month_of(max(shown.resolution.due_on or picker.today, picker.today))
    context.edit_pressed(update, views.day_asked(shown, picker, year, number), slot=_slot(shown.id))


async def press_day(update: Update, context: Context) -> Any:
    """A button of the calendar: another month, a day, or none (0)."""
    pressed, data = context.pressed(update), _data(context)
    if not data or data.get("version") != pressed.version or "to" in data:
        context.toast(old_button_toast(context.tr))
        return None if data else ConversationHandler.END
    shown = await _current(context, data)
    day = calendar.picked_day(pressed.id) if pressed.action == "day" else None
    if day is None and not (pressed.action == "day" and pressed.id == 0):
        month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
        open_dialogue(context.turn, NAME, Step.DAY)
        _show_month(update, context, shown, None if month is None else (month.year, month.month))
        return Step.DAY
    return _ask_reason(update, context, shown, day)


def _ask_reason(update: Update | None, context: Context, shown: Shown, day: date | None) -> Step:
    kept = {"id": shown.id, "version": shown.resolution.version, "day": day.isoformat() if day is not None else ""}
    _keep(context, Step.REASON, kept)
    picker = picker_of(context, shown.resolution.version, noun=views.DAY)
    view = views.reason_asked(shown, day, picker, context.tr)
    if update is None:
        context.move(_slot(shown.id), view)
    else:
        context.edit_pressed(update, view, slot=_slot(shown.id))
    return Step.REASON


async def take_day(update: Update, context: Context) -> Any:
    """A typed day, from today on."""
    if _is_forgotten(context):
        return await _pass_on(context, message_of(update))
    shown = await _current(context, _data(context))
    words = words_of(message_of(update))
    if fold(words).strip(" .") in _OPEN:
        return _ask_reason(None, context, shown, None)
    try:
        day = read_next_day(words, context.turn.now, context.city.zone)
    except UnknownMomentError:
        day = None
    if day is None or day < shown.today:
        context.move(_slot(shown.id), views.day_not_read(shown, context.tr))
        return Step.DAY
    return _ask_reason(None, context, shown, day)


async def leave(_: Update, context: Context) -> int:
    """/cancel: nothing has happened; the card."""
    number = _data(context).get("id")
    _end(context)
    if number is not None:
        await show_work(None, context, number)
    return ConversationHandler.END


def build() -> Any:
    """The dialogue: a step on the card begins it, a sentence ends it."""
    steps = [views.TO + status.value for status in ResolutionStatus if status is not ResolutionStatus.AWAITING_REVIEW]
    buttons = [
        CallbackQueryHandler(ask_note, pattern(OFFICE, views.WORD, *steps)),
        CallbackQueryHandler(ask_day, pattern(OFFICE, "postpone")),
        CallbackQueryHandler(press_day, pattern(views.DAY, "day", "month")),
        CallbackQueryHandler(back_to_card, pattern(OFFICE, "card_of")),
    ]
    note = [MessageHandler(guards.TEXT, take_note), MessageHandler(guards.ANYTHING & ~filters.TEXT, take_note)]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.NOTE,
        entry_points=buttons,
        states={
            Step.NOTE: note,
            Step.REASON: note,
            Step.DAY: [MessageHandler(guards.TEXT, take_day)],
        },
        fallbacks=[*buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )


def build_card() -> CallbackQueryHandler[Any, Any]:
    """The way to the card from elsewhere."""
    return CallbackQueryHandler(open_card, pattern(OFFICE, "open"))
