"""What is told of notices: the notice itself to its readers, the question for a yes, and to its holder how it went."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select

from bot.notifications.reader import Reader
from bot.outgoing.mending import EDIT_ONLY
from bot.outgoing.templates import Template, Told
from handlers.calls import Call, Message
from handlers.council.notice_question import asked_of
from handlers.keyboards import View
from handlers.views import notice_approval as views
from handlers.views.notice import notice_slot
from handlers.views.notice_ends import notice_stands
from handlers.views.notice_message import NoticeMessage
from handlers.views.notice_office import notice_message
from handlers.views.notice_result import Result, Tally, result_card
from locales import Translator
from models.broadcast import Broadcast
from models.city import City
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.notice import Notice, NoticeNews, NoticeState
from models.notice_content import NoticeContent
from models.services import answers, areas, broadcasts, notice_answers, notice_approvers, notices, people


@dataclass(frozen=True)
class WithCard:
    """A notice as its readers see it, and below it a card about it with buttons of its own."""

    above: NoticeMessage
    card: View

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make next, as `Message.call_after`."""
        above = [self.above.call_after(0, without_files=True)] if without_files else self.above.calls()
        for call in above:
            if sent < call.messages:
                return replace(call, is_last=False)
            sent -= call.messages
        return Call("sendMessage", self.card.to_parameters(), is_last=True)


@dataclass(frozen=True)
class Delivered:
    """A notice in chats that show another revision of it until now."""

    message: NoticeMessage
    shown: NoticeContent

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make next, as `Message.call_after`."""
        return self.message.call_after(sent, without_files=without_files)

    def edit_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What turns delivered messages into this revision."""
        return self.message.edit_calls(message_ids, self.shown)

    def delete_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What takes delivered messages away, one call each."""
        return self.message.delete_calls(message_ids)

    def withdrawn_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What makes delivered messages say that they were withdrawn."""
        return self.message.withdrawn_calls(message_ids, self.shown)


async def template(*, session: AsyncSession, told: Told, city: City, tr: Translator) -> Template | None:
    """What everybody of one language is shown of a notice; what was made after it began to leave is an amendment."""
    of_it = (col(Broadcast.kind) == told.kind.value, col(Broadcast.source_id) == told.source_id)
    began = select(Broadcast.started_at).where(*of_it, col(Broadcast.occurrence) == told.occurrence)
    since = (await session.exec(began)).one()
    message = await shown_to(
        session=session, city=city, notice_id=told.source_id, revision=told.revision, since=since, tr=tr
    )
    if message is None or told.shown is None:
        return message
    shown = await notices.content_of(session=session, notice_id=told.source_id, number=told.shown)
    return Delivered(message, shown)


async def shown_to(
    *, session: AsyncSession, city: City, notice_id: int, revision: int, since: datetime, tr: Translator
) -> NoticeMessage | None:
    """A notice as readers of one language see it; a revision made after `since` (aware) is marked as amended."""
    notice = await session.get(Notice, notice_id)
    if notice is None:
        return None
    made = await notices.revision_of(session=session, notice_id=notice_id, number=revision)
    return notice_message(
        NoticeContent.from_data(made.content),
        notice_id,
        notice.office_area_id,
        made.made_at if made.made_at > since else None,
        tree=await areas.load_tree(session=session),
        city=city,
        tr=tr,
    )


async def opened(reader: Reader) -> NoticeMessage | None:
    """To somebody who opened it in their digest: in full, as it reads now."""
    notice = await reader.session.get(Notice, reader.due.source_id)
    if notice is None or notice.sent_at is None or notice.state == NoticeState.WITHDRAWN:
        return None
    return await shown_to(
        session=reader.session,
        city=reader.city,
        notice_id=reader.due.source_id,
        revision=notice.revision,
        since=notice.sent_at,
        tr=reader.tr,
    )


