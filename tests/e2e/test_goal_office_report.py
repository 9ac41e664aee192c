"""Reporting how far a goal has come, in the chat: few taps for a sentence, everything else only for who wants it."""

from typing import Any

from sqlalchemy import update

from models.database import table_of
from models.goal import Goal, GoalUpdate
from models.resolution import Resolution
from tests.e2e.goal_city import photo_of
from tests.e2e.goal_office_town import TEXT, clerk, follows, goal, member, presses, reports
from tests.e2e.harness import running_bot
from tests.e2e.office import Staff, settled
from tests.e2e.resident import bare
from tests.e2e.resolution_town import author, base36, decides

ABOVE = "دنبال‌کنندگان همین پیام بالا را می‌گیرند"
STICKER: dict[str, Any] = {"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍"}}


async def _begins(staff: Staff, goal_id: int, text: str = TEXT) -> None:
    await presses(staff, f"1:gupdate:new:{base36(goal_id)}:0")
    await staff.says_and_sees(text, ABOVE)
    await staff.town.quiet()


async def _saved(staff: Staff) -> GoalUpdate:
    await staff.town.quiet()
    await staff.taps_and_sees("ثبت", "ثبت شد")
    await staff.town.quiet()
    return staff.town.rows(GoalUpdate)[-1]


async def test_a_sentence_takes_few_taps(database_url: str) -> None:
    """The goal, «report progress», the sentence, «put it on record»; who is told what and when is said."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        sara = await member(town)
        goal_id = await goal(town)
        await follows(town, maryam, goal_id)
        await presses(sara, f"1:goal:open:{base36(goal_id)}:0")
        await sara.taps_and_sees("گزارش پیشرفت", "چه شد؟")
        await sara.says_and_sees(TEXT, ABOVE, "ساعت ۱۷:۰۰ به ۱ دنبال‌کننده می‌رسد")
        await town.quiet()
        assert any(TEXT in bare(one.text) and "/subscriptions" in bare(one.text) for one in sara.messages)
        await sara.taps_and_sees("ثبت", "ثبت شد", TEXT, "به ۱ دنبال‌کننده")
        await town.quiet()
        made = town.row(GoalUpdate)
        assert (made.text, made.value, made.status_to, made.told_at) == (TEXT, None, None, None)
        assert town.dialogue("goal_report").data == {}


async def test_a_photo_with_its_caption_is_enough(sqlite_url: str) -> None:
    """Both at once; a document after it; what is neither gets a clear sentence, and nothing is lost by it."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town)
        await presses(sara, f"1:gupdate:new:{base36(goal_id)}:0")
        sara.phone.say(STICKER)
        await sara.sees("فقط نوشته، عکس و فایل")
        sara.phone.send_photo(b"one", caption=TEXT)
        await sara.sees(ABOVE)
        sara.phone.say({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 2}})
        await sara.sees("فقط نوشته، عکس و فایل", "سر جایش است")
        sara.phone.send_document("سند".encode(), "گزارش.pdf")
        await sara.sees(ABOVE, "فایل: گزارش.pdf")
        second = photo_of(sara.phone.send_photo(b"two"))
        await sara.sees("این عکس جای قبلی را گرفت", ABOVE)
        made = await _saved(sara)
        assert (made.text, made.document["file_name"]) == (TEXT, "گزارش.pdf")
        assert made.photo["file_unique_id"] == second["file_unique_id"]


