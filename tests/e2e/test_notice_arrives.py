from models.broadcast import Broadcast
from models.delivery import DeliveryState
from models.notice import NoticeState
from tests.e2e.notice_town import TEXT, Timers, council, timers
from tests.e2e.office import settled
from tests.e2e.resident import bare

__all__ = ["timers"]


async def test_it_arrives_where_it_is_meant(database_url: str, timers: Timers) -> None:
    """Who lives there and who follows it get it once; nobody else does; its sender hears how it went."""
    async with council(database_url, timers) as there:
        nima = await settled(there.town, "نیما", "علی‌آباد")
        await there.follows(nima, "گلسار")
        await there.sends(there.sara)
        await there.maryam.sees(TEXT, "اطلاعیهٔ محلهٔ گلسار")
        await nima.sees(TEXT)
        result = await there.sara.sees("فرستاده شد:", "۲ رسید")
        assert result.labels == ["اصلاح", "لغو اطلاعیه", "وضعیت اطلاعیه", "همهٔ اطلاعیه‌ها"]
        await there.town.quiet()
        assert (there.got(there.maryam), there.got(nima), there.got(there.reza)) == (1, 1, 0)
        assert there.notice.state == NoticeState.SENT
        assert set(there.told().values()) == {DeliveryState.SENT}


async def test_it_is_stopped_within_the_minute(sqlite_url: str, timers: Timers) -> None:
    """«نفرست» before it leaves: nobody gets it, and it is a draft again."""
    async with council(sqlite_url, timers, delay=60) as there:
        await there.sends(there.sara)
        assert there.notice.state == NoticeState.SCHEDULED
        await there.sara.chooses("نفرست")
        assert there.notice.state == NoticeState.DRAFT
        assert there.town.rows(Broadcast) == []


async def test_a_restart_within_the_minute(sqlite_url: str, timers: Timers) -> None:
    """The program was away when it was due: it leaves once after that, and not a second time."""
    async with council(sqlite_url, timers, delay=1) as there:
        await there.sends(there.sara)
        await there.town.restart()
        await there.maryam.sees(TEXT)
        await there.town.restart()
        await there.town.quiet()
        assert there.got(there.maryam) == 1


async def test_a_reply_becomes_an_opinion(database_url: str, timers: Timers) -> None:
    """A reader's reply to their copy is an opinion for the council that sent it, and its card leads to the notice."""
    async with council(database_url, timers) as there:
        await there.sends(there.sara)
        copy = await there.maryam.sees(TEXT)
        await there.town.quiet()
        there.maryam.phone.send("ساعت ۸ زود است", reply_to=copy.id)
        await there.maryam.sees("دربارهٔ اطلاعیهٔ «فردا از ۸", "نظر", "ساعت ۸ زود است")
        await there.town.quiet()
        await there.maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        made = there.town.submission
        assert (made.kind, made.notice_id) == ("opinion", there.notice.id)
        await there.ali.opens(made)
        assert "دربارهٔ اطلاعیهٔ «فردا از ۸" in there.ali.card
        await there.ali.taps_and_sees("دیدن اطلاعیه", "فرستاده شد:", "۱ رسید")


async def test_a_reply_to_a_preview_is_no_opinion(sqlite_url: str, timers: Timers) -> None:
    """What its sender writes as a reply to their own preview is a message like any other."""
    async with council(sqlite_url, timers, delay=60) as there:
        await there.sends(there.sara)
        preview = there.sara.heard(TEXT)[0]
        there.sara.phone.send("یادم باشد", reply_to=preview.id)
        await there.sara.sees("پیش‌نویس شما:")
        await there.town.quiet()
        assert "دربارهٔ اطلاعیهٔ" not in bare(there.sara.last.text)
