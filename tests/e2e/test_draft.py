import pytest

from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare, code_in


async def test_several_messages_join_and_the_card_stays_below(database_url: str) -> None:
    """Messages before the tap are one draft; there is one card, and it is the newest message."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("کوچهٔ ما تاریک است", "«کوچهٔ ما تاریک است»")
        await maryam.says("شب‌ها نمی‌شود رد شد", "لطفاً یک چراغ بگذارید")
        await maryam.sees("لطفاً یک چراغ بگذارید")
        await town.quiet()
        card = maryam.check_card_is_last()
        assert bare(card.text).count("کوچهٔ ما تاریک است") == 1
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "کوچهٔ ما تاریک است\nشب‌ها نمی‌شود رد شد\nلطفاً یک چراغ بگذارید"
        assert len(town.submission.message_ids) == 3


async def test_after_new_the_next_message_is_the_draft(database_url: str) -> None:
    """/new asks for the message; what comes is its draft; /new again points to it."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("/new", "مشکل، پیشنهاد یا نظرتان را به زبان خودتان بنویسید")
        await maryam.says_and_sees("نیمکت بوستان شکسته", "«نیمکت بوستان شکسته»")
        await maryam.says("/new")
        await maryam.sees("یک پیش‌نویس ثبت‌نشده دارید")
        await town.quiet()
        assert "نیمکت بوستان شکسته" in maryam.check_card_is_last().text


async def test_new_with_words_is_the_message_already(sqlite_url: str) -> None:
    """«/new چراغ سوخته» loses no word, in one line or in two."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/new چراغ کوچه سوخته", "پیش‌نویس شما:", "«چراغ کوچه سوخته»")
        reza = town.person("رضا")
        await reza.says_and_sees("/new\nنیمکت بوستان شکسته", "پیش‌نویس شما:", "«نیمکت بوستان شکسته»")


async def test_not_now_after_new(sqlite_url: str) -> None:
    """«Not now» after /new puts the question away; pressed after a draft has begun it takes nothing from it."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/new", "به زبان خودتان بنویسید")
        await maryam.taps_and_sees("فعلاً نه", "هر وقت حرفی داشتید")
        await maryam.says_and_sees("/new", "به زبان خودتان بنویسید")
        await maryam.says_and_sees("نیمکت بوستان شکسته", "پیش‌نویس شما:")
        await town.quiet()
        await maryam.taps_and_sees("فعلاً نه", "هر وقت حرفی داشتید")
        await maryam.says_and_sees("و چراغش هم", "«نیمکت بوستان شکسته", "و چراغش هم»")


async def test_changing_the_place_by_buttons_and_by_typing(database_url: str) -> None:
    """The draft's place changes by buttons or by name; where the person lives does not."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "محلهٔ گلسار")
        await maryam.taps_and_sees("تغییر محله", "کدام محله؟")
        await maryam.taps("منطقهٔ ۱")
        await maryam.phone.wait_for(lambda message: "باغ شاه" in message.labels)
        await maryam.taps_and_sees("باغ شاه", "گزارش مشکل · بوستان · محلهٔ باغ شاه")
        await maryam.taps_and_sees("تغییر محله", "کدام محله؟")
        await maryam.says_and_sees("علی اباد", "گزارش مشکل · بوستان · محلهٔ علی‌آباد")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("تغییر محله", "کدام محله؟")
        await maryam.says_and_sees("ساحلی", "۲ محله به این نام داریم")
        await maryam.taps_and_sees("ساحلی، منطقهٔ ۲", "گزارش مشکل · بوستان · محلهٔ ساحلی")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await maryam.says_and_sees("/start", "شما در محلهٔ گلسار هستید")


async def test_words_where_the_place_was_asked_join_the_draft(sqlite_url: str) -> None:
    """What is no place's name, where a place was asked, is part of the message."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "محلهٔ گلسار")
        await maryam.taps_and_sees("تغییر محله", "کدام محله؟")
        await maryam.says_and_sees("همان بوستان کنار مدرسهٔ دخترانه", "«نیمکت بوستان شکسته است", "مدرسهٔ دخترانه»")


async def test_a_typed_word_registers(sqlite_url: str) -> None:
    """«ثبت»، «تمام»، «همین» typed, in any spelling, do what the button does."""
    words = ("ثبت", "تمام", "همین", "ثَبت", "همين", " ثبت ", "تمام.", "ثبت!", "Done", "register")
    async with running_bot(sqlite_url) as town:
        for number, word in enumerate(words):
            maryam = town.person("مریم")
            await maryam.settles("گلسار")
            await maryam.says_and_sees(f"نیمکت {number} بوستان شکسته است", "پیش‌نویس شما:")
            done = await maryam.says_and_sees(word, "ثبت شد. کد رهگیری:")
            await town.quiet()
            assert town.newest().code == code_in(done)
            assert town.newest().text == f"نیمکت {number} بوستان شکسته است"
            assert maryam.live_cards == []
            assert maryam.messages[-1].id == done.id


