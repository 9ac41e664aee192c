"""How things stand with a bot, for whoever operates it: what waits, what is being told to many, and what comes next.

Everything is read over a synchronous connection and nothing is changed: `mahalleyar status` asks beside a bot at work.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, func, select, text

from models.answer import Answer
from models.broadcast import Broadcast
from models.database import table_of
from models.delivery import Delivery, DeliveryState
from models.goal import GoalCall, GoalUpdate
from models.inbox import Inbox
from models.job import Job
from models.leadership import Leadership
from models.media import Media
from models.notice import Notice
from models.services import audience, digests
from models.subscription import Digest, Subscription
from models.types import UtcDateTime

_reports, _calls = table_of(GoalUpdate), table_of(GoalCall)
_leaders, _inbox, _answers, _deliveries = table_of(Leadership), table_of(Inbox), table_of(Answer), table_of(Delivery)
_media, _jobs, _notices, _broadcasts = table_of(Media), table_of(Job), table_of(Notice), table_of(Broadcast)
# The words of the partial indexes: with values bound instead, SQLite would read whole tables.
_UNFINISHED, _WAITING = text("finished_at IS NULL"), text("state = 'waiting'")
_OF_ONE, _IN_FLIGHT = text("broadcast_id IS NULL"), text("state IN ('claimed', 'sending')")
_UNCERTAIN = text(f"state = '{DeliveryState.UNCERTAIN.value}'")
_AT_WORK = text("state IN ('sending', 'paused', 'stopping', 'mending')")
_TO_COME = text("state = 'scheduled'")
_UNTOLD, _OPEN = text("told_at IS NULL AND removed_at IS NULL"), text("state = 'open'")
_DAYS = {Digest.DAILY: 1, Digest.WEEKLY: 7}


@dataclass(frozen=True)
class Queue:
    """What waits: how much, since when the oldest of it, and how much of it could be worked on now."""

    name: str
    waiting: int
    oldest: datetime | None = None
    due: int | None = None


@dataclass(frozen=True)
class Coming:
    """A timer's next work: what, when, and the number of what it is about."""

    name: str
    at: datetime
    id: int | None = None


@dataclass(frozen=True)
class Standing:
    """All of it, at one moment. `holder` and `since` are of the last process that took the office."""

    holder: str | None
    since: datetime | None
    epoch: int
    queues: list[Queue]
    broadcasts: list[Any]  # rows of `broadcast`, oldest first
    coming: list[Coming]


def look(connection: Connection, *, bot_id: int, now: datetime, zone: ZoneInfo) -> Standing:
    """Read everything about one bot. `now` is aware; `zone` is the city's, by whose clock digests are due."""
    leadership = connection.execute(select(_leaders).where(_leaders.c.bot_id == bot_id)).first()
    at_work = select(_broadcasts).where(_broadcasts.c.bot_id == bot_id, _AT_WORK).order_by(_broadcasts.c.id)
    return Standing(
        holder=leadership.holder if leadership else None,
        since=leadership.since if leadership else None,
        epoch=leadership.epoch if leadership else 0,
        queues=list(_queues(connection, bot_id, now)),
        broadcasts=list(connection.execute(at_work)),
        coming=sorted((*_coming(connection, bot_id), *_digests(connection, bot_id, now, zone)), key=lambda one: one.at),
    )


def _queues(connection: Connection, bot_id: int, now: datetime) -> Iterator[Queue]:
    yield Queue("updates", *_counted(connection, _inbox, bot_id, "received_at", _UNFINISHED))
    yield Queue("answers", *_counted(connection, _answers, bot_id, "created_at", _WAITING))
    due = _counted(connection, _deliveries, bot_id, "due_at", _WAITING, _OF_ONE, _deliveries.c.next_try_at <= now)[0]
    waiting = _counted(connection, _deliveries, bot_id, "created_at", _WAITING, _OF_ONE)
    yield Queue("deliveries_waiting", *waiting, due=due)
    in_flight = _counted(connection, _deliveries, bot_id, "created_at", _IN_FLIGHT, _OF_ONE)
    yield Queue("deliveries_in_flight", *in_flight)
    uncertain = _counted(connection, _deliveries, bot_id, "settled_at", _UNCERTAIN, _OF_ONE)
    yield Queue("deliveries_uncertain", *uncertain)
    fetchable = _counted(connection, _media, bot_id, "created_at", _WAITING, _media.c.next_try_at <= now)[0]
    yield Queue("files", *_counted(connection, _media, bot_id, "created_at", _WAITING), due=fetchable)
    yield Queue("jobs", *_counted(connection, _jobs, bot_id, "created_at", _WAITING))


def _counted(
    connection: Connection, table: Table, bot_id: int, since: str, *conditions: Any
) -> tuple[int, datetime | None]:
    asked = select(func.count(), func.min(table.c[since], type_=UtcDateTime()))
    row = connection.execute(asked.where(table.c.bot_id == bot_id, *conditions)).one()
    return row[0], row[1]


def _coming(connection: Connection, bot_id: int) -> Iterator[Coming]:
    notices = select(_notices.c.id, _notices.c.starts_at).where(
        _notices.c.bot_id == bot_id, _TO_COME, _notices.c.starts_at.is_not(None)
    )
    deliveries = select(_deliveries.c.id, _deliveries.c.next_try_at).where(_deliveries.c.bot_id == bot_id, _WAITING)
    asked: dict[str, Select[Any]] = {
        "notice": notices.where(_notices.c.repeats.is_(None)).order_by(_notices.c.starts_at),
        "repeat": notices.where(_notices.c.repeats.is_not(None)).order_by(_notices.c.starts_at),
        "delivery": deliveries.where(_OF_ONE).order_by(_deliveries.c.next_try_at),
        "report": _earliest(_reports, "tell_at", bot_id, _UNTOLD),
        "call": _earliest(_calls, "closes_at", bot_id, _OPEN),
    }
    for name, statement in asked.items():
        row = connection.execute(statement.limit(1)).first()
        if row is not None:
            yield Coming(name, row[1], row[0])


def _earliest(table: Table, moment: str, bot_id: int, condition: Any) -> Select[Any]:
    return select(table.c.id, table.c[moment]).where(table.c.bot_id == bot_id, condition).order_by(table.c[moment])


def _digests(connection: Connection, bot_id: int, now: datetime, zone: ZoneInfo) -> Iterator[Coming]:
    """The next digest of each sort that somebody whom the bot reaches wants."""
    chosen = table_of(Subscription).c.digest
    for_many = select(chosen).select_from(audience.recipients)
    wanted = for_many.where(chosen != Digest.OFF.value, audience.is_reached(bot_id)).distinct()
    for digest in sorted(Digest(name) for name in connection.execute(wanted).scalars()):
        last = digests.last_due(digest, now, zone)
        yield Coming(f"{digest.value}_digest", last + timedelta(days=_DAYS[digest]))
