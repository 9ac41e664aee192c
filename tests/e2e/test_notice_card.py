from tests.e2e.notice_town import TEXT, Timers, council, timers
from tests.e2e.resident import bare

__all__ = ["timers"]


async def test_what_left_offers_no_way_to_stop_it(sqlite_url: str, timers: Timers) -> None:
    """Once the result stands below, the card with which it was sent says so, and its «do not send» is gone."""
    async with council(sqlite_url, timers) as there:
        await there.sends(there.sara)
        await there.maryam.sees(TEXT)
        await there.sara.sees("فرستاده شد:", "رسید")
        await there.town.quiet()
        shown = there.sara.phone.messages
        assert [one for one in shown if "نفرست" in one.labels] == []
        (card,) = [one for one in shown if "این اطلاعیه فرستاده شد." in bare(one.text)]
        assert card.labels == ["وضعیت اطلاعیه"]
