import asyncio
from datetime import timedelta

import pytest

from bot import meeting_care
from models.meeting import Meeting, MeetingState, Rule
from models.meeting_facts import Facts
from tests.e2e.harness import Town
from tests.e2e.meeting_stage import (
    drafts,
    facts_of,
    meeting_of,
    presses,
    series_of,
    typed,
    workday,
    writes,
)
from tests.e2e.notice_town import Council, Timers, council, timers
from tests.e2e.resident import bare

__all__ = ["timers"]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Meetings of a series are put on record with every tick."""
    monkeypatch.setattr(meeting_care, "SLOW_EVERY", timedelta(0))


async def _begun(there: Council, *, ahead: int = 4) -> None:
    """A weekly meeting that has begun."""
    await drafts(there.sara, typed(workday(there.town, ahead)))
    await presses(there.sara, "تکرار", "هر هفته", "شروع تکرار")
    await there.town.quiet()


def _states(town: Town) -> list[str]:
    return [one.state for one in town.rows(Meeting)]


async def test_a_weekly_meeting(sqlite_url: str, timers: Timers) -> None:
    """How often, not on holidays, without an end: three taps; it is called so, and its next meetings are there."""
    async with council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await drafts(sara, typed(workday(town, 4)))
        asked = await presses(sara, "تکرار")
        assert "هر چند وقت تکرار شود؟" in bare(asked.text)
        plan = await presses(sara, "هر هفته")
        assert "ساعت ۱۷ تا ۱۸:۳۰" in bare(plan.text)
        assert "✓ تعطیلات برگزار نشود" in plan.labels
        begun = await presses(sara, "شروع تکرار")
        assert "تکرار شروع شد" in bare(begun.text)
        assert facts_of(town).title == "جلسهٔ هفتگی شورای محلهٔ گلسار"
        series = series_of(town)
        assert (series.rule, series.skips_holidays, series.until) == (Rule.WEEKLY, True, None)
        await town.quiet()
        card = await presses(sara, "همهٔ این جلسه‌ها")
        assert "هر " in bare(card.text)
        assert sum("در انتظار اعلام" in label or "اعلام‌شده" in label for label in card.labels) >= 1


async def test_with_an_end(sqlite_url: str, timers: Timers) -> None:
    """Every part of the plan is a tap: holidays, a last day typed or picked, another rhythm; a past one is refused."""
    async with council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await drafts(sara, typed(workday(town, 4)))
        await presses(sara, "تکرار", "هر ماه", "✓ تعطیلات برگزار نشود", "تا روز معین")
        assert "روزی در آن پیدا نکردم" in bare((await writes(sara, "همیشه")).text)
        assert "گذشته است" in bare((await writes(sara, "۱۴۰۰/۱/۱")).text)
        last = workday(town, 90)
        plan = await writes(sara, typed(last, "").strip())
        assert "بدون پایان" in plan.labels
        assert "روز‌های تعطیل هم" in bare(plan.text)
        plan = await presses(sara, "دورهٔ دیگر", "هر دو هفته")
        assert "در میان" in bare(plan.text)
        await presses(sara, "شروع تکرار")
        series = series_of(town)
        assert (series.rule, series.skips_holidays, series.until) == (Rule.FORTNIGHTLY, False, last.date())


async def test_one_is_moved_and_one_cancelled_without_the_others(sqlite_url: str, timers: Timers) -> None:
    """Each meeting of a series has a card of its own: what is done there leaves the others and the series."""
    async with council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await _begun(there, ahead=4)
        async with asyncio.timeout(20):
            while len(town.rows(Meeting)) < 2:  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.05)
        await presses(sara, "همهٔ این جلسه‌ها")
        first, second = [label for label in sara.last.labels if "·" in label][:2]
        await presses(sara, first, "تغییر زمان")
        await writes(sara, typed(workday(town, 5), "ساعت ۲۰"))
        await presses(sara, "بله، درست است")
        moved, stays = [Facts.from_data(one.facts) for one in town.rows(Meeting)][:2]
        assert moved.sessions[0].starts_at.astimezone(town.settings.city.zone).hour == 20
        assert stays.sessions[0].starts_at.astimezone(town.settings.city.zone).hour == 17
        await sara.says_and_sees("/meeting", "جلسه‌های شورا")
        await town.quiet()
        await presses(sara, next(label for label in sara.last.labels if "·" in label))
        await presses(sara, "لغو جلسه", "بدون ذکر علت")
        assert "بقیهٔ جلسه‌های تکراری" in bare(sara.last.text)
        assert "هنوز کسی از جلسه خبر ندارد" in bare(sara.last.text)
        await presses(sara, "بله، لغو شود")
        assert sorted(_states(town))[:2] == ["cancelled", "scheduled"]
        assert series_of(town).ended_at is None
        assert second


async def test_all_of_them_change_and_end(sqlite_url: str, timers: Timers) -> None:
    """Place, hours and last day of what is not announced yet change together; «end» takes those away."""
    async with council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await _begun(there, ahead=4)
        await presses(sara, "همهٔ این جلسه‌ها", "محل")
        await writes(sara, "مسجد جامع")
        assert facts_of(town).place == "مسجد جامع"
        await presses(sara, "ساعت")
        assert "ساعتی در آن پیدا نکردم" in bare((await writes(sara, "عصر")).text)
        asked = await writes(sara, "ساعت ۱۸ تا ۲۰")
        assert "ساعت ۱۸ تا ۲۰" in bare(asked.text)
        assert facts_of(town).sessions[0].minutes == 90
        await presses(sara, "بله، درست است")
        assert facts_of(town).sessions[0].minutes == 120
        await presses(sara, "پیوند آنلاین")
        wrong = await writes(sara, "اسکای‌روم")
        assert "بازگشت" in wrong.labels
        await presses(sara, "بازگشت", "تا روز معین")
        last = workday(town, 60)
        await writes(sara, typed(last, "").strip())
        assert series_of(town).until == last.date()
        asked = await presses(sara, "پایان تکرار")
        assert "تکرار تمام شود؟" in bare(asked.text)
        assert series_of(town).ended_at is None
        await presses(sara, "بله، تمام شود")
        assert series_of(town).ended_at is not None
        assert set(_states(town)) == {MeetingState.DISCARDED.value}


async def test_old_cards_of_a_series(sqlite_url: str, timers: Timers) -> None:
    """A button drawn before somebody changed the series changes nothing, and shows how it stands."""
    async with council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await _begun(there, ahead=4)
        await presses(sara, "همهٔ این جلسه‌ها")
        old = sara.data_of("پایان تکرار").replace(":end:", ":ended:")
        await presses(sara, "✓ تعطیلات برگزار نشود")
        assert series_of(town).skips_holidays is False
        sara.phone.press(data=old, message_id=sara.last.id)
        await sara.sees_toast("این دکمه")
        await town.quiet()
        assert series_of(town).ended_at is None
        assert meeting_of(town).state == MeetingState.SCHEDULED
