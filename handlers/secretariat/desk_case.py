"""What the buttons of a submission's card do at once: take it, let go, look at what lies in its file."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.secretariat import desk_card, desk_files, desk_run
from handlers.views import case_choices as choices
from handlers.views import case_talk
from handlers.views import case_words as words
from handlers.views.case import NOUN
from models.correction import NOBODY, Whom
from models.errors import NotFound
from models.pseudonym import blur
from models.role import Action
from models.services import casework, holding, people
from models.submission import About, Kind, Visibility


async def take(update: Update, context: Context) -> None:
    """Hold it: nobody else works on it for half an hour after the last thing that is done."""
    submission = await desk_card.pressed_case(update, context, Action.CLAIM)
    if submission is None:
        return
    await holding.take(await desk_card.desk_of(context), submission.id or 0)
    desk_run.is_worked_on(context, submission)
    context.toast(words.taken(context.tr))
    await desk_card.show_in_place(update, context, submission)


async def release(update: Update, context: Context) -> None:
    """Let go of it."""
    submission = await desk_card.pressed_case(update, context, Action.CLAIM)
    if submission is None:
        return
    await holding.let_go(await desk_card.desk_of(context), submission.id or 0)
    context.toast(words.already_released(context.tr))
    await desk_card.show_in_place(update, context, submission)


async def show_card(update: Update, context: Context) -> None:
    """«Back» from what was to be chosen: the card in its place."""
    submission = await desk_card.pressed_case(update, context)
    if submission is not None:
        await desk_card.show_in_place(update, context, submission)


async def show_more(update: Update, context: Context) -> None:
    """What is done less often, in place of the card."""
    submission = await desk_card.pressed_case(update, context)
    if submission is not None:
        view = choices.case_more(await desk_card.case_of(context, submission), context.tr)
        context.edit_pressed(update, view, slot=desk_card.slot_of(submission))


async def show_moves(update: Update, context: Context) -> None:
    """The statuses that it may get, in place of the card."""
    submission = await desk_card.pressed_case(update, context, Action.MOVE)
    if submission is not None:
        view = choices.case_moves(await desk_card.case_of(context, submission), context.tr)
        context.edit_pressed(update, view, slot=desk_card.slot_of(submission))


async def show_kinds(update: Update, context: Context) -> None:
    """The kinds, in place of the card."""
    submission = await desk_card.pressed_case(update, context, Action.CORRECT)
    if submission is not None:
        context.edit_pressed(update, choices.case_kinds(submission, context.tr), slot=desk_card.slot_of(submission))


async def show_abouts(update: Update, context: Context) -> None:
    """Whom a complaint may be about, in place of the card."""
    submission = await desk_card.pressed_case(update, context, Action.CORRECT)
    if submission is not None:
        context.edit_pressed(update, choices.case_abouts(submission, context.tr), slot=desk_card.slot_of(submission))


async def correct(update: Update, context: Context) -> None:
    """A kind, who may read it, or whom it is about: put right, and nobody is told."""
    submission = await desk_card.pressed_case(update, context, Action.CORRECT)
    if submission is None:
        return
    action = context.pressed(update).action
    changed = await casework.correct(
        await desk_card.desk_of(context),
        submission.id or 0,
        kind=_KINDS.get(action),
        visibility=_VISIBILITIES.get(action),
        about=_ABOUTS.get(action),
    )
    if not await desk_card.is_still_seen(context, changed):
        context.edit_pressed(update, words.out_of_sight(changed.code, context.tr), slot=desk_card.slot_of(changed))
        return
    desk_run.is_worked_on(context, changed)
    await desk_card.show_in_place(update, context, changed)


_KINDS = {choices.OF_KIND + kind: kind for kind in Kind}
_VISIBILITIES = {"hide": Visibility.STAFF_ONLY, "show": Visibility.PUBLIC}
_ABOUTS: dict[str, Whom] = {choices.OF_WHOM + whom: whom for whom in (*About, NOBODY)}


async def show_name(update: Update, context: Context) -> None:
    """Who wrote it, by the name they show: the look is on record. Of an anonymous one there is no name anywhere."""
    submission = await desk_card.pressed_case(update, context, Action.IDENTITY)
    if submission is None:
        return
    person_id = await casework.reveal_author(await desk_card.desk_of(context), submission.id or 0)
    if person_id is None:
        raise NotFound
    names = await people.names_of(session=context.turn.session, person_ids=[person_id])
    context.reply(words.author_named(submission.code, names.get(person_id), context.tr))


async def show_whole(update: Update, context: Context) -> None:
    """Everything in the file, over as many messages as it takes, and the card below."""
    submission = await desk_card.pressed_case(update, context)
    if submission is None:
        return
    case = await desk_card.case_of(context, submission)
    for view in case_talk.whole_file(
        submission.text, case.additions, case.entries, case.history, zone=context.city.zone, tr=context.tr
    ):
        context.reply(view)
    await desk_card.show(context, submission, is_read=True)


async def show_pin(update: Update, context: Context) -> None:
    """Where it is, on a map; of an anonymous author only the part of town."""
    submission = await desk_card.pressed_case(update, context)
    if submission is None:
        return
    if submission.latitude is None or submission.longitude is None:
        raise NotFound
    latitude, longitude = submission.latitude, submission.longitude
    if submission.is_anonymous:
        latitude, longitude = blur(latitude, longitude)
    context.send("sendLocation", {"latitude": latitude, "longitude": longitude})


async def show_files(update: Update, context: Context) -> None:
    """Photos, voices and whatever else came with it."""
    submission = await desk_card.pressed_case(update, context)
    if submission is not None:
        await desk_files.send(context, (await desk_card.case_of(context, submission)).attachments)


def build() -> Handlers:
    """The buttons of the card that ask for no words."""
    return [
        CallbackQueryHandler(take, pattern(NOUN, "take")),
        CallbackQueryHandler(release, pattern(NOUN, "release")),
        CallbackQueryHandler(show_card, pattern(NOUN, "card")),
        CallbackQueryHandler(show_more, pattern(NOUN, "more")),
        CallbackQueryHandler(show_moves, pattern(NOUN, "status")),
        CallbackQueryHandler(show_kinds, pattern(NOUN, "kinds")),
        CallbackQueryHandler(show_abouts, pattern(NOUN, "abouts")),
        CallbackQueryHandler(correct, pattern(NOUN, *_KINDS, *_VISIBILITIES, *_ABOUTS)),
        CallbackQueryHandler(show_name, pattern(NOUN, "name")),
        CallbackQueryHandler(show_whole, pattern(NOUN, "whole")),
        CallbackQueryHandler(show_pin, pattern(NOUN, "pin")),
        CallbackQueryHandler(show_files, pattern(NOUN, "files")),
    ]
