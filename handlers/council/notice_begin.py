"""How a notice begins: from a draft's card, or after /notice. Part of the dialogue notice."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import composing
from handlers.council.announcing import announcer_of
from handlers.council.composing import Step, content_of_parts, noted
from handlers.dialogue import close_dialogue
from handlers.markup import html_of
from handlers.messages import message_of, part_of, words_of
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.views import notice as views
from handlers.views import notice_ends as ends
from handlers.views.draft_ends import draft_gone
from handlers.views.general import old_button_toast, unknown_command
from handlers.views.notice_office import office_name
from models.draft import Part
from models.errors import NotFound, NoticeTooLong, NoticeTooManyFiles
from models.role import Action
from models.services import notices

_GATHERING = "notice.gathering"  # the message below an album that comes in pieces


async def announce(update: Update, context: Context) -> Any:
    """«Notice for Golsar» on a draft's card: the draft becomes a notice, and its card the line above the preview."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    draft, state = drafting.open_draft(context), drafting.state_of(context)
    if draft is None or state is None:
        context.toast(old_button_toast(context.tr))
        context.edit_pressed(update, draft_gone(context.tr))
        return _unchanged(context)
    if state.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        await drafting.show(context, draft)
        return _unchanged(context)
    content = content_of_parts(draft.parts)
    notice = await notices.create(announcer, content=content, office_area_id=pressed.id or None)
    close_dialogue(context.turn, drafting.NAME, step=drafting.DISCARDED)
    context.edit_pressed(update, ends.preview_above(context.tr))
    composing.begin_anew(context, Step.CARD, id=notice.id, draft=draft.id, said=composing.said_in(draft.parts))
    return await composing.show(context, await composing.opened(announcer, notice))


async def choose_office(update: Update, context: Context) -> Any:
    """«Make it a notice», for whoever holds many offices: in whose name?"""
    announcer, draft, state = await announcer_of(context), drafting.open_draft(context), drafting.state_of(context)
    if draft is None or state is None or state.version != context.pressed(update).version:
        return await announce(update, context)
    offices, tree = notices.office_areas(announcer), await composing.tree_of(context)
    view = views.offices_of_draft(offices, draft.id, tree, context.city, version=state.version, tr=context.tr)
    context.edit_pressed(update, view)
    return _unchanged(context)


async def begin(update: Update, context: Context) -> Any:
    """/notice: ask for it. «/notice words» is the notice already. For whoever may not it is an unknown command."""
    if not (await context.rights()).may_somewhere(Action.ANNOUNCE):
        context.reply(unknown_command(context.tr))
        return _unchanged(context)
    message = message_of(update)
    written = words_of(message)
    command, *words = written.split(maxsplit=1)
    aside.put_aside(context)
    await keep_gathered(context)
    composing.begin_anew(context, Step.TEXT)
    if words and command.startswith("/"):
        before = written[: written.index(words[0], len(command))]
        part = replace(part_of(message), text=words[0], html=html_of(message, after=before))
        return await _gather(context, part)
    return await _ask(context)


async def begin_from_button(_: Update, context: Context) -> Any:
    """«New notice» in the list."""
    await keep_gathered(context)
    aside.put_aside(context)
    composing.begin_anew(context, Step.TEXT)
    return await _ask(context)


async def _ask(context: Context) -> Step:
    announcer, tree = await announcer_of(context), await composing.tree_of(context)
    offices, office = notices.office_areas(announcer), noted(context, "office")
    if len(offices) > 1 and office is None:
        composing.note(context, Step.OFFICE)
        context.reply(ends.offices_asked(offices, tree, context.city, context.tr))
        return Step.OFFICE
    area_id = offices[0] if office is None else office or None
    composing.note(context, Step.TEXT, office=area_id or views.WHOLE_CITY)
    context.reply(ends.notice_asked(office_name(area_id, tree, context.city, context.tr), context.tr))
    return Step.TEXT


