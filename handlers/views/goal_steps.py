"""The reports on a goal: the newest on its card, all of them behind a button."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import TEXT_LIMIT, Button, View, shortened, shown_length
from handlers.views.goal_standing import Way, bar_line, day_words
from locales import Translator
from locales.dates import jalali_day
from models.area_tree import AreaTree
from models.goal_progress import Progress, fraction_at
from models.goal_shown import GoalShown, UpdateShown
from models.goal_words import status_words, value_words
from models.resolution_words import title_words

PAGE = 5  # reports on one page behind the card
_LETTERS = (500, 350, 200)  # of each report there, until a page of them fits
_CORRECTED = 120  # of one that does not hold any more
_TITLE = 200


def step_lines(
    one: UpdateShown, progress: Progress, today: date, zone: ZoneInfo, tr: Translator, *, letters: int
) -> list[Markup]:
    """A report: its day and sentence, then the bar and value that it tells of.

    Args:
        one: the report.
        progress: its goal's, for the measure.
        today: of the city's calendar: another year is named.
        zone: of the city's clock.
        tr: the reader's language.
        letters: of its sentence that are shown.
    """
    is_another_year = jalali_day(one.on_day).year != jalali_day(today).year
    day = day_words(one.on_day, zone, tr, year=is_another_year)
    words = tr.quote(shortened(" ".join(one.text.split()), letters))
    lines = [tr.text("▫️ {day}: {words}", day=day, words=words)]
    reached = _reached_line(one, progress, tr)
    return [*lines, reached] if reached is not None else lines


def _reached_line(one: UpdateShown, progress: Progress, tr: Translator) -> Markup | None:
    """«▓▓▓▓▓▓░░░░ ۶۰٪ انجام شده (۱۲ چراغ)»."""
    fraction = fraction_at(progress, one.value, one.stated)
    parts = [bar_line(Progress(fraction), tr)] if fraction is not None else []
    if one.value is not None and progress.unit is not None:
        parts.append(Markup("({})").format(value_words(one.value, progress.unit, tr)))
    if one.status_to is not None:
        parts.append(tr.text("Status: {status}", status=status_words(one.status_to, tr)))
    return Markup(" ").join(parts) if parts else None


def history(
    goal: GoalShown,
    steps: Sequence[UpdateShown],
    total: int,
    way: Way,
    *,
    tree: AreaTree,
    today: date,
    zone: ZoneInfo,
    tr: Translator,
) -> View:
    """A page of all reports, the newest first; those that others took the place of say so."""
    blocks = [
        Markup("\n").join(
            (
                tr.text("<b>All reports on this goal</b>"),
                tr.quote(shortened(" ".join(goal.title.split()), _TITLE)),
            )
        )
    ]
    for letters in _LETTERS:
        found = [_step(one, goal.progress, tree, today, zone, tr, letters=letters) for one in steps]
        if shown_length(Markup("\n\n").join([*blocks, *found])) <= TEXT_LIMIT:
            break
    blocks += found
    if not total:
        blocks.append(tr.text("No report on its progress has been published yet. Follow it, and I tell you of each."))
    rows = [inner_paging("history", goal.id, way, total, PAGE, tr)]
    return View(Markup("\n\n").join(blocks), [*rows, [way.button(tr.label("button", "Back"), "show", goal.id)]])


def _step(
    one: UpdateShown, progress: Progress, tree: AreaTree, today: date, zone: ZoneInfo, tr: Translator, *, letters: int
) -> Markup:
    if one.is_corrected:
        words = tr.quote(shortened(" ".join(one.text.split()), _CORRECTED))
        day = day_words(one.on_day, zone, tr)
        return tr.text("▫️ {day}: <s>{words}</s> (corrected later)", day=day, words=words)
    lines = step_lines(one, progress, today, zone, tr, letters=letters)
    if one.resolution is not None:
        place = tree.places.get(one.resolution.area_id)
        lines.append(tr.text("Because of: {cause}", cause=title_words(one.resolution, place, tr)))
    if one.submission_code is not None:
        cause = tr.text("a resident’s submission, {code}", code=tr.code(one.submission_code))
        lines.append(tr.text("Because of: {cause}", cause=cause))
    return Markup("\n").join(lines)


def inner_paging(action: str, goal_id: int, way: Way, total: int, size: int, tr: Translator) -> list[Button]:
    """The pages before and after of what lies behind a card."""
    buttons = []
    if way.inner > 0:
        buttons.append(way.button(tr.label("paging", "‹ Previous"), action, goal_id, inner=way.inner - 1))
    if (way.inner + 1) * size < total:
        buttons.append(way.button(tr.label("paging", "Next ›"), action, goal_id, inner=way.inner + 1))
    return buttons
