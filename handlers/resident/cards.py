"""The card of a submission for its author: drawn wherever it is asked for."""

from handlers.context import Context
from handlers.keyboards import View
from handlers.views import mine as views
from models.media import MediaKind
from models.services import areas, media, submissions, topics
from models.submission import Submission


async def submission_card(context: Context, submission: Submission, *, page: int) -> View:
    """Everything its author may read of it. `page` is the page of the list that the way back leads to."""
    session, submission_id = context.turn.session, submission.id or 0
    record = views.Record(
        submission=submission,
        history=await submissions.history(session=session, submission_id=submission_id),
        additions=await submissions.additions(session=session, submission_id=submission_id),
        attachments=[MediaKind(one.kind) for one in await media.list_of(session=session, submission_id=submission_id)],
    )
    return views.my_card(
        record,
        await areas.load_tree(session=session),
        await topics.load_topics(session=session),
        zone=context.city.zone,
        page=page,
        tr=context.tr,
    )
