"""Meetings for `mahalleyar demo`: one that was held, with minutes and resolutions, and the weekly one to come."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from bot.cli.demo_office import NEIGHBOURS, OFFICE
from locales.dates import local_moment
from models.area import Level
from models.city import City
from models.database import AsyncSession, Database, table_of
from models.delivery import DeliveryKind
from models.meeting import AgendaItem, Meeting, MeetingKind, Part, Rule
from models.meeting_facts import Facts, Session
from models.resolution import Resolution, ResolutionStatus
from models.resolution_wording import Wording
from models.rights import Owners
from models.services import (
    access,
    agenda,
    agenda_reading,
    agenda_submissions,
    areas,
    attendance,
    broadcasts,
    meeting_changes,
    meeting_due,
    meeting_series,
    meetings,
    minutes,
    minutes_writing,
    people,
    resolution_moves,
    resolutions,
)
from models.services.actor import Actor
from models.typed_votes import Votes

_AREA = "گلسار"
_CHAIR, _MEMBER, _GUEST = OFFICE[2].id, OFFICE[3].id, NEIGHBOURS[0].id
_THURSDAY = 3  # date.weekday()
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PLACE = "سرای محلهٔ گلسار، خیابان لاله"
_TITLE = "جلسهٔ هفتگی شورای محلهٔ گلسار"
_WORDS = (
    ("گزارش ۱۲۱ از خاموشی‌های خیابان لاله خوانده شد.", "نصب و تعمیر چراغ‌ها پیگیری شود."),
    ("همسایه‌ها از تاریکی و ناامنی گفتند.", "درخت‌های جلوی چراغ‌ها هرس شود."),
    ("ساعت کلاس‌ها بررسی شد.", "کلاس‌های عصر از ماه آینده برگزار شود."),
)
_DECISIONS = (  # text, responsible body, days from the meeting until it is due
    ("تعمیر چراغ‌های خاموش خیابان لاله و کوچه‌های آن", "شرکت توزیع برق", 20),
    ("هرس درختانی که جلوی چراغ‌های معابر را گرفته‌اند", "سازمان سیما، منظر و فضای سبز", 30),
    ("برگزاری کلاس‌های آموزشی محله در ساعت‌های عصر", "معاونت فرهنگی و اجتماعی منطقه", 10),
)
_FOLLOWED: tuple[tuple[tuple[ResolutionStatus, int, str], ...], ...] = (  # per decision: status, days on, words
    (
        (ResolutionStatus.IN_PROGRESS, 3, "گروه تعمیر معرفی شد."),
        (ResolutionStatus.DONE, 9, "هر هشت چراغ تعمیر شد و روشن است."),
    ),
    ((ResolutionStatus.IN_PROGRESS, 6, "هرس از کوچهٔ لاله ۲ شروع شد."),),
    (),  # nothing was heard of it: it is overdue
)


@dataclass(frozen=True)
class _Stage:
    session: AsyncSession
    bot_id: int
    platform: str
    city: City
    now: datetime

    @property
    def owners(self) -> Owners:
        """Nobody: what is done here is done by the council."""
        return Owners(self.platform, frozenset())

    async def chair(self, at: datetime) -> Actor:
        """Who leads the council of the neighbourhood, at a moment."""
        person_id = await self.person(_CHAIR)
        rights = await access.rights_of_another(
            session=self.session, person_id=person_id, owners=self.owners, now=self.now
        )
        return Actor(self.session, rights, self.bot_id, self.city, self.owners, at)

    async def person(self, user_id: int) -> int:
        """Somebody of the demo."""
        found = await people.persons_of_users(session=self.session, platform=self.platform, user_ids=[user_id])
        return found[0]

    async def announce(self, at: datetime) -> None:
        """What the timer does at a moment."""
        await meeting_due.start_due(
            session=self.session, bot_id=self.bot_id, city=self.city, owners=self.owners, now=at
        )

    async def again(self, meeting: Meeting) -> tuple[int, int]:
        """(id, version) of a meeting as it is now."""
        row = await meetings.load(self.session, meeting.id or 0)
        return row.id or 0, row.version


async def load_sample_meetings(database: Database, city: City, now: datetime, *, bot_id: int, platform: str) -> bool:
    """Have the council of a neighbourhood met and decided, and call its weekly meeting; again changes nothing.

    What is past was told to nobody: only the coming meeting is announced, once the bot runs.

    Args:
        database: with the sample city, its submissions and the demo's people.
        city: by its clock the council meets on Thursdays at five.
        now: aware.
        bot_id: the demo's bot.
        platform: its messenger.

    Returns:
        False where that area has meetings already.

    Raises:
        LookupError: the sample city is not there.
    """
    async with database.transaction() as session:
        area_id = await _area(session)
        known = select(table_of(Meeting).c.id).where(table_of(Meeting).c.area_id == area_id)
        if (await session.execute(known.limit(1))).first() is not None:
            return False
        stage = _Stage(session, bot_id, platform, city, now)
        next_one = _next_thursday(now, city)
        await _hold(stage, area_id, next_one - timedelta(weeks=3))
        await _call(stage, area_id, next_one)
    return True


async def _area(session: AsyncSession) -> int:
    for place in (await areas.load_tree(session=session)).places.values():
        if place.name == _AREA and place.level is Level.NEIGHBOURHOOD:
            return place.id
    raise LookupError(f"there is no neighbourhood «{_AREA}»: load bot/sample_city.csv first")


def _next_thursday(now: datetime, city: City) -> datetime:
    """Five in the afternoon of the next Thursday that is at least two days away (UTC)."""
    day = local_moment(now, city.zone).date() + timedelta(days=2)
    day += timedelta(days=(_THURSDAY - day.weekday()) % 7)
    return datetime.combine(day, time(17), city.zone).astimezone(UTC)


async def _hold(stage: _Stage, area_id: int, begins: datetime) -> None:
    """The meeting that was held: announced, over, written down and published, and what became of it since."""
    meeting = await _draft(stage, area_id, begins, called_at=begins - 3 * _DAY)
    called = await stage.chair(begins - 3 * _DAY)
    await _fill_past_agenda(called, meeting)
    await meeting_changes.publish(called, *await stage.again(meeting))
    await stage.announce(called.now + stage.city.notice_delay)
    await _attend(stage, meeting, begins)
    over = begins + 2 * _HOUR
    await meeting_due.end_over(
        session=stage.session, bot_id=stage.bot_id, city=stage.city, now=over, owners=stage.owners
    )
    writer = await stage.chair(begins + _DAY)
    decided = await _write_down(writer, meeting, begins)
    for one, steps in zip(decided, _FOLLOWED, strict=True):
        for status, days, words in steps:
            row = await resolutions.load(stage.session, one.id or 0)
            await resolution_moves.move(
                await stage.chair(begins + days * _DAY), row.id or 0, row.version, status, words
            )


async def _draft(stage: _Stage, area_id: int, begins: datetime, *, called_at: datetime) -> Meeting:
    facts = Facts(_TITLE, (Session(begins, 90),), _PLACE)
    chair = await stage.chair(called_at)
    return await meetings.create(chair, area_id=area_id, kind=MeetingKind.ORDINARY, facts=facts)


async def _fill_past_agenda(chair: Actor, meeting: Meeting) -> None:
    """Two submissions about the dark streets, where there are any, and what the council put there itself."""
    found, _ = await agenda_submissions.candidates(chair, meeting, offset=0, limit=100)
    dark = [one.id or 0 for one in found if "چراغ" in one.text or "تاریک" in one.text][:2]
    if dark:
        await agenda.add_submissions(chair, meeting.id or 0, meeting.version, dark)
    left = ("روشنایی خیابان لاله", "هرس درختان معابر", "زمان کلاس‌های آموزشی محله")[len(dark) :]
    row = await meetings.load(chair.session, meeting.id or 0)
    await agenda.add_text(chair, row.id or 0, row.version, "\n".join(left), "سارا")


async def _attend(stage: _Stage, meeting: Meeting, begins: datetime) -> None:
    there = ((_CHAIR, OFFICE[2].name, Part.PRESENT), (_MEMBER, OFFICE[3].name, Part.PRESENT))
    for user_id, name, part in (*there, (_GUEST, NEIGHBOURS[0].name, Part.GUEST)):
        await attendance.note(
            session=stage.session,
            meeting_id=meeting.id or 0,
            session_no=1,
            person_id=await stage.person(user_id),
            name=name,
            part=part,
            noted_by=None,
            now=begins,
        )


async def _write_down(writer: Actor, meeting: Meeting, begins: datetime) -> list[Resolution]:
    """Minutes with a decision for each item; nobody is told of what is weeks old."""
    session, meeting_id = writer.session, meeting.id or 0
    await minutes.begin(writer, meeting_id)
    decided = []
    items: list[AgendaItem] = await agenda_reading.items(session=session, meeting_id=meeting_id)
    day = local_moment(begins, writer.city.zone).date()
    for item, (summary, decision), (text, body, days) in zip(items, _WORDS, _DECISIONS, strict=True):
        await minutes_writing.write_words(writer, item.id or 0, "summary", summary, was=None)
        await minutes_writing.write_words(writer, item.id or 0, "decision", decision, was=None)
        wording = Wording(text, body, due_on=day + timedelta(days=days), votes=Votes(2, 0, 0))
        decided.append(
            await resolutions.create(writer, wording, area_id=meeting.area_id, meeting_id=meeting_id, item_id=item.id)
        )
    written = await minutes.minutes_of(session=session, meeting_id=meeting_id)
    if written is not None:
        await minutes.publish(writer, meeting_id, written.version)
    for one in await broadcasts.of_source(session=session, kind=DeliveryKind.MINUTES, source_id=meeting_id):
        await broadcasts.stop(session=session, broadcast_id=one.id or 0)
    return decided


async def _call(stage: _Stage, area_id: int, begins: datetime) -> None:
    """The weekly meeting: the first one is announced now, with what has waited longest on its agenda."""
    meeting = await _draft(stage, area_id, begins, called_at=stage.now - _HOUR)
    chair = await stage.chair(stage.now - _HOUR)
    waiting = await agenda_submissions.longest_waiting(session=stage.session, meeting=meeting, limit=3)
    if waiting:
        await agenda.add_submissions(chair, meeting.id or 0, meeting.version, [one.id or 0 for one in waiting])
    row = await meetings.load(stage.session, meeting.id or 0)
    await agenda.add_text(chair, row.id or 0, row.version, "گزارش پیگیری مصوبه‌های جلسهٔ پیش", "رضا")
    hours = (begins - stage.now) // _HOUR + 1  # so that this one is announced, and next week's is not yet
    await meeting_series.begin(
        chair,
        *await stage.again(meeting),
        rule=Rule.WEEKLY,
        skips_holidays=True,
        until=None,
        announce_before=max(hours, 48),
    )
    await stage.announce(stage.now)
