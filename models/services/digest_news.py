"""What a digest tells: the news of somebody's areas that was gathered for them, group by group, newest first.

A group more is a field of `models.digest.Gathered`, a function here, and lines in its view.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, exists, select

from models.area_tree import AreaTree
from models.audience import Audience
from models.broadcast import Broadcast, BroadcastState
from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.digest import Gathered, NoticeNews, OwnNews
from models.notice import Notice, NoticeRevision, NoticeState
from models.notice_content import NoticeContent
from models.prepared import Prepared
from models.services import areas, digest_goals, digest_meetings, subscriptions
from models.services.digest_reach import Asked, is_meant, may_concern
from models.submission import Status, Submission

__all__ = ["Asked", "gather"]

_LOOKED_AT = 2000  # broadcasts: the newest, of which a week has fewer
_MOST_OWN = 5  # of somebody's own submissions that are named

_b, _d, _n, _r = table_of(Broadcast).c, table_of(Delivery).c, table_of(Notice).c, table_of(NoticeRevision).c
_own = table_of(Submission).c


async def gather(asked: Asked) -> Gathered:
    """All that a digest tells, as it stands now: what was withdrawn is not in it."""
    tree = await areas.load_tree(session=asked.session)
    places = set(await subscriptions.areas_of(session=asked.session, person_id=asked.person_id))
    gathered = Gathered(
        notices=await _notices(asked, tree, places),
        meetings=await digest_meetings.gather(asked, tree, places),
        goals=await digest_goals.gather(asked),
    )
    return gathered if gathered.is_empty else replace(gathered, own=await _own_changes(asked))


async def _notices(asked: Asked, tree: AreaTree, places: set[int]) -> list[NoticeNews]:
    """Each notice once, as it reads now, however often it went out."""
    sent = {row[0]: Audience.from_data(row[1]) for row in await _sent(asked)}
    near = {number: meant for number, meant in sent.items() if may_concern(meant, tree, places)}
    told: dict[int, NoticeNews] = {}
    for row in (await asked.session.execute(_untold(asked, list(near)))).all() if near else []:
        if row.source_id not in told and await is_meant(asked, near[row.id], tree):
            told[row.source_id] = NoticeNews(row.source_id, NoticeContent.from_data(row.content), row.started_at)
    return list(told.values())


async def _sent(asked: Asked) -> Sequence[Any]:
    """(id, audience) of everything that was sent in that time: most of it is about other places."""
    values = {"bot": asked.bot_id, "since": asked.since, "until": asked.until}
    return (await asked.session.run(_SENT, values)).all


_NEWEST = (
    select(_b.id, _b.audience, _b.started_at)
    .where(_b.bot_id == bindparam("bot"), _b.kind == DeliveryKind.NOTICE.value)
    .order_by(_b.id.desc())
    .limit(bindparam("most", _LOOKED_AT, type_=Integer))
    .subquery()
)
_SENT = Prepared(
    select(_NEWEST.c.id, _NEWEST.c.audience).where(
        _NEWEST.c.started_at > bindparam("since"), _NEWEST.c.started_at <= bindparam("until")
    )
)


def _untold(asked: Asked, ids: list[int]) -> Any:
    """Of these, the newest first, what is not taken back, and of which they got no copy of their own."""
    return (
        select(_b.id, _b.source_id, _b.started_at, _r.content)
        .join(table_of(Notice), _n.id == _b.source_id)
        .join(table_of(NoticeRevision), (_r.notice_id == _n.id) & (_r.number == _n.revision))
        .where(
            _b.id.in_(ids),
            _b.state.not_in([BroadcastState.STOPPING.value, BroadcastState.STOPPED.value]),
            _b.is_withdrawn.is_(False),
            _n.state != NoticeState.WITHDRAWN.value,
            ~_has_copy(asked.person_id),
        )
        .order_by(_b.id.desc())
    )


def _has_copy(person_id: int) -> ColumnElement[bool]:
    return exists().where(
        _d.kind == DeliveryKind.NOTICE.value,
        _d.source_id == _b.source_id,
        _d.occurrence == _b.occurrence,
        _d.person_id == person_id,
    )


async def _own_changes(asked: Asked) -> list[OwnNews]:
    """What became of their submissions, as a reminder: they were told each of it when it happened."""
    if not (await subscriptions.of(session=asked.session, person_id=asked.person_id)).own:
        return []
    found = await asked.session.execute(
        select(_own.code, _own.status, _own.status_at)
        .where(
            _own.person_id == asked.person_id,
            _own.status_at > asked.since,
            _own.status_at <= asked.until,
            _own.status.not_in([Status.REGISTERED.value, Status.WITHDRAWN.value]),
        )
        .order_by(_own.status_at.desc(), _own.id.desc())
        .limit(_MOST_OWN)
    )
    return [OwnNews(row.code, Status(row.status), row.status_at) for row in found]
