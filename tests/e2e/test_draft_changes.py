from pathlib import Path

from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.resident import Resident, bare

_EDIT = "چه چیزی را تغییر بدهم؟"
_NEIGHBOURS = "همسایه‌ها متن را بدون نام شما می‌بینند."
_STAFF = "فقط دبیرخانه آن را می‌بیند."
_COMPLAINT = "شکایت را فقط دبیرخانه می‌بیند."


def _acts(somebody: Resident) -> int:
    """How often somebody wrote or tapped so far."""
    return len([one for one in somebody.messages if one.sender == "person"]) + len(somebody.phone.answers)


async def test_a_returning_resident_writes_once_and_taps_once(database_url: str) -> None:
    """Who has a neighbourhood needs one message and one tap; kind, topic and place need not be touched."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        before = _acts(maryam)
        await maryam.says_and_sees("چراغ کوچه سوخته است", "گزارش مشکل · روشنایی معابر · محلهٔ گلسار")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert _acts(maryam) - before == 2
        made = town.submission
        assert (made.kind, made.topic, made.visibility, made.is_anonymous) == ("report", "lighting", "public", False)


async def test_a_newcomer_needs_four_steps(database_url: str) -> None:
    """Start, neighbourhood, message, tap: no step more, and nothing else is asked."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("گلسار", "محلهٔ گلسار یادداشت شد")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "محلهٔ گلسار")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert _acts(maryam) == 4
        assert len(town.rows(Submission)) == 1


async def test_changing_the_topic(database_url: str) -> None:
    """A topic is chosen from the list, on either level, and stays chosen whatever is written afterwards."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "گزارش مشکل · روشنایی معابر")
        await maryam.taps_and_sees("تغییر موضوع", "دربارهٔ چیست؟")
        await maryam.taps("فضای سبز")
        listed = await maryam.phone.wait_for(lambda message: "کل این موضوع" in message.labels)
        assert {"بوستان", "هرس و سرشاخه"} <= set(listed.labels)
        await maryam.taps_and_sees("بازگشت", "دربارهٔ چیست؟")
        await maryam.phone.wait_for(lambda message: "سد معبر" in message.labels)
        await maryam.taps("فضای سبز")
        await maryam.phone.wait_for(lambda message: "کل این موضوع" in message.labels)
        await maryam.taps_and_sees("روشنایی بوستان", "گزارش مشکل · روشنایی بوستان")
        await maryam.says_and_sees("آسفالت هم چاله دارد", "گزارش مشکل · روشنایی بوستان", "چاله دارد»")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.topic == "park_lighting"


async def test_a_topic_as_a_whole_and_one_without_others_below(sqlite_url: str) -> None:
    """A topic of the first level can be chosen as a whole; one with nothing below it is chosen by one tap."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "روشنایی معابر")
        await maryam.taps_and_sees("تغییر موضوع", "دربارهٔ چیست؟")
        await maryam.taps("فضای سبز")
        await maryam.phone.wait_for(lambda message: "کل این موضوع" in message.labels)
        await maryam.taps_and_sees("کل این موضوع", "گزارش مشکل · فضای سبز")
        await maryam.taps_and_sees("تغییر موضوع", "دربارهٔ چیست؟")
        await maryam.taps_and_sees("سد معبر", "گزارش مشکل · سد معبر")


async def test_changing_the_kind(sqlite_url: str) -> None:
    """Each of the five kinds can be chosen; a complaint is said, and stored, to be for the secretariat only."""
    kinds = {
        "گزارش مشکل": ("report", "public"),
        "پیشنهاد": ("proposal", "public"),
        "نظر": ("opinion", "public"),
        "شکایت": ("complaint", "staff_only"),
        "تقدیر و تشکر": ("thanks", "public"),
    }
    async with running_bot(sqlite_url) as town:
        for label, stored in kinds.items():
            somebody = town.person(label)
            await somebody.settles("گلسار")
            await somebody.says_and_sees("دربارهٔ بوستان محله", "گزارش مشکل · بوستان · محلهٔ گلسار")
            await somebody.taps_and_sees("ویرایش", _EDIT)
            shown = await somebody.taps_and_sees("تغییر نوع", "این پیام از چه نوعی است؟")
            assert "✓ گزارش مشکل" in shown.labels
            chosen = f"✓ {label}" if label == "گزارش مشکل" else label
            card = await somebody.taps_and_sees(chosen, f"{label} · بوستان · محلهٔ گلسار")
            assert (_COMPLAINT in bare(card.text)) == (label == "شکایت")
            assert ("فقط دبیرخانه ببیند" in card.labels) == (label != "شکایت")
            await somebody.taps_and_sees("ثبت", "ثبت شد")
            assert (town.newest().kind, town.newest().visibility) == stored


