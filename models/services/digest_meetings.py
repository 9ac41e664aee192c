"""The meetings of a digest: announced, moved, cancelled, or their minutes published, since somebody was last told.

Each meeting is one line, of what happened last and with its newest time. It is for whom its announcement (or its
minutes) was meant and who got no copy of it, because they have news gathered. Whoever was told of it, by an earlier
digest or one by one, or said that they come, hears of changes at once, and not here again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, ScalarSelect, bindparam, exists, func, or_, select
from sqlmodel import col

from models.area_tree import AreaTree
from models.audience import Audience
from models.broadcast import Broadcast, BroadcastState
from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.digest import MeetingEvent, MeetingTold
from models.meeting import Meeting, MeetingRevision, MeetingState
from models.meeting_facts import Facts, Field, changed
from models.prepared import Prepared
from models.services import meeting_told
from models.services.digest_reach import Asked, is_meant, may_concern

_LOOKED_AT = 2000  # broadcasts: the newest, of which a week has fewer
_KINDS = (DeliveryKind.MEETING, DeliveryKind.MEETING_CHANGE, DeliveryKind.MINUTES)
_WHEN_OR_WHERE = {Field.SESSIONS, Field.PLACE, Field.LOCATION}
_b, _d, _m = table_of(Broadcast).c, table_of(Delivery).c, table_of(Meeting).c
_r = table_of(MeetingRevision).c


class _Row(NamedTuple):
    """A broadcast, as far as it matters here; `audience` as JSON."""

    id: int
    source_id: int
    kind: str
    occurrence: str
    audience: Any
    state: str
    is_withdrawn: bool
    started_at: datetime


@dataclass(frozen=True)
class _Sent:
    """What was told of one meeting: its announcement whenever that was, the rest as far as it is of that time."""

    announced: _Row | None = None
    change: _Row | None = None  # the newest
    minutes: _Row | None = None


async def gather(asked: Asked, tree: AreaTree, places: set[int]) -> list[MeetingTold]:
    """What to tell, the newest first, as each meeting stands now.

    Args:
        asked: whose digest, and of what time.
        tree: the city's areas.
        places: the areas whose news they want, with all above these.
    """
    found = {one: sent for one, sent in (await _sent(asked)).items() if _is_near(sent, tree, places)}
    told: list[MeetingTold] = []
    meetings, known = await _meetings(asked, list(found)), await _known(asked, list(found))
    for meeting in meetings:
        sent = found[meeting.id or 0]
        last = await _last(asked, meeting, sent, knows=known.get(meeting.id or 0, 0) >= meeting.revision)
        meant = None if last is None else _meant(last, sent)
        if last is None or meant is None or await _has_copy(asked, meeting, last, sent):
            continue
        if await is_meant(asked, meant, tree):
            told.append(last)
    return sorted(told, key=lambda one: one.at, reverse=True)


def _is_near(sent: _Sent, tree: AreaTree, places: set[int]) -> bool:
    """Whether it may be theirs at all: of a city's meetings in a week most are not."""
    rows = [row for row in (sent.announced, sent.minutes) if row is not None]
    return any(may_concern(Audience.from_data(row.audience), tree, places) for row in rows)


async def _sent(asked: Asked) -> Mapping[int, _Sent]:
    """What was told in that time, by meeting, each with its announcement."""
    values = {"bot": asked.bot_id, "since": asked.since, "until": asked.until}
    rows = [_Row(*row) for row in (await asked.session.run(_SENT, values)).all]
    newest = {(row.source_id, row.kind): row for row in sorted(rows, key=lambda row: row.id)}
    ids = sorted({source_id for source_id, _ in newest})
    announced = await _announcements(asked, ids) if ids else {}
    return {
        one: _Sent(
            announced.get(one),
            newest.get((one, DeliveryKind.MEETING_CHANGE.value)),
            newest.get((one, DeliveryKind.MINUTES.value)),
        )
        for one in ids
    }


_COLUMNS = (_b.id, _b.source_id, _b.kind, _b.occurrence, _b.audience, _b.state, _b.is_withdrawn, _b.started_at)
_NEWEST = (
    select(*_COLUMNS)
    .where(_b.bot_id == bindparam("bot"), or_(*(_b.kind == kind.value for kind in _KINDS)))
    .order_by(_b.id.desc())
    .limit(bindparam("most", _LOOKED_AT, type_=Integer))
    .subquery()
)
_SENT = Prepared(
    select(_NEWEST).where(_NEWEST.c.started_at > bindparam("since"), _NEWEST.c.started_at <= bindparam("until"))
)


