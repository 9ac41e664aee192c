from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.notifications import Notifications
from bot.outgoing.templates import Template, Told
from handlers.calls import Call
from locales import translator
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.meeting import Answer, Meeting, MeetingKind, MeetingNews, MeetingState
from models.meeting_facts import Session
from models.meeting_times import DAY, HOUR, reminders_of
from models.services import agenda, meetings, subscriptions
from models.services.delivery_sending import Due
from tests.bot.notifications.test_notice import text_of
from tests.e2e.resident import bare
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall
from tests.models.services.notice_rows import CITY, MINUTE
from tests.models.services.notice_rows import DAY as ONE_DAY
from tests.models.services.notice_rows import HOUR as ONE_HOUR

WORDS = Notifications(city=CITY, bot_id=BOT, owners=OWNERS)
TR = translator("fa")


def _due(kind: DeliveryKind, meeting: Meeting, person_id: int, **given: Any) -> Due:
    known: dict[str, Any] = {"id": 1, "revision": 0, "attempts": 0, "message_ids": [], "due_at": NOW, "language": "fa"}
    known |= {"occurrence": "", "content": {}, "chat_id": 7, "quiet": "22-8"}
    return Due(**known | given, kind=kind, source_id=meeting.id or 0, person_id=person_id)


async def _shown(hall: Hall, due: Due, now: datetime) -> str | None:
    """What somebody reads; None where there is nothing left to say."""
    message = await WORDS.render(session=hall.session, due=due, now=now)
    return None if message is None else bare(text_of(message.call_after(0)))


async def _template(hall: Hall, meeting: Meeting, revision: int, *, shown: int | None = None) -> Template:
    told = Told(DeliveryKind.MEETING, meeting.id or 0, "announced", revision, shown=shown)
    found = await WORDS.template(session=hall.session, broadcast=told, language="fa")
    assert found is not None
    return found


async def _change(hall: Hall, meeting: Meeting, revision: int) -> str:
    told = Told(DeliveryKind.MEETING_CHANGE, meeting.id or 0, str(revision), revision)
    found = await WORDS.template(session=hall.session, broadcast=told, language="fa")
    assert found is not None
    return bare(text_of(found.call_after(0)))


def _reminder(meeting: Meeting, which: str, number: int = 0) -> str:
    found = [one for one in reminders_of(meetings.facts_of(meeting)) if one.occurrence.startswith(which)]
    return found[number].occurrence


async def test_an_announcement_is_told_in_the_words_of_its_revision(session: AsyncSession) -> None:
    """Who got it before a move reads the older time; who waited, the newer; what is edited says that it changed."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.announced()
    first = await _template(hall, meeting, 1)
    assert "پنجشنبه ۲۶ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰" in text_of(first.call_after(0)).translate(
        {0x2066: None, 0x2069: None}
    )
    meeting = await hall.moved(meeting, ONE_DAY, NOW + ONE_HOUR)
    assert "پنجشنبه ۲۶ آذر" in text_of((await _template(hall, meeting, 1)).call_after(0))
    waited = text_of((await _template(hall, meeting, 2)).call_after(0))
    assert "جمعه ۲۷ آذر" in waited
    assert "✏️" not in waited
    (edit,) = (await _template(hall, meeting, 2, shown=1)).edit_calls([77])
    assert (edit.method, edit.parameters["message_id"]) == ("editMessageText", 77)
    assert "✏️" in text_of(edit)
    assert "جمعه ۲۷ آذر" in text_of(edit)


async def test_an_agenda_alone_is_no_change_of_the_meeting(session: AsyncSession) -> None:
    """What was delivered gets the new agenda without a mark that would make people look for another time."""
    hall = await Hall.settle(session)
    meeting = await hall.announced()
    await agenda.add_text(await hall.actor(), meeting.id or 0, meeting.version, "روشنایی کوچه‌ها")
    rows = table_of(Meeting)
    await session.execute(update(rows).where(rows.c.id == meeting.id).values(revision=2))
    (edit,) = (await _template(hall, meeting, 2, shown=1)).edit_calls([77])
    assert "روشنایی کوچه‌ها" in text_of(edit)
    assert "✏️" not in text_of(edit)


async def test_a_change_tells_what_people_knew(session: AsyncSession) -> None:
    """Of two changes in a row, the first stopped on its way, the second is measured by what everybody knew."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.moved(meeting, ONE_HOUR, NOW + ONE_HOUR)
    assert "زمان پیشین: پنجشنبه ۲۶ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰" in await _change(hall, meeting, 2)
    meeting = await hall.moved(meeting, ONE_HOUR, NOW + ONE_HOUR + MINUTE)
    again = await _change(hall, meeting, 3)
    assert "زمان پیشین: پنجشنبه ۲۶ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰" in again
    assert "پنجشنبه ۲۶ آذر ۱۴۰۵، ساعت ۱۹ تا ۲۰:۳۰" in again
    await hall.engine(NOW + 2 * ONE_HOUR)
    meeting = await hall.change(meeting, NOW + 3 * ONE_HOUR, place="مدرسهٔ گلسار")
    told = await _change(hall, meeting, 4)
    assert told.startswith("<b>مکان عوض شد.</b>\nمکان پیشین: سرای محلهٔ گلسار")
    assert "زمان پیشین" not in told


