from datetime import datetime, timedelta

from bot.draft_care import care_for_drafts
from models.answer import Answer
from models.database import Database
from models.submission import Addition, Submission
from tests.e2e.harness import Town, running_bot

REMINDER = "یک پیش‌نویس دارید که هنوز ثبت نشده است"


def _noon(town: Town, days: int) -> datetime:
    zone = town.settings.city.zone
    return (datetime.now(zone) + timedelta(days=days)).replace(hour=12)


async def _care(town: Town, now: datetime) -> int:
    database = Database(town.settings.database_url.get_secret_value())
    try:
        return len(await care_for_drafts(database, 42, town.settings.city, now))
    finally:
        await database.close()


async def test_a_forgotten_draft_is_reminded_of_once(database_url: str) -> None:
    """After a day, by day, its author is reminded; one tap shows the draft; there is no second reminder."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        await town.stop()
        assert await _care(town, _noon(town, 0)) == 0
        assert await _care(town, _noon(town, 2).replace(hour=3)) == 0
        assert await _care(town, _noon(town, 2)) == 2  # the reminder, and the card above it goes
        assert await _care(town, _noon(town, 3)) == 0
        await town.start()
        reminder = await maryam.sees(REMINDER)
        assert reminder.labels == ["دیدن پیش‌نویس", "انصراف"]
        await maryam.taps_and_sees("دیدن پیش‌نویس", "«چراغ کوچه سوخته است»")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")


async def test_the_next_draft_is_reminded_of_too(sqlite_url: str) -> None:
    """Once is once a draft: another one that is forgotten later has its own reminder."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        assert await _care(town, _noon(town, 2)) == 2
        await town.restart()
        await maryam.sees(REMINDER)
        await maryam.taps_and_sees("انصراف", "پیش‌نویس کنار گذاشته شد")
        await maryam.says_and_sees("نیمکت شکسته است", "پیش‌نویس شما:")
        await town.quiet()
        assert await _care(town, _noon(town, 2)) == 2
        await town.restart()


async def test_a_draft_of_thirty_days_is_deleted(database_url: str) -> None:
    """Nothing of it stays, its buttons say so, and the next message begins anew."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        await town.stop()
        assert await _care(town, _noon(town, 31)) == 0
        assert town.dialogue("draft").data == {}
        await town.start()
        await maryam.taps_and_sees("ثبت", "این پیش‌نویس دیگر")
        card = await maryam.says_and_sees("نیمکت شکسته است", "پیش‌نویس شما:")
        assert "چراغ" not in card.text
        assert town.rows(Submission) == []


async def test_words_without_an_answer_are_reminded_of(database_url: str) -> None:
    """Words that wait for «بله» or «نه» since yesterday: the question comes once more, once, and still works."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("پلاک ۱۲", "اضافه شود؟")
        await town.quiet()
        await town.stop()
        assert await _care(town, _noon(town, 2)) == 2
        assert await _care(town, _noon(town, 3)) == 0
        await town.start()
        await town.quiet()
        assert len(maryam.heard("اضافه شود؟")) == 1
        await maryam.taps_and_sees("بله", "✅ به ", "اضافه شد")
        assert [row.text for row in town.rows(Addition)] == ["پلاک ۱۲"]


async def test_what_was_said_is_forgotten_too(database_url: str) -> None:
    """Thirty days after the last word of a draft no answer of ours repeats it any more either."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("راز من این است", "پیش‌نویس شما:")
        await town.quiet()
        await town.stop()
        assert any("راز" in str(row.parameters) for row in town.rows(Answer))
        await _care(town, _noon(town, 31))
        assert [row for row in town.rows(Answer) if row.parameters] == []
