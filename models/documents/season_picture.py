"""What a season did for the goals, as a picture for a chat."""

from typing import Any, Final

from locales import Translator, mark_label
from locales.bidi import isolate_words
from models.documents.goal_chart import RESOLUTION, joined
from models.documents.typeset import pictures_of, written
from models.goal_season import GoalMoved, SeasonShown
from models.goal_words import percent_words, value_words
from models.season import Season

TEMPLATE: Final = "season"
_MOST_ROWS: Final = 6  # the picture stays at most twice as tall as it is wide, and no messenger makes it smaller
_TITLE: Final = 70  # letters of a title: two lines
_LONGEST: Final = 28
_SEASONS: Final = (
    mark_label("season", "spring {year}"),
    mark_label("season", "summer {year}"),
    mark_label("season", "autumn {year}"),
    mark_label("season", "winter {year}"),
)


def season_png(shown: SeasonShown, tr: Translator) -> bytes:
    """The picture, 720 pixels wide. It takes some hundredths of a second: call it in a thread."""
    return pictures_of(TEMPLATE, season_data(shown, tr), resolution=RESOLUTION)[0]


def season_words(season: Season, tr: Translator) -> str:
    """What a season is called: «پاییز ۱۴۰۵»."""
    return tr.label("season", _SEASONS[season.number - 1], year=tr.digits(season.year))


def season_data(shown: SeasonShown, tr: Translator) -> dict[str, Any]:
    """What the template shows."""
    rows = shown.goals[:_MOST_ROWS]
    rest = [more_words(len(shown.goals) - len(rows), tr), quiet_words(shown.quiet, tr)]
    return {
        "language": tr.language,
        "direction": tr.direction,
        "kicker": place_words(shown, tr),
        "title": heading(shown, tr),
        "tiles": [] if shown.is_empty else [[tr.number(number), label] for number, label in counts(shown, tr)],
        "empty": empty_words(shown, tr) if shown.is_empty else "",
        "rows": [_row(one, tr) for one in rows],
        "rest": [line for line in rest if line],
    }


def heading(shown: SeasonShown, tr: Translator) -> str:
    """«در پاییز ۱۴۰۵ چه گذشت»."""
    said = season_words(shown.season, tr)
    if shown.is_present:
        return tr.label("season", "What happened this season ({season})", season=said)
    return tr.label("season", "What happened in {season}", season=said)


def place_words(shown: SeasonShown, tr: Translator) -> str:
    """Whose goals: «ایزدشهر، همهٔ محله‌ها»."""
    place = isolate_words(shown.place)
    if shown.is_near:
        return tr.label("season", "Goals of {place}, and of what is above it", place=place)
    return tr.label("season", "Goals of all of {place}", place=place)


def counts(shown: SeasonShown, tr: Translator) -> list[tuple[int, str]]:
    """What happened at all, each with what it is."""
    found = [
        (shown.reports, tr.label("season", "progress reports")),
        (shown.reached, tr.label("season", "goals reached")),
        (shown.ideas, tr.label("season", "ideas in calls")),
        (len(shown.resolutions), tr.label("season", "resolutions at work")),
    ]
    return [(number, what) for number, what in found if number]


def moved_words(one: GoalMoved, tr: Translator) -> str:
    """From where to where: «از ۲۰٪ به ۴۵٪»; where nothing can be measured, how many reports there were."""
    if one.after is None:
        return str(tr.count("{number} report", "{number} reports", one.reports))
    before, after = (percent_words(round((share or 0.0) * 100), tr) for share in (one.before, one.after))
    if before == after:
        return tr.label("season", "still at {percent}", percent=after)
    return tr.label("season", "from {before} to {after}", before=before, after=after)


def values_words(one: GoalMoved, tr: Translator) -> str:
    """The same in its measure, where it has one: «از ۱۲ به ۳۴ کیلومتر»."""
    if one.value_after is None or one.value_before is None or one.value_after == one.value_before:
        return ""
    told = {"before": value_words(one.value_before, None, tr), "after": value_words(one.value_after, one.unit, tr)}
    return tr.label("season", "from {before} to {after}", **told)


def more_words(left: int, tr: Translator) -> str:
    """How many goals do not stand there."""
    return str(tr.count("and {number} more goal", "and {number} more goals", left)) if left > 0 else ""


def quiet_words(quiet: int, tr: Translator) -> str:
    """Of how many nothing was heard."""
    return str(tr.count("Nothing new of {number} goal.", "Nothing new of {number} goals.", quiet)) if quiet else ""


def empty_words(shown: SeasonShown, tr: Translator) -> str:
    """A season in which nothing happened says so."""
    if shown.is_present:
        return tr.plain("No progress has been reported in this season yet.")
    return tr.plain("No progress was reported in this season.")


def _row(one: GoalMoved, tr: Translator) -> list[Any]:
    title = " ".join(one.title.split())
    if len(title) > _TITLE:
        title = title[:_TITLE].rsplit(" ", 1)[0].rstrip("،,.:؛-–( ") + "…"
    named = tr.label("season", "{number}. {title}", number=tr.digits(one.number), title=written(title, _LONGEST))
    return [one.status, named, joined(tr, moved_words(one, tr), values_words(one, tr)), one.after, one.before]
