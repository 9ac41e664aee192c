from datetime import timedelta

from models.database import AsyncSession
from models.errors import NotFound
from models.meeting import Meeting, MeetingKind, Rule
from models.meeting_facts import Facts, Session
from models.services import meeting_changes, meeting_defaults, meeting_guests, meeting_series, meetings
from tests.models.sample_rows import NOW
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall

WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)
TITLE = "جلسهٔ شورای محلهٔ گلسار"


async def _usual(hall: Hall, now: object = NOW, area: str = "گلسار") -> Facts:
    return await meeting_defaults.usual_facts(await hall.as_("author", now), hall.areas[area], title=TITLE)  # type: ignore[arg-type]  # a moment


async def _published(hall: Hall, **differs: object) -> Meeting:
    meeting = await hall.called(**differs)  # type: ignore[arg-type]  # as `called` takes it
    return await meeting_changes.publish(await hall.as_("author", NOW), meeting.id or 0, meeting.version)


async def test_without_one_before_there_is_a_title_alone(session: AsyncSession) -> None:
    """Nobody met there yet, or only in drafts and courses: the title that is usual, and nothing made up."""
    hall = await Hall.settle(session)
    await hall.called()
    await _published(hall, kind=MeetingKind.COURSE)
    assert await _usual(hall) == Facts(TITLE)


async def test_a_week_after_the_last_one(session: AsyncSession) -> None:
    """Title, place, hour and length of the last one, a week later; months on, the next such day that leaves a day."""
    hall = await Hall.settle(session)
    await _published(hall)
    facts = await _usual(hall)
    assert (facts.title, facts.place) == (FACTS.title, FACTS.place)
    assert facts.sessions == (Session(THURSDAY + WEEK, 90),)
    later = await _usual(hall, THURSDAY + 10 * WEEK - HOUR)
    assert later.sessions == (Session(THURSDAY + 11 * WEEK, 90),)
    assert (await _usual(hall, THURSDAY + 10 * WEEK - 21 * HOUR)).sessions[0].starts_at == THURSDAY + 10 * WEEK


async def test_no_time_where_one_is_called_already(session: AsyncSession) -> None:
    """A series brings the next one by itself, and two meetings of a council are not proposed for one time."""
    hall = await Hall.settle(session)
    await _published(hall)
    await _published(
        hall, facts=Facts("فوق‌العاده", (Session(THURSDAY + WEEK, 60),), "پارک"), kind=MeetingKind.EXTRAORDINARY
    )
    assert (await _usual(hall)).sessions == ()
    draft = await hall.called(facts=Facts("هفتگی", (Session(THURSDAY + 3 * WEEK, 60),), "مسجد"))
    actor = await hall.as_("author", NOW)
    await meeting_series.begin(actor, draft.id or 0, draft.version, rule=Rule.WEEKLY, skips_holidays=True, until=None)
    facts = await _usual(hall)
    assert (facts.title, facts.sessions, facts.place) == (TITLE, (), "مسجد")


async def test_meetings_at_the_same_time(session: AsyncSession) -> None:
    """Those of the same body whose sessions overlap, and neither itself, drafts, nor those that only touch."""
    hall = await Hall.settle(session)
    one = await _published(hall)
    await hall.called()
    area_id, meant = one.area_id, (Session(THURSDAY + HOUR, 60),)

    async def ids(sessions: tuple[Session, ...], *, area: int = area_id, but: int = 0) -> list[int]:
        found = await meeting_defaults.clashing(session=session, area_id=area, sessions=sessions, but=but)
        return [meeting.id or 0 for meeting in found]

    assert await ids(meant) == [one.id]
    assert await ids(meant, but=one.id or 0) == []
    assert await ids((Session(THURSDAY + timedelta(minutes=90), 60),)) == []
    assert await ids((Session(THURSDAY - HOUR, 60),)) == []
    assert await ids(meant, area=hall.areas["باغ شاه"]) == []
    assert await ids(()) == []
    around = (Session(THURSDAY - 24 * HOUR, 60), Session(THURSDAY + 24 * HOUR, 60))
    assert await ids(around) == []


async def test_who_may_stand_on_the_list(session: AsyncSession) -> None:
    """The office's people near the area, those of the very area first, then everybody else who stands there."""
    hall = await Hall.settle(session)
    meeting, actor = await hall.called(), await hall.as_("author", NOW)
    found = await meeting_guests.listed(actor, meeting)
    assert found[0].area_id == meeting.area_id
    assert not any(one.is_on for one in found)
    resident = hall.people["resident"] if "resident" in hall.people else hall.people["colleague"]
    meeting = await meeting_guests.add(actor, meeting.id or 0, meeting.version, [resident, resident])
    assert await meeting_guests.count(session=session, meeting_id=meeting.id or 0) == 1
    on = [one for one in await meeting_guests.listed(actor, meeting) if one.is_on]
    assert [one.person_id for one in on] == [resident]
    meeting = await meeting_guests.remove(actor, meeting.id or 0, meeting.version, resident)
    assert await meeting_guests.count(session=session, meeting_id=meeting.id or 0) == 0


async def test_who_may_lead(session: AsyncSession) -> None:
    """Everybody whom the list offers as a chair is taken as one."""
    hall = await Hall.settle(session)
    meeting, actor = await hall.called(), await hall.as_("author", NOW)
    offered = await meeting_guests.callers(actor, meeting.area_id)
    assert actor.person_id in {one.person_id for one in offered}
    for one in offered:
        row = await meetings.load(session, meeting.id or 0)
        try:
            await meeting_changes.change_chair(actor, row.id or 0, row.version, one.person_id)
        except NotFound as error:
            raise AssertionError(one) from error
