from models.person import Person
from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare, code_in

CROWDED = (
    ("city", "ایزدشهر", ""),
    *(("neighbourhood", f"کوی شمارهٔ {number}", "ایزدشهر") for number in range(1, 121)),
)


async def test_the_whole_way(database_url: str) -> None:
    """From /start to a tracking code: what a resident reads, and the row that stays."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        greeting = await maryam.says_and_sees("/start", "سلام. من محله‌یار هستم", "محلهٔ شما کدام است؟")
        assert "شوراهای محلات ایزدشهر" in greeting.text
        assert greeting.labels == ["فهرست محله‌ها", "فعلاً نه", "حریم خصوصی", "English"]
        await maryam.says_and_sees("گل سار", "محلهٔ گلسار یادداشت شد")
        card = await maryam.says_and_sees(
            "کوچمون خیلی تاریکه", "پیش‌نویس شما:", "گزارش مشکل · روشنایی معابر · محلهٔ گلسار"
        )
        assert "«کوچمون خیلی تاریکه»" in bare(card.text)
        assert "همسایه‌ها متن را بدون نام شما می‌بینند." in card.text
        assert card.labels == ["ثبت", "تغییر موضوع", "تغییر محله", "ویرایش", "فقط دبیرخانه ببیند", "انصراف"]
        done = await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:", "هر تغییری شد همین‌جا خبر می‌دهیم")
        assert done.id == card.id
        assert done.labels == ["پیگیری درخواست", "افزودن توضیح", "کپی کد رهگیری"]
        submission = town.submission
        assert submission.code == code_in(done)
        assert submission.text == "کوچمون خیلی تاریکه"
        assert (submission.kind, submission.status, submission.visibility) == ("report", "registered", "public")


async def test_greets_in_the_language_of_the_app(sqlite_url: str) -> None:
    """The first words are in the language of the person's own app, else in the city's."""
    persian, english = "سلام. من محله‌یار هستم", "Hello. I am Mahalleyar"
    expected = {"fa": persian, "en": english, "en-GB": english, "az": persian, None: persian}
    async with running_bot(sqlite_url) as town:
        for language, greeting in expected.items():
            await town.person("کسی", language=language).says_and_sees("/start", greeting)
        assert [row.language for row in town.rows(Person)] == ["fa", "en", "en", "fa", "fa"]


async def test_the_greeting_itself_changes_its_language(database_url: str) -> None:
    """One tap on «English» turns the greeting and its question into English, and back."""
    async with running_bot(database_url) as town:
        peter = town.person("Peter", language="fa")
        persian = await peter.says_and_sees("/start", "محلهٔ شما کدام است؟")
        english = await peter.taps_and_sees("English", "Hello. I am Mahalleyar", "Which neighbourhood is yours?")
        assert english.id == persian.id
        await peter.taps_and_sees("فارسی", "محلهٔ شما کدام است؟")
        await peter.taps_and_sees("English", "Which neighbourhood is yours?")
        await peter.says_and_sees("گلسار", "Noted:")
        assert (town.row(Person).language, town.row(Person).language_chosen) == ("en", True)


async def test_a_name_in_any_spelling_is_understood(sqlite_url: str) -> None:
    """A neighbourhood is found by its name, whatever the spaces, letters and vowel signs."""
    spellings = {
        "گلسار": ("گلسار", "گل سار", "گل‌سار", "گُلسار", "محله گلسار", "محلهٔ گلسار هستم"),
        "علی‌آباد": ("علي آباد", "علی اباد", "عَلی‌آباد"),
        "باغ شاه": ("باغ‌شاه", "باغشاه"),
    }
    async with running_bot(sqlite_url) as town:
        for name, typed in spellings.items():
            for words in typed:
                maryam = town.person("مریم")
                await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
                await maryam.says_and_sees(words, f"محلهٔ {name} یادداشت شد")


async def test_two_neighbourhoods_of_one_name(database_url: str) -> None:
    """Two of one name are told apart by their district, and «none of them» leads on."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        question = await maryam.says_and_sees("ساحلی", "۲ محله به این نام داریم. کدام؟")
        assert question.labels == ["ساحلی، منطقهٔ ۱", "ساحلی، منطقهٔ ۲", "هیچ‌کدام"]
        await maryam.taps_and_sees("هیچ‌کدام", "کدام محله؟")
        await maryam.says_and_sees("ساحلی", "کدام؟")
        await maryam.taps_and_sees("ساحلی، منطقهٔ ۲", "محلهٔ ساحلی یادداشت شد")
        area = town.row(Person).area_id
        await maryam.says_and_sees("/start", "شما در محلهٔ ساحلی هستید")
        assert town.row(Person).area_id == area


