"""What the buttons of a published text do: pages, cards of lines, decisions, and the end. Part of the dialogue."""

from collections.abc import Awaitable, Callable
from functools import reduce
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.messages import message_of, words_of
from handlers.secretariat import goal_import_begin as beginning
from handlers.secretariat import goal_importing as importing
from handlers.secretariat.goal_importing import Step, Work
from handlers.views import goal_import as views
from handlers.views import goal_import_ask as ask
from handlers.views import goal_import_lines as pages
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from models import goal_lines
from models.errors import BadGoalText, GoalChanged, LinesUndecided
from models.goal_lines import Lines
from models.goal_reading import LONGEST, Line
from models.services import areas, goal_imports

type Press = Callable[[Update, Context, Work, int], Awaitable[Any]]


async def press(update: Update, context: Context) -> Any:
    """The present screen's button does its work; an older one's shows how things stand."""
    pressed, work = context.pressed(update), await importing.work_of(context)
    if work is None:
        context.toast(views.over_toast(context.tr))
        importing.leave(context)
        return ConversationHandler.END
    if pressed.version != work.stamp:
        context.toast(old_button_toast(context.tr))
        return await importing.show(None, context, work)
    return await _PRESSES[pressed.action](update, context, work, pressed.id)


async def go_on(update: Update, context: Context) -> Any:
    """«Go on with it»: where it was left."""
    work = await importing.work_of(context)
    if work is None:
        context.edit_pressed(update, views.nothing_begun(context.tr))
        importing.leave(context)
        return ConversationHandler.END
    return await importing.show(update, context, work)


async def leave_area(update: Update, context: Context) -> int:
    """«Discard» where the area is asked: nothing was begun."""
    importing.leave(context)
    context.edit_pressed(update, views.nothing_begun(context.tr))
    return ConversationHandler.END


async def cancel(_: Update, context: Context) -> int:
    """/cancel: nothing is stored, nothing is lost."""
    work = await importing.work_of(context)
    importing.leave(context)
    view = views.put_away if work is not None and work.row.entries else views.nothing_begun
    context.reply(view(context.tr))
    return ConversationHandler.END


async def _turn_page(update: Update, context: Context, work: Work, number: int) -> Step:
    return await importing.show(update, context, work, at=number)


async def _show_line(update: Update, context: Context, work: Work, key: int) -> Step:
    preview = await importing.preview_of(context, work)
    line = goal_lines.find(preview.lines, key)
    if line is None:
        return await importing.show(update, context, work)
    importing.put(update, context, pages.line_card(preview, line, context.tr))
    return importing.note(context, Step.PREVIEW)


async def _next_undecided(update: Update, context: Context, work: Work, _: int) -> Step:
    undecided = (await importing.preview_of(context, work)).undecided
    return await _show_line(update, context, work, undecided[0].key if undecided else 0)


async def _show_alike(update: Update, context: Context, work: Work, _: int) -> Step:
    alike = (await importing.preview_of(context, work)).alike
    return await _show_line(update, context, work, next(iter(alike), 0))


def _shows(view: Callable[..., Any]) -> Press:
    async def show_it(update: Update, context: Context, work: Work, _: int) -> Step:
        importing.put(update, context, view(await importing.preview_of(context, work), context.tr))
        return importing.note(context, Step.PREVIEW)

    return show_it


def _decides(decide: Callable[[Lines, int], Lines | None]) -> Press:
    """A decision about one line; then the page on which it stands, or stood."""

    async def do_it(update: Update, context: Context, work: Work, key: int) -> Step:
        return await _decide(update, context, work, lambda lines: decide(lines, key), at=key)

    return do_it


async def _decide(
    update: Update | None, context: Context, work: Work, decide: Callable[[Lines], Lines | None], *, at: int = 0
) -> Step:
    before = (await importing.preview_of(context, work)).page_of(at)
    try:
        row = await goal_imports.change(work.actor, work.row.id or 0, work.row.version, decide)
    except GoalChanged:  # a line that is not there, or cannot be joined or cut so
        context.toast(old_button_toast(context.tr))
        return await importing.show(update, context, work, at=before)
    return await importing.show(update, context, Work(work.actor, row), at=before)


def _decides_strays(decide: Callable[[Lines, int], Lines | None]) -> Press:
    """One decision for all lines without a number."""

    def every(lines: Lines) -> Lines:
        keys = [line.key for line in goal_lines.strays_of(lines)]
        return reduce(lambda found, key: decide(found, key) or found, keys, lines)

    async def do_it(update: Update, context: Context, work: Work, _: int) -> Step:
        return await _decide(update, context, work, every)

    return do_it


async def _renumber_all(update: Update, context: Context, work: Work, _: int) -> Step:
    keys = ask.clashing_keys(await importing.preview_of(context, work))
    return await _decide(update, context, work, lambda lines: goal_lines.renumber(lines, keys))


async def _drop_clashing(update: Update, context: Context, work: Work, _: int) -> Step:
    keys = ask.clashing_keys(await importing.preview_of(context, work))
    return await _decide(update, context, work, lambda lines: reduce(goal_lines.drop, keys, lines))


async def _read_before(update: Update, context: Context, work: Work, _: int) -> Step:
    return await _decide(update, context, work, goal_lines.read_preamble)


