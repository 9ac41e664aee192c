"""Who may say what a goal is and how far it has come: nobody else, however they press; and nothing is lost by it."""

import pytest
from sqlalchemy import delete

from models.database import table_of
from models.goal import Goal, GoalMeeting, GoalResolution, GoalUpdate
from models.role import Grant
from tests.e2e.goal_office_town import TEXT, TITLE, clerk, goal, member, presses, reports
from tests.e2e.harness import running_bot
from tests.e2e.office import settled
from tests.e2e.resolution_town import base36, decides

NOT_FOUND = "پیدا نشد"
FORGED = (
    "1:gedit:new:0:0",
    "1:gedit:open:1:0",
    "1:gedit:publish:1:1",
    "1:gedit:discarded:1:1",
    "1:gedit:title:1:1",
    "1:gtie:open:1:0",
    "1:gtie:tie_resolution:1:1",
    "1:gupdate:new:1:0",
    "1:gupdate:list:1:0",
    "1:gupdate:of:1:0",
    "1:gupdate:tell:1:0",
    "1:gupdate:removed:1:0",
    "1:gupdate:correct:1:0",
)


async def test_a_resident_presses_what_was_never_drawn(sqlite_url: str) -> None:
    """Every button of the office, made up by a resident, finds nothing and changes nothing."""
    async with running_bot(sqlite_url) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await goal(town, where="ایزدشهر")
        await reports(zahra, 1)
        before = town.row(Goal).version
        for data in FORGED:
            await presses(maryam, data)
            await maryam.sees(NOT_FOUND)
        assert town.row(Goal).version == before
        assert town.row(GoalUpdate).removed_at is None


@pytest.mark.parametrize("data", ["1:gupdate:new:2:0", "1:gedit:open:1:0", "1:gupdate:new:3:0", "1:gupdate:of:99:0"])
async def test_beyond_their_own(sqlite_url: str, data: str) -> None:
    """A council member reports on goals of their area only, edits none, and none that is not public."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await goal(town)
        await goal(town, where="باغ شاه")
        await goal(town, is_public=False)
        await presses(sara, data)
        await sara.sees(NOT_FOUND)


async def test_old_buttons_of_a_report(sqlite_url: str) -> None:
    """Of a card that is done, a word; of an older card, how things stand; pressed twice, one report."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await goal(town)
        await presses(sara, "1:gupdate:save:0:1")
        await sara.sees_toast("گزارشی نیمه‌کاره ندارید")
        await presses(sara, "1:gupdate:new:1:0")
        await sara.says_and_sees(TEXT, "دنبال‌کنندگان همین پیام بالا")
        await town.quiet()
        _, data = sara.data_on_card("ثبت")
        await sara.says_and_sees("۷", "مقدار: ۷ کیلومتر")
        await town.quiet()
        sara.phone.press(data=data, message_id=sara.last.id)
        await sara.sees_toast("این دکمه")
        await town.quiet()
        assert town.rows(GoalUpdate) == []
        message, data = sara.data_on_card("ثبت")
        for _ in range(2):
            sara.phone.press(data=data, message_id=message)
        await town.quiet()
        assert len(town.rows(GoalUpdate)) == 1


async def test_whoever_lost_the_office_in_between(sqlite_url: str) -> None:
    """They are refused in a sentence; what they wrote is their own again, and nothing was put on record."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await goal(town)
        await presses(sara, "1:gupdate:new:1:0")
        await sara.says_and_sees(TEXT, "دنبال‌کنندگان همین پیام بالا")
        await town.quiet()
        await town.change(delete(table_of(Grant)))
        await sara.taps_and_sees("ثبت", "دیگر دربارهٔ", "چیزی ثبت نشد")
        assert town.rows(GoalUpdate) == []
        await town.quiet()
        assert town.dialogue("goal_report").data["text"] == TEXT
        await sara.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")


async def test_typed_without_the_right(sqlite_url: str) -> None:
    """A title typed after the office ended changes nothing: it is a message of their own."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await goal(town, where="ایزدشهر")
        await presses(zahra, "1:gedit:open:1:0")
        await zahra.chooses("عنوان")
        await town.change(delete(table_of(Grant)))
        await zahra.says_and_sees("کوچهٔ ما تاریک است", "پیش‌نویس شما:")
        assert any("دیگر این هدف را ویرایش نمی‌کنید" in one.text for one in zahra.messages)
        assert town.row(Goal).title == TITLE


async def test_resolutions_and_meetings_are_tied(sqlite_url: str) -> None:
    """From a list, with a press; a second press takes it away; pages lead to the rest."""
    async with running_bot(sqlite_url) as town:
        sara, zahra = await member(town), await clerk(town)
        goal_id = await goal(town)
        for number in range(8):
            await decides(sara, f"تصمیم {number}")
        await presses(zahra, f"1:gtie:open:{base36(goal_id)}:0")
        await zahra.sees("پیوند دارد", TITLE)
        await zahra.taps_and_sees("جلسه‌ها (۰)", "هنوز جلسه‌ای")
        await town.quiet()
        await zahra.chooses("بازگشت", "مصوبه‌ها (۰)")
        await zahra.sees("۶.", "شمارهٔ ۸")
        await zahra.chooses("۱")
        await zahra.sees("✓ ۱.", "شمارهٔ ۸")
        await zahra.chooses("بعدی ›")
        await zahra.sees("۸.", "شمارهٔ ۱")
        assert len(town.rows(GoalResolution)) == 1
        await zahra.chooses("‹ قبلی", "✓ ۱", "بازگشت")
        await zahra.sees("پیوند دارد")
        assert town.rows(GoalResolution) == []
        assert town.rows(GoalMeeting) == []
