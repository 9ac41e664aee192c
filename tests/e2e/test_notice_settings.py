from models.area import Level
from models.audience import Audience
from models.notice import NoticeState
from models.notice_content import Link, Question
from models.role import Role
from models.subscription import NewsKind
from tests.e2e.harness import running_bot
from tests.e2e.notice_stage import ABOVE, composes, content_of, council, is_card, neighbours, notice_of, presses
from tests.e2e.office import area_id
from tests.e2e.resident import bare


async def test_read_link_and_question(database_url: str) -> None:
    """Buttons for readers are set one by one, each to be taken away again; the preview shows them."""
    async with running_bot(database_url) as town:
        sara = await council(town)
        await composes(sara)
        await presses(sara, "تنظیمات بیشتر", "خواندم", "افزودن پیوند")
        await sara.says_and_sees("نقشه\nexample.org/map", "پیوند: نقشه، https://example.org/map")
        await town.quiet()
        await presses(sara, "افزودن پرسش")
        await sara.says_and_sees("چه ساعتی بهتر است؟", "پاسخ‌ها را بنویسید")
        await sara.says_and_sees("صبح\nعصر\nصبح", "۶ پاسخ متفاوت")
        await sara.says_and_sees("صبح\nعصر", "پرسش: چه ساعتی بهتر است؟")
        await town.quiet()
        await presses(sara, "نتیجه را همه ببینند", "بازگشت")
        content = content_of(town)
        assert content.link == Link("نقشه", "https://example.org/map")
        assert content.question == Question("چه ساعتی بهتر است؟", ("صبح", "عصر"), shows_results=True)
        assert content.asks_read
        assert is_card(sara.last)
        shown = sara.messages[-2]
        assert shown.labels == ["صبح", "عصر", "خواندم", "نقشه"]
        assert len(sara.heard("فردا آب محله قطع است")) == 1  # the preview before it is gone
        await presses(sara, "تنظیمات بیشتر", "بدون پیوند", "بدون پرسش", "✓ خواندم", "بازگشت")
        assert sara.messages[-2].labels == []


async def test_a_bad_link_is_refused_where_it_was_asked(sqlite_url: str) -> None:
    """What is no address of a page is said so, and the question stands; «back» leaves everything as it was."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await composes(sara)
        await presses(sara, "تنظیمات بیشتر", "افزودن پیوند")
        for words in ("نقشه\njavascript://x y", "سلام به همه", "ftp://example.org", "ا" * 60 + "\nhttps://example.org"):
            await sara.says_and_sees(words, "https://")
            await town.quiet()
        sara.phone.send_sticker()
        await sara.sees("اینجا باید بنویسید")
        await sara.says_and_sees("https://example.org/a?b=1", "پیوند: example.org، https://example.org/a?b=1")
        await town.quiet()
        await presses(sara, "افزودن پرسش", "بازگشت")
        await sara.says_and_sees("این هم بماند", "این هم بماند")
        assert content_of(town).html == "فردا آب محله قطع است\nاین هم بماند"


async def test_words_anew(sqlite_url: str) -> None:
    """New words take the old ones' place; a photo stays until another one comes."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await sara.says_and_sees("/notice", "اطلاعیهٔ محلهٔ گلسار")
        sara.phone.send_photo(b"one", caption="جشن محله")
        await sara.sees(ABOVE)
        await town.quiet()
        first = content_of(town).files
        await presses(sara, "تنظیمات بیشتر", "نوشتن دوبارهٔ متن")
        sara.phone.send_sticker()
        await sara.sees("استیکر اطلاعیه نمی‌شود")
        await sara.says_and_sees("جشن <بزرگ> محله", "در بالاست")
        await town.quiet()
        assert (content_of(town).html, content_of(town).files) == ("جشن &lt;بزرگ&gt; محله", first)
        await presses(sara, "تنظیمات بیشتر", "نوشتن دوبارهٔ متن")
        sara.phone.send_photo(b"two")
        await sara.sees("در بالاست")
        await town.quiet()
        assert content_of(town).html == "جشن &lt;بزرگ&gt; محله"
        assert content_of(town).files != first
        await presses(sara, "تنظیمات بیشتر", "نوشتن دوبارهٔ متن")
        await sara.says_and_sees("ب" * 4000, "بلندتر از یک پیام است")
        await sara.says_and_sees("کوتاه", "در بالاست")
        assert content_of(town).html == "کوتاه"


