"""What followers read of reports on goals: all of a day in one message, a single one with its photo and document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.calls import File, Message
from handlers.keyboards import TEXT_LIMIT, Button, View, in_pairs, shortened, shown_length
from handlers.views.goal_list import to_list
from handlers.views.goal_standing import bar_line, open_goal
from handlers.views.goal_steps import step_lines
from locales import Translator
from models.area_tree import AreaTree
from models.goal_progress import fraction_at
from models.goal_shown import UpdateShown
from models.goal_told import GoalTold
from models.resolution_words import title_words

_LETTERS = (1000, 500, 250, 120, 60)  # of each report, until all of them fit
_TITLE = 120
_ROOM = TEXT_LIMIT - 160  # what is kept free for the lines below the goals
_BUTTONS = 8  # goals with a button of their own
_ALONE = 1


@dataclass(frozen=True)
class _Page:
    """For whom it is put into words. `today` is of the city's calendar."""

    tree: AreaTree
    today: date
    zone: ZoneInfo
    tr: Translator
    has_files: bool  # whether the files stand above


def goal_news(
    told: Sequence[GoalTold], *, bot_id: int, tree: AreaTree, today: date, zone: ZoneInfo, tr: Translator
) -> Message:
    """Everything that somebody is told of the goals that they follow, or that their submission stands behind.

    Args:
        told: the goals, each with its reports.
        bot_id: the bot that tells it: it has no other bot's files.
        tree: the city's areas.
        today: of the city's calendar.
        zone: of the city's clock.
        tr: the reader's language.
    """
    files = _files(told, bot_id)
    page = _Page(tree, today, zone, tr, has_files=bool(files))
    text, left = _fitted(told, page)
    lines = [tr.count("and {number} goal more", "and {number} goals more", left)] if left else []
    return Message(View(Markup("\n\n").join([text, *lines, _closing(told, tr)]), _rows(told, tr)), files)


def _files(told: Sequence[GoalTold], bot_id: int) -> list[File]:
    """The photo and the document of a single report; of several they stay on the goals' cards."""
    updates = [one for goal in told for one in goal.updates]
    if len(updates) != _ALONE or updates[0].bot_id != bot_id:
        return []
    return [File(one.kind, one.file_id) for one in (updates[0].photo, updates[0].document) if one is not None]


def _fitted(told: Sequence[GoalTold], page: _Page) -> tuple[Markup, int]:
    """The goals, and how many of them were left out: sentences are made shorter first, until all fit."""
    for letters in _LETTERS:
        blocks = [_block(one, letters, page) for one in told]
        if shown_length(text := _text(blocks, page.tr)) <= _ROOM:
            return text, 0
    blocks = [_head(one, page.tr) for one in told]
    while shown_length(text := _text(blocks, page.tr)) > _ROOM:
        blocks.pop()
    return text, len(told) - len(blocks)


def _text(blocks: Sequence[Markup], tr: Translator) -> Markup:
    if len(blocks) == _ALONE:
        return blocks[0]
    heading = tr.count("<b>News of {number} goal of yours</b>", "<b>News of {number} goals of yours</b>", len(blocks))
    numbered = [Markup("{}. {}").format(tr.number(number), block) for number, block in enumerate(blocks, 1)]
    return Markup("\n\n").join([heading, *numbered])


def _block(told: GoalTold, letters: int, page: _Page) -> Markup:
    """A goal with its reports, how far it has come by them, and what moved it."""
    lines = [_head(told, page.tr)]
    for one in told.updates:
        lines += step_lines(one, told.goal.progress, page.today, page.zone, page.tr, letters=letters)
        lines += _notes(one, told, page)
    if not any(_has_bar(one, told) for one in told.updates) and told.goal.progress.fraction is not None:
        lines.append(bar_line(told.goal.progress, page.tr))
    if not page.has_files and any(one.photo or one.document for one in told.updates):
        lines.append(page.tr.text("📎 Photos and files are on the goal's card."))
    return Markup("\n").join(lines)


def _head(told: GoalTold, tr: Translator) -> Markup:
    return Markup("🎯 <b>{}</b>").format(tr.quote(shortened(" ".join(told.goal.title.split()), _TITLE)))


def _has_bar(one: UpdateShown, told: GoalTold) -> bool:
    return fraction_at(told.goal.progress, one.value, one.stated) is not None


def _notes(one: UpdateShown, told: GoalTold, page: _Page) -> list[Markup]:
    """That it takes another one's place, and what moved the goal."""
    tr, lines = page.tr, list[Markup]()
    if one.id in told.corrections:
        lines.append(tr.text("<i>✏️ This takes the place of an earlier report.</i>"))
    if one.resolution is not None:
        place = page.tree.places.get(one.resolution.area_id)
        lines.append(tr.text("Because of: {cause}", cause=title_words(one.resolution, place, tr)))
    if one.submission_code is not None:
        cause = tr.text("a resident's submission {code}", code=tr.code(one.submission_code))
        lines.append(tr.text("Because of: {cause}", cause=cause))
    return lines


def _closing(told: Sequence[GoalTold], tr: Translator) -> Markup:
    """Why they are told, and where they say that they do not want to be."""
    if any(one.goal.is_followed for one in told):
        return tr.text("<i>You follow this at</i> /goals · /subscriptions")
    return tr.text("<i>Your own submission stands behind this.</i> /subscriptions")


def _rows(told: Sequence[GoalTold], tr: Translator) -> list[list[Button]]:
    if len(told) == _ALONE:
        return [[open_goal(told[0].goal.id, tr.label("goal", "See the goal"))]]
    keys = [
        open_goal(one.goal.id, tr.label("goal", "See number {number}", number=tr.number(number)))
        for number, one in enumerate(told[:_BUTTONS], 1)
    ]
    return [*in_pairs(keys), [to_list(tr)]]
