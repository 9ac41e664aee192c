from pathlib import Path

from models.area import Level
from models.audit import Audit
from models.delivery import Delivery
from models.entry import Claim, Entry
from models.media import Media
from models.role import Role
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, area_id, hire, person_id
from tests.e2e.resident import bare, code_in

BEGIN = "ثبت مراجعه / تلفن"


async def _clerk(town: Town, *areas: int | None) -> Staff:
    zahra = await hire(town, "زهرا", Role.SECRETARIAT, *(areas or (None,)))
    await zahra.opens_desk()
    return zahra


async def test_somebody_calls(database_url: str, tmp_path: Path) -> None:
    """Several messages and a photo, a place, a name for the note: on record for somebody else, with a code to read."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        zahra = await _clerk(town)
        await zahra.taps_and_sees(BEGIN, "بنویسید چه می‌گوید")
        await zahra.says_and_sees("چراغ کوچهٔ لاله سوخته است", "مراجعهٔ حضوری یا تلفنی:", "روشنایی معابر")
        await zahra.says_and_sees("از هفتهٔ پیش", "از هفتهٔ پیش")
        zahra.phone.send_photo(b"lamp")
        await zahra.sees("پیوست: ۱ عکس")
        await town.quiet()
        await zahra.taps_and_sees("نام و تلفن", "فقط در یادداشت داخلی")
        await zahra.says_and_sees("آقای رستمی 09121234567", "فقط برای همکاران: «آقای رستمی")
        await town.quiet()
        await zahra.taps_and_sees("ثبت", "کدام محله؟")
        await zahra.says_and_sees("باغ شاه", "این کد رهگیری را برایش بخوانید")
        await town.quiet()
        made = town.submission
        assert code_in(zahra.last) == made.code
        assert made.text == "چراغ کوچهٔ لاله سوخته است\nاز هفتهٔ پیش"
        assert (made.area_id, made.kind, made.topic) == (area_id(town, "باغ شاه"), "report", "lighting")
        assert made.recorded_by == person_id(town, zahra)
        assert made.person_id != made.recorded_by
        assert [(one.kind, one.text) for one in town.rows(Entry)] == [("note", "آقای رستمی 09121234567")]
        assert [one.submission_id for one in town.rows(Media)] == [made.id]
        assert [one.action for one in town.rows(Audit)] == ["submission.record", "submission.note"]
        assert town.rows(Delivery) == []
        assert town.rows(Claim) == []


async def test_its_card_has_no_question_and_no_name(sqlite_url: str) -> None:
    """Whoever came to the counter has no chat: nobody can be asked, and no name is known but the note's."""
    async with running_bot(sqlite_url, city=()) as town:
        zahra = await _clerk(town)
        await zahra.chooses(BEGIN)
        await zahra.says_and_sees("جوی خیابان پر شده", "مراجعهٔ حضوری یا تلفنی:")
        await town.quiet()
        await zahra.taps_and_sees("ثبت", "برایش بخوانید")
        card = await zahra.taps_and_sees("باز کردن پرونده", "مراجعهٔ حضوری یا تلفنی", "جوی خیابان")
        assert "پرسش از نویسنده" not in card.labels
        made = town.submission
        zahra.phone.press(data=f"1:case:ask:{made.id}:{made.version}", message_id=card.id)
        await zahra.sees("به این مرحله نمی‌شود رفت")
        await zahra.chooses("بیشتر")
        await zahra.taps_and_sees("نام فرستنده", "نامی نداریم")


