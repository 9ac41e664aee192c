"""Asking something for a meeting, and changing one's mind about it."""

from datetime import UTC, datetime

from models.meeting import MeetingState
from models.submission import Submission
from tests.e2e.harness import Town
from tests.e2e.meeting_village import DAY, Village, village
from tests.e2e.resident import bare

QUESTION = "چراغ کوچهٔ لاله کی درست می‌شود؟"
ASKED, NOTED = "دوست دارید در", "سؤال شما برای"


async def asks(there: Village) -> int:
    """The id of a meeting for which Maryam is asked what she would like to ask."""
    meeting = await there.calls()
    await there.opens(there.maryam, meeting)
    await there.maryam.taps_and_sees("سؤال دارم", ASKED, "همراه نام شما")
    await there.town.quiet()
    return meeting


def registered(town: Town) -> list[str]:
    """What was registered as a submission."""
    return [row.text for row in town.rows(Submission)]


async def test_questions_are_noted(database_url: str) -> None:
    """One message is one question; one more can be asked at once; each can be taken back."""
    async with village(database_url) as there:
        maryam = there.maryam
        await asks(there)
        await maryam.says_and_sees(QUESTION, NOTED, QUESTION)
        await there.town.quiet()
        await maryam.taps_and_sees("یک سؤال دیگر", ASKED)
        await maryam.says_and_sees("هزینه‌اش چقدر است؟", NOTED, "هزینه‌اش")
        await there.town.quiet()
        assert there.questions() == [QUESTION, "هزینه‌اش چقدر است؟"]
        data = maryam.data_of("پس گرفتن سؤال")
        await maryam.taps_and_sees("پس گرفتن سؤال", "سؤال شما پس گرفته شد", "هزینه‌اش")
        await there.town.quiet()
        assert there.questions() == [QUESTION]
        await there.presses(maryam, data)
        await maryam.sees_toast("پیش‌تر پس گرفته شده")
        await there.presses(there.reza, data.replace(":2:", ":1:"))
        await there.reza.sees_toast("پیش‌تر پس گرفته شده")
        assert there.questions() == [QUESTION]


async def test_a_draft_waits(database_url: str) -> None:
    """A draft that is open when somebody asks stays as it was, and is registered afterwards without the question."""
    async with village(database_url) as there:
        maryam = there.maryam
        meeting = await there.calls()
        await maryam.says_and_sees("آسفالت کوچه خراب است", "پیش‌نویس شما:")
        await there.town.quiet()
        await there.presses(maryam, f"1:meet:ask:{meeting}:0")
        await maryam.sees(ASKED)
        await maryam.says_and_sees(QUESTION, NOTED)
        await there.town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        assert registered(there.town) == ["آسفالت کوچه خراب است"]
        assert there.questions() == [QUESTION]


async def test_not_now(sqlite_url: str) -> None:
    """«Not now» and /cancel note nothing; what is written afterwards is a draft as ever."""
    async with village(sqlite_url) as there:
        maryam = there.maryam
        await asks(there)
        await maryam.taps_and_sees("فعلاً نه", "سؤالی یادداشت نشد")
        await there.town.quiet()
        await maryam.taps_and_sees("سؤال دارم", ASKED)
        await maryam.says_and_sees("/cancel", "سؤالی یادداشت نشد")
        await maryam.says_and_sees(QUESTION, "پیش‌نویس شما:", QUESTION)
        assert there.questions() == []


async def test_it_was_no_question(sqlite_url: str) -> None:
    """What was meant for the council is taken off the meeting's list and becomes a draft, in one tap."""
    async with village(sqlite_url) as there:
        maryam = there.maryam
        await asks(there)
        await maryam.says_and_sees("کوچهٔ ما تاریک است", NOTED)
        await there.town.quiet()
        await maryam.taps_and_sees("سؤال جلسه نیست", "پیش‌نویس شما:", "کوچهٔ ما تاریک است")
        await there.town.quiet()
        assert there.questions() == []
        await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        assert registered(there.town) == ["کوچهٔ ما تاریک است"]


async def test_only_words(sqlite_url: str) -> None:
    """Stickers, photos and pins are asked for in words; too many letters are too; the question is still open."""
    async with village(sqlite_url) as there:
        maryam = there.maryam
        await asks(there)
        maryam.phone.send_sticker()
        await maryam.sees("فقط نوشته یادداشت می‌شود")
        maryam.phone.send_location(36.65, 51.42)
        await there.town.quiet()
        await maryam.says_and_sees("س" * 1001, "حداکثر ۱٬۰۰۰ حرف")
        await maryam.says("\u200c")
        await there.town.quiet()
        assert there.questions() == []
        await maryam.says_and_sees(QUESTION, NOTED)
        assert there.questions() == [QUESTION]


async def test_words_of_danger(sqlite_url: str) -> None:
    """Words of danger are answered with the numbers to call, whatever was asked."""
    async with village(sqlite_url) as there:
        await asks(there)
        await there.maryam.says("بوی گاز می‌آید، کمک کنید")
        await there.maryam.sees("اگر جان کسی در خطر است")
        await there.town.quiet()
        assert len(there.questions()) == 1


async def test_over_meanwhile(sqlite_url: str) -> None:
    """Where the meeting was cancelled, or is over, before the words came, they are a draft and not lost."""
    async with village(sqlite_url) as there:
        maryam = there.maryam
        meeting = await asks(there)
        await there.becomes(meeting, state=MeetingState.CANCELLED.value, cancelled_at=datetime.now(UTC))
        await maryam.says_and_sees(QUESTION, "پیش‌نویس شما:", QUESTION)
        await there.town.quiet()
        assert maryam.heard("دیگر سؤالی یادداشت نمی‌شود")
        assert there.questions() == []
        await there.presses(maryam, f"1:meet:ask:{meeting}:0")
        await maryam.sees_toast("لغو شده")
        held = await there.calls()
        await there.opens(there.reza, held)
        await there.moves(held, -2 * DAY)
        await there.reza.taps("سؤال دارم")
        await there.reza.sees_toast("برگزار شده")


async def test_asked_enough(sqlite_url: str) -> None:
    """After twenty questions the next one is a draft, and its author is told so."""
    async with village(sqlite_url) as there:
        maryam = there.maryam
        meeting = await asks(there)
        for number in range(21):
            if number:
                await there.presses(maryam, f"1:meet:ask:{meeting}:0")
            await maryam.says(f"{QUESTION} {number}")
            await there.town.quiet()
        assert len(there.questions()) == 20
        assert maryam.heard("۲۰ سؤال پرسیده‌اید")
        assert f"{QUESTION} 20" in bare(maryam.check_card_is_last().text)