def _asks(step: Step, view: Callable[..., Any]) -> Press:
    """Something is asked about a line, and what is typed next answers it."""

    async def ask_it(update: Update, context: Context, work: Work, key: int) -> Step:
        preview = await importing.preview_of(context, work)
        line = goal_lines.find(preview.lines, key)
        if line is None:
            return await importing.show(update, context, work)
        importing.put(update, context, view(preview, line, context.tr))
        return importing.note(context, step, line=key)

    return ask_it


async def _cut(update: Update, context: Context, work: Work, number: int) -> Step:
    key, at = ask.cut_of(number)
    return await _decide(update, context, work, lambda lines: goal_lines.split(lines, key, at), at=key)


async def take_words(update: Update, context: Context) -> Any:
    """Other words for a line."""
    found = await _asked(context)
    if found is None:
        return await _without_line(context)
    work, line = found
    words = words_of(message_of(update)).strip()
    if len(words) > LONGEST:
        preview = await importing.preview_of(context, work)
        importing.put(None, context, ask.words_too_long(preview, line, len(words), context.tr))
        return importing.note(context, Step.WORDS, line=line.key)
    return await _decide(None, context, work, lambda lines: goal_lines.reword(lines, line.key, words), at=line.key)


async def take_place(update: Update, context: Context) -> Any:
    """The first words of a line's second part."""
    found = await _asked(context)
    if found is None:
        return await _without_line(context)
    work, line = found
    at = goal_lines.place_of(line.text, words_of(message_of(update)))
    if at is None:
        preview = await importing.preview_of(context, work)
        importing.put(None, context, ask.place_asked(preview, line, context.tr, is_unknown=True))
        return importing.note(context, Step.PLACE, line=line.key)
    return await _decide(None, context, work, lambda lines: goal_lines.split(lines, line.key, at), at=line.key)


async def _asked(context: Context) -> tuple[Work, Line] | None:
    """The line about which something was asked."""
    work, key = await importing.work_of(context), importing.line_key(context)
    line = goal_lines.find(goal_imports.lines_of(work.row), key) if work is not None else None
    return (work, line) if work is not None and line is not None else None


async def _without_line(context: Context) -> Any:
    work = await importing.work_of(context)
    if work is not None:
        return await importing.show(None, context, work)
    importing.leave(context)
    context.reply(views.nothing_begun(context.tr))
    return ConversationHandler.END


async def publish(update: Update | None, context: Context, work: Work, _: int = 0) -> Any:
    """«Publish»: all of them, or none and what is undecided."""
    try:
        made = await goal_imports.finish(work.actor, work.row.id or 0, work.row.version)
    except (LinesUndecided, BadGoalText) as error:
        return await importing.show(update, context, work, above=error_view(error, context.tr))
    importing.leave(context)
    tree = await areas.load_tree(session=context.turn.session)
    importing.put(update, context, views.published(len(made), tree.places.get(work.row.area_id), context.tr))
    return ConversationHandler.END


async def _ask_discard(update: Update, context: Context, work: Work, begins: int) -> Any:
    """Nothing to lose: gone at once. Else it is asked."""
    if not work.row.entries:
        return await _discard(update, context, work, begins)
    lines = len(goal_imports.lines_of(work.row))
    importing.put(update, context, views.surely_discarded(lines, begins, work.stamp, context.tr))
    return importing.note(context, Step.PREVIEW)


async def _discard(update: Update, context: Context, work: Work, begins: int) -> Any:
    await goal_imports.discard(work.actor, work.row.id or 0, work.row.version)
    if begins:
        context.take_buttons(update)
        return await beginning.ask_area(context)
    importing.leave(context)
    context.edit_pressed(update, views.discarded(context.tr))
    return ConversationHandler.END


async def _paste_anew(update: Update, context: Context, work: Work, _: int) -> Step:
    """What was gathered goes; the same area's text is awaited."""
    row = await goal_imports.begin(work.actor, work.row.area_id)
    return await importing.show(update, context, Work(work.actor, row))


async def _read(update: Update, context: Context, work: Work, _: int) -> Step:
    if goal_imports.is_read(work.row):
        return await importing.show(update, context, work)
    return await beginning.read(update, context, work)


_PRESSES: dict[str, Press] = {
    "read": _read,
    "anew": _paste_anew,
    "page": _turn_page,
    "line": _show_line,
    "next": _next_undecided,
    "alike": _show_alike,
    "strays": _shows(ask.strays_asked),
    "clashes": _shows(ask.clashes_asked),
    "preamble": _shows(ask.preamble_card),
    "read_before": _read_before,
    "join": _decides(goal_lines.join),
    "own": _decides(goal_lines.own),
    "drop": _decides(goal_lines.drop),
    "back": _decides(goal_lines.take_back),
    "settle": _decides(goal_lines.settle),
    "renumber": _decides(lambda lines, key: goal_lines.renumber(lines, [key])),
    "split": _asks(Step.PLACE, ask.place_asked),
    "reword": _asks(Step.WORDS, ask.words_asked),
    "cut": _cut,
    "all_join": _decides_strays(goal_lines.join),
    "all_own": _decides_strays(goal_lines.own),
    "all_drop": _decides_strays(goal_lines.drop),
    "all_renumber": _renumber_all,
    "clash_drop": _drop_clashing,
    "publish": publish,
    "drop_all": _ask_discard,
    "drop_yes": _discard,
}
ACTIONS = tuple(_PRESSES)
