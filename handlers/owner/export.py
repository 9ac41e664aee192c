"""/export: staff ask for the file the office works with, of their areas; it comes when it is ready."""

from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.views import export as views
from handlers.views.general import old_button_toast
from models.export_filter import ExportFilter
from models.role import Action
from models.services import access, audit, jobs
from models.services.audit import By

NAME = "export"


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    CHOOSING = "choosing"


async def ask(_: Update, context: Context) -> Step:
    """After /export: what should it hold?"""
    context.reply(await _question(context, {"new": False, "named": False}))
    return Step.CHOOSING


async def press(update: Update, context: Context) -> Any:
    """A switch turns the question's answer; a format begins the work."""
    access.must(await context.rights(), Action.EXPORT)
    pressed, state = context.pressed(update), context.turn.dialogues.get(NAME)
    if state is None or not state.data or state.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        context.edit_pressed(update, await _question(context, {"new": False, "named": False}))
        return Step.CHOOSING
    if pressed.action == "later":
        return _end(update, context, views.export_later(context.tr))
    if pressed.action in views.FORMATS:
        await _begin(context, state.data, pressed.action)
        return _end(update, context, views.export_begun(context.tr))
    context.edit_pressed(update, await _question(context, {**state.data, **_SWITCHES.get(pressed.action, {})}))
    return Step.CHOOSING


_SWITCHES = {"all": {"new": False}, "new": {"new": True}, "nameless": {"named": False}, "named": {"named": True}}


async def _begin(context: Context, chosen: dict[str, Any], file_format: str) -> None:
    rights = await context.rights()
    is_named = chosen["named"] and rights.is_owner  # they may have been one when they chose it
    asked_for = ExportFilter(new_since_last=chosen["new"]).limited_to(rights)
    asked = {"suffix": f".{file_format}", "filter": asked_for.to_data(), "with_identity": is_named}
    await jobs.ask(
        session=context.turn.session,
        bot_id=context.turn.bot_id,
        person_id=context.person.id or 0,
        chat_id=context.turn.chat_id,
        kind=NAME,
        asked=asked,
        now=context.turn.now,
    )
    await audit.note_export(
        session=context.turn.session,
        by=By(context.person.id),
        wish=asked_for.wish(),
        file_format=file_format,
        with_identity=is_named,
        now=context.turn.now,
    )
    context.turn.has_jobs = True


async def _question(context: Context, chosen: dict[str, Any]) -> View:
    rights = await context.rights()
    access.must(rights, Action.EXPORT)
    state = open_dialogue(context.turn, NAME, Step.CHOOSING)
    keep(state, chosen)
    return views.export_question(
        new_since_last=chosen["new"],
        with_identity=chosen["named"] if rights.is_owner else None,
        version=state.version,
        tr=context.tr,
    )


def _end(update: Update, context: Context, view: View) -> int:
    keep(context.turn.dialogues[NAME], {})
    close_dialogue(context.turn, NAME)
    context.edit_pressed(update, view)
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel where the file is asked about."""
    context.reply(views.export_later(context.tr))
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: /export begins it, a format or «not now» ends it."""
    begin = CommandHandler("export", ask, guards.IN_PRIVATE)
    buttons = CallbackQueryHandler(press, pattern(views.NOUN))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.CHOOSING,
        entry_points=[begin, buttons],
        states={Step.CHOOSING: []},
        fallbacks=[begin, buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
