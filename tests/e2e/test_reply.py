from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import update

from bot.outgoing import deliveries
from models.delivery import Delivery
from models.dialogue import Dialogue
from models.entry import Entry, EntryKind
from models.media import Media
from models.services import casework
from models.services.casework import Words
from models.submission import Status, StatusEvent, Submission
from tests.daytime import daytime_zone
from tests.e2e.clerk import Clerk
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident, bare

ASKS = "کوچهٔ چندم است؟"
OFFER = "این پاسخ پرسش دبیرخانه دربارهٔ"
MORE = "این هم جزو پاسخ شما"


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk works beside the bot: nobody nudges its sender."""
    monkeypatch.setattr(deliveries, "_LOOK_EVERY", 0.05)


async def asked(town: Town) -> tuple[Resident, Clerk]:
    """Maryam's report of a dark lane, and a clerk who has just asked her something."""
    maryam, staff = town.person("مریم"), town.person("کارمند")
    await maryam.registers("چراغ کوچه سوخته است")
    await staff.says("/help")
    await town.quiet()
    clerk = Clerk(town, 2)
    await clerk.asks(town.submission, ASKS)
    return maryam, clerk


def said(town: Town, kind: EntryKind = EntryKind.REPLY) -> list[str]:
    """The words of entries of one kind."""
    return [row.text for row in town.rows(Entry, Entry.kind == kind.value)]


def told(town: Town, kind: str) -> list[int]:
    """Who is told something of a kind."""
    return [row.person_id for row in town.rows(Delivery, Delivery.kind == kind)]


