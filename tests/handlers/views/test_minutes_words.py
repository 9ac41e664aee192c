from zoneinfo import ZoneInfo

import pytest

from handlers.views.meeting_agenda import item_line
from handlers.views.minutes import Book, item_card
from handlers.views.minutes_words import item_lines
from locales import translator
from models.meeting import MeetingKind
from models.meeting_facts import Facts
from models.meeting_shown import AgendaLine
from models.minutes_shown import DecidedResolution, MinutesItem, MinutesShown
from tests.e2e.resident import bare

FA, TEHRAN = translator("fa"), ZoneInfo("Asia/Tehran")
DECIDED = "شش چراغ تازه نصب شود."


@pytest.mark.parametrize(("decision", "times"), [(DECIDED, 0), ("چراغ‌ها نصب شود.", 1)])
def test_a_resolution_is_not_read_twice(decision: str, times: int) -> None:
    """A decision in the very words of its resolution stands there once; in other words it stands beside it."""
    resolution = DecidedResolution(1, 4, 1405, DECIDED, "شرکت توزیع برق")
    item = MinutesItem(AgendaLine(1, 1, "روشنایی"), decision=decision, resolution=resolution)
    lines = item_lines(item, 200, translator("fa"), "پیشنهاد شورای محله", ZoneInfo("Asia/Tehran"))
    said = bare("\n".join(lines))
    assert said.count("تصمیم:") == times
    assert said.count(DECIDED) == 1


def test_a_withdrawn_submission_is_named_by_its_code() -> None:
    """Agenda and minutes say that it was taken back; so does the form, and that its author hears nothing of it."""
    line = AgendaLine(1, 2, "", "مریم", "1405-7", is_withdrawn=True)
    item = MinutesItem(line, decision="پیگیری می‌شود")
    said = "درخواست ۱۴۰۵-۷ (پس گرفته شد)"
    assert bare(item_line(line, 2, FA)) == f"۲. {said} (ارائه: مریم)"
    assert bare(item_lines(item, 200, FA, "مصوبه", TEHRAN)[0]) == f"<b>۲. {said}</b>"
    shown = MinutesShown(1, MeetingKind.ORDINARY, 1, Facts("جلسه"), 1, 1, "مریم", 1, items=[item])
    form = bare(item_card(Book(shown, TEHRAN, "مصوبه"), item, FA).text)
    assert said in form
    assert "فرستنده این درخواست را پس گرفته است" in form
