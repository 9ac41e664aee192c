"""Meetings that come again: beginning a series, changing what its meetings have in common, and putting them on record.

An occurrence is a meeting like any other. Whoever moves or cancels one leaves the others, and the series, as they are.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from locales.dates import jalali_day, local_moment
from models.city import City
from models.database import AsyncSession, table_of
from models.errors import BadMeetingFact, MeetingChanged, MeetingUnready, NotFound, TimePassed
from models.meeting import Meeting, MeetingKind, MeetingSeries, MeetingState, Rule
from models.meeting_facts import Facts, Session
from models.meeting_times import SERIES_AHEAD, announce_at, day_of, following_day, on_day
from models.role import Action
from models.services import access, audit, meeting_changes, meeting_occurrences, meetings
from models.services.actor import Actor

MOST_HOURS_BEFORE = 14 * 24  # an occurrence is on record for so long before it begins
_series, _meetings = table_of(MeetingSeries), table_of(Meeting)


async def begin(
    actor: Actor,
    meeting_id: int,
    version: int,
    *,
    rule: Rule,
    skips_holidays: bool,
    until: date | None,
    announce_before: int = 48,
) -> MeetingSeries:
    """Have a draft come again: it becomes the first meeting of a series, and is announced as the others are.

    Args:
        actor: who calls it.
        meeting_id: the draft.
        version: of the button.
        rule: how often.
        skips_holidays: whether it leaves out official holidays.
        until: the last day on which it may take place, of the city's calendar; None: until somebody ends it.
        announce_before: how many hours before each begins it is announced.

    Raises:
        NotFound, MeetingChanged, MeetingUnready: as `meeting_changes.publish`.
        TimePassed: the same; or it would end before it begins.
        BadMeetingFact: it is a course, which has sessions of its own; or the hours are too few or too many.
    """
    meeting = await meetings.versioned(actor, meeting_id, version)
    if meeting.state != MeetingState.DRAFT or meeting.series_id is not None:
        raise MeetingChanged
    facts, zone = meetings.facts_of(meeting), actor.city.zone
    _check(meeting, facts, announce_before)
    earliest = actor.now + actor.city.notice_delay
    meeting_changes.check_ready(facts, earliest)
    first = day_of(facts, zone)
    if until is not None and until < first:
        raise TimePassed
    month_day = jalali_day(first).day if rule is Rule.MONTHLY else None
    values = {
        **{name: getattr(meeting, name) for name in ("bot_id", "area_id", "chair_id", "facts", "capacity", "invites")},
        "author_id": actor.person_id,
        "rule": rule.value,
        "month_day": month_day,
        "skips_holidays": skips_holidays,
        "announce_before": announce_before,
        "next_day": following_day(rule, first, month_day),
        "until": until,
        "created_at": actor.now,
        "version": 1,
    }
    made = await actor.session.execute(insert(_series).values(values).returning(_series.c.id))
    series_id: int = made.scalar_one()
    begins = facts.sessions[0].starts_at
    scheduled = {
        "state": MeetingState.SCHEDULED.value,
        "series_id": series_id,
        "series_day": first,
        "announce_at": announce_at(begins, announce_before, earliest),
    }
    await meetings.change(actor, meeting, scheduled)
    await _note(actor, "series.begin", series_id, (None, {"rule": rule.value, "meeting": meeting_id}))
    return await load(actor.session, series_id)


def _check(meeting: Meeting, facts: Facts, announce_before: int) -> None:
    if meeting.kind == MeetingKind.COURSE or len(facts.sessions) > 1:
        raise BadMeetingFact("series", 1)
    if not 1 <= announce_before <= MOST_HOURS_BEFORE:
        raise BadMeetingFact("announce_before", MOST_HOURS_BEFORE)


async def load(session: AsyncSession, series_id: int, *, is_locked: bool = False) -> MeetingSeries:
    """The row as it is now, whoever asks; locked, nobody else changes it until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    series = await session.get(MeetingSeries, series_id, populate_existing=True, with_for_update=is_locked or None)
    if series is None:
        raise NotFound
    return series


