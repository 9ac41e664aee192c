"""The morning's messages: one delivery for everybody who has a desk, a working day."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col

from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.person import Account
from models.rights import Owners
from models.role import MAY, Action, Grant, Role
from models.services import access, deliveries
from models.services.deliveries import About

_SEEING = tuple(role.value for role in Role if Action.SEE in MAY[role])


async def put_mornings(*, session: AsyncSession, bot_id: int, owners: Owners, day: date, now: datetime) -> int:
    """Have everybody who has a desk told what lies on it; return how many were put.

    However often it is called for a day, each of them is told once. What the message says is looked up when it leaves:
    who has nothing on their desk then is told nothing.

    Args:
        session: the caller's transaction.
        bot_id: the bot that should tell it, where it can reach them.
        owners: whom the settings name; they see everything.
        day: of the city's clock.
        now: aware.
    """
    about = About(DeliveryKind.MORNING, 0, day.isoformat())
    put = 0
    for person_id in await _with_a_desk(session, owners, now):
        put += await deliveries.put(
            session=session, bot_id=bot_id, person_id=person_id, about=about, content={}, due_at=now, now=now
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
