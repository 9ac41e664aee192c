"""What the screens of goals say to residents, and which buttons stand below it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.callback_data import ButtonData, parse
from handlers.views import goal_card, goal_list
from handlers.views.goal_parts import Shown
from handlers.views.goal_standing import Way, progress_line
from locales import Translator, translator
from models.goal import CallState, GoalCall, GoalStatus
from models.goal_progress import Progress
from models.goal_shown import GoalCard, GoalShown
from models.submission import Submission
from tests.e2e.resident import bare
from tests.handlers.views.limits import check_fits
from tests.handlers.views.test_goal_views import LINK, PLACE, PLAIN, STEP, TODAY, bare_one, behind, history
from tests.handlers.views.test_limits import LARGEST, SUBMISSION, ZONE


def _line(status: GoalStatus, progress: Progress, language: str = "fa") -> str:
    return bare(str(progress_line(status, progress, translator(language))))


def test_a_bar_with_its_words() -> None:
    """Ten cells, the same in digits, and where it stands, whose letters tell which way the line runs."""
    assert _line(GoalStatus.ACTIVE, Progress(0.62)) == "▓▓▓▓▓▓░░░░ ۶۲٪، در حال انجام"
    assert _line(GoalStatus.ACTIVE, Progress(0.62), "en") == "▓▓▓▓▓▓░░░░ 62%, under way"
    assert _line(GoalStatus.PLANNED, Progress()) == "برنامه‌ریزی‌شده"
    assert _line(GoalStatus.PAUSED, Progress(0.0)) == "░░░░░░░░░░ ۰٪، متوقف‌شده"


def test_what_is_reached_shows_no_bar() -> None:
    """Called reached, it is reached, whatever was measured."""
    assert _line(GoalStatus.REACHED, Progress(0.4, is_reached=True)) == "✓ <b>محقق‌شده</b>"


def _card(goal: GoalShown, tr: Translator, **values: object) -> str:
    return bare(check_fits(goal_card.goal_card(bare_one(card=GoalCard(goal), **values), tr)))


def test_what_no_bar_shows_is_said() -> None:
    """Beyond the target and behind the beginning are words, not a longer bar."""
    tr = translator("fa")
    beyond = Progress(1.0, is_beyond=True, value=25.0, unit="درخت", baseline=0.0, target=20.0)
    behind = Progress(0.0, is_behind=True, value=-2.5, unit="متر", baseline=0.0, target=20.0)
    assert "از هدف هم گذشته است." in _card(replace(PLAIN, progress=beyond), tr)
    text = _card(replace(PLAIN, progress=behind), tr)
    assert "از نقطهٔ آغاز عقب‌تر است." in text
    assert "░░░░░░░░░░ ۰٪ انجام شده" in text


def test_due_days() -> None:
    """A day that has passed says so, except where the goal has ended."""
    tr = translator("fa")
    late = replace(PLAIN, due_on=TODAY - timedelta(days=1), is_overdue=True)
    assert "مهلت: ۱۸ آذر ۱۴۰۵. مهلتش گذشته است." in _card(late, tr)
    assert "گذشته است" not in _card(replace(late, status=GoalStatus.REACHED), tr)
    assert "گذشته است" not in _card(replace(late, is_overdue=False), tr)


def test_a_description_that_is_the_title_is_said_once() -> None:
    """Imported goals whose text is short are not repeated."""
    tr = translator("fa")
    assert _card(replace(PLAIN, description="پیاده‌رو"), tr).count("پیاده‌رو") == 1


def _labels(shown: Shown, tr: Translator) -> list[str]:
    return [button.label for row in goal_card.goal_card(shown, tr).rows for button in row]


def test_buttons_by_right() -> None:
    """Residents look and follow; who may report, reports; who may plan, plans. Before it is public only the latter."""
    tr = translator("fa")
    resident = ["دنبال کردن", "به همسایه‌ها نشان بده", "همهٔ هدف‌ها"]
    assert _labels(bare_one(), tr) == resident
    reporting = ["گزارش پیشرفت", "اصلاح گزارش‌ها"]
    assert _labels(bare_one(may_pursue=True), tr) == [*resident[:2], *reporting, resident[2]]
    planning = ["ویرایش هدف", "پیوند درخواست‌ها", "پیوند مصوبه و جلسه"]
    assert _labels(bare_one(may_plan=True), tr) == [*resident[:2], *planning, "فراخوان ایده", resident[2]]
    hidden = GoalCard(replace(PLAIN, is_published=False))
    assert _labels(bare_one(may_plan=True, may_pursue=True, card=hidden), tr) == [*planning, resident[2]]


@pytest.mark.parametrize(("page", "inner"), [(None, 0), (0, 0), (7, 3), (999_999, 9_999)])
def test_the_way_back_is_in_the_button(page: int | None, inner: int) -> None:
    """The list's page and that behind the card come back as they were."""
    button = Way(page).button("x", "history", LARGEST, inner=inner)
    assert button.data is not None
    assert Way.of(parse(button.data.pack()) or ButtonData("x", "x")) == Way(page, inner)


