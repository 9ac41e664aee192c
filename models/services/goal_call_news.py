"""Who is told of a call for ideas: who answered, once when it closed and once what came of it; and its opener.

What is said is put together when it leaves, from how things stand then.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, literal, select

from models.database import AsyncSession, rows_touched, table_of, upsert
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.goal import GoalCall, GoalSubmission
from models.person import Account, Contact, Person
from models.services import audience, deliveries, subscriptions
from models.services.deliveries import About
from models.submission import Status, Submission
from models.types import JsonText, UtcDateTime

_delivery, _person = table_of(Delivery), table_of(Person)
_c, _account, _contact = _delivery.c, table_of(Account).c, table_of(Contact).c
_links, _submission = table_of(GoalSubmission), table_of(Submission)


class CallNews(StrEnum):
    """What a delivery tells of a call; its occurrence. Stored by name."""

    CLOSED = "closed"  # to who answered: it is over, and where theirs stands
    RESULT = "result"  # to who answered: what the office said afterwards
    ASK = "ask"  # to its opener, or who holds the office now: it is over, what became of the ideas?
    CANCELLED = "cancelled"  # to its opener: its notice never left


async def tell_answerers(
    *, session: AsyncSession, call: GoalCall, what: CallNews, now: datetime, zone: ZoneInfo
) -> int:
    """Have everybody told who answered a call, whatever they are subscribed to; each once, when they are awake.

    One statement, however many they are. Who took back all that they had sent is left out.

    Args:
        session: the caller's transaction.
        call: which.
        what: `CLOSED` or `RESULT`.
        now: aware.
        zone: the city's clock, for quiet hours.

    Returns:
        How many are told by this.
    """
    answered = (
        select(_submission.c.person_id)
        .join(_links, _links.c.submission_id == _submission.c.id)
        .where(_links.c.call_id == call.id, _submission.c.status != Status.WITHDRAWN.value)
    )
    due_at = audience.due_case(start=now, zone=zone)
    values: dict[str, Any] = {
        "bot_id": _bot_that_reaches(call.bot_id),
        "kind": literal(DeliveryKind.CALL_NEWS.value, _c.kind.type),
        "source_id": literal(call.id, _c.source_id.type),
        "occurrence": literal(what.value, _c.occurrence.type),
        "person_id": _person.c.id,
        "state": literal(DeliveryState.WAITING.value, _c.state.type),
        "content": literal({}, JsonText),
        "revision": literal(0, _c.revision.type),
        "message_ids": literal([], JsonText),
        "due_at": due_at,
        "next_try_at": due_at,
        "attempts": literal(0, _c.attempts.type),
        "created_at": literal(now, UtcDateTime),
    }
    chosen = select(*values.values()).select_from(audience.recipients).where(_person.c.id.in_(answered))
    made = upsert(session.get_bind().dialect.name)(_delivery).from_select(list(values), chosen.order_by(_person.c.id))
    told = made.on_conflict_do_nothing()
    found = await session.execute(told, execution_options={"preserve_rowcount": True})  # else psycopg's is not kept
    return max(rows_touched(found), 0)


def _bot_that_reaches(preferred: int) -> Any:
    """The call's own bot where that reaches somebody, else the one they wrote to last; as `deliveries.put`."""
    reached = (
        select(_contact.bot_id)
        .join(table_of(Account), _account.id == _contact.account_id)
        .where(_account.person_id == _person.c.id, _contact.blocked_at.is_(None))
        .order_by(case((_contact.bot_id == preferred, 0), else_=1), _contact.id.desc())
        .limit(1)
        .correlate(_person)
        .scalar_subquery()
    )
    return func.coalesce(reached, literal(preferred, _c.bot_id.type))


async def tell_late(*, session: AsyncSession, call: GoalCall, person_id: int, now: datetime, zone: ZoneInfo) -> None:
    """Have somebody told of a closed call whose answer was in time, and came here after everybody was told."""
    whats = [CallNews.CLOSED, *([CallNews.RESULT] if call.result is not None else [])]
    for what in whats:
        await tell(session=session, call=call, person_ids=[person_id], what=what, now=now, zone=zone)


async def tell(
    *, session: AsyncSession, call: GoalCall, person_ids: Iterable[int], what: CallNews, now: datetime, zone: ZoneInfo
) -> int:
    """Have a few people told of a call, each once; return how many are told by this."""
    told = 0
    for person_id in dict.fromkeys(person_ids):
        told += await deliveries.put(
            session=session,
            bot_id=call.bot_id,
            person_id=person_id,
            about=About(DeliveryKind.CALL_NEWS, call.id or 0, what.value),
            content={},
            due_at=await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone),
            now=now,
        )
    return told