async def series_for(actor: Actor, series_id: int, *, is_locked: bool = False) -> MeetingSeries:
    """A series, for whoever may call meetings in its area.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    series = await load(actor.session, series_id, is_locked=is_locked)
    if series.bot_id != actor.bot_id or not actor.rights.may(Action.MEET, series.area_id):
        raise NotFound
    return series


async def running(actor: Actor) -> list[MeetingSeries]:
    """Every series that goes on in the areas where somebody may call meetings, the oldest first."""
    reach = actor.rights.reach(Action.MEET)
    rows = select(MeetingSeries).where(_series.c.bot_id == actor.bot_id, _series.c.ended_at.is_(None))
    if reach is not None:
        rows = rows.where(_series.c.area_id.in_(sorted(reach)))
    rows = rows.order_by(_series.c.id).execution_options(populate_existing=True)
    return list((await actor.session.execute(rows)).scalars())


async def change(
    actor: Actor,
    series_id: int,
    version: int,
    *,
    facts: Facts | None = None,
    chair_id: int | None = None,
    skips_holidays: bool | None = None,
    until: date | None = None,
) -> MeetingSeries:
    """Change what the meetings of a series have in common; what is None stays.

    Those on record that are not announced yet follow, but for those that somebody changed by themselves.

    Args:
        actor: who changes it.
        series_id: which.
        version: of the button.
        facts: of its moment the hour of the day and the length count: its days stay.
        chair_id: who leads them from now on.
        skips_holidays: as in `begin`.
        until: the last day.

    Raises:
        NotFound: it is not for them; or that chair may not call meetings there.
        MeetingChanged: somebody changed it meanwhile, or it is over.
        MeetingUnready, BadMeetingFact: as `meeting_changes.change_facts`.
    """
    series = await _versioned(actor, series_id, version)
    values: dict[str, Any] = {}
    if facts is not None:
        values["facts"] = _common(series, facts, actor.city).to_data()
    if chair_id is not None:
        await _check_chair(actor, series, chair_id)
        values["chair_id"] = chair_id
    if skips_holidays is not None:
        values["skips_holidays"] = skips_holidays
    if until is not None:
        values["until"] = until
    was = {name: getattr(series, name) for name in values}
    await _write(actor.session, series, values)
    before, after = {**series.model_dump(), **was}, series.model_dump()
    for meeting in await _unannounced(actor.session, series_id):
        await _follow(actor, meeting, MeetingSeries(**before), MeetingSeries(**after))
    await _note(actor, "series.change", series_id, (_told(was, actor.city), _told(values, actor.city)))
    return series


def _common(series: MeetingSeries, facts: Facts, city: City) -> Facts:
    """New facts, at the day on which the series began."""
    checked = facts.checked()
    if len(checked.sessions) > 1:
        raise BadMeetingFact("sessions", 1)
    if checked.lacking:
        raise MeetingUnready(checked.lacking)
    first = Facts.from_data(series.facts).sessions[0]
    clock = local_moment(checked.sessions[0].starts_at, city.zone).time()
    begins = datetime.combine(local_moment(first.starts_at, city.zone).date(), clock, city.zone)
    return replace(checked, sessions=(Session(begins.astimezone(first.starts_at.tzinfo), checked.sessions[0].minutes),))


async def _check_chair(actor: Actor, series: MeetingSeries, chair_id: int) -> None:
    rights = await access.rights_of_another(
        session=actor.session, person_id=chair_id, owners=actor.owners, now=actor.now
    )
    if not rights.may(Action.MEET, series.area_id):
        raise NotFound


async def _unannounced(session: AsyncSession, series_id: int) -> list[Meeting]:
    rows = (
        select(Meeting)
        .where(_meetings.c.series_id == series_id, _meetings.c.state == MeetingState.SCHEDULED.value)
        .order_by(_meetings.c.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list((await session.execute(rows)).scalars())


async def _follow(actor: Actor, meeting: Meeting, before: MeetingSeries, after: MeetingSeries) -> None:
    day, city = meeting.series_day, actor.city
    if day is None or meetings.facts_of(meeting) != on_day(Facts.from_data(before.facts), day, city.zone):
        return  # somebody moved it, or said something else of it
    if not meeting_occurrences.has_day(after, day, city) and meeting_occurrences.has_day(before, day, city):
        await meetings.change(actor, meeting, {"state": MeetingState.DISCARDED.value})
        await meetings.note(actor, "meeting.discard", meeting.id or 0)
        return
    facts = on_day(Facts.from_data(after.facts), day, city.zone)
    begins = facts.sessions[0].starts_at
    values: dict[str, Any] = {}
    if facts != meetings.facts_of(meeting) and begins > actor.now:
        at = announce_at(begins, after.announce_before, actor.now + city.notice_delay)
        values = {**meetings.columns_of(facts), "announce_at": at}
    if meeting.chair_id == before.chair_id != after.chair_id:
        values["chair_id"] = after.chair_id
    if values:
        await meetings.change(actor, meeting, values)


async def end(actor: Actor, series_id: int, version: int) -> MeetingSeries:
    """Let it come no more: what is not announced yet does not take place, what is stays. Raises as `change`."""
    series = await _versioned(actor, series_id, version)
    await _write(actor.session, series, {"ended_at": actor.now})
    for meeting in await _unannounced(actor.session, series_id):
        await meetings.change(actor, meeting, {"state": MeetingState.DISCARDED.value})
        await meetings.note(actor, "meeting.discard", meeting.id or 0)
    await _note(actor, "series.end", series_id)
    return series


async def _versioned(actor: Actor, series_id: int, version: int) -> MeetingSeries:
    series = await series_for(actor, series_id, is_locked=True)
    if series.version != version or series.ended_at is not None:
        raise MeetingChanged
    return series


async def _write(session: AsyncSession, series: MeetingSeries, values: dict[str, Any]) -> None:
    mine = (_series.c.id == series.id, _series.c.version == series.version)
    done = await session.execute(
        update(_series).where(*mine).values(**values, version=series.version + 1).returning(_series.c.id)
    )
    if done.first() is None:
        raise MeetingChanged
    await session.refresh(series)


def _told(values: dict[str, Any], city: City) -> dict[str, Any]:
    """Columns of a series as the audit trail keeps them."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    if "facts" in told:
        common: Any = told.pop("facts")
        facts = Facts.from_data(common)
        clock = f"{local_moment(facts.sessions[0].starts_at, city.zone):%H:%M}"
        told |= {"title": facts.title, "times": [clock], "place": facts.place, "link": facts.link}
    return told


async def _note(actor: Actor, action: str, series_id: int, change: tuple[Any, Any] = (None, None)) -> None:
    on = ("meeting_series", series_id)
    await audit.write(session=actor.session, by=actor.by, action=action, on=on, now=actor.now, change=change)


async def materialise(*, session: AsyncSession, bot_id: int, city: City, now: datetime) -> int:
    """Put the meetings of every series on record that begin within `SERIES_AHEAD`; return how many are new.

    Each day of a series becomes a meeting once, whatever crashes. Days that were missed are left out.

    Args:
        session: the caller's transaction.
        bot_id: whose series.
        city: its calendar knows the days, and which are off.
        now: aware.
    """
    horizon = local_moment(now + SERIES_AHEAD, city.zone).date()
    due = select(_series.c.id).where(
        _series.c.bot_id == bot_id, _series.c.ended_at.is_(None), _series.c.next_day <= horizon
    )
    made = 0
    for series_id in (await session.execute(due.order_by(_series.c.id))).scalars().all():
        series = await load(session, series_id, is_locked=True)
        if series.ended_at is None:
            made += await meeting_occurrences.put_until(session, series, horizon, city, now)
    return made