async def test_of_an_album_the_first_photo(sqlite_url: str) -> None:
    """The others are not taken for words, and which one was kept is said."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town)
        await presses(sara, f"1:gupdate:new:{base36(goal_id)}:0")
        album = sara.phone.new_album()
        first = photo_of(sara.phone.send_photo(b"one", album=album, caption=TEXT))
        sara.phone.send_photo(b"two", album=album)
        await sara.sees("از این چند عکس، اولی ماند", ABOVE)
        made = await _saved(sara)
        assert (made.text, made.photo["file_unique_id"]) == (TEXT, first["file_unique_id"])


async def test_a_value_that_is_odd_is_asked_back(sqlite_url: str) -> None:
    """Below the beginning, beyond the target, further back than the last: a sentence each; kept only if it is meant."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town, baseline=5.0, value=12.0)
        await _begins(sara, goal_id)
        await sara.taps_and_sees("مقدار", "پیش از این: ۱۲ کیلومتر", "نقطهٔ آغاز ۵ کیلومتر")
        await sara.says_and_sees("خیلی", "عددی در آن نیست")
        await sara.says_and_sees("۳", "۳ کیلومتر", "از نقطهٔ آغاز هم عقب‌تر", "از گزارش پیشین", "همین ثبت شود؟")
        await town.quiet()
        await sara.taps_and_sees("عوض کنم", "اکنون چقدر است؟")
        await sara.says_and_sees("۲۵ کیلومتر", "⚠️", "همین ثبت شود؟")
        await town.quiet()
        await sara.taps_and_sees("ثبت شود", ABOVE, "مقدار: ۲۵ کیلومتر (پیش از این ۱۲ کیلومتر)", "⚠️")
        await sara.says_and_sees("۱۴٫۵", ABOVE, "مقدار: ۱۴٫۵ کیلومتر")
        made = await _saved(sara)
        assert made.value == 14.5
        assert town.row(Goal).value == 14.5


async def test_percent_and_status(sqlite_url: str) -> None:
    """Without a measure a percentage is stated; «reached» before the whole of it is asked back."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town, unit=None, baseline=None, target=None, stated=40)
        await _begins(sara, goal_id)
        await sara.taps_and_sees("درصد", "چقدر پیش رفته است؟", "پیش از این: ۴۰٪")
        await sara.says_and_sees("۱۲۰", "از ۰ تا ۱۰۰")
        await sara.says_and_sees("۳۰ درصد", "از گزارش پیشین", "همین ثبت شود؟")
        await town.quiet()
        await sara.taps_and_sees("عوض کنم", "چقدر پیش رفته است؟")
        await town.quiet()
        await sara.taps_and_sees("۷۵٪", ABOVE, "پیشرفت: ۷۵٪")
        await town.quiet()
        await sara.taps_and_sees("وضعیت", "اکنون در چه وضعیتی")
        await town.quiet()
        await sara.taps_and_sees("محقق‌شده", "همین ثبت شود؟")
        await town.quiet()
        await sara.taps_and_sees("ثبت شود", ABOVE, "وضعیت تازه: محقق‌شده")
        made = await _saved(sara)
        assert (made.stated, made.status_to, town.row(Goal).status) == (75, "reached", "reached")


async def test_of_which_day(sqlite_url: str) -> None:
    """Typed and shown in words, or picked; a day to come is refused, and a typed one without year lies behind."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town)
        await _begins(sara, goal_id)
        await sara.taps_and_sees("روز", "گزارش کدام روز است؟")
        await sara.says_and_sees("هر وقت شد", "روزی در آن پیدا نکردم")
        await sara.says_and_sees("۱۴۱۰/۱/۲۰", "هنوز نرسیده است")
        await sara.says_and_sees("۱۴۰۴/۱۲/۱", "روز گزارش: جمعه ۱ اسفند ۱۴۰۴", "درست است؟")
        await town.quiet()
        await sara.taps_and_sees("بله، همین روز", ABOVE, "روز: جمعه ۱ اسفند ۱۴۰۴")
        await town.quiet()
        await sara.chooses("روز", "دیروز")
        made = await _saved(sara)
        assert (made.made_at.date() - made.on_day).days in {0, 1, 2}


