"""Minutes in the chat: written item by item or sent as a file, looked at, published once, and put right."""

from sqlalchemy import insert, update

from models.broadcast import Broadcast
from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.meeting import AgendaItem, Minutes, MinutesState
from models.role import Grant
from models.submission import Submission
from models.subscription import Subscription
from tests.e2e.office import person_id
from tests.e2e.sitting import BEGAN, Hall, base36, hall, words_of
from tests.models.sample_rows import NOW


async def _begun(there: Hall, *items: str) -> None:
    """Minutes are open; the agenda has these items."""
    for position, text in enumerate(items, start=1):
        row = {"meeting_id": there.meeting_id, "position": position, "text": text, "created_at": NOW}
        await there.town.change(insert(table_of(AgendaItem)).values(row))
    await there.opens(there.sara, "minutes")


async def _published(there: Hall) -> None:
    """One decision is written and published to Maryam and the members."""
    await _begun(there, "روشنایی کوچه‌ها", "زمین بازی")
    await there.taps(there.sara, "۱")
    await there.writes(there.sara, "چراغ‌ها نصب شود")
    await there.taps(there.sara, "‹ صورت‌جلسه")
    await there.taps(there.sara, _publish_label(there))
    await there.maryam.sees("صورت‌جلسهٔ شمارهٔ ۱")
    await there.town.quiet()


def _publish_label(there: Hall) -> str:
    return next(label for one in reversed(there.sara.messages) for label in one.labels if label.startswith("انتشار"))


async def test_item_by_item(database_url: str) -> None:
    """What is typed at an open item is its decision; then the next one, to its end; number and chair are there."""
    async with hall(database_url, starts_in=BEGAN) as there:
        await _begun(there, "روشنایی کوچه‌ها", "زمین بازی")
        assert "صورت‌جلسهٔ شمارهٔ ۱" in words_of(there.sara.last)
        assert "سارا" in words_of(there.sara.last)
        form = await there.taps(there.sara, "۱")
        assert "تصمیم جلسه را بنویسید" in words_of(form)
        form = await there.writes(there.sara, "چراغ‌ها نصب شود")
        assert "تصمیم: چراغ‌ها نصب شود" in words_of(form)
        await there.taps(there.sara, "خلاصهٔ گفت‌وگو")
        await there.writes(there.sara, "دو نفر حرف زدند")
        form = await there.taps(there.sara, "بند بعدی ›", "موکول به بعد")
        assert "✓ موکول به بعد" in form.labels
        card = await there.taps(there.sara, "‹ صورت‌جلسه")
        assert "✅ ۱. روشنایی کوچه‌ها — چراغ‌ها نصب شود" in words_of(card)
        assert "✅ ۲. زمین بازی — به بعد موکول شد" in words_of(card)
        first, second = there.items()
        assert (first.summary, first.decision, second.outcome) == ("دو نفر حرف زدند", "چراغ‌ها نصب شود", "postponed")


async def test_published_once(database_url: str) -> None:
    """A preview is what people get; published, everybody invited is told once, but not who wants no meetings."""
    async with hall(database_url, starts_in=BEGAN) as there:
        deaf = there.there.reza
        people = {"person_id": person_id(there.town, deaf), "meetings": False, "updated_at": NOW}
        await there.town.change(insert(table_of(Subscription)).values(people))
        await _begun(there, "روشنایی کوچه‌ها")
        await there.taps(there.sara, "۱")
        await there.writes(there.sara, "چراغ‌ها نصب شود")
        await there.taps(there.sara, "‹ صورت‌جلسه", "پیش‌نمایش")
        seen = there.sara.heard("صورت‌جلسهٔ محلهٔ گلسار")[-1]
        data = there.sara.data_of(_publish_label(there))
        await there.presses(there.sara, data)
        got = await there.maryam.sees("صورت‌جلسهٔ محلهٔ گلسار")
        assert (words_of(got), got.labels) == (words_of(seen), seen.labels)
        await there.presses(there.sara, data)
        assert there.minutes.state == MinutesState.PUBLISHED
        assert len(there.town.rows(Broadcast, Broadcast.kind == DeliveryKind.MINUTES.value)) == 1
        assert len(there.maryam.heard("صورت‌جلسهٔ محلهٔ گلسار")) == 1
        assert not deaf.heard("صورت‌جلسه")


