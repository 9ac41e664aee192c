from sqlmodel import col

from models.person import Person
from models.submission import Submission
from tests.e2e.harness import running_bot

MENU = [["درخواست تازه", "درخواست‌های من"], ["محلهٔ من", "راهنما"]]


async def test_the_keys_do_what_the_commands_do(database_url: str) -> None:
    """The keyboard is there from the first answers on, and each key answers, before and after a restart."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        assert [list(row) for row in maryam.phone.reply_keyboard or ()] == MENU
        await maryam.taps_and_sees("درخواست تازه", "به زبان خودتان بنویسید")
        await maryam.taps_and_sees("فعلاً نه", "هر وقت حرفی داشتید")
        await maryam.taps_and_sees("درخواست‌های من", "هنوز چیزی ثبت نکرده‌اید")
        await town.restart()
        await maryam.taps_and_sees("راهنما", "۱۲۵ آتش‌نشانی")
        await maryam.taps_and_sees("محلهٔ من", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("باغ شاه", "محلهٔ باغ شاه یادداشت شد")
        assert town.rows(Submission) == []


async def test_keys_are_known_in_both_languages_and_any_spelling(sqlite_url: str) -> None:
    """A key typed with other letters, or of the language spoken before, is still that key and never words."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        for words in ("درخواست های من", "درخواستهاي من", "My submissions", "my submissions"):
            await maryam.says_and_sees(words, "هنوز چیزی ثبت نکرده‌اید")
        for words in ("محله من", "محلۀ من", "My neighbourhood"):
            await maryam.says_and_sees(words, "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("راهنما", "۱۲۵ آتش‌نشانی")
        assert maryam.live_cards == []


async def test_a_key_over_a_draft_keeps_the_draft(sqlite_url: str) -> None:
    """Whatever key is pressed, the open draft is the newest message again, and a new one is not begun over it."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        for key, answer in (
            ("درخواست تازه", "پیش‌نویسی"),
            ("درخواست‌های من", "هنوز چیزی ثبت نکرده‌اید"),
            ("راهنما", "۱۲۵ آتش‌نشانی"),
        ):
            await maryam.taps(key)
            await town.quiet()
            if key != "درخواست تازه":
                assert maryam.heard(answer)
            maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")


async def test_area_command_keeps_older_submissions_where_they_are(database_url: str) -> None:
    """/area changes where somebody lives; what is on record keeps its place."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.registers("چراغ کوچه سوخته است")
        before = town.submission.area_id
        await maryam.says_and_sees("/area", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("باغ شاه", "محلهٔ باغ شاه یادداشت شد")
        assert town.submission.area_id == before
        assert town.row(Person, col(Person.area_id) != before).area_id is not None


async def test_privacy_in_plain_words(sqlite_url: str) -> None:
    """/privacy, and its button below the greeting, say what is kept, who sees it, for how long."""
    async with running_bot(sqlite_url) as town:
        maryam, peter = town.person("مریم"), town.person("Peter", language="en")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        for answer in (
            await maryam.taps_and_sees("حریم خصوصی", "چه چیزی از شما نگه داشته می‌شود"),
            await maryam.says_and_sees("/privacy", "چه چیزی از شما نگه داشته می‌شود"),
        ):
            assert all(words in answer.text for words in ("دبیرخانه", "همسایه‌ها", "۳۰", "۷"))
        await peter.says_and_sees("/privacy", "What is kept of you")


async def test_no_neighbourhood_fits(database_url: str) -> None:
    """«هیچ‌کدام نیست» registers it under the city, marked to be placed by the office."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", "کدام محله؟")
        await maryam.taps_and_sees("هیچ‌کدام نیست", "ثبت شد")
        assert town.submission.needs_placing
        assert town.submission.area_id is not None
        await maryam.taps_and_sees("پیگیری درخواست", "محله بعداً مشخص می‌شود")