async def _announcements(asked: Asked, ids: list[int]) -> dict[int, _Row]:
    kind = _b.kind == DeliveryKind.MEETING.value
    rows = await asked.session.execute(select(*_COLUMNS).where(kind, _b.source_id.in_(ids)))
    return {row.source_id: _Row(*row) for row in rows}


async def _meetings(asked: Asked, ids: list[int]) -> list[Meeting]:
    if not ids:
        return []
    if asked.leaves:
        await meeting_told.hold(session=asked.session, meeting_ids=ids)
    rows = select(Meeting).where(col(Meeting.id).in_(ids)).execution_options(populate_existing=True)
    return list((await asked.session.execute(rows)).scalars())


async def _known(asked: Asked, ids: list[int]) -> dict[int, int]:
    """Which revisions they were told before, by an earlier digest: one that waited may have told a newer one."""
    return await meeting_told.known_before(
        session=asked.session, person_id=asked.person_id, meeting_ids=ids, moment=asked.until
    )


async def _last(asked: Asked, meeting: Meeting, sent: _Sent, *, knows: bool) -> MeetingTold | None:
    """What happened last that is still worth knowing: nothing of what is over, or was cancelled before they knew.

    Who `knows` how it stands now is told of nothing but its announcement.
    """
    facts = Facts.from_data(meeting.facts)

    def told(event: MeetingEvent, row: _Row) -> MeetingTold:
        return MeetingTold(meeting.id or 0, event, facts, row.started_at, meeting.revision)

    if sent.minutes is not None and not _is_taken_back(sent.minutes):
        return told(MeetingEvent.MINUTES, sent.minutes)
    if sent.announced is None or facts.ends_at is None or facts.ends_at <= asked.now:
        return None
    is_new = sent.announced.started_at > asked.since
    if is_new and meeting.state == MeetingState.ANNOUNCED:
        return told(MeetingEvent.ANNOUNCED, sent.announced)
    if is_new or knows or sent.change is None:
        return None
    event = await _how_changed(asked, meeting, facts)
    return None if event is None else told(event, sent.change)


def _is_taken_back(row: _Row) -> bool:
    return row.is_withdrawn or row.state in {BroadcastState.STOPPING, BroadcastState.STOPPED}


async def _how_changed(asked: Asked, meeting: Meeting, now: Facts) -> MeetingEvent | None:
    """How it differs from what it was when the last digest told of it; None where it is the same again, or over."""
    if meeting.state != MeetingState.ANNOUNCED:
        return MeetingEvent.CANCELLED if meeting.state == MeetingState.CANCELLED else None
    rows = select(_r.facts).where(_r.meeting_id == meeting.id, _r.made_at <= asked.since)
    was = (await asked.session.execute(rows.order_by(_r.number.desc()).limit(1))).first()
    differs = changed(Facts.from_data(was[0]), now) if was is not None else _WHEN_OR_WHERE
    if not differs:
        return None
    return MeetingEvent.MOVED if differs & _WHEN_OR_WHERE else MeetingEvent.CHANGED


def _meant(told: MeetingTold, sent: _Sent) -> Audience | None:
    """For whom it was meant; None where all of them were told at once, digest or not."""
    row = sent.minutes if told.event is MeetingEvent.MINUTES else sent.announced
    meant = None if row is None else Audience.from_data(row.audience)
    return meant if meant is not None and meant.concerned is None else None


async def _has_copy(asked: Asked, meeting: Meeting, told: MeetingTold, sent: _Sent) -> bool:
    """Whether they were told one by one: of the minutes, or of the meeting and so of all that changed."""
    if told.event is MeetingEvent.MINUTES:
        copies: ColumnElement[bool] = _d.kind == DeliveryKind.MINUTES.value
    else:
        is_change = _d.kind == DeliveryKind.MEETING_CHANGE.value
        is_newest = _d.broadcast_id == _newest_change(meeting.id)
        if sent.change is not None:
            is_newest |= _d.occurrence == sent.change.occurrence
        copies = or_(_d.kind == DeliveryKind.MEETING.value, is_change & is_newest)
    theirs = exists().where(_d.source_id == meeting.id, _d.person_id == asked.person_id, copies)
    return bool((await asked.session.execute(select(theirs))).scalar_one())


def _newest_change(meeting_id: int | None) -> ScalarSelect[int]:
    """The broadcast of a meeting's newest change, be it younger than the digest: it tells how the meeting is now."""
    of_it = (_b.kind == DeliveryKind.MEETING_CHANGE.value, _b.source_id == meeting_id)
    return select(func.max(_b.id)).where(*of_it).scalar_subquery()
