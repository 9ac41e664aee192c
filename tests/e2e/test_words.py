from models.person import Account
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare

_TEXTS = {
    "kurdish": "کۆڵانەکەمان زۆر تاریکە، تکایە چرایەک دابنێن",
    "arabic": "الشارع مظلم جداً ولا يمكن المرور ليلاً",
    "english": "The lamp in our street is broken; please mend it. Tel. 0912-345-6789, https://t.me/x?start=a_1",
    "emoji": "چراغ کوچه سوخته 😡😡👨‍👩‍👧‍👦🏳️‍🌈 لطفاً",
    "html": "<b>چراغ</b> & <script>alert('x')</script> &lt;کوچه&gt; </b></i>",
    "markdown": "*چراغ* _کوچه_ `سوخته` [اینجا](https://example.org) ~~~",
    "bidi": "چراغ \u202eهچوک\u202c \u2067\u2067\u2067 abc \u2069 \u202e سوخته",
    "blanks": "  چراغ\n\n\n\tکوچه   سوخته  \n",
    "marks": "چِراغِ کوچِه سوختـــــه ي ك ۀ ة ٤٥٦ ۴۵۶",
    "command inside": "چراغ کوچه /new سوخته /cancel است",
}


async def test_every_text_is_stored_as_it_came(sqlite_url: str) -> None:
    """Whatever the language and the signs, the card shows the words and the record holds them untouched."""
    async with running_bot(sqlite_url, city=()) as town:
        for name, text in _TEXTS.items():
            somebody = town.person(name)
            await somebody.says_and_sees(text, "پیش‌نویس شما:", "همسایه‌ها متن را بدون نام شما می‌بینند.")
            await somebody.taps_and_sees("ثبت", "ثبت شد")
            assert town.newest().text == text
            listed = await somebody.says_and_sees("/my", "درخواست‌های شما (۱)")
            assert "\u202e" not in listed.text


