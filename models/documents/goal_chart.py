"""A goal's history as a picture for a chat, and the same as text.

Time runs from left to right: so it does in Persian schoolbooks, newspapers and statistics, where numbers and axes are
written as everywhere, though words run the other way. The bar above is read with words, and fills from the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from locales import Translator
from locales.bidi import isolate_words
from locales.dates import MONTHS, jalali_day
from models.documents.chart_axis import Tick, Times, Values, kept_apart, times_axis, values_axis
from models.documents.chart_numbers import Scale, scale_of
from models.documents.paper_words import day_words
from models.documents.typeset import pictures_of, written
from models.goal import GoalStatus
from models.goal_progress import Progress
from models.goal_words import percent_words, status_words, value_words
from models.text import fold

RESOLUTION: Final = 144.0  # points an inch: 720 pixels wide, two for each that a narrow phone shows
TEMPLATE: Final = "goal_chart"
_PLOT_HEIGHT: Final = 176  # points
_LABEL_HEIGHT: Final = 33.0  # of two lines
_LABELS_WITHIN: Final = (12.0, _PLOT_HEIGHT - 12.0)  # their middles
_MOST_DOTS: Final = 40
_MOST_POINTS: Final = 400  # more than a line of 260 points can show
_LONGEST: Final = 24  # letters of a word without a blank that fit a line of the title
_MOST_EVENTS: Final = 6
_SENTENCE: Final = 160  # letters of a report within the picture; all of it is in the text
_TEXT_EVENTS: Final = 40
_SCALED: Final = frozenset(map(fold, ("هزار", "میلیون", "میلیارد", "صد", "ده", "thousand", "million", "billion")))


class Mark(StrEnum):
    """What the legend explains, as the template draws it. Stored nowhere."""

    NOW = "now"
    TARGET = "target"
    BASELINE = "baseline"
    DUE = "due"
    NOTHING = "nothing"  # a fact of which the picture has no sign


@dataclass(frozen=True)
class Report:
    """A valid report on a goal; `day` is a day of the city's calendar, `stated` a percentage."""

    day: date
    text: str
    value: float | None = None
    stated: int | None = None
    status_to: GoalStatus | None = None


@dataclass(frozen=True)
class GoalChart:
    """What a goal's picture shows. `reports` are the valid ones, oldest first."""

    place: str
    number: int
    title: str
    status: GoalStatus
    progress: Progress
    reports: Sequence[Report]
    drawn_on: date
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    due_on: date | None = None

    @property
    def points(self) -> list[tuple[date, float]]:
        """What the line runs through: values, or without any the stated percentages."""
        values = [(one.day, one.value) for one in self.reports if one.value is not None]
        return values or [(one.day, float(one.stated)) for one in self.reports if one.stated is not None]

    @property
    def is_stated(self) -> bool:
        """Whether the line runs through percentages that were said, and not measured."""
        return all(one.value is None for one in self.reports)


def chart_png(chart: GoalChart, tr: Translator) -> bytes:
    """The picture, 720 pixels wide. It takes some hundredths of a second: call it in a thread."""
    return pictures_of(TEMPLATE, chart_data(chart, tr), resolution=RESOLUTION)[0]


def chart_data(chart: GoalChart, tr: Translator) -> dict[str, Any]:
    """What the template shows."""
    return {
        "language": tr.language,
        "direction": tr.direction,
        "kicker": kicker(chart.place, chart.number, tr),
        "title": written(chart.title, _LONGEST),
        "status": status_words(chart.status, tr),
        "comma": tr.label("paper", ", ").strip(),
        "status_kind": chart.status,
        "done": chart.progress.fraction,
        "done_words": done_words(chart.progress, tr),
        "facts": [[kind, label, written(value, _LONGEST)] for kind, label, value in _facts(chart, tr)],
        "plot": _line(chart, tr) if chart.points else _events(chart, tr),
        "foot": tr.plain("As of {date}", date=day_words(chart.drawn_on, tr)),
    }


def kicker(place: str, number: int, tr: Translator) -> str:
    """Which goal it is: «هدف ۳، ایزدشهر»."""
    return tr.label("goal chart", "Goal {number}, {place}", number=tr.number(number), place=isolate_words(place))


