"""The PTB Application: which handler gets an update, in order."""

from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, ExtBot, TypeHandler
from telegram.request import BaseRequest

from bot.errors import note_failure
from handlers import papers
from handlers.context import Context
from handlers.council import (
    agenda,
    attendance,
    goal_report,
    goal_report_told,
    meeting,
    minutes,
    notice,
    notice_amend,
    notice_approval,
    notice_edits,
    notice_running,
    notices,
    resolution,
    resolution_move,
    resolution_remove,
)
from handlers.dialogue import Handlers
from handlers.owner import audit, export, roles, roles_change
from handlers.resident import (
    addition,
    check_in,
    codes,
    digest,
    draft,
    drafting,
    follow,
    general,
    goal_idea,
    goal_looking,
    goal_pictures,
    goal_start,
    goals,
    invitation,
    language,
    meeting_question,
    meetings,
    mine,
    minutes_reading,
    outcome,
    privacy,
    reading,
    reply,
    resolutions,
    rsvp,
    start,
    subscriptions,
)
from handlers.secretariat import (
    desk,
    desk_case,
    desk_corrections,
    desk_words,
    goal_call,
    goal_edit,
    goal_import,
    goal_link,
    goal_tie,
    walk_in,
)

type Machine = Application[Any, Any, Any, Any, Any, Any]

BEFORE, BEFORE_STAFF, ANSWERING, AFTERWARDS = -2, -1, 0, 1


def build_application(*, token: str, api_url: str, request: BaseRequest) -> Machine:
    """An Application that routes updates and nothing else: no updater, no job queue, no persistence, no tasks."""
    bot: ExtBot[None] = ExtBot(
        token=token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request,
        get_updates_request=request,
    )
    application = (
        Application.builder()
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    for handler in [*check_in.build(), *goal_start.build(), *invitation.build(), *codes.build()]:
        application.add_handler(handler, BEFORE)
    for handler in desk.build_codes():
        application.add_handler(handler, BEFORE_STAFF)
    for handler in _in_order():
        application.add_handler(handler, ANSWERING)
    application.add_handler(TypeHandler(Update, keep_draft_below), AFTERWARDS)
    application.add_error_handler(note_failure)
    return application


def _in_order() -> Handlers:
    return [
        *notice_edits.build(),
        *general.build_first(),
        start.build(),
        addition.build(),
        reply.build(),
        meeting_question.build(),
        outcome.build(),
        export.build(),
        desk_words.build(),
        desk_corrections.build(),
        walk_in.build(),
        notice.build(),
        notice_approval.build(),
        notice_amend.build(),
        meeting.build(),
        *agenda.build(),
        *minutes.build(),
        *attendance.build(),
        resolution.build(),
        goal_import.build(),
        resolution_move.build(),
        resolution_move.build_card(),
        *resolution_remove.build(),
        goal_edit.build(),
        *goal_tie.build(),
        goal_call.build(),
        *goal_link.build(),
        goal_report.build(),
        *goal_report_told.build(),
        *notice_running.build(),
        *notices.build(),
        *reading.build(),
        *papers.build(),
        *goal_pictures.build(),
        *rsvp.build(),
        *meetings.build(),
        *minutes_reading.build(),
        *resolutions.build(),
        *goals.build(),
        *goal_idea.build(),
        *goal_looking.build(),
        *desk_case.build(),
        *desk.build(),
        roles_change.build(),
        *roles.build(),
        *audit.build(),
        *mine.build(),
        *language.build(),
        *privacy.build(),
        follow.build(),
        *subscriptions.build(),
        *digest.build(),
        draft.build(),
        *general.build_last(),
    ]


async def keep_draft_below(_: Update, context: Context) -> None:
    """Whatever was answered: an open draft's card stays the newest message."""
    if context.turn.known is not None:
        await drafting.keep_below(context)