async def test_urgent_and_first_for_me(sqlite_url: str) -> None:
    """Urgency says what it means and that a second person is asked; «to me first» sends the notice to its writer."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        await presses(sara, "تنظیمات بیشتر", "فوری")
        await sara.sees_toast("فوری برای سیل")
        assert "هم‌زمان از چند نفر می‌پرسم" in bare(sara.last.text)
        assert notice_of(town).is_urgent
        await presses(sara, "✓ فوری", "اول برای خودم بفرست")
        assert not notice_of(town).is_urgent
        assert bare(sara.messages[-2].text) == "فردا آب محله قطع است\n\nاطلاعیهٔ محلهٔ گلسار · /subscriptions"
        assert sara.heard("فقط برای خودتان فرستادم")
        assert notice_of(town).state == NoticeState.DRAFT


async def test_the_audience(database_url: str) -> None:
    """Areas by name or from the list, taken away again, the whole city; language, role and kind of news."""
    async with running_bot(database_url) as town:
        sara = await council(town)
        golsar, bagh = area_id(town, "گلسار"), area_id(town, "باغ شاه")
        await composes(sara)
        await presses(sara, "تنظیمات بیشتر", "برای چه کسانی", "افزودن محدوده")
        await sara.says_and_sees("باغ‌شاه", "برای: گلسار، منطقهٔ ۱، باغ شاه، منطقهٔ ۱")
        await town.quiet()
        assert _audience(town) == Audience((golsar, bagh))
        await presses(sara, "✕ گلسار، منطقهٔ ۱")
        assert _audience(town) == Audience((bagh,))
        assert not any(label.startswith("✕") for label in sara.last.labels)
        await presses(sara, "افزودن محدوده", "منطقهٔ ۱", "همهٔ منطقهٔ ۱")
        assert _audience(town) == Audience((area_id(town, "منطقهٔ ۱", Level.DISTRICT),))
        await presses(sara, "افزودن محدوده")
        await sara.says_and_sees("ساحلی", "۲ محله به این نام داریم")
        await town.quiet()
        await presses(sara, "ساحلی، منطقهٔ ۲")
        assert len(_audience(town).area_ids) == 2
        await presses(sara, "زبان", "English", "نقش", "دبیرخانه", "نوع خبر", "جلسه‌ها", "همهٔ شهر")
        narrowed = Audience((), "en", Role.SECRETARIAT, NewsKind.MEETINGS)
        assert _audience(town) == narrowed
        assert "فقط کسانی که English می‌خوانند" in bare(sara.last.text)
        await presses(sara, "زبان", "همه", "نقش", "همه", "نوع خبر", "اطلاعیه‌ها")
        assert _audience(town) == Audience()
        await presses(sara, "بازگشت", "بازگشت")
        assert is_card(sara.last)
        await presses(sara, "تنظیمات بیشتر", "برای چه کسانی", "افزودن محدوده")
        await sara.says_and_sees("ناکجاآباد", "نمی‌شناسم")


def _audience(town: object) -> Audience:
    return Audience.from_data(notice_of(town).audience)  # type: ignore[arg-type]  # a Town


async def test_old_buttons_of_the_screens(sqlite_url: str) -> None:
    """Buttons of screens drawn before a change, of another notice, or made up change nothing."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await composes(sara)
        await presses(sara, "تنظیمات بیشتر")
        urgent = sara.data_of("فوری")
        await presses(sara, "برای چه کسانی", "افزودن محدوده")
        choose = sara.data_of("علی‌آباد") if "علی‌آباد" in sara.last.labels else sara.data_of("منطقهٔ ۲")
        await presses(sara, "بازگشت", "بازگشت", "خواندم")
        for data in (urgent, choose, choose.replace(":open:", ":choose:")):
            sara.phone.press(data=data, message_id=sara.last.id)
            await sara.sees_toast("این دکمه")
            await town.quiet()
            assert is_card(sara.last)
        assert not notice_of(town).is_urgent
        notice, last = notice_of(town), sara.last.id
        made_up = ("role_nobody", "kind_own_", "drop", "language_xx")
        for action in made_up:
            sara.phone.press(data=f"1:notice_set:{action}:{notice.id}:{notice.version}", message_id=last)
            await town.quiet()
        assert _audience(town) == Audience((area_id(town, "گلسار"),))
        await presses(sara, "بازگشت", "حذف اطلاعیه")
        assert notice_of(town).state == NoticeState.DISCARDED