async def test_a_typing_mistake_is_asked_about(sqlite_url: str) -> None:
    """«گلصار» is asked about, not taken for granted."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        question = await maryam.says_and_sees("گلصار", "منظورتان این است؟")
        assert question.labels == ["گلسار، منطقهٔ ۱", "هیچ‌کدام"]
        await maryam.taps_and_sees("گلسار، منطقهٔ ۱", "محلهٔ گلسار یادداشت شد")


async def test_an_unknown_name_has_three_ways_on(database_url: str) -> None:
    """A name nobody knows: the list, or it was the message itself, or not now."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        answer = await maryam.says_and_sees("چراغ سوخته", "محله‌ای به نام «چراغ سوخته» پیدا نکردم")
        assert answer.labels == ["فهرست محله‌ها", "این متن درخواست من است", "فعلاً نه"]
        await maryam.taps_and_sees("این متن درخواست من است", "پیش‌نویس شما:", "«چراغ سوخته»")
        await town.quiet()
        maryam.check_card_is_last()


async def test_a_whole_report_instead_of_a_name_is_the_draft(database_url: str) -> None:
    """Whoever tells their trouble where a name was asked has begun a draft, and lost nothing."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        report = "سلام، سر کوچهٔ ما دو هفته است که چراغ سوخته و کسی نمی‌آید"
        card = await maryam.says_and_sees(report, "پیش‌نویس شما:", "محله انتخاب نشده")
        assert report in bare(card.text)
        await maryam.says_and_sees("لطفاً رسیدگی کنید", report, "لطفاً رسیدگی کنید")


async def test_short_words_and_then_a_report_are_one_draft(sqlite_url: str) -> None:
    """What was typed before the report, and was no name, is part of it."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("سلام دوستان", "پیدا نکردم")
        await maryam.says_and_sees("سر کوچهٔ ما دو هفته است چراغ سوخته", "«سلام دوستان", "چراغ سوخته»")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "کدام محله؟")
        await maryam.taps_and_sees("برای همهٔ شهر", "ثبت شد")
        assert town.submission.text == "سلام دوستان\nسر کوچهٔ ما دو هفته است چراغ سوخته"


async def test_words_of_an_earlier_time_do_not_come_back(sqlite_url: str) -> None:
    """A wrong name typed at one /start is not part of what is written after the next."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("گلابدره", "پیدا نکردم")
        await maryam.taps_and_sees("فعلاً نه", "باشد")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("تجریش", "پیدا نکردم", "تجریش")
        assert maryam.live_cards == []


async def test_down_the_tree_and_back(database_url: str) -> None:
    """The list leads from districts to neighbourhoods, back, and back to the question."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        greeting = await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        districts = await maryam.taps_and_sees("فهرست محله‌ها", "کدام محله؟")
        assert districts.id == greeting.id
        assert districts.labels == ["منطقهٔ ۱", "منطقهٔ ۲", "بازگشت"]
        await maryam.taps("منطقهٔ ۱")
        inside = await maryam.phone.wait_for(lambda message: "گلسار" in message.labels)
        assert inside.labels == ["گلسار", "باغ شاه", "ساحلی", "بازگشت"]
        await maryam.taps("بازگشت")
        await maryam.phone.wait_for(lambda message: "منطقهٔ ۲" in message.labels)
        await maryam.taps_and_sees("بازگشت", "محلهٔ شما کدام است؟")
        await maryam.taps("فهرست محله‌ها")
        await maryam.phone.wait_for(lambda message: "منطقهٔ ۲" in message.labels)
        await maryam.taps("منطقهٔ ۲")
        await maryam.phone.wait_for(lambda message: "علی‌آباد" in message.labels)
        await maryam.taps_and_sees("علی‌آباد", "محلهٔ علی‌آباد یادداشت شد")


async def test_a_city_of_120_neighbourhoods_has_pages(sqlite_url: str) -> None:
    """A long list comes in pages of twenty, two a row, and every neighbourhood is on one of them."""
    async with running_bot(sqlite_url, city=CROWDED) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        page = await maryam.taps_and_sees("فهرست محله‌ها", "کدام محله؟")
        seen = list(page.labels[:-2])
        assert page.labels[-2:] == ["بعدی ›", "بازگشت"]
        for _ in range(5):
            await maryam.taps("بعدی ›")
            page = await maryam.sees("کدام محله؟")
            assert max(len(row) for row in page.buttons) == 2
            seen += [label for label in page.labels if label.startswith("کوی")]
        assert page.labels[-2:] == ["‹ قبلی", "بازگشت"]
        assert seen == [f"کوی شمارهٔ {number}" for number in range(1, 121)]
        await maryam.taps("‹ قبلی")
        await maryam.phone.wait_for(lambda message: "کوی شمارهٔ 81" in message.labels)
        await maryam.taps_and_sees("کوی شمارهٔ 90", "یادداشت شد")


