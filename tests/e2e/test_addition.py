from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import update

from models.media import Media
from models.submission import Addition, Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import bare, code_in

OFFER = "به درخواست قبلی"
DANGER = "همین حالا زنگ بزنید"


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
        await town.quiet()
        answered = maryam.heard("درخواست جداگانه‌ای است")[-1]
        assert answered.labels == []
        assert maryam.heard(OFFER) == []
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


async def test_what_was_added_stays_said(sqlite_url: str) -> None:
    """The next question does not take away the word that something was added."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        for words in ("پلاک ۱۲", "سمت راست"):
            await maryam.says_and_sees(words, OFFER)
            await maryam.taps_and_sees("بله", "اضافه شد")
        await town.quiet()
        assert len(maryam.heard("اضافه شد")) == 2
        assert _added(town) == ["پلاک ۱۲", "سمت راست"]


async def test_words_that_wait_outlast_a_new_draft(database_url: str) -> None:
    """Whoever begins something else before answering finds the question, and the words, where they were."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("پلاک ۱۲", OFFER)
        await maryam.says_and_sees("/new نیمکت شکسته است", "پیش‌نویس شما:", "«نیمکت شکسته است»")
        await maryam.taps_and_sees("بله", "اضافه شد")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert _added(town) == ["پلاک ۱۲"]


async def test_add_something_pressed_for_words_that_wait(sqlite_url: str) -> None:
    """«افزودن توضیح» of the same submission is «بله» to the words that wait."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("پلاک ۱۲", OFFER)
        await maryam.taps_and_sees("افزودن توضیح", "اضافه شد")
        await town.quiet()
        assert maryam.heard(OFFER) == []
        assert _added(town) == ["پلاک ۱۲"]


async def test_a_photo_is_added_where_words_were_asked(database_url: str) -> None:
    """A photo with a caption joins the submission; a pin and a sticker are answered, and the question stands."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.taps_and_sees("افزودن توضیح", "چه توضیحی به")
        maryam.phone.send_sticker()
        await maryam.sees("استیکر ثبت نمی‌شود")
        maryam.phone.say({"location": {"latitude": 36.6, "longitude": 51.4}})
        await maryam.sees("نمی‌شود موقعیت اضافه کرد")
        maryam.phone.send_photo(caption="این هم عکسش")
        await maryam.sees("✅ به ", "اضافه شد")
        card = await maryam.taps_and_sees("پیگیری درخواست", "پیوست: ۱ عکس")
        assert "توضیح بعدی: «این هم عکسش»" in bare(card.text)
        assert len(town.rows(Submission)) == 1


async def test_a_photo_for_what_is_at_its_end(sqlite_url: str) -> None:
    """A file for a submission that ended meanwhile is refused with a sentence."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.taps_and_sees("افزودن توضیح", "چه توضیحی به")
        await town.change(update(Submission).values(status="done"))
        maryam.phone.send_photo()
        await maryam.sees("این درخواست به پایان رسیده است")


@pytest.mark.parametrize("asked", [True, False])
async def test_words_for_what_is_at_its_end(sqlite_url: str, asked: bool) -> None:
    """Words for a submission that ended while they were asked for, or asked about, are a draft: nobody is stuck."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        if asked:
            await maryam.taps_and_sees("افزودن توضیح", "چه توضیحی به")
            await town.change(update(Submission).values(status="withdrawn"))
            await maryam.says("پلاک ۱۲ است")
        else:
            await maryam.says_and_sees("پلاک ۱۲ است", OFFER)
            await town.change(update(Submission).values(status="withdrawn"))
            await maryam.taps("بله")
        await maryam.sees("این درخواست به پایان رسیده است")
        await maryam.sees("پیش‌نویس شما:", "پلاک ۱۲ است")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert _added(town) == []


