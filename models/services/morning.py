"""The morning's messages: one delivery for everybody who has a desk, a working day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Account
from models.rights import Owners, Rights
from models.role import MAY, Action, Grant, Role
from models.services import access, deliveries, subscriptions
from models.services.deliveries import About
from models.submission import Submission

_SEEING = tuple(role.value for role in Role if Action.SEE in MAY[role])
_ABOUT_ONE = tuple(
    kind.value for kind in (DeliveryKind.CHANGE, DeliveryKind.QUESTION, DeliveryKind.REPLY, DeliveryKind.REOPENED)
)
_LONGEST_PAUSE = timedelta(days=14)  # between two mornings: the new year's holidays
_NAMED = 5  # submissions of which the morning's message gives the codes


@dataclass(frozen=True)
class Lost:
    """Messages of which nobody knows whether they arrived, and the codes of some submissions that they were about."""

    number: int = 0
    codes: Sequence[str] = ()


async def put_mornings(
    *, session: AsyncSession, bot_id: int, owners: Owners, day: date, now: datetime, zone: ZoneInfo
) -> int:
    """Have everybody who has a desk told what lies on it; return how many were put.

    However often it is called for a day, each of them is told once. What the message says is looked up when it leaves:
    who has nothing on their desk then is told nothing.

    Args:
        session: the caller's transaction.
        bot_id: the bot that should tell it, where it can reach them.
        owners: whom the settings name; they see everything.
        day: of the city's clock.
        now: aware.
        zone: of the city, by whose clock each of them has quiet hours.
    """
    about = About(DeliveryKind.MORNING, 0, day.isoformat())
    put = 0
    for person_id in await _with_a_desk(session, owners, now):
        due_at = await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone)
        put += await deliveries.put(
            session=session, bot_id=bot_id, person_id=person_id, about=about, content={}, due_at=due_at, now=now
        )
    return put


async def _with_a_desk(session: AsyncSession, owners: Owners, now: datetime) -> list[int]:
    grants, accounts = table_of(Grant).c, table_of(Account).c
    named: ColumnElement[bool] = (accounts.platform == owners.platform) & accounts.user_id.in_(owners.user_ids)
    holders = select(grants.person_id).where(access.in_force(now), grants.role.in_(_SEEING))
    found = await session.execute(
        select(col(Account.person_id)).where(or_(accounts.person_id.in_(holders), named)).distinct()
    )
    return sorted(found.scalars())


async def lost_since_the_last(*, session: AsyncSession, rights: Rights, delivery_id: int, now: datetime) -> Lost:
    """What may not have arrived since the morning before, about submissions that somebody sees: they may say it again.

    Args:
        session: the caller's transaction.
        rights: whose morning it is.
        delivery_id: the delivery that tells of this morning.
        now: aware.
    """
    told, one = table_of(Delivery).c, table_of(Submission).c
    before = select(func.max(told.created_at)).where(
        told.kind == DeliveryKind.MORNING.value, told.person_id == rights.person_id, told.id < delivery_id
    )
    since = (await session.execute(before)).scalar_one() or now - _LONGEST_PAUSE
    lost = (
        select(one.code, func.count())
        .join(table_of(Delivery), told.source_id == one.id)
        .where(
            told.kind.in_(_ABOUT_ONE),
            told.state == DeliveryState.UNCERTAIN.value,
            told.settled_at >= since,
            access.seen_by(rights),
        )
        .group_by(one.id, one.code)
        .order_by(one.id)
    )
    found = (await session.execute(lost)).all()
    return Lost(sum(number for _, number in found), [code for code, _ in found[:_NAMED]])
