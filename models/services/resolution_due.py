"""What time does to resolutions: those of the city's council bind once, and overdue ones are told of once a week."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select

from locales import translator
from models.area_tree import AreaTree
from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.resolution import Resolution, ResolutionStatus
from models.resolution_words import title_words
from models.rights import NOBODY, Owners
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, audit, deliveries, people, submission_follow, subscriptions
from models.services.actor import Actor
from models.services.audit import By
from models.services.deliveries import About
from models.services.resolution_lists import overdue_on
from models.services.resolution_rows import answered_by, change_row, load, put_event

_TIMER = By(None, "timer")
_AT_ONCE = 50  # resolutions in one transaction; the next call takes the next ones
WEEK_BEGINS: Final = 5  # Saturday, as date.weekday() counts
TOLD_AT: Final = time(9)  # of the city's clock
_c, _told, _grants = table_of(Resolution).c, table_of(Delivery).c, table_of(Grant).c
_CALLING = [role.value for role in Role if Action.MEET in MAY[role]]


async def bind_due(*, session: AsyncSession, bot_id: int, city: City, now: datetime) -> int:
    """Let resolutions bind to which the review board did not object in its days; return how many these are.

    The authors of what they answer hear of it. One that somebody stopped or opened meanwhile is let be.

    Args:
        session: the caller's transaction.
        bot_id: whose resolutions.
        city: its default language is that of the note.
        now: aware.
    """
    waits = (_c.status == ResolutionStatus.AWAITING_REVIEW.value, _c.published_at.is_not(None))
    due = select(_c.id).where(_c.bot_id == bot_id, *waits, _c.binds_at <= now).order_by(_c.binds_at, _c.id)
    actor, bound = Actor(session, NOBODY, bot_id, city, Owners(), now), 0
    for resolution_id in (await session.execute(due.limit(_AT_ONCE))).scalars().all():
        resolution = await load(session, resolution_id, is_locked=True)
        if resolution.status == ResolutionStatus.AWAITING_REVIEW and resolution.binds_at is not None:
            await _bind(actor, resolution)
            bound += 1
    return bound


async def _bind(actor: Actor, resolution: Resolution) -> None:
    was, session = resolution.status, actor.session
    values = {"status": ResolutionStatus.OPEN.value, "status_at": actor.now, "binds_at": None}
    await change_row(session, resolution, values, actor.now)
    tr = translator(actor.city.default_language)
    words = tr.plain("The review board did not object: it binds from now on.")
    await put_event(actor, resolution, was, words, by_timer=True)
    on, after = ("resolution", resolution.id), {"status": resolution.status}
    await audit.write(
        session=session, by=_TIMER, action="resolution.bind", on=on, now=actor.now, change=({"status": was}, after)
    )
    tree = await areas.load_tree(session=session)
    title = title_words(resolution, tree.places.get(resolution.area_id), tr)
    for submission_id in await answered_by(session=session, resolution_id=resolution.id or 0):
        await submission_follow.follow(actor, submission_id, None, f"{title}:\n{words}", by=_TIMER)


def week_of(now: datetime, city: City) -> date:
    """The Saturday of which the overdue list is told at a moment: from nine o'clock on it is that of this week."""
    local = now.astimezone(city.zone)
    day = local.date() - timedelta(days=(local.weekday() - WEEK_BEGINS) % 7)
    return day if local >= datetime.combine(day, TOLD_AT, city.zone) else day - timedelta(weeks=1)


async def put_overdue(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Have the council of each area told once a week what of its resolutions is overdue; return how many are told.

    Told is on Saturday at nine of the city's clock, or as soon as somebody looks in that week, what was overdue on that
    Saturday. Where nobody holds an office in the council of an area, it is whoever calls meetings in the nearest area
    above, else who the settings name as owners. However often it is called, each of them is told once.

    Args:
        session: the caller's transaction.
        bot_id: the bot that should tell it, where it can reach them.
        city: by its clock the week begins.
        owners: whom the settings name.
        now: aware.
    """
    week = week_of(now, city)
    overdue = select(_c.area_id).where(overdue_on(week)).distinct().order_by(_c.area_id)
    late = list((await session.execute(overdue)).scalars())
    if not late:
        return 0
    told = select(_told.person_id).where(
        _told.kind == DeliveryKind.OVERDUE.value, _told.source_id == 0, _told.occurrence == week.isoformat()
    )
    known = set((await session.execute(told)).scalars())
    about, put = About(DeliveryKind.OVERDUE, 0, week.isoformat()), 0
    for person_id, area_ids in (await _whose(session, late, owners, now)).items():
        if person_id in known:
            continue
        due_at = await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=city.zone)
        content = {"areas": list(area_ids)}
        put += await deliveries.put(
            session=session, bot_id=bot_id, person_id=person_id, about=about, content=content, due_at=due_at, now=now
        )
    return put


async def _whose(
    session: AsyncSession, late: Sequence[int], owners: Owners, now: datetime
) -> Mapping[int, Sequence[int]]:
    """Of which areas each person is told."""
    tree, found = await areas.load_tree(session=session), dict[int, list[int]]()
    named = await people.persons_of_users(session=session, platform=owners.platform, user_ids=owners.user_ids)
    for area_id in late:
        for person_id in await _council_of(session, area_id, tree, now) or named:
            found.setdefault(person_id, []).append(area_id)
    return found


async def _council_of(session: AsyncSession, area_id: int, tree: AreaTree, now: datetime) -> Sequence[int]:
    line = tree.line(area_id)
    for place, roles in [*((own, [Role.COUNCIL.value]) for own in line[:1]), *((one, _CALLING) for one in line)]:
        at_area: ColumnElement[bool] = _grants.area_id == place.id
        if place.parent_id is None:
            at_area = or_(at_area, _grants.area_id.is_(None))
        held = select(_grants.person_id).where(access.in_force(now), _grants.role.in_(roles), at_area).distinct()
        if holders := sorted((await session.execute(held)).scalars()):
            return holders
    return []
