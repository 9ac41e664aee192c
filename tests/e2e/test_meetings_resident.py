"""/meetings: the lists, a meeting's card, answering, and looking closer."""

from datetime import UTC, datetime

from sqlalchemy import insert

from models.area import Level
from models.database import table_of
from models.draft import Location
from models.meeting import AgendaItem, Answer, Invites, MeetingGuest, MeetingKind, MeetingState, Minutes, MinutesState
from tests.e2e.meeting_village import DAY, HOUR, TITLE, village
from tests.e2e.office import area_id, person_id
from tests.e2e.resident import bare

COMES, MAYBE, CANNOT = "می‌آیم", "شاید", "نمی‌آیم"


async def test_from_the_list_to_an_answer(database_url: str) -> None:
    """A meeting is found, opened and answered; the answer is marked on its card and in the list, and can change."""
    async with village(database_url) as there:
        maryam = there.maryam
        await maryam.says_and_sees("/meetings", "جلسه‌های پیش رو", "فعلاً جلسه‌ای")
        await there.calls()
        listed = await maryam.says_and_sees("/meetings", TITLE, "محلهٔ گلسار")
        (key,) = [label for label in listed.labels if label.startswith("۱. ")]
        card = await maryam.taps_and_sees(key, TITLE, "سرای محله")
        assert {COMES, MAYBE, CANNOT, "جلسه‌های دیگر"} <= set(card.labels)
        await there.town.quiet()
        await maryam.taps(COMES)
        await maryam.sees_toast("یادداشت شد: می‌آیید. یک روز و یک ساعت پیش از جلسه یادآوری می‌کنم.")
        await there.town.quiet()
        assert f"✓ {COMES}" in maryam.last.labels
        assert there.answer_of(maryam) is Answer.YES
        await maryam.taps(CANNOT)
        await maryam.sees_toast("نمی‌آیید")
        await there.town.quiet()
        assert f"✓ {CANNOT}" in maryam.last.labels
        await maryam.taps(MAYBE)
        await maryam.sees_toast("شاید بیایید")
        await there.town.quiet()
        assert there.answers() == {person_id(there.town, maryam): Answer.MAYBE}
        await maryam.taps_and_sees("جلسه‌های دیگر", TITLE, "شاید بیایید")
        await there.town.quiet()
        await maryam.taps_and_sees("جلسه‌های من", "جلسه‌های من", TITLE)


async def test_pressed_twice(sqlite_url: str) -> None:
    """The same answer twice is noted once; nothing breaks, and the card stands as it is."""
    async with village(sqlite_url) as there:
        await there.opens(there.maryam, await there.calls())
        card = there.maryam.last
        data = there.maryam.data_of(COMES)
        for _ in range(3):
            there.maryam.phone.press(data=data, message_id=card.id)
        await there.town.quiet()
        assert there.answers() == {person_id(there.town, there.maryam): Answer.YES}
        assert there.maryam.heard(TITLE)[-1].labels[0] == f"✓ {COMES}"


async def test_a_full_meeting(database_url: str) -> None:
    """Beyond its places people wait in line, are told which number they are, and once when there is room for them."""
    async with village(database_url) as there:
        meeting = await there.calls(capacity=1)
        for one in (there.reza, there.maryam, there.sara):
            await there.opens(one, meeting)
            await one.taps(COMES)
            await there.town.quiet()
        await there.maryam.sees_toast("همهٔ جاها پر است. شما نفر ۱ در نوبت هستید")
        assert "شما نفر ۱ در نوبت هستید" in bare(there.maryam.last.text)
        assert "شما نفر ۲ در نوبت هستید" in bare(there.sara.last.text)
        assert [there.answer_of(one) for one in (there.reza, there.maryam, there.sara)] == [
            Answer.YES,
            Answer.WAITING,
            Answer.WAITING,
        ]
        await there.reza.taps(CANNOT)
        await there.maryam.sees("برای شما جا باز شد")
        await there.town.quiet()
        assert len(there.maryam.heard("برای شما جا باز شد")) == 1
        assert [there.answer_of(one) for one in (there.reza, there.maryam, there.sara)] == [
            Answer.NO,
            Answer.YES,
            Answer.WAITING,
        ]
        await there.reza.taps(MAYBE)
        await there.town.quiet()
        assert there.answer_of(there.sara) is Answer.WAITING


