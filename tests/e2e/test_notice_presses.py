from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, update

from bot.playground.messages import Message
from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.notice import Notice, NoticeState
from models.role import Grant, Role
from tests.e2e.harness import running_bot
from tests.e2e.notice_stage import (
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


def _data(message: Message, label: str) -> str:
    return next(button.data or "" for row in message.buttons for button in row if button.text == label)


async def test_old_and_forged_buttons(database_url: str) -> None:
    """A stale button shows the fresh card; a resident's and another council's presses find and change nothing."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        sara = await council(town)
        reza = await council(town, "رضا", "باغ شاه")
        card = await composes(sara)
        send = _data(card, "فرستادن به ۲ نفر")
        for stranger in (maryam, reza):
            await stranger.says_and_sees("/help", "راهنما")
            await town.quiet()
            for action in ("send", "send_anyway", "settings", "schedule", "leave", "remove", "own", "card", "unsend"):
                stranger.phone.press(data=send.replace(":send:", f":{action}:"), message_id=stranger.last.id)
                await stranger.sees("پیدا نشد")
            await town.quiet()
        assert notice_of(town).state == NoticeState.DRAFT
        await sara.says_and_sees("و برق هم", "و برق هم")
        await town.quiet()
        sara.phone.press(data=send, message_id=sara.last.id)
        await sara.sees_toast("این دکمه")
        await town.quiet()
        assert is_card(sara.last)
        assert notice_of(town).state == NoticeState.DRAFT
        maryam.phone.press(data=f"1:notice:announce:{area_id(town, 'گلسار')}:1", message_id=maryam.last.id)
        await maryam.sees("پیدا نشد")
        assert len(town.rows(Notice)) == 1


async def test_presses_at_once_send_it_once(database_url: str) -> None:
    """However often «send» is pressed it is scheduled once; a replay after that shows where it stands."""
    async with running_bot(database_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        card = await composes(sara)
        send = _data(card, "فرستادن به ۲ نفر")
        for _ in range(4):
            sara.phone.press(data=send, message_id=card.id)
        await town.quiet()
        assert notice_of(town).state == NoticeState.SCHEDULED
        assert [one.action for one in town.rows(Audit) if one.action == "notice.send"] == ["notice.send"]
        assert "دیگر پیش‌نویس نیست" in bare(sara.last.text)
        for action in ("settings", "schedule", "leave", "remove", "own", "card", "send_anyway"):
            sara.phone.press(data=send.replace(":send:", f":{action}:"), message_id=sara.last.id)
            await town.quiet()
        assert notice_of(town).state == NoticeState.SCHEDULED


async def test_rights_end_between_two_taps(sqlite_url: str) -> None:
    """An office that ended meanwhile sends nothing; what is typed next is a resident's draft, and no word is lost."""
    async with running_bot(sqlite_url) as town:
        await settled(town, "مریم")
        sara = await council(town)
        await composes(sara)
        await town.quiet()
        await town.change(delete(table_of(Grant)))
        await sara.taps_and_sees("فرستادن به ۲ نفر", "پیدا نشد")
        await town.quiet()
        assert notice_of(town).state == NoticeState.DRAFT
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        assert content_of(town).html == "فردا آب محله قطع است"


async def test_rights_end_while_it_is_asked(sqlite_url: str) -> None:
    """The same right after /notice, and where something is to be typed; /cancel ends it in any case."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await composes(sara)
        await presses(sara, "زمان‌بندی")
        await town.change(delete(table_of(Grant)))
        await sara.says_and_sees("فردا ساعت ۹", "پیدا نشد")
        await sara.says_and_sees("/cancel", "چیزی برای کنار گذاشتن")
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")


async def test_an_edited_message_changes_the_notice(sqlite_url: str) -> None:
    """As long as it is a draft it follows its messages, words and markup; sent, it stays as it is."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        message = await sara.says("فردا آب محله قطعه")
        await sara.sees("پیش‌نویس شما:")
        await town.quiet()
        await presses(sara, NOTICE_FOR)
        await sara.says_and_sees("تا ظهر", "تا ظهر")
        await town.quiet()
        sara.phone.edit(message.id, "فردا آب محله قطع است")
        await sara.sees("در بالاست")
        await town.quiet()
        assert content_of(town).html == "فردا آب محله قطع است\nتا ظهر"
        assert is_card(sara.last)
        await presses(sara, "فرستادن به ۲ نفر")
        sara.phone.edit(message.id, "چیز دیگر")
        await town.quiet()
        assert "چیز دیگر" not in content_of(town).html


async def test_an_hour_later_it_is_a_message_of_one_s_own(sqlite_url: str) -> None:
    """What is written long after a notice was left lying is no word more for it: it begins a draft."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await composes(sara)
        await town.change(update(table_of(Notice)).values(updated_at=datetime.now(UTC) - timedelta(hours=2)))
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:", "چراغ")
        assert content_of(town).html == "فردا آب محله قطع است"


async def test_typed_words_do_what_the_buttons_do(sqlite_url: str) -> None:
    """«بفرست» sends, «انصراف» leaves it among the drafts, from where its buttons bring it back or delete it."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        await sara.says_and_sees("انصراف", "در پیش‌نویس‌های /notices می‌ماند")
        await town.quiet()
        await presses(sara, "برگرداندن پیش‌نویس")
        assert is_card(sara.last)
        await sara.says_and_sees("بفرست", "تا ۶۰ ثانیه")
        await town.quiet()
        assert notice_of(town).state == NoticeState.SCHEDULED
        await presses(sara, "نفرست", "انصراف", "حذف اطلاعیه")
        assert notice_of(town).state == NoticeState.DISCARDED
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")


async def test_an_album_that_was_gathered_is_not_lost(sqlite_url: str) -> None:
    """/cancel or another /notice before the preview: what came of the album is among the drafts."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        for ending in ("/cancel", "/notice"):
            await sara.says_and_sees("/notice", "اطلاعیهٔ محلهٔ گلسار")
            sara.phone.send_photo(b"one", album=sara.phone.new_album())
            await sara.sees("تا اینجا ۱ فایل")
            await sara.says(ending)
            await town.quiet()
        assert [one.state for one in town.rows(Notice)] == ["draft", "draft"]
        assert len(content_of(town).files) == 1


async def test_beyond_asks_a_second_person(database_url: str) -> None:
    """A notice of a neighbourhood's member for the whole district: the card says why, and who was asked."""
    async with running_bot(database_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await hire(town, "حمید", Role.MANAGER, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        await composes(sara)
        await presses(sara, "تنظیمات بیشتر", "برای چه کسانی", "افزودن محدوده")
        await sara.says_and_sees("منطقهٔ ۱", "از محدودهٔ شما بیرون می‌رود")
        await town.quiet()
        card = await presses(sara, "بازگشت", "بازگشت")
        assert "یک نفر دیگر هم باید تأیید کند" in bare(card.text)
        waits = await presses(sara, "فرستادن به ۲ نفر")
        assert "برای حمید فرستادم" in bare(waits.text)
        assert notice_of(town).state == NoticeState.APPROVAL
        await presses(sara, "نفرست")
        assert notice_of(town).state == NoticeState.DRAFT


async def test_nobody_to_ask(sqlite_url: str) -> None:
    """Where nobody else may agree that is said, with what can be done; the notice stays a draft."""
    async with running_bot(sqlite_url, approval_above=1) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        await sara.taps_and_sees("فرستادن به ۲ نفر", "/roles")
        assert notice_of(town).state == NoticeState.DRAFT


async def test_one_like_it_is_pointed_out(sqlite_url: str) -> None:
    """One like it of the last days is shown before sending: amend that, or send this all the same."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara, "فردا آب محلهٔ گلسار از ساعت ۹ تا ۱۲ قطع است")
        await presses(sara, "فرستادن به ۲ نفر")
        await composes(sara, "فردا آب محلهٔ گلسار از ساعت ۹ تا ۱۴ قطع است")
        similar = await presses(sara, "فرستادن به ۲ نفر")
        assert "شبیه این" in bare(similar.text)
        assert similar.labels == ["اصلاح همان", "بااین‌حال بفرست", "بازگشت"]
        assert notice_of(town).state == NoticeState.DRAFT
        await presses(sara, "بااین‌حال بفرست")
        assert notice_of(town).state == NoticeState.SCHEDULED
