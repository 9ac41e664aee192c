"""How a published text is begun: whose goals it lists, its messages one by one, or a file. Part of the dialogue."""

from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.messages import media_of, message_of, words_of
from handlers.secretariat import aside
from handlers.secretariat import goal_importing as importing
from handlers.secretariat.goal_importing import Step, Work
from handlers.views import goal_import as views
from handlers.views.errors import error_view
from models.area_tree import name_key
from models.errors import BadGoalText
from models.goal_file import KIND, MOST_BYTES, refuse_by_name
from models.goal_reading import Trouble
from models.media import MediaItem, MediaKind
from models.role import Action
from models.services import areas, goal_imports, goals, jobs
from models.text import fold

_ENOUGH = frozenset(fold(word) for word in ("همین بود", "همین", "تمام", "تمام شد", "همه بود", "done", "that was all"))


async def begin(_: Update, context: Context) -> Any:
    """«Read a published text»: what was begun already is not lost by it."""
    work = await importing.work_of(context)
    aside.put_aside(context)
    if work is not None and work.row.entries:
        tree = await areas.load_tree(session=context.turn.session)
        lines = sum(len(one.text.splitlines()) for one in goal_imports.lines_of(work.row))
        place = tree.places.get(work.row.area_id)
        context.reply(views.begun_already(place, lines, work.stamp, context.tr), slot=importing.SLOT)
        return importing.note(context, Step.PREVIEW)
    return await ask_area(context)


async def ask_area(context: Context) -> Any:
    """Whose goals are they? Not asked where there is but one area."""
    actor = await actor_of(context, Action.PLAN)
    tree = await areas.load_tree(session=context.turn.session)
    area_ids = await goals.office_areas(actor)
    if len(area_ids) == 1 and not tree.below(area_ids[0]):
        return await _in_area(None, context, area_ids[0])
    context.reply(views.area_asked(area_ids, tree, context.tr), slot=importing.SLOT)
    return importing.note(context, Step.AREA)


async def choose_area(update: Update, context: Context) -> Any:
    """One of the areas that were offered; where a text is worked on already, that one stays."""
    work = await importing.work_of(context)
    if work is not None and work.row.entries:
        return await importing.show(None, context, work)
    return await _in_area(update, context, context.pressed(update).id)


async def take_area(update: Update, context: Context) -> Any:
    """The name of an area, in any spelling."""
    actor = await actor_of(context, Action.PLAN)
    tree, words = await areas.load_tree(session=context.turn.session), words_of(message_of(update))
    theirs = tree.within(actor.rights.reach(Action.PLAN))
    exact = [place.id for place in theirs.places.values() if place.key == name_key(words)]
    found = exact or [place.id for place in theirs.find(words)]
    if len(found) == 1:
        return await _in_area(None, context, found[0])
    offered = found or await goals.office_areas(actor)
    context.move(importing.SLOT, views.area_asked(offered, tree, context.tr, is_unknown=not found))
    return importing.note(context, Step.AREA)


async def _in_area(update: Update | None, context: Context, area_id: int) -> Step:
    actor = await actor_of(context, Action.PLAN)
    row = await goal_imports.begin(actor, area_id)
    return await importing.show(update, context, Work(actor, row))


async def take_piece(update: Update, context: Context) -> Any:
    """One message of the text; «that was all» typed does what the button does."""
    work, words = await importing.work_of(context), words_of(message_of(update))
    if work is None:
        importing.leave(context)
        context.reply(views.nothing_begun(context.tr))
        return ConversationHandler.END
    if goal_imports.is_read(work.row):  # a file came meanwhile
        importing.put(None, context, views.press_something(context.tr))
        return importing.note(context, Step.PREVIEW)
    if fold(words).strip(" .!") in _ENOUGH and work.row.entries:
        return await read(None, context, work)
    try:
        row = await goal_imports.add_piece(work.actor, work.row.id or 0, words)
    except BadGoalText as error:
        return await importing.show(None, context, work, above=error_view(error, context.tr))
    return await importing.show(None, context, Work(work.actor, row))


async def read(update: Update | None, context: Context, work: Work) -> Step:
    """«That was all»: what was read comes as a preview; what cannot be read stays gathered."""
    if not work.row.entries:
        tree = await areas.load_tree(session=context.turn.session)
        place = tree.places.get(work.row.area_id)
        importing.put(update, context, views.nothing_gathered(place, work.stamp, context.tr))
        return importing.note(context, Step.TEXT)
    try:
        row = await goal_imports.read(work.actor, work.row.id or 0, work.row.version)
    except BadGoalText as error:
        return await importing.show(update, context, work, above=error_view(error, context.tr))
    return await importing.show(update, context, Work(work.actor, row))


async def take_file(update: Update, context: Context) -> Any:
    """A file: fetched and read beside the turns. What is no text is refused at once, and nothing is lost."""
    work, file = await importing.work_of(context), media_of(message_of(update))
    if work is None:
        importing.leave(context)
        context.reply(views.nothing_begun(context.tr))
        return ConversationHandler.END
    if file is None:
        context.reply(views.no_file(context.tr))
        return importing.note(context, importing.step_of(context))
    if goal_imports.is_read(work.row):
        importing.put(None, context, views.press_something(context.tr))
        return importing.note(context, Step.PREVIEW)
    try:
        _check(file)
    except BadGoalText as error:
        return await importing.show(None, context, work, above=error_view(error, context.tr))
    await _ask_for(context, work, file)
    return importing.note(context, Step.TEXT)


def _check(file: MediaItem) -> None:
    if file.kind is not MediaKind.DOCUMENT:
        raise BadGoalText(Trouble.NOT_TEXT, 0)
    if file.size is not None and file.size > MOST_BYTES:
        raise BadGoalText(Trouble.TOO_LARGE, MOST_BYTES)
    refuse_by_name(file.file_name or "", file.mime_type or "")


async def _ask_for(context: Context, work: Work, file: MediaItem) -> None:
    """Have a file fetched after this turn."""
    turn, name = context.turn, file.file_name or ""
    await jobs.ask(
        session=turn.session,
        bot_id=turn.bot_id,
        person_id=context.person.id or 0,
        chat_id=turn.chat_id,
        kind=KIND,
        asked={"import": work.row.id, "file": file.file_id, "name": name},
        now=turn.now,
    )
    turn.has_jobs = True
    importing.put(None, context, views.file_awaited(name or "txt", work.stamp, context.tr))
