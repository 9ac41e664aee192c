"""A reply to one's copy of a notice: an opinion for the council that sent it, or an idea where that asks for ideas.

What it answers is said on its card.
"""

from dataclasses import replace

from markupsafe import Markup
from telegram import Message

from handlers.context import Context
from handlers.views.goal_call import answers_call, call_over
from handlers.views.reading import answers_line
from locales import Translator
from models.area_tree import AreaTree
from models.database import AsyncSession
from models.draft import Draft
from models.errors import CallOver
from models.goal_call_shown import CallShown
from models.notice import Notice
from models.services import areas, goal_call_answers, notice_answers, notices
from models.services.dialogues import DialogueState
from models.submission import Kind

IDEA = "idea_for"  # in the row of a draft that is not written yet: the notice of the call that it will answer


async def notice_answered(context: Context, message: Message) -> Notice | None:
    """The notice to whose copy in this chat a message replies; None for any other message."""
    replied = message.reply_to_message
    if replied is None or context.turn.known is None:
        return None
    found = await notice_answers.notice_of_message(
        session=context.turn.session,
        bot_id=context.turn.bot_id,
        person_id=context.person.id or 0,
        message_id=replied.message_id,
    )
    return None if found is None else await context.turn.session.get(Notice, found)


async def idea_asked(context: Context, state: DialogueState) -> Notice | None:
    """The notice of the call to which «I have an idea» was pressed, where what comes now is that idea."""
    notice_id = state.data.get(IDEA) if state.is_active else None
    return None if notice_id is None else await context.turn.session.get(Notice, notice_id)


async def as_answer(context: Context, draft: Draft, notice: Notice) -> Draft:
    """A draft that was just begun, as an opinion about a notice, for the area in whose name that speaks.

    As a proposal, where the notice is a call for ideas; one that is over is said to be.
    """
    call = await goal_call_answers.call_of(session=context.turn.session, notice_id=notice.id)
    tree = await areas.load_tree(session=context.turn.session)
    if call is not None:
        return await _as_idea(context, draft, call, tree)
    area_id = notice.office_area_id
    if area_id is None:
        roots = tree.children.get(None, [])
        area_id = roots[0].id if len(roots) == 1 else None
    return replace(draft, notice_id=notice.id, kind=Kind.OPINION, kind_chosen=True, area_id=area_id)


async def _as_idea(context: Context, draft: Draft, call: CallShown, tree: AreaTree) -> Draft:
    idea, turn = replace(draft, kind=Kind.PROPOSAL, kind_chosen=True), context.turn
    try:
        await goal_call_answers.open_for(
            session=turn.session, notice_id=call.call.notice_id, at=turn.sent_at or turn.now
        )
    except CallOver:
        context.reply(call_over(call, context.tr))
        return idea
    below = {place.id for place in tree.with_all_below(call.goal.area_id)}
    area_id = draft.area_id if draft.area_id in below else call.goal.area_id
    return replace(idea, notice_id=call.call.notice_id, area_id=area_id)


async def line_of(
    session: AsyncSession, notice_id: int | None, tr: Translator, *, kind: Kind | None = None
) -> Markup | None:
    """«About the notice …», with the first of its words; of a proposal, the call that it answers. None without any."""
    notice = await session.get(Notice, notice_id) if notice_id is not None else None
    if notice is None:
        return None
    call = await goal_call_answers.call_of(session=session, notice_id=notice_id) if kind is Kind.PROPOSAL else None
    if call is not None:
        return answers_call(call, tr)
    content = await notices.content_of(session=session, notice_id=notice.id or 0, number=notice.revision)
    return answers_line(content, tr)
