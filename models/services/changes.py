"""Who has to be told of what happened to a submission: deliveries, put in the transaction in which it happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.entry import Entry
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, deliveries, subscriptions
from models.services.deliveries import About
from models.submission import Submission

_SEEING = tuple(role.value for role in Role if Action.SEE in MAY[role])


async def tell_author_of_change(
    *,
    session: AsyncSession,
    bot_id: int,
    submission: Submission,
    now: datetime,
    zone: ZoneInfo | None = None,
    event_id: int | None = None,
    entry_id: int | None = None,
) -> None:
    """Have the author told of a status event or an answer; what waits to be told already takes it along.

    Args:
        session: the caller's transaction.
        bot_id: the bot that should tell it, where it can reach them.
        submission: whose author is told.
        now: aware.
        zone: the city's clock, for its quiet hours; None where it cannot wait.
        event_id: the status event; or
        entry_id: the answer.
    """
    if _is_recorded(submission):
        return
    if (waiting := await _waiting_change(session, submission)) is not None:
        delivery_id, content = waiting
        content = {
            "events": [*content["events"], *_given(event_id)],
            "entries": [*content["entries"], *_given(entry_id)],
        }
        if await deliveries.amend(session=session, delivery_id=delivery_id, content=content):
            return
    await deliveries.put(
        session=session,
        bot_id=bot_id,
        person_id=submission.person_id,
        about=About(DeliveryKind.CHANGE, submission.id or 0, _occurrence(event_id, entry_id)),
        content={"events": _given(event_id), "entries": _given(entry_id)},
        due_at=await subscriptions.due_at(session=session, person_id=submission.person_id, now=now, zone=zone),
        now=now,
    )


async def _waiting_change(session: AsyncSession, submission: Submission) -> tuple[int, dict[str, Any]] | None:
    return await deliveries.waiting_about(
        session=session, person_id=submission.person_id, kind=DeliveryKind.CHANGE, source_id=submission.id or 0
    )


async def ask_author(
    *,
    session: AsyncSession,
    bot_id: int,
    submission: Submission,
    entry_id: int,
    now: datetime,
    zone: ZoneInfo | None = None,
) -> None:
    """Have the author asked what the office wants to know."""
    if _is_recorded(submission):
        return
    await _tell_of_entry(session, bot_id, submission, DeliveryKind.QUESTION, submission.person_id, entry_id, now, zone)


async def tell_asker(
    *,
    session: AsyncSession,
    bot_id: int,
    submission: Submission,
    question_id: int,
    entry_id: int,
    now: datetime,
    zone: ZoneInfo | None = None,
    owner_ids: Sequence[int] = (),
) -> None:
    """Have whoever asked a question told what the author replied; should it not be theirs any more, whoever it is now.

    These are the successor in the office from which it was asked, else the holders in the nearest area, from the
    submission's own upwards, that has any who may see it, else `owner_ids` (persons).
    """
    entries = table_of(Entry).c
    asker = (await session.execute(select(entries.person_id).where(entries.id == question_id))).scalar_one_or_none()
    told: Sequence[int] = [asker] if asker is not None else []
    if asker is None or not (asker in owner_ids or await _may_see(session, asker, submission, now)):
        told = await _instead_of(session, asker, submission, now) or owner_ids or told
    for person_id in told:
        await _tell_of_entry(session, bot_id, submission, DeliveryKind.REPLY, person_id, entry_id, now, zone)


async def pass_reply_on(
    *,
    session: AsyncSession,
    bot_id: int,
    submission: Submission,
    entry_id: int,
    person_id: int,
    now: datetime,
    zone: ZoneInfo | None = None,
    owner_ids: Sequence[int] = (),
) -> None:
    """Have others told of a reply that waited for somebody until it was not theirs to read; as `tell_asker` chooses."""
    for another in await _instead_of(session, person_id, submission, now) or owner_ids:
        await _tell_of_entry(session, bot_id, submission, DeliveryKind.REPLY, another, entry_id, now, zone)


async def _instead_of(
    session: AsyncSession, person_id: int | None, submission: Submission, now: datetime
) -> Sequence[int]:
    """Who reads what came for somebody who may not any more: who has their office now, else the nearest who may."""
    grants = table_of(Grant).c
    held = select(grants.role, grants.area_id).where(grants.person_id == person_id, grants.role.in_(_SEEING))
    for role, area_id in (await session.execute(held.order_by(grants.id.desc()))).all():
        at_area = grants.area_id.is_(None) if area_id is None else grants.area_id == area_id
        heirs = select(grants.person_id).where(
            access.in_force(now), grants.role == role, at_area, grants.person_id != person_id
        )
        for heir in (await session.execute(heirs.order_by(grants.starts_at.desc(), grants.id.desc()))).scalars():
            if await _may_see(session, heir, submission, now):
                return [heir]
    tree = await areas.load_tree(session=session)
    return await _nearest(session, submission, [place.id for place in tree.line(submission.area_id)], now)


async def tell_next_level(
    *,
    session: AsyncSession,
    bot_id: int,
    submission: Submission,
    event_id: int,
    now: datetime,
    zone: ZoneInfo | None = None,
    owner_ids: Sequence[int] = (),
) -> None:
    """Have those above told that a submission was reopened.

    These are the holders of offices in the nearest area above the submission's that has any who may see it, else those
    of the whole city, else `owner_ids` (persons).
    """
    above = await _next_level(session, submission, now) or owner_ids
    for person_id in above:
        await deliveries.put(
            session=session,
            bot_id=bot_id,
            person_id=person_id,
            about=About(DeliveryKind.REOPENED, submission.id or 0, f"e{event_id}"),
            content={"event": event_id},
            due_at=await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone),
            now=now,
        )


async def _next_level(session: AsyncSession, submission: Submission, now: datetime) -> list[int]:
    tree = await areas.load_tree(session=session)
    return await _nearest(session, submission, [place.id for place in tree.line(submission.area_id)[1:]], now)


async def _nearest(session: AsyncSession, submission: Submission, line: Sequence[int], now: datetime) -> list[int]:
    """The holders of offices in the first area of a line that has any who may see it, else of the whole city."""
    grants = table_of(Grant).c
    found = await session.execute(
        select(grants.area_id, grants.person_id).where(access.in_force(now), grants.role.in_(_SEEING))
    )
    holders: dict[int | None, set[int]] = {}
    for area_id, person_id in found:
        holders.setdefault(area_id, set()).add(person_id)
    for area_id in [*line, None]:
        told = [one for one in sorted(holders.get(area_id, ())) if await _may_see(session, one, submission, now)]
        if told:
            return told
    return []


async def _may_see(session: AsyncSession, person_id: int, submission: Submission, now: datetime) -> bool:
    """Whether it is for them: a complaint may be about a body of theirs. Its own author knows already."""
    if person_id == submission.person_id:
        return False
    rights = await access.rights_of(session=session, person_id=person_id, is_owner=False, now=now)
    return rights.may(Action.SEE, submission.area_id, submission.about_area_id)


async def _tell_of_entry(
    session: AsyncSession,
    bot_id: int,
    submission: Submission,
    kind: DeliveryKind,
    person_id: int,
    entry_id: int,
    now: datetime,
    zone: ZoneInfo | None,
) -> None:
    await deliveries.put(
        session=session,
        bot_id=bot_id,
        person_id=person_id,
        about=About(kind, submission.id or 0, f"a{entry_id}"),
        content={"entry": entry_id},
        due_at=await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone),
        now=now,
    )


def _is_recorded(submission: Submission) -> bool:
    """Whether staff wrote it down at the counter: its author has no chat, and asks with the code."""
    return submission.recorded_by is not None


def _given(number: int | None) -> list[int]:
    return [] if number is None else [number]


def _occurrence(event_id: int | None, entry_id: int | None) -> str:
    return f"e{event_id}" if event_id is not None else f"a{entry_id}"
