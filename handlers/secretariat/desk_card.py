"""The card of a submission for staff: loaded with their rights at every press, drawn wherever it is asked for."""

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.keyboards import View
from handlers.resident import notice_reply, resolution_card
from handlers.secretariat import aside
from handlers.views import case as views
from handlers.views.case import Case, Holder
from handlers.views.case_talk import whole_text
from handlers.views.general import old_button_toast
from handlers.views.reading import with_notice
from models.rights import Rights
from models.role import Action
from models.services import access, areas, casework, desk, topics
from models.services.casework import Desk
from models.submission import Kind, Submission


async def desk_of(context: Context) -> Desk:
    """Who acts, for the services of casework.

    Raises:
        NotFound: nobody of staff; for them there is no desk.
    """
    turn, rights = context.turn, await context.rights()
    access.must(rights, Action.SEE)
    return Desk(turn.session, rights, turn.bot_id, turn.now, context.city.zone)


async def load(context: Context, submission_id: int, action: Action = Action.SEE) -> Submission:
    """The submission, if whoever wrote may do this to it.

    Raises:
        NotFound: it is not there, or not for them.
    """
    return await access.submission_for(
        session=context.turn.session, rights=await context.rights(), submission_id=submission_id, action=action
    )


async def pressed_case(update: Update, context: Context, action: Action = Action.SEE) -> Submission | None:
    """The submission of the button that was pressed; of an older card None, and a fresh one is shown.

    Raises:
        NotFound: it is not there, or they may not do this to it.
    """
    pressed = context.pressed(update)
    submission = await load(context, pressed.id, action)
    if submission.version == pressed.version:
        return submission
    context.toast(old_button_toast(context.tr))
    await show(context, submission)
    return None


async def case_of(context: Context, submission: Submission) -> Case:
    """Everything that lies in its file, for whoever wrote."""
    rights = await context.rights()
    file = await desk.file_of(session=context.turn.session, submission=submission, now=context.turn.now)
    return Case(
        submission=submission,
        history=file.history,
        additions=file.additions,
        entries=file.entries,
        attachments=file.attachments,
        holder=_holder(file.held_by, rights),
        may=_may(submission, rights),
    )


def _holder(held_by: int | None, rights: Rights) -> Holder:
    if held_by is None:
        return Holder.NOBODY
    return Holder.ME if held_by == rights.person_id else Holder.COLLEAGUE


def _may(submission: Submission, rights: Rights) -> frozenset[Action]:
    return frozenset(action for action in Action if rights.may(action, submission.area_id, submission.about_area_id))


async def _card(context: Context, submission: Submission) -> View:
    session = context.turn.session
    view = views.case_card(
        await case_of(context, submission),
        await areas.load_tree(session=session),
        await topics.load_topics(session=session),
        now=context.turn.now,
        zone=context.city.zone,
        tr=context.tr,
    )
    view = await resolution_card.name_answer(context, submission, view)
    kind = Kind(submission.kind)
    answered = await notice_reply.line_of(session, submission.notice_id, context.tr, kind=kind)
    return view if answered is None else with_notice(view, answered, submission.notice_id or 0, context.tr)


def slot_of(submission: Submission) -> str:
    """The name of the message that is its card: there is one in a chat."""
    return aside.slot_of(submission.id)


async def show(context: Context, submission: Submission, *, note: Markup | None = None, is_read: bool = False) -> None:
    """The card below everything else; a text that does not fit on it stands whole above, unless it was read there."""
    if note is None and not is_read and len(submission.text) > views.SHOWN:
        for piece in whole_text(submission.text, context.tr):
            context.reply(piece)
    view = await _card(context, submission)
    context.move(slot_of(submission), view if note is None else view.preceded_by(note))


async def show_in_place(update: Update, context: Context, submission: Submission) -> None:
    """The card in place of what was chosen on it."""
    context.edit_pressed(update, await _card(context, submission), slot=slot_of(submission))


async def is_still_seen(context: Context, submission: Submission) -> bool:
    """Whether it stayed within the reach of whoever changed it."""
    rights = await context.rights()
    return rights.may(Action.SEE, submission.area_id, submission.about_area_id)


async def take_up(context: Context, submission_id: int, action: Action) -> Submission:
    """Hold it while one works on it.

    Raises:
        NotFound, HeldByAnother: as `casework.take_up`.
    """
    return await casework.take_up(await desk_of(context), submission_id, action)