async def test_words_that_wait_are_not_lost_to_a_newer_submission(sqlite_url: str) -> None:
    """Words asked about, then something else registered, then more words: one question about all of them."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        first = await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("پلاک ۱۲", OFFER)
        await maryam.says_and_sees("/new نیمکت بوستان شکسته است", "پیش‌نویس شما:")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        question = await maryam.says_and_sees("کنار در آهنی", OFFER)
        assert code_in(question).strip("()") == first
        await town.quiet()
        await maryam.taps_and_sees("بله", "اضافه شد")
        assert _added(town) == ["پلاک ۱۲", "کنار در آهنی"]


async def test_what_nobody_can_see_takes_nothing_along(sqlite_url: str) -> None:
    """Blanks sent after words that wait are refused alone: «نه، جداست» makes a draft of the words."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("نیمکت هم شکسته است", OFFER)
        await maryam.says_and_sees("\u200b\u200c\ud800", "متنی برای ثبت ندارد")
        await maryam.taps_and_sees("نه، جداست", "پیش‌نویس شما:", "نیمکت هم شکسته است")


@pytest.mark.parametrize("action", ["later", "yes", "no"])
async def test_an_old_button_leaves_words_that_wait(sqlite_url: str, action: str) -> None:
    """Words wait for «بله», something else was opened meanwhile: an older question's button does not lose them."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.registers("چراغ کوچه سوخته است")
        offer = await maryam.says_and_sees("پلاک ۱۲ روبه‌روی مدرسه", OFFER)
        await maryam.says_and_sees("محلهٔ من", "محلهٔ شما کدام است؟")
        await town.quiet()
        maryam.phone.press(data=f"1:addition:{action}:rs:1", message_id=2)
        await town.quiet()
        maryam.phone.press(data=maryam.data_of("بله"), message_id=offer.id)
        await maryam.sees("✅ به ", "اضافه شد")
        await town.quiet()
        assert _added(town) == ["پلاک ۱۲ روبه‌روی مدرسه"]


async def test_later_words_are_a_new_draft(sqlite_url: str) -> None:
    """Ten minutes after registering words begin a draft, as they do after a withdrawal."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await town.change(update(Submission).values(status="withdrawn"))
        await maryam.says_and_sees("نیمکت شکسته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.change(update(Submission).values(created_at=datetime.now(UTC) - timedelta(minutes=10, seconds=1)))
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
        await town.change(update(Submission).values(status="done"))
        await maryam.taps_and_sees("بله", "این درخواست به پایان رسیده است")
        assert _added(town) == []


async def test_a_photo_where_words_were_asked(database_url: str, tmp_path: Path) -> None:
    """«افزودن توضیح» takes a photo with its words, and the rest of its album; a sticker does not end the question."""
    async with running_bot(database_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.taps_and_sees("افزودن توضیح", "عکس")
        maryam.phone.send_sticker()
        await maryam.sees("استیکر ثبت نمی‌شود")
        album = maryam.phone.new_album()
        maryam.phone.send_photo(b"one", album=album, caption="این هم عکسش")
        await maryam.sees("✅ به ", "اضافه شد")
        maryam.phone.send_photo(b"two", album=album, caption="و از نزدیک")
        await town.quiet()
        assert {row.submission_id for row in town.rows(Media)} == {town.submission.id}
        assert len(town.rows(Media)) == 2
        assert _added(town) == ["این هم عکسش", "و از نزدیک"]
        assert maryam.live_cards == []
        card = await maryam.taps_and_sees("پیگیری درخواست", "پیوست: ۲ عکس")
        assert "و از نزدیک" in card.text


async def test_an_ended_submission_takes_no_photo(sqlite_url: str, tmp_path: Path) -> None:
    """What came to its end while the question stood says so; the photo is not added."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.taps_and_sees("افزودن توضیح", "عکس")
        await town.change(update(Submission).values(status="done"))
        maryam.phone.send_photo()
        await maryam.sees("این درخواست به پایان رسیده است")
        assert town.rows(Media) == []


async def test_danger_told_of_afterwards(sqlite_url: str) -> None:
    """Words of danger soon after registering, or as an addition, are answered with the numbers first of all."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        await maryam.says_and_sees("بوی گاز در کوچه پیچیده است", OFFER)
        await town.quiet()
        assert len(maryam.heard(DANGER)) == 1
        await maryam.taps_and_sees("بله", "اضافه شد")
        await maryam.taps_and_sees("پیگیری درخواست", "وضعیت:")
        await maryam.taps_and_sees("افزودن توضیح", "چه توضیحی به")
        await maryam.says_and_sees("آتش‌سوزی شد", "اضافه شد")
        await town.quiet()
        assert len(maryam.heard(DANGER)) == 2
        assert len(_added(town)) == 2