def done_words(progress: Progress, tr: Translator) -> str:
    """«۶۰٪», with what no bar shows; empty where nothing is known."""
    if progress.percent is None:
        return ""
    beside = ""
    if progress.is_behind:
        beside = tr.plain("It is further back than where it began.")
    elif progress.is_beyond:
        beside = tr.plain("It has gone beyond the target.")
    return joined(tr, percent_words(progress.percent, tr), beside)


def chart_text(chart: GoalChart, tr: Translator) -> str:
    """The same words, for whoever cannot see the picture: paragraphs divided by empty lines, newest report first."""
    data = chart_data(chart, tr)
    head = f"{data['kicker']}\n{chart.title}"
    state = joined(tr, data["status"], data["done_words"])
    facts = [f"{label}: {value}" for _, label, value in _facts(chart, tr)]
    reports = [_report_text(one, chart, tr) for one in reversed(chart.reports[-_TEXT_EVENTS:])]
    left = len(chart.reports) - len(reports)
    if left > 0:
        reports.append(str(tr.count("and {number} earlier report", "and {number} earlier reports", left)))
    return "\n\n".join(["\n".join([head, state, *facts]), *(reports or [nothing_told(tr)]), data["foot"]])


def nothing_told(tr: Translator) -> str:
    """A goal of which nobody has reported anything."""
    return tr.plain("No progress has been reported yet.")


def _report_text(one: Report, chart: GoalChart, tr: Translator) -> str:
    amount = ""
    if one.value is not None:
        amount = value_words(one.value, chart.unit, tr)
    elif one.stated is not None:
        amount = percent_words(one.stated, tr)
    moved = "" if one.status_to is None else status_words(one.status_to, tr)
    return f"{joined(tr, day_words(one.day, tr), amount, moved)}\n{one.text}"


def joined(tr: Translator, *parts: str) -> str:
    """With commas: a dot in the middle is read as a zero beside Persian digits."""
    return tr.label("paper", ", ").join(part for part in parts if part)


def _facts(chart: GoalChart, tr: Translator) -> list[tuple[Mark, str, str]]:
    """(the sign of it, its name, what it is): the legend of the picture."""
    found = []
    if chart.points:
        day, last = chart.points[-1]
        said = percent_words(round(last), tr) if chart.is_stated else value_words(last, chart.unit, tr)
        found.append((Mark.NOW, tr.label("goal chart", "Now"), f"{said} ({day_words(day, tr)})"))
    if chart.target is not None:
        found.append((Mark.TARGET, tr.label("goal chart", "Target"), value_words(chart.target, chart.unit, tr)))
    if chart.baseline is not None:
        found.append((Mark.BASELINE, tr.label("goal chart", "Start"), value_words(chart.baseline, chart.unit, tr)))
    if chart.due_on is not None:
        late = chart.due_on < chart.drawn_on and chart.status in {GoalStatus.PLANNED, GoalStatus.ACTIVE}
        said = day_words(chart.due_on, tr)
        found.append((Mark.DUE, tr.label("goal chart", "Due"), _overdue(said, tr) if late else said))
    drawn = bool(chart.points)
    return [(kind if drawn and _is_drawn(kind, chart) else Mark.NOTHING, label, value) for kind, label, value in found]


def _overdue(day: str, tr: Translator) -> str:
    return tr.label("goal chart", "{day} (it has passed)", day=day)


def _is_drawn(kind: Mark, chart: GoalChart) -> bool:
    """Whether the picture has what its legend would explain."""
    if kind is Mark.DUE:
        return chart.due_on is not None and chart.due_on in _times(chart)
    return kind is Mark.NOW or not chart.is_stated


def _times(chart: GoalChart) -> Times:
    return times_axis([day for day, _ in chart.points], due_on=chart.due_on)


def _levels(chart: GoalChart) -> list[tuple[Mark, float]]:
    """The lines that the values are compared with."""
    if chart.is_stated:
        return []
    pairs = ((Mark.TARGET, chart.target), (Mark.BASELINE, chart.baseline))
    return [(kind, value) for kind, value in pairs if value is not None]


