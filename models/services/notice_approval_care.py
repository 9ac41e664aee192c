"""Notices that wait for a yes: reminding whoever was asked after half an hour, then asking the secretariat too."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice, NoticeNews, Why
from models.rights import Owners
from models.role import Role
from models.services import notice_approvers, notice_news, notices
from models.services.notice_approvers import Candidate
from models.services.notice_sending import ASKED_AT_ONCE

PATIENCE = timedelta(minutes=30)  # after somebody could hear of it, by night of an urgent one only

_notices, _delivery = table_of(Notice), table_of(Delivery).c
_ABOVE = frozenset({Role.SECRETARIAT, Role.OWNER})


@dataclass(frozen=True)
class _Waiting:
    """A notice that waits, who was asked, who may still say yes, and why a yes is needed."""

    notice: Notice
    asked: list[int]
    able: list[Candidate]
    why: list[Why]


async def care_for_approvals(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Remind whoever was asked for a yes, ask others who may give it; each step of a notice happens once.

    Args:
        session: the caller's transaction.
        bot_id: whose notices.
        city: its clock says when it is night.
        owners: whom the settings name.
        now: aware.

    Returns:
        How many people are told something by this.
    """
    asked = select(_notices.c.id).where(_notices.c.bot_id == bot_id, _notices.c.asked_revision.is_not(None))
    told = 0
    for notice_id in (await session.execute(asked.order_by(_notices.c.id))).scalars().all():
        notice = await notices.load(session, notice_id)
        step = _step(notice, city, now)
        if step is not None and await _take(session, notice, step, now):
            told += await _STEPS[step](session, await _waiting(session, notice, owners, now), city, now)
    return told


def _step(notice: Notice, city: City, now: datetime) -> str | None:
    """The column of the step that is due; None when none is."""
    if notice.widened_at is not None or notice.asked_at is None:
        return None
    since, step = notice.asked_at, "reminded_at"
    if notice.reminded_at is not None:
        since, step = notice.reminded_at, "widened_at"
    heard_at = notice_news.due_at(notice, since, city.zone)
    return step if now >= notice_news.due_at(notice, heard_at + PATIENCE, city.zone) else None


async def _take(session: AsyncSession, notice: Notice, step: str, now: datetime) -> bool:
    """Note that a step is taken. The notice's version stays: its holder's buttons are as good as before."""
    done = await session.execute(
        update(_notices)
        .where(
            _notices.c.id == notice.id,
            _notices.c.asked_revision == notice.asked_revision,
            _notices.c[step].is_(None),
        )
        .values({step: now})
        .returning(_notices.c.id)
    )
    return done.first() is not None


async def _waiting(session: AsyncSession, notice: Notice, owners: Owners, now: datetime) -> _Waiting:
    number = notice.asked_revision or 0
    revision = await notices.revision_of(session=session, notice_id=notice.id or 0, number=number)
    rows = await session.execute(
        select(_delivery.person_id, _delivery.content)
        .where(
            _delivery.kind == DeliveryKind.NOTICE_APPROVAL.value,
            _delivery.source_id == notice.id,
            _delivery.occurrence == notice_approvers.asked_occurrence(number),
        )
        .order_by(_delivery.id)
    )
    found: list[Any] = list(rows.all())
    able = await notice_approvers.candidates(
        session=session, notice=notice, made_by=revision.made_by, owners=owners, now=now
    )
    why = [Why(one) for one in found[0].content["why"]] if found else []
    return _Waiting(notice, [row.person_id for row in found], able, why)


async def _remind(session: AsyncSession, waiting: _Waiting, city: City, now: datetime) -> int:
    """Whoever was asked and may still say yes; where nobody of them may any more, the next ones are asked."""
    able = {one.person_id for one in waiting.able}
    still = [one for one in waiting.asked if one in able]
    if still:
        return await notice_news.ask(
            session=session,
            notice=waiting.notice,
            person_ids=still,
            why=waiting.why,
            now=now,
            zone=city.zone,
            is_reminder=True,
        )
    return await _ask_others(session, waiting, city, now, among=waiting.able)


async def _widen(session: AsyncSession, waiting: _Waiting, city: City, now: datetime) -> int:
    """The secretariat and the owners; where none of them may say yes, whoever else may."""
    others = [one for one in waiting.able if one.person_id not in waiting.asked]
    above = [one for one in others if one.role in _ABOVE]
    if above:
        people = [one.person_id for one in above]
        return await notice_news.ask(
            session=session, notice=waiting.notice, person_ids=people, why=waiting.why, now=now, zone=city.zone
        )
    if not others and waiting.able:
        return 0
    return await _ask_others(session, waiting, city, now, among=others, most=ASKED_AT_ONCE)


async def _ask_others(
    session: AsyncSession,
    waiting: _Waiting,
    city: City,
    now: datetime,
    *,
    among: Collection[Candidate],
    most: int | None = None,
) -> int:
    """Ask the nearest of these; where there is nobody, the notice's holder is told so."""
    notice = waiting.notice
    most = most or (ASKED_AT_ONCE if notice.is_urgent else 1)
    people = [one.person_id for one in among if one.person_id not in waiting.asked][:most]
    if people:
        return await notice_news.ask(
            session=session, notice=notice, person_ids=people, why=waiting.why, now=now, zone=city.zone
        )
    return await notice_news.tell(
        session=session,
        notice=notice,
        person_ids=[notice.holder_id],
        what=NoticeNews.NOBODY,
        now=now,
        zone=city.zone,
        occurrence=str(notice.asked_revision),
        content={"revision": notice.asked_revision},
    )


_STEPS = {"reminded_at": _remind, "widened_at": _widen}