async def test_texts_are_stored_as_they_came_on_postgresql(postgresql_url: str) -> None:
    """The same on the other database, all of them in one draft."""
    async with running_bot(postgresql_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says(*_TEXTS.values())
        await town.quiet()
        await maryam.says_and_sees("تمام", "ثبت شد")
        assert town.submission.text == "\n".join(_TEXTS.values())


async def test_what_no_database_keeps(database_url: str) -> None:
    """NUL and unpaired surrogates are left out, everything around them stays, and the card can be shown."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await _raw(town, maryam, {"text": "چراغ\x00 کوچه\ud83d سوخته"})
        await maryam.sees("«چراغ کوچه سوخته»")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "چراغ کوچه سوخته"


async def test_invisible_text(sqlite_url: str) -> None:
    """A text that nobody can see is no draft; the answer says what to do, and a draft that waits stays."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        for text in ("\u200c", "\u2800\u2800", "\u3164", "\u00a0\u200b\ufeff", "\x00", "\ud83d", " \n\t "):
            await _raw(town, maryam, {"text": text})
            await maryam.sees("این پیام متنی برای ثبت ندارد. لطفاً جمله‌ای بنویسید.")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await _raw(town, maryam, {"text": "\u200c"})
        await maryam.sees("این پیام متنی برای ثبت ندارد")
        await town.quiet()
        assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text


async def test_a_text_that_is_empty(sqlite_url: str) -> None:
    """A message with an empty text, which no app sends, is answered too."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await _raw(town, maryam, {"text": ""})
        await maryam.sees("این ثبت نمی‌شود", "نوشته‌هایتان سر جایش است")


async def test_the_longest_message(database_url: str) -> None:
    """4,096 letters: the card stays on one screen and says that all of it is kept."""
    text = ("چراغ کوچه سوخته است. " * 200)[:4096]
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        card = await maryam.says_and_sees(text, "همهٔ متن نگه داشته شده است: ۴٬۰۹۶ حرف")
        assert len(card.text) < 1000
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == text


async def test_ten_thousand_letters(sqlite_url: str) -> None:
    """What the app sends in three parts is one record."""
    text = "م" * 10_000
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says(text)
        await maryam.sees("۱۰٬۰۰۲ حرف")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text.replace("\n", "") == text


async def test_a_draft_that_is_full(sqlite_url: str) -> None:
    """What does not fit any more is refused with a way on; the draft keeps what it had, and its card stays below."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says(*["م" * 4096] * 9)
        await maryam.sees("همهٔ متن نگه داشته شده است")
        await town.quiet()
        await maryam.says_and_sees("ن" * 4096 + "و", "این پیام در پیش‌نویس جا نمی‌شود: بیشترین اندازه ۴۰٬۹۶۰ حرف است")
        await town.quiet()
        card = maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert card.text
        assert "ن" not in town.submission.text


async def test_words_of_danger_are_answered_first(database_url: str) -> None:
    """Whoever tells of danger is told whom to call before anything else, once a draft, and the draft begins as ever."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("بوی گاز در کوچه پیچیده است", "پیش‌نویس شما:", "«بوی گاز در کوچه پیچیده است»")
        await town.quiet()
        warning, card = (message for message in maryam.messages if message.sender == "bot")
        assert "اگر جان کسی در خطر است همین حالا زنگ بزنید" in warning.text
        assert all(number in bare(warning.text) for number in ("۱۱۵", "۱۲۵", "۱۱۰"))
        assert maryam.check_card_is_last().id == card.id
        await maryam.says_and_sees("چند نفر مسموم شدند", "چند نفر مسموم شدند»")
        await town.quiet()
        assert len(maryam.heard("همین حالا زنگ بزنید")) == 1
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "بوی گاز در کوچه پیچیده است\nچند نفر مسموم شدند"


async def test_danger_in_the_second_message(sqlite_url: str) -> None:
    """The numbers come whenever the danger is told of, above the card; everyday words bring none."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        assert maryam.heard("همین حالا زنگ بزنید") == []
        await maryam.says("همین حالا دیوار ریخت و یک نفر زیر آوار است")
        await maryam.sees("همین حالا زنگ بزنید")
        await town.quiet()
        assert "زیر آوار است" in maryam.check_card_is_last().text


_NAMES = {
    "html": "<b>مریم</b> & <i>",
    "bidi": "\u202eمیرم\u2066",
    "long": "م" * 64,
    "emoji": "👨‍👩‍👧‍👦",
    "invisible": "\u3164",
}


async def test_names_of_every_sort(sqlite_url: str) -> None:
    """A name never breaks an answer, and is kept as it is."""
    async with running_bot(sqlite_url, city=()) as town:
        for name in _NAMES.values():
            await town.person(name).registers("چراغ کوچه سوخته است")
        assert [row.name for row in town.rows(Account)] == list(_NAMES.values())


async def test_names_of_places_and_city_are_only_words(sqlite_url: str) -> None:
    """Markup and direction signs in names that the office gave are shown, not obeyed."""
    city = (
        ("city", "<i>شهر</i>", ""),
        ("neighbourhood", "گل & <b>سار</b>", ""),
        ("neighbourhood", "a\u202eb" * 20, ""),
    )
    async with running_bot(sqlite_url, city=city, council_name="<u>شورا</u> & \u202eیاران") as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "<u>شورا</u> & یاران")
        listed = await maryam.taps_and_sees("فهرست محله‌ها", "کدام محله؟")
        assert "گل & <b>سار</b>" in listed.labels
        await maryam.taps_and_sees("گل & <b>سار</b>", "محلهٔ گل & <b>سار</b> یادداشت شد")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "محلهٔ گل & <b>سار</b>")


async def test_a_name_that_is_no_place_is_only_words(sqlite_url: str) -> None:
    """Markup typed where a name was asked is repeated as text."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        answer = await maryam.says_and_sees("<b>&amp;\u202e", "پیدا نکردم")
        assert "«<b>&amp;»" in bare(answer.text)


async def _raw(town: Town, resident: Resident, content: dict[str, object]) -> None:
    """Somebody sends what no app lets them write."""
    phone = resident.phone
    phone._mark = phone.state.next_change()
    message = {
        "message_id": phone.next_message_id(), "from": phone.user, "chat": phone.api,
        "date": phone.state.now(), **content,
    }  # fmt: skip
    town.playground.push_raw({"message": message})