async def test_a_cancellation_is_told_and_edited_into_what_was_sent(session: AsyncSession) -> None:
    """Both say that it was cancelled, and why; neither offers an answer."""
    hall = await Hall.settle(session)
    meeting = await hall.cancelled(await hall.announced(), NOW + ONE_HOUR)
    assert meeting.state == MeetingState.CANCELLED
    told = await _change(hall, meeting, meeting.revision)
    assert told.startswith("<b>این جلسه لغو شد.</b>")
    assert "علت: سالن در دسترس نیست" in told
    (edit,) = (await _template(hall, meeting, meeting.revision, shown=1)).edit_calls([77])
    assert bare(text_of(edit)) == told
    assert edit.parameters["reply_markup"] == {"inline_keyboard": []}


async def test_reminders_say_how_soon_it_is(session: AsyncSession) -> None:
    """Tomorrow, today, in an hour, in some minutes: counted when it leaves, not when it was due."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.answer(meeting, reader, Answer.MAYBE)
    day = _due(DeliveryKind.MEETING_REMINDER, meeting, reader, occurrence=_reminder(meeting, DAY))
    hour = replace(day, occurrence=_reminder(meeting, HOUR))
    told = await _shown(hall, day, THURSDAY - ONE_DAY)
    assert told is not None
    assert told.splitlines()[:4] == [
        "<b>یادآوری: فردا، ساعت ۱۷ تا ۱۸:۳۰</b>",
        "",
        "🗓 <b>جلسهٔ هفتگی شورا</b>",
        "پنجشنبه ۲۶ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰ · سرای محلهٔ گلسار",
    ]
    assert "شاید بیایید" in told
    assert "امروز، ساعت ۱۷" in str(await _shown(hall, day, THURSDAY - 9 * ONE_HOUR))
    assert "یک ساعت دیگر" in str(await _shown(hall, hour, THURSDAY - ONE_HOUR))
    assert "۳۵ دقیقهٔ دیگر" in str(await _shown(hall, hour, THURSDAY - 31 * MINUTE))
    assert "۵ دقیقهٔ دیگر" in str(await _shown(hall, hour, THURSDAY - timedelta(seconds=2)))


async def test_a_reminder_that_is_none_any_more_is_dropped(session: AsyncSession) -> None:
    """Begun, moved, cancelled, answered with no, or said by the hour's: nothing leaves."""
    hall = await Hall.settle(session)
    reader, other = await hall.reader("گلسار"), await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.answer(meeting, reader, Answer.YES)
    day = _due(DeliveryKind.MEETING_REMINDER, meeting, reader, occurrence=_reminder(meeting, DAY))
    hour = replace(day, occurrence=_reminder(meeting, HOUR))
    early = THURSDAY - 2 * ONE_HOUR
    assert await _shown(hall, day, early) is not None
    assert await _shown(hall, day, THURSDAY - ONE_HOUR) is None
    assert await _shown(hall, hour, THURSDAY) is None
    assert await _shown(hall, replace(hour, person_id=other), early) is None
    await hall.answer(meeting, reader, Answer.NO)
    assert await _shown(hall, hour, early) is None
    await hall.answer(meeting, reader, Answer.YES)
    moved = await hall.moved(meeting, ONE_DAY, NOW + ONE_HOUR)
    assert await _shown(hall, hour, early) is None
    newer = replace(hour, occurrence=_reminder(moved, HOUR))
    assert await _shown(hall, newer, early) is not None
    await hall.cancelled(moved, NOW + 2 * ONE_HOUR)
    assert await _shown(hall, newer, early) is None