def _line(chart: GoalChart, tr: Translator) -> dict[str, Any]:
    times, levels = _times(chart), _levels(chart)
    points = [value for _, value in chart.points]
    values = values_axis([*points, *(value for _, value in levels), *((0.0, 100.0) if chart.is_stated else ())])
    scale = _scale(chart, values)
    line = [[times.at(day), values.at(value)] for day, value in chart.points]
    is_due_shown = chart.due_on is not None and chart.due_on in times
    return {
        "is_line": True,
        "height": _PLOT_HEIGHT,
        "unit": _unit_words(chart, scale, tr),
        "y_ticks": [[values.at(tick), scale.words(tick, tr)] for tick in values.ticks],
        "x_ticks": _time_labels(times, tr),
        "due": times.at(chart.due_on) if chart.due_on is not None and is_due_shown else None,
        "levels": [[kind, values.at(value)] for kind, value in levels],
        "line": _thinned(line),
        "dots": len(line) <= _MOST_DOTS,
        "labels": _labels(chart, values, levels, tr),
    }


def _scale(chart: GoalChart, values: Values) -> Scale:
    """Nothing is counted in «million million tomans»: a unit that has a scale keeps it."""
    begins = (chart.unit or "").split(maxsplit=1)[:1]
    return scale_of(values, is_plain=bool(begins) and fold(begins[0]) in _SCALED)


def _unit_words(chart: GoalChart, scale: Scale, tr: Translator) -> str:
    """What the numbers beside the axis are: «میلیون تومان»."""
    unit = tr.label("goal chart", "Percent done, as stated") if chart.is_stated else written(chart.unit or "", _LONGEST)
    return " ".join(filter(None, [scale.name(tr), unit]))


def _labels(chart: GoalChart, values: Values, levels: list[tuple[Mark, float]], tr: Translator) -> list[Any]:
    """(what, its height as a share, the label's height in points, its lines), none on top of another."""
    names = {Mark.TARGET: tr.label("goal chart", "Target"), Mark.BASELINE: tr.label("goal chart", "Start")}
    named = [*levels, (Mark.NOW, chart.points[-1][1])]
    scale = _scale(chart, values)
    heights = [values.at(value) for _, value in named]
    shown = kept_apart([height * _PLOT_HEIGHT for height in heights], _LABEL_HEIGHT, _LABELS_WITHIN)
    return [
        [kind, height, place, [names.get(kind, tr.label("goal chart", "Now")), scale.near_words(value, tr)]]
        for (kind, value), height, place in zip(named, heights, shown, strict=True)
    ]


def _time_labels(times: Times, tr: Translator) -> list[list[Any]]:
    """(where, the label, the year below it where it is another one than that of the label before)."""
    found, year_before = [], 0
    for tick in times.ticks:
        day = jalali_day(tick.day)
        year = "" if tick.is_year or day.year == year_before else tr.digits(day.year)
        found.append([times.at(tick.day), _time_label(tick, tr), year])
        year_before = day.year
    return found


def _time_label(tick: Tick, tr: Translator) -> str:
    day = jalali_day(tick.day)
    month = MONTHS[tr.language][day.month - 1]
    if tick.is_year:
        return tr.digits(day.year)
    return month if tick.is_month else tr.digits(f"{day.day} {month}")


def _thinned(line: list[list[float]]) -> list[list[float]]:
    """A line of very many points by the lowest and the highest of each stretch; its ends stay."""
    every = -(-len(line) // (_MOST_POINTS // 2))
    if every <= 2:
        return line
    kept = [line[0]]
    for start in range(0, len(line), every):
        part = line[start : start + every]
        heights = [height for _, height in part]
        kept += [part[at] for at in sorted({heights.index(min(heights)), heights.index(max(heights))})]
    return [*kept, line[-1]]


def _events(chart: GoalChart, tr: Translator) -> dict[str, Any]:
    """The newest reports as a list, where there is nothing to draw a line through."""
    shown = list(reversed(chart.reports[-_MOST_EVENTS:]))
    left = len(chart.reports) - len(shown)
    more = str(tr.count("and {number} earlier report", "and {number} earlier reports", left)) if left else ""
    return {
        "is_line": False,
        "height": 0,
        "events": [[day_words(one.day, tr), one.status_to or Mark.NOTHING, _sentence(one.text)] for one in shown],
        "more": more if shown else nothing_told(tr),
    }


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > _SENTENCE:
        words = words[:_SENTENCE].rsplit(" ", 1)[0].rstrip("،,.:؛ ") + "…"
    return written(words, _LONGEST)
