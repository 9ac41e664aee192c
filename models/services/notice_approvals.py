"""Four eyes: saying yes to what somebody else wrote, or returning it with a remark. The first decision counts."""

from typing import Any

from sqlalchemy import update

from models.database import table_of
from models.errors import AlreadyDecided, NotFound, NoticeChanged, ReasonNeeded
from models.notice import Notice, NoticeNews, NoticeRevision, NoticeState
from models.services import notice_approvers, notice_mending, notice_news, notice_sending, notices
from models.services.actor import Actor as Announcer
from models.services.notices import UNASKED

_revisions = table_of(NoticeRevision)


def is_asked(notice: Notice, revision: int) -> bool:
    """Whether a revision waits for a yes."""
    return notice.asked_revision == revision


async def notice_to_approve(announcer: Announcer, notice_id: int, revision: int) -> Notice:
    """A notice of somebody else, for whoever may say yes to it.

    Raises:
        NotFound: there is none, or they may not: no right in every area of its audience, or their own work.
        AlreadyDecided: that revision does not wait for a yes any more.
    """
    notice = await notices.load(announcer.session, notice_id)
    asked = await notices.revision_of(session=announcer.session, notice_id=notice_id, number=revision)
    is_ours = notice.bot_id == announcer.bot_id
    if not is_ours or not notice_approvers.may_approve(announcer.rights, notice, asked.made_by):
        raise NotFound
    if not is_asked(notice, revision):
        raise AlreadyDecided
    return notice


async def approve(announcer: Announcer, notice_id: int, revision: int) -> Notice:
    """Say yes: it leaves at its time, in a moment, or (an urgent one) at once; an amendment is shown from now on.

    Raises:
        NotFound: it is not theirs to approve.
        AlreadyDecided: somebody was first, or it was changed or taken back.
    """
    notice = await notice_to_approve(announcer, notice_id, revision)
    is_amendment = notice.state != NoticeState.APPROVAL
    values: dict[str, Any] = {**UNASKED, "is_approved": True, "revision": revision}
    if is_amendment:
        content = await notices.content_of(session=announcer.session, notice_id=notice_id, number=revision)
        values |= {"search_key": notices.search_key_of(content)}
    else:
        at = notice_sending.leaves_at(notice, announcer.now, announcer.city.notice_delay)
        values |= {"state": NoticeState.SCHEDULED.value, "starts_at": at}
    await _decide(announcer, notice, values)
    await announcer.session.execute(
        update(_revisions)
        .where(_revisions.c.notice_id == notice_id, _revisions.c.number == revision)
        .values(approved_by=announcer.person_id, approved_at=announcer.now)
    )
    if is_amendment:
        await notice_mending.show(announcer, notice)
    await notices.note(announcer, "notice.approve", notice_id, (None, {"revision": revision}))
    await _tell(announcer, notice, revision, NoticeNews.APPROVED, is_amendment=is_amendment)
    return notice


async def give_back(announcer: Announcer, notice_id: int, revision: int, remark: str) -> Notice:
    """Return a notice with a remark: it is a draft again; of an amendment, what is shown stays as it was.

    Raises:
        NotFound, AlreadyDecided: as `approve`.
        ReasonNeeded: there is no remark.
    """
    notice = await notice_to_approve(announcer, notice_id, revision)
    remark = remark.strip()
    if not remark:
        raise ReasonNeeded
    is_amendment = notice.state != NoticeState.APPROVAL
    state = {} if is_amendment else {"state": NoticeState.DRAFT.value, "is_approved": False}
    await _decide(announcer, notice, {**UNASKED, **state, "remark": remark})
    await notices.note(announcer, "notice.return", notice_id, (None, {"revision": revision, "remark": remark}))
    await _tell(announcer, notice, revision, NoticeNews.RETURNED, is_amendment=is_amendment, remark=remark)
    return notice


async def _decide(announcer: Announcer, notice: Notice, values: dict[str, Any]) -> None:
    """Write a decision; of two at the same moment one is first."""
    try:
        await notices.change(announcer, notice, values)
    except NoticeChanged as error:
        raise AlreadyDecided from error


async def _tell(
    announcer: Announcer,
    notice: Notice,
    revision: int,
    what: NoticeNews,
    *,
    is_amendment: bool,
    remark: str | None = None,
) -> None:
    """Its holder, and whoever made that revision, hear of the decision."""
    session = announcer.session
    made = await notices.revision_of(session=session, notice_id=notice.id or 0, number=revision)
    content = {"revision": revision, "is_amendment": is_amendment, "by": announcer.person_id}
    await notice_news.tell(
        session=session,
        notice=notice,
        person_ids=[notice.holder_id, made.made_by],
        what=what,
        now=announcer.now,
        zone=announcer.city.zone,
        occurrence=str(revision),
        content=content if remark is None else {**content, "remark": remark},
    )
