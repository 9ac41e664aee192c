from models.notice import Notice, NoticeState
from models.role import Role
from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.notice_stage import (
    ABOVE,
    NOTICE_FOR,
    composes,
    content_of,
    council,
    is_card,
    neighbours,
    notice_of,
    presses,
)
from tests.e2e.office import area_id, hire, settled
from tests.e2e.resident import bare


async def test_two_taps(database_url: str) -> None:
    """A member's message becomes a notice by one tap and leaves by another; for a minute it can be stopped."""
    async with running_bot(database_url) as town:
        await settled(town, "مریم")
        sara = await council(town)
        await sara.says_and_sees("فردا آب محله قطع است", "پیش‌نویس شما:")
        await town.quiet()
        taps = [NOTICE_FOR, "فرستادن به ۲ نفر"]
        card = await presses(sara, taps[0])
        shown = sara.messages[-2]
        assert bare(shown.text) == "فردا آب محله قطع است\n\nاطلاعیهٔ محلهٔ گلسار · /subscriptions"
        assert is_card(card)
        assert "برای: گلسار، منطقهٔ ۱" in bare(card.text)
        assert card.labels == [taps[1], "زمان‌بندی", "تنظیمات بیشتر", "درخواست خودم", "انصراف"]
        left = await presses(sara, taps[1])
        assert "تا ۶۰ ثانیه می‌توانید جلوی ارسال را بگیرید" in bare(left.text)
        notice = notice_of(town)
        assert len(taps) == 2
        assert notice.state == NoticeState.SCHEDULED
        assert notice.starts_at is not None
        await presses(sara, "نفرست")
        assert notice_of(town).state == NoticeState.DRAFT
        assert is_card(sara.last)
        assert town.rows(Submission) == []


async def test_markup_is_kept(sqlite_url: str) -> None:
    """Bold words and links of a message, or of a forwarded one, stand in the notice as they were."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        text = "مهم: برنامه اینجاست < فردا"
        entities = [
            {"type": "bold", "offset": 0, "length": 4},
            {"type": "text_link", "offset": 5, "length": 6, "url": "https://example.org/?a=1&b=2"},
        ]
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": "شهرداری"}
        sara.phone.say({"text": text, "entities": entities, "forward_origin": origin})
        await sara.sees("پیش‌نویس شما:")
        await town.quiet()
        await presses(sara, NOTICE_FOR)
        html = '<b>مهم:</b> <a href="https://example.org/?a=1&amp;b=2">برنامه</a> اینجاست &lt; فردا'
        assert content_of(town).html == html
        shown = sara.messages[-2]
        assert [(one["type"], one["offset"], one["length"]) for one in shown.entities][:2] == [
            ("bold", 0, 4),
            ("text_link", 5, 6),
        ]


async def test_own_submission_after_all(sqlite_url: str) -> None:
    """«My own submission» on the card brings the draft back, to be registered as before; the notice is gone."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await composes(sara, "چراغ کوچه سوخته است")
        await presses(sara, "درخواست خودم")
        assert "پیش‌نویس شما:" in bare(sara.last.text)
        await sara.taps_and_sees("ثبت به‌عنوان درخواست خودم", "ثبت شد. کد رهگیری:")
        assert notice_of(town).state == NoticeState.DISCARDED
        assert town.submission.text == "چراغ کوچه سوخته است"


async def test_residents_see_no_such_button(sqlite_url: str) -> None:
    """Whoever holds no office has the card as ever, and /notice is a command that nobody knows."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        card = await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        assert card.labels[0] == "ثبت"
        assert not any("اطلاعیه" in label for label in card.labels)
        await maryam.says_and_sees("/cancel", "کنار گذاشته شد")
        await maryam.says_and_sees("/notice سلام به همه", "این فرمان را نمی‌شناسم")
        assert town.rows(Notice) == []


async def test_a_photo_with_words_and_an_album(sqlite_url: str) -> None:
    """A photo carries its words; an album stands before them; nothing of either is lost."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        sara.phone.send_photo(b"one", caption="جشن محله")
        await sara.sees("پیش‌نویس شما:")
        await town.quiet()
        await presses(sara, NOTICE_FOR)
        shown = sara.messages[-2]
        assert (shown.kind, bare(shown.text).splitlines()[0]) == ("photo", "جشن محله")
        await presses(sara, "انصراف")
        album = sara.phone.new_album()
        for number in range(3):
            sara.phone.send_photo(f"photo {number}".encode(), caption="بازارچه" if not number else None, album=album)
        await sara.sees("۳ عکس")
        await town.quiet()
        await presses(sara, NOTICE_FOR)
        kinds = [one.kind for one in sara.messages[-5:]]
        assert kinds == ["photo", "photo", "photo", "text", "text"]
        assert len(content_of(town).files) == 3
        await presses(sara, "فرستادن به ۲ نفر")
        assert notice_of(town).state == NoticeState.SCHEDULED