async def test_nothing_to_publish(sqlite_url: str) -> None:
    """As long as nothing is written there is no button for it, and a made-up one says so."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there, "روشنایی کوچه‌ها")
        assert not any(label.startswith("انتشار") for label in there.sara.last.labels)
        answer = await there.presses(there.sara, f"1:minutes:publish:{base36(there.meeting_id)}:1")
        assert "هنوز چیزی برای انتشار نیست" in words_of(answer)
        assert there.minutes.state == MinutesState.DRAFT


async def test_before_the_meeting(sqlite_url: str) -> None:
    """What has not begun has no minutes yet, in a clear sentence."""
    async with hall(sqlite_url) as there:
        answer = await there.opens(there.sara, "minutes")
        assert "جلسه‌ای است که شروع شده باشد" in words_of(answer)
        assert there.town.rows(Minutes) == []


async def test_a_file_instead(sqlite_url: str) -> None:
    """A file takes the form's place, what stands below it is the note; both reach the readers."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there)
        asked = await there.taps(there.sara, "فایل")
        assert "به‌صورت فایل بفرستید" in words_of(asked)
        refused = await there.writes(there.sara, "ندارم")
        assert "این فایل نیست" in words_of(refused)
        there.sara.phone.send_photo(caption="نسخهٔ امضاشده")
        await there.sara.sees("📎")
        await there.town.quiet()
        await there.taps(there.sara, _publish_label(there))
        got = await there.maryam.sees("صورت‌جلسهٔ محلهٔ گلسار")
        assert "نسخهٔ امضاشده" in words_of(got)
        await there.town.quiet()
        assert there.maryam.messages[-2].kind == "photo"
        told = there.town.rows(Delivery, Delivery.person_id == person_id(there.town, there.maryam))
        assert [len(one.message_ids) for one in told if one.kind == DeliveryKind.MINUTES] == [2]


async def test_corrected(database_url: str) -> None:
    """After publication whatever is typed is shown first; «correct it» changes what everybody has, marked as such."""
    async with hall(database_url, starts_in=BEGAN) as there:
        await _published(there)
        await there.taps(there.sara, "✅ ۱", "تصمیم")
        asked = await there.writes(there.sara, "چراغ‌های کوچهٔ لاله نصب شود")
        assert "این را به‌صورت اصلاحیه می‌بین" in words_of(asked)
        assert there.items()[0].decision == "چراغ‌ها نصب شود"
        assert not there.maryam.heard("اصلاح‌شده")
        await there.taps(there.sara, "اصلاح کن")
        await there.maryam.sees("چراغ‌های کوچهٔ لاله نصب شود")
        await there.town.quiet()
        (copy,) = there.maryam.heard("صورت‌جلسهٔ شمارهٔ ۱")
        assert "اصلاح‌شده در" in words_of(copy)
        assert there.minutes.revision == 2


