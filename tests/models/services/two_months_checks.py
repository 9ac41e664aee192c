"""What has to be true after two months, read from the tables and from everybody's chat, and never from the services."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from models.audit import Audit
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.jalali_calendar import month_days
from models.meeting import AgendaItem, Answer, Invites, Meeting, MeetingRevision, MeetingState
from models.meeting_facts import Facts
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.fast_post import Shown
from tests.models.services.notice_rows import DAY, HOUR
from tests.models.services.two_months import HOLIDAYS, Months
from tests.models.services.two_months_digests import not_known, read_change, read_digest

_COMES = (Answer.YES, Answer.MAYBE)
_READ = {DeliveryKind.DIGEST: read_digest, DeliveryKind.CHANGE: read_change}
_TELLING = frozenset({DeliveryKind.MEETING, DeliveryKind.MEETING_CHANGE, *_READ})


@dataclass
class History:
    """The two months, what became of each meeting, and what everybody saw."""

    months: Months
    meetings: dict[int, Meeting]
    revisions: dict[int, list[Any]]
    over_at: dict[int, datetime]
    items: Counter[int]
    seen: dict[tuple[int, int], list[Shown]]
    """What somebody saw of a meeting, in order: (person, meeting)."""
    lost: set[tuple[int, str, int]]
    """(person, kind, source) of what a kill cut off, or a digest has on another page: it may be unread."""

    @classmethod
    async def read(cls, session: AsyncSession, months: Months) -> "History":
        """Everything that is on record."""
        found = (await session.execute(select(Meeting).order_by(table_of(Meeting).c.id))).scalars()
        revisions = defaultdict(list)
        for made in (await session.execute(select(MeetingRevision).order_by(table_of(MeetingRevision).c.id))).scalars():
            revisions[made.meeting_id].append(made)
        over = select(Audit).where(table_of(Audit).c.action == "meeting.over")
        over_at = {row.object_id or 0: row.at for row in (await session.execute(over)).scalars()}
        items = Counter((await session.execute(select(table_of(AgendaItem).c.meeting_id))).scalars())
        seen = defaultdict(list)
        everything = {one.id or 0: one for one in found}
        for one in months.post.shown:
            read = _READ.get(one.kind)
            for told in [one] if read is None else read(one, everything, revisions):
                if told.kind is not DeliveryKind.OVERDUE:
                    seen[told.person_id, told.source_id].append(told)
        lost = await not_known(session, months.post.shown, everything, revisions)
        return cls(months, everything, revisions, over_at, items, seen, lost)

    def facts(self, meeting_id: int, number: int) -> Facts:
        """What a revision said."""
        return Facts.from_data([one for one in self.revisions[meeting_id] if one.number <= number][-1].facts)

    def revision_at(self, meeting_id: int, moment: datetime) -> int:
        """The revision in force at a moment."""
        return max(int(one.number) for one in self.revisions[meeting_id] if one.made_at <= moment)

    def ends_at(self, meeting: Meeting) -> datetime:
        """Until when anything is told of it as something to come."""
        return meeting.cancelled_at or self.over_at.get(meeting.id or 0) or self.months.now

    def known(self, person_id: int, meeting_id: int, before: datetime | None = None) -> tuple[int, bool] | None:
        """(revision, whether called off) that somebody was told last; None where they were told nothing."""
        told = [
            one
            for one in self.seen[person_id, meeting_id]
            if one.kind in _TELLING and (before is None or one.at < before)
        ]
        if not told:
            return None
        cancelled_at = self.meetings[meeting_id].cancelled_at
        return told[-1].revision, cancelled_at is not None and told[-1].at >= cancelled_at

    def is_lost(self, person_id: int, kind: DeliveryKind, meeting_id: int) -> bool:
        """Whether a kill cut off something of the kind on its way to them."""
        return (person_id, kind.value, meeting_id) in self.lost


def check_once(history: History) -> None:
    """Nobody was told anything twice."""
    told = Counter(
        (one.person_id, one.kind, one.source_id, one.occurrence)
        for one in history.months.post.shown
        if one.kind is not DeliveryKind.CHANGE  # of a submission, whose entries these are not
    )
    assert {key: times for key, times in told.items() if times > 1} == {}


def check_announcements(history: History) -> None:
    """Everybody whom it is for was told of a meeting while it was to come, and nobody of what was called off."""
    months = history.months
    for meeting in history.meetings.values():
        meeting_id, until = meeting.id or 0, history.ends_at(meeting)
        assert meeting.state != MeetingState.SCHEDULED or (meeting.announce_at or months.now) > months.now - HOUR
        told = [one for one in months.post.shown if one.kind is DeliveryKind.MEETING and one.source_id == meeting_id]
        assert all(meeting.announced_at is not None and meeting.announced_at <= one.at <= until for one in told)
        assert all(one.revision == history.revision_at(meeting_id, one.at) for one in told)
        if meeting.announced_at is None or meeting.invites != Invites.AREA:
            continue
        has_it = {one.person_id for one in told}
        for person_id in months.readers.keys() - months.gatherers.keys():
            if months.reaches(person_id, meeting.announced_at, until):
                assert person_id in has_it or history.is_lost(person_id, DeliveryKind.MEETING, meeting_id)


def check_changes(history: History) -> None:
    """Whoever knew something else was told once how it is now; nobody heard what they knew, nor anything outdated."""
    months = history.months
    for (person_id, meeting_id), seen in history.seen.items():
        for one in seen:
            if one.kind is not DeliveryKind.MEETING_CHANGE:
                continue
            assert one.revision == history.revision_at(meeting_id, one.at), "it was told what holds no more"
            knew_of_it = history.known(person_id, meeting_id, one.at) or (meeting_id, person_id) in months.answers
            assert knew_of_it or history.is_lost(person_id, DeliveryKind.MEETING, meeting_id)
        if person_id in months.readers or any(one.kind is DeliveryKind.CHANGE for one in seen):
            _check_knows(history, person_id, meeting_id)


def _check_knows(history: History, person_id: int, meeting_id: int) -> None:
    meeting, known = history.meetings.get(meeting_id), history.known(person_id, meeting_id)
    if meeting is None or known is None or history.is_lost(person_id, DeliveryKind.MEETING_CHANGE, meeting_id):
        return
    revision, knows_it_is_off = known
    is_off = meeting.state == MeetingState.CANCELLED
    last = history.revisions[meeting_id][-1]
    until = history.months.now if is_off else history.ends_at(meeting)
    if not history.months.reaches(person_id, last.made_at, until):
        return
    assert knows_it_is_off == is_off, f"{person_id} does not know that {meeting_id} was called off"
    assert history.facts(meeting_id, revision) == history.facts(meeting_id, last.number)


def check_reminders(history: History) -> None:
    """Nobody is reminded of an old time, of what was called off, or without coming; whoever comes, is."""
    months, reminded = history.months, defaultdict[tuple[int, int], set[str]](set)
    for one in months.post.shown:
        if one.kind is not DeliveryKind.MEETING_REMINDER:
            continue
        which, _, begins = one.occurrence.partition(" ")
        starts_at, meeting = datetime.fromisoformat(begins), history.meetings[one.source_id]
        facts = history.facts(one.source_id, history.revision_at(one.source_id, one.at))
        assert starts_at in {session.starts_at for session in facts.sessions}, "of an old time"
        assert one.at < starts_at <= one.at + (DAY if which == "day" else HOUR)
        assert meeting.cancelled_at is None or one.at < meeting.cancelled_at
        reminded[one.source_id, one.person_id].add(which)
    for (meeting_id, person_id), answered in months.answers.items():
        if answered.answer in _COMES and not history.is_lost(person_id, DeliveryKind.MEETING_REMINDER, meeting_id):
            _check_reminded(history, meeting_id, person_id, reminded[meeting_id, person_id])


def _check_reminded(history: History, meeting_id: int, person_id: int, reminded: set[str]) -> None:
    """Where their answer and the time had stood since before a reminder was due, and somebody was there to send it."""
    meeting, months = history.meetings[meeting_id], history.months
    starts_at = meeting.starts_at
    if meeting.state != MeetingState.HELD or starts_at is None:
        return
    known_since = _known_since(history, meeting_id, starts_at)
    since = months.answers[meeting_id, person_id].since
    for which, due, until, latest in (
        ("day", starts_at - DAY, starts_at - 3 * HOUR, starts_at - HOUR),
        ("hour", starts_at - HOUR, starts_at, starts_at),
    ):
        is_begun = any(due <= at < until for at in months.alive)
        if max(since, known_since) <= due and is_begun and months.reaches(person_id, due, latest):
            assert which in reminded, (meeting_id, person_id, which)


def _known_since(history: History, meeting_id: int, starts_at: datetime) -> datetime:
    since = datetime.max.replace(tzinfo=UTC)
    for one in history.revisions[meeting_id]:
        is_then = Facts.from_data(one.facts).starts_at == starts_at
        since = min(since, one.made_at) if is_then else datetime.max.replace(tzinfo=UTC)
    return since


def check_news(history: History) -> None:
    """Chairs: once that a meeting is over, and of each agenda that was filled. Whoever was let in: once each time."""
    news = Counter(
        (one.source_id, one.occurrence.partition(" ")[0])
        for one in history.months.post.shown
        if one.kind is DeliveryKind.MEETING_NEWS and one.occurrence.partition(" ")[0] in {"over", "agenda"}
    )
    lost = {meeting_id for _, kind, meeting_id in history.lost if kind == DeliveryKind.MEETING_NEWS}
    for meeting_id, meeting in history.meetings.items():
        if meeting_id in lost:
            continue
        was_over = meeting_id in history.over_at
        assert news[meeting_id, "over"] <= was_over
        awake = any(
            history.over_at.get(meeting_id, history.months.now) + 12 * HOUR <= at for at in history.months.alive
        )
        assert news[meeting_id, "over"] == was_over or not awake
        assert news[meeting_id, "agenda"] <= (meeting.agenda_filled_at is not None)
    _check_agendas(history)


def _check_agendas(history: History) -> None:
    """Of the meetings of a series that were to come, once somebody was there the day before; never of others."""
    for meeting_id, meeting in history.meetings.items():
        if meeting.series_id is None or meeting.starts_at is None:
            assert meeting.agenda_filled_at is None
            assert history.items[meeting_id] == 0
            continue
        assert history.items[meeting_id] <= 5
        known = history.revisions.get(meeting_id)
        since = max(meeting.starts_at - 24 * HOUR, known[-1].made_at) if known else meeting.starts_at - 24 * HOUR
        is_to_come = meeting.announced_at is not None and meeting.state != MeetingState.CANCELLED
        if is_to_come and any(since + timedelta(minutes=1) <= at < meeting.starts_at for at in history.months.alive):
            assert meeting.agenda_filled_at is not None, meeting_id


def check_overdue(history: History, council: int) -> None:
    """A member of the council hears every Saturday of what is overdue, until it is done, and never twice a week."""
    told = [
        date.fromisoformat(one.occurrence)
        for one in history.months.post.shown
        if one.kind is DeliveryKind.OVERDUE and one.person_id == council
    ]
    done_at = history.months.resolution_done_at or history.months.now
    saturday, expected = date(2026, 12, 26), []
    while datetime.combine(saturday, time(9), TEHRAN) + DAY < done_at:
        expected.append(saturday)
        saturday += timedelta(weeks=1)
    is_lost = history.is_lost(council, DeliveryKind.OVERDUE, 0)
    assert len(set(told)) == len(told)
    assert set(told) <= {*expected, saturday}
    assert set(expected) <= set(told) or is_lost


def check_series(history: History) -> None:
    """Each day of a series has one meeting, whatever became of it; moving one moves no other."""
    months = history.months
    days = {
        name: sorted(one.series_day or date.min for one in history.meetings.values() if one.series_id == series_id)
        for name, series_id in months.series.items()
    }
    horizon = (months.now + 14 * DAY).astimezone(TEHRAN).date()
    thursdays = [date(2026, 12, 17) + timedelta(weeks=number) for number in range(20)]
    official = HOLIDAYS | {date(2027, 2, 11)}  # 22 Bahman
    assert days["weekly"] == [day for day in thursdays if day not in official and day <= horizon]
    assert days["fortnightly"] == [date(2026, 12, 19), date(2027, 1, 2), date(2027, 1, 16)]
    assert days["monthly"] == [day for day in (month_days(1405, month)[29] for month in (9, 10, 11)) if day <= horizon]
    hours = {"weekly": {17, 18}, "fortnightly": {10}, "monthly": {16}}
    for name, series_id in months.series.items():
        left = [one for one in history.meetings.values() if one.series_id == series_id and one.id not in months.touched]
        for one in left:
            begins = (one.starts_at or NOW).astimezone(TEHRAN)
            assert begins.date() == one.series_day
            assert begins.hour in hours[name]
