from datetime import UTC, datetime

from sqlalchemy import insert

from models.database import table_of
from models.notice import NoticeAnswer
from models.notice_content import NoticeContent, Question
from models.subscription import Subscription
from tests.e2e.harness import Town
from tests.e2e.notice_town import TEXT, Council, Timers, council, timers
from tests.e2e.office import person_id
from tests.e2e.resident import Resident, bare

__all__ = ["timers"]
ASKING = NoticeContent(
    html=TEXT, asks_read=True, question=Question("کدام روز؟", ("شنبه", "یکشنبه"), shows_results=True)
)


def counted(town: Town) -> list[tuple[bool, int | None]]:
    """(said that they read it, answer) of everybody who pressed anything."""
    return [(row.read_at is not None, row.choice) for row in town.rows(NoticeAnswer)]


async def test_reading_is_counted_once(database_url: str, timers: Timers) -> None:
    """However often «I have read it» is pressed it counts once, and its sender sees how many that is."""
    async with council(database_url, timers) as there:
        await there.sends(there.sara, content=ASKING)
        copy = await there.maryam.sees(TEXT, "کدام روز؟")
        assert copy.labels == ["شنبه", "یکشنبه", "خواندم"]
        await there.sara.sees("فرستاده شد:")
        await there.maryam.taps("خواندم")
        await there.maryam.sees_toast("سپاس")
        await there.town.quiet()
        await there.maryam.taps("خواندم")
        await there.maryam.sees_toast("پیش‌تر گفته بودید")
        await there.town.quiet()
        assert counted(there.town) == [(True, None)]
        await there.sara.says_and_sees("/notices", "اطلاعیه‌ها", "فرستاده‌شده")
        await there.town.quiet()
        await there.sara.taps_and_sees("فردا از ۸ تا ۱۴ آب محله قطع است.", "۱ نفر خوانده است", "▓▓▓▓▓▓▓▓▓▓ ۱۰۰٪")


async def test_answers_are_counted_by_area(sqlite_url: str, timers: Timers) -> None:
    """The last answer counts; who answered sees how all did; the result has a bar for each answer, and each area."""
    async with council(sqlite_url, timers) as there:
        await there.follows(there.reza, "گلسار")
        await there.sends(there.sara, content=ASKING)
        await there.maryam.sees(TEXT)
        await there.reza.sees(TEXT)
        await there.sara.sees("فرستاده شد:")
        for resident, answer in ((there.maryam, "شنبه"), (there.reza, "شنبه"), (there.reza, "یکشنبه")):
            await resident.taps(answer)
            await there.town.quiet()
        await there.reza.sees_toast("پاسخ شما: «یکشنبه». سپاس. تا الان:\nشنبه: ۵۰٪\nیکشنبه: ۵۰٪")
        assert {choice for _, choice in counted(there.town)} == {0, 1}
        result = await there.sara.taps_and_sees("وضعیت اطلاعیه", "شنبه ▓▓▓▓▓░░░░░ ۵۰٪ · ۱")
        assert "▫️ گلسار، منطقهٔ ۱" in bare(result.text)
        assert "▫️ باغ شاه، منطقهٔ ۱" in bare(result.text)


async def test_nobody_else_is_counted(sqlite_url: str, timers: Timers) -> None:
    """Presses of people to whom it never came, on a preview, or of answers that there are not, count nothing."""
    async with council(sqlite_url, timers) as there:
        await there.sends(there.sara, content=ASKING)
        copy = await there.maryam.sees(TEXT)
        number = there.notice.id
        for data in ("read:{}:0", "pick:{}:0", "pick:{}:1"):
            for stranger in (there.reza, there.sara):
                stranger.phone.press(data=f"1:reading:{data.format(number)}", message_id=stranger.last.id)
                await stranger.sees_toast("فقط گیرندگان")
        for data in (f"pick:{number}:2", f"pick:{number}:z", "pick:zzz:0", "read:zzz:0", "read:-1:0"):
            there.maryam.phone.press(data=f"1:reading:{data}", message_id=copy.id)
            await there.town.quiet()
        assert counted(there.town) == []


async def gathers(there: Council, resident: Resident) -> None:
    """Somebody wants their news in one message a day."""
    row = {"person_id": person_id(there.town, resident), "digest": "daily", "quiet": "22-8"}
    switches = dict.fromkeys(("notices", "meetings", "goals", "own"), True)
    values = {**row, **switches, "digested_at": datetime.now(UTC), "updated_at": datetime.now(UTC)}
    await there.change(insert(table_of(Subscription)).values(values))


async def test_a_digest_opens_the_notice(database_url: str, timers: Timers) -> None:
    """Whoever has it in a digest opens it in full, presses its buttons, and can answer it by a reply."""
    async with council(database_url, timers) as there:
        await gathers(there, there.maryam)
        await there.follows(there.reza, "گلسار")
        await there.sends(there.sara, content=ASKING)
        await there.reza.sees(TEXT)
        assert there.got(there.maryam) == 0
        button = f"1:reading:open:{there.notice.id}:0"
        there.maryam.phone.press(data=button, message_id=there.maryam.last.id)
        copy = await there.maryam.sees(TEXT, "کدام روز؟")
        await there.town.quiet()
        await there.maryam.taps("خواندم")
        await there.maryam.sees_toast("سپاس")
        there.maryam.phone.send("شنبه خوب نیست", reply_to=copy.id)
        await there.maryam.sees("دربارهٔ اطلاعیهٔ")
        await there.town.quiet()
        assert counted(there.town) == [(True, None)]


async def test_what_is_not_for_them_does_not_open(sqlite_url: str, timers: Timers) -> None:
    """A forged «open»: of a notice for others, a draft, or none at all."""
    async with council(sqlite_url, timers) as there:
        await there.composes(there.sara)
        draft = there.notice.id
        for number in (draft, "zzz", "-1", "0"):
            there.maryam.phone.press(data=f"1:reading:open:{number}:0", message_id=there.maryam.last.id)
            await there.maryam.sees("این اطلاعیه دیگر نیست")
            await there.town.quiet()
        await there.sara.taps("فرستادن به ۱ نفر")
        await there.maryam.sees(TEXT)
        there.reza.phone.press(data=f"1:reading:open:{draft}:0", message_id=there.reza.last.id)
        await there.reza.sees("این اطلاعیه دیگر نیست")
        await there.town.quiet()
        assert there.got(there.reza) == 0