async def test_a_course_is_reminded_of_session_by_session(session: AsyncSession) -> None:
    """Each names its own session, its time and how to give a place back."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    facts = replace(FACTS, sessions=tuple(Session(THURSDAY + number * 7 * ONE_DAY) for number in range(3)))
    meeting = await hall.announced(facts=facts, kind=MeetingKind.COURSE, capacity=20)
    await hall.answer(meeting, reader, Answer.YES)
    second = _due(DeliveryKind.MEETING_REMINDER, meeting, reader, occurrence=_reminder(meeting, DAY, 1))
    told = str(await _shown(hall, second, THURSDAY + 6 * ONE_DAY))
    assert "جلسهٔ ۲ از ۳\nپنجشنبه ۳ دی ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰ · سرای محلهٔ گلسار" in told
    assert "ثبت‌نام شده‌اید." in told
    assert "«انصراف»" in told


async def _on_agenda(hall: Hall) -> Meeting:
    meeting = await hall.announced()
    await agenda.add_text(await hall.actor(), meeting.id or 0, meeting.version, "روشنایی کوچه‌ها")
    return await hall.again_(meeting)


async def test_who_leads_it_hears_of_the_agenda(session: AsyncSession) -> None:
    """As long as it is to come and they call meetings there."""
    hall = await Hall.settle(session)
    meeting = await _on_agenda(hall)
    due = _due(DeliveryKind.MEETING_NEWS, meeting, hall.people["author"], content={"what": MeetingNews.AGENDA.value})
    told = str(await _shown(hall, due, NOW + ONE_HOUR))
    assert "دستور جلسه آماده است" in told
    assert "۱. روشنایی کوچه‌ها" in told
    assert await _shown(hall, due, THURSDAY) is None
    await hall.revoke("author")
    assert await _shown(hall, due, NOW + ONE_HOUR) is None


async def test_who_called_it_hears_that_it_left(session: AsyncSession) -> None:
    """How many have it, as long as it is to come and they still hold the office."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.announced()
    [left] = await hall.broadcasts_of(meeting, DeliveryKind.MEETING)
    content = {"what": MeetingNews.LEFT.value, "broadcast": left.id}
    due = _due(DeliveryKind.MEETING_NEWS, meeting, hall.people["author"], content=content)
    message = await WORDS.render(session=session, due=due, now=NOW)
    assert message is not None
    assert "به ۱ نفر رسید" in message.call_after(0).parameters["text"]
    stranger = _due(DeliveryKind.MEETING_NEWS, meeting, hall.people["manager"], content=content)
    assert await WORDS.render(session=session, due=stranger, now=NOW) is None


async def test_who_leads_it_hears_that_it_is_over(session: AsyncSession) -> None:
    """Until the minutes are published; of a course it is the list of who was there."""
    hall = await Hall.settle(session)
    meeting = await hall.announced()
    due = _due(DeliveryKind.MEETING_NEWS, meeting, hall.people["author"], content={"what": MeetingNews.OVER.value})
    assert await _shown(hall, due, THURSDAY) is None
    await hall.tick(THURSDAY + 2 * ONE_HOUR)
    message = await WORDS.render(session=session, due=due, now=THURSDAY + 2 * ONE_HOUR)
    assert message is not None
    assert _pressed(message.call_after(0)) == [f"1:minutes:open:{meeting.id}:0", f"1:attend:open:{meeting.id}:0"]


async def test_who_waited_hears_of_room_while_they_have_it(session: AsyncSession) -> None:
    """Not once they gave it back, nor once it is over."""
    hall = await Hall.settle(session)
    first, second = await hall.reader("گلسار"), await hall.reader("گلسار")
    meeting = await hall.announced(capacity=1)
    await hall.answer(meeting, first, Answer.YES)
    assert await hall.answer(meeting, second, Answer.YES) is Answer.WAITING
    due = _due(DeliveryKind.MEETING_NEWS, meeting, second, content={"what": MeetingNews.ROOM.value})
    assert await _shown(hall, due, NOW + ONE_HOUR) is None
    await hall.answer(meeting, first, Answer.NO)
    assert "برای شما جا باز شد." in str(await _shown(hall, due, NOW + ONE_HOUR))
    assert await _shown(hall, due, THURSDAY + 2 * ONE_HOUR) is None
    await hall.answer(meeting, second, Answer.NO)
    assert await _shown(hall, due, NOW + ONE_HOUR) is None