def test_what_residents_wrote_is_masked() -> None:
    """Neighbours read the words, the code and the status, and no telephone number."""
    tr = translator("fa")
    words = "زنگ بزنید ۰۹۱۲۳۴۵۶۷۸۹، چراغ نیست"
    changes = {"code": "1405-000123-7", "kind": "report", "status": "in_progress", "text": words}
    one = Submission(**{**SUBMISSION.model_dump(), **changes})
    text = bare(check_fits(behind([one], 1, tr)))
    assert "۱۴۰۵-۰۰۰۱۲۳-۷ · گزارش مشکل · در دست اقدام" in text
    assert "•••" in text
    assert "۰۹۱۲" not in text


def test_a_corrected_report_is_struck_out() -> None:
    """What another report took the place of is still there to be read, and counts for nothing."""
    step = replace(STEP, text="۱۲ چراغ", is_corrected=True)
    text = bare(check_fits(history([step], 1, Way(), translator("fa"))))
    assert "۱۲ چراغ (بعداً اصلاح شد)" in text
    assert "▓" not in text


def test_the_share_message_keeps_its_buttons() -> None:
    """Every button of it is an address: only those stay with a message that is passed on."""
    tr = translator("fa")
    view = goal_card.share_message(bare_one(), LINK, "https://t.me/share/url?url=x", tr)
    assert all(button.url and button.data is None for row in view.rows for button in row)


def test_the_link_can_be_opened() -> None:
    """Its digits are not translated: an address is none of the language's words."""
    link = "https://t.me/bot?start=goal_15"
    view = goal_card.share_message(bare_one(), link, link, translator("fa"))
    assert link in check_fits(view)


def test_a_call_for_ideas() -> None:
    """While it is open: its question, its last day, and a button to answer; afterwards what came of it."""
    tr = translator("fa")
    asked: dict[str, Any] = {"id": 5, "goal_id": 1, "question": "کجا درخت بکاریم؟", "closes_on": TODAY}
    running = GoalCard(replace(PLAIN, call=GoalCall(**asked, state=CallState.OPEN.value)))
    view = goal_card.goal_card(bare_one(card=running), tr)
    assert "فراخوان ایده، تا ۱۹ آذر ۱۴۰۵:\n«کجا درخت بکاریم؟»" in bare(check_fits(view))
    answer = next(button for button in view.rows[0] if button.label == "ایده دارم")
    assert answer.data == ButtonData("gcall", "answer", 5)
    over = GoalCall(**asked, state=CallState.CLOSED.value)
    assert "فراخوان" not in bare(check_fits(goal_card.goal_card(bare_one(card=GoalCard(PLAIN, last_call=over)), tr)))
    over.result = "در میدان."
    text = bare(check_fits(goal_card.goal_card(bare_one(card=GoalCard(PLAIN, last_call=over)), tr)))
    assert "نتیجهٔ فراخوان ایده:\n«در میدان.»" in text


def _listed(goal: GoalShown) -> str:
    line = goal_list.Line(goal, PLACE, ZONE)
    return bare(check_fits(goal_list.goal_list([line], 1, 0, goal_list.Narrowed(), translator("fa"))))


def test_what_a_line_says() -> None:
    """Until when, or that its day has passed; that it is followed; that nobody else sees it yet."""
    assert "تا ۱۹ آذر ۱۴۰۵" in _listed(replace(PLAIN, due_on=TODAY))
    assert "مهلتش (۱۹ آذر ۱۴۰۵) گذشته است" in _listed(replace(PLAIN, due_on=TODAY, is_overdue=True))
    assert "آذر" not in _listed(replace(PLAIN, due_on=TODAY, is_overdue=True, status=GoalStatus.DROPPED))
    assert "✓ دنبال می‌کنید" in _listed(replace(PLAIN, is_followed=True))
    assert "هنوز منتشر نشده" in _listed(replace(PLAIN, is_published=False))


def test_a_report_of_another_year_names_it() -> None:
    """This year's days stand alone; others have their year."""
    step = replace(STEP, text="کار", value=None, status_to=None, resolution=None, submission_code=None)
    tr = translator("fa")
    text = bare(check_fits(history([replace(step, on_day=date(2026, 12, 1)), step], 2, Way(), tr)))
    assert "▫️ ۱۰ آذر: کار" in text
    assert "▫️ ۳ تیر ۱۴۰۳: کار" in text