async def test_after_the_command(database_url: str) -> None:
    """/notice asks and takes one message; «/notice words» is the notice at once, its markup kept."""
    async with running_bot(database_url) as town:
        sara = await council(town)
        await sara.says_and_sees("/notice", "اطلاعیهٔ محلهٔ گلسار", "تا نگویید چیزی فرستاده نمی‌شود")
        await sara.says_and_sees("جلسهٔ هفتگی پنجشنبه است", ABOVE)
        await town.quiet()
        await sara.says_and_sees("ساعت ۱۷، سرای محله", "ساعت ۱۷")
        await town.quiet()
        assert content_of(town).html == "جلسهٔ هفتگی پنجشنبه است\nساعت ۱۷، سرای محله"
        assert is_card(sara.last)
        await sara.says_and_sees("/cancel", "در پیش‌نویس‌های /notices می‌ماند")
        sara.phone.say(
            {
                "text": "/notice فردا تعطیل است",
                "entities": [
                    {"type": "bot_command", "offset": 0, "length": 7},
                    {"type": "bold", "offset": 8, "length": 4},
                ],
            }
        )
        await sara.sees(ABOVE)
        assert content_of(town).html == "<b>فردا</b> تعطیل است"
        assert [one.state for one in town.rows(Notice)] == ["draft", "draft"]


async def test_an_album_after_the_command(sqlite_url: str) -> None:
    """An album comes in pieces: it is gathered, and one tap shows the whole."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await sara.says_and_sees("/notice", "اطلاعیهٔ محلهٔ گلسار")
        album = sara.phone.new_album()
        for number in range(2):
            sara.phone.send_photo(f"photo {number}".encode(), caption="بازارچه" if number else None, album=album)
        await sara.sees("تا اینجا ۲ فایل")
        await town.quiet()
        assert is_card(await presses(sara, "پیش‌نمایش"))
        assert [one.kind for one in sara.messages[-4:]] == ["photo", "photo", "text", "text"]


async def test_a_voice_message_a_pin_and_what_is_none(sqlite_url: str) -> None:
    """Voice and pin can be told to many; a sticker and a poll cannot, and are said clearly; nothing is lost."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await sara.says_and_sees("/notice", "اطلاعیهٔ محلهٔ گلسار")
        sara.phone.send_sticker()
        await sara.sees("استیکر اطلاعیه نمی‌شود")
        sara.phone.say({"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0}})
        await sara.sees("نظرسنجی و شمارهٔ تماس")
        sara.phone.send_voice()
        await sara.sees(ABOVE)
        await town.quiet()
        assert sara.messages[-2].kind == "voice"
        sara.phone.send_location(36.6, 51.4)
        await town.quiet()
        assert [one.kind for one in sara.messages[-3:]] == ["voice", "location", "text"]


async def test_too_long(sqlite_url: str) -> None:
    """Words that do not fit one message are refused with how much to cut; the draft stays as it was."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await sara.says("الف " * 1000)
        await sara.sees("پیش‌نویس شما:")
        await town.quiet()
        await presses(sara, NOTICE_FOR)
        (refused,) = sara.heard("بلندتر از یک پیام است")
        assert "۶۳" in bare(refused.text) or "۶۴" in bare(refused.text)
        assert town.rows(Notice) == []
        card = sara.check_card_is_last()
        assert card.labels[0] == NOTICE_FOR
        await sara.says_and_sees("/cancel", "کنار گذاشته شد")
        await sara.says_and_sees("/notice", "اطلاعیهٔ محلهٔ گلسار")
        await sara.says_and_sees("ب" * 4000, "۶۴ حرف")
        await sara.says_and_sees("کوتاه‌تر", ABOVE)


async def test_several_offices(sqlite_url: str) -> None:
    """Each office has a button of its own on the draft's card; after /notice it is asked in whose name."""
    async with running_bot(sqlite_url) as town:
        areas = [area_id(town, "گلسار"), area_id(town, "باغ شاه")]
        sara = await hire(town, "سارا", Role.COUNCIL, *areas)
        card = await sara.says_and_sees("فردا آب قطع است", "پیش‌نویس شما:")
        assert card.labels[:2] == [NOTICE_FOR, "اطلاعیه برای باغ شاه"]
        await town.quiet()
        await presses(sara, "اطلاعیه برای باغ شاه")
        assert notice_of(town).office_area_id == areas[1]
        await sara.says_and_sees("/notice جلسه لغو شد", "از طرف کدام محدوده است؟")
        await town.quiet()
        await presses(sara, "گلسار")
        assert is_card(sara.last)
        assert notice_of(town).office_area_id == areas[0]
        assert content_of(town).html == "جلسه لغو شد"
        mina = await hire(town, "مینا", Role.SECRETARIAT, None)
        card = await mina.says_and_sees("فردا باران می‌بارد", "پیش‌نویس شما:")
        assert card.labels[0] == "اطلاعیه برای ایزدشهر"


async def test_many_offices_are_chosen_from_a_list(sqlite_url: str) -> None:
    """Whoever holds more than three has one button, and a list behind it with a way back."""
    async with running_bot(sqlite_url) as town:
        areas = [area_id(town, name) for name in ("گلسار", "باغ شاه", "ساحلی", "علی‌آباد")]
        sara = await hire(town, "سارا", Role.COUNCIL, *areas)
        card = await sara.says_and_sees("فردا آب قطع است", "پیش‌نویس شما:")
        assert card.labels[0] == "اطلاعیه شود"
        await town.quiet()
        listed = await presses(sara, "اطلاعیه شود")
        assert listed.labels[-1] == "بازگشت"
        await presses(sara, "بازگشت", "اطلاعیه شود", "اطلاعیه برای علی‌آباد")
        assert notice_of(town).office_area_id == areas[3]