async def approval(reader: Reader) -> WithCard | None:
    """The same preview that readers will see, and the question; nothing if somebody decided, or it was taken back."""
    notice, number = await reader.session.get(Notice, reader.due.source_id), reader.due.content["revision"]
    if notice is None or notice.asked_revision != number:
        return None
    made = await notices.revision_of(session=reader.session, notice_id=notice.id or 0, number=number)
    if not notice_approvers.may_approve(await reader.rights(), notice, made.made_by):
        return None
    content = reader.due.content
    asked = await asked_of(
        session=reader.session,
        notice=notice,
        made=made,
        why=content["why"],
        city=reader.city,
        now=reader.now,
        tr=reader.tr,
        is_reminder=content.get("is_reminder", False),
    )
    above = notice_message(
        NoticeContent.from_data(made.content),
        notice.id or 0,
        notice.office_area_id,
        made.made_at if asked.is_amendment else None,
        tree=await areas.load_tree(session=reader.session),
        city=reader.city,
        tr=reader.tr,
    )
    return WithCard(above, views.approval_card(asked, zone=reader.city.zone, tr=reader.tr))


async def news(reader: Reader) -> Message | None:
    """To a notice's holder, or whoever may take it over: what became of it, as long as it still holds."""
    notice = await reader.session.get(Notice, reader.due.source_id)
    if notice is None:
        return None
    number = reader.due.content.get("revision") or notice.revision
    content = await notices.content_of(session=reader.session, notice_id=notice.id or 0, number=number)
    view = await _NEWS[NoticeNews(reader.due.content["what"])](reader, notice, content)
    return None if view is None else Message(view)


async def _approved(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    is_amendment = reader.due.content["is_amendment"]
    return views.approved_news(content, notice, reader.city.zone, reader.tr, is_amendment=is_amendment)


async def _returned(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    is_amendment = reader.due.content["is_amendment"]
    return views.returned_news(content, notice, reader.due.content["remark"], reader.tr, is_amendment=is_amendment)


async def _nobody(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    still_waits = notice.asked_revision == reader.due.content["revision"]
    return views.nobody_news(content, notice, reader.tr) if still_waits else None


async def _held(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    return views.held_news(content, notice, reader.tr) if notice.state == NoticeState.HELD else None


async def _unsent(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    return views.unsent_news(content, notice, await _colleague(reader), reader.tr)


async def _withdrawn(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    return views.withdrawn_news(content, notice, await _colleague(reader), reader.tr)


async def _colleague(reader: Reader) -> str:
    by: int = reader.due.content["by"]
    return (await people.names_of(session=reader.session, person_ids=[by])).get(by, "")


async def _done(reader: Reader, notice: Notice, content: NoticeContent) -> View | None:
    session = reader.session
    times = await broadcasts.of_source(session=session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)
    found = await notice_answers.results(session=session, notice_id=notice.id or 0)
    by_area = [(one.area_id, Tally(one.read, one.choices)) for one in found.by_area]
    until = _from(times, reader.due.content["broadcast"])
    result = Result(notice, content, until, Tally(found.read, found.choices), by_area)
    tree = await areas.load_tree(session=session)
    return result_card(result, tree, zone=reader.city.zone, tr=reader.tr)


def _from(times: list[Broadcast], broadcast_id: int) -> list[Broadcast]:
    """That time and those before it: what came later has news of its own."""
    return [one for one in times if (one.id or 0) <= broadcast_id]


async def put_away_card(reader: Reader) -> list[answers.Draft]:
    """Once its result stands below, the card with which it was sent offers no «do not send» any more."""
    notice, chat_id = await reader.session.get(Notice, reader.due.source_id), reader.due.chat_id
    is_over = notice is not None and notice.state in _OVER
    if notice is None or chat_id is None or not is_over or reader.due.content["what"] != NoticeNews.DONE:
        return []
    slot = notice_slot(notice.id)
    found = await answers.slot_messages(
        session=reader.session, bot_id=reader.bot_id, chat_id=chat_id, slot=slot, before=_ANY_ANSWER
    )
    line = notice_stands(notice, reader.tr).to_parameters()
    parameters = [{**line, "message_id": message_id, EDIT_ONLY: True} for _, message_id in found[-1:]]
    return [answers.Draft(chat_id, "editMessageText", one) for one in parameters]


_ANY_ANSWER = 2**62  # above every answer's id
_OVER = (NoticeState.SENT, NoticeState.STOPPED)

type _Tell = Callable[[Reader, Notice, NoticeContent], Awaitable[View | None]]
_NEWS: dict[NoticeNews, _Tell] = {
    NoticeNews.APPROVED: _approved,
    NoticeNews.RETURNED: _returned,
    NoticeNews.NOBODY: _nobody,
    NoticeNews.HELD: _held,
    NoticeNews.UNSENT: _unsent,
    NoticeNews.WITHDRAWN: _withdrawn,
    NoticeNews.DONE: _done,
}