async def test_kind_topic_and_area_can_be_changed(database_url: str) -> None:
    """The guesses are changed by taps; only one's own areas are offered."""
    async with running_bot(database_url) as town:
        zahra = await _clerk(town, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        await zahra.chooses(BEGIN)
        await zahra.says_and_sees("چراغ کوچه سوخته است", "گزارش مشکل")
        await town.quiet()
        await zahra.chooses("تغییر نوع")
        await zahra.taps_and_sees("پیشنهاد", "مراجعهٔ حضوری یا تلفنی:", "پیشنهاد")
        await zahra.chooses("تغییر موضوع")
        await zahra.taps_and_sees("گردشگری", "گردشگری", "پیشنهاد")
        listed = await zahra.taps_and_sees("انتخاب محله", "کدام محله؟")
        assert "علی‌آباد" not in listed.labels
        version = zahra.data_of("گلسار").rpartition(":")[2]
        foreign = area_id(town, "علی‌آباد")
        zahra.phone.press(data=f"1:walk_in_area:choose:{foreign}:{version}", message_id=listed.id)
        await zahra.sees("محله انتخاب نشده")
        await town.quiet()
        await zahra.chooses("انتخاب محله")
        await zahra.taps_and_sees("گلسار", "محلهٔ گلسار")
        await zahra.says_and_sees("ثبت", "برایش بخوانید")
        made = town.submission
        assert (made.kind, made.topic, made.area_id) == ("proposal", "tourism", area_id(town, "گلسار"))


async def test_put_away_and_taken_up_again(sqlite_url: str) -> None:
    """The desk between two messages loses nothing: «ثبت مراجعه» goes on; «انصراف» registers nothing."""
    async with running_bot(sqlite_url) as town:
        zahra = await _clerk(town)
        await zahra.chooses(BEGIN)
        await zahra.says_and_sees("چراغ کوچه سوخته است", "مراجعهٔ حضوری یا تلفنی:")
        await zahra.opens_desk()
        await zahra.says_and_sees("این حرف خودم است", "پیش‌نویس شما:")
        await zahra.says_and_sees("/cancel", "کنار گذاشته شد")
        await zahra.opens_desk()
        card = await zahra.taps_and_sees(BEGIN, "«چراغ کوچه سوخته است»")
        assert "خودم" not in bare(card.text)
        await town.quiet()
        await zahra.taps_and_sees("انصراف", "چیزی ثبت نشد")
        assert town.rows(Submission) == []


async def test_presses_at_once_make_one_record(database_url: str) -> None:
    """However often «ثبت» is pressed there is one record; an old card registers nothing."""
    async with running_bot(database_url, city=()) as town:
        zahra = await _clerk(town)
        await zahra.chooses(BEGIN)
        await zahra.says_and_sees("چراغ کوچه سوخته است", "مراجعهٔ حضوری یا تلفنی:")
        await town.quiet()
        message, data = zahra.data_on_card("ثبت")
        for _ in range(4):
            zahra.phone.press(data=data, message_id=message)
        await zahra.sees("برایش بخوانید")
        await town.quiet()
        assert len(town.rows(Submission)) == 1


async def test_a_sticker_and_cancel(sqlite_url: str) -> None:
    """What cannot be registered is said so; /cancel puts everything away."""
    async with running_bot(sqlite_url) as town:
        zahra = await _clerk(town)
        await zahra.chooses(BEGIN)
        zahra.phone.send_sticker()
        await zahra.sees("استیکر")
        await zahra.says_and_sees("/cancel", "چیزی ثبت نشد")
        await zahra.says_and_sees("این حرف خودم است", "پیش‌نویس شما:")


async def test_a_complaint_about_the_clerk_s_own_body(database_url: str) -> None:
    """Written down with name and telephone it is out of the clerk's sight at once; the code is there to be read out."""
    async with running_bot(database_url) as town:
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        await sara.opens_desk()
        await sara.chooses(BEGIN)
        await sara.says_and_sees("در جلسه به ما بی‌احترامی شد", "مراجعهٔ حضوری یا تلفنی:", "محلهٔ گلسار")
        await town.quiet()
        await sara.chooses("تغییر نوع", "✓ شکایت", "دربارهٔ عضو شورا یا کارمند است")
        await sara.taps_and_sees("عضو شورا", "دربارهٔ عضو شورا")
        await sara.chooses("نام و تلفن")
        await sara.says_and_sees("خانم نوری", "فقط برای همکاران: «خانم نوری»")
        await town.quiet()
        await sara.taps_and_sees("ثبت", "برایش بخوانید")
        made = town.submission
        assert (made.kind, made.about, made.about_area_id) == ("complaint", "council", area_id(town, "گلسار"))
        assert [one.text for one in town.rows(Entry)] == ["خانم نوری"]
        await sara.taps_and_sees("باز کردن پرونده", "پیدا نشد")
        await sara.says_and_sees("/desk", "تازه: ۰")
