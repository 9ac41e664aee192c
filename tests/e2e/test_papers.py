"""Files that people ask for: calendar entries, pictures for doors, minutes and letters."""

from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from models.area import Level
from models.job import Job, JobState
from models.meeting import MeetingState
from models.role import Role
from tests.e2e.meeting_village import DAY, TITLE, village
from tests.e2e.office import area_id, hire
from tests.e2e.paper_stage import BEGUN, content_of, file_for, files_of, minutes, press, resolution
from tests.e2e.resident import bare
from tests.models.documents import drawn
from tests.models.documents.drawn import Drawn


async def test_add_to_calendar(database_url: str) -> None:
    """One tap below the invitation: the file comes at once, what it says stands below it; after a change it moves."""
    async with village(database_url) as there:
        maryam, meeting_id = there.maryam, await there.calls()
        await there.opens(maryam, meeting_id)
        await maryam.taps("افزودن به تقویم")
        message = await file_for(maryam)
        assert message.api["document"]["file_name"] == f"meeting-{meeting_id}.ics"
        assert TITLE in bare(message.text)
        assert "سرای محله" in message.text
        (first,) = Calendar.from_ical(content_of(there.town, message)).walk("VEVENT")
        await there.town.quiet()
        await there.moves(meeting_id, 5 * DAY)
        before = maryam.last.id
        await press(maryam, "calendar", meeting_id)
        again = await maryam.phone.wait_for(lambda one: one.kind == "document" and one.id > before)
        (moved,) = Calendar.from_ical(content_of(there.town, again)).walk("VEVENT")
        assert (moved["uid"], moved["sequence"]) == (first["uid"], 1)
        assert moved.decoded("dtstart") - first.decoded("dtstart") >= timedelta(days=2)


async def test_a_cancelled_meeting_leaves_the_calendar(sqlite_url: str) -> None:
    """Its file is there still, and takes it out."""
    async with village(sqlite_url) as there:
        meeting_id = await there.calls(state=MeetingState.CANCELLED.value, cancel_reason="سالن در دسترس نیست")
        await there.maryam.says_and_sees("/help", "راهنما")
        await press(there.maryam, "calendar", meeting_id)
        message = await file_for(there.maryam)
        assert "لغو شده" in message.text
        assert b"METHOD:CANCEL" in content_of(there.town, message)


async def test_the_picture_for_the_door(database_url: str) -> None:
    """The council gets a QR code and its link; of a course one a session, the next one first."""
    async with village(database_url) as there:
        meeting_id = await there.calls(sessions=2)
        await there.sara.says_and_sees("/help", "راهنما")
        await press(there.sara, "door", meeting_id)
        message = await file_for(there.sara, "photo")
        assert content_of(there.town, message).startswith(b"\x89PNG")
        assert f"?start={await there.door(meeting_id, 1)}" in bare(message.text)
        assert message.labels == ["جلسهٔ بعد ›"]
        await there.town.quiet()
        await there.sara.taps("جلسهٔ بعد ›")
        link = f"?start={await there.door(meeting_id, 2)}"
        await there.sara.phone.wait_for(lambda one: one.kind == "photo" and link in bare(one.text))


@pytest.mark.parametrize("action", ["door", "minutes", "letter", "minutes_text", "letter_text", "calendar"])
async def test_made_up_buttons(sqlite_url: str, action: str) -> None:
    """What is not there, or not theirs, is not there: a resident who makes buttons up starts no work."""
    async with village(sqlite_url) as there:
        meeting_id = await minutes(there, state="draft")
        resolution_id = await resolution(there)
        await there.maryam.says_and_sees("/help", "راهنما")
        theirs = {"door": meeting_id, "letter": resolution_id, "letter_text": resolution_id, "calendar": 7}
        for number in (theirs.get(action, meeting_id), 9):
            await press(there.maryam, action, number)
            await there.maryam.sees("پیدا نشد")
        assert there.town.rows(Job) == []
        assert files_of(there.maryam) == []