async def test_an_old_message(sqlite_url: str) -> None:
    """Buttons of long ago still work: of a moved meeting its new time is shown, a cancelled one says that it is."""
    async with village(sqlite_url) as there:
        meeting = await there.calls()
        await there.opens(there.maryam, meeting)
        await there.moves(meeting, 40 * DAY)
        before = there.maryam.last.text
        await there.maryam.taps(COMES)
        await there.town.quiet()
        assert there.maryam.last.text != before
        assert there.answer_of(there.maryam) is Answer.YES
        data = there.maryam.data_of(CANNOT)
        await there.becomes(meeting, state=MeetingState.CANCELLED.value, cancel_reason="برف")
        there.maryam.phone.press(data=data, message_id=there.maryam.last.id)
        await there.maryam.sees_toast("لغو شده")
        await there.town.quiet()
        assert "برف" in bare(there.maryam.last.text)
        assert there.maryam.last.labels == ["جلسه‌های دیگر"]
        assert there.answer_of(there.maryam) is Answer.YES


async def test_one_that_is_over(sqlite_url: str) -> None:
    """After its end nobody answers; its card says that it has taken place, and it stands among those that were held."""
    async with village(sqlite_url) as there:
        meeting = await there.calls()
        await there.opens(there.maryam, meeting)
        await there.moves(meeting, -2 * HOUR)
        await there.maryam.taps(COMES)
        await there.maryam.sees_toast("برگزار شده")
        await there.town.quiet()
        assert "این جلسه برگزار شده است" in bare(there.maryam.last.text)
        assert COMES not in there.maryam.last.labels
        assert there.answers() == {}
        await there.maryam.taps_and_sees("جلسه‌های دیگر", "جلسه‌های برگزارشده", TITLE)


async def test_from_its_card_to_the_minutes(sqlite_url: str) -> None:
    """Once minutes are published, the card of what was held leads to them; before that there is no such button."""
    async with village(sqlite_url) as there:
        meeting = await there.calls(-3 * HOUR, state=MeetingState.HELD.value)
        await there.opens(there.maryam, meeting)
        assert there.maryam.last.labels == ["جلسه‌های دیگر"]
        now = datetime.now(UTC)
        minutes = Minutes(
            meeting_id=meeting,
            area_id=area_id(there.town, "گلسار"),
            term=1,
            number=7,
            chair="سارا",
            note="دربارهٔ روشنایی کوچه‌ها گفت‌وگو شد.",
            state=MinutesState.PUBLISHED.value,
            made_by=person_id(there.town, there.sara),
            created_at=now,
            published_at=now,
            updated_at=now,
        )
        await there.town.change(insert(table_of(Minutes)).values(minutes.model_dump()))
        await there.opens(there.maryam, meeting)
        await there.maryam.taps_and_sees("صورت‌جلسه", "دربارهٔ روشنایی کوچه‌ها", "سارا")
        await there.town.quiet()
        await there.opens(there.maryam, meeting)
        await there.maryam.taps("مصوبه‌ها")
        await there.town.quiet()
        assert there.maryam.last.labels


