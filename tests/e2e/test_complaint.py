from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare

ABOUT = "دربارهٔ عضو شورا یا کارمند است"
ABOVE = "این شکایت را فقط سطح بالاتر می‌بیند"


async def test_a_complaint_about_an_employee(database_url: str) -> None:
    """Guessed from the words, said on the card in one line, changed by two taps, and on record as it was chosen."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        card = await maryam.says_and_sees("از کارمند شهرداری شکایت دارم، رشوه خواست", "پیش‌نویس شما:", ABOVE)
        assert "دربارهٔ کارمند شهرداری" in bare(card.text)
        assert "فقط دبیرخانه" not in bare(card.text)
        choice = await maryam.taps_and_sees(ABOUT, "این شکایت دربارهٔ کیست؟")
        assert choice.labels == ["عضو شورای محله", "✓ کارمند شهرداری", "هیچ‌کدام", "بازگشت"]
        await town.restart()
        await maryam.taps_and_sees("عضو شورای محله", "پیش‌نویس شما:", "دربارهٔ عضو شورای محله", ABOVE)
        await maryam.says_and_sees("دیروز بود", "دیروز بود", "دربارهٔ عضو شورای محله")  # chosen stays chosen
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert (town.submission.about, town.submission.about_area_id) == ("council", town.submission.area_id)


async def test_a_complaint_about_nobody(sqlite_url: str) -> None:
    """«هیچ‌کدام» stays, whatever the words say; it is the secretariat's then."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("شکایت دارم، برخورد بد کارمند", ABOVE)
        await maryam.taps_and_sees(ABOUT, "این شکایت دربارهٔ کیست؟")
        card = await maryam.taps_and_sees("هیچ‌کدام", "شکایت را فقط دبیرخانه می‌بیند")
        assert ABOVE not in bare(card.text)
        await maryam.says_and_sees("کارمند ناحیه", "شکایت را فقط دبیرخانه می‌بیند")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert (town.submission.about, town.submission.about_area_id) == (None, None)


async def test_only_complaints_are_asked(sqlite_url: str) -> None:
    """A report about an employee has no such button; made a complaint, it is guessed."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        card = await maryam.says_and_sees("کارمند ناحیه تلفن را جواب نمی‌دهد", "پیش‌نویس شما:")
        assert ABOUT not in card.labels
        await maryam.taps_and_sees("ویرایش", "تغییر بدهم")
        await maryam.taps("تغییر نوع")
        await town.quiet()
        card = await maryam.taps_and_sees("شکایت", ABOVE)
        assert ABOUT in card.labels
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        (district,) = [row for row in town.rows(Submission) if row.about == "employee"]
        assert district.about_area_id != district.area_id