async def test_not_corrected_after_all(sqlite_url: str) -> None:
    """«Back» leaves published minutes as they are; so does a wrong outcome that nobody confirmed."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _published(there)
        await there.taps(there.sara, "✅ ۱", "تصمیم")
        await there.writes(there.sara, "اشتباه")
        await there.taps(there.sara, "بازگشت", "پذیرفته نشد", "بازگشت")
        assert there.minutes.revision == 1
        assert (there.items()[0].decision, there.items()[0].outcome) == ("چراغ‌ها نصب شود", None)
        await there.taps(there.sara, "موکول به بعد", "اصلاح کن")
        assert (there.items()[0].outcome, there.minutes.revision) == ("postponed", 2)


async def test_two_at_one_field(database_url: str) -> None:
    """Of two who write at one item, both texts are shown to the second, who chooses; nothing is lost."""
    async with hall(database_url, starts_in=BEGAN) as there:
        await _begun(there, "روشنایی کوچه‌ها")
        await there.taps(there.sara, "۱")
        await there.opens(there.ali, "minutes")
        await there.taps(there.ali, "۱")
        await there.writes(there.ali, "نوشتهٔ علی")
        both = await there.writes(there.sara, "نوشتهٔ سارا")
        assert "نوشتهٔ علی" in words_of(both)
        assert "نوشتهٔ سارا" in words_of(both)
        assert there.items()[0].decision == "نوشتهٔ علی"
        form = await there.taps(there.sara, "نوشتهٔ من زیر آن")
        assert there.items()[0].decision == "نوشتهٔ علی\nنوشتهٔ سارا"
        assert "نوشتهٔ سارا" in words_of(form)


async def test_declined_with_a_reason(sqlite_url: str) -> None:
    """Not accepting a submission asks why; its author reads that once the minutes are published."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await there.maryam.registers("کوچهٔ لاله تاریک است")
        await there.town.quiet()
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "درخواست‌ها (۱)", "☐ ۱", "افزودن ۱ مورد به دستور")
        await there.opens(there.sara, "minutes")
        asked = await there.taps(there.sara, "۱", "پذیرفته نشد")
        assert "دلیل پذیرفته‌نشدن" in words_of(asked)
        form = await there.writes(there.sara, "بودجه نیست")
        assert "نتیجه: پذیرفته نشد" in words_of(form)
        await there.taps(there.sara, "‹ صورت‌جلسه")
        await there.taps(there.sara, _publish_label(there))
        await there.maryam.sees("پذیرفته نشد", "بودجه نیست")
        assert there.statuses() == ["not_accepted"]


async def test_chair_and_note(sqlite_url: str) -> None:
    """Another name below the minutes, and a note that can be taken away again."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there, "روشنایی")
        await there.taps(there.sara, "نام رئیس جلسه")
        refused = await there.writes(there.sara, "ا" * 81)
        assert "۸۰" in words_of(refused)
        card = await there.writes(there.sara, "زهرا احمدی")
        assert "زهرا احمدی" in words_of(card)
        await there.taps(there.sara, "یادداشت")
        await there.writes(there.sara, "جلسه کوتاه بود")
        assert there.minutes.note == "جلسه کوتاه بود"
        asked = await there.taps(there.sara, "یادداشت")
        assert "متن فعلی: جلسه کوتاه بود" in words_of(asked)
        await there.taps(there.sara, "پاک کردن این متن")
        assert there.minutes.note is None


async def test_not_for_residents(sqlite_url: str) -> None:
    """Made-up buttons of minutes do nothing for who calls no meetings; unpublished ones nobody else reads."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there, "روشنایی")
        item, meeting = base36(there.items()[0].id or 0), base36(there.meeting_id)
        for noun, action, number in [
            ("minutes", "open", meeting),
            ("minutes", "read", meeting),
            ("minutes", "file", meeting),
            ("minutes", "chair", meeting),
            ("minutes", "preview", meeting),
            ("minutes", "publish", meeting),
            ("minutes", "apply", meeting),
            ("minutes", "detach", meeting),
            ("mitem", "open", item),
            ("mitem", "decision", item),
            ("mitem", "declined", item),
            ("mitem", "sure_noted", item),
        ]:
            answer = await there.presses(there.maryam, f"1:{noun}:{action}:{number}:1")
            assert "پیدا نشد" in words_of(answer), (noun, action)
        assert there.items()[0].outcome is None