async def test_what_is_not_for_them(sqlite_url: str) -> None:
    """Made-up ids, a draft, and a meeting for a list that they are not on: nothing is noted, nothing is shown."""
    async with village(sqlite_url) as there:
        closed = await there.calls(invites=Invites.LIST.value)
        draft = await there.calls(state=MeetingState.SCHEDULED.value, announced_at=None)
        assert max(closed, draft) < 36
        for number in (closed, draft, "zzz", "-1", "0"):
            for action in ("yes", "maybe", "no"):
                await there.presses(there.maryam, f"1:rsvp:{action}:{number}:0")
                await there.maryam.sees_toast("این جلسه دیگر نیست")
            for action in ("agenda", "sessions", "pin", "ask"):
                await there.presses(there.maryam, f"1:meet:{action}:{number}:0")
            await there.presses(there.maryam, f"1:meet:open:{number}:0")
        await there.presses(there.maryam, "1:meetings:next:zzzzzzzzzzzz:0")
        await there.presses(there.maryam, "1:meetings:past:-5:0")
        await there.presses(there.sara, f"1:rsvp:yes:{draft}:0")
        await there.sara.sees_toast("هنوز اعلام نشده")
        assert there.answers() == {}
        assert there.maryam.heard(TITLE) == []
        assert there.maryam.heard("این جلسه دیگر نیست")
        row = {"meeting_id": closed, "person_id": person_id(there.town, there.reza), "created_at": datetime.now(UTC)}
        await there.town.change(insert(table_of(MeetingGuest)).values(row))
        await there.presses(there.reza, f"1:rsvp:yes:{closed}:0")
        assert there.answers() == {row["person_id"]: Answer.YES}


async def test_of_other_places(sqlite_url: str) -> None:
    """Lists hold one's own places and what lies above; a meeting of another neighbourhood opens all the same."""
    async with village(sqlite_url) as there:
        await there.calls(facts={"title": "جلسهٔ گلسار"})
        district = area_id(there.town, "منطقهٔ ۱", Level.DISTRICT)
        await there.calls(4 * DAY, facts={"title": "جلسهٔ منطقه"}, area_id=district)
        found = await there.reza.says_and_sees("/meetings", "جلسهٔ منطقه")
        assert "جلسهٔ گلسار" not in bare(found.text)
        await there.presses(there.reza, "1:rsvp:yes:1:0")
        assert there.answer_of(there.reza) is Answer.YES


async def test_many_pages(sqlite_url: str) -> None:
    """A long list comes a page at a time, forth and back."""
    async with village(sqlite_url) as there:
        for number in range(7):
            await there.calls((number + 1) * DAY, facts={"title": f"نشست {number}"})
        first = await there.maryam.says_and_sees("/meetings", "نشست 0", "نشست 4")
        assert "نشست 5" not in bare(first.text)
        await there.town.quiet()
        await there.maryam.taps_and_sees("بعدی ›", "نشست 5", "نشست 6")
        await there.town.quiet()
        await there.maryam.taps_and_sees("‹ قبلی", "نشست 0")


async def test_looking_closer(sqlite_url: str) -> None:
    """A long agenda is read to its end, page by page, a course's sessions too, and its place comes as a map."""
    async with village(sqlite_url) as there:
        there_on_the_map = {"location": Location(36.65, 51.42)}
        meeting = await there.calls(sessions=14, kind=MeetingKind.COURSE.value, facts=there_on_the_map)
        common = {"meeting_id": meeting, "is_prefilled": False, "created_at": datetime.now(UTC)}
        items = [{**common, "position": number, "text": f"موضوع {number}"} for number in range(1, 24)]
        await there.town.change(insert(table_of(AgendaItem)).values(items))
        await there.opens(there.maryam, meeting)
        card = there.maryam.last
        await there.maryam.taps_and_sees("همهٔ دستور جلسه", "موضوع 10")
        for last in ("موضوع 20", "موضوع 23"):
            await there.town.quiet()
            await there.maryam.taps_and_sees("بعدی ›", last)
        await there.town.quiet()
        assert len(there.maryam.heard("موضوع 23")) == 1
        assert card.id != there.maryam.last.id
        await there.maryam.taps_and_sees("‹ بازگشت به جلسه", TITLE)
        await there.town.quiet()
        await there.maryam.taps_and_sees("همهٔ جلسه‌ها", "۱۴. ")
        await there.town.quiet()
        await there.maryam.taps("نمایش روی نقشه")
        pin = await there.maryam.phone.wait_for(lambda message: message.kind == "location")
        assert pin.api["location"] == {"latitude": 36.65, "longitude": 51.42}
