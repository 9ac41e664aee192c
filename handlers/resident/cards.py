"""The card of a submission for its author: drawn wherever it is asked for."""

from handlers.context import Context
from handlers.keyboards import View
from handlers.resident import notice_reply, resolution_card
from handlers.views import mine as views
from handlers.views.goal_standing import with_goals
from models.media import MediaKind, MediaState
from models.services import areas, authors, goal_links, media, submissions, topics
from models.submission import Kind, Status, Submission


async def submission_card(context: Context, submission: Submission, *, page: int) -> View:
    """Everything its author may read of it. `page` is the page of the list that the way back leads to."""
    session, submission_id = context.turn.session, submission.id or 0
    attached = await media.list_of(session=session, submission_id=submission_id)
    record = views.Record(
        submission=submission,
        history=await submissions.history(session=session, submission_id=submission_id),
        additions=await submissions.additions(session=session, submission_id=submission_id),
        attachments=[(MediaKind(one.kind), MediaState(one.state)) for one in attached if one.entry_id is None],
        entries=await authors.correspondence(session=session, submission_id=submission_id),
        asks_outcome=await _asks_outcome(context, submission),
    )
    view = views.my_card(
        record,
        await areas.load_tree(session=session),
        await topics.load_topics(session=session),
        zone=context.city.zone,
        now=context.turn.now,
        page=page,
        tr=context.tr,
    )
    view = await resolution_card.name_answer(context, submission, view)
    behind = await goal_links.public_goals_of(session=session, submission_id=submission_id, limit=_GOALS)
    view = with_goals(view, behind)
    answered = await notice_reply.line_of(session, submission.notice_id, context.tr, kind=Kind(submission.kind))
    return view if answered is None else view.preceded_by(answered)


_GOALS = 3  # to which a card leads


async def _asks_outcome(context: Context, submission: Submission) -> bool:
    if submission.status != Status.DONE:
        return False
    return not await authors.has_said_solved(session=context.turn.session, submission=submission)
