from zoneinfo import ZoneInfo

import pytest

from handlers.views.minutes_words import item_lines
from locales import translator
from models.meeting_shown import AgendaLine
from models.minutes_shown import DecidedResolution, MinutesItem
from tests.e2e.resident import bare

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
