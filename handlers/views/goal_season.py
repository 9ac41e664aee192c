"""What happened to the goals in a season: one message, and what stands below its picture."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import TEXT_LIMIT, Button, View, in_pairs, shortened, shown_length
from handlers.views.goal_picture import NOUN
from locales import Translator
from models.documents.goal_chart import joined
from models.documents.season_picture import (
    counts,
    empty_words,
    heading,
    more_words,
    moved_words,
    place_words,
    quiet_words,
    season_words,
    values_words,
)
from models.goal import GoalStatus
from models.goal_season import GoalMoved, SeasonShown
from models.goal_words import status_words
from models.resolution_words import title_words

SEASON, TURN, PICTURE, WORDS = "season", "turn", "picture", "words"
CITY, NEAR = 0, 1  # a button's version: whose goals
_TITLE, _BUTTON = 120, 24
_OPENED = 4  # goals that moved most have a button


def season_message(shown: SeasonShown, tr: Translator, *, can_be_near: bool) -> View:
    """The whole season in one message; `can_be_near`: they have a neighbourhood whose goals alone can be shown."""
    head = Markup("\n").join([Markup("<b>{}</b>").format(heading(shown, tr)), Markup.escape(place_words(shown, tr))])
    blocks = [head, Markup.escape(empty_words(shown, tr))] if shown.is_empty else [head, _counted(shown, tr)]
    foot = [Markup.escape(quiet_words(shown.quiet, tr))] if shown.quiet else []
    blocks += _goals(shown, tr, TEXT_LIMIT - 300 - shown_length(Markup("\n\n").join([*blocks, *foot])))
    return View(Markup("\n\n").join([*blocks, *foot]), _rows(shown, tr, can_be_near=can_be_near))


def _counted(shown: SeasonShown, tr: Translator) -> Markup:
    lines = [tr.count("{number} progress report", "{number} progress reports", shown.reports)]
    if shown.reached:
        lines.append(tr.count("{number} goal reached", "{number} goals reached", shown.reached))
    if shown.calls or shown.ideas:
        calls = tr.count("{number} call for ideas", "{number} calls for ideas", shown.calls)
        ideas = tr.count("{number} idea", "{number} ideas", shown.ideas)
        lines.append(tr.text("{calls}, {ideas}", calls=calls, ideas=ideas))
    if shown.submissions:
        words = tr.count(
            "{number} message of a resident moved a goal",
            "{number} messages of residents moved a goal",
            shown.submissions,
        )
        lines.append(words)
    lines += [
        tr.text("{resolution} moved a goal", resolution=tr.quote(title_words(one, place, tr)))
        for one, place in shown.resolutions
    ]
    return Markup("\n").join(Markup("• ") + line for line in lines)


def _goals(shown: SeasonShown, tr: Translator, room: int) -> list[Markup]:
    """As many goals as there is room for (UTF-16 units), and how many there are besides."""
    blocks: list[Markup] = []
    for at, one in enumerate(shown.goals):
        block = _goal(one, tr)
        room -= shown_length(block) + 2
        if room < 0:
            return [*blocks, Markup.escape(more_words(len(shown.goals) - at, tr))]
        blocks.append(block)
    return blocks


def _goal(one: GoalMoved, tr: Translator) -> Markup:
    title = tr.quote(shortened(" ".join(one.title.split()), _TITLE))
    named = tr.text("<b>Goal {number}</b>: {title}", number=one.number, title=title)
    reached = status_words(GoalStatus.REACHED, tr) if one.is_newly_reached else ""
    return Markup("\n").join([named, Markup.escape(joined(tr, reached, moved_words(one, tr), values_words(one, tr)))])


def _rows(shown: SeasonShown, tr: Translator, *, can_be_near: bool) -> list[list[Button]]:
    season, scope = shown.season, NEAR if shown.is_near else CITY
    opened = [Button(_label(one, tr), ButtonData("goal", "open", one.id)) for one in shown.goals[:_OPENED]]
    beside = []
    if shown.has_before:
        beside.append(Button(f"‹ {season_words(season.before, tr)}", ButtonData(NOUN, TURN, season.before.code, scope)))
    if not shown.is_present:
        beside.append(Button(f"{season_words(season.after, tr)} ›", ButtonData(NOUN, TURN, season.after.code, scope)))
    return [*in_pairs(opened), beside, *in_pairs(_ways(shown, tr, can_be_near=can_be_near))]


def _label(one: GoalMoved, tr: Translator) -> str:
    title = shortened(" ".join(one.title.split()), _BUTTON)
    return tr.label("season", "{number}. {title}", number=tr.digits(one.number), title=title)


def _ways(shown: SeasonShown, tr: Translator, *, can_be_near: bool) -> list[Button]:
    code = shown.season.code
    ways = []
    if shown.is_near:
        ways.append(Button(tr.label("season", "The whole city"), ButtonData(NOUN, TURN, code, CITY)))
    elif can_be_near:
        ways.append(Button(tr.label("season", "My neighbourhood"), ButtonData(NOUN, TURN, code, NEAR)))
    if not shown.is_empty:
        scope = NEAR if shown.is_near else CITY
        ways.append(Button(tr.label("goal chart", "As a picture"), ButtonData(NOUN, PICTURE, code, scope)))
    return [*ways, _to_all(tr)]


def season_caption(shown: SeasonShown, tr: Translator) -> View:
    """Below the picture: what it is; all of it stands in the message."""
    said = [tr.text("{number} {what}", number=tr.number(number), what=what) for number, what in counts(shown, tr)]
    lines = [Markup("<b>{}</b>").format(heading(shown, tr)), Markup.escape(place_words(shown, tr))]
    scope = NEAR if shown.is_near else CITY
    words = Button(tr.label("button", "The same as text"), ButtonData(NOUN, WORDS, shown.season.code, scope))
    return View(Markup("\n").join([*lines, *said]), [[words, _to_all(tr)]])


def _to_all(tr: Translator) -> Button:
    return Button(tr.label("goals", "All goals"), ButtonData("goals", "list"))


def season_picture_failed(code: int, scope: int, tr: Translator) -> View:
    """It could not be drawn."""
    text = tr.text(
        "The picture could not be drawn. The people in charge find the reason in the log. As text it is here:"
    )
    return View(text, [[Button(tr.label("button", "The same as text"), ButtonData(NOUN, WORDS, code, scope))]])