async def test_not_now_is_taken_for_an_answer(database_url: str) -> None:
    """Without a neighbourhood everything goes on; /start asks again."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.taps_and_sees("فعلاً نه", "باشد. بدون آن هم می‌توانید اینجا بنویسید")
        await town.quiet()
        (greeting,) = maryam.heard("من محله‌یار هستم")
        assert "محلهٔ شما" not in greeting.text
        assert greeting.labels == []
        assert maryam.phone.reply_keyboard is not None
        await maryam.says_and_sees("گلسار", "پیش‌نویس شما:")
        assert town.row(Person).area_id is None
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")


async def test_moving_house(sqlite_url: str) -> None:
    """«محلهٔ من» asks again, and the new place counts, for what is sent from then on."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("/start", "شما در محلهٔ گلسار هستید")
        await maryam.taps_and_sees("محلهٔ من", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("باغ شاه", "محلهٔ باغ شاه یادداشت شد")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "گزارش مشکل · روشنایی معابر · محلهٔ باغ شاه")


async def test_staying_after_all(sqlite_url: str) -> None:
    """«محلهٔ من» says where somebody lives; «فعلاً نه» leaves it so."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("/area", "شما در محلهٔ گلسار هستید", "محلهٔ شما کدام است؟")
        await maryam.taps_and_sees("فعلاً نه", "باشد، همان محلهٔ گلسار می‌ماند.")


async def test_a_second_name_after_a_question(sqlite_url: str) -> None:
    """A name that fits none, typed instead of an answer to «منظورتان این است؟», is a name again and no report."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("گلصار", "منظورتان این است؟")
        await maryam.says_and_sees("گلابدره", "محله‌ای به نام «گلابدره» پیدا نکردم")
        assert maryam.live_cards == []


async def test_a_city_without_areas_asks_for_none(database_url: str) -> None:
    """Before the office has given its areas, nobody is asked where they live, and messages are registered."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        greeting = await maryam.says_and_sees("/start", "سلام. من محله‌یار هستم")
        assert greeting.labels == ["English"]
        card = await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        assert card.labels == ["ثبت", "تغییر موضوع", "ویرایش", "فقط دبیرخانه ببیند", "انصراف"]
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.area_id is None
        await maryam.says_and_sees("/area", "هنوز فهرست محله‌ها آماده نیست")


async def test_start_with_a_payload_and_twice(sqlite_url: str) -> None:
    """A deep link's payload changes nothing, and a second /start asks once more."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start group", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("گلسار", "محلهٔ گلسار یادداشت شد")
        assert town.rows(Submission) == []


_SIBLINGS = (
    ("city", "ایزدشهر", ""),
    ("neighbourhood", "گلسار", "ایزدشهر"),
    ("neighbourhood", "گلسار غربی", "ایزدشهر"),
)


async def test_a_name_that_others_begin_with_says_where(sqlite_url: str) -> None:
    """Whoever answers with a place's whole name, and then writes a report instead of choosing, lives there."""
    async with running_bot(sqlite_url, city=_SIBLINGS) as town:
        reza = town.person("رضا")
        await reza.says_and_sees("/start", "محلهٔ شما")
        await reza.says_and_sees("گلسار", "کدام؟")
        card = await reza.says_and_sees("چراغ کوچهٔ ما سه هفته است خاموش است", "محلهٔ گلسار")
        assert "«چراغ" in bare(card.text)


async def test_a_name_of_two_places_is_no_part_of_the_report(sqlite_url: str) -> None:
    """Where two places have that whole name it says neither where nor what."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما")
        await maryam.says_and_sees("ساحلی", "کدام؟")
        card = await maryam.says_and_sees("چراغ کوچهٔ ما سه هفته است خاموش است", "محله انتخاب نشده")
        assert "«چراغ" in bare(card.text)


async def test_an_invisible_name_leaves_nobody_stuck(sqlite_url: str) -> None:
    """A text of joiners alone where the neighbourhood is asked is no name; the next report is a draft."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("\u200c" * 40, "متنی برای ثبت ندارد")
        await maryam.says_and_sees("ناکجا", "پیدا نکردم")
        await maryam.says_and_sees("\u200c" * 40, "متنی برای ثبت ندارد")
        await maryam.says_and_sees("روشنایی کوچهٔ هفتم خراب است و کسی نمی‌آید", "پیش‌نویس شما", "ناکجا")
