from datetime import UTC, datetime, timedelta

from sqlmodel import update

from models.submission import Addition, Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import bare

OFFER = "به درخواست قبلی"


def _added(town: Town) -> list[str]:
    return [row.text for row in town.rows(Addition)]


async def test_words_soon_after_registering_are_offered_as_an_addition(database_url: str) -> None:
    """Within ten minutes «بله» adds them, however many messages they are; the registered text stays as it was."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        offer = await maryam.says_and_sees("پلاک ۱۲ روبه‌روی مدرسه", OFFER, "اضافه شود؟")
        assert offer.labels == ["بله", "نه، جداست"]
        await maryam.says_and_sees("و شب‌ها تاریک است", OFFER)
        await town.restart()
        await maryam.taps_and_sees("بله", "✅ به ", "اضافه شد")
        assert _added(town) == ["پلاک ۱۲ روبه‌روی مدرسه", "و شب‌ها تاریک است"]
        assert town.submission.text == "چراغ کوچه سوخته است"
        card = await maryam.taps_and_sees("پیگیری درخواست", "وضعیت: ثبت‌شده")
        assert "توضیح بعدی: «پلاک ۱۲ روبه‌روی مدرسه»" in bare(card.text)


async def test_separate_words_become_a_draft_of_their_own(database_url: str) -> None:
    """«نه، جداست», pressed or typed, makes a draft of everything that waited."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", OFFER)
        await maryam.says_and_sees("تازه دیدم", OFFER)
        await maryam.taps_and_sees("نه، جداست", "«نیمکت بوستان شکسته است", "تازه دیدم»")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await maryam.says_and_sees("آب قطع است", OFFER)
        await maryam.says_and_sees("نه", "پیش‌نویس شما:", "«آب قطع است»")
        assert _added(town) == []
        assert [row.text for row in town.rows(Submission)] == [
            "چراغ کوچه سوخته است",
            "نیمکت بوستان شکسته است\nتازه دیدم",
        ]


async def test_yes_can_be_typed(sqlite_url: str) -> None:
    """«بله» typed does what the button does, once; the button afterwards is an old one."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        offer = await maryam.says_and_sees("پلاک ۱۲", OFFER)
        data = maryam.data_of("بله")
        await maryam.says_and_sees("بله", "اضافه شد")
        maryam.phone.press(data=data, message_id=maryam.last.id)
        await maryam.sees_toast("دکمه")
        await town.quiet()
        assert offer.id != maryam.last.id
        assert _added(town) == ["پلاک ۱۲"]


async def test_later_words_are_a_new_draft(sqlite_url: str) -> None:
    """Ten minutes after registering words begin a draft, as they do after a withdrawal."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        town.change(update(Submission).values(status="withdrawn"))
        await maryam.says_and_sees("نیمکت شکسته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        town.change(update(Submission).values(created_at=datetime.now(UTC) - timedelta(minutes=10, seconds=1)))
        await maryam.says_and_sees("آب قطع است", "پیش‌نویس شما:")


async def test_a_file_meanwhile_makes_all_of_it_a_draft(sqlite_url: str) -> None:
    """A pin while the question stands: nothing is lost, all of it is a draft of its own."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("نیمکت شکسته است", OFFER)
        maryam.phone.send_sticker()
        await maryam.sees("استیکر ثبت نمی‌شود")
        maryam.phone.say({"location": {"latitude": 36.6, "longitude": 51.4}})
        await maryam.sees("پیش‌نویس شما:", "«نیمکت شکسته است»", "موقعیت")


async def test_adding_from_the_card(database_url: str) -> None:
    """«افزودن توضیح» asks for the words whenever it is pressed; /cancel and «فعلاً نه» add nothing."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        for leave in ("/cancel", None):
            await maryam.taps_and_sees("افزودن توضیح", "چه توضیحی به")
            if leave:
                await maryam.says_and_sees(leave, "باشد، چیزی اضافه نشد")
            else:
                await maryam.taps_and_sees("فعلاً نه", "باشد، چیزی اضافه نشد")
        await maryam.says_and_sees("/my", "درخواست‌های شما (۱)")
        await maryam.taps_and_sees(maryam.last.labels[0], "وضعیت:")
        await maryam.taps_and_sees("افزودن توضیح", "چه توضیحی به")
        await town.restart()
        await maryam.says_and_sees("پلاک ۱۲", "✅ به ", "اضافه شد")
        assert _added(town) == ["پلاک ۱۲"]


async def test_nobody_adds_to_somebody_elses(sqlite_url: str) -> None:
    """A made-up button says «not found», and nothing is added."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam, spy = town.person("مریم"), town.person("کنجکاو")
        await maryam.registers("راز من این است")
        answer = await spy.says_and_sees("/my", "هنوز چیزی ثبت نکرده‌اید")
        spy.phone.press(data=f"1:addition:ask:{town.submission.id}:0", message_id=answer.id)
        await spy.sees("پیدا نشد")
        await spy.says_and_sees("چیزی از من", "پیش‌نویس شما:")
        assert _added(town) == []


async def test_an_ended_submission_takes_no_addition(sqlite_url: str) -> None:
    """What is at its end while the question stands says so; the words are not added."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("پلاک ۱۲", OFFER)
        town.change(update(Submission).values(status="done"))
        await maryam.taps_and_sees("بله", "این درخواست به پایان رسیده است")
        assert _added(town) == []
