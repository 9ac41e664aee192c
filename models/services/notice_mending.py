"""Notices that have left: amending what was delivered, and taking it back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from models.broadcast import Broadcast, BroadcastState
from models.database import table_of
from models.delivery import DeliveryKind
from models.errors import NoticeChanged
from models.notice import Notice, NoticeNews, NoticeState
from models.notice_checks import check, check_amendment
from models.notice_content import NoticeContent
from models.services import broadcasts, notice_sending, notices
from models.services.actor import Actor as Announcer
from models.services.notices import UNASKED

_broadcasts = table_of(Broadcast)
_AMENDABLE = frozenset({NoticeState.SCHEDULED, NoticeState.SENDING, NoticeState.SENT, NoticeState.STOPPED})
_GOING_ON = frozenset({BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPING})


@dataclass(frozen=True)
class Amended:
    """An amendment: its revision, and whether it is shown already or waits for a second person's yes."""

    notice: Notice
    number: int
    is_applied: bool


async def amend(announcer: Announcer, notice_id: int, version: int, content: NoticeContent) -> Amended:
    """Say something else in a notice that has left: what was delivered is changed, and marked as amended.

    One that is scheduled keeps its time, and leaves with the newer words. Where the notice needed a second person's
    yes, or would now, so does the amendment; until it is given, readers see what they saw. An amendment that waits is
    replaced by a newer one.

    Raises:
        NotFound: it is not for them.
        NoticeChanged: it is a draft, waits for a yes, was withdrawn, or is another one by now.
        OnlyWordsAmend: it has left, and the messenger cannot make the one out of the other.
        NobodyToAsk: it needs a yes that nobody can give; nothing was changed.
        NoticeEmpty, …: as `models.notice_checks.check`.
    """
    notice = await notices.versioned(announcer, notice_id, version)
    if notice.state not in _AMENDABLE:
        raise NoticeChanged
    check(content)
    session = announcer.session
    if notice.sent_at is not None:
        was = await notices.content_of(session=session, notice_id=notice_id, number=notice.revision)
        check_amendment(was, content)
    size = await notice_sending.count(announcer, notice)
    why = notice_sending.why_approval(announcer, notice, size)
    needs_yes = bool(why) or notice.is_approved
    asked = await notice_sending.who_is_asked(announcer, notice, announcer.person_id) if needs_yes else []
    number = await notices.next_number(session, notice_id)
    await notices.change(announcer, notice, _written(announcer, number, content, waits=needs_yes))
    await notices.put_revision(announcer, notice_id, number, content)
    await notices.note(announcer, "notice.amend", notice_id, (None, {"revision": number, "waits": needs_yes}))
    if needs_yes:
        await notice_sending.ask(announcer, notice, asked, why, size)
    else:
        await show(announcer, notice)
    return Amended(notice, number, not needs_yes)


def _written(announcer: Announcer, number: int, content: NoticeContent, *, waits: bool) -> dict[str, Any]:
    if waits:
        return {**notice_sending.waiting_for(number, announcer.now), "remark": None}
    return {**UNASKED, "revision": number, "search_key": notices.search_key_of(content), "remark": None}


async def show(announcer: Announcer, notice: Notice) -> None:
    """Have the newest delivered time of a notice, and whatever is still being sent of it, show its revision."""
    for one in await _to_mend(announcer, notice):
        await broadcasts.raise_revision(session=announcer.session, broadcast_id=one.id or 0, revision=notice.revision)


async def withdraw(announcer: Announcer, notice_id: int, version: int) -> Notice:
    """Take back a notice that has left: deleted where the messenger still allows; it never comes again.

    Raises:
        NotFound: it is not for them.
        NoticeChanged: it never left, was withdrawn before, or is another one by now.
    """
    notice = await notices.versioned(announcer, notice_id, version)
    if notice.sent_at is None or notice.state == NoticeState.WITHDRAWN:
        raise NoticeChanged
    was = notice.state
    values = {"state": NoticeState.WITHDRAWN.value, "withdrawn_at": announcer.now, "starts_at": None}
    await notices.change(announcer, notice, {**UNASKED, **values})
    for one in await _to_mend(announcer, notice):
        await broadcasts.withdraw(session=announcer.session, broadcast_id=one.id or 0)
        await announcer.session.execute(  # how many could not be deleted is told once more, at its end
            update(_broadcasts).where(_broadcasts.c.id == one.id).values(told_at=None)
        )
    await notices.note(announcer, "notice.withdraw", notice_id, ({"state": was}, {"state": notice.state}))
    await notice_sending.tell_holder(announcer, notice, NoticeNews.WITHDRAWN)
    return notice


async def _to_mend(announcer: Announcer, notice: Notice) -> list[Broadcast]:
    times = await broadcasts.of_source(session=announcer.session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)
    return [one for number, one in enumerate(times) if number == 0 or one.state in _GOING_ON]
