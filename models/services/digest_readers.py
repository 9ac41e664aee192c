"""Who reads what is told in a digest, and not at once."""

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from models.audience import Audience
from models.database import table_of
from models.meeting import Meeting
from models.subscription import Digest, Subscription

_subscription, _meeting = table_of(Subscription).c, table_of(Meeting).c
_gathers = and_(_subscription.digest.is_not(None), _subscription.digest != Digest.OFF.value).self_group()


def waits(audience: Audience) -> ColumnElement[bool]:
    """The condition that somebody has news gathered, and that their digest tells this in time, or has told it already.

    It is asked of people outer-joined with their choices, `models.services.audience.recipients`.
    """
    if not audience.hurries:
        return _gathers
    announced_at = select(_meeting.announced_at).where(_meeting.id == audience.meeting_id).scalar_subquery()
    has_read = func.coalesce(_subscription.digested_at >= announced_at, false())
    in_time = _subscription.digest.not_in([one.value for one in audience.hurries])
    return and_(_gathers, or_(in_time, has_read)).self_group()
