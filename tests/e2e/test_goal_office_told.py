"""Reports that are on record: told at the day's hour or now, taken back until then, corrected afterwards."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from models.database import table_of
from models.goal import Goal, GoalStatus, GoalUpdate
from tests.e2e.goal_office_town import TEXT, clerk, follows, goal, member, presses, reports
from tests.e2e.harness import running_bot
from tests.e2e.office import settled
from tests.e2e.resident import bare
from tests.e2e.resolution_town import base36

ABOVE = "دنبال‌کنندگان همین پیام بالا را می‌گیرند"


async def test_taken_back_while_nobody_knows(database_url: str) -> None:
    """With a press and a yes; what it said of the goal counts no more."""
    async with running_bot(database_url) as town:
        sara = await member(town)
        goal_id = await goal(town)
        await presses(sara, f"1:gupdate:new:{base36(goal_id)}:0")
        await sara.says_and_sees(TEXT, ABOVE)
        await sara.says_and_sees("۷", "مقدار: ۷ کیلومتر")
        await town.quiet()
        await sara.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert town.row(Goal).value == 7.0
        await sara.taps_and_sees("پس بگیر", "پس گرفته شود؟")
        await town.quiet()
        await sara.taps_and_sees("بله، پس بگیر", "به کسی خبر داده نشد")
        await town.quiet()
        assert town.row(GoalUpdate).removed_at is not None
        assert town.row(Goal).value is None


async def test_told_now(sqlite_url: str) -> None:
    """It does not wait for the day's hour; once it is told it cannot be taken back any more."""
    async with running_bot(sqlite_url, notice_delay=60) as town:
        maryam, sara = await settled(town, "مریم"), await member(town)
        goal_id = await goal(town)
        await follows(town, maryam, goal_id)
        made = await reports(sara, goal_id)
        await town.change(update(table_of(GoalUpdate)).values(tell_at=datetime.now(UTC) + timedelta(hours=5)))
        await presses(sara, f"1:gupdate:of:{base36(made.id or 0)}:0")
        await sara.taps("همین حالا بفرست")
        await sara.sees_toast("در راه است")
        await town.quiet()
        left = town.row(GoalUpdate).tell_at.replace(tzinfo=UTC) - datetime.now(UTC)
        assert left < timedelta(seconds=61)
        now = datetime.now(UTC)
        await town.change(update(table_of(GoalUpdate)).values(told_at=now))
        await sara.taps_and_sees("پس بگیر", "به دنبال‌کنندگان خبر داده شد", TEXT)
        await presses(sara, f"1:gupdate:removed:{base36(made.id or 0)}:0")
        await sara.sees_toast("خبر داده شده است")
        assert town.row(GoalUpdate).removed_at is None


async def test_corrected_by_another(sqlite_url: str) -> None:
    """It begins with what the wrong one says; the wrong one counts no more, and the list shows both."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town)
        wrong = await reports(sara, goal_id)
        await presses(sara, f"1:gupdate:list:{base36(goal_id)}:0")
        await sara.sees("گزارش‌های", TEXT, "هنوز خبر داده نشده")
        await sara.chooses("۱", "اصلاح")
        await sara.sees(ABOVE)
        await sara.says_and_sees("۹", "مقدار: ۹ کیلومتر")
        await town.quiet()
        await sara.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        first, second = town.rows(GoalUpdate)
        assert (second.corrects_id, second.text, second.value) == (wrong.id, TEXT, 9.0)
        assert town.row(Goal).value == 9.0
        await sara.taps_and_sees("گزارش‌های ثبت‌شده", "(اصلاح شده)")
        await presses(sara, f"1:gupdate:of:{base36(first.id or 0)}:0")
        shown = await sara.sees("گزارش دیگری جای آن را گرفته است")
        assert "اصلاح" not in shown.labels


async def test_what_is_corrected_is_gone_meanwhile(sqlite_url: str) -> None:
    """Somebody took it back: that is said, and the words become a report of their own."""
    async with running_bot(sqlite_url) as town:
        sara, zahra = await member(town), await clerk(town)
        goal_id = await goal(town)
        wrong = await reports(sara, goal_id)
        await presses(sara, f"1:gupdate:correct:{base36(wrong.id or 0)}:0")
        await sara.sees(ABOVE)
        await presses(zahra, f"1:gupdate:removed:{base36(wrong.id or 0)}:0")
        await zahra.sees("به کسی خبر داده نشد")
        await town.quiet()
        await sara.taps_and_sees("ثبت", "پس گرفته یا اصلاح شده", ABOVE)
        await town.quiet()
        await sara.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        assert [(one.corrects_id, one.removed_at is None) for one in town.rows(GoalUpdate)] == [
            (None, False),
            (None, True),
        ]


async def test_the_list_has_pages(sqlite_url: str) -> None:
    """Six reports a page, the newest first, with the way to the rest and to a new one."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        goal_id = await goal(town, status=GoalStatus.ACTIVE.value)
        for number in range(7):
            await reports(sara, goal_id, f"گام {number}")
        await presses(sara, f"1:gupdate:list:{base36(goal_id)}:0")
        shown = await sara.sees("گام 6", "گام 1")
        assert "گام 0" not in bare(shown.text)
        await sara.taps_and_sees("بعدی ›", "۷.", "گام 0")
