from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert

from models.database import table_of
from models.entry import Claim, Entry
from models.media import Media
from models.role import Role
from models.submission import Status, StatusEvent
from tests.e2e.harness import running_bot
from tests.e2e.office import actions_on, entries_of, hire, open_case, person_id, settled, told_to_author
from tests.e2e.resident import bare


async def test_asking_the_author(database_url: str) -> None:
    """One tap and a text: the question is in the file, the status waits, the author is to be told, one audit row."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        await zahra.taps_and_sees("پرسش از نویسنده", "پرسش خود را از نویسنده بنویسید")
        await zahra.says_and_sees("کدام تیر چراغ؟", "پرسش فرستاده شد", "نیاز به تکمیل اطلاعات", "«کدام تیر چراغ؟»")
        await town.quiet()
        assert entries_of(town) == [("question", "کدام تیر چراغ؟")]
        assert town.submission.status == Status.NEEDS_INFO
        assert told_to_author(town) == ["question"]
        assert actions_on(town) == ["submission.ask"]
        assert "پرسش از نویسنده" in zahra.last.labels  # once more, if the reply leaves something open


async def test_a_public_answer_of_words(database_url: str) -> None:
    """«پاسخ» and a text: on record, the author is to be told, the card shows it."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        await zahra.says_and_sees("فردا اکیپ برق می‌آید", "پاسخ ثبت شد", "«فردا اکیپ برق می‌آید»")
        assert entries_of(town) == [("answer", "فردا اکیپ برق می‌آید")]
        assert told_to_author(town) == ["change"]


async def test_an_answer_with_photos(database_url: str, tmp_path: Path) -> None:
    """A photo with its words is sent at once; several photos wait for «بفرست»; all of them come with the answer."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        _, zahra = await open_case(town)
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        zahra.phone.send_photo(b"lamp", caption="چراغ عوض شد")
        await zahra.sees("پاسخ ثبت شد", "پیوست: ۱ عکس")
        await town.quiet()
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        album = zahra.phone.new_album()
        zahra.phone.send_photo(b"one", album=album)
        zahra.phone.send_photo(b"two", album=album)
        await zahra.sees("پیوست: ۲ عکس", "همین را بفرستید")
        await town.quiet()
        await zahra.says_and_sees("و کوچهٔ بعدی هم", "پیوست: ۲ عکس")
        await zahra.taps_and_sees("بفرست", "پاسخ ثبت شد", "پیوست: ۳ عکس")
        await town.quiet()
        assert entries_of(town) == [("answer", "چراغ عوض شد"), ("answer", "و کوچهٔ بعدی هم")]
        first, second = town.rows(Entry)
        assert [media.entry_id for media in town.rows(Media)] == [first.id, second.id, second.id]


async def test_old_buttons_leave_photos_that_wait(sqlite_url: str) -> None:
    """Photos wait for «بفرست», the desk was opened meanwhile: buttons of older questions and cards lose none."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town)
        made = town.submission
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        zahra.phone.send_photo(b"lamp")
        await zahra.sees("پیوست: ۱ عکس", "همین را بفرستید")
        for data in (
            f"words:send:{made.id}:0",
            f"case:note:{made.id}:0",
            f"case:place:{made.id}:0",
            "walk_in:kinds:0:0",
        ):
            await zahra.opens_desk()
            await town.quiet()
            zahra.phone.press(data=f"1:{data}", message_id=zahra.last.id)
            await zahra.sees_toast("این دکمه قدیمی بود")
            await town.quiet()
        await zahra.opens(made)
        await zahra.taps_and_sees("یادداشت داخلی", "هنوز فرستاده نشده")
        await zahra.taps_and_sees("بفرست", "پاسخ ثبت شد", "پیوست: ۱ عکس")
        assert entries_of(town) == [("answer", "")]


async def test_an_internal_note_stays_inside(database_url: str) -> None:
    """A note is for colleagues: the author is told nothing, and does not find it on their own card."""
    async with running_bot(database_url) as town:
        maryam, zahra = await open_case(town)
        await zahra.taps_and_sees("یادداشت داخلی", "فقط همکاران")
        await zahra.says_and_sees("این خانواده را می‌شناسیم", "یادداشت در پرونده ثبت شد")
        await town.quiet()
        assert told_to_author(town) == []
        await maryam.says_and_sees("/my", "چراغ کوچه")
        card = await maryam.says_and_sees(town.submission.code, "وضعیت")
        assert "می‌شناسیم" not in bare(card.text)