async def test_read_again(sqlite_url: str) -> None:
    """Published minutes are read again by whoever may see the meeting."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _published(there)
        answer = await there.presses(there.maryam, f"1:minutes:read:{base36(there.meeting_id)}:0")
        assert "صورت‌جلسهٔ شمارهٔ ۱" in words_of(answer)
        assert "نسخهٔ چاپی (PDF)" in answer.labels


async def test_long_minutes_fit_a_message(sqlite_url: str) -> None:
    """80 items with long decisions are shown in one message that says how to read the rest."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there, *(f"بند شمارهٔ {number} " + "دراز " * 30 for number in range(80)))
        items = table_of(AgendaItem)
        await there.town.change(update(items).values(decision="تصمیم " * 150))
        await there.opens(there.sara, "minutes")
        await there.taps(there.sara, _publish_label(there))
        got = await there.maryam.sees("بند دیگر")
        assert "متن کامل" in got.labels
        assert there.town.rows(Delivery, Delivery.state == DeliveryState.FAILED.value) == []
        assert there.town.rows(Submission) == []


async def test_office_ended_meanwhile(sqlite_url: str) -> None:
    """Whose office ended while words were asked for writes a submission of their own; the minutes stay."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there, "روشنایی")
        await there.taps(there.sara, "۱")
        await there.town.change(update(table_of(Grant)).values(revoked_at=NOW))
        await there.sara.says_and_sees("کوچهٔ ما تاریک است", "پیش‌نویس شما:")
        assert there.items()[0].decision is None


async def test_another_file(sqlite_url: str) -> None:
    """A file that is replaced after publication is replaced in what everybody has, and the words say so."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await _begun(there)
        await there.taps(there.sara, "فایل")
        there.sara.phone.send_photo(caption="نسخهٔ امضاشده")
        await there.sara.sees("📎")
        await there.town.quiet()
        await there.taps(there.sara, _publish_label(there))
        await there.maryam.sees("صورت‌جلسهٔ محلهٔ گلسار")
        await there.town.quiet()
        before = there.maryam.messages[-2]
        await there.taps(there.sara, "فایل دیگر")
        there.sara.phone.send_photo()
        await there.sara.sees("اصلاحیه")
        await there.town.quiet()
        await there.taps(there.sara, "اصلاح کن")
        await there.maryam.sees("اصلاح‌شده")
        await there.town.quiet()
        after = there.maryam.messages[-2]
        assert after.id == before.id
        assert after.edited
        await there.taps(there.maryam, "فایل صورت‌جلسه")
        assert there.maryam.last.kind == "photo"


async def test_a_decision_becomes_a_resolution(sqlite_url: str) -> None:
    """From the form of an item to a resolution and back; the author hears of it when the minutes are published."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await there.maryam.registers("کوچهٔ لاله تاریک است")
        await there.town.quiet()
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "درخواست‌ها (۱)", "☐ ۱", "افزودن ۱ مورد به دستور")
        await there.opens(there.sara, "minutes")
        await there.taps(there.sara, "۱")
        await there.writes(there.sara, "چراغ نصب شود")
        await there.taps(there.sara, "ثبت پیشنهاد شورای محله")
        await there.writes(there.sara, "شرکت توزیع برق")
        await there.taps(there.sara, "بدون مهلت", "بدون شمارش رأی", "ثبت مصوبه")
        card = await there.taps(there.sara, "بازگشت به صورت‌جلسه")
        assert "۱. کوچهٔ لاله تاریک است — تصویب شد" in words_of(card)
        assert there.statuses() == ["on_agenda"]
        await there.taps(there.sara, _publish_label(there))
        got = await there.maryam.sees("صورت‌جلسهٔ محلهٔ گلسار")
        assert "پیشنهاد شورای محله ۱۴۰۵/۱: چراغ نصب شود" in words_of(got)
        assert words_of(got).count("چراغ نصب شود") == 1
        await there.town.quiet()
        assert there.statuses() == ["approved"]