async def test_changing_the_kind_and_back(sqlite_url: str) -> None:
    """«Back» leaves the kind as it was; a message in between joins the draft and shows its card."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("دربارهٔ بوستان محله", "گزارش مشکل")
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("تغییر نوع", "این پیام از چه نوعی است؟")
        await maryam.taps_and_sees("بازگشت", "گزارش مشکل", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("تغییر نوع", "این پیام از چه نوعی است؟")
        await maryam.says_and_sees("نیمکتش شکسته است و خطر دارد", "نیمکتش شکسته است", "پیش‌نویس شما:")
        await town.quiet()
        maryam.check_card_is_last()


async def test_a_complaint_stays_with_the_secretariat(database_url: str) -> None:
    """A guessed complaint is staff only without a tap, even where «neighbours may see it» was the choice before."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        card = await maryam.says_and_sees("شکایت دارم، همسایه‌ها حق ما را می‌خورند", "شکایت", _COMPLAINT)
        assert _NEIGHBOURS not in bare(card.text)
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert (town.submission.kind, town.submission.visibility) == ("complaint", "staff_only")


async def test_who_may_see_it(database_url: str) -> None:
    """«Only for the secretariat» and back are one tap each, said on the card, and stored."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", _NEIGHBOURS)
        await maryam.taps_and_sees("فقط دبیرخانه ببیند", _STAFF)
        await maryam.taps_and_sees("همسایه‌ها هم ببینند", _NEIGHBOURS)
        await maryam.taps_and_sees("فقط دبیرخانه ببیند", _STAFF)
        await maryam.says_and_sees("لطفاً درست کنید", _STAFF, "لطفاً درست کنید»")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.visibility == "staff_only"


async def test_without_a_name(database_url: str) -> None:
    """«Without my name» is said on the card, can be taken back, and is stored."""
    nameless = "نام شما به دبیرخانه هم نشان داده نمی‌شود."
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("بدون نام من", nameless)
        await maryam.taps_and_sees("ویرایش", _EDIT)
        card = await maryam.taps_and_sees("با نام من", "پیش‌نویس شما:")
        assert nameless not in bare(card.text)
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("بدون نام من", nameless)
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.is_anonymous


async def test_writing_the_text_anew(database_url: str) -> None:
    """The new words take the place of all before, files stay, and what was guessed is guessed anew."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says("چراغ کوچه سوخته است", "خیلی تاریک است")
        maryam.phone.send_location(36.65, 51.42)
        await maryam.sees("پیوست: موقعیت", "خیلی تاریک است»")
        await town.quiet()
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("نوشتن متن از نو", "متن تازه را بنویسید")
        await maryam.says_and_sees("آسفالت کوچه چاله دارد", "آسفالت و چاله", "«آسفالت کوچه چاله دارد»", "موقعیت")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "آسفالت کوچه چاله دارد"
        assert town.submission.latitude == 36.65


async def test_the_old_text_stays(sqlite_url: str) -> None:
    """«Keep the old text» changes nothing; «ثبت» typed where the new text was asked registers the old one."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("نوشتن متن از نو", "متن تازه را بنویسید")
        await maryam.taps_and_sees("همان متن بماند", "«چراغ کوچه سوخته است»")
        await maryam.taps_and_sees("ویرایش", _EDIT)
        await maryam.taps_and_sees("نوشتن متن از نو", "متن تازه را بنویسید")
        await maryam.says_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "چراغ کوچه سوخته است"


async def test_none_of_the_neighbourhoods_fits(sqlite_url: str) -> None:
    """Where no neighbourhood fits, the submission is accepted under the city and marked to be placed."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "محله انتخاب نشده")
        await maryam.taps_and_sees("ثبت", "کدام محله؟")
        await maryam.taps_and_sees("هیچ‌کدام نیست", "ثبت شد")
        assert town.submission.needs_placing
        assert town.submission.area_id is not None


async def test_another_place_that_is_not_in_the_list(database_url: str) -> None:
    """Who lives in a neighbourhood can say that another place, or the whole city, is meant; the card shows it first."""
    async with running_bot(database_url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "محلهٔ گلسار")
        await maryam.taps_and_sees("تغییر محله", "کدام محله؟")
        await maryam.taps_and_sees("برای همهٔ شهر", "گزارش مشکل · روشنایی معابر · ایزدشهر")
        await maryam.taps_and_sees("تغییر محله", "کدام محله؟")
        await maryam.taps_and_sees("هیچ‌کدام نیست", "محله بعداً مشخص می‌شود")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.needs_placing
        await maryam.says_and_sees("/start", "شما در محلهٔ گلسار هستید")


async def test_a_name_after_the_first_photo(sqlite_url: str, tmp_path: Path) -> None:
    """Who answers «which neighbourhood?» with a photo or a pin first and its name then has both in the draft."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        maryam.phone.send_photo()
        await maryam.sees("پیوست: ۱ عکس", "محله انتخاب نشده")
        maryam.phone.send_location(36.65, 51.42)
        await maryam.sees("پیوست: ۱ عکس، موقعیت")
        card = await maryam.says_and_sees("گل سار", "گزارش مشکل · محلهٔ گلسار", "پیوست: ۱ عکس، موقعیت")
        assert "گل سار" not in card.text
        await maryam.says_and_sees("باغ شاه", "محلهٔ گلسار", "«باغ شاه»")  # it has its place: these are words


async def test_danger_where_a_name_was_asked(sqlite_url: str) -> None:
    """A cry for help typed where the neighbourhood was asked is answered with the numbers, not with a list."""
    async with running_bot(sqlite_url) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("/start", "محلهٔ شما کدام است؟")
        await maryam.says_and_sees("بوی گاز", "پیش‌نویس شما:")
        await town.quiet()
        assert maryam.heard("همین حالا زنگ بزنید")