async def test_a_status_with_and_without_a_note(database_url: str) -> None:
    """Two taps set a status with a note; where none is needed a third one sets it without."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        listed = await zahra.taps_and_sees("وضعیت", "وضعیت تازه کدام است؟")
        assert set(listed.labels) == {
            "ارجاع‌شده", "در حال بررسی", "در دست اقدام", "انجام‌شده", "پذیرفته‌نشده", "خارج از وظایف شهرداری", "بازگشت",
        }  # fmt: skip
        await zahra.taps_and_sees("در دست اقدام", "یادداشتی برای نویسنده")
        await zahra.says_and_sees("تا شنبه درست می‌شود", "وضعیت «در دست اقدام» شد", "«تا شنبه درست می‌شود»")
        await town.quiet()
        await zahra.chooses("وضعیت", "انجام‌شده")
        await zahra.taps_and_sees("بدون یادداشت", "وضعیت «انجام‌شده» شد")
        events = [(event.status_to, event.note) for event in town.rows(StatusEvent)][1:]
        assert events == [("in_progress", "تا شنبه درست می‌شود"), ("done", None)]
        assert actions_on(town) == ["submission.move", "submission.move"]
        assert town.rows(Claim) == []


async def test_a_reason_is_needed(database_url: str) -> None:
    """«پذیرفته‌نشده» wants its reason and «خارج از وظایف» whom to turn to: there is no way around the words."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        await zahra.chooses("وضعیت")
        asked = await zahra.taps_and_sees("خارج از وظایف شهرداری", "به کجا مراجعه کند")
        assert asked.labels == ["بازگشت"]
        zahra.phone.press(data=zahra.data_of("بازگشت").replace(":back:", ":plain:"), message_id=asked.id)
        await zahra.sees("لطفاً آن را در یک جمله بنویسید", "نوشتهٔ شما سر جایش است")
        assert town.submission.status == Status.REGISTERED
        await zahra.says_and_sees("با شرکت توزیع برق، ۱۲۱، تماس بگیرید", "وضعیت «خارج از وظایف شهرداری» شد")
        assert town.submission.status == Status.OUT_OF_SCOPE


async def test_a_letter(database_url: str) -> None:
    """The number, which may look like a code, then the day in any digits, or none; what is no day is asked again."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        await zahra.chooses("بیشتر")
        await zahra.taps_and_sees("شماره نامه", "شمارهٔ نامه")
        await zahra.says_and_sees("۱۲/۳۴۵-۷", "تاریخش چیست؟")
        await zahra.says_and_sees("دیروز", "این تاریخ را نشناختم")
        await zahra.says_and_sees("۱۴۰۵/۰۹/۰۱", "شمارهٔ نامه ثبت شد", "۱ آذر ۱۴۰۵")
        assert (town.submission.letter_number, town.submission.letter_date) == ("۱۲/۳۴۵-۷", date(2026, 11, 22))
        await town.quiet()
        await zahra.chooses("بیشتر", "شماره نامه")
        await zahra.says_and_sees("1-8", "تاریخش چیست؟")
        await zahra.taps_and_sees("بدون تاریخ", "شمارهٔ نامه ثبت شد")
        assert (town.submission.letter_number, town.submission.letter_date) == ("1-8", None)
        assert told_to_author(town) == []


async def test_a_transcript(database_url: str, tmp_path: Path) -> None:
    """The words of a voice message are typed into the file; a voice is played on the desk."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        maryam = await settled(town, "مریم")
        maryam.phone.send_voice(b"OggS from the street")
        await maryam.sees("پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        await zahra.opens(town.submission)
        await zahra.taps_and_sees("متن پیام صوتی", "گفته شده")
        await zahra.says_and_sees("چراغ خاموش است", "متن پیام صوتی در پرونده ثبت شد", "«چراغ خاموش است»")
        await zahra.taps("پیوست‌ها")
        heard = await zahra.phone.wait_for(lambda message: message.kind == "voice")
        assert town.playground.state.files.by_id(heard.api["voice"]["file_id"]).content == b"OggS from the street"  # type: ignore[union-attr]  # it was sent


async def test_a_sticker_is_no_answer(sqlite_url: str) -> None:
    """What cannot be sent is said so, and the question stands."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town)
        await zahra.chooses("پاسخ")
        zahra.phone.send_sticker()
        await zahra.sees("استیکر")
        await zahra.chooses("بازگشت", "وضعیت", "پذیرفته‌نشده")
        zahra.phone.send_photo(b"x")
        await zahra.sees("اینجا فقط متن ثبت می‌شود")
        await zahra.says_and_sees("تکراری است", "وضعیت «پذیرفته‌نشده» شد")


async def test_a_reply_is_in_the_file(database_url: str) -> None:
    """What the author replied, added, and said of the outcome stands on the card, without their name."""
    async with running_bot(database_url) as town:
        maryam, zahra = await open_case(town)
        rows = [("question", "کدام تیر؟"), ("reply", "روبه‌روی نانوایی"), ("not_solved", "هنوز تاریک است")]
        for number, (kind, text) in enumerate(rows):
            values = {"submission_id": 1, "kind": kind, "text": text, "message_id": 900 + number}
            await town.change(
                insert(table_of(Entry)).values(
                    **values, person_id=person_id(town, maryam), created_at=datetime.now(UTC)
                )
            )
        await zahra.opens(town.submission)
        for part in ("جواب نویسنده", "«روبه‌روی نانوایی»", "نویسنده می‌گوید حل نشد", "«هنوز تاریک است»"):
            assert part in zahra.card
        assert not zahra.heard("مریم")


async def test_the_desk_in_english(sqlite_url: str) -> None:
    """Somebody whose app speaks English works in English, from the counts to the answer."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        peter = await hire(town, "Peter", Role.SECRETARIAT, None, language="en")
        await peter.says_and_sees("/desk", "Desk", "New: 1", "Waiting longest:")
        await peter.taps_and_sees("Next", "Status: Registered", "You are working on it.")
        await peter.taps_and_sees("Answer", "Write the answer")
        await peter.says_and_sees("We come tomorrow", "The answer is on record", "“We come tomorrow”")
        await peter.taps_and_sees("Status", "Which status does it get?")
        await peter.taps_and_sees("In progress", "Write a note for the author")
        await peter.taps_and_sees("Without a note", "The status is “In progress” now")
