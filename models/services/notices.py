"""Notices: who may write one and in whose name, beginning one, and reading it back.

Each step of a notice checks the right anew, changes the row only if nobody else did meanwhile (`version`), and is one
row of the audit trail.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from models.audience import Audience
from models.database import AsyncSession, table_of
from models.errors import NotFound, NoticeChanged
from models.notice import Notice, NoticeRevision, NoticeState
from models.notice_checks import check, words_of
from models.notice_content import NoticeContent
from models.role import Action
from models.services import audit
from models.services.actor import Actor as Announcer
from models.text import fold

_notices, _revisions = table_of(Notice), table_of(NoticeRevision)
UNASKED: dict[str, Any] = {"asked_revision": None, "asked_at": None, "reminded_at": None, "widened_at": None}
"""The columns of a notice for which nobody's yes is waited for."""


def office_areas(announcer: Announcer) -> list[int | None]:
    """The areas in whose name they may announce, the whole city (None) first; each once, by their offices' age."""
    held = [office.area_id for office in announcer.rights.offices if office.allows(Action.ANNOUNCE)]
    if announcer.rights.is_owner or None in held:
        return [None, *dict.fromkeys(area_id for area_id in held if area_id is not None)]
    return list(dict.fromkeys(held))


async def create(announcer: Announcer, *, content: NoticeContent, office_area_id: int | None) -> Notice:
    """Begin a notice to the people of an area, in its office's name.

    Args:
        announcer: who writes it.
        content: what it says.
        office_area_id: one of those that they may announce in; None is the whole city.

    Raises:
        NotFound: they may not announce there.
        NoticeEmpty, NoticeTooLong, …: as `models.notice_checks.check`.
    """
    if not announcer.rights.may(Action.ANNOUNCE, office_area_id):
        raise NotFound
    check(content)
    audience = Audience(() if office_area_id is None else (office_area_id,))
    values = {
        "bot_id": announcer.bot_id,
        "author_id": announcer.person_id,
        "holder_id": announcer.person_id,
        "office_area_id": office_area_id,
        "state": NoticeState.DRAFT.value,
        "audience": audience.to_data(),
        "is_urgent": False,
        "is_approved": False,
        "revision": 1,
        "search_key": search_key_of(content),
        "created_at": announcer.now,
        "updated_at": announcer.now,
        "version": 1,
    }
    made = await announcer.session.execute(insert(_notices).values(values).returning(_notices.c.id))
    notice_id: int = made.scalar_one()
    await put_revision(announcer, notice_id, 1, content)
    await note(announcer, "notice.create", notice_id, (None, {"area_id": office_area_id}))
    return await load(announcer.session, notice_id)


def search_key_of(content: NoticeContent) -> str:
    """The words of a notice and its question, folded: under it notices like it are found."""
    asked = content.question.text if content.question is not None else ""
    return fold(f"{words_of(content.html)} {asked}")


async def put_revision(
    announcer: Announcer, notice_id: int, number: int, content: NoticeContent, *, made_by: int | None = None
) -> None:
    """Keep what a notice says from now on; `made_by` is whose words they are, where it is not the announcer."""
    values = {
        "notice_id": notice_id,
        "number": number,
        "content": content.to_data(),
        "made_by": made_by or announcer.person_id,
        "made_at": announcer.now,
    }
    await announcer.session.execute(insert(_revisions).values(values))


async def next_number(session: AsyncSession, notice_id: int) -> int:
    """The number of a notice's next revision."""
    found = select(func.max(_revisions.c.number)).where(_revisions.c.notice_id == notice_id)
    return int((await session.execute(found)).scalar_one() or 0) + 1


async def load(session: AsyncSession, notice_id: int, *, is_locked: bool = False) -> Notice:
    """The row as it is now, whoever asks; locked, nobody else changes it until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    notice = await session.get(Notice, notice_id, populate_existing=True, with_for_update=is_locked or None)
    if notice is None:
        raise NotFound
    return notice


async def notice_for(announcer: Announcer, notice_id: int) -> Notice:
    """A notice, for its holder and for whoever may announce in its office's area; a draft is its holder's alone.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    notice = await load(announcer.session, notice_id)
    is_theirs = notice.holder_id == announcer.person_id or notice.state not in _PRIVATE
    is_of_the_office = announcer.rights.may(Action.ANNOUNCE, notice.office_area_id)
    if notice.bot_id != announcer.bot_id or not is_theirs or not is_of_the_office:
        raise NotFound
    return notice


_PRIVATE = frozenset({NoticeState.DRAFT, NoticeState.DISCARDED})


async def versioned(announcer: Announcer, notice_id: int, version: int) -> Notice:
    """As `notice_for`, for a button that was drawn for a version.

    Raises:
        NotFound: as there.
        NoticeChanged: the notice is another one by now.
    """
    notice = await notice_for(announcer, notice_id)
    if notice.version != version:
        raise NoticeChanged
    return notice


async def own_draft(announcer: Announcer, notice_id: int, version: int | None = None) -> Notice:
    """A draft of theirs; with a version, as it was drawn then.

    Raises:
        NotFound: it is not theirs.
        NoticeChanged: it is no draft any more, or another one.
    """
    notice = await own(announcer, notice_id, version)
    if notice.state != NoticeState.DRAFT:
        raise NoticeChanged
    return notice


async def own(announcer: Announcer, notice_id: int, version: int | None = None) -> Notice:
    """A notice that they hold; with a version, as it was drawn then. Raises as `own_draft`."""
    notice = await notice_for(announcer, notice_id)
    if notice.holder_id != announcer.person_id:
        raise NotFound
    if version is not None and notice.version != version:
        raise NoticeChanged
    return notice


async def revision_of(*, session: AsyncSession, notice_id: int, number: int) -> NoticeRevision:
    """A revision, for whoever may see its notice.

    Raises:
        NotFound: there is none of that number.
    """
    found = await session.execute(
        select(NoticeRevision).where(_revisions.c.notice_id == notice_id, _revisions.c.number == number)
    )
    revision = found.scalar_one_or_none()
    if revision is None:
        raise NotFound
    return revision


async def content_of(*, session: AsyncSession, notice_id: int, number: int) -> NoticeContent:
    """What a revision says. Raises as `revision_of`."""
    revision = await revision_of(session=session, notice_id=notice_id, number=number)
    return NoticeContent.from_data(revision.content)


def audience_of(notice: Notice) -> Audience:
    """Whom a notice is for."""
    return Audience.from_data(notice.audience)


async def change(announcer: Announcer, notice: Notice, values: dict[str, Any]) -> None:
    """Change columns of a notice that nobody else changed since it was read; `notice` shows them afterwards.

    Raises:
        NoticeChanged: somebody did.
    """
    await change_row(announcer.session, notice, values, announcer.now)


async def change_row(session: AsyncSession, notice: Notice, values: dict[str, Any], now: datetime) -> None:
    """As `change`, for timers."""
    done = await session.execute(
        update(_notices)
        .where(_notices.c.id == notice.id, _notices.c.version == notice.version)
        .values(**values, updated_at=now, version=notice.version + 1)
        .returning(_notices.c.id)
    )
    if done.first() is None:
        raise NoticeChanged
    await session.refresh(notice)


async def note(announcer: Announcer, action: str, notice_id: int, change: tuple[Any, Any] = (None, None)) -> None:
    """Put on record what somebody did to a notice."""
    on = ("notice", notice_id)
    session, by, now = announcer.session, announcer.by, announcer.now
    await audit.write(session=session, by=by, action=action, on=on, now=now, change=change)