async def test_one_message_is_the_reply(database_url: str) -> None:
    """A press and one text: it is in the file, the asker is told, the submission goes back to where it was."""
    async with running_bot(database_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        asking = await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ", f"«{ASKS}»")
        assert asking.labels == ["فعلاً نه"]
        await town.restart()
        done = await maryam.says_and_sees("کوچهٔ لاله ۴", "✅ پاسخ شما در پروندهٔ", "ثبت شد")
        assert done.labels == ["پیگیری درخواست"]
        await town.quiet()
        assert said(town) == ["کوچهٔ لاله ۴"]
        assert told(town, "reply") == [2]
        assert town.submission.status == Status.REGISTERED
        assert len(town.rows(Submission)) == 1


async def test_a_reply_of_photos_and_a_pin_waits_for_its_end(database_url: str) -> None:
    """Photos, a voice message and a pin are gathered on one card, and leave together with «تمام»."""
    async with running_bot(database_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        album = maryam.phone.new_album()
        maryam.phone.send_photo(album=album, caption="از دو سو")
        maryam.phone.send_photo(album=album)
        await maryam.sees("پاسخ شما دربارهٔ", "«از دو سو»", "۲ عکس", "هنوز فرستاده نشده")
        maryam.phone.send_voice()
        maryam.phone.send_location(36.6, 51.4)
        card = await maryam.sees("۲ عکس", "۱ پیام صوتی", "موقعیت")
        assert card.labels == ["فرستادن پاسخ", "فعلاً نه"]
        maryam.phone.send_sticker()
        await maryam.sees("استیکر ثبت نمی‌شود")
        await maryam.says_and_sees("تمام", "✅ پاسخ شما در پروندهٔ")
        await town.quiet()
        assert [bare(one) for one in said(town)] == ["از دو سو\nموقعیت: 36.60000, 51.40000"]
        entry = town.row(Entry, Entry.kind == EntryKind.REPLY.value)
        assert [row.kind for row in town.rows(Media, Media.entry_id == entry.id)] == ["photo", "photo", "voice"]


async def test_words_after_a_photo_send_both(sqlite_url: str) -> None:
    """A photo, then a sentence: one reply of both, without another tap."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await maryam.says_and_sees("تمام", "هنوز چیزی برای فرستادن نیست")
        maryam.phone.send_photo()
        await maryam.sees("هنوز فرستاده نشده")
        await maryam.says_and_sees("سر کوچه", "✅ پاسخ شما در پروندهٔ")
        await town.quiet()
        assert said(town) == ["سر کوچه"]
        assert len(town.rows(Media)) == 1


async def test_more_soon_after_is_offered(sqlite_url: str) -> None:
    """Within a few minutes of a reply words may be more of it; «نه، جداست» makes a draft; later nobody asks."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await maryam.says_and_sees("کوچهٔ لاله ۴", "✅ پاسخ شما")
        await maryam.says_and_sees("پلاک ۱۲", MORE)
        await maryam.taps_and_sees("بله", "✅ پاسخ شما")
        await maryam.says_and_sees("نیمکت پارک شکسته است", MORE)
        await maryam.says_and_sees("نه", "پیش‌نویس شما:", "«نیمکت پارک شکسته است»")
        await maryam.taps_and_sees("انصراف", "کنار گذاشته شد")
        assert said(town) == ["کوچهٔ لاله ۴", "پلاک ۱۲"]
        await town.change(update(Submission).values(created_at=datetime.now(UTC) - timedelta(hours=1)))
        await maryam.says_and_sees("آب قطع است", "پیش‌نویس شما:")


async def test_words_while_a_question_waits_are_offered_as_its_reply(database_url: str) -> None:
    """Whoever simply writes is asked; «بله», pressed or typed, sends; a photo meanwhile waits with the words."""
    async with running_bot(database_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        offer = await maryam.says_and_sees("کوچهٔ لاله ۴", OFFER)
        assert offer.labels == ["بله", "نه، جداست"]
        maryam.phone.send_photo()
        await town.quiet()
        await town.restart()
        await maryam.taps_and_sees("بله", "✅ پاسخ شما در پروندهٔ")
        await town.quiet()
        assert said(town) == ["کوچهٔ لاله ۴"]
        assert len(town.rows(Media, Media.entry_id.is_not(None))) == 1  # type: ignore[union-attr]  # a column here
        assert len(town.rows(Submission)) == 1


async def test_separate_words_become_a_draft(sqlite_url: str) -> None:
    """«نه، جداست» loses nothing: photo and words are a draft, the question still waits."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        maryam.phone.send_photo(caption="نیمکت شکسته")
        await maryam.sees(OFFER)
        await maryam.says_and_sees("کنار حوض", OFFER)
        await maryam.taps_and_sees("نه، جداست", "پیش‌نویس شما:", "نیمکت شکسته", "کنار حوض", "۱ عکس")
        await town.quiet()
        maryam.check_card_is_last()
        assert said(town) == []
        assert town.submission.status == Status.NEEDS_INFO


async def test_putting_a_reply_off_keeps_it(sqlite_url: str) -> None:
    """«فعلاً نه» and /cancel send nothing; what was gathered comes back with one tap."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await maryam.taps_and_sees("فعلاً نه", "پاسخی فرستاده نشد")
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        maryam.phone.send_photo()
        await maryam.sees("هنوز فرستاده نشده")
        await maryam.says_and_sees("/cancel", "چیزی فرستاده نشد", "نگه داشته می‌شود")
        await maryam.taps_and_sees("ادامهٔ پاسخ", "۱ عکس", "هنوز فرستاده نشده")
        await maryam.taps_and_sees("فرستادن پاسخ", "✅ پاسخ شما")
        assert len(town.rows(Media)) == 1


async def test_a_forgotten_question_takes_nothing_for_granted(sqlite_url: str) -> None:
    """An hour after «پاسخ می‌دهم» words are asked about, not sent."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await town.change(update(Dialogue).values(updated_at=datetime.now(UTC) - timedelta(hours=2)))
        await maryam.says_and_sees("نیمکت پارک شکسته است", OFFER)
        assert said(town) == []


async def test_a_draft_is_not_disturbed(sqlite_url: str) -> None:
    """With a draft open, words join it as ever; its card is back after a reply."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.says_and_sees("نیمکت شکسته است", OFFER)
        await maryam.taps_and_sees("نه، جداست", "پیش‌نویس شما:")
        await maryam.says_and_sees("کنار حوض", "پیش‌نویس شما:", "کنار حوض")
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await maryam.says_and_sees("لاله ۴", "پیش‌نویس شما:")
        await town.quiet()
        maryam.check_card_is_last()
        assert said(town) == ["لاله ۴"]


async def test_forged_and_replayed_presses_are_harmless(sqlite_url: str) -> None:
    """Somebody else's question is not found; a button of a reply that was sent, or never begun, is an old one."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        spy = town.person("کنجکاو")
        shown = await spy.says_and_sees("/my", "هنوز چیزی ثبت نکرده‌اید")
        question = town.row(Entry)
        spy.phone.press(data=f"1:reply:write:{question.id}:0", message_id=shown.id)
        await spy.sees("پیدا نشد")
        for action in ("send", "yes", "no"):
            spy.phone.press(data=f"1:reply:{action}:{question.id}:1", message_id=shown.id)
            await spy.sees_toast("دکمه")
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        maryam.phone.send_photo()
        await maryam.sees("هنوز فرستاده نشده")
        data, card = maryam.data_of("فرستادن پاسخ"), maryam.last.id
        await maryam.taps_and_sees("فرستادن پاسخ", "✅ پاسخ شما")
        maryam.phone.press(data=data, message_id=card)
        await maryam.sees_toast("دکمه")
        await town.quiet()
        assert len(said(town)) == 1
        assert [row.status_to for row in town.rows(StatusEvent)] == ["registered", "needs_info", "registered"]


async def test_a_reply_to_what_is_at_its_end_is_taken(sqlite_url: str) -> None:
    """Nothing an author says is refused: a late reply is one more line of the file, the status stays."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await town.change(update(Submission).values(status="withdrawn"))
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await maryam.says_and_sees("لاله ۴", "✅ پاسخ شما")
        await town.quiet()
        assert (said(town), town.submission.status) == (["لاله ۴"], Status.WITHDRAWN)


async def test_the_card_shows_what_the_office_said(database_url: str) -> None:
    """/my's card: the question with its button, the answers, in whose hands it is; never a note or a transcript."""
    async with running_bot(database_url, city=(), timezone=daytime_zone().key) as town:
        maryam, clerk = await asked(town)
        await maryam.says_and_sees("/my", "درخواست‌های شما (۱)")
        card = await maryam.taps_and_sees(maryam.last.labels[0], "وضعیت: منتظر پاسخ شما")
        assert f"پرسش دبیرخانه: «{ASKS}»" in bare(card.text)
        assert "الان کجاست: نزد شما، از امروز" in bare(card.text)
        assert card.labels[0] == "پاسخ می‌دهم"
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        await maryam.says_and_sees("لاله ۴", "✅ پاسخ شما")
        await town.quiet()
        await clerk.answers(town.submission, Words("فردا می‌آییم"))
        number = town.submission.id or 0
        await clerk.does(lambda desk: casework.note(desk, number, Words("راز اداره")))
        await clerk.moves(town.submission, Status.REFERRED, "شرکت توزیع برق")
        await town.change(update(Submission).values(status_at=datetime.now(UTC) - timedelta(days=1)))
        await maryam.says("/my")
        await maryam.sees("درخواست‌های شما (۱)")
        card = await maryam.taps_and_sees(maryam.last.labels[0], "الان کجاست: شرکت توزیع برق، از دیروز")
        text = bare(card.text)
        assert "پاسخ دبیرخانه: «فردا می‌آییم»" in text
        assert "پاسخ شما: «لاله ۴»" in text
        assert "راز" not in text
        assert "پاسخ می‌دهم" not in card.labels
        await clerk.moves(town.submission, Status.NOT_ACCEPTED, "بودجه نداریم")
        await maryam.says_and_sees("/my", "درخواست‌های شما (۱)")
        card = await maryam.taps_and_sees(maryam.last.labels[0], "دلیل: بودجه نداریم")
        assert "الان کجاست" not in bare(card.text)


async def test_a_strange_button_does_not_lose_what_is_gathered(sqlite_url: str) -> None:
    """A photo waits to be sent while something else is asked; an old button then changes nothing of it."""
    async with running_bot(sqlite_url, city=(), timezone=daytime_zone().key) as town:
        maryam, _ = await asked(town)
        await maryam.taps_and_sees("پاسخ می‌دهم", "پرسش دربارهٔ")
        maryam.phone.send_photo()
        await maryam.sees("هنوز فرستاده نشده")
        await maryam.says_and_sees("/new", "بنویسید")
        for data in ("1:reply:send:zz:1", "1:reply:no:zz:1"):
            maryam.phone.press(data=data, message_id=maryam.last.id)
            await maryam.sees_toast("دکمه")
        await maryam.taps_and_sees("فرستادن پاسخ", "✅ پاسخ شما")
        await town.quiet()
        assert len(town.rows(Media)) == 1
