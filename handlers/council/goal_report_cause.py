"""What moved a goal, as a report says it: a resolution or a submission, tied to it or named. Part of its dialogue."""

from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council import goal_reporting as reporting
from handlers.council.goal_reporting import Step, Work
from handlers.messages import message_of, words_of
from handlers.views import goal_report_ask as views
from models.resolution import Resolution
from models.services import areas, goal_causes, goal_links, goal_ties, resolutions
from models.tracking_code import parse_tracking_code

_OFFERED = 5  # of each


async def ask_cause(update: Update | None, context: Context, work: Work) -> Step:
    """«Because of …»: those that are tied to the goal, or another one, typed."""
    reporting.note(context, Step.CAUSE, work.draft, pending=None, said=None)
    session, goal_id = context.turn.session, work.draft.goal_id
    tied = await goal_ties.resolutions_of(session=session, goal_id=goal_id, limit=_OFFERED)
    behind, _ = await goal_links.behind(session=session, goal_id=goal_id, offset=0, limit=_OFFERED)
    drawn = await reporting.reporting_of(context, work)
    codes = [(one.id or 0, context.tr.digits(one.code)) for one in behind]
    view = views.cause_asked(drawn, await _named(context, tied), codes, context.tr)
    reporting.put(update, context, view)
    return Step.CAUSE


async def _named(context: Context, found: list[Resolution]) -> list[tuple[int, str]]:
    return [(one.id or 0, await reporting.resolution_words(context, one)) for one in found]


async def take_cause(update: Update, context: Context, work: Work) -> Any:
    """A tracking code, or a resolution's number with or without its year."""
    words = words_of(message_of(update)).strip()
    code = parse_tracking_code(words)
    if code is not None:
        sent = await goal_causes.submission_named(work.actor, code)
        if sent is None:
            return await _refuse(context, work, words)
        return await _take(None, context, work, submission_id=sent.id)
    tree = await areas.load_tree(session=context.turn.session)
    found = await goal_causes.resolutions_named(
        session=context.turn.session, goal=work.goal, tree=tree, words=words, limit=_OFFERED
    )
    if not found:
        return await _refuse(context, work, words)
    if len(found) == 1:
        return await _take(None, context, work, resolution_id=found[0].id)
    reporting.note(context, Step.CAUSE, work.draft)
    drawn = await reporting.reporting_of(context, work)
    reporting.put(None, context, views.which_resolution(drawn, await _named(context, found), context.tr))
    return Step.CAUSE


async def _refuse(context: Context, work: Work, words: str) -> Step:
    reporting.note(context, Step.CAUSE, work.draft)
    reporting.put(None, context, views.cause_unknown(await reporting.reporting_of(context, work), words, context.tr))
    return Step.CAUSE


async def press_resolution(update: Update, context: Context, work: Work, number: int) -> Any:
    """One of those that were offered.

    Raises:
        NotFound: there is none, or nobody may read it.
    """
    found = await resolutions.published(session=context.turn.session, resolution_id=number)
    return await _take(update, context, work, resolution_id=found.id)


async def press_submission(update: Update, context: Context, work: Work, number: int) -> Any:
    """One of those that were offered.

    Raises:
        NotFound: there is none, or a report may not name it.
    """
    sent = await goal_causes.submission_chosen(work.actor, number)
    return await _take(update, context, work, submission_id=sent.id)


async def _take(
    update: Update | None,
    context: Context,
    work: Work,
    *,
    resolution_id: int | None = None,
    submission_id: int | None = None,
) -> Any:
    changed = work.with_draft(resolution_id=resolution_id, submission_id=submission_id)
    return await reporting.show_card(update, context, changed)


async def forget_cause(update: Update | None, context: Context, work: Work) -> Any:
    """«Of itself»."""
    return await _take(update, context, work)
