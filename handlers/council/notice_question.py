"""The question for a second person's yes to a notice: the preview as readers will see it, and the card below."""

from collections.abc import Collection
from datetime import datetime

from handlers.context import Context
from handlers.council.announcing import message_of_notice, show_message
from handlers.views.notice_approval import Asked, approval_card
from handlers.views.notice_list import audience_line
from handlers.views.notice_office import office_name
from locales import Translator
from models.city import City
from models.database import AsyncSession
from models.errors import NotFound
from models.notice import Notice, NoticeRevision, NoticeState, Why
from models.notice_content import NoticeContent
from models.services import access, areas, audience, notice_approvals, notice_approvers, notice_sending, notices, people
from models.services.actor import Actor as Announcer


async def asks(announcer: Announcer, notice_id: int) -> bool:
    """Whether a notice waits for the yes of whoever asks."""
    notice = await notices.load(announcer.session, notice_id)
    if notice.asked_revision is None or notice.bot_id != announcer.bot_id:
        return False
    made = await notices.revision_of(session=announcer.session, notice_id=notice_id, number=notice.asked_revision)
    return notice_approvers.may_approve(announcer.rights, notice, made.made_by)


async def show_question(context: Context, announcer: Announcer, notice_id: int) -> None:
    """Ask whoever opened it, below everything else.

    Raises:
        NotFound, AlreadyDecided: as `notice_approvals.notice_to_approve`.
    """
    session, notice = announcer.session, await notices.load(announcer.session, notice_id)
    if notice.asked_revision is None:
        raise NotFound
    await notice_approvals.notice_to_approve(announcer, notice_id, notice.asked_revision)
    made = await notices.revision_of(session=session, notice_id=notice_id, number=notice.asked_revision)
    is_amendment = notice.state != NoticeState.APPROVAL
    content, amended_at = NoticeContent.from_data(made.content), made.made_at if is_amendment else None
    show_message(context, await message_of_notice(context, notice, content, amended_at=amended_at))
    asked = await asked_of(
        session=session, notice=notice, made=made, why=None, city=context.city, now=announcer.now, tr=context.tr
    )
    context.reply(approval_card(asked, zone=context.city.zone, tr=context.tr))


async def asked_of(
    *,
    session: AsyncSession,
    notice: Notice,
    made: NoticeRevision,
    why: Collection[str] | None,
    city: City,
    now: datetime,
    tr: Translator,
    is_reminder: bool = False,
) -> Asked:
    """What the card says.

    Args:
        session: the caller's transaction.
        notice: whose revision `made` waits for a yes.
        made: that revision.
        why: the tokens of the reasons; None to find them anew.
        city: the city.
        now: aware.
        tr: the reader's language.
        is_reminder: whether they were asked before.
    """
    tree, meant = await areas.load_tree(session=session), notices.audience_of(notice)
    size = await audience.size(
        session=session, audience=meant, tree=tree, bot_id=notice.bot_id, now=now, is_urgent=notice.is_urgent
    )
    names = await people.names_of(session=session, person_ids=[made.made_by])
    return Asked(
        notice=notice,
        asker=names.get(made.made_by, ""),
        office=office_name(notice.office_area_id, tree, city, tr),
        audience=audience_line(meant, tree, tr),
        people=size.everybody,
        why=await _why(session, notice, made, size.everybody, city, now) if why is None else why,
        revision=made.number,
        is_amendment=notice.state != NoticeState.APPROVAL,
        is_reminder=is_reminder,
    )


async def _why(
    session: AsyncSession, notice: Notice, made: NoticeRevision, number: int, city: City, now: datetime
) -> list[str]:
    rights = await access.rights_of(session=session, person_id=made.made_by, is_owner=False, now=now)
    reasons = {
        Why.URGENT: notice.is_urgent,
        Why.MANY: number > city.approval_above,
        Why.BEYOND: notice_sending.is_beyond(rights, notice),
    }
    return [why.value for why, holds in reasons.items() if holds]