async def test_because_of_a_resolution_or_a_submission(sqlite_url: str) -> None:
    """By its number, by its code, or from what is tied; what is not public is not found, and nothing is lost."""
    async with running_bot(sqlite_url) as town:
        _, sent = await author(town)
        sara = await member(town)
        decided = await decides(sara)
        goal_id = await goal(town)
        await _begins(sara, goal_id)
        await sara.taps_and_sees("به‌خاطر …", "چه چیزی هدف را پیش برد؟")
        await sara.says_and_sees("مصوبهٔ ۹۹", "پیدا نکردم")
        await sara.says_and_sees("نمی‌دانم", "پیدا نکردم")
        await sara.says_and_sees(sent.code, ABOVE, f"درخواست {_fa(sent.code)}")
        await town.quiet()
        await sara.chooses("به‌خاطر …")
        await sara.says_and_sees(f"{decided.number} سال {decided.year}", ABOVE, "به‌خاطر: پیشنهاد شورای محلهٔ گلسار")
        await town.change(update(table_of(Resolution)).values(published_at=None))
        await town.quiet()
        await sara.taps_and_sees("ثبت", "دیگر عمومی نیست", ABOVE)
        made = await _saved(sara)
        assert (made.resolution_id, made.submission_id) == (None, None)


def _fa(code: str) -> str:
    return code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


async def test_words_beside_the_card(sqlite_url: str) -> None:
    """They are added, take the sentence's place, or are the writer's own message; «ثبت» typed is the button."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town)
        await _begins(sara, goal_id)
        await sara.says_and_sees("فردا هم ادامه دارد", "برای چیست؟")
        await town.quiet()
        await sara.taps_and_sees("به جمله اضافه شود", ABOVE)
        await sara.says_and_sees("ب" * 1001, "برای چیست؟")
        await town.quiet()
        await sara.taps_and_sees("به‌جای جمله", "این متن ۱٬۰۰۱ حرف دارد")
        await town.quiet()
        await sara.taps_and_sees("بازگشت", ABOVE)
        await sara.says_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert town.row(GoalUpdate).text == f"{TEXT}\nفردا هم ادامه دارد"


async def test_it_survives_a_restart(sqlite_url: str) -> None:
    """And another goal's report does not wipe it out unasked; put aside, it is taken up again."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        first = await goal(town)
        second = await goal(town, title="۵ بوستان تازه")
        await _begins(sara, first)
        await sara.says_and_sees("۷", ABOVE, "مقدار: ۷ کیلومتر")
        await town.quiet()
        await town.restart()
        await sara.taps_and_sees("انصراف", "کنار گذاشته شد")
        await presses(sara, f"1:gupdate:new:{base36(second)}:0")
        await sara.sees("هنوز ثبت نشده است", TEXT)
        await sara.taps_and_sees("ادامه", ABOVE, "مقدار: ۷ کیلومتر")
        await sara.says_and_sees("/cancel", "کنار گذاشته شد")
        await presses(sara, f"1:gupdate:new:{base36(first)}:0")
        await sara.sees(ABOVE, "مقدار: ۷ کیلومتر")
        made = await _saved(sara)
        assert (made.goal_id, made.text, made.value) == (first, TEXT, 7.0)
        again = await reports(sara, second, "دو بوستان باز شد")
        assert again.goal_id == second


async def test_two_at_once(sqlite_url: str) -> None:
    """Whoever is second is told that the goal has changed, sees how it stands, and presses once more."""
    async with running_bot(sqlite_url) as town:
        sara, zahra = await member(town), await clerk(town)
        goal_id = await goal(town)
        await _begins(sara, goal_id)
        await sara.says_and_sees("۷", ABOVE, "مقدار: ۷ کیلومتر")
        await _begins(zahra, goal_id, "نیمی از راه")
        await zahra.says_and_sees("۱۰", ABOVE)
        await _saved(zahra)
        await sara.taps_and_sees("ثبت", "تغییر کرده است", ABOVE, "(پیش از این ۱۰ کیلومتر)", "از گزارش پیشین")
        made = await _saved(sara)
        assert made.value == 7.0
        assert [one.value for one in town.rows(GoalUpdate)] == [10.0, 7.0]
