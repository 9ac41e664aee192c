"""What every step of notices begins with: who acts, that they may announce at all, and notices as readers see them."""

from datetime import datetime

from handlers.context import Context
from handlers.views.notice_message import NoticeMessage
from handlers.views.notice_office import notice_message
from models.delivery import DeliveryKind
from models.notice import Notice
from models.notice_content import NoticeContent
from models.role import Action
from models.services import access, areas, broadcasts
from models.services.actor import Actor as Announcer


async def announcer_of(context: Context) -> Announcer:
    """Whoever wrote, for the services of notices; these ask for the right to each notice.

    Raises:
        NotFound: they announce nothing anywhere; for them there are no notices.
    """
    turn, rights = context.turn, await context.rights()
    access.must(rights, Action.ANNOUNCE)
    return Announcer(turn.session, rights, turn.bot_id, turn.city, turn.owners, turn.now)


async def message_of_notice(
    context: Context, notice: Notice, content: NoticeContent, *, amended_at: datetime | None = None
) -> NoticeMessage:
    """What readers see of it, in the language of whoever wrote. `amended_at` is aware."""
    tree = await areas.load_tree(session=context.turn.session)
    return notice_message(
        content, notice.id or 0, notice.office_area_id, amended_at, tree=tree, city=context.city, tr=context.tr
    )


def show_message(context: Context, message: NoticeMessage) -> None:
    """Show it in this chat, exactly as readers get it."""
    for call in message.calls():
        context.send(call.method, call.parameters)


async def delivered_to(context: Context, notice: Notice) -> int:
    """In how many chats it stands now, or will in a moment."""
    found = await broadcasts.of_source(session=context.turn.session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)
    return found[0].total - found[0].blocked - found[0].failed - found[0].dropped if found else 0