async def test_minutes_as_pdf_and_as_text(database_url: str, tmp_path: Path) -> None:
    """A resident gets the published minutes as a PDF, without the guests' names; a tap shows the same as text."""
    async with village(database_url, media_dir=tmp_path) as there:
        meeting_id = await minutes(there)
        await there.maryam.says_and_sees("/help", "راهنما")
        await press(there.maryam, "minutes", meeting_id)
        await there.maryam.sees_toast(BEGUN)
        message = await file_for(there.maryam)
        assert message.api["document"]["file_name"] == "minutes-3.pdf"
        assert "صورت‌جلسهٔ شمارهٔ ۳" in bare(message.text)
        text = Drawn.of(content_of(there.town, message)).text
        for words in (
            "شورای محلهٔ گلسار",
            "۱. بند 1 دستور",
            "تصمیم: پیگیری شود",
            "حاضران: ۱ نفر: سارا",
            "مدعوین: ۱ نفر",
        ):
            assert drawn.bare(words) in text
        assert drawn.bare("مهمان ناشناس") not in text
        shown = await there.maryam.taps_and_sees("همین به‌صورت متن", "بند 1 دستور", "پیگیری شود", "مدعوین: ۱ نفر")
        assert "مهمان ناشناس" not in shown.text
        assert shown.labels == ["فایل PDF برای چاپ"]
        await there.town.quiet()
        assert there.town.row(Job).state == JobState.DONE


async def test_the_offices_copy(sqlite_url: str, tmp_path: Path) -> None:
    """The council sees drafts, and who its guests were."""
    async with village(sqlite_url, media_dir=tmp_path) as there:
        meeting_id = await minutes(there, state="draft")
        await there.sara.says_and_sees("/help", "راهنما")
        await press(there.sara, "minutes", meeting_id)
        message = await file_for(there.sara)
        assert "پیش‌نویس" in message.text
        text = Drawn.of(content_of(there.town, message)).text
        assert drawn.bare("مدعوین: ۱ نفر: مهمان ناشناس") in text
        assert drawn.bare("(پیش‌نویس") in text


async def test_long_minutes_as_text(sqlite_url: str, tmp_path: Path) -> None:
    """Eighty items: a PDF of many pages, and as text page by page, none longer than a message may be."""
    async with village(sqlite_url, media_dir=tmp_path) as there:
        meeting_id = await minutes(there, items=80)
        await there.maryam.says_and_sees("/help", "راهنما")
        await press(there.maryam, "minutes", meeting_id)
        message = await file_for(there.maryam)
        assert drawn.bare("۸۰. بند 80 دستور") in Drawn.of(content_of(there.town, message)).text
        await there.maryam.taps_and_sees("همین به‌صورت متن", "بند 1 دستور")
        seen, pages = "", 0
        while True:
            await there.town.quiet()
            seen, pages = seen + there.maryam.last.text, pages + 1
            if "بعدی ›" not in there.maryam.last.labels:
                break
            await there.maryam.taps("بعدی ›")
        assert pages > 5
        assert all(f"بند {number} دستور" in seen for number in range(1, 81))


async def test_a_letter_to_the_mayor(database_url: str, tmp_path: Path) -> None:
    """The council gets its proposal as a letter to the district's mayor, and the same as text."""
    async with village(database_url, media_dir=tmp_path) as there:
        resolution_id = await resolution(there)
        await there.sara.says_and_sees("/help", "راهنما")
        await press(there.sara, "letter", resolution_id)
        message = await file_for(there.sara)
        assert message.api["document"]["file_name"] == "letter-1405-3.pdf"
        text = Drawn.of(content_of(there.town, message)).text
        for words in ("به: شهردار منطقهٔ ۱", "تعویض چراغ‌های کوچهٔ سوم", "دستگاه مسئول: معاونت فنی‌وعمرانی", "سارا"):
            assert drawn.bare(words) in text
        await there.sara.taps_and_sees("همین به‌صورت متن", "شهردار منطقهٔ ۱", "تعویض چراغ‌های کوچهٔ سوم")


async def test_who_decides_writes_no_letter(sqlite_url: str) -> None:
    """A resolution of the whole city's council is no proposal to anybody."""
    async with village(sqlite_url) as there:
        root = area_id(there.town, "ایزدشهر", Level.CITY)
        member = await hire(there.town, "نرگس", Role.COUNCIL, root)
        resolution_id = await resolution(there, area_id=root)
        await press(member, "letter", resolution_id)
        await member.sees("پیدا نشد")
