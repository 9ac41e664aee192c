"""The dialogue in which staff say where a submission belongs and what it is about; its author is not told."""

from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, keep, open_dialogue
from handlers.messages import message_of, words_of
from handlers.secretariat import aside, desk_card, desk_run
from handlers.views import area as area_views
from handlers.views import case_choices as views
from handlers.views.case import NOUN as CASE
from handlers.views.case_words import left_reach, place_unknown
from handlers.views.general import old_button_toast
from models.area_tree import AreaTree
from models.role import Action
from models.services import areas, casework, topics
from models.submission import Submission

NAME = aside.CORRECTION


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    AREA = "area"
    TOPIC = "topic"


async def ask_area(update: Update, context: Context) -> Any:
    """«Neighbourhood» on a card: the tree in its place; a name can be typed as well."""
    submission = await desk_card.pressed_case(update, context, Action.PLACE)
    if submission is None:
        return None
    tree, version = await _tree(context), _open(context, submission, Step.AREA)
    view = views.case_areas(submission, tree, 0, 0, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=desk_card.slot_of(submission))
    return Step.AREA


async def ask_topic(update: Update, context: Context) -> Any:
    """«Correct the topic»: the topics in the card's place."""
    submission = await desk_card.pressed_case(update, context, Action.CORRECT)
    if submission is None:
        return None
    all_topics = await topics.load_topics(session=context.turn.session)
    version = _open(context, submission, Step.TOPIC)
    view = views.case_topics(submission, all_topics, None, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=desk_card.slot_of(submission))
    return Step.TOPIC


def _open(context: Context, submission: Submission, step: Step) -> int:
    state = open_dialogue(context.turn, NAME, step)
    keep(state, {"id": submission.id})
    return state.version


async def press_area(update: Update, context: Context) -> Any:
    """A button of the tree: choose a place, go down or up, or back to the card."""
    submission = await _pressed(update, context, Action.PLACE)
    if submission is None:
        return None
    pressed, tree = context.pressed(update), await _tree(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        return await _place(update, context, submission, pressed.id)
    if pressed.action not in {"open", "page"}:
        return await _back(update, context, submission)
    version = _open(context, submission, Step.AREA)
    view = views.case_areas(submission, tree, *area_views.opened(tree, pressed), version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=desk_card.slot_of(submission))
    return Step.AREA


async def find_area(update: Update, context: Context) -> Any:
    """A typed name chooses its place; several that fit are asked about."""
    with aside.ending_without_right(context, NAME):
        submission = await desk_card.load(context, context.turn.dialogues[NAME].data["id"], Action.PLACE)
    words, tree = words_of(message_of(update)), await _tree(context)
    found = tree.find(words)
    if len(found) == 1 and tree.is_named(found[0], words):
        return await _place(None, context, submission, found[0].id)
    version = _open(context, submission, Step.AREA)
    if found:
        view = area_views.area_question(tree, found, noun=views.AREA, version=version, tr=context.tr)
    else:
        view = place_unknown(
            words, views.case_areas(submission, tree, 0, 0, version=version, tr=context.tr), context.tr
        )
    context.move(desk_card.slot_of(submission), view)
    return Step.AREA


async def press_topic(update: Update, context: Context) -> Any:
    """A button of the topics: choose one, open one with others below it, or back to the card."""
    submission = await _pressed(update, context, Action.CORRECT)
    if submission is None:
        return None
    pressed, all_topics = context.pressed(update), await topics.load_topics(session=context.turn.session)
    topic = next((one for one in all_topics.all if one.position == pressed.id), None)
    if pressed.action == "choose" and topic is not None:
        staff = await desk_card.desk_of(context)
        return await _show(update, context, await casework.correct(staff, submission.id or 0, topic=topic.code))
    if pressed.action != "open":
        return await _back(update, context, submission)
    version = _open(context, submission, Step.TOPIC)
    parent = None if topic is None else topic.code
    view = views.case_topics(submission, all_topics, parent, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=desk_card.slot_of(submission))
    return Step.TOPIC


async def _pressed(update: Update, context: Context, action: Action) -> Submission | None:
    """The submission that is corrected; None for a list drawn before something changed."""
    state = context.turn.dialogues.get(NAME)
    await desk_card.desk_of(context)
    if state is not None and "id" in state.data and state.version == context.pressed(update).version:
        return await desk_card.load(context, state.data["id"], action)
    context.toast(old_button_toast(context.tr))
    if state is not None and "id" in state.data:
        await desk_card.show(context, await desk_card.load(context, state.data["id"]))
    return None


async def _place(update: Update | None, context: Context, submission: Submission, area_id: int) -> int:
    staff = await desk_card.desk_of(context)
    return await _show(update, context, await casework.place(staff, submission.id or 0, area_id))


async def _show(update: Update | None, context: Context, submission: Submission) -> int:
    aside.end(context, NAME)
    if not await desk_card.is_still_seen(context, submission):
        view = left_reach(submission.code, context.tr)
        if update is None:
            context.move(desk_card.slot_of(submission), view)
        else:
            context.edit_pressed(update, view, slot=desk_card.slot_of(submission))
        return ConversationHandler.END
    desk_run.is_worked_on(context, submission)
    if update is None:
        await desk_card.show(context, submission, is_read=True)
    else:
        await desk_card.show_in_place(update, context, submission)
    return ConversationHandler.END


async def _back(update: Update, context: Context, submission: Submission) -> int:
    aside.end(context, NAME)
    await desk_card.show_in_place(update, context, submission)
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel: it stays where it was."""
    submission_id = context.turn.dialogues[NAME].data.get("id", 0)
    aside.end(context, NAME)
    await desk_card.show(context, await desk_card.load(context, submission_id), is_read=True)
    return ConversationHandler.END


async def _tree(context: Context) -> AreaTree:
    return await areas.load_tree(session=context.turn.session)


def build() -> ConversationHandler[Any]:
    """The dialogue: the card's buttons begin it; a place or a topic, or the way back, end it."""
    begin = [
        CallbackQueryHandler(ask_area, pattern(CASE, "place")),
        CallbackQueryHandler(ask_topic, pattern(CASE, "topics")),
        CallbackQueryHandler(press_area, pattern(views.AREA)),
        CallbackQueryHandler(press_topic, pattern(views.TOPIC)),
    ]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.AREA,
        entry_points=begin,
        states={Step.AREA: [MessageHandler(guards.TEXT, find_area)], Step.TOPIC: []},
        fallbacks=[*begin, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