async def test_owners_hear_of_what_nobody_may_announce(session: AsyncSession) -> None:
    """As long as it waits."""
    hall = await Hall.settle(session)
    meeting = await hall.called()
    rows = table_of(Meeting)
    of_it = update(rows).where(rows.c.id == meeting.id)
    await session.execute(of_it.values(state=MeetingState.SCHEDULED.value))
    due = _due(DeliveryKind.MEETING_NEWS, meeting, hall.people["owner"], content={"what": MeetingNews.HELD_BACK.value})
    assert "«جلسهٔ هفتگی شورا» در محلهٔ گلسار" in str(await _shown(hall, due, NOW))
    assert await _shown(hall, replace(due, person_id=hall.people["resident"]), NOW) is None
    await session.execute(of_it.values(state=MeetingState.ANNOUNCED.value))
    assert await _shown(hall, due, NOW) is None


async def test_who_opens_it_sees_it_as_it_stands(session: AsyncSession) -> None:
    """With their own answer; cancelled once it is; a draft nobody opens."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    draft = await hall.called()
    assert await _shown(hall, _due(DeliveryKind.MEETING, draft, reader, occurrence="opened 1"), NOW) is None
    meeting = await hall.announced()
    await hall.answer(meeting, reader, Answer.YES)
    due = _due(DeliveryKind.MEETING, meeting, reader, occurrence="opened 1")
    assert "گفته‌اید که می‌آیید." in str(await _shown(hall, due, NOW + ONE_HOUR))
    await hall.cancelled(meeting, NOW + ONE_HOUR)
    assert "این جلسه لغو شد." in str(await _shown(hall, due, NOW + ONE_HOUR))


@pytest.mark.parametrize("what", [None, *MeetingNews])
async def test_of_a_meeting_that_is_not_there_nothing_is_told(session: AsyncSession, what: MeetingNews | None) -> None:
    """Nothing fails, nothing leaves."""
    hall = await Hall.settle(session)
    gone = Meeting(id=999, bot_id=BOT, area_id=1, author_id=1, chair_id=1, created_at=NOW, updated_at=NOW)
    reader = hall.people["resident"]
    if what is not None:
        due = _due(DeliveryKind.MEETING_NEWS, gone, reader, content={"what": what.value})
        assert await _shown(hall, due, NOW) is None
        return
    for kind in (DeliveryKind.MEETING, DeliveryKind.MEETING_CHANGE):
        told = Told(kind, 999, "2", 2)
        assert await WORDS.template(session=session, broadcast=told, language="fa") is None
        assert await _shown(hall, _due(kind, gone, reader, occurrence="2"), NOW) is None
    occurrence = f"{HOUR} {THURSDAY.isoformat()}"
    assert await _shown(hall, _due(DeliveryKind.MEETING_REMINDER, gone, reader, occurrence=occurrence), NOW) is None


async def test_an_early_meetings_last_reminder_waits_for_the_morning(session: AsyncSession) -> None:
    """Due at half past seven, it leaves at eight, to whoever sleeps until then; after the beginning it is dropped."""
    hall = await Hall.settle(session)
    late, early = await hall.reader("گلسار"), await hall.reader("گلسار")
    half_past_eight = datetime(2026, 12, 17, 8, 30, tzinfo=TEHRAN)
    half_past_seven = half_past_eight - ONE_HOUR
    meeting = await hall.announced(facts=replace(FACTS, sessions=(Session(half_past_eight),)))
    for person_id in (late, early):
        await hall.answer(meeting, person_id, Answer.YES)
    await _sleeps(hall, early, "21-7")
    await _sleeps(hall, late, "22-8")
    assert await _reminded(hall, half_past_seven) == [early]
    assert await _reminded(hall, half_past_seven + 10 * MINUTE) == []
    assert await _reminded(hall, half_past_eight - 30 * MINUTE) == [late]


def _pressed(call: Call) -> list[str]:
    return [key["callback_data"] for row in call.parameters["reply_markup"]["inline_keyboard"] for key in row]


async def _sleeps(hall: Hall, person_id: int, quiet: str) -> None:
    await subscriptions.choose_quiet(session=hall.session, person_id=person_id, quiet=quiet, now=NOW)


async def _reminded(hall: Hall, now: datetime) -> list[int]:
    await hall.tick(now)
    said = [one for one in await hall.engine(now) if one.kind is DeliveryKind.MEETING_REMINDER]
    return [one.person_id for one in said if one.occurrence.startswith(HOUR)]
