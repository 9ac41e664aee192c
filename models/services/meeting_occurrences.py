"""The meetings of a series, put on record one by one: each day becomes one, whatever crashes."""

from datetime import date, datetime, timedelta

from sqlalchemy import insert, literal, select, update

from models.city import City
from models.database import AsyncSession, table_of, upsert
from models.meeting import Meeting, MeetingGuest, MeetingKind, MeetingSeries, MeetingState, Rule
from models.meeting_facts import Facts
from models.meeting_times import following_day, is_day_off, on_day
from models.services import audit, meetings
from models.services.audit import By
from models.types import UtcDateTime

_TIMER = By(None, "timer")
_series, _meetings, _guests = table_of(MeetingSeries), table_of(Meeting), table_of(MeetingGuest)
_COMMON = ("bot_id", "area_id", "author_id", "chair_id", "capacity", "invites")


def has_day(series: MeetingSeries, day: date, city: City) -> bool:
    """Whether one of the days of a series' rule is one on which it takes place."""
    is_over = series.until is not None and day > series.until
    return not is_over and not (series.skips_holidays and is_day_off(Rule(series.rule), day, city))


async def put_until(session: AsyncSession, series: MeetingSeries, horizon: date, city: City, now: datetime) -> int:
    """Put a series' meetings up to a day on record; return how many are new. Days that are over are left out.

    The caller has locked the row. Its version stays: nothing changed that somebody chose.
    """
    made, day, rule = 0, series.next_day, Rule(series.rule)
    while day <= horizon and (series.until is None or day <= series.until):
        facts = on_day(Facts.from_data(series.facts), day, city.zone)
        if has_day(series, day, city) and facts.sessions[0].starts_at > now:
            made += await _occur(session, series, day, facts, now)
        day = following_day(rule, day, series.month_day)
    is_over = series.until is not None and day > series.until
    values = {"next_day": day, "ended_at": now if is_over else None}
    await session.execute(update(_series).where(_series.c.id == series.id).values(values))
    return made


async def _occur(session: AsyncSession, series: MeetingSeries, day: date, facts: Facts, now: datetime) -> bool:
    begins = facts.sessions[0].starts_at
    values = {
        **{name: getattr(series, name) for name in _COMMON},
        **meetings.columns_of(facts),
        "kind": MeetingKind.ORDINARY.value,
        "series_id": series.id,
        "series_day": day,
        "state": MeetingState.SCHEDULED.value,
        "announce_at": max(begins - timedelta(hours=series.announce_before), now),
        "revision": 1,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }
    made = upsert(session.get_bind().dialect.name)(_meetings).values(values).on_conflict_do_nothing()
    meeting_id = (await session.execute(made.returning(_meetings.c.id))).scalar_one_or_none()
    if meeting_id is None:
        return False
    await _invite_again(session, series, day, meeting_id, now)
    on, told = ("meeting", meeting_id), {"series": series.id, "day": day.isoformat()}
    await audit.write(session=session, by=_TIMER, action="meeting.occur", on=on, now=now, change=(None, told))
    return True


async def _invite_again(session: AsyncSession, series: MeetingSeries, day: date, to: int, now: datetime) -> None:
    """Who is on the list of the meeting before is on this one's."""
    before = select(_meetings.c.id).where(
        _meetings.c.series_id == series.id,
        _meetings.c.series_day < day,
        _meetings.c.state != MeetingState.DISCARDED.value,
    )
    last = before.order_by(_meetings.c.series_day.desc()).limit(1).scalar_subquery()
    columns = ["meeting_id", "person_id", "added_by", "created_at"]
    listed = select(
        literal(to, _guests.c.meeting_id.type), _guests.c.person_id, _guests.c.added_by, literal(now, UtcDateTime)
    )
    chosen = listed.where(_guests.c.meeting_id == last)
    await session.execute(insert(_guests).from_select(columns, chosen))
