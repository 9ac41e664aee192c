"""A reply to one's copy of a notice: an opinion for the council that sent it. What it answers is said on its card."""

from dataclasses import replace

from markupsafe import Markup
from telegram import Message

from handlers.context import Context
from handlers.views.reading import answers_line
from locales import Translator
from models.database import AsyncSession
from models.draft import Draft
from models.notice import Notice
from models.services import areas, notice_answers, notices
from models.submission import Kind


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


async def as_answer(context: Context, draft: Draft, notice: Notice) -> Draft:
    """A draft that was just begun, as an opinion about a notice, for the area in whose name that speaks."""
    area_id = notice.office_area_id
    if area_id is None:
        roots = (await areas.load_tree(session=context.turn.session)).children.get(None, [])
        area_id = roots[0].id if len(roots) == 1 else None
    return replace(draft, notice_id=notice.id, kind=Kind.OPINION, kind_chosen=True, area_id=area_id)


async def line_of(session: AsyncSession, notice_id: int | None, tr: Translator) -> Markup | None:
    """«About the notice …», with the first of its words; None for what answers none."""
    notice = await session.get(Notice, notice_id) if notice_id is not None else None
    if notice is None:
        return None
    content = await notices.content_of(session=session, notice_id=notice.id or 0, number=notice.revision)
    return answers_line(content, tr)
