"""Charts to draw, and whether anything in a picture stands on top of something else."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from models.documents.goal_chart import GoalChart, Report
from models.goal import GoalStatus
from models.goal_progress import Progress
from tests.models.documents.drawn import Drawn, Glyph

TODAY = date(2026, 11, 22)  # ۱ آذر ۱۴۰۵
_INK = 0.45  # of a letter's size that is surely its own: what is above may be empty


def chart(values: Sequence[float] = (), **given: Any) -> GoalChart:
    """A goal with such values, one every `every` days until today; `stated`: they are percentages."""
    every, stated = given.pop("every", 20), given.pop("stated", False)
    baseline, target = (None, None) if stated else (given.pop("baseline", 0.0), given.pop("target", 100.0))
    reports = [
        Report(
            TODAY - timedelta(days=(len(values) - 1 - number) * every),
            f"گزارش {number}",
            None if stated else value,
            round(value) if stated else None,
        )
        for number, value in enumerate(values)
    ]
    usual = {
        "place": "ایزدشهر",
        "number": 5,
        "title": "بهبود وضعیت شبکه‌های ارتباطی",
        "status": GoalStatus.ACTIVE,
        "progress": _progress(values, baseline, target, stated=stated),
        "reports": reports,
        "drawn_on": TODAY,
        "unit": None if stated else "کیلومتر",
        "baseline": baseline,
        "target": target,
        "due_on": date(2027, 3, 20),
    }
    return GoalChart(**{**usual, **given})


def _progress(values: Sequence[float], baseline: float | None, target: float | None, *, stated: bool) -> Progress:
    if stated or baseline is None or target is None:
        return Progress(values[-1] / 100 if values and stated else None)
    come = (values[-1] - baseline) / (target - baseline) if values else 0.0
    return Progress(min(max(come, 0.0), 1.0), is_behind=come < 0, is_beyond=come > 1)


def on_top(drawn: Drawn) -> list[tuple[str, str]]:
    """Letters of different lines, or far apart ones of a line, of which one stands on the other."""
    inked = [one for one in drawn.glyphs if one.text.strip() and one.width > 0.5]
    return [(one.text, other.text) for one, other in combinations(inked, 2) if _touch(one, other)]


def _touch(one: Glyph, other: Glyph) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    if abs(one.y - other.y) < 2.0:  # joined letters reach into each other a little
        return across > 0.6 * min(one.width, other.width)
    upwards = min(one.y + one.size * _INK, other.y + other.size * _INK) - max(one.y, other.y)
    return across > 0.8 and upwards > 0.8