async def take_office(update: Update, context: Context) -> Any:
    """An office was chosen after /notice: the question what it is, or the notice where that was said already."""
    announcer, area_id = await announcer_of(context), context.pressed(update).id or None
    state = composing.state_of(context)
    if state is None or noted(context, "id") is not None or state.step not in {Step.OFFICE, Step.TEXT}:
        context.toast(old_button_toast(context.tr))
        return None
    if not announcer.rights.may(Action.ANNOUNCE, area_id):
        raise NotFound
    composing.note(context, Step.TEXT, office=area_id or views.WHOLE_CITY)
    if noted(context, "parts"):
        context.edit_pressed(update, ends.preview_above(context.tr))
        return await _make(context)
    place = office_name(area_id, await composing.tree_of(context), context.city, context.tr)
    context.edit_pressed(update, ends.notice_asked(place, context.tr))
    return Step.TEXT


async def take_first(update: Update, context: Context) -> Any:
    """The message, or one of several, before there is a notice."""
    message = message_of(update)
    if not (await context.rights()).may_somewhere(Action.ANNOUNCE):
        return await composing.pass_on(context, message)
    if not composing.fits(context, message):
        return composing.step_of(context)
    return await _gather(context, part_of(message))


async def _gather(context: Context, part: Part) -> Any:
    """One more message: an album comes in pieces, everything else is the whole."""
    state = composing.state_of(context)
    held = state.data.get("parts", []) if state is not None else []
    composing.note(context, Step.TEXT, parts=[*held, part.to_data()])
    if part.album is not None:
        show_gathered(context, sum("media" in one for one in noted(context, "parts")))
        return Step.TEXT
    return await _make(context)


def show_gathered(context: Context, count: int) -> None:
    """So many files so far, below the newest of them."""
    context.move(_GATHERING, ends.notice_gathered(count, context.tr))


async def keep_gathered(context: Context) -> None:
    """What was gathered of an album and not yet looked at becomes a draft among the notices: nothing is lost."""
    held, office = noted(context, "parts"), noted(context, "office")
    announcer = await announcer_of(context)
    if not held:
        return
    content = content_of_parts([Part.from_data(one) for one in held])
    area_id = notices.office_areas(announcer)[0] if office is None else office or None
    with suppress(NoticeTooLong, NoticeTooManyFiles):  # then it is no notice; the messages stand in the chat
        await notices.create(announcer, content=content, office_area_id=area_id)


async def _make(context: Context) -> Any:
    """What was gathered becomes a notice; in whose name is asked first, where that is not clear."""
    announcer, office = await announcer_of(context), noted(context, "office")
    offices = notices.office_areas(announcer)
    if office is None and len(offices) > 1:
        composing.note(context, Step.OFFICE)
        context.reply(ends.offices_asked(offices, await composing.tree_of(context), context.city, context.tr))
        return Step.OFFICE
    area_id = offices[0] if office is None else office or None
    parts = [Part.from_data(one) for one in noted(context, "parts")]
    content = content_of_parts(parts)
    composing.note(context, Step.TEXT, parts=None)  # should it be refused, the next message is the whole of it
    notice = await notices.create(announcer, content=content, office_area_id=area_id)
    composing.begin_anew(context, Step.CARD, id=notice.id, said=composing.said_in(parts))
    return await composing.show(context, await composing.opened(announcer, notice))


async def show_preview(update: Update, context: Context) -> Any:
    """«Show the preview» below what was gathered of an album."""
    await announcer_of(context)
    work = await composing.current(context)
    if work is not None:
        context.take_buttons(update)
        return await composing.show(context, work)
    if not noted(context, "parts"):
        context.toast(old_button_toast(context.tr))
        context.take_buttons(update)
        return None
    context.edit_pressed(update, ends.preview_above(context.tr))
    return await _make(context)


async def later(update: Update, context: Context) -> Any:
    """«Not now» after /notice."""
    if noted(context, "id") is None and composing.state_of(context) is not None:
        composing.begin_anew(context, Step.TEXT)
        composing.leave(context)
    context.edit_pressed(update, ends.nothing_begun(context.tr))
    return _unchanged(context)


def _unchanged(context: Context) -> Any:
    state = composing.state_of(context)
    return Step(state.step) if state is not None and state.is_active else ConversationHandler.END