async def test_a_typed_word_without_a_draft(sqlite_url: str) -> None:
    """«ثبت» with nothing to register, «انصراف» with nothing to put away: said so, and no draft begun."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("ثبت", "پیش‌نویسی برای ثبت نیست")
        await maryam.says_and_sees("/new", "به زبان خودتان بنویسید")
        await maryam.says_and_sees("تمام", "پیش‌نویسی برای ثبت نیست")
        await maryam.says_and_sees("انصراف", "هر وقت حرفی داشتید")
        assert town.rows(Submission) == []
        assert maryam.live_cards == []


async def test_no_neighbourhood_is_asked_for_at_the_end(database_url: str) -> None:
    """Whose neighbourhood is not known is asked before the registering, and may say «the whole city»."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        card = await maryam.says_and_sees("نیمکت بوستان شکسته است", "محله انتخاب نشده")
        assert "انتخاب محله" in card.labels
        question = await maryam.taps_and_sees("ثبت", "کدام محله؟")
        assert question.labels == ["منطقهٔ ۱", "منطقهٔ ۲", "برای همهٔ شهر", "هیچ‌کدام نیست", "بازگشت"]
        assert town.rows(Submission) == []
        await maryam.taps_and_sees("برای همهٔ شهر", "ثبت شد. کد رهگیری:")
        whole_city = town.submission.area_id
        assert whole_city is not None
        assert not town.submission.needs_placing


async def test_the_place_is_given_at_the_end_by_name(sqlite_url: str) -> None:
    """Asked at the end, a typed name is all that was missing; «ثبت» typed twice is for the whole city."""
    async with running_bot(sqlite_url) as town:
        maryam, hossein = town.person("مریم"), town.person("حسین")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "محله انتخاب نشده")
        await maryam.says_and_sees("ثبت", "کدام محله؟")
        await maryam.says_and_sees("گلسار", "ثبت شد. کد رهگیری:")
        await maryam.taps_and_sees("پیگیری درخواست", "محلهٔ گلسار")
        await hossein.says_and_sees("چراغ کوچه سوخته است", "محله انتخاب نشده")
        await hossein.says_and_sees("ثبت", "کدام محله؟")
        await hossein.says_and_sees("ثبت", "ثبت شد")
        assert len(town.rows(Submission)) == 2


async def test_the_place_is_given_at_the_end_by_buttons(database_url: str) -> None:
    """Asked at the end, the list leads down and back with every way out, and the chosen place is registered at once."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "محله انتخاب نشده")
        await maryam.taps_and_sees("ثبت", "کدام محله؟")
        await maryam.taps("منطقهٔ ۱")
        await maryam.phone.wait_for(lambda message: "باغ شاه" in message.labels)
        await maryam.taps("بازگشت")
        await maryam.phone.wait_for(lambda message: "برای همهٔ شهر" in message.labels)
        await maryam.says_and_sees("ساحلی", "۲ محله به این نام داریم")
        await town.restart()
        await maryam.taps_and_sees("ساحلی، منطقهٔ ۲", "ثبت شد. کد رهگیری:")
        await maryam.taps_and_sees("پیگیری درخواست", "محلهٔ ساحلی")


async def test_register_typed_where_the_place_is_being_changed(sqlite_url: str) -> None:
    """«ثبت» typed over «انتخاب محله» is the first time it is said: the place is asked, not passed over."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "محله انتخاب نشده")
        await maryam.taps_and_sees("انتخاب محله", "کدام محله؟")
        question = await maryam.says_and_sees("ثبت", "کدام محله؟")
        assert "برای همهٔ شهر" in question.labels
        assert town.rows(Submission) == []


async def test_the_next_draft_is_of_the_last_place(sqlite_url: str) -> None:
    """Somebody without a home in the bot is offered the place of what they sent last."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "محله انتخاب نشده")
        await maryam.taps_and_sees("انتخاب محله", "کدام محله؟")
        await maryam.says_and_sees("گلسار", "محلهٔ گلسار")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await maryam.says_and_sees("چراغ هم سوخته است", "اضافه شود؟")
        await maryam.taps_and_sees("نه، جداست", "گزارش مشکل · روشنایی معابر · محلهٔ گلسار")


@pytest.mark.parametrize("how", ["button", "command", "typed"])
async def test_discarding_and_bringing_back(sqlite_url: str, how: str) -> None:
    """A draft put away by button, /cancel or word comes back whole with one tap, even after /new."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "پیش‌نویس شما:")
        await (maryam.taps("انصراف") if how == "button" else maryam.says("/cancel" if how == "command" else "انصراف"))
        gone = await maryam.sees("پیش‌نویس کنار گذاشته شد و چیزی ثبت نشد")
        assert gone.labels == ["برگرداندن پیش‌نویس"]
        await town.quiet()
        assert maryam.live_cards == []
        await maryam.says_and_sees("/new", "به زبان خودتان بنویسید")
        await maryam.taps_and_sees("برگرداندن پیش‌نویس", "«نیمکت بوستان شکسته است»", "محلهٔ گلسار")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "نیمکت بوستان شکسته است"


async def test_what_was_put_away_does_not_come_back_over_a_new_draft(database_url: str) -> None:
    """Bringing an old draft back never takes a newer one's place."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("نیمکت بوستان شکسته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("انصراف", "پیش‌نویس کنار گذاشته شد")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.taps("برگرداندن پیش‌نویس")
        await maryam.sees_toast("این دکمه قدیمی بود")
        await town.quiet()
        assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text
